"""Scope and focus are rules over the issuer's own sight."""

import pytest

from organizations.models import Organization, Tag
from rectification import scope
from tests import make


@pytest.fixture
def city(cast):
    cast.every_unit()
    return cast.city


def names(rule, issuer):
    return [unit.name for unit in scope.evaluate(rule, issuer)]


def test_by_default_every_medical_institution_in_sight_and_nobody_else(cast, city):
    assert set(names(scope.DEFAULT_SCOPE, city)) == {
        "江州市人民医院",
        "城东中医院",
        "柳河镇卫生院",
        "康宁医院",
        "何氏诊所",
        "军队某医院",
    }


def test_a_district_asks_only_its_own(cast, city):
    assert set(names(scope.DEFAULT_SCOPE, cast.east_district)) == {"城东中医院", "柳河镇卫生院"}


def test_a_centre_asks_the_units_linked_to_it(cast, city):
    assert names(scope.DEFAULT_SCOPE, cast.qc_centre) == ["城东中医院"]


def test_a_hospital_asks_itself_and_not_the_units_of_the_centre_it_hosts(cast, city):
    assert names(scope.DEFAULT_SCOPE, cast.peoples_hospital) == ["江州市人民医院"]


def test_conditions_narrow_and_names_add_and_take_away(cast, city):
    assert names({"levels": ["tertiary"], "ownerships": ["public"]}, city) == ["江州市人民医院"]
    assert set(names({"regions": ["城东区"], "kinds": ["hospital"]}, city)) == {"城东中医院"}
    rule = {"levels": ["tertiary"], "include": [cast.clinic.pk], "exclude": [cast.military_hospital.pk]}
    assert set(names(rule, city)) == {"江州市人民医院", "何氏诊所"}


def test_a_named_unit_outside_the_issuers_sight_is_not_taken_in(cast, city):
    rule = {"levels": ["none"], "include": [cast.private_hospital.pk]}
    assert cast.private_hospital.name not in names(rule, cast.east_district)


def test_tags_choose_units(cast, city):
    cast.tcm_hospital.tags.add(Tag.objects.create(name="血透"))
    assert names({"tags": ["血透"]}, city) == ["城东中医院"]


def test_a_closed_unit_is_not_asked(cast, city):
    Organization.objects.filter(pk=cast.clinic.pk).update(active=False)
    assert "何氏诊所" not in names(scope.DEFAULT_SCOPE, city)


def test_rules_are_said_in_words(cast, city):
    assert scope.describe(scope.DEFAULT_SCOPE) == "辖区内各级各类医疗机构"
    assert scope.describe({"kinds": ["hospital", "clinic"], "ownerships": ["private"]}) == "民营医院、诊所"
    rule = {"levels": ["tertiary"], "regions": ["城东区"], "exclude": [make.make_hospital(city, name="新医院").pk]}
    assert scope.describe(rule) == "三级医疗机构（含非公立医疗机构），行政区限城东区，不含新医院"


def test_one_unit_may_be_asked_whether_it_is_focus(stage):
    campaign = stage.draft()
    assert scope.is_focus(campaign, stage.cast.tcm_hospital)
    assert not scope.is_focus(campaign, stage.cast.clinic)

from datetime import timedelta

import pytest
from django.db.models import Value
from django.utils import timezone

from organizations import rights, sight
from organizations.models import Duty, Organization, Person, Right
from organizations.refusals import NotAllowed
from organizations.services import end_link
from tests import make

FILL, CHECK = "tests.fill_in", "tests.check"


@pytest.fixture(autouse=True)
def _given(db):
    Right.objects.create(duty=Duty.CLERK, permission=FILL, reach=Right.Reach.OWN)
    Right.objects.create(duty=Duty.HEAD, permission=FILL, reach=Right.Reach.OWN)
    Right.objects.create(duty=Duty.INSPECTOR, permission=CHECK, reach=Right.Reach.SUBTREE)


class Thing:
    def __init__(self, unit):
        self.org_path = unit.path
        self.institution_path = unit.institution_path


def test_a_clerk_fills_in_what_belongs_to_his_own_institution_and_no_more(cast):
    assert rights.may(cast.li, FILL, cast.city)
    assert rights.may(cast.li, FILL, cast.medical_office)
    assert rights.may(cast.li, FILL, cast.medical_office.path)
    assert not rights.may(cast.li, FILL, cast.peoples_hospital)
    assert not rights.may(cast.li, FILL, Thing(cast.icu))
    assert rights.may(cast.qian, FILL, Thing(cast.icu))
    assert not rights.may(cast.qian, FILL, cast.tcm_hospital)


def test_a_head_acts_in_his_department_alone(cast):
    assert rights.may(cast.head_zhang, FILL, cast.icu)
    assert not rights.may(cast.head_zhang, FILL, cast.surgery)
    assert not rights.may(cast.head_zhang, FILL, cast.peoples_hospital)


def test_an_inspector_checks_everything_beneath_and_whoever_reports_here(cast):
    for unit in (cast.city, cast.icu, cast.clinic, cast.military_hospital):
        assert rights.may(cast.zhao, CHECK, unit)
    assert rights.may(cast.han, CHECK, cast.tcm_hospital)
    assert not rights.may(cast.han, CHECK, cast.clinic)


def test_the_centre_checks_the_hospitals_it_is_in_charge_of(cast):
    assert rights.may(cast.chen, CHECK, cast.tcm_hospital)
    assert not rights.may(cast.chen, CHECK, cast.peoples_hospital)
    assert rights.may(cast.chen, FILL, cast.quality_office)


def test_a_duty_without_the_right_and_a_place_that_is_nowhere_allow_nothing(cast):
    assert not rights.may(cast.nurse_sun, FILL, cast.icu)
    assert not rights.may(cast.li, FILL, "")
    assert not rights.may(None, FILL, cast.city)
    assert rights.may_anywhere(cast.li, FILL)
    assert not rights.may_anywhere(cast.li, CHECK)
    assert rights.institution_path_of("9999999/") == ""


def test_who_may_answers_with_people(cast):
    cast.everybody()
    assert set(rights.who_may(FILL, cast.icu)) == {cast.qian, cast.head_zhang}
    assert set(rights.who_may(FILL, cast.tcm_hospital.path)) == {cast.zheng}
    assert set(rights.who_may(CHECK, cast.tcm_hospital)) == {cast.zhao, cast.han, cast.chen}
    assert set(rights.who_may(CHECK, Thing(cast.military_hospital))) == {cast.zhao}
    assert isinstance(rights.who_may("tests.nothing", cast.icu).first(), Person | None)


def test_lists_follow_the_same_rule(cast):
    cast.everybody()
    where = {"path_field": "path", "institution_field": "institution_path"}
    fill = Organization.objects.filter(rights.permission_q(cast.qian, FILL, **where))
    assert set(fill) == {cast.peoples_hospital, cast.icu, cast.surgery, cast.quality_office}
    check = Organization.objects.filter(rights.permission_q(cast.chen, CHECK, **where))
    assert set(check) == {cast.qc_centre, cast.tcm_hospital}
    assert not Organization.objects.filter(rights.permission_q(cast.nurse_sun, FILL, **where)).exists()


def test_what_is_reachable_names_ranges_and_institutions(cast):
    cast.everybody()
    reach = rights.reachable(sight.sight_of(cast.chen))
    low = cast.quality_office.path
    assert rights.Reach(FILL, low, low[:-1] + "0", cast.peoples_hospital.path) in reach
    assert {(item.low, item.institution_path) for item in reach if item.permission == CHECK} == {
        (cast.qc_centre.path, None), (cast.tcm_hospital.path, None),
    }  # fmt: skip
    assert {FILL, CHECK} <= {item.permission for item in reach}


def test_a_verb_asks_first(cast):
    rights.require(None, FILL, cast.city)
    rights.require(cast.li, FILL, cast.city)
    with pytest.raises(NotAllowed, match="没有这项权限"):
        rights.require(cast.li, FILL, cast.icu)


def test_declared_rights_are_written_once_and_decisions_stay(cast, monkeypatch):
    monkeypatch.setattr(rights, "_defaults", {})
    rights.default(Duty.CLERK, "tests.new", Right.Reach.OWN)
    rights.default(Duty.HEAD, "tests.new", "own")
    rights.default(Duty.LEADER, FILL, Right.Reach.OWN)
    rights.write_defaults()
    rights.write_defaults()
    assert Right.objects.filter(permission="tests.new").count() == 2
    assert not Right.objects.filter(duty=Duty.LEADER, permission=FILL).exists()


def test_the_administrators_have_their_rights_after_the_first_migrate(db):
    kept = Right.objects.filter(permission__startswith="organizations.").values_list("duty", "permission")
    assert set(kept) == {
        (Duty.SYSTEM_ADMIN, "organizations.keep_organizations"),
        (Duty.SYSTEM_ADMIN, "organizations.keep_calendar"),
        (Duty.SYSTEM_ADMIN, "organizations.keep_accounts"),
        *((duty, "organizations.keep_bodies") for duty in (Duty.SYSTEM_ADMIN, Duty.CLERK, Duty.HEAD)),
        (Duty.SECURITY_ADMIN, "organizations.keep_people"),
    }


def test_rows_that_name_the_right_they_ask_for_are_found_in_one_condition(cast):
    cast.everybody()
    mine = rights.reachable_q(
        sight.sight_of(cast.chen), permission_field="asks", path_field="path", institution_field="institution_path"
    )
    for permission, expected in ((FILL, {cast.quality_office}), (CHECK, {cast.qc_centre, cast.tcm_hospital})):
        assert set(Organization.objects.annotate(asks=Value(permission)).filter(mine)) == expected
    assert not Organization.objects.filter(rights.reachable_q(sight.sight_of(None))).exists()


def test_a_link_serves_the_post_that_looks_after_its_superior_and_no_other_post_of_the_same_person(cast):
    make.make_link(cast.peoples_hospital, cast.township_hospital)
    of_a_ward = make.make_holder(Duty.INSPECTOR, cast.icu)
    make.make_appointment(of_a_ward, duty=Duty.STAFF, at=cast.peoples_hospital)
    from_outside = make.make_holder(Duty.INSPECTOR, cast.medical_office, oversees=cast.peoples_hospital)
    make.make_appointment(from_outside, duty=Duty.STAFF, at=cast.peoples_hospital)
    for person in (of_a_ward, from_outside):
        assert sight.sight_of(person).sees(cast.township_hospital.path)
        assert rights.may(person, CHECK, cast.icu)
        assert not rights.may(person, CHECK, cast.township_hospital)
        assert person not in rights.who_may(CHECK, cast.township_hospital)


def test_nobody_is_named_for_a_unit_whose_link_has_ended(cast):
    link = make.make_link(cast.tcm_hospital, cast.clinic)
    inspector = make.make_holder(Duty.INSPECTOR, cast.tcm_hospital)
    assert inspector in rights.who_may(CHECK, cast.clinic)
    end_link(link, until=timezone.localdate() - timedelta(days=1), by=None)
    assert inspector not in rights.who_may(CHECK, cast.clinic)

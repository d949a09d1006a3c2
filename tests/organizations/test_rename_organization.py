from datetime import date, timedelta

import pytest
from django.utils import timezone

from organizations.models import Alias, Organization
from organizations.refusals import Invalid, NotAllowed
from organizations.services import rename_organization


def test_the_old_name_is_kept_with_its_last_day(cast):
    hospital = cast.tcm_hospital
    rename_organization(hospital, name="城东区中医医院", on=date(2020, 5, 1), by=None)
    rename_organization(hospital, name="江州市第二中医院", short_name="市二中", on=date(2024, 1, 1), by=None)
    assert (hospital.name, hospital.short_name) == ("江州市第二中医院", "市二中")
    past = list(hospital.past_names.values_list("name", "since", "until"))
    assert past == [
        ("城东中医院", None, date(2020, 4, 30)),
        ("城东区中医医院", date(2020, 5, 1), date(2023, 12, 31)),
    ]


def test_a_unit_is_found_by_any_name_it_has_or_had(cast):
    Alias.objects.create(organization=cast.peoples_hospital, name="哈励逊国际和平医院")
    rename_organization(cast.tcm_hospital, name="城东区中医医院", by=None)
    assert list(Organization.objects.called("哈励逊国际和平医院")) == [cast.peoples_hospital]
    assert list(Organization.objects.called("市人民医院")) == [cast.peoples_hospital]
    assert list(Organization.objects.called("城东中医院")) == [cast.tcm_hospital]


def test_the_same_name_a_day_to_come_and_a_day_before_the_last_change_are_refused(cast):
    tomorrow = timezone.localdate() + timedelta(days=1)
    with pytest.raises(Invalid, match="与现名称相同"):
        rename_organization(cast.tcm_hospital, name=" 城东中医院 ", by=None)
    with pytest.raises(Invalid, match="还没有到"):
        rename_organization(cast.tcm_hospital, name="新名", on=tomorrow, by=None)
    rename_organization(cast.tcm_hospital, name="新名", on=date(2020, 5, 1), by=None)
    with pytest.raises(Invalid, match="上一次更名"):
        rename_organization(cast.tcm_hospital, name="更新名", on=date(2020, 5, 1), by=None)


def test_only_the_system_administrator_renames(cast):
    with pytest.raises(NotAllowed):
        rename_organization(cast.tcm_hospital, name="新名", by=cast.president_wu)
    rename_organization(cast.tcm_hospital, name="新名", by=cast.system_admin)

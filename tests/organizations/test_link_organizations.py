from datetime import date

import pytest

from organizations.models import Duty, Organization, OrganizationLink
from organizations.refusals import Invalid, NotAllowed
from organizations.services import end_link, link_organizations
from tests import make

Kind = OrganizationLink.Kind
SPRING, SUMMER = date(2025, 3, 1), date(2025, 6, 30)


def test_a_link_holds_from_its_first_to_its_last_day(cast):
    link = make.make_link(cast.peoples_hospital, cast.township_hospital, since=SPRING, until=SUMMER)
    held = [OrganizationLink.objects.in_force(day).filter(pk=link.pk).exists() for day in (SPRING, SUMMER)]
    out = [OrganizationLink.objects.in_force(day).filter(pk=link.pk).exists()
           for day in (date(2025, 2, 28), date(2025, 7, 1))]  # fmt: skip
    assert held == [True, True]
    assert out == [False, False]


def test_the_same_link_twice_in_one_period_is_refused(cast):
    make.make_link(cast.peoples_hospital, cast.township_hospital, since=SPRING, until=SUMMER)
    with pytest.raises(Invalid, match="不必重复登记"):
        make.make_link(cast.peoples_hospital, cast.township_hospital, since=SUMMER)
    make.make_link(cast.peoples_hospital, cast.township_hospital, since=date(2025, 7, 1))
    make.make_link(cast.peoples_hospital, cast.township_hospital, since=SPRING, kind=Kind.ALLIANCE)


def test_a_unit_is_never_the_superior_of_itself_or_of_what_lies_above_it(cast):
    with pytest.raises(Invalid, match="与自己"):
        make.make_link(cast.city, cast.city)
    with pytest.raises(Invalid, match="不能反过来"):
        make.make_link(cast.qc_centre, cast.city)


def test_a_link_that_ends_before_it_begins_is_refused(cast):
    with pytest.raises(Invalid, match="截止日期"):
        make.make_link(cast.peoples_hospital, cast.clinic, since=SUMMER, until=SPRING)


def test_a_link_is_ended_and_not_prolonged(cast):
    link = make.make_link(cast.peoples_hospital, cast.clinic, since=SPRING)
    end_link(link, until=SUMMER, by=cast.system_admin, because="协议到期")
    assert link.until == SUMMER
    with pytest.raises(Invalid, match="已经终止"):
        end_link(link, until=date(2026, 1, 1), by=None)


def test_nobody_links_a_neighbour_to_his_own_hospital(cast):
    admin = make.make_holder(Duty.SYSTEM_ADMIN, cast.peoples_hospital, name="院内管理员")
    with pytest.raises(NotAllowed):
        link_organizations(
            cast.peoples_hospital, subordinate=cast.tcm_hospital, kind=Kind.BUSINESS, since=SPRING, by=admin
        )
    link_organizations(
        cast.peoples_hospital, subordinate=cast.tcm_hospital, kind=Kind.BUSINESS, since=SPRING, by=cast.system_admin
    )


def test_a_unit_outside_the_tree_may_be_told_to_report_here(cast):
    barracks = make.make_organization(None, kind=Organization.Kind.CLINIC, name="营区门诊部")
    link = link_organizations(cast.city, subordinate=barracks, kind=Kind.REPORTING, since=SPRING, by=cast.system_admin)
    assert str(link) == "江州市卫生健康委员会—在此报送—营区门诊部"
    another = make.make_organization(None, name="邻市卫生健康委员会")
    with pytest.raises(NotAllowed):
        link_organizations(cast.city, subordinate=another, kind=Kind.REPORTING, since=SPRING, by=cast.system_admin)

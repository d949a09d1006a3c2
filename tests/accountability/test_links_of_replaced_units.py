"""What joined a unit to others joins its successors: no link is lost, doubled, or turned upon itself."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.utils import timezone

from accountability import verify
from accountability.models import Assignment
from organizations.models import Organization, OrganizationLink
from organizations.services import close_organization, merge_organization, plan_change, split_organization
from organizations.services.planting import stamp_of
from organizations.sight import visible
from tests import make
from tests.accountability.test_assignments import give
from tests.cast import Cast
from tests.screens.visitors import post, text_of, visit_as

WHY = "江卫〔2026〕8号"
Kind = OrganizationLink.Kind


def today(days: int = 0) -> date:
    return timezone.localdate() + timedelta(days=days)


def links(**which: Any) -> list[tuple[str, str, str]]:
    """Kind, superior and subordinate of the links that hold today."""
    living = OrganizationLink.objects.in_force().filter(**which).select_related("superior", "subordinate")
    return sorted((one.kind, one.superior.name, one.subordinate.name) for one in living)


def agrees() -> bool:
    return [found.sentence for result in verify.run() for found in result.differences] == []


@pytest.fixture
def other(cast: Cast) -> Organization:
    """A hospital in the west that goes into 城东中医院."""
    return make.make_hospital(cast.east_district, name="城东骨科医院")


def test_the_heir_of_a_merger_has_every_link_once_and_sight_with_it(cast: Cast, other: Organization) -> None:
    ended = today(9)
    centre = make.make_organization(cast.city, kind="qc_center", name="江州市护理质控中心")
    make.make_link(cast.peoples_hospital, other, kind=Kind.ALLIANCE, until=ended)
    make.make_link(centre, other, kind=Kind.BUSINESS)
    make.make_link(centre, cast.tcm_hospital, kind=Kind.BUSINESS)
    make.make_link(other, cast.township_hospital, kind=Kind.ALLIANCE)
    inspector = make.make_holder("inspector", centre, name="护理专家")
    task = give(cast, cast.president_wu, lead_unit=other, by=None)
    merge_organization(other, into=cast.tcm_hospital, by=cast.system_admin, because=WHY)
    assert links() == [
        ("alliance", "城东中医院", "柳河镇卫生院"),
        ("alliance", "江州市人民医院", "城东中医院"),
        ("business", "江州市护理质控中心", "城东中医院"),
    ]
    assert OrganizationLink.objects.in_force().get(superior=cast.peoples_hospital).until == ended
    assert visible(make.anew(inspector), Assignment).filter(pk=task.pk).exists()
    assert agrees()


def test_days_on_which_the_heir_has_the_link_already_are_left_out(cast: Cast, other: Organization) -> None:
    make.make_link(cast.peoples_hospital, other, kind=Kind.ALLIANCE)
    make.make_link(cast.peoples_hospital, cast.tcm_hospital, kind=Kind.ALLIANCE, since=today(-9), until=today(5))
    make.make_link(cast.peoples_hospital, cast.tcm_hospital, kind=Kind.ALLIANCE, since=today(20), until=today(30))
    merge_organization(other, into=cast.tcm_hospital, by=None, because=WHY)
    held = OrganizationLink.objects.filter(subordinate=cast.tcm_hospital).order_by("since")
    assert list(held.values_list("since", "until")) == [
        (today(-9), today(5)),
        (today(6), today(19)),
        (today(20), today(30)),
        (today(31), None),
    ]
    assert agrees()


def test_a_link_between_the_two_that_merge_ends(cast: Cast, other: Organization) -> None:
    make.make_link(other, cast.tcm_hospital, kind=Kind.BUSINESS)
    ward = make.make_department(cast.tcm_hospital, name="针灸科")
    make.make_link(ward, other, kind=Kind.BUSINESS)
    merge_organization(other, into=cast.tcm_hospital, by=None, because=WHY)
    assert links() == []
    assert OrganizationLink.objects.count() == 2
    assert agrees()


def test_a_link_of_a_split_unit_goes_to_the_part_named_or_to_all(cast: Cast) -> None:
    hosted = make.make_link(cast.icu, cast.qc_centre, kind=Kind.HOSTING)
    OrganizationLink.objects.exclude(pk=hosted.pk).delete()
    guided = make.make_link(cast.surgery, cast.icu, kind=Kind.BUSINESS)
    told = {"parts": ["甲室", "乙室"], "tasks": {}, "people": {}, "by": cast.system_admin, "because": WHY}
    split_organization(cast.icu, links={hosted.pk: 1}, **told)
    assert links() == [
        ("business", "普外科", "乙室"),
        ("business", "普外科", "甲室"),
        ("hosting", "乙室", "江州市院感质控中心"),
    ]
    guided.refresh_from_db()
    assert guided.until == today(-1)


def test_a_split_planned_for_a_day_keeps_the_choice(cast: Cast) -> None:
    first = make.make_link(cast.surgery, cast.icu, kind=Kind.BUSINESS)
    told = {"parts": ["甲室", "乙室"], "tasks": {}, "people": {}, "links": {str(first.pk): 1}}
    change = plan_change(cast.icu, kind="split", on=today(), by=None, because=WHY, **told)
    assert change.state == "applied"
    assert links() == [("business", "普外科", "乙室")]


def test_the_links_of_a_closed_unit_end(cast: Cast) -> None:
    empty = make.make_department(cast.peoples_hospital, name="空科室")
    make.make_link(cast.surgery, empty, kind=Kind.BUSINESS)
    close_organization(empty, by=None, because=WHY)
    assert links() == []


def test_the_pages_say_what_becomes_of_each_link(cast: Cast, django_assert_max_num_queries: Any) -> None:
    link = make.make_link(cast.surgery, cast.icu, kind=Kind.BUSINESS)
    keeper = visit_as(cast.system_admin)
    keeper.get(f"/units/{cast.icu.pk}/merge/")
    for kind in ("merge", "split", "close"):
        with django_assert_max_num_queries(12):
            page = text_of(keeper.get(f"/units/{cast.icu.pk}/{kind}/"))
        assert "业务主管：主管方“普外科”" in page
    fields = {"on": today().isoformat(), "because": WHY, "stamp": stamp_of(cast.icu), f"link-{link.pk}": "2"}
    done = post(keeper, f"/units/{cast.icu.pk}/split/", part1="甲室", part2="乙室", **fields)
    assert done.status_code == 302
    assert links() == [("business", "普外科", "乙室")]

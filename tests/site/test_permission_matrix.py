"""Role by route by method against the rules in `permission_rules.txt`; a route without a rule fails.

The rules are written beside the test and know nothing of the views. What no rule may say stands here as laws: nobody
comes in without an account but where it is meant, and no stranger reads or does anything to an object of others.
With BIHUAN_MATRIX_FOUND=FILE whatever is not as its rule says is added to that file, to be thought about.
"""

import os
from pathlib import Path

import pytest

from rectification.models import Finding
from tests.site import matrix, permission_page
from tests.site.objects import kwargs_for
from tests.site.permission_page import RULES
from tests.site.routes import Route, routes
from tests.site.test_neighbours import PUBLIC

pytestmark = [pytest.mark.django_db, pytest.mark.once]
CLOSED = set("-x.>")
FOUND = os.environ.get("BIHUAN_MATRIX_FOUND", "")
MEANT_FOR_COLLEAGUES = {  # what a campaign shows to all who take part in it, each with what he may see of it
    "rectification:campaign_annexes", "rectification:campaign_detail", "rectification:campaign_participants",
    "rectification:campaign_wall", "rectification:output_deliver", "rectification:campaign_closing",
    "rectification:campaign_notices", "rectification:campaign_orders", "rectification:campaign_pictures",
    "rectification:campaign_questions", "rectification:campaign_series", "rectification:campaign_summary",
    "rectification:campaign_meetings", "rectification:campaign_meeting_link", "rectification:campaign_outside_new",
}  # fmt: skip


@pytest.fixture(scope="module")
def seats(demo_city):
    with matrix.without_frame():
        yield matrix.seats()


@pytest.fixture(scope="module")
def kept(seats):
    """Who everybody is in the demo city as it stands."""
    return matrix.Kept()


@pytest.mark.parametrize("route", routes(), ids=lambda route: route.name)
def test_everybody_meets_at_a_route_what_its_rule_says(route, seats, kept):
    with matrix.watched() as written:
        kwargs = kwargs_for(route) if route.asks else {}
    found, faults = matrix.row(route, seats, kwargs, matrix.Kept() if written else kept)

    if FOUND and found != RULES.get(route.name):
        with Path(FOUND).open("a", encoding="utf-8") as file:
            file.write(f"{route.name} {found}\n")
    assert faults == []
    assert found == RULES.get(route.name), f"Think, then write into permission_rules.txt: {route.name} {found}"


def test_every_rule_has_its_route():
    assert set(RULES) == {route.name for route in routes()}


def let_in(names, *roles):
    """The routes among these at which one of the roles is let in."""
    columns = [permission_page.ROLES.index(role) for role in roles]
    return {name for name in names for column in columns if not {*RULES[name].split()[column]} <= CLOSED}


class TestWhatNoRuleMaySay:
    def test_nobody_comes_in_without_an_account(self):
        assert let_in(RULES, "nobody") <= PUBLIC

    def test_a_stranger_with_every_duty_elsewhere_has_nothing_to_do_with_an_object_of_others(self):
        asks = {route.name for route in routes() if route.asks} - PUBLIC
        assert let_in(asks, "stranger", "postless") == set()

    def test_another_hospital_of_the_same_campaign_meets_what_is_meant_for_both(self):
        asks = {route.name for route in routes() if route.asks} - PUBLIC
        assert let_in(asks, "colleague") == MEANT_FOR_COLLEAGUES

    def test_nobody_outside_is_shown_the_hospital_by_name(self):
        columns = [permission_page.ROLES.index(role) for role in matrix.OUTSIDERS]
        assert {name for name in RULES for column in columns if "R" in RULES[name].split()[column]} == set()


def test_the_page_in_the_documentation_is_that_of_the_rules():
    assert permission_page.PAGE.read_text(encoding="utf-8") == permission_page.page()


@pytest.mark.urls("tests.site.planted")
@pytest.mark.parametrize(
    ("name", "asks", "rule", "found"),
    [
        ("without_sight", ("pk",), ">. -. -. -. -. r. r. r.", ">. R. R. R. r. r. r. r."),
        ("without_permission", ("pk",), ".> .- .- .- .- .w .w .-", ".> .w .w .w .w .w .w .w"),
        ("refused_too_late", ("pk",), ".> .- .- .- .- .w .w .w", "changed rectification_finding"),
        ("export_of_everything", (), ">. r. r. r. r. r. r. r.", ">. R. R. R. r. r. r. r."),
    ],
)
def test_each_planted_hole_is_found(name, asks, rule, found, seats):
    finding = Finding.objects.filter(organization__name=matrix.HOSPITAL).earliest("pk")

    met, faults = matrix.row(Route(f"planted:{name}", asks), seats, {"pk": finding.pk} if asks else {}, matrix.Kept())

    assert met != rule or faults
    assert found == met or any(found in fault for fault in faults), (met, faults)

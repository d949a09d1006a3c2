"""A campaign over two thousand institutions: the leader's verbs are short, the rest runs by chunks behind them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from engine import jobs
from engine.models import Job, Turn
from organizations import paths
from organizations.models import Organization
from rectification import services
from rectification.models import CampaignState, Inspection
from rectification.models.standing import wall
from tests.rectification.making import decide, deliver_required, fresh, open_nodes, seats_of

UNITS = 2000


def found_clinics(district: Organization, count: int) -> None:
    """Clinics written at once: how they are founded is not this story."""
    first = Organization.objects.order_by("-pk").values_list("pk", flat=True).first() + 1
    units = [
        Organization(
            pk=pk,
            name=f"第{pk}诊所",
            kind="clinic",
            parent=district,
            path=district.path + paths.step(pk),
            institution_path=district.path + paths.step(pk),
        )
        for pk in range(first, first + count)
    ]
    Organization.objects.bulk_create(units, batch_size=500)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT setval(pg_get_serial_sequence('organizations_organization', 'id'), %s)", [first + count]
            )


def queries_of(act) -> int:
    """How many statements an act sends."""
    with CaptureQueriesContext(
        connection,
    ) as captured:
        act()
    return len(captured)


@pytest.fixture
def large(stage):
    """A campaign of the city sent for signature, with two thousand units in scope."""
    found_clinics(stage.cast.east_district, UNITS - len(stage.units))
    campaign = stage.draft()
    services.submit_scheme(campaign, by=stage.cast.li)
    return campaign


def by_chunks() -> list[int]:
    """Do the waiting piece of work chunk by chunk; how many statements each chunk sent."""
    counts = []
    while Job.objects.filter(kind="engine.run_service", state=Job.State.PENDING).exists():
        counts.append(queries_of(lambda: jobs.drain(limit=1)))
    return counts


@pytest.fixture
def running(stage, large):
    """The campaign after its sign-off."""
    while seat := seats_of(large).first():
        decide(seat)
    assert fresh(large).state == CampaignState.ISSUING
    counts = by_chunks()
    assert len(counts) == UNITS // 100
    assert max(counts[:-1]) <= 45, counts
    assert counts[-1] <= 80, counts  # the last one also moves the flow on
    jobs.run_all()
    return fresh(large)


def test_two_thousand_units_are_listed_asked_shown_and_released_within_bounds(stage, running):
    assert (running.state, running.participants.count()) == (CampaignState.RUNNING, UNITS)
    leader = stage.cast.director_wang
    check = running.phases.get(kind="self_inspect")
    assert queries_of(lambda: services.open_phase(check, by=leader)) <= 45
    assert Inspection.objects.count() == 0
    counts = by_chunks()
    assert len(counts) == UNITS // 100
    assert max(counts[:-1]) <= 45, counts
    jobs.run_all()
    assert Turn.objects.open().filter(node="fill").count() == UNITS
    assert (open_nodes(check), fresh(check).prepared) == (["self_inspect"], UNITS)
    the_wall_costs_three_queries(running, fresh(check))

    assert queries_of(lambda: services.release_participants(check, by=leader, because="分批推进。")) <= 120
    assert (check.releases.count(), check.progress.released) == (UNITS, UNITS)
    jobs.run_all()
    deliver_required(check, by=stage.cast.li)
    services.submit_phase(fresh(check), by=stage.cast.li)
    assert open_nodes(check) == ["sign_off"]


def the_wall_costs_three_queries(campaign, check) -> None:
    """However many units it shows; progress costs one."""
    assert queries_of(lambda: check.progress) == 1
    rows: list = []
    assert queries_of(lambda: rows.extend(wall(campaign))) == 3
    assert len(rows) == UNITS
    assert {row.inspections[check.pk].state for row in rows} == {"open"}
    page = campaign.participants.order_by("org_path")[:50]
    assert queries_of(lambda: wall(campaign, page)) == 3
    assert queries_of(lambda: check.missing_outputs) <= 4

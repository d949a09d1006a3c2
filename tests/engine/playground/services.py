"""The verbs of tours and stops."""

from django.db.models import F

from engine import More, finish, hold, require_turn, start
from engine.jobs import job
from engine.models import Job
from organizations.models import Organization, Person
from tests.engine.playground.models import Stop, Tour


def plan_tour(organization: Organization, *, by: Person | None, stops: int = 0, **fields: object) -> Tour:
    """Draft a tour with its stops and begin its flow."""
    tour = Tour(
        title=str(fields.pop("title", "夏季巡查")),
        org_path=organization.path,
        institution_path=organization.institution_path,
        **fields,
    )
    tour.save()
    Stop.objects.bulk_create(Stop(tour=tour, name=f"第{n}站", org_path=tour.org_path) for n in range(1, stops + 1))
    with hold(tour):
        start(tour, by=by)
    return tour


def submit_plan(tour: Tour, *, by: Person) -> None:
    """Hand the plan in."""
    with hold(tour):
        require_turn(tour, "plan", by=by)
        tour.state = "submitted"
        tour.save()
        finish(tour, "plan", by=by)


def agree(tour: Tour, *, by: Person | None) -> None:
    """The last signature was given."""
    with hold(tour):
        finish(tour, "consent", by=by)


def visit(stop: Stop, *, by: Person | None) -> None:
    """Be there once."""
    with hold(stop):
        stop.visits += 1
        stop.save()
        finish(stop, "visit", by=by)


def report(tour: Tour, *, by: Person | None) -> None:
    """Report on the whole tour."""
    with hold(tour):
        finish(tour, "report", by=by)


def prepare(tour: Tour) -> More | None:
    """Prepare one batch at a time."""
    if tour.spoilt:
        raise ValueError("地图坏了")
    if tour.prepared < tour.batches:
        Tour.objects.filter(pk=tour.pk).update(prepared=F("prepared") + 1)
        return More(tour.prepared + 1, tour.batches)
    Tour.objects.filter(pk=tour.pk).update(state="prepared")
    return None


def close(tour: Tour) -> None:
    """Put the tour away."""
    tour.state = "closed"
    tour.save()


@job("playground.count", title="计数")
def count(asked: Job) -> None:
    """Leave a mark that shows a second doing."""
    Tour.objects.create(title=asked.key, org_path="")

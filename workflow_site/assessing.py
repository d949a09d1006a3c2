"""What plans know that an assessment may count: quotas reached, tasks done in time, indicators on target."""

from collections.abc import Iterator

from django.utils import timezone

from organizations import paths
from plans.judging import Light
from plans.models import Measure, Measurement, Occurrence, OccurrenceState
from rectification.models import ScoreItemKind
from rectification.scoring import Fact
from rectification.scoring_sources import Asked, Found, register


def declare() -> None:
    """Tell the assessment where to read."""
    register(ScoreItemKind.QUOTAS, quotas)
    register(ScoreItemKind.TASKS, tasks)
    register(ScoreItemKind.INDICATORS, indicators)


def quotas(asked: Asked) -> Iterator[Found]:
    """The periods of duties that fell due: reached in time, or not."""
    low, high = paths.subtree(asked.org_path)
    rows = Occurrence.objects.filter(
        due_on__range=(asked.begins_on, asked.ends_on), org_path__gte=low, org_path__lt=high
    )
    rows = rows.exclude(state=OccurrenceState.WITHDRAWN).select_related("obligation")
    for one in rows.order_by("pk"):
        done = one.closed_at if one.state == OccurrenceState.DONE else None
        fact = Fact(
            url=one.get_absolute_url(),
            label=f"{one} {one.done}/{one.needed}",
            due_on=one.due_on,
            done_on=timezone.localdate(done) if done else None,
        )
        yield Found(one.org_path, one.institution_path, fact)


def tasks(asked: Asked) -> Iterator[Found]:
    """The tasks of plans that fell due; the day that counts moves only by an approved extension."""
    low, high = paths.subtree(asked.org_path)
    rows = Measure.objects.standing().filter(
        assignment__due_on__range=(asked.begins_on, asked.ends_on),
        assignment__org_path__gte=low,
        assignment__org_path__lt=high,
    )
    rows = rows.exclude(assignment__state="cancelled").select_related("assignment").order_by("pk")
    for one in rows:
        task = one.assignment
        if task is None:
            continue
        done = task.completed_at
        fact = Fact(
            url=one.get_absolute_url(),
            label=str(one),
            due_on=task.due_on,
            done_on=timezone.localdate(done) if done else None,
        )
        yield Found(task.org_path, task.institution_path, fact)


def indicators(asked: Asked) -> Iterator[Found]:
    """The values that have gone up: red ones missed their target, those that nobody judges are not asked about."""
    low, high = paths.subtree(asked.org_path)
    rows = Measurement.objects.own().filter(
        is_final=True, ends_on__range=(asked.begins_on, asked.ends_on), org_path__gte=low, org_path__lt=high
    )
    rows = rows.exclude(light__in=[Light.NONE, Light.SMALL]).select_related("indicator", "organization").order_by("pk")
    for one in rows:
        fact = Fact(url=one.get_absolute_url(), label=str(one), met=one.light != Light.RED)
        yield Found(one.org_path, one.institution_path, fact)

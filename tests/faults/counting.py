"""After the drill: what was acknowledged against what is there."""

from collections import Counter
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Count

from accountability import verify
from accountability.models import Notice, TrailEvent
from engine.models import Job, Turn
from rectification.models import Finding, Inspection, InspectionState, Phase
from tests.faults.people import Tally

SUBMITTED, CONFIRMED = "inspection_submitted", "inspection_confirmed"


def everything_is_done() -> bool:
    """Whether no background work is left to be done."""
    return not Job.objects.unfinished().exists()


def events_of(kind: type, pks: list[int], verb: str) -> Counter[int]:
    """How often this was recorded of each."""
    of_kind = TrailEvent.objects.filter(content_type=ContentType.objects.get_for_model(kind), object_id__in=pks)
    return Counter(of_kind.filter(verb=verb).values_list("object_id", flat=True))


def doubles(rows: Any, *fields: str) -> int:
    """How many rows say what another says already."""
    return sum(row["n"] - 1 for row in rows.values(*fields).annotate(n=Count("pk")).filter(n__gt=1).order_by())


def mixed_work(tally: Tally) -> dict[str, int]:
    """The people's changes: each acknowledged one is there once, with one event."""
    findings = {
        text: pk for pk, text in Finding.objects.filter(description__startswith="演练").values_list("pk", "description")
    }
    told = Counter(what for what, _inspection, _text in tally.acknowledged)
    wanted = [text for what, _inspection, text in tally.acknowledged if what == "finding"]
    handed_in = [inspection for what, inspection, _text in tally.acknowledged if what == "submission"]
    confirmed = [inspection for what, inspection, _text in tally.acknowledged if what == "confirmation"]
    registered = events_of(Finding, list(findings.values()), "finding_registered")
    submitted, agreed = events_of(Inspection, handed_in, SUBMITTED), events_of(Inspection, confirmed, CONFIRMED)
    closed = set(
        Inspection.objects.filter(
            pk__in=confirmed, state=InspectionState.CONFIRMED, process__status="DONE"
        ).values_list("pk", flat=True)
    )
    events = [*registered.values(), *submitted.values(), *agreed.values()]
    lost = [text for text in wanted if registered[findings.get(text, 0)] == 0]
    lost += [str(pk) for pk in handed_in if not submitted[pk]] + [str(pk) for pk in confirmed if not agreed[pk]]
    return {
        "asked": tally.asked,
        "acknowledged": sum(told.values()),
        "sent_again": tally.again,
        "refused": len(tally.refused),
        "rows": len(findings) + len(submitted) + len(closed),
        "events": sum(events),
        "lost": len(lost),
        "doubled": doubles(Finding.objects.filter(description__startswith="演练"), "description")
        + doubles(Finding.objects.all(), "number_text")
        + sum(count - 1 for count in events),
        "stuck": len(set(confirmed) - closed),
    }


def spawning(phase: Phase, units: int) -> dict[str, int]:
    """The clinics' self-inspections: one each, each with one flow, and the phase knows that all were started."""
    inspections = phase.inspections.all()
    processes = inspections.filter(process__isnull=False).count()
    fills = Turn.objects.open().filter(node="fill", task__process__in=inspections.values("process")).count()
    turns = Turn.objects.of(phase).at("self_inspect")
    return {
        "asked": units,
        "acknowledged": units,
        "rows": inspections.count(),
        "events": fills,
        "lost": max(0, units - processes) + max(0, units - fills),
        "doubled": doubles(inspections, "participant") + max(0, fills - units) + max(0, turns.count() - 1),
        "stuck": int(not turns.filter(spawned_at__isnull=False).exists()),
    }


def the_whole() -> dict[str, int]:
    """What concerns no part alone."""
    jobs = Job.objects
    return {
        "jobs": jobs.count(),
        "jobs_left": jobs.unfinished().count(),
        "jobs_dead": jobs.dead().count(),
        "notices_doubled": doubles(Notice.objects.filter(kind="campaign_issued"), "person", "kind", "source_id"),
        "differences": sum(len(result.differences) for result in verify.run()),
    }

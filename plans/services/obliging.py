"""Obligations in the course of their plan: recognised in a text, shown to its signers, missing before it, summed up."""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.models import Organization, Person
from plans import checking
from plans.models import (
    Measure,
    Obligation,
    ObligationState,
    Occurrence,
    OccurrenceState,
    Plan,
    PlanReading,
    ProposalKind,
    ReadingKind,
    Section,
    manifests,
)
from plans.proposing import Proposed, register
from plans.reading import Obligation as Found
from plans.reading.found import Place

from . import duties, importing, standing

NAMED = 3


def declare() -> None:
    """Fill the plan's registries with what obligations add to it."""
    importing.register_maker(ReadingKind.OBLIGATION, obligation_of)
    manifests.add_parts(parts)
    checking.register(unset)
    standing.add_figures(figures)
    register(missed_quotas)


def obligation_of(
    reading: PlanReading, measure: Measure | None, section: Section | None, by: Person
) -> Obligation | None:
    """A confirmed frequency is an obligation of the draft, led by the unit of its measure."""
    told = reading.result
    place = Place(reading.source, reading.start, reading.end, reading.section)
    found = Found(
        text=str(told.get("text") or reading.source),
        unit=str(told.get("unit") or "unspecified"),
        at_least=_number(told.get("at_least")),
        at_most=_number(told.get("at_most")),
        every=_number(told.get("every")) or 1,
        kind=str(told.get("kind") or "other"),
        due=str(told.get("due") or ""),
        responsible=str(told.get("responsible") or ""),
        doubt="" if reading.verdict == "changed" else reading.doubt,
        place=place,
        alternative="" if reading.verdict == "changed" else str(told.get("alternative") or ""),
        coverage=bool(told.get("coverage")),
    )
    more: dict[str, Any] = {"measure": measure, "section": section}
    unit = _unit(reading.of.plan, found.responsible) or (measure.lead_unit if measure else None)
    if unit is not None:
        more["lead_unit"] = unit
    return duties.draft_from_reading(reading.of.plan, found=found, by=by, **more)


def parts(plan: Plan) -> list[dict[str, Any]]:
    """What the signers of a plan are shown of its obligations."""
    rows = plan.obligations.exclude(state=ObligationState.ENDED).select_related("lead_unit", "person")
    body = [[one.text, one.often, str(one.lead_unit), str(one.person or "")] for one in rows.order_by("order", "pk")]
    head = [_("常态化工作任务"), _("频次要求"), _("承办单位"), _("责任人")]
    return [{"heading": _("常态化工作任务"), "table": {"head": head, "body": body}}]


def unset(plan: Plan) -> Iterable[str]:
    """定期 and 每季度或半年 are settled before anybody signs."""
    found = [str(one)[:20] for one in duties.obligations_not_set(plan)[: NAMED + 1]]
    if found:
        named = _("、").join(f"“{text}”" for text in found[:NAMED])
        yield _("请确定%(named)s的频次") % {"named": named + (_("等") if len(found) > NAMED else "")}


def figures(plan: Plan, day: datetime.date) -> Iterable[list[str]]:
    """Periods done and missed until a day."""
    rows = Occurrence.objects.filter(obligation__plan=plan, due_on__lte=day)
    total = rows.count()
    if total:
        done = rows.filter(state=OccurrenceState.DONE).count()
        yield [_("常态化工作任务"), _("到期%(total)d期，完成%(done)d期") % {"total": total, "done": done}]


def missed_quotas(plan: Plan) -> Iterable[Proposed]:
    """The obligations of the plan it replaces that were missed in some period."""
    if plan.supersedes is None:
        return
    late = Q(state=OccurrenceState.OPEN, due_on__lt=timezone.localdate())
    missed = Occurrence.objects.filter(late | Q(state=OccurrenceState.EXPLAINED)).values("obligation")
    rows = plan.supersedes.obligations.filter(pk__in=missed).select_related("lead_unit").order_by("order", "pk")
    for one in rows:
        because = _("%(plan)s中没有达到频次要求：%(rhythm)s") % {"plan": plan.supersedes, "rhythm": one.often}
        yield Proposed(ProposalKind.MISSED, one, one.text, because, one.lead_unit, one.get_absolute_url())


def _number(value: object) -> int | None:
    return int(value) if isinstance(value, int | float) else None


def _unit(plan: Plan, named: str) -> Organization | None:
    if not named:
        return None
    return Organization.objects.active().within(plan.institution_path).called(named).order_by("path").first()

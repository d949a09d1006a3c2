"""计划调整 of figures: one that the plan's sets did not have is measured from the revision's day on, or one no more.

A period is asked as a whole when it ends: one that ends on the day or later has the new figure, and an ended figure is
asked last for the period that ended before the day. What was measured stays. A report that a unit still has before it
follows; one that has been handed in or has gone up stays as it was.
"""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any, cast

from django.utils.translation import gettext as _

import engine
from accountability import trail
from organizations.models import Person
from organizations.refusals import Invalid
from plans.models import (
    Indicator,
    IndicatorReport,
    IndicatorSet,
    LineAction,
    Measurement,
    ReportState,
    Revision,
    RevisionLine,
    SetState,
)

from . import indicators, reports, revising, wording

KIND = "indicator"
SHOWN = ("name", "kind", "period", "numerator", "denominator", "population", "cited_text")
ONE_DAY = datetime.timedelta(days=1)
OPEN = (ReportState.OPEN, ReportState.RETURNED)


def require_figure(revision: Revision, indicator: Indicator) -> None:
    """Refuse a figure that is not measured under the plan now."""
    of = indicator.indicator_set
    if of.plan_id != revision.plan_id or of.state != SetState.PUBLISHED or indicator.until is not None:
        raise Invalid({"target": _("所选指标不在这份计划执行中的指标集里，请重新选择。")})


def propose_new_figure(
    revision: Revision,
    *,
    indicator_set: IndicatorSet,
    name: str,
    by: Person,
    parts: Iterable[Mapping[str, Any]] = (),
    **fields: Any,
) -> RevisionLine:
    """A further figure in one of the plan's sets in force, held against a target and without doubt."""
    with revising.draft_of(revision, by):
        if indicator_set.plan_id != revision.plan_id or indicator_set.state != SetState.PUBLISHED:
            raise Invalid({"indicator_set": _("请选择这份计划执行中的指标集。")})
        meant = indicators.described(indicator_set, name=name, **fields)
        rows = [revising.kept(part) for part in parts]
        if meant.target is None and not any(part.get("target") for part in rows):
            raise Invalid({"target": _("请填写目标值。")})
        if meant.doubt:
            raise Invalid({"doubt": _("存疑的指标请核对后清空“存疑”，再列入调整。")})
        told = {**fields, "name": meant.name}
        given = {name: value for name, value in told.items() if value not in (None, "", [])}
        after = {
            "words": _words(meant, rows),
            "values": revising.kept(given),
            "parts": rows,
            "set": indicator_set.pk,
        }
        return revising.note_line(revision, KIND, LineAction.ADD, meant.name, by=by, after=after)


def propose_figure_drop(revision: Revision, *, indicator: Indicator, by: Person) -> RevisionLine:
    """A figure is to be measured no more."""
    with revising.draft_of(revision, by):
        require_figure(revision, indicator)
        before = {"words": {_("要求"): indicator.standard_words, _("报送周期"): indicator.get_period_display()}}
        after = {"words": {_("停止统计"): _("自生效之日起，生效之日以后结束的报送期不再填报")}}
        told = {"target": indicator.pk, "before": before, "after": after}
        return revising.note_line(revision, KIND, LineAction.DROP, str(indicator), by=by, **told)


def meant_by(line: RevisionLine) -> Indicator:
    """The figure a line names, in the version of its set that is in force now: a newer one may have come meanwhile."""
    named = Indicator.objects.select_related("indicator_set").get(pk=cast(int, line.target))
    same = Indicator.objects.in_force().filter(indicator_set__series=named.indicator_set.series, code=named.code)
    return same.select_related("indicator_set").first() or named


def put_in(line: RevisionLine, revision: Revision) -> Indicator:
    """Write the figure into its set, and into the reports that lie before the units."""
    given = IndicatorSet.objects.get(pk=line.after["set"])
    newest = IndicatorSet.objects.published().filter(series=given.series).first()
    indicator_set = newest or given
    with engine.hold(indicator_set):
        values = revising.read(Indicator, line.after["values"])
        parts = [_part(told) for told in line.after.get("parts", ())]
        made, rows = indicators.write_indicator(indicator_set, parts=parts, since=revision.effective_on, **values)
        waiting = _open_reports(made, revision.effective_on)
        new = Measurement.objects.bulk_create(reports.empty(made, report) for report in waiting)
        told, because = {"indicator": made.name}, str(revision)
        trail.record("indicator_added", indicator_set, by=None, because=because, also=[made, *rows, *new], extra=told)
        if made.cited_text:
            indicators.cite_basis(made, by=revision.drafted_by)
    return made


def take_out(line: RevisionLine, revision: Revision) -> Indicator:
    """Ask for the figure no more: in reports that lie before the units it needs no value."""
    indicator = meant_by(line)
    with engine.hold(indicator.indicator_set):
        if indicator.until is not None:
            return indicator
        indicator.until = revision.effective_on - ONE_DAY
        indicator.save(update_fields=["until"])
        waiting = _open_reports(indicator, revision.effective_on)
        rows = list(Measurement.objects.own().filter(indicator=indicator, report__in=waiting).order_by("pk"))
        for row in rows:
            row.is_out_of_use, row.note = True, str(revision)[:300]
            row.save(update_fields=["is_out_of_use", "note"])
        told, because = {"indicator": indicator.name}, str(revision)
        of = indicator.indicator_set
        trail.record("indicator_ended", of, by=None, because=because, also=[indicator, *rows], extra=told)
    return indicator


def _open_reports(indicator: Indicator, day: datetime.date) -> list[IndicatorReport]:
    """The reports of periods that end on a day or later and that the units have before them."""
    rows = IndicatorReport.objects.filter(indicator_set=indicator.indicator_set_id, period=indicator.period)
    return list(rows.filter(ends_on__gte=day, state__in=OPEN).select_related("organization").order_by("pk"))


def _part(told: Mapping[str, Any]) -> dict[str, Any]:
    figure = Indicator._meta.get_field("target")
    numbers = {name: figure.to_python(told.get(name)) for name in ("target", "upper")}
    return {"name": told["name"], **numbers}


def _words(meant: Indicator, parts: list[dict[str, Any]]) -> dict[str, str]:
    """What the signers are shown of it."""
    classes = "；".join(
        " ".join(str(part[name]) for name in ("name", "target", "upper") if part.get(name)) for part in parts
    )
    told = {
        _("指标集"): str(meant.indicator_set),
        **wording.shown(meant, {name: getattr(meant, name) for name in SHOWN}),
        _("要求"): meant.standard.words(meant.unit) if meant.target is not None else "",
        _("分类和各类目标值"): classes,
    }
    return {label: text for label, text in told.items() if text}

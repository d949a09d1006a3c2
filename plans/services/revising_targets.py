"""计划调整 of targets: from the revision's day on a figure of the plan is held against another value.

A period is judged when it ends: one that ended before the day keeps the target it was judged by, one that ends on the
day or later is held against the new one, also where its value had already gone up. A target for a class of units or
for one unit is narrower than a revision's and goes on holding.
"""

from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

import engine
from accountability import trail
from accountability.digest import plain
from organizations.models import Person
from organizations.refusals import Invalid
from plans.judging import Standard, upside_down
from plans.models import Indicator, IndicatorTarget, LineAction, Measurement, Plan, Revision, RevisionLine

from . import measuring, revising, revising_figures, wording

KIND = "indicator"
FIELDS = ("target", "upper", "warning")


def declare() -> None:
    """Let revisions touch targets."""
    revising.register_kind(KIND, put_in_force)


def propose_target_change(revision: Revision, *, indicator: Indicator, by: Person, **values: Any) -> RevisionLine:
    """A figure of the plan's sets in force is to reach another value."""
    with revising.draft_of(revision, by):
        revising_figures.require_figure(revision, indicator)
        if indicator.target is None:
            raise Invalid({"target": _("分类计数的指标请另存指标集新版调整。")})
        told = {name: values.get(name) for name in FIELDS}
        if told["target"] is None:
            raise Invalid({"target": _("请填写目标值。")})
        if upside_down(Standard(indicator.comparator, told["target"], told["upper"], told["warning"])):
            raise Invalid({"upper": _("上限不能小于下限，请核对两个数值。")})
        now = {name: getattr(indicator, name) for name in FIELDS}
        if told == now:
            raise Invalid({"target": _("目标值没有变化，请修改后再保存。")})
        shown = {name: value for name, value in told.items() if value != now[name]}
        line, _made = RevisionLine.objects.update_or_create(
            revision=revision,
            kind=KIND,
            target=indicator.pk,
            defaults={
                "action": LineAction.CHANGE,
                "label": str(indicator)[:200],
                "before": {"words": wording.shown(indicator, {name: now[name] for name in shown})},
                "after": {
                    "words": wording.shown(indicator, shown),
                    "values": {name: None if value is None else str(value) for name, value in told.items()},
                },
            },
        )
        trail.record("revision_lines_changed", revision, by=by, also=[line], extra={"line": str(line)})
    return line


def put_in_force(plan: Plan, line: RevisionLine, revision: Revision) -> Indicator:
    """Add or end the figure, or enter its target with its day and judge again what it now holds for."""
    if line.action == LineAction.ADD:
        return revising_figures.put_in(line, revision)
    if line.action == LineAction.DROP:
        return revising_figures.take_out(line, revision)
    indicator = revising_figures.meant_by(line)
    told = {name: None if value is None else Decimal(value) for name, value in line.after["values"].items()}
    because = plain(_("%(revision)s：%(why)s") % {"revision": revision, "why": revision.because}, 200)
    with engine.hold(indicator.indicator_set):
        made, _new = IndicatorTarget.objects.update_or_create(
            indicator=indicator, since=revision.effective_on, organization=None, level="", kind="",
            key_department=None, year=None, defaults=told,
        )  # fmt: skip
        ended = Measurement.objects.filter(indicator=indicator, ends_on__gte=revision.effective_on)
        again = list(ended.select_related("indicator__indicator_set", "organization").order_by("pk"))
        for row in again:
            measuring.judge(row)
            row.save(update_fields=["target", "upper", "warning", "light", "is_alarming"])
        trail.record("indicator_target_revised", indicator, by=None, because=because, also=[made, *again])
    return indicator

"""计划调整 of duties: from the revision's day on a duty is owed as the revision says; what was before stays as it was.

The rule, which no regulation gives: a period that ended before the day is not touched, whatever became of it. The
period into which the day falls is cut as the revision says (`Cut`). By days: the part before the day keeps its
deadline and is asked its share of the old number, rounded down, but never less than was done or handed in; the part
from the day on is asked its share of the new number, rounded up. Periods opened from the day on follow the new rule.
A coverage cannot be shared by days: it begins anew on the day. What happened once (每起…后) stays asked as it was.
"""

import datetime
from collections.abc import Iterable
from typing import Any, cast

from django.utils.translation import gettext as _

import engine
from accountability import trail
from accountability.digest import plain
from organizations.models import Person
from organizations.refusals import Invalid
from plans.models import (
    Cut,
    EvidenceState,
    LastCut,
    LineAction,
    Obligation,
    ObligationState,
    Occurrence,
    OccurrenceState,
    OwedBy,
    Plan,
    Revision,
    RevisionLine,
)
from plans.rhythm import ONE_DAY, Period, Rhythm, Unclear, periods

from . import adding_duties, duties, opening, owing, revising, settling, wording

KIND = "obligation"
FIELDS = ("unit", "every", "at_least", "at_most", "due")
COUNTING = (OccurrenceState.OPEN, OccurrenceState.DONE)


def declare() -> None:
    """Let revisions touch duties."""
    revising.register_kind(KIND, put_in_force)


def propose_duty_change(
    revision: Revision, *, obligation: Obligation, by: Person, cut: str = Cut.SHARE, **values: Any
) -> RevisionLine:
    """A duty is to be owed more or less often from the revision's day on."""
    with revising.draft_of(revision, by):
        _require_duty(revision, obligation)
        told = wording.stripped({name: values[name] for name in FIELDS if name in values})
        _require_rhythm(obligation, told)
        different = {name: value for name, value in told.items() if getattr(obligation, name) != value}
        if not different:
            raise Invalid({"unit": _("频次没有变化，请修改后再保存。")})
        before = {name: getattr(obligation, name) for name in different}
        words = {**wording.shown(obligation, different), _("生效之日所在的期次"): str(Cut(cut).label)}
        line, _made = RevisionLine.objects.update_or_create(
            revision=revision,
            kind=KIND,
            target=obligation.pk,
            defaults={
                "action": LineAction.CHANGE,
                "label": str(obligation)[:200],
                "before": {"words": wording.shown(obligation, before)},
                "after": {"words": words, "values": different, "cut": cut},
            },
        )
        trail.record("revision_lines_changed", revision, by=by, also=[line], extra={"line": str(line)})
    return line


def propose_duty_drop(
    revision: Revision, *, obligation: Obligation, by: Person, cut: str = LastCut.SHARE
) -> RevisionLine:
    """A duty is to be owed no more from the revision's day on."""
    with revising.draft_of(revision, by):
        _require_duty(revision, obligation)
        words = {_("停止执行"): _("自生效之日起"), _("生效之日所在的期次"): str(LastCut(cut).label)}
        before = {"words": {_("频次要求"): obligation.often, _("完成方式"): obligation.whom}}
        return revising.note_line(
            revision, KIND, LineAction.DROP, str(obligation), by=by, target=obligation.pk,
            before=before, after={"words": words, "cut": cut},
        )  # fmt: skip


def put_in_force(plan: Plan, line: RevisionLine, revision: Revision) -> Obligation:
    """Write one line of a revision into its duty and into what is owed of it."""
    if line.action == LineAction.ADD:
        return adding_duties.put_in_force(plan, line, revision)
    obligation = plan.obligations.get(pk=cast(int, line.target))
    because = reason_of(revision)
    with engine.hold(obligation):
        if not obligation.is_running:
            return obligation
        if line.action == LineAction.DROP:
            _stop(obligation, line.after.get("cut", LastCut.WHOLE), revision.effective_on, because)
        else:
            _rewrite(obligation, line.after, revision.effective_on, because)
    return obligation


def reason_of(revision: Revision) -> str:
    """A revision and why, as the trail and the tasks tell it."""
    return plain(_("%(revision)s：%(why)s") % {"revision": revision, "why": revision.because}, 200)


def _stop(obligation: Obligation, cut: str, day: datetime.date, because: str) -> None:
    """Nothing is owed from the day on; what was missed before it stays owed, and so does the part before it."""
    if cut == LastCut.NEXT:
        day = next_period(obligation, obligation.rhythm, day)
    duties.end_for(obligation, last_on=day - ONE_DAY, by=None, because=because)
    asked = obligation.occurrences.filter(state=OccurrenceState.OPEN).select_related("organization", "entry")
    share = cut == LastCut.SHARE and obligation.owed_by != OwedBy.COVER
    for row in asked.filter(event="", begins_on__lt=day, ends_on__gte=day).order_by("pk"):
        _shorten(row, day, because, share=share)
    duties.withdraw(asked.filter(begins_on__gte=day).order_by("pk"), by=None, because=because)


def _rewrite(obligation: Obligation, after: dict[str, Any], day: datetime.date, because: str) -> None:
    old, cut = obligation.rhythm, after.get("cut", Cut.SHARE)
    if cut == Cut.NEXT:
        day = next_period(obligation, old, day)
    changed = {name: [getattr(obligation, name), value] for name, value in after["values"].items()}
    for name, value in after["values"].items():
        setattr(obligation, name, value)
    obligation.revised_on, obligation.begins_whole = day, cut == Cut.WHOLE
    obligation.opened_until = None
    obligation.ends_on = None if obligation.rhythm.goes_on else obligation.plan.ends_on
    obligation.version += 1
    obligation.save()
    trail.record("obligation_revised", obligation, by=None, because=because, changed=changed)
    asked = obligation.occurrences.filter(event="", state__in=COUNTING).select_related("organization", "entry")
    share = cut == Cut.SHARE and obligation.owed_by != OwedBy.COVER
    for row in asked.filter(begins_on__lt=day, ends_on__gte=day, state=OccurrenceState.OPEN).order_by("pk"):
        _shorten(row, day, because, share=share)
    _follow_new_rule(obligation, asked.filter(begins_on__gte=day).order_by("pk"), day, because)
    duties.open_soon(obligation.plan)


def next_period(obligation: Obligation, old: Rhythm, day: datetime.date) -> datetime.date:
    """The first day after the period into which a day falls; the day itself where a period begins on it."""
    found = next(periods(old, day, day, anchor=obligation.ruled_since or day), None)
    return day if found is None or found.begins == day else found.ends + ONE_DAY


def _shorten(row: Occurrence, day: datetime.date, because: str, *, share: bool) -> None:
    """The part of a period before the day: its share of what was asked; nothing is taken back that was handed in."""
    if not row.needed:
        return  # a ceiling alone asks for nothing: it holds until its period is over
    with engine.hold(row):
        whole, part = (row.ends_on - row.begins_on).days + 1, (day - row.begins_on).days
        handed = row.done + row.evidence.filter(state=EvidenceState.SUBMITTED).count()
        asked = row.needed * part // whole if share else 0
        number = max(asked, min(row.needed, handed))
        if number == 0:
            duties.withdraw([row], by=None, because=because)
            return
        told = {"needed": [row.needed, number], "ends_on": [f"{row.ends_on}", f"{day - ONE_DAY}"]}
        row.needed, row.ends_on = number, day - ONE_DAY
        _recut(row, because, told)


def _follow_new_rule(obligation: Obligation, rows: Iterable[Occurrence], day: datetime.date, because: str) -> None:
    """What was opened from the day on is asked as the new rule asks; what the new rule does not know is withdrawn."""
    found = list(rows)
    if not found:
        return
    last = max(row.begins_on for row in found)
    periods_now = [opening.cut_at(obligation, one) for one in periods(obligation.rhythm, day, last, anchor=day)]
    sides = owing.owing(obligation)
    known: dict[str, tuple[Period, owing.Owing]] = {
        opening.key_of(period, side.organization, side.entry.pk if side.entry else None): (period, side)
        for period in periods_now
        for side in sides
    }
    for row in found:
        meant = known.get(row.key)
        if meant is None:
            duties.withdraw([row], by=None, because=because)
            continue
        with engine.hold(row):
            period, side = meant
            number = opening.asked_in(obligation, period, side.needed) or 0
            told = {"needed": [row.needed, number], "due_on": [f"{row.due_on}", f"{period.due}"]}
            row.needed, row.ends_on, row.due_on = number, period.ends, period.due
            most = None if obligation.owed_by == OwedBy.COVER else obligation.at_most
            row.at_most = opening.asked_in(obligation, period, most)
            _recut(row, because, told)


def _recut(row: Occurrence, because: str, told: dict[str, Any]) -> None:
    """Count a changed period again, with its task."""
    settling.settle(row, by=None)
    trail.record("occurrence_recut", row, by=None, because=because, changed=told)
    settling.follow_task(row, by=None, because=because)


def _require_duty(revision: Revision, obligation: Obligation) -> None:
    if obligation.plan_id != revision.plan_id or obligation.state != ObligationState.RUNNING:
        raise Invalid({"unit": _("所选任务不在这份计划里，或者已经停止执行，请重新选择。")})


def _require_rhythm(obligation: Obligation, told: dict[str, Any]) -> None:
    """Refuse what no calendar could keep."""
    given = {name: told.get(name, getattr(obligation, name)) for name in FIELDS}
    try:
        rhythm = Rhythm(given["unit"], given["every"], given["at_least"], given["at_most"], given["due"])
    except Unclear as why:
        raise Invalid({str(why): duties.UNCLEAR.get(str(why), _("频次填写不正确，请核对。"))}) from why
    if not rhythm.is_set:
        raise Invalid({"at_least": _("请确定频次和次数。")})

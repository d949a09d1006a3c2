"""计划调整: a duty that a plan in force did not have is owed from the revision's day on, as its signers were shown it.

The period into which the day falls is counted as the revision says (`FirstCut`): its share by days, rounded up; whole;
or not at all, the next period being the first.
"""

import datetime
from collections.abc import Collection
from typing import Any

from django.utils.translation import gettext as _

from accountability import trail
from organizations.models import Organization, Person
from organizations.refusals import Invalid
from plans.models import FirstCut, LineAction, Obligation, ObligationState, Plan, Revision, RevisionLine
from plans.rhythm import ONE_DAY, periods

from . import duties, revising, wording

KIND = "obligation"
SHOWN = ("text", "kind", "subkind", "person", "proof", "expected_evidence", "watches")


def propose_new_duty(
    revision: Revision,
    *,
    by: Person,
    cut: str = FirstCut.SHARE,
    departments: Collection[Organization] = (),
    **told: Any,
) -> RevisionLine:
    """A further duty of the plan, with its rhythm and who owes it."""
    with revising.draft_of(revision, by):
        told = wording.stripped(told)
        meant = duties.described(revision.plan, departments=departments, **told)
        if not meant.is_set:
            raise Invalid({"at_least": _("请确定频次和次数。")})
        told["lead_unit"] = meant.lead_unit
        given = {name: value for name, value in told.items() if value not in (None, "")}
        after = {
            "words": _words(meant, departments, cut),
            "values": revising.kept(given),
            "departments": [unit.pk for unit in departments],
            "cut": cut,
        }
        return revising.note_line(revision, KIND, LineAction.ADD, meant.text, by=by, after=after)


def put_in_force(plan: Plan, line: RevisionLine, revision: Revision) -> Obligation:
    """Write the duty into the plan; the background opens what is owed of it by today."""
    values = revising.read(Obligation, line.after["values"])
    departments = Organization.objects.filter(pk__in=line.after.get("departments", ()))
    cut = line.after.get("cut", FirstCut.SHARE)
    made = duties.described(plan, departments=departments, **values)
    day = _begins(made, revision.effective_on) if cut == FirstCut.NEXT else revision.effective_on
    made.order = plan.obligations.count() + 1
    made.state, made.starts_on, made.revised_on = ObligationState.RUNNING, day, day
    made.begins_whole = cut == FirstCut.WHOLE
    made.ends_on = None if made.rhythm.goes_on else plan.ends_on
    made.save()
    made.departments.set(departments)
    trail.record("obligation_started", made, by=None, because=str(revision))
    duties.open_soon(plan)
    return made


def _begins(made: Obligation, day: datetime.date) -> datetime.date:
    """The first day of the period after the one into which a day falls; the day itself where a period begins on it."""
    found = next(periods(made.rhythm, day, day, anchor=day), None)
    return day if found is None or found.begins == day else found.ends + ONE_DAY


def _words(meant: Obligation, departments: Collection[Organization], cut: str) -> dict[str, str]:
    """What the signers are shown of it."""
    told = {
        **wording.shown(meant, {name: getattr(meant, name) for name in SHOWN}),
        _("频次要求"): meant.often,
        _("完成方式"): meant.whom,
        _("指定的单位"): "、".join(str(unit) for unit in departments),
        _("生效之日所在的期次"): str(FirstCut(cut).label),
    }
    return {label: text for label, text in told.items() if text}

"""计划调整 of objectives: what the plan wants to reach is added, worded anew or given up from the revision's day on."""

import datetime
from typing import Any, cast

from django.utils import timezone
from django.utils.translation import gettext as _

from organizations.models import Person
from organizations.refusals import Invalid
from plans.models import LineAction, Objective, Plan, Revision, RevisionLine

from . import lines, revising, wording

KIND = "objective"
FIELDS = ("text", "section", "due_on")


def declare() -> None:
    """Let revisions touch objectives."""
    revising.register_kind(KIND, put_in_force)


def propose_new_objective(revision: Revision, *, by: Person, **values: Any) -> RevisionLine:
    """A further objective."""
    with revising.draft_of(revision, by):
        told = wording.stripped({name: values[name] for name in FIELDS if values.get(name) not in (None, "")})
        _require_words(revision, told, str(told.get("text") or ""))
        after = {"words": wording.shown(Objective(), told), "values": revising.kept(told)}
        return revising.note_line(revision, KIND, LineAction.ADD, str(told["text"]), by=by, after=after)


def propose_objective_change(revision: Revision, *, objective: Objective, by: Person, **values: Any) -> RevisionLine:
    """An objective is to be worded anew, or reached by another day."""
    with revising.draft_of(revision, by):
        _require_standing(revision, objective)
        told = wording.stripped({name: values[name] for name in FIELDS if name in values})
        _require_words(revision, told, str(told.get("text", objective.text) or ""))
        different = {name: value for name, value in told.items() if getattr(objective, name) != value}
        if not different:
            raise Invalid({"text": _("内容没有变化，请修改后再保存。")})
        now = {name: getattr(objective, name) for name in different}
        before = {"words": wording.shown(objective, now)}
        after = {"words": wording.shown(objective, different), "values": revising.kept(different)}
        told = {"target": objective.pk, "before": before, "after": after}
        return revising.note_line(revision, KIND, LineAction.CHANGE, str(objective), by=by, **told)


def propose_objective_drop(revision: Revision, *, objective: Objective, by: Person) -> RevisionLine:
    """An objective is to be given up; the measures that served it stay."""
    with revising.draft_of(revision, by):
        _require_standing(revision, objective)
        before = {"words": wording.shown(objective, {name: getattr(objective, name) for name in ("text", "due_on")})}
        told = {"target": objective.pk, "before": before}
        return revising.note_line(revision, KIND, LineAction.DROP, str(objective), by=by, **told)


def put_in_force(plan: Plan, line: RevisionLine, revision: Revision) -> Objective:
    """Write one line of a revision into the plan's objectives."""
    values = revising.read(Objective, line.after.get("values", {}))
    if line.action == LineAction.ADD:
        return cast(Objective, lines.write_line(plan, Objective, values))
    objective = plan.objectives.get(pk=cast(int, line.target))
    if line.action == LineAction.DROP:
        objective.dropped_at = timezone.now()
    for name, value in values.items():
        setattr(objective, name, value)
    objective.save()
    return objective


def _require_words(revision: Revision, told: dict[str, Any], text: str) -> None:
    wrong = lines.wrong_in(told)
    if not text:
        wrong["text"] = _("请填写目标。")
    if told.get("section") is not None and told["section"].plan_id != revision.plan_id:
        wrong["section"] = _("所选内容不在这份计划里，请重新选择。")
    due: datetime.date | None = told.get("due_on")
    if due is not None and due < revision.effective_on:
        wrong["due_on"] = _("实现时限不能早于生效之日。")
    if wrong:
        raise Invalid(wrong)


def _require_standing(revision: Revision, objective: Objective) -> None:
    if objective.plan_id != revision.plan_id or objective.dropped_at is not None:
        raise Invalid({"text": _("所选目标不在这份计划里，或者已经取消，请重新选择。")})

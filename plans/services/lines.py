"""The lines of a draft: sections, objectives, measures own problems: added, changed, moved, dropped."""

import datetime
from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import gettext as _

import engine
from accountability import trail
from organizations.models import Organization, Person
from organizations.refusals import Invalid, NotYet
from plans.models import Measure, MeasureHolder, Objective, Plan, PlanProblem, Section

from . import assigning, drafts, wording

Line = Section | Objective | Measure | PlanProblem
Holders = Iterable[tuple[str, Person, str]]

EDITABLE: dict[type, frozenset[str]] = {
    Section: frozenset({"heading", "text", "number", "level", "due_on"}),
    Objective: frozenset({"text", "section", "number", "due_on"}),
    Measure: frozenset(
        {
            "text",
            "section",
            "objective",
            "number",
            "target",
            "problem",
            "evidence",
            "funding",
            "funding_source",
            "lead_unit",
            "person",
            "starts_on",
            "due_on",
            "origin",
            "ordered_by",
            "comes_from",
            "source_text",
        }
    ),
    PlanProblem: frozenset({"text", "department", "measure"}),
}
MOST_LINES = 5000


def add_line(plan: Plan, model: type[Any], *, by: Person, **values: Any) -> Any:
    """A new last line of its kind in the draft."""
    with engine.hold(plan):
        drafts.require_draft(plan, by)
        line = write_line(plan, model, values)
        drafts.touched(plan, by)
        trail.record("plan_lines_changed", plan, by=by, also=[line], extra={"added": str(line)})
    return line


def write_line(plan: Plan, model: type[Any], values: Mapping[str, Any]) -> Any:
    """Write one line of a held plan; the calling verb records it."""
    units, holders = values.get("supporting_units"), values.get("holders")
    cleaned = _cleaned(plan, model, {k: v for k, v in values.items() if k not in ("supporting_units", "holders")})
    rows = model.objects.filter(plan=plan)
    if rows.count() >= MOST_LINES:
        raise NotYet(_("一份计划最多5000条，请拆分为几份计划。"))
    last = rows.order_by("-order").values_list("order", flat=True).first() or 0
    line = model.objects.create(plan=plan, order=last + 1, **cleaned)
    if isinstance(line, Measure):
        _name(line, units, holders)
    return line


def change_line(line: Line, *, by: Person, **values: Any) -> None:
    """Change a line of the draft."""
    plan = line.plan
    with engine.hold(plan, line):
        drafts.require_draft(plan, by)
        units, holders = values.pop("supporting_units", None), values.pop("holders", None)
        _follow_unit(line, values)
        kept = {name: getattr(line, name) for name in EDITABLE[type(line)] if name not in values}
        cleaned = _cleaned(plan, type(line), {**kept, **values})
        changed = wording.difference(line, {name: cleaned[name] for name in values})
        for name in values:
            setattr(line, name, cleaned[name])
        line.save()
        if isinstance(line, Measure):
            _name(line, units, holders)
        drafts.touched(plan, by)
        trail.record("plan_lines_changed", plan, by=by, changed=changed, also=[line], extra={"line": str(line)})


def _follow_unit(line: Line, values: dict[str, Any]) -> None:
    """Another unit leads: where its head answered because nobody else was named, the new unit's head does."""
    if not isinstance(line, Measure) or line.lead_unit is None:
        return
    if values.get("lead_unit", line.lead_unit) == line.lead_unit:
        return
    if values.get("person", line.person) == line.person == assigning.responsible_for(line.lead_unit):
        values["person"] = None


def drop_line(line: Line, *, by: Person) -> None:
    """Take a line out of the draft; what stands under a heading stays, under the one before it."""
    plan = line.plan
    with engine.hold(plan, line):
        drafts.require_draft(plan, by)
        told, gone = str(line), type(line)(pk=line.pk)
        rows = _touched_by(line)
        if isinstance(line, Section):
            _release(line)
        if isinstance(line, Objective):
            line.measures.update(objective=None)
        line.delete()
        drafts.touched(plan, by)
        trail.record("plan_lines_changed", plan, by=by, also=[gone, *rows], extra={"dropped": told})


def move_line(line: Line, *, up: bool, by: Person) -> None:
    """Exchange a line of the draft with its neighbour; at the end nothing happens."""
    plan = line.plan
    with engine.hold(plan, line):
        drafts.require_draft(plan, by)
        rows: Any = type(line).objects.filter(plan=plan)
        if isinstance(line, Measure):
            rows = rows.filter(section=line.section)
        near = rows.filter(order__lt=line.order) if up else rows.filter(order__gt=line.order)
        other = near.order_by("-order" if up else "order").first()
        if other is None:
            return
        line.order, other.order = other.order, line.order
        line.save(update_fields=["order"])
        other.save(update_fields=["order"])
        drafts.touched(plan, by)
        trail.record("plan_lines_changed", plan, by=by, also=[line, other], extra={"moved": str(line)})


def _touched_by(line: Line) -> list[Any]:
    """The rows that point to a line that goes."""
    names = {
        Section: ("measures", "objectives", "children", "obligations"),
        Objective: ("measures",),
        Measure: ("problems", "proposals", "obligations"),
        PlanProblem: (),
    }[type(line)]
    return [row for name in names for row in getattr(line, name).all()]


def _release(section: Section) -> None:
    """What stands under a heading that goes stands under the one before it."""
    earlier = Section.objects.filter(plan=section.plan_id, order__lt=section.order).order_by("-order").first()
    section.measures.update(section=earlier)
    section.objectives.update(section=earlier)
    section.children.update(parent=section.parent_id)


def _name(measure: Measure, units: Iterable[Organization] | None, holders: Holders | None) -> None:
    """Write who supports and who answers on which tier."""
    if units is not None:
        measure.supporting_units.set(unit for unit in units if unit.pk != measure.lead_unit_id)
    if holders is not None:
        measure.holders.all().delete()
        named = {(tier, person.pk): (tier, person, task) for tier, person, task in holders}
        MeasureHolder.objects.bulk_create(
            MeasureHolder(measure=measure, tier=tier, person=person, task=task.strip()[:200])
            for tier, person, task in named.values()
        )


def _cleaned(plan: Plan, model: type[Any], values: Mapping[str, Any]) -> dict[str, Any]:
    """The values with texts stripped and checked; unknown names are a programming error."""
    if unknown := set(values) - EDITABLE[model]:
        raise TypeError(f"A {model.__name__} has no editable {', '.join(sorted(unknown))}.")
    cleaned = wording.stripped(values)
    errors = {**_words_wrong(plan, model, cleaned), **wrong_in(cleaned)}
    if errors:
        raise Invalid(errors)
    if model is Measure and cleaned.get("lead_unit") and not cleaned.get("person"):
        cleaned["person"] = assigning.responsible_for(cleaned["lead_unit"])
    return cleaned


def _words_wrong(plan: Plan, model: type[Any], values: Mapping[str, Any]) -> dict[str, str]:
    """What is empty, and what was chosen from another plan."""
    errors = {}
    said = "heading" if model is Section else "text"
    if not values.get(said):
        errors[said] = _("请填写%(what)s。") % {"what": wording.label_of(model, said)}
    for name in ("section", "objective", "measure"):
        if values.get(name) is not None and values[name].plan_id != plan.pk:
            errors[name] = _("所选内容不在这份计划里，请重新选择。")
    return errors


def wrong_in(values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with the days, the money and the person of a line."""
    errors = {}
    first: datetime.date | None = values.get("starts_on")
    last: datetime.date | None = values.get("due_on")
    if first and last and last < first:
        errors["due_on"] = _("完成期限不能早于开始日期。")
    if values.get("funding") is not None and values["funding"] < 0:
        errors["funding"] = _("经费不能是负数。")
    if values.get("person") is not None and not values["person"].active:
        errors["person"] = _("“%(who)s”已不在岗，请另选责任人。") % {"who": values["person"]}
    return errors

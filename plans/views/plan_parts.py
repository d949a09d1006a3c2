"""What a plan's page shows beside its measures; its headings, objectives and own problems are one question."""

from typing import Any

from django.db.models import CharField, DateField, DateTimeField, F, IntegerField, Model, Q, TextField, Value
from django.db.models.functions import Cast

from plans.models import Objective, PlanProblem, PlanState, Section
from search.models import Citation

LINES: dict[str, tuple[type[Model], dict[str, Any]]] = {
    "sections": (Section, {name: name for name in ("number", "level", "heading", "text", "due_on")}),
    "objectives": (Objective, {name: name for name in ("number", "text", "due_on")}),
    "problems": (PlanProblem, {"text": "text", "confirmed_at": "confirmed_at", "department": "department__name"}),
}
TYPES: dict[str, Any] = {
    "number": CharField(),
    "level": IntegerField(),
    "heading": CharField(),
    "text": TextField(),
    "due_on": DateField(),
    "confirmed_at": DateTimeField(),
    "department": CharField(),
}


def lines_of(plan: Any) -> dict[str, list[Any]]:
    """Headings, objectives and own problems of a plan in their order, by one union."""
    wanted = [name for name in LINES if getattr(plan, f"has_{name}")]
    found: dict[str, list[Any]] = {name: [] for name in LINES}
    rows = [_asked(plan, name) for name in wanted]
    if not rows:
        return found
    for kind, pk, _order, *values in rows[0].union(*rows[1:], all=True).order_by("a_order", "a_pk"):
        model, fields = LINES[kind]
        told = {name: value for name, value in zip(TYPES, values, strict=True) if name in fields}
        department = told.pop("department", None)
        line = model(pk=pk, **told)
        line.plan = plan  # type: ignore[attr-defined]
        line.where = department or ""  # type: ignore[attr-defined]
        found[kind].append(line)
    return found


def _asked(plan: Any, name: str) -> Any:
    """The rows of one kind with the columns that all kinds have."""
    _model, fields = LINES[name]
    rows = getattr(plan, name)
    rows = rows.standing() if name != "problems" else rows.all()
    columns = {"a_kind": Cast(Value(name), CharField()), "a_pk": F("pk"), "a_order": F("order")}
    columns |= {f"a_{key}": _column(fields.get(key), kind) for key, kind in TYPES.items()}
    return rows.order_by().annotate(**columns).values_list(*columns)


def _column(field: str | None, kind: Any) -> Any:
    return Cast(F(field), kind) if field else Cast(Value(None), kind)


def cited_in(plan: Any, objectives: list[Any]) -> list[Citation]:
    """What the plan itself cites; what its objectives cite hangs on them as `citations`. One query."""
    by_key: dict[int, list[Citation]] = {}
    own: list[Citation] = []
    kinds = {"content_type__app_label": "plans"}
    here = Q(content_type__model="plan", object_id=plan.pk)
    here |= Q(content_type__model="objective", object_id__in=[one.pk for one in objectives])
    rows = Citation.objects.live().filter(here, **kinds).select_related("content_type").in_order()
    for one in rows:
        (own if one.content_type.model == "plan" else by_key.setdefault(one.object_id, [])).append(one)
    for objective in objectives:
        objective.citations = by_key.get(objective.pk, [])
    return own


def following(plan: Any) -> dict[str, list[Any]]:
    """What followed from a plan in force: its newest adjustments, reviews and the plans made from it."""
    told: dict[str, list[Any]] = {}
    if plan.has_revisions:
        told["revisions"] = list(plan.revisions.order_by("-ordinal")[:5])
    if plan.has_reviews:
        told["reviews"] = list(plan.reviews.order_by("-year", "kind")[:5])
    if plan.has_derived:
        rows = plan.derived.exclude(state=PlanState.ABANDONED).select_related("organization")
        told["derived"] = list(rows[:10])
    return told

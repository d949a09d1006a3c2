"""What a plan's page shows beside its measures: its lines are one question, what followed from it another."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import (
    BigIntegerField,
    CharField,
    DateField,
    DateTimeField,
    Exists,
    F,
    IntegerField,
    Model,
    OuterRef,
    Q,
    QuerySet,
    TextField,
    Value,
)
from django.db.models.functions import Cast
from django.http import HttpRequest

from organizations.sight import visible
from plans.models import (
    Deliberation,
    Objective,
    Plan,
    PlanBasis,
    PlanProblem,
    PlanState,
    Review,
    Revision,
    Section,
)
from search.models import Citation, Regulation

LINES: dict[str, tuple[type[Model], dict[str, Any]]] = {
    "sections": (Section, {name: name for name in ("number", "level", "heading", "text", "due_on")}),
    "objectives": (Objective, {name: name for name in ("number", "text", "due_on")}),
    "problems": (PlanProblem, {"text": "text", "confirmed_at": "confirmed_at", "department": "department__name"}),
    "basis": (PlanBasis, {"number": "document_number", "heading": "title", "text": "note", "key": "regulation_id"}),
}
TYPES: dict[str, Any] = {
    "number": CharField(),
    "level": IntegerField(),
    "heading": CharField(),
    "text": TextField(),
    "due_on": DateField(),
    "confirmed_at": DateTimeField(),
    "department": CharField(),
    "key": BigIntegerField(),
}


def lines_of(plan: Any) -> dict[str, list[Any]]:
    """Headings, objectives, own problems and papers of a plan in their order, by one union."""
    wanted = [name for name in LINES if getattr(plan, f"has_{name}")]
    found: dict[str, list[Any]] = {name: [] for name in LINES}
    rows = [_asked(plan, name) for name in wanted]
    if not rows:
        return found
    for kind, pk, _order, *values in rows[0].union(*rows[1:], all=True).order_by("a_order", "a_pk"):
        model, fields = LINES[kind]
        told = {name: value for name, value in zip(TYPES, values, strict=True) if name in fields}
        department = told.pop("department", None)
        line: Any = model(pk=pk, **{fields[name] if kind == "basis" else name: value for name, value in told.items()})
        line.plan = plan
        line.where = department or ""
        if kind == "basis" and line.regulation_id:
            line.regulation = Regulation(pk=line.regulation_id)  # its page is all that is shown of it
        found[kind].append(line)
    return found


def _asked(plan: Any, name: str) -> Any:
    """The rows of one kind with the columns that all kinds have."""
    _model, fields = LINES[name]
    rows = getattr(plan, name)
    rows = rows.all() if name in ("problems", "basis") else rows.standing()
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


def deliberated(request: HttpRequest, rows: QuerySet[Deliberation]) -> list[Deliberation]:
    """What meetings made of something, newest first; to the minutes the visitor may read his page leads."""
    found: list[Any] = list(rows.select_related("request").order_by("-pk"))
    seen: set[tuple[int, int]] = set()
    for kind in {one.basis_type_id for one in found}:
        model: Any = ContentType.objects.get_for_id(kind).model_class()
        keys = [one.basis_id for one in found if one.basis_type_id == kind]
        seen |= {(kind, key) for key in visible(request.user, model).filter(pk__in=keys).values_list("pk", flat=True)}
    for one in found:
        one.leads_to = one.url if (one.basis_type_id, one.basis_id) in seen else ""
    return found


def has_deliberations(model: type[Model]) -> dict[str, Exists]:
    """Whether a meeting made anything of a revision or a review, as a column that comes with it."""
    kind = ContentType.objects.get_for_model(model)
    rows = Deliberation.objects.filter(request__content_type=kind, request__object_id=OuterRef("pk"))
    return {"has_deliberations": Exists(rows)}


def deliberations_of(request: HttpRequest, thing: Model) -> list[Deliberation]:
    """What meetings made of a revision or a review."""
    kind = ContentType.objects.get_for_model(thing)
    return deliberated(request, Deliberation.objects.filter(request__content_type=kind, request__object_id=thing.pk))


MOST = {"revisions": 5, "reviews": 5, "derived": 10}
FOLLOWED = ("pk", "place", "number", "state", "words", "extra", "unit")


def following(plan: Any) -> dict[str, list[Any]]:
    """What followed from a plan in force, by one union: its newest adjustments, reviews and the plans made from it."""
    rows = {
        "revisions": _followed("revisions", plan.revisions.all(), place="ordinal", number="ordinal"),
        "reviews": _followed("reviews", plan.reviews.all(), place="year", number="year", words="kind"),
        "derived": _followed(
            "derived", plan.derived.exclude(state=PlanState.ABANDONED),
            place="year", number="year", words="title", extra="derivation", unit="organization__name",
        ),
    }  # fmt: skip
    asked = [found for name, found in rows.items() if _has(plan, name)]
    told: dict[str, list[Any]] = {name: [] for name in rows}
    if asked:
        for name, *values in asked[0].union(*asked[1:], all=True).order_by("-a_place", "-a_pk"):
            if len(told[name]) < MOST[name]:
                told[name].append(_follower(name, dict(zip(FOLLOWED, values, strict=True))))
    return told


def _has(plan: Any, name: str) -> bool:
    return bool(getattr(plan, f"has_{name}"))


def _followed(kind: str, rows: QuerySet[Any], **fields: str) -> Any:
    """One kind of followers with the columns that all kinds have."""
    types: dict[str, Any] = {"pk": BigIntegerField(), "place": IntegerField(), "number": IntegerField()}
    named = {"pk": "pk", "state": "state", **fields}
    columns: dict[str, Any] = {"a_from": Cast(Value(kind), CharField())}
    columns |= {f"a_{name}": _column(named.get(name), types.get(name, CharField())) for name in FOLLOWED}
    return rows.order_by().annotate(**columns).values_list(*columns)


def _follower(name: str, told: dict[str, Any]) -> Any:
    """One of them as its line shows it."""
    if name == "revisions":
        return Revision(pk=told["pk"], ordinal=told["number"], state=told["state"])
    if name == "reviews":
        return Review(pk=told["pk"], year=told["number"], kind=told["words"], state=told["state"])
    made: Any = Plan(pk=told["pk"], title=told["words"], derivation=told["extra"], state=told["state"])
    made.unit_name = told["unit"]
    return made

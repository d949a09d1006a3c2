"""Inspections: the checklist filled item by item, submitted, confirmed or returned; and visits from outside."""

from collections.abc import Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import FilteredRelation, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

import engine
from accountability.models import Attachment
from organizations.models import Person
from organizations.refusals import NotAllowed
from organizations.rights import may
from rectification import services
from rectification.forms.asking import AskingForm, ConfirmationForm
from rectification.forms.findings import BecauseForm
from rectification.forms.inspections import AnswerForm
from rectification.models import Answer, ChecklistItem, Finding, Inspection, Inspector
from rectification.models.choices import Choice
from rectification.views.answering import Sheet, act_on_sheet, allow, answer, find, visitor, way_back
from rectification.views.checklists import citations_of
from rectification.views.histories import returned
from rectification.views.moves import Waiting, waiting_at
from rectification.views.visits import outcome_of
from search.models import Citation

NAMES = ("campaign__organization", "phase", "participant", "checklist_version__checklist", "filled_by", "confirmed_by")
STORED = ("choice", "number", "n", "m", "note")
TROUBLES = (Choice.FAIL, Choice.PARTIAL)
FEWEST_INSPECTORS = 2


class Row:
    """One item on the page: the question, the answer so far, its form, the findings it led to."""

    def __init__(
        self,
        inspection: Inspection,
        item: ChecklistItem,
        given: Answer | None,
        findings: list[Finding],
        data: Any = None,
        uploads: Any = None,
        citations: Sequence[Citation] = (),
    ) -> None:
        """Fill the form with the answer so far, or with what was typed."""
        self.files: list[Attachment] = []
        self.inspection, self.item, self.given, self.findings = inspection, item, given, findings
        self.citations = citations
        initial = {} if given is None else {name: getattr(given, name) for name in STORED}
        if initial.get("number") is not None:
            initial["number"] = f"{initial['number'].normalize():f}"
        self.form = AnswerForm(data, uploads, initial=initial, item=item)
        if given is not None:
            given.item = item

    @property
    def wants_finding(self) -> bool:
        """Whether the answer is a trouble without a registered finding."""
        makes = self.inspection.rule.makes_findings
        return makes and self.given is not None and self.given.choice in TROUBLES and not self.findings

    @property
    def saves_at_once(self) -> bool:
        """Whether a tap is a whole answer."""
        return self.item.answer_kind == "choice"


def may_fill(request: HttpRequest, inspection: Inspection, inspectors: list[Inspector]) -> bool:
    """Whether the visitor may change answers now: the unit's own people, or the inspectors of a visit."""
    if not inspection.is_answerable:
        return False
    if inspection.is_self:
        return may(request.user, "rectification.fill_self_inspection", inspection)
    person = getattr(request, "person", None)
    return person is not None and any(one.person_id == person.pk for one in inspectors)


def _allow_filling(request: HttpRequest, inspection: Inspection) -> Person:
    """The visitor, who belongs to those who fill this inspection, whatever its state."""
    if inspection.is_self:
        return allow(request, "fill_self_inspection", inspection)
    person = visitor(request)
    if not inspection.inspectors.filter(person=person).exists():
        raise NotAllowed(_("您不是本次检查的检查人，不能填写；请由检查人填写。"))
    return person


def _may_register(request: HttpRequest, inspection: Inspection) -> bool:
    """Whether this way of inspecting makes findings, and the visitor may register them."""
    return inspection.rule.makes_findings and may(request.user, "rectification.register_finding", inspection)


def _rows(inspection: Inspection) -> list[Row]:
    """Every item of the checklist in order."""
    findings: dict[int | None, list[Finding]] = {}
    for found in inspection.findings.order_by("pk"):
        findings.setdefault(found.item_id, []).append(found)
    given = FilteredRelation("answers", condition=Q(answers__inspection=inspection))
    listed: QuerySet[Any] = inspection.checklist_version.items.annotate(given=given)
    items: list[Any] = list(listed.select_related("given__by").order_by("order"))
    answers = {item.pk: item.given for item in items if getattr(item, "given", None) is not None}
    asked = [item for item in items if _is_asked(item, answers)]
    cited = citations_of(asked)
    return with_files(
        [
            Row(
                inspection,
                item,
                answers.get(item.pk),
                findings.get(item.pk, []),
                citations=cited.get(item.pk, []),
            )
            for item in asked
        ]
    )


def _is_asked(item: ChecklistItem, answers: dict[int, Answer]) -> bool:
    """Whether the premise of an item is met."""
    premise = answers.get(item.depends_on_id or 0)
    return item.depends_on_id is None or (premise is not None and premise.choice == item.depends_choice)


def with_files(rows: list[Row]) -> list[Row]:
    """The rows with the files of their answers; one query where some item takes files, none otherwise."""
    by_answer = {row.given.pk: row for row in rows if row.item.takes_files and row.given is not None}
    if by_answer:
        kind = {"content_type__app_label": "rectification", "content_type__model": "answer"}
        for file in Attachment.objects.filter(object_id__in=list(by_answer), **kind).select_related("blob"):
            by_answer[file.object_id].files.append(file)
    return rows


def _sections(rows: list[Row]) -> list[dict[str, Any]]:
    """The rows under the headings of the checklist."""
    sections: list[dict[str, Any]] = []
    for row in rows:
        if not sections or sections[-1]["name"] != row.item.section:
            sections.append({"name": row.item.section, "rows": []})
        sections[-1]["rows"].append(row)
    return sections


def _standing(rows: list[Row]) -> dict[str, Any]:
    """How far the filling is."""
    answered = sum(row.given is not None for row in rows)
    open_findings = [row for row in rows if row.wants_finding and row.given and row.given.choice == Choice.FAIL]
    return {
        "answered": answered,
        "total": len(rows),
        "left": sum(row.given is None and row.item.required for row in rows),
        "failed": sum(1 for row in rows if row.given and row.given.choice == Choice.FAIL),
        "without_finding": len(open_findings),
    }


@login_required
@require_GET
def inspection_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The checklist with its answers; who may fill it gets a form for every item."""
    inspection = find(request, Inspection, pk, *NAMES)
    rows = _rows(inspection)
    waiting: Waiting = waiting_at(request, [inspection]) if inspection.is_self else Waiting((), frozenset())
    inspectors = [] if inspection.is_self else list(inspection.inspectors.select_related("person"))
    fills = may_fill(request, inspection, inspectors)
    context = {
        "inspection": inspection,
        "crumbs": way_back(inspection.campaign),
        "sections": _sections(rows),
        "standing": _standing(rows),
        "may_fill": fills,
        "may_register": fills and _may_register(request, inspection),
        "moves": waiting.moves(),
        "turn": next(iter(waiting.turns), None),
        "returned": returned(waiting.turns) if fills else None,
        "may_submit_visit": fills and not inspection.is_self,
        "inspectors": inspectors,
        "outcome": {} if inspection.is_self else outcome_of(inspection),
    }
    return render(request, "rectification/inspection_detail.html", context)


def _fragment(request: HttpRequest, inspection: Inspection, row: Row) -> HttpResponse:
    """One item as it stands, with the progress bar that changed with it."""
    context = {
        "row": row,
        "inspection": inspection,
        "standing": _standing(_rows(inspection)),
        "may_fill": True,
        "may_register": _may_register(request, inspection),
        "is_update": True,
    }
    return render(request, "rectification/_inspection_item.html", context)


def _row(inspection: Inspection, item: ChecklistItem, data: Any = None, uploads: Any = None) -> Row:
    """One item with what is stored now."""
    given = inspection.answers.select_related("by").filter(item=item).first()
    found = list(inspection.findings.filter(item=item))
    row = Row(inspection, item, given, found, data, uploads, list(Citation.objects.of(item).in_order()))
    return with_files([row])[0]


@login_required
@require_POST
def inspection_answer(request: HttpRequest, pk: int, item: int) -> HttpResponse:
    """Save the answer to one item, on its own."""
    inspection = find(request, Inspection, pk, *NAMES)
    person = _allow_filling(request, inspection)
    question = get_object_or_404(inspection.checklist_version.items, pk=item)
    row = _row(inspection, question, request.POST, request.FILES)
    by_htmx = bool(request.htmx)  # type: ignore[attr-defined]

    def page(shown: AskingForm, status: int = 200) -> HttpResponse:
        if by_htmx:
            return _fragment(request, inspection, row)
        context = {"inspection": inspection, "row": row, "may_fill": True}
        return render(request, "rectification/inspection_answer.html", context, status=status)

    def act() -> str:
        services.answer_item(inspection, item=question, by=person, **row.form.given())
        return f"{inspection.get_absolute_url()}#item-{question.pk}"

    response = answer(request, row.form, act, page)
    if not by_htmx or response.status_code != 302:
        return response
    shown = _fragment(request, inspection, _row(inspection, question))
    if question.dependents.exists():  # further items may have come or gone
        shown["HX-Refresh"] = "true"
    return shown


@login_required
def inspection_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand in the inspection; what is unanswered is said."""
    inspection = find(request, Inspection, pk, *NAMES)
    person = _allow_filling(request, inspection)
    if request.method != "POST" and inspection.is_self:
        engine.require_turn(inspection, "fill", by=request.user)
    verb = services.submit_self_inspection if inspection.is_self else services.submit_inspection
    lead = _("提交后送本单位负责人审核，审核退回前不能再改。") if inspection.is_self else _("提交后检查结果不能再改。")
    sheet = Sheet(
        inspection,
        _("提交检查结果"),
        _("确认提交"),
        said=_("自查已提交，等待本单位负责人审核。") if inspection.is_self else _("检查结果已提交。"),
        lead=lead,
        icon="send",
        facts="rectification/_inspection_about.html",
    )
    form = ConfirmationForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: verb(inspection, by=person), **_about(inspection))


def _about(inspection: Inspection) -> dict[str, Any]:
    """What whoever hands in or confirms an inspection must be able to read."""
    rows = _rows(inspection)
    troubles = [row for row in rows if row.given and row.given.choice in TROUBLES]
    unanswered = [row.item for row in rows if row.given is None and row.item.required]
    return {"inspection": inspection, "standing": _standing(rows), "troubles": troubles, "unanswered": unanswered}


@login_required
def inspection_confirm(request: HttpRequest, pk: int) -> HttpResponse:
    """The head confirms what his unit says of itself."""
    inspection = find(request, Inspection, pk, *NAMES)
    person = allow(request, "confirm_self_inspection", inspection.confirm_path)
    if request.method != "POST":
        engine.require_turn(inspection, "confirm", by=request.user)
    one_up = _("本单位没有填报人以外的负责人，由上一级单位审核。") if inspection.one_level_up else ""
    sheet = Sheet(
        inspection,
        _("审核自查结果"),
        _("审核通过"),
        said=_("自查已审核通过，计入本阶段完成单位。"),
        lead=one_up or _("填报人本人不能审核。通过后计入本阶段完成单位。"),
        facts="rectification/_inspection_about.html",
    )
    form = ConfirmationForm(request.POST or None)
    return act_on_sheet(
        request, sheet, form, lambda f: services.confirm_self_inspection(inspection, by=person), **_about(inspection)
    )


@login_required
def inspection_return(request: HttpRequest, pk: int) -> HttpResponse:
    """The head sends it back with a reason."""
    inspection = find(request, Inspection, pk, *NAMES)
    person = allow(request, "confirm_self_inspection", inspection.confirm_path)
    if request.method != "POST":
        engine.require_turn(inspection, "confirm", by=request.user)
    sheet = Sheet(
        inspection,
        _("退回修改"),
        _("确认退回"),
        said=_("已退回填报人修改，理由已一并送达。"),
        icon="undo-2",
        danger=True,
        facts="rectification/_inspection_about.html",
    )
    form = BecauseForm(request.POST or None)
    return act_on_sheet(
        request,
        sheet,
        form,
        lambda f: services.return_self_inspection(inspection, by=person, **f.cleaned_data),
        **_about(inspection),
    )

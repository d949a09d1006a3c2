"""One unit's form: filled in on the screen or from a sheet, reviewed, sent up, returned, corrected, printed."""

from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import BoundField
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

import engine
from accountability import trail
from organizations.rights import may
from rectification import filing_sheets, services, tabulating
from rectification.forms.asking import AskingForm, ConfirmationForm
from rectification.forms.findings import BecauseForm
from rectification.forms.statistics import FilingForm, SheetForm, ZeroForm
from rectification.models import Filing, FilingState, FormColumn
from rectification.views.answering import Sheet, act_on_sheet, allow, answer, find, way_back
from rectification.views.histories import MACHINERY, history, returned
from rectification.views.ledger import SPREADSHEET
from rectification.views.moves import waiting_at

NAMES = (
    "collection__form_version__form",
    "collection__organization",
    "collection__campaign",
    "organization",
    "filled_by",
    "reviewed_by",
)


@dataclass(frozen=True)
class CellShown:
    """One cell: its column, its text, the field while it is being filled in, the remark and the faults beside it."""

    column: FormColumn
    text: str
    field: BoundField | None
    remark: str
    faults: tuple[str, ...]


@dataclass(frozen=True)
class LineShown:
    """One row of the form."""

    heading: str
    cells: list[CellShown]


def lines_of(filing: Filing, form: FilingForm | None = None) -> list[LineShown]:
    """The form as the page shows it, with what is wrong in it beside the cells once something was filled in."""
    version = filing.collection.form_version
    worked = tabulating.work_out(version, filing.values)
    faults: dict[str, tuple[str, ...]] = {}
    for fault in worked.faults if filing.values else ():
        faults[fault.cell] = (*faults.get(fault.cell, ()), fault.sentence)
    return [
        LineShown(
            heading,
            [
                CellShown(
                    column,
                    worked.values.get(cell := f"{column.code}{row}", ""),
                    form[f"cell_{cell}"] if form is not None and f"cell_{cell}" in form.fields else None,
                    worked.remarks.get(cell, ""),
                    faults.get(cell, ()),
                )
                for column in version.design
            ],
        )
        for row, heading in version.lines
    ]


@login_required
def filing_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A unit's form: to be filled in by those whose turn it is, to be read by the others."""
    filing = find(request, Filing, pk, *NAMES)
    waiting = waiting_at(request, [filing])
    fills = waiting.at("fill") and filing.collection.is_running
    form = _form(request, filing) if fills or request.method == "POST" else None
    if form is not None and request.method == "POST":
        person = allow(request, "fill_filing", filing)

        def act() -> str:
            texts = {name: form.cleaned_data[name] for name in ("remark", "chief", "phone")}
            version = form.cleaned_data["version"]
            services.save_filing(filing, values=form.cells(), version=version, by=person, **texts)
            if "submit" in request.POST:
                services.submit_filing(filing, by=person)
                messages.success(request, _("已提交，等待本单位负责人审核上报。"))
            else:
                messages.success(request, _("已保存，尚未提交审核。"))
            return filing.get_absolute_url()

        return answer(request, form, act, lambda shown, status: _page(request, filing, waiting, shown, status))
    return _page(request, filing, waiting, form)


def _form(request: HttpRequest, filing: Filing) -> FilingForm:
    initial: dict[str, Any] = {f"cell_{cell}": text for cell, text in filing.values.items()}
    known = services.known_values(filing)
    initial |= {f"cell_{cell}": text for cell, text in known.items()}
    initial |= {"version": filing.version, "remark": filing.remark, "chief": filing.chief, "phone": filing.phone}
    form = FilingForm(request.POST or None, initial=initial, design=filing.collection.form_version)
    form.is_known = bool(known)
    return form


def _page(request: HttpRequest, filing: Filing, waiting: Any, form: Any, status: int = 200) -> HttpResponse:
    collection = filing.collection
    own = may(request.user, "rectification.review_filing", filing.confirm_path)
    asks = may(request.user, "rectification.collect_forms", collection)
    filled, asked = tabulating.completeness(collection.form_version, filing.values)
    context = {
        "filing": filing,
        "collection": collection,
        "version": collection.form_version,
        "form": form,
        "lines": lines_of(filing, form),
        "is_known": form is not None and form.is_known,
        "facts": _facts(filing, filled, asked),
        "moves": [] if form is not None else waiting.moves(),
        "returned": returned(waiting.turns),
        "may_return": (own or asks) and filing.is_reported and collection.is_running,
        "corrections": filing.corrections.select_related("by") if filing.returns else (),
        "entries": history(filing, hidden=MACHINERY),
        "crumbs": way_back(collection),
    }
    return render(request, "rectification/filing_detail.html", context, status=status)


def _facts(filing: Filing, filled: int, asked: int) -> list[dict[str, Any]]:
    """Who and by when."""
    return [
        {"label": _("填报单位"), "value": filing.unit_name},
        {"label": _("下发单位"), "value": filing.collection.organization.name},
        {"label": _("报告期"), "value": period_words(filing.collection)},
        {"label": _("报送截止"), "value": f"{filing.due_on:%Y-%m-%d}"},
        {"label": _("填表人"), "value": filing.filled_by},
        {"label": _("审核人"), "value": filing.reviewed_by},
        {"label": _("单位负责人"), "value": filing.chief},
        {"label": _("联系电话"), "value": filing.phone},
        {"label": _("首次上报"), "value": _moment(filing.first_reported_at)},
        {"label": _("完整率"), "value": f"{round(100 * filled / asked)}%（{filled}/{asked}）" if asked else ""},
        {"label": _("催报次数"), "value": filing.reminded or ""},
    ]


def _moment(value: Any) -> str:
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M}" if value else ""


def period_words(collection: Any) -> str:
    """The period as a form prints it."""
    first, last = collection.begins_on, collection.ends_on
    match collection.period:
        case "month":
            return _("%(year)s年%(month)s月") % {"year": first.year, "month": first.month}
        case "quarter":
            return _("%(year)s年第%(n)s季度") % {"year": first.year, "n": (first.month + 2) // 3}
        case "half":
            half = _("上半年") if first.month == 1 else _("下半年")
            return _("%(year)s年%(half)s") % {"year": first.year, "half": half}
        case "year":
            return _("%(year)s年") % {"year": first.year}
    return f"{last:%Y-%m-%d}"


@login_required
def filing_zero(request: HttpRequest, pk: int) -> HttpResponse:
    """State that there was nothing to report."""
    filing = find(request, Filing, pk, *NAMES)
    person = allow(request, "fill_filing", filing)
    if request.method != "POST":
        engine.require_turn(filing, "fill", by=request.user)
    sheet = Sheet(
        filing,
        _("零报告"),
        _("确认零报告"),
        lead=_("零报告是一项正式声明，和其他报表一样由本单位负责人审核后上报。"),
        icon="circle-slash",
        said=_("零报告已提交，等待本单位负责人审核上报。"),
    )
    form = ZeroForm(request.POST or None, initial={"chief": filing.chief, "phone": filing.phone})
    return act_on_sheet(request, sheet, form, lambda f: services.file_zero(filing, by=person, **form.texts()))


@login_required
def filing_import(request: HttpRequest, pk: int) -> HttpResponse:
    """Take the figures from a filled sheet; they are kept as if typed, and checked on the page."""
    filing = find(request, Filing, pk, *NAMES)
    person = allow(request, "fill_filing", filing)
    if request.method != "POST":
        engine.require_turn(filing, "fill", by=request.user)
    sheet = Sheet(
        filing,
        _("从表格导入"),
        _("导入"),
        lead=_("请用本报表下载的空白表填写。导入后覆盖页面上的数，自动计算的栏目不用填；导入不等于提交。"),
        icon="upload",
        files=True,
        said=_("已导入，请核对后提交审核。"),
    )
    form = SheetForm(request.POST or None, request.FILES or None)

    def act(_form: AskingForm) -> None:
        values = filing_sheets.read_filled(form.cleaned_data["file"][0], filing.collection.form_version)
        services.save_filing(filing, values=values, by=person)

    return act_on_sheet(request, sheet, form, act)


@login_required
def filing_report(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit's reviewer sends it up."""
    filing, person = _reviewed(request, pk)
    sheet = Sheet(
        filing,
        _("审核上报"),
        _("审核通过并上报"),
        lead=_("填表人本人不能审核。上报后需要更正时，由下发单位退回，或由本单位负责人申请更正。"),
        icon="send",
        facts="rectification/_filing_about.html",
        said=_("已审核上报。"),
    )
    form = ConfirmationForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.report_filing(filing, by=person), **_about(filing))


@login_required
def filing_rework(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit's reviewer sends it back to its filler."""
    filing, person = _reviewed(request, pk)
    words = {"icon": "undo-2", "danger": True, "facts": "rectification/_filing_about.html"}
    sheet = Sheet(filing, _("退回修改"), _("确认退回"), said=_("已退回填表人修改。"), **words)  # type: ignore[arg-type]
    form = BecauseForm(request.POST or None)
    return act_on_sheet(
        request,
        sheet,
        form,
        lambda f: services.return_for_rework(filing, by=person, **f.cleaned_data),
        **_about(filing),
    )


def _reviewed(request: HttpRequest, pk: int) -> tuple[Filing, Any]:
    filing = find(request, Filing, pk, *NAMES)
    person = allow(request, "review_filing", filing.confirm_path)
    if request.method != "POST":
        engine.require_turn(filing, "review", by=request.user)
    return filing, person


def _about(filing: Filing) -> dict[str, Any]:
    """What whoever decides must be able to read."""
    return {"filing": filing, "version": filing.collection.form_version, "lines": lines_of(filing)}


@login_required
def filing_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """What has gone up comes back for correction: the superior's wish or the unit's own."""
    filing = find(request, Filing, pk, *NAMES)
    if may(request.user, "rectification.review_filing", filing.confirm_path):
        person = allow(request, "review_filing", filing.confirm_path)
    else:
        person = allow(request, "collect_forms", filing.collection)
    sheet = Sheet(
        filing,
        _("退回更正"),
        _("确认退回更正"),
        lead=_("单位更正并重新上报后，改动的每个数都记下原数、现数、理由和更正人。"),
        icon="undo-2",
        danger=True,
        said=_("已退回更正，填表人已收到通知。"),
    )
    form = BecauseForm(request.POST or None)
    return act_on_sheet(
        request, sheet, form, lambda f: services.return_for_correction(filing, by=person, **f.cleaned_data)
    )


@login_required
@require_GET
def filing_xlsx(request: HttpRequest, pk: int) -> FileResponse:
    """The unit's form as a sheet: blank while nothing is filled in, with the footer for signatures and seal."""
    filing = find(request, Filing, pk, *NAMES)
    version = filing.collection.form_version
    paper = filing_sheets.Paper(
        version, filing.collection.title, [filing_sheets.Entry(filing.unit_name, filing.values)], footer_of(filing)
    )
    person = request.person  # type: ignore[attr-defined]
    trail.witness("filing_exported", filing, by=person, extra={"state": filing.state})
    name = f"{filing.collection.title}_{filing.unit_name}.xlsx"
    file = filing_sheets.own_workbook(paper, as_list=False)
    return FileResponse(file, as_attachment=True, filename=name, content_type=SPREADSHEET)


def footer_of(filing: Filing) -> dict[str, str]:
    """The head and foot of a unit's sheet."""
    day = filing.reported_at or filing.submitted_at
    return {
        "reporting_unit": filing.unit_name,
        "period": period_words(filing.collection),
        "filler": str(filing.filled_by or ""),
        "reviewer": str(filing.reviewed_by or "") if filing.state == FilingState.REPORTED else "",
        "chief": filing.chief,
        "phone": filing.phone,
        "filed_on": f"{timezone.localdate(day):%Y-%m-%d}" if day else "",
    }

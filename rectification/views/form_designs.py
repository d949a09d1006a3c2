"""Statistical forms: the library, the designer, the superior's own sheet."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.forms import BaseFormSet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from organizations.models import Organization
from organizations.refusals import Invalid, NotAllowed
from organizations.rights import may, may_anywhere
from organizations.sight import sight_of, visible
from rectification import filing_sheets, formulas, permissions, services
from rectification.forms.asking import AskingForm, ConfirmationForm, whole_number
from rectification.forms.statistics import CheckSet, ColumnSet, FormHeadForm, FormNewForm, LayoutForm
from rectification.models import Form, FormColumn, FormLayout, FormVersion, VersionState
from rectification.views.answering import Sheet, act_on_sheet, allow, answer, find, visitor, way_back

PAGE = 50
SPARE_COLUMNS, SPARE_CHECKS = 4, 2
LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@login_required
@require_GET
def form_list(request: HttpRequest) -> HttpResponse:
    """The forms in sight: shipped, the institution's own, and those it is asked for."""
    published = Count("versions", filter=Q(versions__state=VersionState.PUBLISHED))
    draft = Count("versions", filter=Q(versions__state=VersionState.DRAFT))
    rows = visible(request.user, Form).select_related("organization").annotate(published=published, drafts=draft)
    page = Paginator(rows.order_by("name", "pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "may_keep": may_anywhere(request.user, "rectification.keep_forms"),
        "campaign": asked_campaign(request),
    }
    context["crumbs"] = [{"label": _("统计报表"), "url": reverse("rectification:collection_list")}]
    return render(request, "rectification/form_list.html", context)


def asked_campaign(request: HttpRequest) -> int | None:
    """The campaign in which a form is to be asked for, carried on from page to page."""
    return whole_number(request.GET.get("campaign", ""))


def own_unit(request: HttpRequest, right: str) -> Organization:
    """The institution for which the visitor has a right by one of his posts."""
    person = visitor(request)
    for scope in sight_of(request.user).scopes:
        if scope.gives_rights and may(request.user, f"rectification.{right}", scope.institution_path):
            return Organization.objects.get(path=scope.institution_path)
    raise NotAllowed(
        _("“%(who)s”现在的岗位没有“%(right)s”的权限。") % {"who": person, "right": permissions.NAMES[right]}
    )


@login_required
def form_new(request: HttpRequest) -> HttpResponse:
    """A new form of one's own institution."""
    unit = own_unit(request, "keep_forms")
    form = FormNewForm(request.POST or None)
    context = {"unit": unit, "crumbs": _library()}

    def page(shown: AskingForm, status: int = 200) -> HttpResponse:
        return render(request, "rectification/form_new.html", {"form": shown, **context}, status=status)

    def act() -> str:
        draft = services.draft_form(organization=unit, by=visitor(request), **form.cleaned_data)
        return reverse("rectification:form_design", args=[draft.form_id])

    return answer(request, form, act, page) if request.method == "POST" else page(form)


def _library() -> list[dict[str, str]]:
    return [{"label": _("报表库"), "url": reverse("rectification:form_list")}]


@login_required
@require_GET
def form_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """A form as it stands, its versions, and what may be done with it."""
    form = find(request, Form, pk, "organization")
    versions = list(form.versions.order_by("-number"))
    wanted = request.GET.get("version", "")
    version = next((each for each in versions if str(each.number) == wanted), versions[0])
    keeps = form.organization is not None and may(request.user, "rectification.keep_forms", form)
    layout = FormLayout.objects.filter(form=form).first()
    context = {
        "form": form,
        "version": version,
        "versions": versions,
        "keeps": keeps,
        "draft": next((each for each in versions if each.state == VersionState.DRAFT), None),
        "published": next((each for each in versions if each.state == VersionState.PUBLISHED), None),
        "layout": layout,
        "may_collect": may_anywhere(request.user, "rectification.collect_forms"),
        "campaign": asked_campaign(request),
        "crumbs": _library(),
    }
    return render(request, "rectification/form_detail.html", context)


def _draft(form: Form) -> FormVersion:
    found = form.versions.filter(state=VersionState.DRAFT).select_related("form").first()
    if found is None:
        raise Http404
    return found


@login_required
def form_design(request: HttpRequest, pk: int) -> HttpResponse:
    """The designer: columns, rows and relations on one page; a button adds empty lines."""
    form = find(request, Form, pk)
    person = allow(request, "keep_forms", form)
    draft = _draft(form)
    head = FormHeadForm(request.POST or None, initial=_head_of(draft))
    columns, checks = _sets(request, draft)

    def page(shown: AskingForm, status: int = 200) -> HttpResponse:
        context = {"form": shown, "columns": columns, "checks": checks, "draft": draft, "crumbs": way_back(form)}
        return render(request, "rectification/form_design.html", context, status=status)

    if request.method != "POST" or "more" in request.POST:
        return page(FormHeadForm(initial=request.POST.dict() or _head_of(draft)))
    if not (columns.is_valid() and checks.is_valid()):
        head.is_valid()
        head.add_error(None, _("请改正下面标出的栏目或校验关系。"))
        return page(head, 422)

    def act() -> str:
        given = {name: head.cleaned_data[name] for name in ("version", "name", "minutes", "note")}
        services.design_form(
            draft, columns=_given(columns), checks=_given(checks), rows=head.lines(), by=person, **given
        )
        messages.success(request, _("设计已保存，公式和校验关系都能计算；确认无误后请发布。"))
        return form.get_absolute_url()

    return answer(request, head, act, page)


def _head_of(draft: FormVersion) -> dict[str, Any]:
    words = {"version": draft.version, "name": draft.form.name, "minutes": draft.minutes, "note": draft.note}
    return words | {"rows": "\n".join(draft.rows)}


def _given(rows: Any) -> list[dict[str, Any]]:
    return [{key: value for key, value in row.items() if key != "DELETE"} for row in rows.given()]


def _sets(request: HttpRequest, draft: FormVersion) -> tuple[BaseFormSet, BaseFormSet]:
    """The rows of the page: as typed, with more empty ones where the button asked for them, or as stored."""
    if request.method == "POST":
        typed = request.POST.copy()
        if "more" in request.POST:
            for prefix, spare in (("columns", SPARE_COLUMNS), ("checks", SPARE_CHECKS)):
                total = f"{prefix}-TOTAL_FORMS"
                typed[total] = str(min(80, int(typed.get(total) or 0) + spare))
        return ColumnSet(typed, prefix="columns"), CheckSet(typed, prefix="checks")
    stored = [_column_of(column) for column in draft.design]
    taken = {row["code"] for row in stored}
    free = [letter for letter in LETTERS if letter not in taken][:SPARE_COLUMNS]
    columns = ColumnSet(
        prefix="columns", initial=[*stored, *({"kind": "whole", "code": code, "required": True} for code in free)]
    )
    relations = [
        {"expression": each.expression, "message": each.message, "must": each.must} for each in draft.relations
    ]
    checks = CheckSet(prefix="checks", initial=[*relations, *({"must": True} for _spare in range(SPARE_CHECKS))])
    return columns, checks


def _column_of(column: FormColumn) -> dict[str, Any]:
    """A stored column as its line shows it."""
    row = {name: getattr(column, name) for name in ("code", "name", "kind", "unit", "required", "formula", "known")}
    limits = {name: getattr(column, name) for name in ("lowest", "highest")}
    return row | {name: limit if limit is None else formulas.rounded(limit) for name, limit in limits.items()}


@login_required
def form_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Freeze the draft, so that it may be used."""
    form = find(request, Form, pk)
    person = allow(request, "keep_forms", form)
    draft = _draft(form)
    lead = _("发布后这一版不能再修改；需要修改时在它的基础上新建一版。")
    sheet = Sheet(form, _("发布报表"), _("确认发布"), lead=lead, said=_("报表已发布，可以下发。"))
    confirmed = ConfirmationForm(request.POST or None)
    return act_on_sheet(request, sheet, confirmed, lambda f: services.publish_form(draft, by=person))


@login_required
def form_redraft(request: HttpRequest, pk: int) -> HttpResponse:
    """Begin the next version as a copy of the last."""
    form = find(request, Form, pk)
    person = allow(request, "keep_forms", form)
    sheet = Sheet(
        form,
        _("新建一版"),
        _("新建"),
        lead=_("以最近发布的一版为底稿；已经下发的报表任务仍用原来的版本。"),
        icon="copy-plus",
        said=_("新的一版已建立，请修改设计后发布。"),
    )
    confirmed = ConfirmationForm(request.POST or None)
    return act_on_sheet(request, sheet, confirmed, lambda f: services.redraft_form(form, by=person))


@login_required
def form_layout(request: HttpRequest, pk: int) -> HttpResponse:
    """Upload the superior's blank sheet once and say which cell takes what."""
    form = find(request, Form, pk)
    person = allow(request, "keep_forms", form)
    version = form.versions.order_by("-number")[0]
    layout = FormLayout.objects.filter(form=form).first()
    initial = _layout_initial(layout) if layout else {"kind": "list", "first_row": 4}
    asked = LayoutForm(request.POST or None, request.FILES or None, initial=initial, version=version, layout=layout)

    def page(shown: AskingForm, status: int = 200) -> HttpResponse:
        context = {"form": shown, "layout": layout, "thing": form, "crumbs": way_back(form)}
        return render(request, "rectification/form_layout.html", context, status=status)

    def act() -> str:
        _set_layout(form, asked, layout, by=person)
        messages.success(request, _("上级表样已登记，导出汇总表时可以直接填入。"))
        return form.get_absolute_url()

    return answer(request, asked, act, page) if request.method == "POST" else page(asked)


def _layout_initial(layout: FormLayout) -> dict[str, Any]:
    words = {name: getattr(layout, name) for name in ("kind", "sheet", "first_row", "serial_column", "unit_column")}
    words |= {f"column_{code}": letter for code, letter in layout.columns.items()}
    return words | {f"footer_{key}": place for key, place in layout.footer.items()}


def _set_layout(form: Form, asked: LayoutForm, layout: FormLayout | None, **by: Any) -> None:
    given = asked.cleaned_data
    checked = given["file"][0] if given["file"] else None
    columns, footer = asked.given("column_"), asked.given("footer_")
    filing_sheets.refuse_layout(given["kind"], columns, footer, given["first_row"])
    sheet = given["sheet"] or (layout.sheet if layout and checked is None else "")
    if checked is not None:
        if not checked.name.lower().endswith(".xlsx"):
            raise Invalid({"file": _("上级空白表请用 xlsx 格式；旧的 xls 请先另存为 xlsx。")})
        names = filing_sheets.sheet_names(checked)
        sheet = sheet or names[0]
        if sheet not in names:
            raise Invalid({"sheet": _("文件里没有这个工作表，现有：%(names)s。") % {"names": _("、").join(names)}})
    words = {name: given[name] for name in ("kind", "first_row", "serial_column", "unit_column")}
    services.set_layout(form, checked=checked, sheet=sheet, columns=columns, footer=footer, **words, **by)

"""Registers on the screen: the list, one register with its entries, entering, striking out, taking home as xlsx."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accountability import trail
from accountability.views.deadline_pages import find, posted, visitor
from organizations import rights
from organizations.models import Organization, Person
from organizations.sight import visible
from plans import quota_exports, services
from plans import quota_permissions as permissions
from plans.forms.obligations import BecauseForm
from plans.forms.registers import EntryFilter, EntryForm, RegisterForm, columns_text
from plans.models import Register, RegisterEntry
from plans.views.quota_sheets import Sheet, on_sheet

A_PAGE = 50
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _kept_units(request: HttpRequest) -> Any:
    """The units in which the visitor keeps registers."""
    condition = rights.permission_q(
        request.user, f"plans.{permissions.REGISTERS}", path_field="path", institution_field="institution_path"
    )
    return Organization.objects.active().filter(condition).order_by("path")


@require_safe
@login_required
def register_list(request: HttpRequest) -> HttpResponse:
    """The registers the visitor sees, with how many entries stand in them and expire."""
    soon = Q(entries__active=True, entries__remind_on__lte=timezone.localdate())
    rows = cast(Any, visible(request.user, Register)).kept().select_related("organization")
    rows = rows.annotate(
        standing=Count("entries", filter=Q(entries__active=True)), expiring=Count("entries", filter=soon)
    )
    page = Paginator(rows.order_by("organization__path", "name", "pk"), A_PAGE).get_page(request.GET.get("page"))
    may_found = rights.may_anywhere(request.user, f"plans.{permissions.REGISTERS}")
    return render(request, "plans/register_list.html", {"page": page, "may_found": may_found})


@require_http_methods(["GET", "POST"])
@login_required
def register_new(request: HttpRequest) -> HttpResponseBase:
    """Begin a register."""
    person = visitor(request)
    sheet = Sheet(
        title=_("建立登记册"), button=_("建立"), back=reverse("plans:register_list"), icon="book-plus", columns=True
    )
    form = RegisterForm(posted(request), units=_kept_units(request))

    def act() -> str:
        told = dict(form.cleaned_data)
        told.pop("version", None)
        register = services.found_register(told.pop("organization"), by=person, **told)
        messages.success(request, _("已建立登记册。"))
        return register.get_absolute_url()

    return on_sheet(request, sheet, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def register_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change what a register is called, holds and checks."""
    register, person = _kept(request, pk)
    sheet = Sheet(title=_("修改登记册"), button=_("保存"), back=register.get_absolute_url(), columns=True)
    names = (
        "name",
        "label",
        "purpose",
        "sum_column",
        "declared_total",
        "expires",
        "warn_days",
        "filed_with",
        "version",
    )
    initial = {name: getattr(register, name) for name in names} | {"columns": columns_text(register)}
    form = RegisterForm(posted(request), units=None, initial=initial)

    def act() -> str:
        services.change_register(register, by=person, **form.cleaned_data)
        messages.success(request, _("已保存。"))
        return register.get_absolute_url()

    return on_sheet(request, sheet, form, act)


def _kept(request: HttpRequest, pk: int) -> tuple[Register, Any]:
    register, person = find(request, Register, pk, "organization"), visitor(request)
    permissions.require(person, permissions.REGISTERS, register)
    return register, person


@require_safe
@login_required
def register_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The entries of a register; whether its total is what it should be."""
    register = find(request, Register, pk, "organization")
    form = EntryFilter(request.GET)
    rows = _narrowed(register.entries.all(), form)
    page = Paginator(rows.select_related("organization"), A_PAGE).get_page(request.GET.get("page"))
    for one in page.object_list:
        one.register = register
    context = {
        "register": register,
        "page": page,
        "form": form,
        "asked": sum(1 for name in form.fields if request.GET.get(name)),
        "difference": services.total_difference(register),
        "obligations": register.obligations.exclude(state="ended")[:10],
        "may_keep": permissions.may(cast(Person, request.user), permissions.REGISTERS, register),
    }
    return render(request, "plans/register_detail.html", context)


def _narrowed(rows: Any, form: EntryFilter) -> Any:
    form.is_valid()
    told = form.cleaned_data
    if told.get("q"):
        rows = rows.filter(label__contains=told["q"])
    match told.get("standing"):
        case "retired":
            return rows.filter(active=False)
        case "expiring":
            return rows.active().filter(remind_on__lte=timezone.localdate())
    return rows.active()


@require_safe
@login_required
def register_export(request: HttpRequest, pk: int) -> FileResponse:
    """The register as a workbook: to be read, and in the form in which it can be imported again."""
    register = find(request, Register, pk, "organization")
    trail.witness("register_exported", register, by=visitor(request))
    file = quota_exports.register_workbook(register)
    return FileResponse(file, as_attachment=True, filename=f"{register.name}.xlsx", content_type=SPREADSHEET)


@require_http_methods(["GET", "POST"])
@login_required
def entry_new(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Enter one line."""
    register, person = _kept(request, pk)
    sheet = Sheet(title=_("登记"), button=_("保存"), back=register.get_absolute_url(), columns=True,
                  facts=[{"label": _("登记册"), "value": register}])  # fmt: skip
    form = EntryForm(posted(request), register=register, units=_units_of(register))

    def act() -> str:
        told = form.told()
        told.pop("version", None)
        services.enter(register, by=person, **told)
        messages.success(request, _("已登记。"))
        return register.get_absolute_url()

    return on_sheet(request, sheet, form, act)


def _units_of(register: Register) -> Any:
    """The units in which an entry may stand."""
    inside = Q(institution_path=register.institution_path) | Q(path__startswith=register.org_path)
    return Organization.objects.active().filter(inside).order_by("path")


@require_http_methods(["GET", "POST"])
@login_required
def entry_detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Read one line, and correct it where one may."""
    entry = find(request, RegisterEntry, pk, "register__organization", "organization", "assignment")
    person, register = visitor(request), entry.register
    initial: dict[str, Any] = {
        name: getattr(entry, name) for name in ("label", "organization", "valid_until", "filed_on", "filed_number")
    }
    initial |= {f"column_{place}": text for place, text in enumerate(entry.cells)} | {"version": entry.version}
    may_keep = entry.active and permissions.may(person, permissions.REGISTERS, register)
    if request.method == "POST" or may_keep:
        permissions.require(person, permissions.REGISTERS, register)
    sheet = Sheet(title=_("修改登记项"), button=_("保存"), back=register.get_absolute_url(), columns=True,
                  facts=[{"label": _("登记册"), "value": register, "url": register.get_absolute_url()}])  # fmt: skip
    if not may_keep and request.method != "POST":
        context = {"entry": entry, "register": register, "facts": _entry_facts(entry)}
        return render(request, "plans/entry_detail.html", context)
    form = EntryForm(posted(request), register=register, units=_units_of(register), initial=initial)

    def act() -> str:
        services.change_entry(entry, by=person, **form.told())
        messages.success(request, _("已保存。"))
        return register.get_absolute_url()

    return on_sheet(request, sheet, form, act)


def _entry_facts(entry: RegisterEntry) -> list[dict[str, Any]]:
    own = [{"label": name, "value": text} for name, text in zip(entry.register.names, entry.cells, strict=True)]
    return [
        {"label": entry.register.label, "value": entry.label},
        {"label": _("所在科室"), "value": entry.organization},
        *own,
        {"label": _("有效期至"), "value": entry.valid_until and f"{entry.valid_until:%Y-%m-%d}"},
        {"label": _("备案日期"), "value": entry.filed_on and f"{entry.filed_on:%Y-%m-%d}"},
        {"label": _("备案编号"), "value": entry.filed_number},
        {"label": _("注销原因"), "value": entry.retired_because},
    ]


@require_http_methods(["GET", "POST"])
@login_required
def entry_retire(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Strike a line out."""
    entry = find(request, RegisterEntry, pk, "register__organization", "organization", "assignment")
    person = visitor(request)
    permissions.require(person, permissions.REGISTERS, entry.register)
    sheet = Sheet(
        title=_("注销登记项"),
        button=_("确认注销"),
        back=entry.register.get_absolute_url(),
        icon="ban",
        danger=True,
        facts=[{"label": entry.register.label, "value": entry}, {"label": _("登记册"), "value": entry.register}],
    )
    form = BecauseForm(posted(request))

    def act() -> str:
        services.retire_entry(entry, by=person, **form.cleaned_data)
        messages.success(request, _("已注销。"))
        return entry.register.get_absolute_url()

    return on_sheet(request, sheet, form, act)

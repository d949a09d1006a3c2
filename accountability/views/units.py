"""机构: where a unit stands, what it was, and the five changes; each says beforehand what it touches."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accountability import following
from accountability.forms import MoveForm
from accountability.unit_forms import ChangeForm, MergeForm, RenameForm, SplitForm, TargetForm, link_words
from accountability.views.signing import REFUSED, visitor
from engine import submissions
from organizations import openings, rights
from organizations.models import Organization, Succession, UnitChange
from organizations.permissions import KEEP_ORGANIZATIONS, KEEP_PEOPLE
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotFound, NotYet, Stale
from organizations.services import cancel_change, plan_change
from organizations.services.linking import links_of
from organizations.services.reorganizing import held_at, tasks_of
from organizations.sight import visible

A_PAGE = 50
REFUSALS = (Invalid, NotYet, NotAllowed, AlreadyDone, Stale)
Kind = UnitChange.Kind
SHOWN = 20


@require_safe
@login_required
def unit_list(request: HttpRequest) -> HttpResponse:
    """The units whose changes this person may register."""
    if visitor(request) is None or not rights.may_anywhere(request.user, KEEP_ORGANIZATIONS):
        raise NotFound
    seen = _kept(request).select_related("parent").order_by("path")
    asked = request.GET.get("q", "").strip()[:60]
    if asked:
        seen = seen.filter(Q(name__icontains=asked) | Q(short_name__icontains=asked) | Q(past_names__name=asked))
        seen = seen.distinct()
    page = Paginator(seen, A_PAGE).get_page(request.GET.get("page"))
    columns = [{"label": label} for label in (_("机构"), _("类别"), _("上级单位"), _("状态"))]
    context = {"page": page, "rows": list(page), "columns": columns, "asked": asked}
    return render(request, "accountability/unit_list.html", context)


@require_safe
@login_required
def unit_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Where a unit stands, its former names and superiors, what came of it, and what may be done."""
    unit = _find(request, pk)
    today = timezone.localdate()
    kinds = [kind for kind in Kind if unit.active]
    context = {
        "unit": unit,
        "facts": _facts(unit),
        "names": list(unit.past_names.order_by("-until")),
        "parents": list(unit.past_parents.select_related("parent").order_by("-until", "-pk")),
        "successions": list(
            Succession.objects.filter(Q(predecessor=unit) | Q(successor=unit)).select_related(
                "predecessor", "successor"
            )
        ),
        "changes": list(unit.changes.with_units()[:SHOWN]),
        "kinds": [(kind.label, reverse("unit_change", args=[unit.pk, kind.value])) for kind in kinds],
        "today": today,
        "keeps_people": rights.may(request.user, KEEP_PEOPLE, unit),
        "trail_url": reverse("trail", args=[unit._meta.label_lower, unit.pk]),
    }
    return render(request, "accountability/unit_detail.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def unit_change(request: HttpRequest, pk: int, kind: str) -> HttpResponseBase:
    """One of the five changes, with what it touches."""
    unit, by = _find(request, pk), visitor(request)
    if kind not in Kind.values or not unit.active:
        raise NotFound
    form = _form_of(kind)(request, unit)

    def page(status: int | None = None) -> HttpResponse:
        context = {"unit": unit, "form": form, "kind": Kind(kind), "preview": _preview(unit, form, kind)}
        return render(request, "accountability/unit_change.html", context, status=status)

    def act() -> HttpResponse:
        given = {name: form.cleaned_data[name] for name in ("on", "because", "stamp")}
        change = plan_change(unit, kind=kind, by=by, **given, **form.told())
        messages.success(request, _told(change))
        return HttpResponseRedirect(reverse("unit_detail", args=[unit.pk]))

    if request.method == "GET":
        return page()
    if not form.is_valid():
        return page(REFUSED)
    try:
        return submissions.once(request, act)
    except REFUSALS as refusal:
        unit.refresh_from_db()
        form.take_refusal(refusal)
        return page(refusal.status)


@require_http_methods(["GET", "POST"])
@login_required
def unit_change_cancel(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Let a planned change not take place."""
    change = visible(request.user, UnitChange).select_related("organization").filter(pk=pk).first()
    if change is None or not rights.may(request.user, KEEP_ORGANIZATIONS, change.organization):
        raise NotFound
    back = reverse("unit_detail", args=[change.organization_id])
    form = MoveForm(request.POST if request.method == "POST" else None)
    form.fields["because"].label = _("取消原因")

    def page(status: int | None = None) -> HttpResponse:
        context = {"form": form, "change": change, "back": back}
        return render(request, "accountability/unit_change_cancel.html", context, status=status)

    def act() -> HttpResponse:
        cancel_change(change, by=visitor(request), because=form.cleaned_data["because"])
        messages.success(request, _("已取消这项变更。"))
        return HttpResponseRedirect(back)

    if request.method == "GET":
        return page()
    if not form.is_valid():
        return page(REFUSED)
    try:
        return submissions.once(request, act)
    except REFUSALS as refusal:
        form.take_refusal(refusal)
        return page(refusal.status)


def _kept(request: HttpRequest) -> Any:
    """The units this person sees and keeps."""
    allowed = rights.permission_q(
        request.user,
        KEEP_ORGANIZATIONS,
        path_field="path",
    )
    return visible(request.user, Organization).filter(allowed)


def _find(request: HttpRequest, pk: int) -> Organization:
    """A unit this person keeps; nobody else finds it here."""
    unit = _kept(request).select_related("parent").filter(pk=pk).first()
    if unit is None or visitor(request) is None:
        raise NotFound
    return unit


def _facts(unit: Organization) -> list[dict[str, Any]]:
    return [
        {"label": _("类别"), "value": unit.get_kind_display()},
        {"label": _("上级单位"), "value": unit.parent},
        {"label": _("机构代码"), "value": unit.code},
        {"label": _("行政区"), "value": unit.region},
        {"label": _("状态"), "value": _("在用") if unit.active else _("已停用")},
    ]


def _form_of(kind: str) -> Callable[[HttpRequest, Organization], ChangeForm]:
    """How the form of a kind is made."""
    return {
        Kind.RENAME.value: lambda request, unit: RenameForm(_given(request), unit=unit),
        Kind.MOVE.value: lambda request, unit: TargetForm(_given(request), unit=unit, seen=_others(request)),
        Kind.MERGE.value: lambda request, unit: MergeForm(_given(request), unit=unit, seen=_others(request)),
        Kind.SPLIT.value: lambda request, unit: SplitForm(
            _given(request),
            unit=unit,
            found=tasks_of(unit),
            held=held_at(unit),
            joined=links_of(unit, timezone.localdate()),
        ),
        Kind.CLOSE.value: lambda request, unit: ChangeForm(_given(request), unit=unit),
    }[kind]


def _given(request: HttpRequest) -> Any:
    return request.POST if request.method == "POST" else None


def _others(request: HttpRequest) -> Any:
    """The other units in use; whether the unit itself or one beneath it was meant is for the verb to refuse."""
    return _kept(request).active()


def _preview(unit: Organization, form: ChangeForm, kind: str) -> dict[str, Any]:
    """What a change touches: rows that follow, posts held, and what is still open."""
    if kind == Kind.RENAME:
        return {"touched": [], "held": [], "links": [], "open": [], "more": 0}
    touched = [{"label": label, "value": count} for label, count in following.touched(unit.path).items()]
    held = held_at(unit) if kind in (Kind.MERGE, Kind.CLOSE) else getattr(form, "held", [])
    found = openings.of_unit(unit) if kind == Kind.CLOSE else []
    ends = kind == Kind.MERGE or (kind == Kind.CLOSE and not found)  # with work in it nothing ends yet
    links = [link_words(link, unit) for link in links_of(unit, timezone.localdate())] if ends else []
    return {"touched": touched, "held": held, "links": links, "open": found[:SHOWN], "more": max(len(found) - SHOWN, 0)}


def _told(change: UnitChange) -> str:
    told = {"unit": change.organization, "what": change.get_kind_display(), "on": change.on}
    if change.state == UnitChange.State.PLANNED:
        return _("已登记“%(unit)s”的%(what)s，将于%(on)s自动生效。") % told
    return _("“%(unit)s”的%(what)s已生效。") % told

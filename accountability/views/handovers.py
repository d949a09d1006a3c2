"""交接单: the list of those one has to do with, a new one, its page, its signatures on paper."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accountability import handing
from accountability.forms import MoveForm
from accountability.handover_forms import BY_HAND, HandoverForm
from accountability.models import Handover, Seat
from accountability.views.signing import REFUSED, visitor
from engine import submissions
from organizations import openings, rights
from organizations.models import Appointment, Person
from organizations.refusals import NotAllowed, NotFound
from organizations.sight import visible

A_PAGE = 50


@require_safe
@login_required
def handover_list(request: HttpRequest) -> HttpResponse:
    """Those one gives, takes, prepares or watches, and those of the units one heads."""
    person = visitor(request)
    if person is None:
        raise NotFound
    seen = visible(request.user, Handover).with_people()  # type: ignore[attr-defined]
    page = Paginator(seen, A_PAGE).get_page(request.GET.get("page"))
    columns = [{"label": label} for label in (_("交接单"), _("原因"), _("监交人"), _("填写时间"), _("状态"))]
    context = {"page": page, "rows": list(page), "columns": columns, "person": person}
    return render(request, "accountability/handover_list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def handover_new(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Prepare one: one's own, or that of somebody who has gone."""
    giver, by = _giver(request, pk), visitor(request)
    leaving = _leaving(request, giver)
    found = openings.of_person(giver, leaving=leaving)
    form = _form(request, giver, leaving, found)
    context = {"form": form, "giver": giver, "gone": giver.pk != by.pk, "appointment": leaving}
    if request.method == "GET":
        return _page(request, "accountability/handover_new.html", context)
    if not form.is_valid():
        return _page(request, "accountability/handover_new.html", context, REFUSED)

    def act() -> HttpResponse:
        told = {"supervisor": form.cleaned_data["supervisor"], "because": form.cleaned_data["because"]}
        made = handing.prepare_handover(giver, successors=form.successors(), by=by, appointment=leaving, **told)
        messages.success(request, _("交接单已保存，核对无误后请送签。"))
        return HttpResponseRedirect(made.get_absolute_url())

    try:
        return submissions.once(request, act)
    except handing.REFUSALS as refusal:
        form.take_refusal(refusal)
        return _page(request, "accountability/handover_new.html", context, refusal.status)


@require_safe
@login_required
def handover_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper: what, to whom, and the three signatures; made to be printed."""
    handover, by = _seen(request, pk), visitor(request)
    lines = list(handover.lines.select_related("successor").order_by("order"))
    is_his = by.pk == handover.signs_first.pk
    context = {
        "handover": handover,
        "lines": lines,
        "signatures": _signatures(handover),
        "is_draft": is_his and handover.state == Handover.State.DRAFT,
        "may_cancel": by in (handover.giver, handover.prepared_by)
        and handover.state in (Handover.State.DRAFT, Handover.State.SIGNING),
        "without": [line for line in lines if not line.ends and line.successor_id is None],
        "trail_url": reverse("trail", args=[handover._meta.label_lower, handover.pk]),
    }
    return render(request, "accountability/handover_detail.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def handover_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Write the list anew, as things are open now."""
    handover, by = _own(request, pk), visitor(request)
    found = openings.of_person(handover.giver, leaving=handover.appointment)
    form = _form(request, handover.giver, handover.appointment, found, handover)
    context = {"form": form, "giver": handover.giver, "gone": handover.is_gone, "handover": handover}
    if request.method == "GET":
        return _page(request, "accountability/handover_new.html", context)
    if not form.is_valid():
        return _page(request, "accountability/handover_new.html", context, REFUSED)

    def act() -> HttpResponse:
        given = {name: form.cleaned_data[name] for name in ("supervisor", "because")}
        version = form.cleaned_data["version"] or 0
        handing.revise_handover(handover, successors=form.successors(), version=version, by=by, **given)
        messages.success(request, _("交接单已保存，核对无误后请送签。"))
        return HttpResponseRedirect(handover.get_absolute_url())

    try:
        return submissions.once(request, act)
    except handing.REFUSALS as refusal:
        form.take_refusal(refusal)
        return _page(request, "accountability/handover_new.html", context, refusal.status)


@require_POST
@login_required
def handover_submit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Send it for the signatures."""
    handover, by = _own(request, pk), visitor(request)
    shown = request.POST.get("version", "")

    def act() -> HttpResponse:
        handing.submit_handover(handover, version=int(shown) if shown.isdecimal() else 0, by=by)
        messages.success(request, _("已送签，由交出人、接收人、监交人依次签认；三方签认后生效。"))
        return HttpResponseRedirect(handover.get_absolute_url())

    return _answered(request, handover, act)


@require_http_methods(["GET", "POST"])
@login_required
def handover_cancel(request: HttpRequest, pk: int) -> HttpResponseBase:
    """作废, with the reason."""
    handover, by = _seen(request, pk), visitor(request)
    if by not in (handover.giver, handover.prepared_by):
        raise NotFound
    form = MoveForm(request.POST if request.method == "POST" else None)
    form.fields["because"].label = _("作废原因")
    context = {"form": form, "handover": handover}
    if request.method == "GET" or not form.is_valid():
        return _page(request, "accountability/handover_cancel.html", context, REFUSED if form.is_bound else None)

    def act() -> HttpResponse:
        handing.cancel_handover(handover, because=form.cleaned_data["because"], by=by)
        messages.success(request, _("交接单已作废，各项工作仍由原责任人办理。"))
        return HttpResponseRedirect(handover.get_absolute_url())

    try:
        return submissions.once(request, act)
    except handing.REFUSALS as refusal:
        form.take_refusal(refusal)
        return _page(request, "accountability/handover_cancel.html", context, refusal.status)


def _answered(request: HttpRequest, handover: Handover, act: Any) -> HttpResponseBase:
    """Do it; a refusal is said on the paper's own page."""
    try:
        return submissions.once(request, act)
    except handing.REFUSALS as refusal:
        messages.error(request, refusal.message)
        return HttpResponseRedirect(handover.get_absolute_url())


def _page(request: HttpRequest, template: str, context: dict[str, Any], status: int | None = None) -> HttpResponse:
    return render(request, template, context, status=status)


def _giver(request: HttpRequest, pk: int) -> Person:
    """Whose work it is; whoever may not prepare it finds nothing."""
    by = visitor(request)
    if by is not None and by.pk == pk:
        return by
    giver = visible(request.user, Person).select_related("home").filter(pk=pk).first() if by else None
    if giver is None:
        raise NotFound
    if handing.may_prepare(giver, by):
        return giver
    if rights.may(by, handing.PREPARE, giver.home):
        raise NotAllowed(_("“%(who)s”仍在岗，交接单须由本人填写。") % {"who": giver})
    raise NotFound


def _leaving(request: HttpRequest, giver: Person) -> Appointment | None:
    """The post that is given up, where the address names one."""
    chosen = request.GET.get("post", "")
    if not chosen.isdecimal():
        return None
    return Appointment.objects.filter(person=giver, pk=int(chosen)).with_places().first()


def _form(
    request: HttpRequest,
    giver: Person,
    leaving: Appointment | None,
    found: list[openings.Opening],
    handover: Handover | None = None,
) -> HandoverForm:
    institution = handover.institution_path if handover else handing.place_of(giver, leaving).institution_path
    initial: dict[str, Any] = {"version": handover.version if handover else 0}
    if handover:
        initial |= {"because": handover.because, "supervisor": handover.supervisor_id}
        initial |= {f"{BY_HAND}{line.mark}": line.successor_id for line in handover.lines.all()}
    given = request.POST if request.method == "POST" else None
    return HandoverForm(given, initial=initial, institution=institution, giver=giver, found=found)


def _seen(request: HttpRequest, pk: int) -> Handover:
    found = visible(request.user, Handover).with_people().filter(pk=pk).first()  # type: ignore[attr-defined]
    if found is None or visitor(request) is None:
        raise NotFound
    return found


def _own(request: HttpRequest, pk: int) -> Handover:
    """One's own draft; to anybody else there is nothing to write."""
    handover = _seen(request, pk)
    if visitor(request).pk != handover.signs_first.pk:
        raise NotFound
    return handover


def _signatures(handover: Handover) -> list[dict[str, Any]]:
    """The roles with who signed when; empty boxes where nobody has yet."""
    seats = (
        Seat.objects.filter(
            request__content_type__app_label=handover._meta.app_label,
            request__content_type__model=handover._meta.model_name,
            request__object_id=handover.pk,
        )
        .exclude(state=Seat.State.CANCELLED)
        .order_by("pk")
    )
    signed = {seat.person_id: seat for seat in seats}
    return [{"role": role, "person": person, "seat": signed.get(person.pk)} for role, person in handover.signers]

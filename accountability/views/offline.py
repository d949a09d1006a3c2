"""线下办理 on the screen: enter what was signed on paper, and compare it with its scan."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accountability.forms import MoveForm
from accountability.models import Attachment, OfflineAnswer, Seat
from accountability.offline_forms import OfflineForm
from accountability.signing import offline
from accountability.views.signing import REFUSED, find_seat, visitor
from engine import submissions
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotFound, NotYet
from organizations.sight import visible

REFUSALS = (Invalid, NotYet, NotAllowed, AlreadyDone)


@require_http_methods(["GET", "POST"])
@login_required
def seat_offline(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Enter what was signed elsewhere."""
    seat = find_seat(request, pk)
    offline.require_recorder(seat, seat.request.subject, by=visitor(request))
    if request.method == "GET":
        return _entry_page(request, OfflineForm(seat=seat), seat)
    form = OfflineForm(request.POST, request.FILES, seat=seat)
    if not form.is_valid():
        return _entry_page(request, form, seat, status=REFUSED)
    try:
        return submissions.once(request, lambda: _entered(request, form, seat))
    except REFUSALS as refusal:
        form.take_refusal(refusal)
        return _entry_page(request, form, seat, status=refusal.status)


@require_http_methods(["GET", "POST"])
@login_required
def offline_check(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Compare an entry with its scan, and confirm or refuse it."""
    related = ("seat__request__manifest", "seat__request__turn", "seat__on_behalf_of", "seat__delegation")
    answer = visible(request.user, OfflineAnswer).select_related(*related, "recorded_by", "checked_by").filter(pk=pk)
    found = answer.first()
    if found is None:
        raise NotFound
    offline.require_checker(found, found.seat.request.subject, by=visitor(request))
    form = MoveForm(request.POST if request.method == "POST" else None)
    form.fields["because"].label = _("不符原因（核对不符时填写）")
    if request.method == "GET":
        return _check_page(request, form, found)
    try:
        return submissions.once(request, lambda: _checked(request, form, found))
    except REFUSALS as refusal:
        form.is_valid()
        form.take_refusal(refusal)
        return _check_page(request, form, found, status=refusal.status)


def _entered(request: HttpRequest, form: OfflineForm, seat: Seat) -> HttpResponse:
    """Enter it, and go back to the sheet."""
    offline.record_offline(seat, by=visitor(request), **form.cleaned_data)
    messages.success(request, _("已补录线下办理，请其他人员核对；核对后流程继续。"))
    return HttpResponseRedirect(seat.get_absolute_url())


def _checked(request: HttpRequest, form: MoveForm, answer: OfflineAnswer) -> HttpResponse:
    """Confirm or refuse it, and go back to the sheet."""
    if not form.is_valid():
        return _check_page(request, form, answer, status=REFUSED)
    if request.POST.get("agrees") == "no":
        offline.reject_offline(answer, because=form.cleaned_data["because"], by=visitor(request))
        messages.success(request, _("已登记核对不符，并通知补录人。"))
    else:
        offline.check_offline(answer, by=visitor(request))
        messages.success(request, _("已核对，这一项按线下办理计入。"))
    return HttpResponseRedirect(answer.seat.get_absolute_url())


def _entry_page(request: HttpRequest, form: OfflineForm, seat: Seat, status: int | None = None) -> HttpResponse:
    """The form as it stands."""
    return render(request, "accountability/offline_new.html", {"form": form, "seat": seat}, status=status)


def _check_page(request: HttpRequest, form: MoveForm, answer: OfflineAnswer, status: int | None = None) -> HttpResponse:
    """What was entered beside its scan."""
    facts: list[dict[str, Any]] = [
        {"label": _("事项"), "value": answer.seat.request.label},
        {"label": _("审批人"), "value": offline.signer_of(answer.seat)},
        {"label": _("审批方式"), "value": answer.get_where_display()},
        {"label": _("实际审批日期"), "value": answer.signed_on},
        {"label": _("办理结果"), "value": answer.get_verdict_display()},
        {"label": _("意见"), "value": answer.opinion},
        {"label": _("补录人"), "value": answer.recorded_by},
    ]
    context = {"form": form, "answer": answer, "facts": facts, "files": Attachment.objects.of(answer)}
    return render(request, "accountability/offline_check.html", context, status=status)

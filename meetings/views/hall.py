"""The screen of the hall with its changing code, and the page a telephone shows after scanning it."""

import io
from typing import Any

import segno
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core import signing
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods

from accountability.views.deadline_pages import REFUSALS, find, posted
from engine import submissions
from meetings import attending, codes, services
from meetings.forms.attendance import GuestForm
from meetings.models import Attendance, Meeting
from meetings.services.signing_in import Signed
from meetings.views.desks import require_keeper
from organizations.models import Person
from organizations.refusals import NotFound

SCALE = 8
EXPIRED = 422


@require_GET
@login_required
def hall_show(request: HttpRequest, pk: int) -> HttpResponse:
    """What the beamer shows: the code, and how many have come."""
    meeting = _kept(request, pk)
    _rows, whole = attending.categories(meeting)
    now = timezone.now()
    context = {
        "meeting": meeting,
        "whole": whole,
        "standing": attending.standing(meeting),
        "window": codes.window_at(now),
        "latest": meeting.attendances.here().order_by("-signed_at", "-pk")[:6],
        "address": request.build_absolute_uri(_address(meeting)),
    }
    return render(request, "meetings/hall_show.html", context)


@require_GET
@login_required
def hall_code(request: HttpRequest, pk: int) -> HttpResponse:
    """The picture of the present code."""
    meeting = _kept(request, pk)
    drawn = io.BytesIO()
    code = segno.make(request.build_absolute_uri(_address(meeting)), error="m", micro=False)
    code.save(drawn, kind="svg", scale=SCALE, border=3, dark="#17211d", light="#ffffff", xmldecl=False)
    answer = HttpResponse(drawn.getvalue(), content_type="image/svg+xml")
    answer["Cache-Control"] = "private, no-store"
    return answer


@require_GET
def sign_in_code(request: HttpRequest, pk: int, code: str) -> HttpResponse:
    """Where the code leads: a valid one becomes a ticket for ten minutes, any other nothing."""
    if not Meeting.objects.filter(pk=pk).exists() or not codes.holds(pk, code):
        raise NotFound(_("签到码已经过期，请重新扫描会场屏幕上的二维码。"))
    return redirect(f"{reverse('meetings:sign_in', args=[pk])}?{urlencode({'t': codes.ticket(pk)})}")


@require_http_methods(["GET", "POST"])
def sign_in(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One tap for who is signed in to the site; a name and a unit for a guest; all told kindly the second time."""
    ticket = request.POST.get("t", "") or request.GET.get("t", "")
    meeting = Meeting.objects.select_related("kind", "organization").filter(pk=pk).first()
    if meeting is None or not _was_given(pk, ticket):
        raise NotFound(_("签到码已经过期，请重新扫描会场屏幕上的二维码。"))
    person: Person | None = getattr(request, "person", None)
    form = GuestForm(posted(request) if person is None else None)
    if request.method == "GET":
        return _page(request, meeting, ticket, form)
    if person is None and not form.is_valid():
        return _page(request, meeting, ticket, form, status=EXPIRED)

    def act() -> HttpResponseRedirect:
        if person is not None:
            signed = services.sign_in(meeting, ticket=ticket, by=person)
        else:
            signed = services.sign_in_guest(meeting, ticket=ticket, **form.cleaned_data)
        messages.success(request, _words(signed))
        return HttpResponseRedirect(f"{reverse('meetings:sign_in', args=[pk])}?{urlencode({'t': ticket, 'done': '1'})}")

    try:
        return submissions.once(request, act)
    except REFUSALS as refusal:
        return _page(request, meeting, ticket, form, status=refusal.status, refusal=refusal.message)


def _page(
    request: HttpRequest,
    meeting: Meeting,
    ticket: str,
    form: GuestForm,
    *,
    status: int = 200,
    refusal: str = "",
) -> HttpResponse:
    """The page of the telephone."""
    person: Person | None = getattr(request, "person", None)
    mine = meeting.attendances.of_person(person).first() if person else None
    back = urlencode({"next": f"{request.path}?{urlencode({'t': ticket})}"})
    context: dict[str, Any] = {
        "meeting": meeting,
        "ticket": ticket,
        "form": form,
        "refusal": refusal,
        "mine": mine,
        "visitor": person,
        "is_done": bool(mine and mine.is_here) or "done" in request.GET,
        "login": f"{reverse('login')}?{back}",
        "bare": True,
    }
    return render(request, "meetings/sign_in.html", context, status=status)


def _words(signed: Signed) -> str:
    """What is said afterwards, the second time too."""
    row: Attendance = signed.attendance
    if not signed.is_first:
        when = timezone.localtime(row.signed_at).strftime("%H:%M") if row.signed_at else ""
        return _("您已经在%(when)s签到，不需要重复签到。") % {"when": when}
    if row.state == "late":
        return _("签到成功。会议已经开始，记为迟到。")
    if not row.expected:
        return _("签到成功。您不在应到名单中，已登记为来宾。")
    return _("签到成功。")


def _was_given(pk: int, ticket: str) -> bool:
    """Whether a ticket was ever given out for this meeting; its age is judged by the verb."""
    try:
        return signing.TimestampSigner(salt=codes.SALT).unsign(ticket) == str(pk)
    except signing.BadSignature:
        return False


def _kept(request: HttpRequest, pk: int) -> Meeting:
    """A meeting whose desk the visitor keeps."""
    meeting = find(request, Meeting, pk, "kind", "organization", "chair", "recorder")
    require_keeper(request, meeting)
    return meeting


def _address(meeting: Meeting) -> str:
    return reverse("meetings:sign_in_code", args=[meeting.pk, codes.current(meeting.pk)])

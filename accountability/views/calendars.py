"""日程: what a person has on which day, the address under which it is subscribed, the file that goes with a notice."""

import calendar as months
import datetime
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accountability import dates, feeds, reauth
from accountability.calendars import MEDIA_TYPE, as_ics
from accountability.deadline_forms import month_of
from accountability.models import CalendarFeed, Notice
from accountability.signing.manifests import in_first_language
from accountability.views.deadline_pages import visitor
from engine import submissions
from organizations.models import User
from organizations.refusals import NotFound
from organizations.sight import visible

ONE_DAY = datetime.timedelta(days=1)
WEEK = datetime.timedelta(days=7)
BACK, AHEAD = datetime.timedelta(days=31), datetime.timedelta(days=366)
SHOWN_ONCE = "calendar_address"


@require_safe
@login_required
def calendar_show(request: HttpRequest) -> HttpResponse:
    """One month of the visitor's own days, or one week of them (`?week=2026-11-22`)."""
    person, today = visitor(request), timezone.localdate()
    week = _week_of(request.GET.get("week", ""))
    first, last = (week, week + WEEK - ONE_DAY) if week else _whole_month(request)
    entries = dates.of_person(person, cast(User, request.user), first, last)
    middle = month_of(request.GET.get("month", "")) if week is None else first
    pairs = dates.clashes(entries)
    context = {
        "days": dates.by_day(entries, first, last),
        "first": first,
        "last": last,
        "month": middle,
        "week": week,
        "today": today,
        "monday": today - ONE_DAY * today.weekday(),
        "before": first - WEEK if week else middle - ONE_DAY,
        "after": last + ONE_DAY if week else middle + ONE_DAY * 32,
        "clashes": pairs,
        "clashing": {entry.uid for pair in pairs for entry in pair},
        "count": len(entries),
        "weekdays": [_("周一"), _("周二"), _("周三"), _("周四"), _("周五"), _("周六"), _("周日")],
        "asks_password": not reauth.is_fresh(request),
        "feed": CalendarFeed.objects.filter(person=person, revoked_at__isnull=True).first(),
        "address": request.session.pop(SHOWN_ONCE, "") if SHOWN_ONCE in request.session else "",
    }
    return render(request, "accountability/calendar_show.html", context)


@sensitive_post_parameters("password")
@require_POST
@login_required
def calendar_open(request: HttpRequest) -> HttpResponseBase:
    """Make a new secret address, for whoever has given his password just now; it is shown once and never again."""
    person = visitor(request)
    reauth.require_now(request)

    def act() -> HttpResponseRedirect:
        _feed, secret = feeds.open_feed(person, by=person)
        request.session[SHOWN_ONCE] = request.build_absolute_uri(reverse("calendar_feed", args=[secret]))
        messages.success(request, _("已生成新的订阅地址，原来的地址同时停用。"))
        return HttpResponseRedirect(reverse("calendar_show"))

    return submissions.once(request, act)


@require_POST
@login_required
def calendar_revoke(request: HttpRequest) -> HttpResponseBase:
    """End the address that is in use."""
    person = visitor(request)

    def act() -> HttpResponseRedirect:
        feeds.revoke_feed(person, by=person)
        messages.success(request, _("订阅地址已停用。"))
        return HttpResponseRedirect(reverse("calendar_show"))

    return submissions.once(request, act)


@require_safe
def calendar_feed(request: HttpRequest, secret: str) -> HttpResponse:
    """The calendar of whoever holds this address; a calendar program cannot log in, so the address is the key."""
    account = feeds.account_of(secret)
    if account is None or account.person is None:
        raise NotFound(_("这个订阅地址不存在或者已经停用，请在“日程”页面重新生成。"))
    today = timezone.localdate()
    with in_first_language():
        entries = dates.of_person(account.person, account, today - BACK, today + AHEAD)
        name = _("闭环 · %(name)s") % {"name": account.person.name}
        return _as_file(request, entries, name=name, filename="bihuan.ics")


@require_safe
@login_required
def notice_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """What a notice is about, as a file for the visitor's own calendar."""
    notice = visible(request.user, Notice).filter(pk=pk).select_related("source_type").first()
    model = notice.source_type.model_class() if notice and notice.source_type else None
    kind = dates.kind_of(model)
    if notice is None or model is None or kind is None or kind.of_thing is None:
        raise NotFound
    thing = visible(request.user, model).filter(pk=notice.source_id).first()
    if thing is None:
        raise NotFound
    entry = kind.of_thing(thing)
    return _as_file(request, [entry], name=entry.title, filename=f"{entry.uid}.ics")


def _as_file(request: HttpRequest, entries: Any, *, name: str, filename: str) -> HttpResponse:
    host = request.get_host().partition(":")[0]
    made = as_ics(entries, name=name, host=host, absolute=request.build_absolute_uri)
    answer = HttpResponse(made, content_type=MEDIA_TYPE)
    answer["Content-Disposition"] = f'attachment; filename="{filename}"'
    answer["Cache-Control"] = "private, no-store"
    answer["Referrer-Policy"] = "no-referrer"
    return answer


def _whole_month(request: HttpRequest) -> tuple[datetime.date, datetime.date]:
    """The month an address names, filled up to whole weeks."""
    first = month_of(request.GET.get("month", ""))
    last = first.replace(day=months.monthrange(first.year, first.month)[1])
    return first - ONE_DAY * first.weekday(), last + ONE_DAY * (6 - last.weekday())


def _week_of(text: str) -> datetime.date | None:
    """The Monday of the week an address names by one of its days."""
    try:
        day = datetime.date.fromisoformat(text)
    except ValueError:
        return None
    return day - ONE_DAY * day.weekday() if 2000 <= day.year <= 2099 else None

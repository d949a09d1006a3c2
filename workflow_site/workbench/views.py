"""The day's work, the post one acts in, and the addresses every site has."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase, JsonResponse
from django.shortcuts import redirect, render
from django.templatetags.static import static
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accountability.models import Assignment, Notice
from engine import submissions
from organizations.middleware import CHOSEN
from organizations.models import User
from organizations.refusals import NotAllowed, NotFound
from organizations.sight import sight_of
from workflow_site.workbench import greeting, panels, sent, work

NOTICES = 4
DONE_A_PAGE = 30


@require_safe
@login_required
def workbench(request: HttpRequest) -> HttpResponse:
    """What is to be done by the person who came, nearest deadline first.

    `?part=done` shows what he has done, `?part=sent` what he has sent for signature.
    """
    person = _person(request)
    if request.GET.get("part") == "done":
        return render(request, "workbench/work_done.html", _done(request))
    if request.GET.get("part") == "sent":
        rows_sent = sent.sent_by(person, cast(User, request.user))
        return render(request, "workbench/work_sent.html", {"rows": rows_sent, "tabs": _tabs(None, current="sent")})
    rows = work.waiting_for(person, cast(User, request.user))
    groups = work.grouped(rows)
    counts = {group.name: len(group.rows) for group in groups}
    name = greeting.address(person, request.acting.appointment)  # type: ignore[attr-defined]
    told = {"overdue": counts.get("overdue", 0), "today": counts.get("today", 0), "total": len(rows)}
    context = {
        "groups": groups,
        "counts": told,
        "this_week": counts.get("week", 0),
        "headline": greeting.headline(name, **told),
        "tabs": _tabs(len(rows), current="waiting"),
        "campaigns": panels.campaigns(request),
        "happenings": list(panels.happenings(request)),
        "notices": Notice.objects.unread(person)[:NOTICES],
    }
    return render(request, "workbench/work_list.html", context)


def _done(request: HttpRequest) -> dict[str, Any]:
    """What the person has done, a page of it."""
    rows = work.done_by(_person(request))
    page = Paginator(rows, DONE_A_PAGE).get_page(request.GET.get("page"))
    return {"page": page, "tabs": _tabs(None, current="done")}


def _tabs(waiting: int | None, *, current: str) -> list[dict[str, Any]]:
    """待我办理, 我已办理 and 我送签的."""
    here = reverse("workbench")
    return [
        {"label": _("待我办理"), "url": here, "count": waiting, "current": current == "waiting"},
        {"label": _("我已办理"), "url": f"{here}?part=done", "count": None, "current": current == "done"},
        {"label": _("我送签的"), "url": f"{here}?part=sent", "count": None, "current": current == "sent"},
    ]


def _person(request: HttpRequest) -> Any:
    """The person who came; an account without one has no work here."""
    person = request.person  # type: ignore[attr-defined]
    if person is None:
        raise NotAllowed(_("您的账号没有关联到人员，不能办理业务，请联系系统管理员。"))
    return person


@require_POST
@login_required
def acting_switch(request: HttpRequest) -> HttpResponseBase:
    """Act from now on in another of one's own posts."""

    def act() -> HttpResponseRedirect:
        held = {str(one.pk): one for one in sight_of(request.user).appointments}
        chosen = held.get(request.POST.get("appointment", ""))
        if chosen is None:
            raise NotFound(_("您没有这个岗位，或者任期已满。"))
        request.session[CHOSEN] = chosen.pk
        return HttpResponseRedirect(safe_next(request))

    return submissions.once(request, act)


def safe_next(request: HttpRequest) -> str:
    """The page to go on to, when it is one of ours; else the day's work."""
    wanted = request.POST.get("next", "")
    ours = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if ours else reverse("workbench")


@require_safe
@login_required
def assignment_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead the holder of a task to the page of what it follows from."""
    task = Assignment.objects.held_by(_person(request)).filter(pk=pk).first()
    if task is None:
        raise NotFound(_("没有找到这项任务，可能已转由他人办理。"))
    return redirect(task.get_absolute_url())


@require_safe
def favicon(request: HttpRequest) -> HttpResponse:
    """The mark of the site, for browsers that ask for it by its old name."""
    return redirect(static("img/mark.svg"))


@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """Whether the site answers and reaches its database."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return JsonResponse({"status": "ok"})


@require_safe
@login_required
def menu(request: HttpRequest) -> HttpResponse:
    """Everything the visitor may open, for phones whose bar has room for four."""
    return render(request, "workbench/menu.html")

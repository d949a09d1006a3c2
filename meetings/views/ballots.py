"""表决: questions put to the vote, one's own vote, and the results."""

from collections.abc import Callable
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accountability.deadline_forms import DeadlineForm
from accountability.views.deadline_pages import REFUSALS, Asking, asked, find, posted, visitor
from accountability.views.signing import REFUSED
from meetings import attending, services
from meetings.forms.attendance import ReasonForm
from meetings.forms.ballots import ASIDE, BallotForm, VoteForm
from meetings.models import Attendance, Ballot, Meeting
from meetings.views.desks import keeps, require_keeper
from organizations.models import Person
from organizations.refusals import NotAllowed, NotFound
from organizations.sight import visible


@require_safe
@login_required
def ballot_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The votes of a meeting, and whether enough people are there."""
    meeting = find(request, Meeting, pk, "kind", "organization")
    ballots = list(visible(request.user, Ballot).filter(meeting=meeting).select_related("item", "opened_by"))
    works = keeps(request, meeting)
    if not ballots and not works:
        raise NotFound
    context = {"meeting": meeting, "ballots": ballots, "works": works, "standing": attending.standing(meeting)}
    return render(request, "meetings/ballot_list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def ballot_new(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Put a question to the vote."""
    meeting = find(request, Meeting, pk, "kind", "organization")
    by = visitor(request)
    require_keeper(request, meeting)
    standing = attending.standing(meeting)
    told = {"due": standing.due, "here": standing.here, "rule": standing.label}
    asking = Asking(
        title=_("发起表决"),
        lead=_("无记名表决只公布票数，谁投了什么票无从查起；有利害关系的人员应当回避。"),
        button=_("发起表决"),
        icon="vote",
        back=reverse("meetings:ballot_list", args=[meeting.pk]),
        facts=[
            {"label": _("会议"), "value": meeting},
            {"label": _("到会要求"), "value": _("%(rule)s：应出席%(due)d人，现到会%(here)d人") % told},
        ],
    )
    form = BallotForm(posted(request), items=meeting.agenda.all())

    def act() -> str:
        ballot = services.open_ballot(meeting, by=by, **form.cleaned_data)
        messages.success(request, _("表决已经开始。"))
        return ballot.get_absolute_url()

    return asked(request, asking, form, act)


@require_safe
@login_required
def ballot_show(request: HttpRequest, pk: int) -> HttpResponse:
    """One vote: who has voted, and once it is closed the result; of a secret one never who voted how."""
    ballot = find(request, Ballot, pk, "meeting__kind", "item", "opened_by", "closed_by")
    by = visitor(request)
    works = keeps(request, ballot.meeting)
    slips = list(ballot.slips.select_related("attendance").order_by("attendance__precedence", "attendance"))
    voters = list(cast(Any, attending.voters(ballot.meeting)).in_order())
    voted = {slip.attendance_id for slip in slips}
    mine = next((row for row in voters if row.person_id == by.pk), None)
    context = {
        "ballot": ballot,
        "works": works,
        "slips": slips,
        "shows_choices": not ballot.is_secret and not ballot.is_open,
        "waiting": [row for row in voters if row.pk not in voted],
        "may_vote": ballot.is_open and mine is not None and mine.pk not in voted,
        "has_voted": mine is not None and mine.pk in voted,
    }
    return render(request, "meetings/ballot_show.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def ballot_vote(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Vote or stand aside; in a vote by name the desk may enter what was said aloud."""
    ballot = find(request, Ballot, pk, "meeting__kind", "item")
    by = visitor(request)
    voters = _offered(ballot, by, for_others="all" in request.GET and keeps(request, ballot.meeting))
    asking = Asking(
        title=_("表决"),
        lead=_("无记名表决，系统不记录您的选择，提交后不能更改。") if ballot.is_secret else _("提交后不能更改。"),
        button=_("提交表决"),
        icon="vote",
        back=ballot.get_absolute_url(),
        facts=[
            {"label": _("会议"), "value": ballot.meeting},
            {"label": _("表决事项"), "value": ballot.question},
            {"label": _("表决方式"), "value": ballot.get_secrecy_display()},
        ],
    )
    form = VoteForm(posted(request), voters=voters)

    def act() -> str:
        given = form.cleaned_data
        who = next(row for row in voters if row.pk == given["attendance"])
        if given["choice"] == ASIDE:
            services.recuse(ballot, attendance=who, because=given["because"], by=by)
        else:
            services.vote(ballot, attendance=who, choice=given["choice"], by=by)
        messages.success(request, _("已提交。"))
        return ballot.get_absolute_url()

    if ballot.is_secret and request.method == "POST":
        return _unremembered(request, asking, form, act)
    return asked(request, asking, form, act)


def _unremembered(request: HttpRequest, asking: Asking, form: VoteForm, act: Callable[[], str]) -> HttpResponseBase:
    """Do it without the mark that is kept of every other form: its digest, with the site's key, would tell the choice.

    The slip itself keeps a second click from counting.
    """
    if not form.is_valid():
        return asking.show(request, form, REFUSED)
    try:
        return HttpResponseRedirect(act())
    except REFUSALS as refusal:
        form.take_refusal(refusal)
        return asking.show(request, form, refusal.status)


@require_http_methods(["GET", "POST"])
@login_required
def ballot_close(request: HttpRequest, pk: int) -> HttpResponseBase:
    """End a vote."""
    ballot = find(request, Ballot, pk, "meeting__kind")
    by = visitor(request)
    require_keeper(request, ballot.meeting)
    facts = [{"label": _("表决事项"), "value": ballot.question}]
    asking = Asking(title=_("结束表决"), button=_("结束并公布结果"), back=ballot.get_absolute_url(), facts=facts)

    def act() -> str:
        services.close_ballot(ballot, by=by)
        messages.success(request, _("表决已经结束。"))
        return ballot.get_absolute_url()

    return asked(request, asking, DeadlineForm(posted(request)), act)


@require_http_methods(["GET", "POST"])
@login_required
def ballot_void(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give up a vote."""
    ballot = find(request, Ballot, pk, "meeting__kind")
    by = visitor(request)
    require_keeper(request, ballot.meeting)
    facts = [{"label": _("表决事项"), "value": ballot.question}]
    back = ballot.get_absolute_url()
    asking = Asking(title=_("作废表决"), button=_("确认作废"), icon="x", danger=True, back=back, facts=facts)
    form = ReasonForm(posted(request))

    def act() -> str:
        services.void_ballot(ballot, by=by, **form.cleaned_data)
        messages.success(request, _("表决已作废。"))
        return back

    return asked(request, asking, form, act)


def _offered(ballot: Ballot, by: Person, *, for_others: bool) -> list[Attendance]:
    """Whose vote may be given on this page."""
    waiting = cast(Any, attending.voters(ballot.meeting)).exclude(slips__ballot=ballot).in_order()
    if for_others and not ballot.is_secret:
        return list(waiting)
    mine = list(waiting.filter(person=by))
    if not mine:
        raise NotAllowed(_("您已经表决，或者不是这项表决的表决人。"))
    return mine

"""Meetings as their people see them: the list, the page of one, arranging and ending it."""

import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accountability import themed
from accountability.views.deadline_pages import find, posted, visitor
from meetings import clashing, permissions, services, sources
from meetings.forms.asking import NoForm, ReasonForm
from meetings.forms.meetings import CloseForm, MeetingForm
from meetings.models import AgendaItem, AgendaPaper, Meeting, MeetingKind, MeetingSeries, MeetingState, Minutes
from meetings.models.querysets import HELD
from meetings.views.asking import Page, ask
from meetings.views.moves import now_of
from organizations.models import Organization
from organizations.refusals import NotAllowed
from organizations.rights import may_anywhere
from organizations.sight import visible

PAGE = 20
OVER = (MeetingState.ISSUED, MeetingState.RECORDED, MeetingState.CANCELLED)
TABS: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("", gettext_lazy("全部"), tuple(MeetingState.values)),
    ("coming", gettext_lazy("待召开"), (MeetingState.PLANNED, MeetingState.NOTICED)),
    ("writing", gettext_lazy("纪要办理中"), tuple(one for one in HELD if one not in OVER)),
    ("done", gettext_lazy("已办结"), (MeetingState.ISSUED, MeetingState.RECORDED)),
    ("cancelled", gettext_lazy("已取消"), (MeetingState.CANCELLED,)),
)


def host_of(request: HttpRequest) -> Organization:
    """The institution for which the visitor arranges."""
    acting = getattr(request, "acting", None)
    if acting is None or acting.appointment is None:
        raise NotAllowed(_("您现在没有任职，不能办理会议事项。"))
    unit: Organization = acting.appointment.post.organization
    return unit.institution


@login_required
@require_safe
def meeting_list(request: HttpRequest) -> HttpResponse:
    """The meetings the visitor may see, the latest first."""
    chosen = request.GET.get("state", "")
    states = next((states for code, _label, states in TABS if code == chosen), TABS[0][2])
    rows = visible(request.user, Meeting).filter(state__in=states).select_related("kind", "organization", "chair")
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "pills": [
            {"label": label, "url": f"?state={code}" if code else "?", "current": code == chosen, "count": None}
            for code, label, _states in TABS
        ],
        "may_arrange": may_anywhere(request.user, "meetings.arrange_meeting"),
        "now": timezone.now(),
    }
    return render(request, "meetings/meeting_list.html", context)


@login_required
@require_safe
def meeting_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One meeting: what is to be done now, its agenda and papers, what was decided and what became of it."""
    related = ("kind", "series", "organization", "body", "venue", "chair", "recorder", "arranged_by", "minutes__number")
    meeting = find(request, Meeting, pk, *related)
    now = now_of(request, meeting)
    papers = visible(request.user, AgendaPaper).filter(item__meeting=meeting).select_related("unit")
    by_item: dict[int, list[AgendaPaper]] = {}
    for paper in papers.order_by("pk"):
        by_item.setdefault(paper.item_id, []).append(paper)
    agenda: list[Any] = list(
        meeting.agenda.select_related("unit", "speaker").annotate(**themed.asked_for(request.user, AgendaItem))
    )
    addresses = sources.addresses_of(request.user, agenda)
    for item in agenda:
        item.seen_papers = by_item.get(item.pk, [])
        item.source_url = addresses.get((item.source_type_id, item.source_id), "")
    decisions = meeting.decisions.select_related("lead_unit", "holder", "assignment").prefetch_related(
        "supporting_units"
    )
    previous = services.previous_decisions(meeting) if meeting.series_id and meeting.is_open else []
    context = {
        "meeting": meeting,
        "now": now,
        "agenda": agenda,
        "decisions": list(decisions.order_by("order", "pk")),
        "previous": previous,
        "minutes": _minutes_seen(request, meeting),
        "facts": _facts(meeting),
        "is_over": meeting.state in OVER,
        "may_edit_agenda": now.keeps and meeting.is_open,
        "may_settle": now.keeps and (meeting.is_open or meeting.is_recording),
        "may_cancel": now.keeps and meeting.is_open,
        "clashes": clashing.of(meeting) if now.keeps and meeting.is_open else None,
        "sees_record": now.keeps or meeting.chair_id == visitor(request).pk,
    }
    return render(request, "meetings/meeting_detail.html", context)


def _minutes_seen(request: HttpRequest, meeting: Meeting) -> Minutes | None:
    """The minutes where the visitor may read them."""
    if getattr(meeting, "minutes", None) is None:
        return None
    return visible(request.user, Minutes).filter(meeting=meeting).select_related("number").first()


def _facts(meeting: Meeting) -> list[dict[str, Any]]:
    """What the notice says."""
    moment = timezone.localtime(meeting.starts_at)
    until = f"—{timezone.localtime(meeting.ends_at):%H:%M}" if meeting.ends_at else ""
    series = meeting.series
    return [
        {"label": _("会议类型"), "value": meeting.kind},
        {"label": _("例会"), "value": series, "url": series.get_absolute_url() if series else ""},
        {"label": _("届次"), "value": meeting.count_label},
        {"label": _("时间"), "value": f"{moment:%Y-%m-%d %H:%M}{until}"},
        {"label": _("地点"), "value": f"{meeting.venue or ''} {meeting.place}".strip()},
        {"label": _("主办单位"), "value": meeting.organization},
        {"label": _("委员会或专班"), "value": meeting.body},
        {"label": _("主持人"), "value": meeting.chair},
        {"label": _("记录人"), "value": meeting.recorder},
        {"label": _("会务经办人"), "value": meeting.arranged_by},
        {"label": _("联系人"), "value": meeting.contact},
        {"label": _("相关检查或专项工作"), "value": meeting.occasion},
        {"label": _("会议目的"), "value": meeting.purpose},
        {"label": _("参会要求"), "value": meeting.notes},
    ]


@login_required
def meeting_new(request: HttpRequest) -> HttpResponseBase:
    """Choose a kind or a series and say when and where."""
    person, host = visitor(request), host_of(request)
    permissions.require(person, "arrange_meeting", host)
    kinds = MeetingKind.objects.offered_to(host)
    lines = visible(request.user, MeetingSeries).filter(institution_path=host.path, active=True)
    initial = _first_words(request, lines)
    form = MeetingForm(posted(request), who=request.user, kinds=kinds, lines=lines, initial=initial)

    def act() -> str:
        words = form.words()
        kind = words.pop("kind")
        made = services.arrange_meeting(kind, organization=host, by=person, **words)
        return made.get_absolute_url()

    lead = _("保存后按会议类型列出议程，核对后发出通知；已经开过的会议也可以补录。")
    page = Page(_("筹备会议"), _("保存"), reverse("meetings:meeting_list"), lead, columns=True, crumb=_("会议"))
    return ask(request, page, form, act, said=_("会议已登记，请核对议程后发出通知。"))


def _first_words(request: HttpRequest, lines: Any) -> dict[str, Any]:
    """What a new meeting begins with; of a series what its meetings have in common."""
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    told: dict[str, Any] = {"starts_at": datetime.datetime.combine(tomorrow, datetime.time(9))}
    named = request.GET.get("series", "")
    line = (
        lines.select_related("chair__home", "recorder__home").filter(pk=int(named)).first()
        if named.isdecimal() and len(named) < 19
        else None
    )
    if line is not None:
        told |= {
            "line": line,
            "kind": line.kind_id,
            "place": line.place,
            "chair": line.chair,
            "recorder": line.recorder,
        }
    return told


@login_required
def meeting_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change what is arranged."""
    meeting = find(request, Meeting, pk, "kind", "organization", "chair__home", "recorder__home", "venue")
    person = visitor(request)
    permissions.require_desk(person, meeting)
    form = MeetingForm(posted(request), who=request.user, initial=MeetingForm.values_of(meeting))

    def act() -> None:
        version = form.cleaned_data["version"] or 0
        services.revise_meeting(meeting, version=version, by=person, **form.words())

    page = Page(_("修改会议安排"), _("保存"), meeting.get_absolute_url(), columns=True, crumb=meeting.title)
    return ask(request, page, form, act)


@login_required
def meeting_notice(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Tell everybody."""
    meeting = find(request, Meeting, pk, "kind", "organization", "chair", "recorder", "arranged_by")
    person = visitor(request)
    permissions.require_desk(person, meeting)
    lead = _("主持人、记录人、汇报人、委员会或专班成员会收到通知；时间、地点以后有变化，会再次通知。")
    page = Page(_("发出会议通知"), _("发出通知"), meeting.get_absolute_url(), lead, icon="send", crumb=meeting.title)
    form = NoForm(posted(request))
    return ask(request, page, form, lambda: services.send_notice(meeting, by=person), said=_("会议通知已发出。"))


@login_required
def meeting_cancel(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Call it off."""
    meeting = find(request, Meeting, pk, "kind", "organization", "chair", "recorder", "arranged_by")
    person = visitor(request)
    permissions.require_desk(person, meeting)
    lead = _("已收到通知的人员会收到取消通知。")
    page = Page(
        _("取消会议"), _("确认取消"), meeting.get_absolute_url(), lead, icon="ban", danger=True, crumb=meeting.title
    )
    form = ReasonForm(posted(request))

    def act() -> None:
        services.cancel_meeting(meeting, by=person, because=form.cleaned_data["because"])

    return ask(request, page, form, act)


@login_required
def meeting_close(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The meeting is over."""
    meeting = find(request, Meeting, pk, "kind", "organization")
    person = visitor(request)
    permissions.require_desk(person, meeting)
    initial = {
        "held_at": timezone.localtime(meeting.starts_at),
        "closed_at": timezone.localtime(meeting.ends_at) if meeting.ends_at else None,
    }
    form = CloseForm(posted(request), initial=initial)
    lead = _("结束后会议计入召开次数；每项议程都要有结果，没有议定的请标明缓议。")
    page = Page(_("结束会议"), _("确认结束"), meeting.get_absolute_url(), lead, crumb=meeting.title)
    return ask(request, page, form, lambda: services.close_meeting(meeting, by=person, **form.cleaned_data))

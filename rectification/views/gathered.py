"""The meetings of a campaign: listed in their order, linked by the house that held them, and so in the dossier box."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Min
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organizations.models import Organization
from organizations.refusals import NotAllowed
from organizations.rights import may_anywhere, permission_q
from organizations.sight import visible
from rectification import gatherings, services
from rectification.forms.asking import ConfirmationForm
from rectification.forms.gatherings import LinkForm
from rectification.models import (
    Campaign,
    CampaignMeeting,
    CampaignState,
    Inspection,
    InspectionKind,
    MeetingMoment,
    Output,
)
from rectification.views.answering import Sheet, act_on_sheet, allow, find, visitor, way_back

MOST = 100
RIGHT = "rectification.deliver_output"


@login_required
@require_safe
def campaign_meetings(request: HttpRequest, pk: int) -> HttpResponse:
    """In the order of their days; a link leads there for whoever sees the meeting."""
    campaign = find(request, Campaign, pk, "organization")
    rows = visible(request.user, CampaignMeeting).filter(campaign=campaign)
    links: list[Any] = list(
        rows.select_related("organization", "linked_by", "content_type", "output__phase").order_by("held_on", "pk")[
            :MOST
        ]
    )
    is_open = campaign.is_issued and campaign.state != CampaignState.CLOSED
    known = gatherings.addresses(request.user, links)
    mine = _own_houses(request, {link.org_path for link in links})
    visited = _first_visits(links)
    for link in links:
        link.hint = _hint(link, visited)
        link.url = known.get((link.content_type_id, link.object_id), "")
        link.may_unlink = is_open and link.org_path in mine
    context = {
        "campaign": campaign,
        "links": links,
        "may_link": is_open and may_anywhere(request.user, RIGHT),
        "crumbs": way_back(campaign),
    }
    return render(request, "rectification/campaign_meetings.html", context)


def _first_visits(links: list[CampaignMeeting]) -> dict[int, date]:
    """On which day each of the phases whose meetings these are began to be inspected; one question."""
    phases = {link.output.phase_id for link in links if link.output}
    visits = Inspection.objects.filter(phase__in=phases).exclude(kind=InspectionKind.SELF).order_by()
    first = visits.values_list("phase").annotate(Min("opened_at"))
    return {phase: localdate(opened) for phase, opened in first}


def _hint(link: CampaignMeeting, visited: dict[int, date]) -> str:
    """What a preparation held too late or an analysis held too early is told: pointed out, never refused."""
    day = visited.get(link.output.phase_id) if link.output else None
    if link.output is None or day is None:
        return ""
    if link.output.meeting == MeetingMoment.BEFORE and link.held_on > day:
        return _("准备会晚于首次检查（%(day)s）") % {"day": day}
    if link.output.meeting == MeetingMoment.AFTER and link.held_on < day:
        return _("分析会早于首次检查（%(day)s）") % {"day": day}
    return ""


@login_required
def campaign_meeting_link(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose one of the meetings the visitor sees and whose house is his."""
    campaign = find(request, Campaign, pk, "organization")
    person = visitor(request)
    if not may_anywhere(request.user, RIGHT):
        raise NotAllowed(_("您现在的岗位没有这项权限，请联系有权限的人员办理。"))
    linked = set(campaign.linked_meetings.values_list("content_type__app_label", "content_type__model", "object_id"))
    known = {f"{app}.{model}:{key}" for app, model, key in linked}
    offered = gatherings.offered(request.user, campaign)
    mine = _own_houses(request, {one.organization.institution_path for one in offered.values()})
    found = {
        mark: one for mark, one in offered.items() if mark not in known and one.organization.institution_path in mine
    }
    choices = [(mark, f"{one.held_on:%Y-%m-%d} {one.label}（{one.organization}）") for mark, one in found.items()]
    sheet = Sheet(
        campaign, _("列入会议"), _("列入"), icon="calendar-plus", said=_("已列入，下次编制档案盒时一并汇集。"),
        lead=_("动员部署会、科室会议等列入后，会议通知、签到和纪要按日期汇入档案盒。"),
        back=reverse("rectification:campaign_meetings", args=[campaign.pk]),
    )  # fmt: skip
    outputs = list(Output.objects.filter(phase__campaign=campaign).exclude(meeting="").select_related("phase"))
    form = LinkForm(request.POST or None, choices=choices, outputs=outputs, initial={"output": request.GET.get("for")})
    return act_on_sheet(
        request,
        sheet,
        form,
        lambda f: services.link_meeting(
            campaign, meeting=found[f.cleaned_data["meeting"]], output=f.cleaned_data.get("output"), by=person
        ),
    )


def _own_houses(request: HttpRequest, paths: set[str]) -> set[str]:
    """Those of these institutions in which the visitor has the right; one question whatever their number."""
    mine = permission_q(request.user, RIGHT, path_field="path")
    return set(Organization.objects.filter(mine, path__in=paths).values_list("path", flat=True))


@login_required
def campaign_meeting_unlink(request: HttpRequest, pk: int) -> HttpResponse:
    """It does not belong there."""
    link = find(request, CampaignMeeting, pk, "campaign", "output__phase")
    person = allow(request, "deliver_output", link.org_path)
    sheet = Sheet(link, _("移出会议"), _("移出"), lead=link.label, icon="trash-2", danger=True, said=_("已移出。"))
    form = ConfirmationForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.unlink_meeting(link, by=person))

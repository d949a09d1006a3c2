"""Campaigns as their readers see them: the list, and the page of one."""

from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import JSONObject
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accountability import themed
from accountability.incoming import reading
from accountability.models import Attachment
from organizations.rights import may, may_anywhere, permission_q
from organizations.sight import sight_of, visible
from rectification.finding_rules import words_of
from rectification.models import Campaign, Inspection, Participant, Phase, Response, ResponseLevel
from rectification.models.choices import CampaignState, ParticipantState, Per, PhaseState
from rectification.views import gantt
from rectification.views.boards import counted_campaigns, counted_outputs, counted_phases, finding_table
from rectification.views.headlines import due_moves, headline, open_seats
from rectification.views.moves import Waiting, waiting_at
from rectification.views.scheme_page import length_hints

PAGE = 20
STATES: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("", gettext_lazy("全部"), tuple(CampaignState.values)),
    ("draft", gettext_lazy("拟稿"), (CampaignState.DRAFT,)),
    ("signing", gettext_lazy("审批中"), (CampaignState.SIGNING, CampaignState.ISSUING, CampaignState.CONCLUDING)),
    ("running", gettext_lazy("实施中"), (CampaignState.RUNNING,)),
    ("closed", gettext_lazy("已结束"), (CampaignState.CLOSED, CampaignState.CANCELLED)),
)
MOST_OWN_UNITS = 3


def share(done: int, whole: int) -> int:
    """Whole per cent; nothing of nothing is nothing."""
    return done * 100 // whole if whole else 0


def step_of(phases: list[Phase]) -> tuple[int, str]:
    """Which phase a campaign is in, counted from 1, and its name: the last one that has begun."""
    begun = [place for place, phase in enumerate(phases, 1) if phase.state != PhaseState.PLANNED]
    if not begun:
        return 0, _("尚未启动")
    if len(begun) == len(phases) and phases[-1].state == PhaseState.CLOSED:
        return len(phases) + 1, _("各阶段已结束")
    return begun[-1], phases[begun[-1] - 1].name


@login_required
@require_GET
def campaign_list(request: HttpRequest) -> HttpResponse:
    """The campaigns in sight, filtered by state."""
    asked = request.GET.get("state", "")
    chosen = next((states for value, _label, states in STATES if value == asked), STATES[0][2])
    counts = visible(request.user, Campaign).aggregate(
        **{f"in_{value}": Count("pk", filter=Q(state__in=states)) for value, _label, states in STATES}
    )
    rows = counted_campaigns(request).filter(state__in=chosen).select_related("organization")
    paginator = Paginator(rows.prefetch_related("phases").order_by("-starts_on", "-pk"), PAGE)
    paginator.count = counts.get(f"in_{asked}", counts["in_"])
    page = paginator.get_page(request.GET.get("page"))
    for campaign in page.object_list:
        phases = sorted(campaign.phases.all(), key=lambda phase: phase.order)
        campaign.step, campaign.step_name = step_of(phases)
        campaign.steps, campaign.coverage = len(phases), share(campaign.confirmed, campaign.units)
    pills = [
        {"url": f"?state={value}", "label": label, "count": counts[f"in_{value}"], "current": value == asked}
        for value, label, _states in STATES
    ]
    context = {
        "page": page,
        "pills": pills,
        "running": counts["in_running"],
        "may_draft": may_anywhere(request.user, "rectification.draft_campaign"),
    }
    return render(request, "rectification/campaign_list.html", context)


def _own_units(request: HttpRequest, campaign: Campaign) -> list[Participant]:
    """The units for which the visitor himself answers, by doing the work or by confirming it."""
    rights = ("rectification.deliver_output", "rectification.confirm_self_inspection")
    does, confirms = (permission_q(request.user, right, institution_field="org_path") for right in rights)
    units = visible(request.user, Participant).filter(does | confirms, campaign=campaign, state=ParticipantState.ACTIVE)
    return list(units.order_by("org_path")[:MOST_OWN_UNITS])


def _own_inspections(units: list[Participant]) -> list[Inspection]:
    """Their inspections."""
    if not units:
        return []
    rows = Inspection.objects.filter(participant__in=units).select_related(
        "phase", "participant", "campaign", "department"
    )
    return list(rows.order_by("participant", "phase__order", "pk"))


class _Spot(NamedTuple):
    """A place of rights whose institution is known without asking for its row."""

    org_path: str
    institution_path: str


def _at_institution(campaign: Campaign) -> _Spot:
    return _Spot(campaign.institution_path, campaign.institution_path)


def _decorated(
    request: HttpRequest, campaign: Any, phases: list[Any], waiting: Waiting, own: list[Participant]
) -> None:
    """Give each phase what its card shows; nobody visits his own unit but an issuer that looks at its departments."""
    outputs = counted_outputs(request, phases)
    today = timezone.localdate()
    may_release = may(request.user, "rectification.release_participants", campaign)
    others = campaign.units > len(own) or any(campaign.looks_at_itself(unit.org_path) for unit in own)
    may_inspect = others and campaign.is_running and may_anywhere(request.user, "rectification.inspect")
    may_draw = may_inspect and may(request.user, "rectification.hold_draw", campaign)
    may_again = campaign.is_running and may(request.user, "rectification.open_phase", campaign)
    may_hand_down = campaign.is_running and may(request.user, "rectification.issue_order", _at_institution(campaign))
    for phase in phases:
        phase.shown_outputs = outputs[phase.pk]
        phase.moves = due_moves(waiting.moves(phase), phase)
        phase.turns = waiting.of(phase)
        phase.is_preparing = phase.has_self_inspections and any(turn.node == "prepare" for turn in phase.turns)
        phase.coverage = share(phase.in_confirmed, phase.asked)
        phase.is_late = phase.state in (PhaseState.OPEN, PhaseState.SIGNING) and phase.closes_on < today
        phase.may_release = may_release and phase.state == PhaseState.OPEN and _is_waited_for(phase, campaign.units)
        phase.may_draw = may_draw and phase.state == PhaseState.OPEN and not phase.has_self_inspections
        phase.may_again = may_again and phase.state != PhaseState.PLANNED
        phase.may_hand_down = may_hand_down and phase.state == PhaseState.OPEN and not phase.has_self_inspections
        phase.may_visit = may_inspect and phase.state == PhaseState.OPEN and not phase.has_self_inspections


def _is_waited_for(phase: Any, units: int) -> bool:
    """Whether some unit has not finished its self-inspection, or owes an output."""
    owed = (one for one in phase.shown_outputs if one.required and one.per == Per.PARTICIPANT)
    waited = (max(one.units_delivered, one.units_met) < units for one in owed)
    return bool(phase.in_open or phase.in_submitted) or any(waited)


def _shown_campaigns(request: HttpRequest) -> QuerySet[Any]:
    """The campaigns in sight, each with its counts, its names, its response in force and its themes."""
    in_force = Response.objects.in_force().filter(campaign=OuterRef("pk"))
    told = JSONObject(level="level", mode="mode", amount="amount", because="because")
    asked = {"in_force": Subquery(in_force.values(told=told)[:1]), **themed.asked_for(request.user, Campaign)}
    rows: QuerySet[Any] = counted_campaigns(request).annotate(**asked)
    return rows.select_related("organization", "number", "drafted_by", "checklist_version__checklist")


@login_required
@require_GET
def campaign_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One campaign: what is to be done now, its phases and outputs, coverage and findings."""
    campaign = _shown_campaigns(request).filter(pk=pk).first()
    if campaign is None:
        raise Http404
    phases = counted_phases(request, campaign)
    units = _own_units(request, campaign)
    inspections = _own_inspections(units)
    waiting = waiting_at(request, [campaign, *phases, *inspections])
    seats = open_seats(waiting.turns)
    _decorated(request, campaign, phases, waiting, units)
    context = {
        "campaign": campaign,
        "phases": phases,
        "headline": headline(campaign, phases, waiting, seats, getattr(request, "person", None)),
        "seats": seats,
        "gantt": gantt.draw(phases, today=timezone.localdate()),
        "coverage": share(campaign.confirmed, campaign.units),
        "findings": finding_table(request, campaign) if campaign.findings_all else [],
        "own_units": units,
        "own_inspections": inspections,
        "may_hand_in": bool(units) and may_anywhere(request.user, "rectification.deliver_output"),
        "may_fill": may_anywhere(request.user, "rectification.fill_self_inspection"),
        "may_deliver": campaign.is_running and may(request.user, "rectification.deliver_output", campaign),
        "response": _response(campaign),
        "may_respond": campaign.is_running and may(request.user, "rectification.set_response", campaign),
        "may_cancel": _may_cancel(request, campaign),
        "may_draft": may(request.user, "rectification.draft_campaign", campaign),
        "passes_on": campaign.is_issued and may_anywhere(request.user, reading.CIRCULATE),
        "sees_draws": campaign.is_issued and sight_of(request.user).sees(campaign.org_path),
        **_said(campaign, phases),
        # Who sees a campaign sees its files: that is the rule of sight for files, asked again at each download.
        "files": Attachment.objects.of(campaign) if campaign.annexes else [],
        "to_issue": campaign.standing.get("scheme", {}).get("scope_count", 0),
        "ledger_url": f"{reverse('rectification:ledger')}?campaign={campaign.pk}",
    }
    return render(request, "rectification/campaign_detail.html", context)


def _response(campaign: Any) -> dict[str, Any] | None:
    """The response level in force, in words; it came with the campaign."""
    if not campaign.in_force:
        return None
    return {**campaign.in_force, "label": ResponseLevel(campaign.in_force["level"]).label}


def _may_cancel(request: HttpRequest, campaign: Campaign) -> bool:
    """A draft is given up by those who draft, anything later by those who lead."""
    if campaign.state in (CampaignState.CLOSED, CampaignState.CANCELLED):
        return False
    drafting = campaign.state == CampaignState.DRAFT
    right = "rectification.draft_campaign" if drafting else "rectification.cancel_campaign"
    return may(request.user, right, campaign)


def _said(campaign: Campaign, phases: list[Any]) -> dict[str, Any]:
    """The scheme's own words, and until it is issued where they disagree with its dates."""
    return {
        "facts": _facts(campaign),
        "lengths": [] if campaign.is_issued else length_hints(campaign, phases),
    }


def _facts(campaign: Campaign) -> list[dict[str, Any]]:
    """What the scheme says of itself."""
    return [
        {"label": _("编号"), "value": campaign.number.text if campaign.number else ""},
        {"label": _("主办单位"), "value": campaign.organization},
        {"label": _("类别"), "value": campaign.get_kind_display()},
        {"label": _("检查性质"), "value": campaign.get_nature_display()},
        {"label": _("检查表"), "value": campaign.checklist_version},
        {"label": _("联系人"), "value": campaign.contact},
        {"label": _("拟稿人"), "value": campaign.drafted_by},
        {"label": _("版本"), "value": campaign.version},
        *({"label": label, "value": text} for label, text in words_of(campaign.finding_rules)),
    ]

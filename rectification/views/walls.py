"""The coverage wall: every unit in sight as one cell, region by region in the order of the tree."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from organizations.sight import visible
from rectification.models import Campaign, Participant, Phase, Recognition
from rectification.models.choices import InspectionState, ParticipantState, PhaseState
from rectification.models.standing import WallRow, wall
from rectification.views.answering import find, way_back

WALL_STATES: tuple[tuple[str, str, Any], ...] = (
    ("done", "circle-check", gettext_lazy("已审核")),
    ("waiting", "hourglass", gettext_lazy("待审核")),
    ("active", "circle-dot", gettext_lazy("填报中")),
    ("overdue", "circle-alert", gettext_lazy("逾期未交")),
    ("released", "fast-forward", gettext_lazy("已放行")),
    ("none", "circle", gettext_lazy("未下发")),
)
"""Tone, shape and word of each state on the wall."""


@dataclass(frozen=True)
class Cell:
    """One unit on the wall."""

    name: str
    tone: str
    words: str
    url: str


@dataclass(frozen=True)
class Known:
    """A unit another body has inspected, whose result stands in a phase of this campaign: 已查互认."""

    name: str
    words: str
    url: str


@dataclass(frozen=True)
class Region:
    """The cells of one region."""

    name: str
    cells: list[Cell]
    all: int
    counts: list[int]  # in the order of WALL_STATES, whatever is chosen to be shown

    @property
    def done(self) -> int:
        """How many have been confirmed."""
        return self.counts[0]


def _tone(state: str | None, is_late: bool) -> str:
    """The tone of a unit's self-inspection."""
    if state == InspectionState.OPEN:
        return "overdue" if is_late else "active"
    return {"submitted": "waiting", "confirmed": "done", "released": "released"}.get(state or "", "none")


def _words(state: str, row: WallRow) -> str:
    """What the cell says: the state, and what is still open."""
    if not row.findings_open:
        return state
    told = _("%(state)s · 问题 %(count)s") % {"state": state, "count": row.findings_open}
    return told + (_("（逾期 %(count)s）") % {"count": row.findings_overdue} if row.findings_overdue else "")


def _cells(
    rows: Iterable[WallRow], phase: Phase | None, is_late: bool, known: dict[int, Known]
) -> list[tuple[str, Cell]]:
    """What the wall shows of the units in one phase, each with its region."""
    states = {tone: str(word) for tone, _icon, word in WALL_STATES}
    found = []
    for row in rows:
        inspection = row.inspections.get(phase.pk) if phase else None
        tone = _tone(inspection.state if inspection else None, is_late)
        where = inspection or row.participant
        words = _words(states[tone], row)
        if row.participant.pk in known:
            words = _("%(state)s · 已互认") % {"state": words}
        cell = Cell(row.participant.name, tone, words, where.get_absolute_url())
        found.append((row.participant.region, cell))
    return found


def _regions(cells: Iterable[tuple[str, Cell]], home: str, chosen: str) -> list[Region]:
    """The cells by region: the issuer's own first, the others as they come; only the chosen state is shown."""
    groups: dict[str, list[Cell]] = {}
    for region, cell in cells:
        groups.setdefault(region, []).append(cell)
    ordered = sorted(groups.items(), key=lambda group: group[0] not in (home, ""))
    regions = []
    for name, found in ordered:
        counts = Counter(cell.tone for cell in found)
        shown = [cell for cell in found if not chosen or cell.tone == chosen]
        told = [counts[tone] for tone, _icon, _word in WALL_STATES]
        regions.append(Region(name or _("市直属及其他"), shown, len(found), told))
    return regions


def _shown_units(request: HttpRequest, campaign: Campaign) -> QuerySet[Participant]:
    """The units in sight in the order of the tree; only those in focus when asked."""
    seen = visible(request.user, Participant).filter(campaign=campaign, state=ParticipantState.ACTIVE)
    return seen.filter(Q(in_focus=True) if request.GET.get("focus") else Q()).order_by("org_path")


def _recognised(request: HttpRequest, campaign: Campaign) -> dict[int, Known]:
    """By unit, the newest inspection recognised instead of another visit, with the page it stands on."""
    rows = visible(request.user, Recognition).filter(phase__campaign=campaign)
    named = ("participant", "phase", "inspection__inspecting_unit")
    found = {}
    for row in rows.select_related(*named).order_by("at", "pk"):
        source = row.inspection
        day = f"{timezone.localdate(source.submitted_at):%Y-%m-%d}" if source.submitted_at else ""
        told = {"unit": source.inspecting_unit, "day": day, "phase": row.phase.name}
        words = _("%(unit)s%(day)s已查，%(phase)s互认") % told
        found[row.participant_id] = Known(row.participant.name, words, source.get_absolute_url())
    return found


def _legend(request: HttpRequest, counts: list[int]) -> list[dict[str, Any]]:
    """The states with their counts, each a link that keeps the phase and the focus asked for."""
    legend = []
    for (tone, icon, word), count in zip(WALL_STATES, counts, strict=True):
        is_chosen = request.GET.get("state") == tone
        query = request.GET.copy()
        query.pop("state", None)
        if not is_chosen:
            query["state"] = tone
        entry = {"tone": tone, "label": word, "count": count, "icon": icon, "current": is_chosen}
        legend.append(entry | {"url": f"?{query.urlencode()}"})
    return legend


@login_required
@require_GET
def campaign_wall(request: HttpRequest, pk: int) -> HttpResponse:
    """Every unit in sight as one cell; the colour, the shape and the word say how its self-inspection stands."""
    campaign = find(request, Campaign, pk, "organization")
    phases = [phase for phase in campaign.phases.order_by("order") if phase.has_self_inspections]
    asked = request.GET.get("phase", "")
    phase = next((one for one in phases if str(one.pk) == asked), next(iter(phases), None))
    is_late = bool(phase and phase.state != PhaseState.PLANNED and phase.closes_on < timezone.localdate())
    known = _recognised(request, campaign)
    cells = _cells(wall(campaign, _shown_units(request, campaign)), phase, is_late, known)
    regions = _regions(cells, campaign.organization.region, request.GET.get("state", ""))
    counts = [sum(region.counts[place] for region in regions) for place in range(len(WALL_STATES))]
    context = {
        "campaign": campaign,
        "crumbs": way_back(campaign),
        "phase": phase,
        "phases": phases,
        "all_regions": regions,
        "regions": [region for region in regions if region.cells],
        "legend": _legend(request, counts),
        "known": sorted(known.values(), key=lambda one: one.name),
        "total": len(cells),
        "done": counts[0],
        "focus": bool(request.GET.get("focus")),
    }
    return render(request, "rectification/campaign_wall.html", context)

"""A campaign in pictures: its phases, its coverage, its findings going down, their causes and places, its units."""

import datetime
from collections import defaultdict
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import CharField, Count, F, IntegerField, Min, Q, QuerySet, Value
from django.db.models.functions import TruncDate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from organizations.models import Organization
from organizations.sight import visible
from rectification import pictures
from rectification.models import (
    Answer,
    Campaign,
    CauseKind,
    ChecklistItem,
    CloseOut,
    Finding,
    Inspection,
    InspectionKind,
    Participant,
)
from rectification.models.choices import InspectionState, ParticipantState
from rectification.models.querysets import SETTLED, UNFIXED
from rectification.summaries import ledger_of
from rectification.views import gantt
from rectification.views.answering import find, way_back

MOST_RANKED, MOST_ROWS, MOST_SECTIONS = 20, 60, 40
KINDS = tuple(InspectionKind)


@login_required
@require_GET
def campaign_pictures(request: HttpRequest, pk: int) -> HttpResponse:
    """Five pictures, each with its table, over what the visitor may see."""
    campaign, today = find(request, Campaign, pk, "organization"), timezone.localdate()
    findings = visible(request.user, Finding).filter(campaign=campaign)
    counting = findings.exclude(state="withdrawn")
    phases = list(campaign.phases.select_related("opened_by").order_by("order"))
    told = _by_regions(request, campaign)
    is_alone = sum(n for *_line, n in told["units"]) == 1
    told |= _within(request, campaign) if is_alone else {}
    context = {
        "campaign": campaign,
        "phases": phases,
        "gantt": gantt.draw(phases, today=today),
        "columns": [str(kind.label) for kind in KINDS],
        "heat": _by_department(told) if is_alone else _by_region(told),
        "matrix": _matrix(told) if is_alone else None,
        "burn": pictures.burn_down(_days(findings), today=today),
        "charts": _charts(campaign, counting),
        "ranking": _ranking(campaign, counting, today),
        "crumbs": way_back(campaign),
    }
    return render(request, "rectification/campaign_pictures.html", context)


Lines = dict[str, list[tuple[Any, ...]]]
"""What was counted: by what it tells, lines of key, label, way and count."""


def _units(request: HttpRequest, campaign: Campaign) -> QuerySet[Participant]:
    return visible(request.user, Participant).filter(campaign=campaign, state=ParticipantState.ACTIVE)


def _done(request: HttpRequest, campaign: Campaign) -> QuerySet[Inspection]:
    """The inspections of the campaign in sight that were handed in."""
    done = visible(request.user, Inspection).filter(campaign=campaign, participant__state=ParticipantState.ACTIVE)
    return done.filter(Q(state=InspectionState.CONFIRMED) | Q(state=InspectionState.SUBMITTED)).order_by()


def _lines(rows: QuerySet[Any], what: str, *, n: Any = None, **told: Any) -> QuerySet[Any]:
    """One part of a question that tells several things: these rows, grouped and counted."""
    nobody, nothing = Value(0, IntegerField()), Value("", CharField())
    named = {"key": nobody, "label": nothing, "way": nothing, **told}
    rows = rows.order_by().annotate(what=Value(what, CharField()), **named).values("what", "key", "label", "way")
    return rows.annotate(n=n or Count("pk")).values_list("what", "key", "label", "way", "n")


def _asked(*parts: QuerySet[Any]) -> Lines:
    """All parts in one question."""
    found: Lines = defaultdict(list)
    for what, *line in parts[0].union(*parts[1:], all=True):
        found[what].append(tuple(line))
    return found


def _by_regions(request: HttpRequest, campaign: Campaign) -> Lines:
    """How many units each region has, and how many of them were inspected in which way."""
    inspected = {"label": F("participant__region"), "way": F("kind"), "n": Count("participant", distinct=True)}
    return _asked(
        _lines(_units(request, campaign), "units", label=F("region")),
        _lines(_done(request, campaign), "done", **inspected),
    )


def _within(request: HttpRequest, campaign: Campaign) -> Lines:
    """Of the one institution that takes part: its departments and the parts of the checklist, in their order.

    And which departments were looked at in which way, and at how many items of each part.
    """
    unit = _units(request, campaign).values("org_path")
    inside = Organization.objects.departments().active().filter(institution_path__in=unit)
    done = _done(request, campaign).exclude(department=None)
    items = ChecklistItem.objects.filter(checklist_version=campaign.checklist_version_id)
    by_item = {"key": F("inspection__department"), "label": F("item__section"), "n": Count("item", distinct=True)}
    return _asked(
        _lines(inside, "inside", key=F("pk"), label=F("name"), way=F("path")),
        _lines(items, "parts", label=F("section"), n=Min("order")),
        _lines(items, "items", label=F("section")),
        _lines(done, "seen", key=F("department"), way=F("kind")),
        _lines(Answer.objects.filter(inspection__in=done.values("pk")), "looked", **by_item),
    )


def _by_region(told: Lines) -> list[pictures.HeatRow]:
    """Units inspected by region and kind."""
    found = {(region, kind): n for _key, region, kind, n in told["done"]}
    asked = sorted((region, n) for _key, region, _kind, n in told["units"])[:MOST_ROWS]
    return pictures.heat(
        {region or _("市直属及其他"): [(found.get((region, kind), 0), n) for kind in KINDS] for region, n in asked}
    )


def _inside(told: Lines) -> list[tuple[int, str]]:
    """The departments, in the order of the tree."""
    return [(key, name) for key, name, _path, _n in sorted(told["inside"], key=lambda line: line[2])][:MOST_ROWS]


def _by_department(told: Lines) -> list[pictures.HeatRow]:
    """Whether each department of the one institution was looked at, by kind."""
    seen = {(key, kind) for key, _name, kind, _n in told["seen"]}
    return pictures.heat({name: [(int((pk, kind) in seen), 1) for kind in KINDS] for pk, name in _inside(told)})


def _matrix(told: Lines) -> dict[str, Any]:
    """Department by part of the checklist: how many of its items somebody has looked at there; nothing is a gap."""
    count = {section: n for _key, section, _way, n in told["items"]}
    parts = [section for _key, section, _way, _at in sorted(told["parts"], key=lambda line: line[3])][:MOST_SECTIONS]
    found = {(department, section): n for department, section, _way, n in told["looked"]}
    rows = {name: [(found.get((pk, one), 0), count[one]) for one in parts] for pk, name in _inside(told)}
    return {"columns": parts, "rows": pictures.heat(rows)}


def _days(findings: QuerySet[Finding]) -> dict[str, dict[datetime.date, int]]:
    """How many findings came, were due, were struck off and were withdrawn on each day, in one question."""

    def by_day(rows: QuerySet[Any], name: str, day: Any) -> QuerySet[Any]:
        told = rows.order_by().annotate(what=Value(name), on_day=day).values_list("what", "on_day")
        return told.annotate(n=Count("pk"))

    ended = CloseOut.objects.filter(
        finding__in=findings.values("pk"), finding__state="closed", round=F("finding__round")
    )
    kept = findings.exclude(state="withdrawn").exclude(due_on=None)
    told = by_day(findings, "in", TruncDate("recorded_at")).union(
        by_day(kept, "due", F("due_on")),
        by_day(ended, "closed", TruncDate("at")),
        by_day(findings.filter(state="withdrawn"), "withdrawn", TruncDate("withdrawn_at")),
        all=True,
    )
    counts: dict[str, dict[datetime.date, int]] = defaultdict(dict)
    for name, day, count in told:
        counts[name][day] = count
    return counts


def _charts(campaign: Campaign, findings: QuerySet[Finding]) -> list[dict[str, Any]]:
    """Findings by cause, by the part of the checklist and by department, in one question."""
    rows = findings.order_by().values_list("cause_kind", "item__section", "department", "department__name")
    told = list(rows.annotate(n=Count("pk")))
    causes, sections, _departments_counted = pictures.grouped(told, 3)
    names = {row[2]: row[3] for row in told}
    labels = dict(CauseKind.choices)
    unknown, whole = _("尚未填写原因类别"), _("未落到科室")
    return [
        {
            "title": _("按原因类别"),
            "bars": pictures.bars(
                (str(labels.get(key, unknown)), n, ledger_of(campaign, cause=key) if key else "")
                for key, n in causes.items()
            ),
        },
        {
            "title": _("按检查项目"),
            "bars": pictures.bars(
                (key or _("不是按检查表发现的"), n, ledger_of(campaign, section=key) if key else "")
                for key, n in sections.items()
            ),
        },
        {
            "title": _("按责任科室"),
            "bars": pictures.bars(
                (names[key] or whole, n, ledger_of(campaign, department=str(key)) if key else "")
                for key, n in _departments_counted.items()
            ),
        },
    ]


def _ranking(campaign: Campaign, findings: QuerySet[Finding], today: datetime.date) -> list[dict[str, Any]]:
    """The units with the most overdue and open findings first."""
    rows = findings.order_by().values_list("organization", "organization__name").annotate(
        all=Count("pk"),
        closed=Count("pk", filter=Q(state="closed")),
        open=Count("pk", filter=~Q(state__in=SETTLED)),
        overdue=Count("pk", filter=Q(state__in=UNFIXED, due_on__lt=today)),
    )  # fmt: skip
    return [
        {
            "name": name,
            "all": total,
            "closed": closed,
            "open": left,
            "overdue": late,
            "percent": closed * 100 // total,
            "url": ledger_of(campaign, organization=str(pk)),
        }
        for pk, name, total, closed, left, late in rows.order_by("-overdue", "-open", "organization__name")[
            :MOST_RANKED
        ]
    ]

"""A campaign in pictures: its phases, its coverage, its findings going down, their causes and places, its units."""

import datetime
from collections import defaultdict
from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, F, Q, QuerySet, Value
from django.db.models.functions import TruncDate
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from organizations.models import Organization
from organizations.sight import visible
from rectification import pictures
from rectification.models import Campaign, CauseKind, CloseOut, Finding, Inspection, InspectionKind, Participant
from rectification.models.choices import InspectionState, ParticipantState
from rectification.models.querysets import SETTLED, UNFIXED
from rectification.summaries import ledger_of
from rectification.views import gantt
from rectification.views.answering import find, way_back

MOST_RANKED, MOST_ROWS = 20, 60
KINDS = tuple(InspectionKind)


@login_required
@require_GET
def campaign_pictures(request: HttpRequest, pk: int) -> HttpResponse:
    """Five pictures, each with its table, over what the visitor may see."""
    campaign, today = find(request, Campaign, pk, "organization"), timezone.localdate()
    findings = visible(request.user, Finding).filter(campaign=campaign)
    counting = findings.exclude(state="withdrawn")
    phases = list(campaign.phases.select_related("opened_by").order_by("order"))
    context = {
        "campaign": campaign,
        "phases": phases,
        "gantt": gantt.draw(phases, today=today),
        "columns": [str(kind.label) for kind in KINDS],
        "heat": _coverage(request, campaign),
        "burn": pictures.burn_down(_days(findings), today=today),
        "charts": _charts(campaign, counting),
        "ranking": _ranking(campaign, counting, today),
        "crumbs": way_back(campaign),
    }
    return render(request, "rectification/campaign_pictures.html", context)


def _coverage(request: HttpRequest, campaign: Campaign) -> list[pictures.HeatRow]:
    """Units inspected by region and kind; inside one institution its departments, those without any too."""
    units = visible(request.user, Participant).filter(campaign=campaign, state=ParticipantState.ACTIVE)
    done = visible(request.user, Inspection).filter(campaign=campaign, participant__state=ParticipantState.ACTIVE)
    done = done.filter(Q(state=InspectionState.CONFIRMED) | Q(state=InspectionState.SUBMITTED)).order_by()
    asked = dict(units.order_by("region").values_list("region").annotate(Count("pk")))
    if sum(asked.values()) <= 1:
        return _departments(campaign, done)
    found: dict[str, dict[str, int]] = defaultdict(dict)
    rows = done.values_list("participant__region", "kind").annotate(Count("participant", distinct=True))
    for region, kind, count in rows:
        found[region][kind] = count
    named = {region or _("市直属及其他"): region for region in list(asked)[:MOST_ROWS]}
    return pictures.heat(
        {name: [(found[region].get(kind, 0), asked[region]) for kind in KINDS] for name, region in named.items()}
    )


def _departments(campaign: Campaign, done: QuerySet[Inspection]) -> list[pictures.HeatRow]:
    """Whether each department was looked at, by kind."""
    inside = Organization.objects.departments().active().filter(institution_path=campaign.institution_path)
    names = list(inside.order_by("path").values_list("pk", "name")[:MOST_ROWS])
    seen = set(done.exclude(department=None).values_list("department", "kind"))
    return pictures.heat({name: [(int((pk, kind) in seen), 1) for kind in KINDS] for pk, name in names})


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

"""One institution as those above it and its own people see it."""

from typing import Any
from urllib.parse import quote

from django.contrib.auth.decorators import login_required
from django.contrib.contenttypes.models import ContentType
from django.db.models import Count, OuterRef, Q, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accountability.models import Assignment, Holder
from engine.models import Turn
from organizations import paths
from organizations.models import Organization
from organizations.sight import visible
from rectification.models import Campaign, Finding, Inspection, Phase
from rectification.models.querysets import SETTLED, UNFIXED
from rectification.views.answering import find

MOST = 20


def _facts(unit: Organization) -> list[dict[str, Any]]:
    """What the unit is."""
    level = unit.get_level_display() if unit.level != Organization.Level.NONE else ""
    grade = unit.get_grade_display() if unit.grade != Organization.Grade.NONE else ""
    return [
        {"label": _("类别"), "value": unit.get_kind_display()},
        {
            "label": _("级别等次"),
            "value": _("%(level)s%(grade)s") % {"level": level, "grade": grade} if grade else level,
        },
        {"label": _("举办性质"), "value": unit.get_ownership_display()},
        {"label": _("行政区"), "value": unit.region},
        {"label": _("隶属"), "value": _("市卫生健康委直属") if unit.directly_affiliated else ""},
        {"label": _("上级单位"), "value": unit.parent},
        {"label": _("地址"), "value": unit.address},
        {"label": _("电话"), "value": unit.telephone},
    ]


def _about_seen(request: HttpRequest) -> Q:
    """Turns about what the visitor sees: a draft below him is named nowhere before it is issued."""
    about = Q(pk__in=[])
    for model in (Campaign, Phase, Inspection, Finding):
        seen = visible(request.user, model).order_by().values("pk")
        about |= Q(content_type=ContentType.objects.get_for_model(model), object_id__in=seen)
    return about


@login_required
@require_GET
def institution_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The unit's own header, its campaigns, its ledger and what it owes now."""
    unit = find(request, Organization, pk, "parent", "department_type")
    inside = paths.covering("org_path", [paths.subtree(unit.path)])
    today = timezone.localdate()
    findings = visible(request.user, Finding).filter(inside)
    counts = findings.order_by().aggregate(
        all=Count("pk"),
        open=Count("pk", filter=~Q(state__in=SETTLED)),
        overdue=Count("pk", filter=Q(state__in=UNFIXED, due_on__lt=today)),
        closed=Count("pk", filter=Q(state="closed")),
    )
    inspections = visible(request.user, Inspection).filter(inside).select_related("campaign", "phase", "participant")
    leads = Holder.objects.current().filter(assignment=OuterRef("pk"), role=Holder.Role.LEAD).values("person__name")
    tasks = (
        visible(request.user, Assignment).filter(inside, state=Assignment.State.OPEN).annotate(lead=Subquery(leads[:1]))
    )
    turns = Turn.objects.open().filter(inside, _about_seen(request)).order_by("due_on", "opened_at")
    context = {
        "unit": unit,
        "query": quote(unit.name),
        "facts": _facts(unit),
        "counts": counts,
        "findings": findings.exclude(state__in=SETTLED).select_related("department").order_by("due_on", "pk")[:MOST],
        "inspections": inspections.order_by("-opened_at")[:MOST],
        "turns": turns[:MOST],
        "tasks": tasks.order_by("due_on", "pk")[:MOST],
        "today": today,
    }
    return render(request, "rectification/institution_detail.html", context)

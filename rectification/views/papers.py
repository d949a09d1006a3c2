"""The paper signed on the spot, and what the unit said of itself beside what others saw."""

from decimal import Decimal
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accountability.models import Attachment
from organizations.refusals import NotAllowed
from organizations.sight import visible
from rectification import services
from rectification.forms.asking import AskingForm
from rectification.forms.inspections import SitePaperForm
from rectification.models import Answer, Choice, Inspection, InspectionKind, SitePaper
from rectification.views.answering import Sheet, act_on_sheet, find, visitor, way_back
from rectification.views.visits import outcome_of

NAMES = (
    "campaign__organization",
    "phase",
    "participant",
    "department",
    "inspecting_unit",
    "checklist_version__checklist",
)
RANK = {Choice.PASS: 0, Choice.PARTIAL: 1, Choice.FAIL: 2}


def _visit(request: HttpRequest, pk: int) -> Inspection:
    """An inspection from outside."""
    inspection = find(request, Inspection, pk, *NAMES)
    if inspection.is_self:
        raise Http404
    return inspection


@login_required
@require_safe
def inspection_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper to print, to sign and, once registered, to read."""
    inspection = _visit(request, pk)
    inspectors = list(inspection.inspectors.select_related("person"))
    paper = SitePaper.objects.filter(inspection=inspection).select_related("recorded_by").first()
    person = getattr(request, "person", None)
    context = {
        "inspection": inspection,
        "inspectors": inspectors,
        "answered": inspection.answers.count(),
        "findings": list(inspection.findings.select_related("department").order_by("pk")),
        "paper": paper,
        "outcome": outcome_of(inspection),
        "files": list(Attachment.objects.of(paper)) if paper else [],
        "may_sign": paper is None
        and inspection.state == "submitted"
        and any(one.person_id == getattr(person, "pk", 0) for one in inspectors),
        "crumbs": way_back(inspection),
    }
    return render(request, "rectification/inspection_paper.html", context)


@login_required
def inspection_paper_sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Register what was signed."""
    inspection, person = _visit(request, pk), visitor(request)
    if not inspection.inspectors.filter(person=person).exists():
        raise NotAllowed(_("现场检查记录由本次检查的检查人登记。"))
    sheet = Sheet(
        inspection,
        _("登记现场签字"),
        _("保存"),
        lead=_("先打印现场检查记录，检查人员和被检查单位签字后在这里登记；留一份给被检查单位。"),
        icon="pen-line",
        files=True,
        back=reverse("rectification:inspection_paper", args=[inspection.pk]),
        said=_("已登记现场检查记录。"),
    )
    form = SitePaperForm(request.POST or None, request.FILES or None)

    def act(sent: AskingForm) -> object:
        told = dict(sent.cleaned_data)
        scans = told.pop("attachments") or ()
        return services.record_site_paper(inspection, by=person, files=scans, **told)

    return act_on_sheet(request, sheet, form, act)


@login_required
@require_safe
def inspection_comparison(request: HttpRequest, pk: int) -> HttpResponse:
    """The same items as the unit answered them and as the inspectors saw them, with the gap."""
    inspection = _visit(request, pk)
    selves = visible(request.user, Inspection).filter(
        campaign=inspection.campaign_id,
        participant=inspection.participant_id,
        kind=InspectionKind.SELF,
        checklist_version=inspection.checklist_version_id,
    )
    own = selves.order_by("-pk").first()
    rows = _compared(own, inspection) if own else []
    context = {
        "inspection": inspection,
        "own": own,
        "rows": rows,
        "gaps": sum(row["gap"] for row in rows),
        "crumbs": way_back(inspection),
    }
    return render(request, "rectification/inspection_comparison.html", context)


def _compared(own: Inspection, visit: Inspection) -> list[dict[str, Any]]:
    """Every item answered on both sides; a gap where the inspectors judged worse than the unit."""
    said, seen = _answers(own), _answers(visit)
    both = [(said[pk], seen[pk]) for pk in seen if pk in said]
    rows = [
        {
            "item": theirs.item,
            "own": ours,
            "seen": theirs,
            "gap": _is_worse(ours, theirs),
            "points": _points(ours, theirs),
        }
        for ours, theirs in both
    ]
    return sorted(rows, key=lambda row: (not row["gap"], row["item"].order))


def _answers(inspection: Inspection) -> dict[int, Answer]:
    asked = inspection.asked_items.values("pk")
    return {each.item_id: each for each in inspection.answers.filter(item__in=asked).select_related("item")}


def _points(own: Answer, seen: Answer) -> Decimal | None:
    """By how many points of percent the inspectors' share differs from the unit's; none where a side has no share."""
    return None if own.rate is None or seen.rate is None else seen.rate - own.rate


def _is_worse(own: Answer, seen: Answer) -> bool:
    """Whether the inspectors judged worse; numbers and shares of different size are left to the reader."""
    return RANK.get(Choice(seen.choice), 0) > RANK.get(Choice(own.choice), 0) if own.choice and seen.choice else False

"""Papers that are printed and signed by hand: the three lists, 销号申请表, 整改报告."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accountability import trail
from accountability.models import Theme
from organizations.sight import visible
from rectification.exports import PARTS, ledger_rows
from rectification.forms.ledger import LedgerForm
from rectification.models import Campaign, Finding, Participant
from rectification.models.querysets import UNFIXED
from rectification.services.actor import acting_post
from rectification.views.answering import find, visitor

MOST_ROWS = 300
SIGNERS = (gettext_lazy("填表人"), gettext_lazy("科室负责人"), gettext_lazy("分管领导"), gettext_lazy("主要负责人"))


def _tables(rows: list[Any]) -> list[dict[str, Any]]:
    """The three lists side by side in one order, each beginning with the number."""
    number = PARTS[0][1][0]
    tables = []
    for heading, columns in PARTS:
        shown = [number, *(column for column in columns if column is not number)]
        body = [{"cells": [_cell(column.read(row)) for column in shown], "is_struck": row.is_withdrawn} for row in rows]
        tables.append({"heading": heading, "columns": [column.heading for column in shown], "body": body})
    return tables


def _cell(value: Any) -> str:
    if value is None:
        return ""
    return f"{value:%Y-%m-%d}" if hasattr(value, "strftime") else str(value)


@login_required
@require_GET
def ledger_print(request: HttpRequest) -> HttpResponse:
    """问题清单, 责任清单 and 整改清单 of the filtered ledger, landscape, with boxes for signatures and seal."""
    person = visitor(request)
    campaigns = visible(request.user, Campaign).order_by("-starts_on")
    form = LedgerForm(request.GET, campaigns=campaigns, themes=visible(request.user, Theme))
    findings = form.narrowed(visible(request.user, Finding)).order_by("org_path", "number_text", "pk")
    rows = list(ledger_rows(findings[: MOST_ROWS + 1]))
    trail.witness(
        "ledger_printed",
        person.home,
        by=person,
        extra={"filters": form.words_of_filters, "rows": len(rows[:MOST_ROWS])},
    )
    context = {
        "tables": _tables(rows[:MOST_ROWS]),
        "is_cut": len(rows) > MOST_ROWS,
        "most": MOST_ROWS,
        "filters": form.words_of_filters,
        "taken_by": f"{person.name} {acting_post(person)} {timezone.localtime():%Y-%m-%d %H:%M}",
        "signers": SIGNERS,
        "query": request.GET.urlencode(),
    }
    return render(request, "rectification/ledger_print.html", context)


@login_required
@require_GET
def finding_application(request: HttpRequest, pk: int) -> HttpResponse:
    """销号申请表: one problem, with room for the department, the unit and the authority."""
    names = ("campaign", "organization", "department", "author", "leader", "reported_by")
    finding = find(request, Finding, pk, *names)
    context = {
        "finding": finding,
        "measures": finding.measures_in_force.select_related("assignment", "proposed_holder"),
        "verifications": finding.verifications.select_related("verifier"),
        "columns": (_("责任科室意见"), _("责任单位意见"), _("主管部门意见")),
    }
    return render(request, "rectification/finding_application.html", context)


@login_required
@require_GET
def participant_report(request: HttpRequest, pk: int) -> HttpResponse:
    """整改报告 of a unit: how its problems stand, item by item, to be signed and sealed."""
    participant = find(request, Participant, pk, "campaign__organization", "organization")
    findings = visible(request.user, Finding).filter(participant=participant).exclude(state="withdrawn")
    counts = findings.order_by().aggregate(
        all=Count("pk"), closed=Count("pk", filter=Q(state="closed")),
        waived=Count("pk", filter=Q(state="waived")), going=Count("pk", filter=Q(state__in=UNFIXED)),
        verifying=Count("pk", filter=Q(state="verifying")),
    )  # fmt: skip
    rows = list(ledger_rows(findings.order_by("number_text", "pk")[:MOST_ROWS]))
    for row in rows:
        row.words = _("；").join(measure.text for measure in row.present_measures)
    context = {"participant": participant, "counts": counts, "rows": rows, "today": timezone.localdate()}
    return render(request, "rectification/participant_report.html", context)

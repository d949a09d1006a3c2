"""The ledger of findings: filtered, counted in tabs, paged, and taken along as a workbook."""

from datetime import date
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accountability import trail
from organizations.sight import visible
from rectification.exports import ledger_workbook
from rectification.forms.ledger import STATUSES, LedgerForm
from rectification.models import Campaign, Finding
from rectification.models.querysets import UNFIXED
from rectification.services.actor import acting_post
from rectification.views.answering import visitor

PAGE = 50
STEPS = {"registered": 1, "planning": 1, "approving": 2, "rectifying": 3, "verifying": 4, "closed": 6}
"""How far a finding is, of five: measures, their approval, the fix, its verification, 销号."""
HEADINGS = (
    gettext_lazy("问题"),
    gettext_lazy("责任"),
    gettext_lazy("程度"),
    gettext_lazy("期限"),
    gettext_lazy("进展"),
    gettext_lazy("状态"),
)
SPREADSHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def _asked(request: HttpRequest) -> LedgerForm:
    """The filter with what the address says; the newest campaigns the reader sees are offered."""
    return LedgerForm(request.GET, campaigns=visible(request.user, Campaign).order_by("-starts_on"))


def _counts(findings: QuerySet[Finding], today: date) -> dict[str, int]:
    """How many rows each tab has, in one query."""
    closed = Q(state="closed")
    return findings.order_by().aggregate(
        all=Count("pk"),
        open=Count("pk", filter=~closed),
        overdue=Count("pk", filter=Q(state__in=UNFIXED, due_on__lt=today)),
        closed=Count("pk", filter=closed),
    )


@login_required
@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """One page of the ledger; asked by htmx it is only the part that changes."""
    today, form = timezone.localdate(), _asked(request)
    seen = visible(request.user, Finding)
    rows = form.narrowed(seen)
    counts = _counts(form.narrowed(seen, but_status=True), today)
    paginator = Paginator(rows.order_by("-recorded_at", "-pk"), PAGE)
    paginator.count = counts[form.cleaned_data.get("status") or "all"]
    page = paginator.get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    tabs = []
    for value, label in STATUSES:
        query["status"] = value
        current = (form.cleaned_data.get("status") or "") == value
        tabs.append(
            {"url": f"?{query.urlencode()}", "label": label, "count": counts[value or "all"], "current": current}
        )
    query["status"] = form.cleaned_data.get("status") or ""
    shown: list[Any] = list(page.object_list)
    for finding in shown:
        finding.is_late = finding.is_overdue(today)
        finding.step = STEPS[finding.state]
    context = {
        "form": form,
        "asked": form.asked,
        "page": page,
        "rows": shown,
        "tabs": tabs,
        "headings": HEADINGS,
        "query": query.urlencode(),
    }
    return render(request, "rectification/finding_list.html", context)


@login_required
@require_GET
def ledger_xlsx(request: HttpRequest) -> FileResponse:
    """The filtered ledger as a workbook; who took what is on record before the first byte leaves."""
    person, form = visitor(request), _asked(request)
    findings = form.narrowed(visible(request.user, Finding)).order_by("org_path", "number_text", "pk")
    stamp = timezone.localtime().strftime("%Y-%m-%d %H:%M")
    caption = _("整改台账　导出人：%(who)s　导出时间：%(when)s　筛选：%(what)s") % {
        "who": person.name,
        "when": stamp,
        "what": form.words_of_filters,
    }
    trail.witness(
        "ledger_exported", person.home, by=person, extra={"filters": form.words_of_filters, "rows": findings.count()}
    )
    name = _("整改台账_%(day)s.xlsx") % {"day": timezone.localdate().strftime("%Y%m%d")}
    taken_by = f"{person.name} {acting_post(person)} {stamp}"
    file = ledger_workbook(findings, caption=caption, taken_by=taken_by)
    return FileResponse(file, as_attachment=True, filename=name, content_type=SPREADSHEET)

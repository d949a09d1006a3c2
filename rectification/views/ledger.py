"""The ledger of findings: filtered, counted in tabs, paged, and taken along as a workbook."""

from datetime import date
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Page, Paginator
from django.db.models import Case, Count, Q, QuerySet, SmallIntegerField, When
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accountability import trail
from accountability.models import Theme
from organizations.sight import condition, visible
from rectification.exports import ledger_workbook
from rectification.forms.ledger import STATUSES, LedgerForm
from rectification.models import Campaign, Finding
from rectification.models.querysets import SETTLED, UNFIXED
from rectification.services.actor import acting_post
from rectification.views.answering import visitor
from rectification.views.bulk import offered

PAGE = 50
ORDER = ("-recorded_at", "-pk")
UNSHOWN = ("cited_text", "root_cause", "interim_control", "result", "withdrawn_because")
MOST_COUNTED = 3000
"""Beyond this a ledger is told as 3000+, so that a page of a large one costs what a page of a small one does."""
MANY_SEEN = 10_000
"""A reader who sees more than this is shown the ledger newest first without looking his rows up by place."""
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
    """The filter with what the address says; the newest campaigns and the themes the reader sees are offered."""
    campaigns = visible(request.user, Campaign).order_by("-starts_on")
    return LedgerForm(request.GET, campaigns=campaigns, themes=visible(request.user, Theme))


def _seen(request: HttpRequest) -> QuerySet[Finding]:
    """The findings in sight; of very many, in a form that lets the database walk them newest first.

    Where a reader sees very many, looking them up by place and then sorting them all would cost
    more the longer the ledger is.
    """
    seen = visible(request.user, Finding)
    if seen.order_by().values("pk")[: MANY_SEEN + 1].count() <= MANY_SEEN:
        return seen
    in_sight = Case(When(condition(request.user, Finding), then=1), default=0, output_field=SmallIntegerField())
    return Finding.objects.alias(in_sight=in_sight).exclude(in_sight=0)  # PostgreSQL then expects most rows to be seen


def _counts(findings: QuerySet[Finding], today: date) -> dict[str, Any]:
    """How many rows each tab has among the newest ones, in one query."""
    newest = findings.order_by(*ORDER).select_related(None)[: MOST_COUNTED + 1]
    told = newest.aggregate(
        all=Count("pk"),
        open=Count("pk", filter=~Q(state__in=SETTLED)),
        overdue=Count("pk", filter=Q(state__in=UNFIXED, due_on__lt=today)),
        closed=Count("pk", filter=Q(state="closed")),
        repeated=Count("pk", filter=Q(repeats__gt=0)),
        withdrawn=Count("pk", filter=Q(state="withdrawn")),
    )
    return {name: min(count, MOST_COUNTED) for name, count in told.items()} | {"is_cut": told["all"] > MOST_COUNTED}


class LedgerPages(Paginator):
    """Pages whose rows are chosen by key before anything is joined to them, counted up to a bound."""

    @cached_property
    def count(self) -> int:
        """How many rows there are, at most MOST_COUNTED."""
        keys = cast(QuerySet[Finding], self.object_list).values("pk")
        return keys[: MOST_COUNTED + 1].count()

    @property
    def is_cut(self) -> bool:
        """Whether there are more rows than are paged through."""
        return self.count > MOST_COUNTED

    @cached_property
    def num_pages(self) -> int:
        """The pages up to the bound."""
        return max(1, -(-min(self.count, MOST_COUNTED) // self.per_page))

    def rows_of(self, page: Page, today: date) -> list[Any]:
        """The rows of a page with what they show."""
        keys: QuerySet[Finding] = cast(Any, page.object_list).select_related(None).values("pk")
        shown = Finding.objects.filter(pk__in=keys).order_by(*ORDER)
        rows: list[Any] = list(shown.with_names().defer(*UNSHOWN))
        for finding in rows:
            finding.is_late = finding.is_overdue(today)
            finding.step = STEPS.get(finding.state, 0)
        return rows


def _tabs(request: HttpRequest, status: str, counts: dict[str, Any]) -> list[dict[str, Any]]:
    """The tabs, each with its count; of a ledger too long to count with a plus."""
    query = request.GET.copy()
    query.pop("page", None)
    tabs = []
    for value, label in STATUSES:
        query["status"] = value
        count = f"{counts[value or 'all']}{'+' if counts['is_cut'] else ''}"
        tabs.append({"url": f"?{query.urlencode()}", "label": label, "count": count, "current": status == value})
    return tabs


@login_required
@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """One page of the ledger; asked by htmx it is only the part that changes."""
    today, form = timezone.localdate(), _asked(request)
    seen = _seen(request)
    rows = form.narrowed(seen)
    counts = _counts(form.narrowed(seen, but_status=True), today)
    status = form.cleaned_data.get("status") or ""
    paginator = LedgerPages(rows.order_by(*ORDER), PAGE)
    if not counts["is_cut"]:
        paginator.count = counts[status or "all"]
    page = paginator.get_page(request.GET.get("page"))
    query = request.GET.copy()
    query.pop("page", None)
    query["status"] = status
    context = {
        "form": form,
        "asked": form.asked,
        "page": page,
        "rows": paginator.rows_of(page, today),
        "is_cut": paginator.is_cut,
        "most": MOST_COUNTED,
        "tabs": _tabs(request, status, counts),
        "headings": HEADINGS,
        "acts": offered(request),
        "picked": request.GET.get("pick") == "all",
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

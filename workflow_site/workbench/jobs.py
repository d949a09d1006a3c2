"""The background work as a system administrator sees it."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from engine import jobs, submissions
from engine.models import Job
from organizations import paths
from organizations.models import Duty
from organizations.refusals import NotFound
from organizations.sight import sight_of

A_PAGE = 50


@require_safe
@login_required
def job_list(request: HttpRequest) -> HttpResponse:
    """Every job with its progress, those that failed first; `?state=` one state."""
    rows = _jobs(request)
    counts = dict(rows.order_by().values_list("state").annotate(n=Count("pk")))
    state = request.GET.get("state", "")
    if state in Job.State.values:
        rows = rows.filter(state=state)
    page = Paginator(rows.select_related("by").order_by("-created_at", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "pills": _pills(counts, state), "columns": _columns(), "dead": counts.get("dead", 0)}
    return render(request, "workbench/job_list.html", context)


@require_POST
@login_required
def job_retry(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Let a job that failed begin again."""
    job = _jobs(request).filter(pk=pk).first()
    if job is None:
        raise NotFound

    def act() -> HttpResponseRedirect:
        jobs.retry(job, by=request.person)  # type: ignore[attr-defined]
        messages.success(request, _("已重新排队：%(title)s。") % {"title": job.title})
        return HttpResponseRedirect(reverse("job_list"))

    return submissions.once(request, act)


def _jobs(request: HttpRequest) -> Any:
    """The jobs of the units a system administrator looks after, and the system's own at the root; else none."""
    kept = [scope for scope in sight_of(request.user).scopes if scope.duty == Duty.SYSTEM_ADMIN]
    if not kept:
        raise NotFound
    mine = paths.covering("org_path", [each for scope in kept for each in scope.ranges])
    of_the_system = Q(org_path="") if any(is_root(scope.path) for scope in kept) else Q(pk__in=[])
    return Job.objects.filter(mine | of_the_system)


def is_root(path: str) -> bool:
    """Whether a unit has none above it."""
    return len(paths.lineage(path)) == 1


def _pills(counts: dict[str, int], current: str) -> list[dict[str, Any]]:
    """The states with their counts."""
    here = reverse("job_list")
    every = {"label": _("全部"), "url": here, "count": sum(counts.values()), "current": not current}
    return [every] + [
        {"label": label, "url": f"{here}?state={value}", "count": counts.get(value, 0), "current": value == current}
        for value, label in Job.State.choices
    ]


def _columns() -> list[dict[str, Any]]:
    """The columns of the list."""
    return [{"label": label} for label in (_("任务"), _("状态"), _("进度"), _("次数"), _("时间"), _("操作"))]

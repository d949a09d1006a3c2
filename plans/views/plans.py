"""Plans as their readers see them: the list, the page of one, its year by quarters, its editions side by side."""

import datetime
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

from accountability.models import Assignment, Attachment
from accountability.signing import manifests
from organizations.rights import may, may_anywhere
from organizations.sight import visible
from plans.models import UNFINISHED, VALID, Measure, Objective, Plan, PlanState
from plans.services import standing
from plans.views.answering import find
from plans.views.moves import now_of
from plans.views.plan_parts import cited_in, deliberated, following, lines_of
from search.models import Citation

PAGE, LINES = 20, 100
STATES: tuple[tuple[str, Any, tuple[str, ...]], ...] = (
    ("", gettext_lazy("全部"), tuple(PlanState.values)),
    ("drafting", gettext_lazy("拟稿和审批"), UNFINISHED),
    ("valid", gettext_lazy("有效"), VALID),
    ("over", gettext_lazy("已替代或放弃"), (PlanState.SUPERSEDED, PlanState.ABANDONED)),
)
DONE = Q(measures__assignment__state=Assignment.State.DONE)
STANDING = Q(measures__dropped_at__isnull=True)


@login_required
@require_GET
def plan_list(request: HttpRequest) -> HttpResponse:
    """The plans in sight, filtered by how far they are."""
    asked = request.GET.get("state", "")
    chosen = next((states for value, _label, states in STATES if value == asked), STATES[0][2])
    seen = visible(request.user, Plan)
    counts = seen.aggregate(
        **{f"in_{value}": Count("pk", filter=Q(state__in=states)) for value, _label, states in STATES}
    )
    rows = Plan.objects.filter(pk__in=seen.filter(state__in=chosen).values("pk"))
    late = standing.late_on(timezone.localdate())
    late_here = Q(**{f"measures__{name}": value for name, value in late.children})  # type: ignore[misc]
    rows = rows.with_lines().annotate(
        total=Count("measures", filter=STANDING),
        done=Count("measures", filter=STANDING & DONE),
        late=Count("measures", filter=STANDING & late_here),
    )
    page = Paginator(rows.order_by("-year", "-pk"), PAGE).get_page(request.GET.get("page"))
    pills = [
        {"url": f"?state={value}", "label": label, "count": counts[f"in_{value}"], "current": value == asked}
        for value, label, _states in STATES
    ]
    context = {"page": page, "pills": pills, "may_draft": may_anywhere(request.user, "plans.draft_plan")}
    return render(request, "plans/plan_list.html", context)


RELATED = ("organization", "number", "drafted_by", "parent", "supersedes", "report_to")
ASIDE = (
    "objectives", "basis", "problems", "proposals", "imports", "revisions", "reviews", "derived", "sections",
    "deliberations",
)  # fmt: skip


def _there() -> dict[str, Any]:
    """Which of the things beside a plan there are: asked with the plan itself, so that none is looked for in vain."""
    asked: dict[str, Any] = {}
    for name in ASIDE:
        relation: Any = Plan._meta.get_field(name)
        rows = relation.related_model._base_manager.filter(**{relation.field.name: OuterRef("pk")})
        asked[f"has_{name}"] = Exists(rows)
    kind = {"content_type__app_label": "plans", "content_type__model": "plan", "object_id": OuterRef("pk")}
    asked["has_citations"] = Exists(Citation.objects.filter(Q(**kind) | _in_an_objective()))
    asked["has_files"] = Exists(Attachment.objects.filter(**kind))
    return asked


def _in_an_objective() -> Q:
    """The citations of the objectives of the plan that is asked for."""
    kind = {"content_type__app_label": "plans", "content_type__model": "objective"}
    return Q(**kind, object_id__in=Objective.objects.filter(plan=OuterRef(OuterRef("pk"))).values("pk"))


@login_required
@require_GET
def plan_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One plan: what is to be done now, its lines under their headings, what it rests on, what followed from it."""
    plan: Any = find(request, Plan, pk, *RELATED, **_there(), **standing.counts_of(timezone.localdate()))
    lines = lines_of(plan)
    counted = standing.Counted(plan.measures_total, plan.measures_done, plan.measures_late)
    pages = Paginator(_measures(plan), LINES)
    pages.count = counted.total  # known already: not counted again
    page = pages.get_page(request.GET.get("page"))
    context = {
        "plan": plan,
        "now": now_of(request, plan),
        "page": page,
        "blocks": _blocks(lines["sections"], page, plan),
        "objectives": lines["objectives"],
        "basis": lines["basis"],
        "citations": cited_in(plan, lines["objectives"]) if plan.has_citations else [],
        "problems": lines["problems"],
        "deliberations": deliberated(request, plan.deliberations.all()) if plan.has_deliberations else [],
        "counted": counted if plan.is_issued else None,
        "follow": following(plan) if plan.is_issued else {},
        "facts": _facts(plan),
        "may_write": plan.is_draft and may(request.user, "plans.draft_plan", plan),
        "may_cite_lines": may(request.user, "plans.draft_plan" if plan.is_draft else "plans.revise_plan", plan)
        and (plan.is_draft or plan.is_valid),
        "may_follow": plan.is_valid and may(request.user, "plans.revise_plan", plan),
        "may_order": plan.state == PlanState.IN_FORCE and may(request.user, "plans.add_ad_hoc", plan),
        "may_abandon": plan.is_unfinished and may(request.user, "plans.draft_plan", plan),
        "open_proposals": plan.proposals.open().count() if plan.is_draft and plan.has_proposals else 0,
        "open_import": plan.imports.open().first() if plan.is_draft and plan.has_imports else None,
        "files": Attachment.objects.of(plan) if plan.has_files else [],
    }
    return render(request, "plans/plan_detail.html", context)


def _measures(plan: Plan) -> Any:
    """The measures in the order of their headings; those under none come first."""
    return plan.measures.standing().for_rows().order_by("section__order", "section", "order", "pk")


def _blocks(sections: list[Any], page: Any, plan: Plan) -> list[dict[str, Any]]:
    """The headings of a page of measures; on the first page also those under which nothing stands."""
    rows: dict[int | None, list[Measure]] = {}
    for measure in page.object_list:
        measure.plan = plan
        rows.setdefault(measure.section_id, []).append(measure)
    blocks: list[dict[str, Any]] = [{"section": None, "measures": rows.get(None, [])}] if None in rows else []
    whole = page.paginator.num_pages == 1
    blocks += [
        {"section": section, "measures": rows.get(section.pk, [])}
        for section in sections
        if whole or section.pk in rows
    ]
    return blocks


def _facts(plan: Plan) -> list[dict[str, Any]]:
    """The particulars beside the lines."""
    return [
        {"label": _("制定单位"), "value": plan.organization},
        {"label": _("类别"), "value": plan.get_kind_display()},
        {"label": _("年度"), "value": plan.years_label},
        {"label": _("文号"), "value": plan.number},
        {"label": _("执行之日"), "value": plan.effective_on},
        {"label": _("停止执行之日"), "value": plan.ended_on},
        {"label": _("替代的计划"), "value": plan.supersedes, "url": _url(plan.supersedes)},
        {"label": _("上级计划"), "value": plan.parent, "url": _url(plan.parent)},
        {"label": _("拟稿人"), "value": plan.drafted_by},
        {"label": _("联系人及电话"), "value": plan.contact},
        {"label": _("主送"), "value": plan.addressees},
        {"label": _("抄送"), "value": plan.copies_to},
        {"label": _("进展报送"), "value": _reporting(plan)},
    ]


def _reporting(plan: Plan) -> str:
    return f"{plan.get_report_every_display()} · {plan.report_to}" if plan.report_to and plan.report_every else ""


def _url(plan: Plan | None) -> str:
    return plan.get_absolute_url() if plan else ""


@login_required
@require_GET
def plan_quarters(request: HttpRequest, pk: int) -> HttpResponse:
    """The year of a plan by quarters: what falls due when, and how it stands."""
    plan = find(request, Plan, pk, "organization")
    today = timezone.localdate()
    years = plan.years
    typed = request.GET.get("year", "")
    year = int(typed) if typed.isdecimal() and int(typed[:4]) in years else min(max(today.year, years[0]), years[-1])
    quarters: list[dict[str, Any]] = [
        {"number": n, "title": _("第%(n)d季度") % {"n": n}, "rows": [], "done": 0, "now": _is_now(n, year, today)}
        for n in range(1, 5)
    ]
    for measure in _measures(plan):
        measure.plan = plan
        place = standing.quarter_of(measure, year)
        if 1 <= place <= 4:
            quarters[place - 1]["rows"].append(measure)
            done = measure.assignment is not None and measure.assignment.state == Assignment.State.DONE
            quarters[place - 1]["done"] += done
    tabs = [{"url": f"?year={one}", "label": one, "count": None, "current": one == year} for one in years]
    context = {"plan": plan, "quarters": quarters, "year": year, "pills": tabs if len(tabs) > 1 else [], "today": today}
    context["crumbs"] = [{"label": str(plan), "url": plan.get_absolute_url()}]
    return render(request, "plans/plan_quarters.html", context)


def _is_now(quarter: int, year: int, today: datetime.date) -> bool:
    return today.year == year and (today.month + 2) // 3 == quarter


@login_required
@require_GET
def plan_editions(request: HttpRequest, pk: int) -> HttpResponse:
    """A plan as it was issued, edition by edition, and what each changed against the one before."""
    plan = find(request, Plan, pk)
    editions = list(plan.editions.select_related("revision").order_by("edition"))
    told = []
    for place, edition in enumerate(editions):
        before = editions[place - 1].content if place else None
        old, new = manifests.differences(before, edition.content) if before else ({}, {})
        changes = [{"label": label, "old": old[label], "new": new[label]} for label in old]
        told.append({"edition": edition, "changes": changes})
    crumbs = [{"label": str(plan), "url": plan.get_absolute_url()}]
    context = {"plan": plan, "told": list(reversed(told)), "crumbs": crumbs}
    return render(request, "plans/plan_editions.html", context)

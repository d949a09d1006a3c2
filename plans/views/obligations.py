"""Obligations on the screen: the list with its meters, one duty with its periods and who has been covered."""

import datetime
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Min, Q, QuerySet, Sum
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accountability.views.deadline_pages import find, posted, visitor
from organizations.models import Organization
from organizations.sight import visible
from plans import quota_permissions as permissions
from plans import services
from plans.forms.obligations import BecauseForm, HappenedForm, ObligationFilter
from plans.models import Obligation, Occurrence, OwedBy, Plan
from plans.services import owing
from plans.views.quota_meters import with_meters
from plans.views.quota_sheets import Sheet, on_sheet
from search.models import Citation

A_PAGE = 30
MOST_UNITS = 100


@require_safe
@login_required
def obligation_list(request: HttpRequest) -> HttpResponse:
    """The duties the visitor sees, of one plan where the address names it; each with its present period."""
    today = timezone.localdate()
    form = ObligationFilter(request.GET)
    plan = plan_asked(request)
    rows = visible(request.user, Obligation).filter(**({"plan": plan} if plan else {}))
    rows = _narrowed(rows, form, today).with_names().order_by("plan", "order", "pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    standing = _standing(list(page.object_list), today)
    for one in page.object_list:
        one.standing = standing.get(one.pk, {})
    context = {
        "page": page,
        "rows": page.object_list,
        "form": form,
        "asked": sum(1 for name in form.fields if request.GET.get(name)),
        "plan": plan,
        "tabs": tabs_of("list", plan),
        "may_draft": bool(plan and plan.is_draft and permissions.may(request.user, permissions.KEEP, plan)),  # type: ignore[arg-type]
    }
    return render(request, "plans/obligation_list.html", context)


def plan_asked(request: HttpRequest) -> Plan | None:
    """The plan an address names."""
    named = request.GET.get("plan", "")
    if not named.isascii() or not named.isdecimal() or len(named) > 18:
        return None
    return find(request, Plan, int(named))


def tabs_of(here: str, plan: Plan | None) -> list[dict[str, Any]]:
    """The three ways to look at what is owed: list, month, year."""
    narrow = f"?plan={plan.pk}" if plan else ""
    pages = (
        ("list", _("清单"), "plans:obligation_list"),
        ("month", _("月历"), "plans:obligation_calendar"),
        ("year", _("全年"), "plans:obligation_year"),
    )
    return [
        {"label": label, "url": reverse(name) + narrow, "current": key == here, "count": None}
        for key, label, name in pages
    ]


def _narrowed(rows: Any, form: ObligationFilter, today: datetime.date) -> Any:
    """The rows a filter leaves; what it does not understand it passes over."""
    form.is_valid()
    told = form.cleaned_data
    if told.get("q"):
        rows = rows.filter(text__contains=told["q"])
    for name in ("unit", "kind"):
        if told.get(name):
            rows = rows.filter(**{name: told[name]})
    match told.get("standing"):
        case "missed":
            return rows.filter(pk__in=Occurrence.objects.missed(today).order_by().values("obligation"))
        case "not_set":
            return rows.not_set()
        case "ended":
            return rows.filter(state="ended")
    return rows.exclude(state="ended")


def _standing(rows: list[Obligation], today: datetime.date) -> dict[int, dict[str, Any]]:
    """Of each duty: done and owed in the present periods, the nearest day, and how many were missed; one query."""
    now = Q(begins_on__lte=today, due_on__gte=today) & ~Q(state="withdrawn")
    counted = (
        Occurrence.objects.filter(obligation__in=[one.pk for one in rows])
        .order_by()
        .values("obligation")
        .annotate(
            done=Sum("done", filter=now),
            needed=Sum("needed", filter=now),
            sides=Count("pk", filter=now),
            nearest=Min("due_on", filter=now),
            missed=Count("pk", filter=Q(state="open", due_on__lt=today)),
        )
    )
    return {one["obligation"]: dict(one) for one in counted}


@require_safe
@login_required
def obligation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One duty: what it asks, how it stands now, who has been covered, and all its periods."""
    names = ("plan", "lead_unit", "person", "department_type", "register", "section", "measure", "watches")
    obligation = find(request, Obligation, pk, *names)
    today = timezone.localdate()
    seen = cast(Any, visible(request.user, Occurrence)).filter(obligation=obligation)
    newest = seen.exclude(state="withdrawn").filter(begins_on__lte=today).order_by("-begins_on", "slot", "pk")
    sums = newest.order_by().counts(today)
    pages = Paginator(newest.with_names(), A_PAGE)
    pages.__dict__["count"] = sums["total"]  # counted already: the paginator need not ask again
    page = pages.get_page(request.GET.get("page"))
    rows = with_meters(page.object_list)
    current = [row for row in rows if row.begins_on <= today <= row.due_on and not obligation.is_daily]
    may_keep = permissions.may(request.user, permissions.KEEP, obligation)  # type: ignore[arg-type]
    context = {
        "obligation": obligation,
        "facts": _facts(obligation),
        "page": page,
        "rows": rows,
        "current": current[:1] if obligation.owed_by in (OwedBy.UNIT, OwedBy.COVER) else [],
        "sums": sums,
        "units": _units(seen, today) if obligation.owed_by in (OwedBy.EACH, OwedBy.ENTRY) else [],
        "covered": _covered(obligation, current),
        "may_keep": may_keep,
        "may_tell": _may_tell(request, obligation),
        "citations": list(Citation.objects.of(obligation).in_order()),
        "may_cite": may_keep and (obligation.is_running or (obligation.plan.is_draft and obligation.state == "draft")),
    }
    return render(request, "plans/obligation_detail.html", context)


def _may_tell(request: HttpRequest, obligation: Obligation) -> bool:
    """Whether the visitor may register that something happened."""
    if obligation.unit != "event" or not obligation.is_running:
        return False
    return permissions.may(request.user, permissions.DO, obligation)  # type: ignore[arg-type]


def _facts(obligation: Obligation) -> list[dict[str, Any]]:
    return [
        {"label": _("计划"), "value": obligation.plan, "url": obligation.plan.get_absolute_url()},
        {"label": _("频次要求"), "value": obligation.often},
        {"label": _("由谁完成"), "value": obligation.whom},
        {"label": _("具体责任人"), "value": obligation.person},
        {"label": _("工作类别"), "value": obligation.get_kind_display()},
        {"label": _("完成依据"), "value": obligation.get_proof_display()},
        {"label": _("应有的佐证"), "value": obligation.expected_evidence},
        {"label": _("日期"), "value": _("不定期进行，不预先公布") if obligation.unannounced else ""},
        {"label": _("检查的记录"), "value": obligation.watches, "url": _url_of(obligation.watches)},
        {"label": _("登记册"), "value": obligation.register, "url": _url_of(obligation.register)},
        {"label": _("原文责任单位"), "value": obligation.responsible},
        {"label": _("开始执行"), "value": f"{obligation.starts_on:%Y-%m-%d}" if obligation.starts_on else ""},
        {"label": _("停止原因"), "value": obligation.ended_because},
        {"label": _("存疑"), "value": obligation.doubt},
        {"label": _("原文"), "value": obligation.source},
    ]


def _url_of(thing: Any) -> str:
    return str(thing.get_absolute_url()) if thing is not None else ""


def _units(seen: Any, today: datetime.date) -> list[dict[str, Any]]:
    """Each side that owes it, with what it has done so far; one query."""
    late, done = Q(state="open", due_on__lt=today), Q(state="done")
    counted: QuerySet[Any] = (
        seen.exclude(state="withdrawn")
        .order_by()
        .values("organization", "organization__name", "entry__label")
        .annotate(total=Count("pk"), done=Count("pk", filter=done), missed=Count("pk", filter=late))
        .order_by("-missed", "organization__name", "entry__label")
    )
    return list(counted[:MOST_UNITS])


def _covered(obligation: Obligation, current: list[Any]) -> dict[str, list[Organization]]:
    """Which departments have had their turn in the present period, and which not."""
    if obligation.owed_by != OwedBy.COVER or not current:
        return {}
    meant = list(owing.departments_of(obligation))
    had = set(current[0].evidence.counted().values_list("about", flat=True))
    return {"had": [one for one in meant if one.pk in had], "left": [one for one in meant if one.pk not in had]}


@require_http_methods(["GET", "POST"])
@login_required
def obligation_end(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Stop a duty with its reason."""
    obligation = find(request, Obligation, pk, "plan", "lead_unit")
    person = visitor(request)
    permissions.require(person, permissions.KEEP, obligation)
    sheet = Sheet(
        title=_("停止执行"),
        button=_("确认停止"),
        back=obligation.get_absolute_url(),
        lead=_("还没有到期的期次不再要求；已经逾期的仍须补办或者说明。"),
        icon="ban",
        danger=True,
        facts=[{"label": _("任务"), "value": obligation}, {"label": _("频次要求"), "value": obligation.often}],
    )
    form = BecauseForm(posted(request))

    def act() -> str:
        services.end_obligation(obligation, by=person, **form.cleaned_data)
        messages.success(request, _("已停止执行。"))
        return obligation.get_absolute_url()

    return on_sheet(request, sheet, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def obligation_happened(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Register that something happened after which the duty is owed once."""
    obligation = find(request, Obligation, pk, "plan", "lead_unit")
    person = visitor(request)
    permissions.require(person, permissions.DO, obligation)
    sheet = Sheet(
        title=_("登记所发生的事"),
        button=_("登记"),
        back=obligation.get_absolute_url(),
        icon="flag",
        facts=[{"label": _("任务"), "value": obligation}, {"label": _("频次要求"), "value": obligation.often}],
    )
    form = HappenedForm(posted(request), initial={"on": timezone.localdate()})

    def act() -> str:
        made = services.ask_after_event(obligation, by=person, **form.cleaned_data)
        messages.success(request, _("已登记，请在%(due)s前完成。") % {"due": f"{made.due_on:%Y-%m-%d}"})
        return made.get_absolute_url()

    return on_sheet(request, sheet, form, act)

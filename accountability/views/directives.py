"""领导批示 on the screen: the list with the hours until deployment, one directive with its points."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accountability.directive_forms import DirectiveFilterForm, DirectiveForm, SeatForm
from accountability.incoming import becoming, directing, reading
from accountability.models import (
    Assignment,
    Circulation,
    Directive,
    IncidentReport,
    IncomingDocument,
    Seat,
    Urge,
)
from accountability.views.deadline_pages import Asking, asked, find, posted, units_with, visitor
from accountability.views.incoming import source_asked
from organizations.refusals import NotAllowed, NotFound
from organizations.rights import may, require
from organizations.sight import visible

A_PAGE = 30
AN_HOUR = datetime.timedelta(hours=1)
State = Directive.State
SOURCES = (IncomingDocument, IncidentReport)


@require_safe
@login_required
def directive_list(request: HttpRequest) -> HttpResponse:
    """Those within sight, the newest first, with how soon each was put to work."""
    form = DirectiveFilterForm(request.GET)
    seen = _narrowed(visible(request.user, Directive), form)
    state = request.GET.get("state", "")
    rows = (seen.filter(state=state) if state in State.values else seen).with_names()  # type: ignore[attr-defined]
    points = Count("points", distinct=True)
    waiting = Count("points", filter=Q(points__state="open"), distinct=True)
    counted = rows.annotate(point_count=points, open_count=waiting).order_by("-said_at", "-pk")
    page = Paginator(counted, A_PAGE).get_page(request.GET.get("page"))
    for row in page.object_list:
        row.hours = hours_of(row)
    heads = (_("批示"), _("方式"), _("批示时间"), _("要点"), _("到部署用时"), _("状态"))
    context = {
        "form": form,
        "asked": form.asked,
        "tabs": _tabs(request, seen, state),
        "page": page,
        "rows": list(page.object_list),
        "columns": [{"label": label} for label in heads],
        "may_keep": bool(units_with(request, directing.KEEP)),
    }
    return render(request, "accountability/directive_list.html", context)


def hours_of(directive: Any) -> str:
    """From the leader's word to the first deployment, in natural hours."""
    span = directive.latency(directive.deployed_at)
    if span is None:
        return ""
    if span < AN_HOUR:
        return _("%(minutes)d分钟") % {"minutes": span.total_seconds() // 60}
    return _("%(hours).1f小时") % {"hours": span / AN_HOUR}


def _narrowed(seen: QuerySet[Directive], form: DirectiveFilterForm) -> QuerySet[Directive]:
    told = form.cleaned_data if form.is_valid() else {}
    if words := (told.get("q") or "").replace("\0", "").strip():
        found = Q()
        for field in ("number_text", "leader_name", "occasion", "text"):
            found |= Q(**{f"{field}__contains": words})
        seen = seen.filter(found)
    if told.get("way"):
        seen = seen.filter(way=told["way"])
    return seen.filter(said_at__date__gte=told["since"]) if told.get("since") else seen


def _tabs(request: HttpRequest, seen: QuerySet[Directive], state: str) -> list[dict[str, Any]]:
    counts = seen.order_by().aggregate(
        all=Count("pk"), **{value: Count("pk", filter=Q(state=value)) for value in State.values}
    )
    query = request.GET.copy()
    query.pop("page", None)
    tabs = []
    for value, label in (("", _("全部")), *State.choices):
        query["state"] = value
        shown = {"label": label, "count": counts[value or "all"], "current": state == value}
        tabs.append({"url": f"?{query.urlencode()}", **shown})
    return tabs


@require_http_methods(["GET", "POST"])
@login_required
def directive_new(request: HttpRequest) -> HttpResponseBase:
    """Enter what a leader has said; with `source`, because of a paper or a report taken by telephone."""
    units = units_with(request, directing.KEEP)
    if not units:
        raise NotAllowed(_("您没有登记领导批示的权限，请交办公室或者综合科登记。"))
    source = source_asked(request, SOURCES)
    asking = Asking(
        title=_("登记领导批示"),
        lead=_("书面批示、讲话中的要求、口头指示都在这里登记，逐条分解交办。"),
        button=_("登记"),
        back=reverse("directive_list"),
        facts=[{"label": _("来源"), "value": source, "url": source.get_absolute_url()}] if source else [],
        columns=True,
    )
    initial = {"occasion": getattr(source, "title", "") or str(source)[:200]} if source else {}
    form = DirectiveForm(posted(request), units=units, initial=initial)

    def act() -> str:
        unit = form.cleaned_data["organization"]
        made = directing.enter_directive(unit, words=form.words(), by=visitor(request), source=source)
        messages.success(request, _("已登记：%(number)s，请逐条分解交办。") % {"number": made.number_text})
        return made.get_absolute_url()

    return asked(request, asking, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def directive_from_seat(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A 批示 given on line becomes a directive."""
    seat = find(request, Seat, pk, "request", "person", "on_behalf_of")
    document = seat.request.subject
    require(visitor(request), directing.KEEP, document)  # type: ignore[arg-type]
    facts: list[dict[str, Any]] = [
        {"label": _("批示领导"), "value": seat.signed_name},
        {"label": _("批示内容"), "value": seat.opinion},
        {"label": _("来文"), "value": document},
    ]
    back = document.get_absolute_url()  # type: ignore[attr-defined]
    asking = Asking(title=_("转为批示件"), button=_("登记"), back=back, facts=facts)
    form = SeatForm(posted(request), initial={"points": "\n".join(directing.points_of(seat.opinion))})

    def act() -> str:
        made = directing.from_seat(seat, points=form.lines(), by=visitor(request))
        messages.success(request, _("已登记：%(number)s，请逐条分解交办。") % {"number": made.number_text})
        return made.get_absolute_url()

    return asked(request, asking, form, act)


@require_safe
@login_required
def directive_show(request: HttpRequest, pk: int) -> HttpResponse:
    """One directive: its points with the tasks of each, when it was put to work, and what may be done now."""
    seen = visible(request.user, Directive).with_names()  # type: ignore[attr-defined]
    directive, person = find_in(seen, pk), visitor(request)
    keeps = may(request.user, directing.KEEP, directive)
    tasks = {one.pk: one for one in Assignment.objects.of(directive).with_holders()}
    derived = list(directive.derivations.order_by("happened_at", "pk").select_related("recorded_by"))
    points = list(directive.points.select_related("decided_by"))
    for point in points:
        given = [one for one in derived if one.point_id == point.pk]
        point.tasks = [tasks[one.target_id] for one in given if one.kind == "task" and one.target_id in tasks]
    circulations = list(Circulation.objects.of(directive).with_counts())
    context = {
        "directive": directive,
        "facts": _facts(directive),
        "hours": hours_of(directive),
        "points": points,
        "derivations": [one for one in derived if one.kind != "task"],
        "deployed": derived[0] if derived else None,
        "circulations": circulations,
        "urges": Urge.objects.of(directive).select_related("sent_by"),
        "confirms": directive.state == State.UNCONFIRMED and directive.confirmer_id == person.pk,
        "keeps": keeps and directive.state in (State.UNCONFIRMED, State.ACTIVE),
        "sends": reading.is_readable(directive) and may(request.user, reading.CIRCULATE, directive),
        "has_open_task": any(one.state == "open" for one in tasks.values()),
        "offers": becoming.offers(directive, who=request.user) if keeps else [],
        "today": timezone.localdate(),
    }
    return render(request, "accountability/directive_show.html", context)


def find_in(seen: QuerySet[Directive], pk: int) -> Any:
    """The directive among those seen."""
    found = seen.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _facts(directive: Directive) -> list[dict[str, Any]]:
    def told(moment: Any) -> str:
        return f"{timezone.localtime(moment):%Y-%m-%d %H:%M}" if moment else ""

    source = directive.source
    document = source.request.subject if isinstance(source, Seat) else source
    url = document.get_absolute_url() if document is not None and hasattr(document, "get_absolute_url") else ""
    confirmed = f"{directive.confirmed_by} {told(directive.confirmed_at)}" if directive.confirmed_by else ""
    return [
        {"label": _("编号"), "value": directive.number_text},
        {"label": _("领导"), "value": f"{directive.leader_name} {directive.leader_post}".strip()},
        {"label": _("方式"), "value": directive.get_way_display()},
        {"label": _("批示时间"), "value": told(directive.said_at)},
        {"label": _("事由"), "value": directive.occasion},
        {"label": _("来源"), "value": document or directive.source_label, "url": url},
        {"label": _("办理单位"), "value": directive.organization},
        {"label": _("登记人"), "value": f"{directive.entered_by} {told(directive.entered_at)}"},
        {"label": _("领导确认"), "value": confirmed},
        {"label": _("确认说明"), "value": directive.confirmation},
    ]

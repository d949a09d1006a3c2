"""Series of meetings and kinds of meetings: what is kept once and used many times."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accountability.views.deadline_pages import find, posted, visitor
from meetings import permissions, services
from meetings.forms.meetings import KindForm, SeriesForm
from meetings.models import Meeting, MeetingKind, MeetingSeries
from meetings.models.querysets import HELD
from meetings.views.asking import Page, ask
from meetings.views.meetings import PAGE, host_of
from organizations.rights import may, may_anywhere
from organizations.sight import visible


@login_required
@require_safe
def series_list(request: HttpRequest) -> HttpResponse:
    """The series the visitor may see, with how often they met this year."""
    this_year = Q(meetings__year=timezone.localdate().year, meetings__state__in=HELD)
    rows = visible(request.user, MeetingSeries).select_related("kind", "organization", "body")
    rows = rows.annotate(
        met=Count("meetings", filter=this_year), last=Max("meetings__starts_at", filter=Q(meetings__state__in=HELD))
    )
    context = {
        "page": Paginator(rows.order_by("-active", "title", "pk"), PAGE).get_page(request.GET.get("page")),
        "may_keep": may_anywhere(request.user, "meetings.keep_series"),
    }
    return render(request, "meetings/series_list.html", context)


@login_required
@require_safe
def series_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One series and its meetings."""
    line = find(request, MeetingSeries, pk, "kind", "organization", "body", "chair", "recorder")
    rows = visible(request.user, Meeting).filter(series=line).select_related("kind", "chair", "organization")
    context = {
        "line": line,
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "may_keep": may(request.user, "meetings.keep_series", line),
        "may_arrange": line.active and may(request.user, "meetings.arrange_meeting", line),
        "facts": _facts(line),
    }
    return render(request, "meetings/series_detail.html", context)


def _facts(line: MeetingSeries) -> list[dict[str, Any]]:
    return [
        {"label": _("会议类型"), "value": line.kind},
        {"label": _("主办单位"), "value": line.organization},
        {"label": _("委员会或专班"), "value": line.body},
        {"label": _("召开频次"), "value": line.rhythm},
        {"label": _("常用会议地点"), "value": line.place},
        {"label": _("主持人"), "value": line.chair},
        {"label": _("记录人"), "value": line.recorder},
    ]


@login_required
def series_new(request: HttpRequest) -> HttpResponseBase:
    """A new series."""
    person, host = visitor(request), host_of(request)
    permissions.require(person, "keep_series", host)
    form = SeriesForm(posted(request), who=request.user, kinds=MeetingKind.objects.offered_to(host))

    def act() -> str:
        words = {name: value for name, value in form.cleaned_data.items() if name != "version"}
        return services.found_series(organization=host, by=person, **words).get_absolute_url()

    lead = _("例会按年度编次；每次会议自动列出上次议定事项的落实情况。")
    page = Page(_("建立例会"), _("保存"), reverse("meetings:series_list"), lead, columns=True, crumb=_("例会"))
    return ask(request, page, form, act)


@login_required
def series_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change a series."""
    line = find(request, MeetingSeries, pk, "organization", "body", "chair__home", "recorder__home")
    person = visitor(request)
    permissions.require(person, "keep_series", line)
    initial = {name: getattr(line, name) for name in SeriesForm.base_fields}
    kinds = MeetingKind.objects.offered_to(line.organization)
    form = SeriesForm(posted(request), who=request.user, kinds=kinds, initial=initial)

    def act() -> None:
        words = dict(form.cleaned_data)
        services.revise_series(line, version=words.pop("version") or 0, by=person, **words)

    return ask(
        request, Page(_("修改例会"), _("保存"), line.get_absolute_url(), columns=True, crumb=line.title), form, act
    )


@login_required
@require_safe
def kind_list(request: HttpRequest) -> HttpResponse:
    """The kinds of meetings one may arrange."""
    rows = visible(request.user, MeetingKind).filter(active=True).order_by("order", "pk")
    context = {"kinds": rows, "may_keep": may_anywhere(request.user, "meetings.keep_kinds")}
    return render(request, "meetings/kind_list.html", context)


@login_required
def kind_new(request: HttpRequest) -> HttpResponseBase:
    """A kind of one's own institution."""
    return _kind(request, None)


@login_required
def kind_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change a kind of one's own institution."""
    return _kind(request, find(request, MeetingKind, pk, "organization"))


def _kind(request: HttpRequest, kind: MeetingKind | None) -> HttpResponseBase:
    person = visitor(request)
    host = kind.organization if kind and kind.organization else host_of(request)
    permissions.require(person, "keep_kinds", host)
    initial = {name: getattr(kind, name) for name in KindForm.base_fields} if kind else {}
    if kind:
        initial["parts"] = [part["part"] for part in kind.parts]
    form = KindForm(posted(request), initial=initial)
    title = _("修改会议类型") if kind else _("新建会议类型")
    page = Page(title, _("保存"), reverse("meetings:kind_list"), crumb=_("会议类型"))

    def act() -> None:
        services.keep_kind(kind, organization=host, by=person, **form.cleaned_data)

    return ask(request, page, form, act)

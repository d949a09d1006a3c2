"""Committees and groups: what they are for, who sits in them, when they met."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accountability.views.deadline_pages import find, posted, visitor
from meetings.forms.bodies import BodyForm, CharterForm, LeaveForm, MemberForm
from meetings.models import Meeting
from meetings.views.asking import Page, ask
from meetings.views.meetings import PAGE, host_of
from organizations import rights, services
from organizations.models import Charter, Membership, Organization
from organizations.permissions import KEEP_BODIES
from organizations.refusals import NotFound
from organizations.services.units import BODIES
from organizations.sight import sight_of, visible

MEETINGS = 10


def _bodies(request: HttpRequest) -> QuerySet[Organization]:
    """The committees and groups in range, and those of one's own institution."""
    seen = sight_of(request.user)
    homes = [scope.institution_path for scope in seen.scopes]
    return Organization.objects.active().filter(seen.covers("path") | Q(institution_path__in=homes), kind__in=BODIES)


def _body(request: HttpRequest, pk: int) -> Organization:
    found = _bodies(request).select_related("charter", "parent").filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


@login_required
@require_safe
def body_list(request: HttpRequest) -> HttpResponse:
    """Every committee and group the visitor may see, with its leader and size."""
    sitting = Q(memberships__since__lte=timezone.localdate()) & (
        Q(memberships__until__isnull=True) | Q(memberships__until__gte=timezone.localdate())
    )
    rows = _bodies(request).select_related("parent", "charter").annotate(size=Count("memberships", filter=sitting))
    page = Paginator(rows.order_by("path"), PAGE).get_page(request.GET.get("page"))
    chairs = Membership.objects.valid().filter(
        organization__in=[one.pk for one in page.object_list], role=Membership.Role.CHAIR
    )
    by_body = {one.organization_id: one.person for one in chairs.select_related("person")}
    rows_shown: Any = page.object_list
    for one in rows_shown:
        one.chair = by_body.get(one.pk)
    context = {"page": page, "may_keep": rights.may_anywhere(request.user, KEEP_BODIES)}
    return render(request, "meetings/body_list.html", context)


@login_required
@require_safe
def body_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One committee or group."""
    body = _body(request, pk)
    members = list(body.memberships.valid().in_order().select_related("person__home"))
    past = body.memberships.exclude(pk__in=[one.pk for one in members]).select_related("person").order_by("-until")
    met = visible(request.user, Meeting).filter(body=body).select_related("kind", "chair", "organization")
    context = {
        "body": body,
        "facts": _facts(body),
        "members": members,
        "past": list(past[:PAGE]),
        "page": Paginator(met, MEETINGS).get_page(request.GET.get("page")),
        "may_keep": rights.may(request.user, KEEP_BODIES, body),
    }
    return render(request, "meetings/body_detail.html", context)


def _facts(body: Organization) -> list[dict[str, Any]]:
    charter: Charter | None = getattr(body, "charter", None)
    told: list[dict[str, Any]] = [
        {"label": _("类别"), "value": body.get_kind_display()},
        {"label": _("所属单位"), "value": body.parent},
    ]
    named = {field.name: field.verbose_name for field in Charter._meta.concrete_fields}
    shown = ("purpose", "rules", "territory", "basis", "founded_on", "ends_on")
    return [*told, *({"label": named[name], "value": getattr(charter, name) if charter else ""} for name in shown)]


@login_required
def body_new(request: HttpRequest) -> HttpResponseBase:
    """Found one, or the same one in many departments."""
    person, host = visitor(request), host_of(request)
    rights.require(person, KEEP_BODIES, host)
    form = BodyForm(posted(request), who=request.user, initial={"founded_on": timezone.localdate()})

    def act() -> str:
        words = form.words()
        hosts = words.pop("hosts") or [host]
        made = services.found_bodies(hosts, by=person, **words)
        return reverse("meetings:body_detail", args=[made[0].pk]) if len(made) == 1 else ""

    home = reverse("meetings:body_list")
    page = Page(_("设立委员会或专班"), _("设立"), home, columns=True, crumb=_("委员会和专班"))
    return ask(request, page, form, lambda: act() or None)


@login_required
def charter_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change what it is for."""
    body = _body(request, pk)
    person = visitor(request)
    rights.require(person, KEEP_BODIES, body)
    charter: Charter | None = getattr(body, "charter", None)
    initial = {name: getattr(charter, name) for name in CharterForm.base_fields} if charter else {"version": 1}
    form = CharterForm(posted(request), initial=initial)
    page = Page(_("修改章程"), _("保存"), reverse("meetings:body_detail", args=[pk]), columns=True, crumb=body.name)

    def act() -> None:
        version = form.cleaned_data["version"] or 0
        services.write_charter(body, version=version, by=person, **form.words())

    return ask(request, page, form, act)


@login_required
def member_new(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Let somebody sit there."""
    body = _body(request, pk)
    person = visitor(request)
    rights.require(person, KEEP_BODIES, body)
    form = MemberForm(posted(request), who=request.user, initial={"since": timezone.localdate()})
    page = Page(_("增加成员"), _("保存"), reverse("meetings:body_detail", args=[pk]), columns=True, crumb=body.name)

    def act() -> None:
        services.seat_member(body, by=person, **form.cleaned_data)

    return ask(request, page, form, act)


@login_required
def member_end(request: HttpRequest, pk: int) -> HttpResponseBase:
    """End somebody's term."""
    seat = find(request, Membership, pk, "organization", "person")
    person = visitor(request)
    rights.require(person, KEEP_BODIES, seat.organization)
    form = LeaveForm(posted(request), initial={"until": timezone.localdate()})
    home = reverse("meetings:body_detail", args=[seat.organization_id])
    page = Page(_("成员离任"), _("确认离任"), home, str(seat), icon="user-minus", crumb=seat.organization.name)

    def act() -> None:
        services.end_membership(seat, by=person, **form.cleaned_data)

    return ask(request, page, form, act)

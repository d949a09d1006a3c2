"""代办授权: those one gave and received, a new one, and its revocation; history stays."""

from collections import defaultdict
from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accountability.delegating import grant
from accountability.delegation_forms import DelegationForm, posts_of
from accountability.forms import MoveForm
from accountability.models import Attachment
from accountability.views.signing import REFUSED, visitor
from engine import submissions
from organizations.models import Delegation, Person
from organizations.models.delegations import DelegationQuerySet
from organizations.permissions import KEEP_PEOPLE
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotFound, NotYet
from organizations.rights import may
from organizations.services import revoke
from organizations.sight import visible

A_PAGE = 50
REFUSALS = (Invalid, NotYet, NotAllowed, AlreadyDone)


@require_safe
@login_required
def delegation_list(request: HttpRequest) -> HttpResponse:
    """Those one gave or received, and, for whoever watches over the people of a unit, all of its own."""
    person = visitor(request)
    if person is None:
        raise NotFound
    seen = _seen(request)
    parts: dict[str, tuple[str, DelegationQuerySet]] = {
        "given": (_("我委托的"), seen.filter(appointment__person=person)),
        "received": (_("委托我的"), seen.filter(proxy=person)),
        "others": (_("本单位其他人员的"), seen.exclude(Q(appointment__person=person) | Q(proxy=person))),
    }
    if not parts["others"][1].exists():
        del parts["others"]
    part = request.GET.get("part", "")
    part = part if part in parts else "given"
    page = Paginator(parts[part][1].with_people(), A_PAGE).get_page(request.GET.get("page"))
    here = reverse("delegation_list")
    tabs = [
        {"label": label, "url": f"{here}?part={name}", "count": None, "current": name == part}
        for name, (label, _rows) in parts.items()
    ]
    context = {"tabs": tabs, "page": page, "rows": _rows(list(page), request), "columns": _columns()}
    return render(request, "accountability/delegation_list.html", {**context, "may_give": bool(posts_of(person))})


@require_http_methods(["GET", "POST"])
@login_required
def delegation_new(request: HttpRequest) -> HttpResponseBase:
    """Let another act for oneself."""
    person = visitor(request)
    if person is None or not posts_of(person):
        raise NotAllowed(_("您现在没有可以委托代办的岗位，请联系安全管理员。"))
    if request.method == "GET":
        return _new_page(request, DelegationForm(person=person))
    form = DelegationForm(request.POST, request.FILES, person=person)
    if not form.is_valid():
        return _new_page(request, form, status=REFUSED)
    try:
        return submissions.once(request, lambda: _given(request, form, person))
    except REFUSALS as refusal:
        form.take_refusal(refusal)
        return _new_page(request, form, status=refusal.status)


@require_http_methods(["GET", "POST"])
@login_required
def delegation_revoke(request: HttpRequest, pk: int) -> HttpResponseBase:
    """End one at once, with the reason."""
    delegation = _seen(request).with_people().filter(pk=pk).first()
    if delegation is None:
        raise NotFound
    form = MoveForm(request.POST if request.method == "POST" else None)
    form.fields["because"].label = _("撤销原因")
    if request.method == "GET":
        return _revoke_page(request, form, delegation)
    try:
        return submissions.once(request, lambda: _revoked(request, form, delegation))
    except REFUSALS as refusal:
        form.is_valid()
        form.take_refusal(refusal)
        return _revoke_page(request, form, delegation, status=refusal.status)


def _seen(request: HttpRequest) -> DelegationQuerySet:
    """Those the visitor may see."""
    return cast(DelegationQuerySet, visible(request.user, Delegation))


def _given(request: HttpRequest, form: DelegationForm, person: Person) -> HttpResponse:
    """Give it, and go back to the list."""
    delegation = grant(form.cleaned_data["appointment"], by=person, **form.given())
    told = {"who": delegation.proxy, "since": delegation.since, "until": delegation.until}
    messages.success(request, _("已委托%(who)s代办，自%(since)s至%(until)s，并通知了对方。") % told)
    return HttpResponseRedirect(reverse("delegation_list"))


def _revoked(request: HttpRequest, form: MoveForm, delegation: Delegation) -> HttpResponse:
    """Revoke it, and go back to the list."""
    if not form.is_valid():
        return _revoke_page(request, form, delegation, status=REFUSED)
    revoke(delegation, by=visitor(request), because=form.cleaned_data["because"])
    messages.success(request, _("已撤销代办授权，尚未办理的事项由委托人本人办理。"))
    return HttpResponseRedirect(reverse("delegation_list"))


def _new_page(request: HttpRequest, form: DelegationForm, status: int | None = None) -> HttpResponse:
    """The form as it stands."""
    return render(request, "accountability/delegation_new.html", {"form": form}, status=status)


def _revoke_page(
    request: HttpRequest, form: MoveForm, delegation: Delegation, status: int | None = None
) -> HttpResponse:
    """The question as it stands."""
    context = {"form": form, "delegation": delegation, "back": reverse("delegation_list")}
    return render(request, "accountability/delegation_revoke.html", context, status=status)


def _columns() -> list[dict[str, Any]]:
    """The heads of the list."""
    return [{"label": label} for label in (_("委托"), _("期限"), _("范围"), _("授权依据"), _("状态"), _("操作"))]


def _rows(delegations: list[Delegation], request: HttpRequest) -> list[dict[str, Any]]:
    """The lines: each row, its scans, and whether the visitor may revoke it."""
    kind = ContentType.objects.get_for_model(Delegation)
    scans: dict[int, list[Attachment]] = defaultdict(list)
    keys = [one.pk for one in delegations if one.includes_issue]
    for scan in Attachment.objects.filter(content_type=kind, object_id__in=keys).order_by("pk") if keys else ():
        scans[scan.object_id].append(scan)
    return [{**_row(one, request), "files": scans[one.pk]} for one in delegations]


def _row(delegation: Delegation, request: HttpRequest) -> dict[str, Any]:
    """One line without its scans."""
    own = visitor(request) in (delegation.grantor, delegation.proxy)
    lives = delegation.state in ("running", "planned")
    kept = own or may(request.user, KEEP_PEOPLE, delegation.appointment.post)
    return {
        "delegation": delegation,
        "may_revoke": lives and kept,
        "trail_url": reverse("trail", args=[delegation._meta.label_lower, delegation.pk]),
    }

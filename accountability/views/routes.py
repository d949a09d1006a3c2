"""办理路线: who signs what in the units one keeps; a new route takes the place of the old, which stays readable."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accountability.models import SignRoute
from accountability.route_forms import RouteForm, from_template
from accountability.signing import keeping
from accountability.views.signing import REFUSED, visitor
from engine import submissions
from organizations.models import Organization
from organizations.refusals import Invalid, NotAllowed, NotYet
from organizations.rights import may
from organizations.sight import sight_of, visible


@require_safe
@login_required
def route_list(request: HttpRequest) -> HttpResponse:
    """The routes of the units one keeps, those in use first."""
    units = _kept(request)
    found = visible(request.user, SignRoute).filter(organization__in=units)
    together = ("steps__person", "steps__post", "steps__organization")
    routes = found.select_related("organization").prefetch_related(*together).order_by("-active", "subject", "-pk")
    names = dict(keeping.subjects())
    rows = [{"route": route, "subject": names.get(route.subject, route.subject)} for route in routes]
    return render(request, "accountability/route_list.html", {"rows": rows})


@require_http_methods(["GET", "POST"])
@login_required
def route_new(request: HttpRequest) -> HttpResponseBase:
    """Lay a new route."""
    units = _kept(request)
    if request.method == "GET":
        shipped = keeping.template(request.GET.get("template", ""))
        return _page(request, RouteForm(units=units, initial=from_template(shipped) if shipped else None))
    form = RouteForm(request.POST, units=units)
    if not form.is_valid():
        return _page(request, form, status=REFUSED)
    try:
        return submissions.once(request, lambda: _laid(request, form))
    except (Invalid, NotYet, NotAllowed) as refusal:
        form.take_refusal(refusal)
        return _page(request, form, status=refusal.status)


def _kept(request: HttpRequest) -> list[Organization]:
    """The units whose routes the visitor keeps; a refusal where there is none."""
    units = {scope.appointment.post.scope for scope in sight_of(request.user).scopes}
    kept = [unit for unit in units if may(request.user, keeping.KEEP, unit)]
    if not kept:
        raise NotAllowed(_("办理路线由科室负责人和单位领导设置，您现在的岗位没有这项权限。"))
    return sorted(kept, key=lambda unit: unit.path)


def _laid(request: HttpRequest, form: RouteForm) -> HttpResponse:
    """Lay it, and go back to the list."""
    given = form.cleaned_data
    told = {"subject": given["subject"], "name": given["name"], "steps": form.steps()}
    keeping.lay_route(given["organization"], by=visitor(request), **told)
    messages.success(request, _("新的办理路线已启用；正在办理的材料仍按原路线。"))
    return HttpResponseRedirect(reverse("route_list"))


def _page(request: HttpRequest, form: RouteForm, status: int | None = None) -> HttpResponse:
    """The form as it stands."""
    return render(
        request, "accountability/route_new.html", {"form": form, "templates": keeping.templates()}, status=status
    )

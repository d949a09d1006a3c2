"""Four holes dug on purpose, as a careless change would dig them; the permission matrix has to find each."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import include, path
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from organizations.refusals import NotFound
from organizations.sight import visible
from rectification.models import Finding
from workflow_site import urls


@require_safe
@login_required
def without_sight(request: HttpRequest, pk: int) -> HttpResponse:
    """Shows whatever is asked for."""
    finding = Finding.objects.select_related("organization").get(pk=pk)
    return HttpResponse(f"{finding.number_text} {finding.organization.name}")


@require_POST
@login_required
def without_permission(request: HttpRequest, pk: int) -> HttpResponse:
    """Lets everybody do it who is signed in."""
    Finding.objects.filter(pk=pk).update(description="已整改")
    return redirect("workbench")


@require_http_methods(["POST"])
@login_required
def refused_too_late(request: HttpRequest, pk: int) -> HttpResponse:
    """Writes before it asks who is there."""
    Finding.objects.filter(pk=pk).update(description="已整改")
    if not visible(request.user, Finding).filter(pk=pk).exists():
        raise NotFound
    return redirect("workbench")


@require_safe
@login_required
def export_of_everything(request: HttpRequest) -> HttpResponse:
    """A table of all findings, whoever asks."""
    rows = Finding.objects.values_list("number_text", "organization__name")
    return HttpResponse("\n".join(",".join(row) for row in rows), content_type="text/csv")


HOLES = [
    path("view/<int:pk>/", without_sight, name="without_sight"),
    path("deed/<int:pk>/", without_permission, name="without_permission"),
    path("late/<int:pk>/", refused_too_late, name="refused_too_late"),
    path("export/", export_of_everything, name="export_of_everything"),
]
urlpatterns = [*urls.urlpatterns, path("planted/", include((HOLES, "planted")))]
handler404, handler403, handler500 = urls.handler404, urls.handler403, urls.handler500

"""我的个人信息: what is kept about the visitor, how long and why; a copy of it, for himself alone."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from accountability import own_data, reauth, trail
from accountability.retained import RETENTION
from accountability.views.deadline_pages import visitor


@require_safe
@login_required
def own_data_show(request: HttpRequest) -> HttpResponse:
    """The page."""
    visitor(request)
    context = {"retention": RETENTION, "asks_password": not reauth.is_fresh(request)}
    return render(request, "accountability/own_data.html", context)


@sensitive_post_parameters("password")
@require_POST
@login_required
def own_data_download(request: HttpRequest) -> HttpResponse:
    """The copy, for whoever has given his password just now; that it was taken is written before its first byte."""
    person = visitor(request)
    reauth.require_now(request)
    content = own_data.packed(person)
    trail.witness("own_data_taken", person, by=person)
    response = HttpResponse(content, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="own-data-{timezone.localdate():%Y%m%d}.zip"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response

"""通知: what one was told, and the step from a notice to the page it is about."""

from collections.abc import Iterable

from django.contrib.auth.decorators import login_required
from django.contrib.contenttypes.models import ContentType
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accountability import dates, notices
from accountability.models import Notice
from engine import submissions
from organizations.refusals import NotFound
from organizations.sight import visible

A_PAGE = 50


@require_safe
@login_required
def notice_list(request: HttpRequest) -> HttpResponse:
    """Everything this person was told, newest first."""
    page = Paginator(visible(request.user, Notice).order_by("-pk"), A_PAGE).get_page(request.GET.get("page"))
    dated = {kind.pk for kind in _kinds_in_calendars()}
    return render(request, "accountability/notice_list.html", {"page": page, "dated": dated})


def _kinds_in_calendars() -> Iterable[ContentType]:
    """The kinds of things whose notice can be taken along into a calendar; Django keeps them in memory."""
    return (ContentType.objects.get_for_model(kind.model) for kind in dates.kinds() if kind.model and kind.of_thing)


@require_http_methods(["GET", "POST"])
@login_required
def notice_open(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Mark a notice as read and go on to its page; a link followed without the button shows the list."""
    notice = visible(request.user, Notice).filter(pk=pk).first()
    if notice is None:
        raise NotFound
    if request.method == "GET":
        return redirect("notices")

    def act() -> HttpResponseRedirect:
        notices.mark_read(notice, by=request.person)  # type: ignore[attr-defined]
        ours = url_has_allowed_host_and_scheme(notice.url, None)
        return HttpResponseRedirect(notice.url if ours else reverse("notices"))

    return submissions.once(request, act)


@require_POST
@login_required
def notices_read(request: HttpRequest) -> HttpResponseBase:
    """Mark everything as read."""

    def act() -> HttpResponseRedirect:
        notices.mark_all_read(request.person)  # type: ignore[attr-defined]
        return HttpResponseRedirect(reverse("notices"))

    return submissions.once(request, act)

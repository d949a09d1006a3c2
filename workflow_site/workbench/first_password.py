"""A password that somebody else has set is changed before anything else: until then two people could come in by it.

Whose it is stands with the account, so that every session is asked, the ones begun before too. It comes before the
enrolment of a phone: otherwise whoever set the password could enrol his own.
"""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django_htmx.http import HttpResponseClientRedirect

OPEN_BEFORE = {"password_change", "logout", "set_language", "healthz", "favicon"}


class FirstPasswordMiddleware:
    """Leads whoever came in by a password of another's to the page where he sets his own, from every other page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request; the names of pages are known to process_view alone."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: object) -> HttpResponse | None:
        """Let through what is open before; a part of a page asked for by htmx becomes the whole page."""
        if not request.user.is_authenticated or not request.user.password_from_other:
            return None
        match = request.resolver_match
        if match is not None and match.view_name in OPEN_BEFORE:
            return None
        answer: HttpResponse = redirect("password_change")
        by_htmx = bool(request.htmx)  # type: ignore[attr-defined]
        return HttpResponseClientRedirect(answer["Location"]) if by_htmx else answer

"""What every request passes through that belongs to the site alone."""

import time
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from urllib.parse import parse_qs, urlencode, urlsplit

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render, resolve_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

SEEN = "seen_at"
FOUND = 302
TOO_LARGE = 413
MEGABYTE = 1024 * 1024
LARGEST_FROM_A_STRANGER = MEGABYTE
EXPIRED = "expired"
"""In the address of the log-in page: something was sent by somebody whose log-in had run out."""


class ClientAddressMiddleware:
    """Takes the visitor's address from X-Forwarded-For where so many proxies of ours stand in front, and only then.

    Each proxy adds the address it was called from at the end: that of the visitor is counted from there, so that what
    he writes into the header himself is never believed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Put the address where the log-in lock and the trail look for it; what is no address is left alone."""
        if settings.PROXIES:
            passed = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")]
            found = passed[-settings.PROXIES] if len(passed) >= settings.PROXIES else ""
            with suppress(ValueError):
                request.META["REMOTE_ADDR"] = str(ip_address(found))
        return self.get_response(request)


class NotKeptMiddleware:
    """Lets no browser and no proxy keep the page of somebody who is signed in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Say so, unless the view has said something itself."""
        response = self.get_response(request)
        if request.user.is_authenticated and not response.has_header("Cache-Control"):
            response["Cache-Control"] = "private, no-store"
        return response


class IdleMiddleware:
    """Ends a session after the idle time; it writes the session at most six times within it, not on every request."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Mark a signed-in session as seen when its last mark has become old."""
        if request.user.is_authenticated:
            now = int(time.time())
            if now - request.session.get(SEEN, 0) > settings.SESSION_COOKIE_AGE // 6:
                request.session[SEEN] = now
        return self.get_response(request)


class BodySizeMiddleware:
    """Refuses a body larger than any form before it is read: reading writes it to the disk, whoever sends it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Ask the announced length; a body without one is not read by Django."""
        announced = request.META.get("CONTENT_LENGTH") or "0"
        largest = settings.LARGEST_BODY if request.user.is_authenticated else LARGEST_FROM_A_STRANGER
        if announced.isdecimal() and int(announced[:20]) > largest:
            said = _("提交的内容太大：一次最多 %(most)d MB，请减少附件后分次提交。") % {"most": largest // MEGABYTE}
            context = {"status": TOO_LARGE, "title": _("内容太大"), "message": said}
            return render(request, "refusal.html", context, status=TOO_LARGE)
        return self.get_response(request)


class ExpiredMiddleware:
    """Says that the log-in ran out to whoever sends something, and leads him back to the page he was on.

    The address he sent it to often answers no GET, and within htmx a redirection would put the log-in page into a part
    of the page; what he typed his browser keeps (static/js/drafts.js).
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Change only the redirection of a stranger to the log-in page; whoever logs out came as somebody."""
        is_stranger = not request.user.is_authenticated
        response = self.get_response(request)
        by_htmx = bool(request.htmx)  # type: ignore[attr-defined]
        if not is_stranger or not (by_htmx or request.method == "POST"):
            return response
        sent_to = urlsplit(response.get("Location", ""))
        wanted = parse_qs(sent_to.query).get("next")
        if response.status_code != FOUND or wanted is None:
            return response
        door = resolve_url(settings.LOGIN_URL)
        if sent_to.path != door or request.path == door:
            return response
        asked = {"next": _page_of(request) or wanted[0]} | ({EXPIRED: "1"} if request.method == "POST" else {})
        address = f"{door}?{urlencode(asked, safe='/')}"
        return HttpResponseClientRedirect(address) if by_htmx else redirect(address)


def _page_of(request: HttpRequest) -> str:
    """The page of ours on which something was sent; nothing where the browser does not say."""
    came_from = request.headers.get("HX-Current-URL") or request.headers.get("Referer") or ""
    if not url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure()):
        return ""
    parts = urlsplit(came_from)
    return f"{parts.path}?{parts.query}" if parts.query else parts.path or "/"

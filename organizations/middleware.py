"""Says, for the time of a request, who acts and in which post."""

import re
from collections.abc import Callable
from datetime import datetime
from uuid import uuid4

from django.http import HttpRequest, HttpResponse
from django.utils.dateparse import parse_datetime

from organizations.acting import Acting, acting
from organizations.models import Appointment
from organizations.sight import Sight, sight_of

CHOSEN = "acting_appointment"
AUTHENTICATED_AT = "authenticated_at"
STRENGTH = "strength"
SECOND_STEP_AT = "second_step_at"
REQUEST_ID = re.compile(r"[0-9A-Za-z-]{8,64}\Z")


class ActingMiddleware:
    """Sets request.person and request.acting and lets that person act until the answer is made."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request."""
        user = getattr(request, "user", None)
        sight = sight_of(user)
        if sight.person is None:
            request.person = None  # type: ignore[attr-defined]
            request.acting = None  # type: ignore[attr-defined]
            return self.get_response(request)
        with acting(
            sight.person,
            _chosen(request, sight),
            ip=request.META.get("REMOTE_ADDR", ""),
            request_id=_request_id(request),
            authenticated_at=_authenticated_at(request),
            strength=request.session.get(STRENGTH) or "password",
            second_step_at=_moment(request.session.get(SECOND_STEP_AT)),
        ) as who:
            _attach(request, who)
            return self.get_response(request)


def _attach(request: HttpRequest, who: Acting) -> None:
    request.person = who.person  # type: ignore[attr-defined]
    request.acting = who  # type: ignore[attr-defined]


def _chosen(request: HttpRequest, sight: Sight) -> Appointment | None:
    """The appointment the person has chosen to act as, while he holds it; else his first."""
    chosen = request.session.get(CHOSEN)
    mine = [held for held in sight.appointments if held.pk == chosen]
    return next(iter([*mine, *sight.appointments]), None)


def _request_id(request: HttpRequest) -> str:
    given = request.headers.get("X-Request-ID", "")
    return given if REQUEST_ID.match(given) else uuid4().hex


def _authenticated_at(request: HttpRequest) -> datetime | None:
    """The moment noted in the session by the last confirmation, else that of the log-in."""
    noted = _moment(request.session.get(AUTHENTICATED_AT))
    return noted or getattr(request.user, "last_login", None)


def _moment(noted: object) -> datetime | None:
    """A moment as a session keeps it."""
    return parse_datetime(noted) if isinstance(noted, str) else None

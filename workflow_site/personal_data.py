"""Asks once more before a form is taken that names a person by identity card or telephone where nobody asked for it."""

from collections.abc import Callable, Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render

from accountability.personal import Found, numbers_in, without_numbers

CONFIRMED = "personal_data"
KEEP, MASK = "keep", "mask"
CSRF = "csrfmiddlewaretoken"
REFUSED = 422
SHORTEST = 11
MEANT_FOR_NUMBERS = ("phone", "mobile", "contact", "tel", "password", "code", "nonce", "csrf", "staff")
"""Beginnings and parts of the names of fields that ask for a number, or hold nothing typed."""
ANSWERED_ELSEWHERE = ("publication_", "login", "consulted_", "password_", "second_step_", "set_language", "import_")
"""Beginnings of the names of pages that refuse such numbers themselves, or ask for none."""


class PersonalDataMiddleware:
    """Shows the numbers found, and lets them be masked, kept on purpose, or corrected on the page before.

    A form with files cannot be sent on from another page: it goes through, because its texts are only half of it and
    the sentence about masking stands at the field; the barrier there is the gate of the upload.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request; only process_view knows which page is asked."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Look through what was typed, before the view acts."""
        if request.method != "POST" or request.htmx or _is_elsewhere(request):  # type: ignore[attr-defined]
            return None
        answer = request.POST.get(CONFIRMED)
        found = list(dict.fromkeys(_found(request.POST)))
        if not found or answer == KEEP or request.FILES:
            return None
        if answer == MASK:
            request.POST = _masked(request.POST)  # type: ignore[assignment]
            return None
        sent = [(name, value) for name, values in request.POST.lists() for value in values if not _is_kept_back(name)]
        return render(request, "personal_data.html", {"found": found, "sent": sent}, status=REFUSED)


def _is_elsewhere(request: HttpRequest) -> bool:
    match = request.resolver_match
    return match is None or (match.url_name or "").startswith(ANSWERED_ELSEWHERE)


def _is_kept_back(name: str) -> bool:
    """Whether a field is not written into a page: a password is typed again."""
    return name in {CSRF, "code"} or "password" in name


def _is_text(name: str, value: str) -> bool:
    """Whether a field holds words of its writer."""
    return name != "next" and len(value) > SHORTEST and not any(part in name.lower() for part in MEANT_FOR_NUMBERS)


def _found(sent: QueryDict) -> Iterator[Found]:
    for name, values in sent.lists():
        for value in values:
            if isinstance(value, str) and _is_text(name, value):
                yield from numbers_in(value)


def _masked(sent: QueryDict) -> QueryDict:
    """What was sent, with the numbers in its texts struck out."""
    clean = sent.copy()
    for name, values in sent.lists():
        if any(_is_text(name, str(value)) for value in values):
            clean.setlist(name, [without_numbers(str(value)) for value in values])
    return clean

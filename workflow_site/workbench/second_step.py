"""The second step of coming in: between the right password and the session stands the code from the phone."""

import time
from collections.abc import Callable
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.forms import AuthenticationForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from accountability import reauth
from accountability.factor_forms import CodeForm
from organizations.models import User
from organizations.refusals import Refusal
from organizations.services import factors

WAITING = "second_step"
OWED = "second_step_owed"
LONGEST_WAIT = 5 * 60  # seconds between the password and the code
REFUSED = 422
OPEN_WHILE_OWED = {"second_step_own", "logout", "set_language", "password_change", "healthz", "favicon"}


def begin(request: HttpRequest, form: AuthenticationForm, wanted: str) -> HttpResponseRedirect | None:
    """After a right password: wait for the code where the account has a phone; nothing to do where it has none."""
    user = form.get_user()
    if not factors.has_device(user):
        return None
    request.session.cycle_key()
    request.session[WAITING] = {
        "user": user.pk,
        "proof": user.get_session_auth_hash(),
        "backend": getattr(user, "backend", ""),
        "at": int(time.time()),
        "next": wanted,
    }
    return HttpResponseRedirect(reverse("login_code"))


def note_owed(request: HttpRequest) -> None:
    """Whoever has just come in without a phone and whose duty asks for one has to enrol it first."""
    person = cast(User, request.user).person
    if person is not None and factors.is_required(person):
        request.session[OWED] = True


@never_cache
@sensitive_post_parameters("code")
@require_http_methods(["GET", "POST"])
def login_code(request: HttpRequest) -> HttpResponse:
    """Ask for the code and let in; who has not given his password a moment ago begins there."""
    waiting = request.session.get(WAITING)
    user = _waiting_user(waiting)
    if user is None or waiting is None:
        request.session.pop(WAITING, None)
        return redirect(settings.LOGIN_URL)
    form = CodeForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            reauth.check_second(request, user, form.cleaned_data["code"])
        except Refusal as refusal:
            request.axes_locked_out = False  # type: ignore[attr-defined]  # the sentence says it
            form.add_error("code", refusal.message)
        else:
            return _let_in(request, user, waiting)
    status = REFUSED if form.errors else 200
    return render(request, "registration/login_code.html", {"form": form}, status=status)


def _waiting_user(waiting: Any) -> User | None:
    """Whose code is waited for: the password is still that which was given, and it was given just now."""
    if not isinstance(waiting, dict) or time.time() - waiting["at"] > LONGEST_WAIT:
        return None
    user = User.objects.select_related("person").filter(pk=waiting["user"], is_active=True).first()
    if user is None or (user.person and not user.person.active):
        return None
    return user if user.get_session_auth_hash() == waiting["proof"] else None


def _let_in(request: HttpRequest, user: User, waiting: dict[str, Any]) -> HttpResponseRedirect:
    """The session begins; how he has proved himself goes along with it."""
    kept = {name: request.session[name] for name in (reauth.STRENGTH, reauth.SECOND_STEP_AT)}
    request.session.pop(WAITING)
    login(request, user, backend=waiting["backend"])
    for name, value in kept.items():
        request.session[name] = value
    return HttpResponseRedirect(waiting["next"])


class SecondStepMiddleware:
    """Leads whoever owes the second step to the page where he enrols his phone, from every other page."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        """Keep the next layer."""
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer one request; the names of pages are known to process_view alone."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_view: Any) -> HttpResponse | None:
        """Let through what is open while the step is owed."""
        if not request.user.is_authenticated or not request.session.get(OWED):
            return None
        match = request.resolver_match
        if match is not None and match.view_name in OPEN_WHILE_OWED:
            return None
        return redirect("second_step_own")

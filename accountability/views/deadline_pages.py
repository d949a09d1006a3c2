"""What the pages of deadlines share: finding a row, asking by one form, and the units one acts for."""

import datetime
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.db.models import Model, Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from accountability.forms import MoveForm
from accountability.views.signing import REFUSED
from engine import submissions
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotFound, NotYet
from organizations.rights import may
from organizations.sight import sight_of, visible

Row = TypeVar("Row", bound=Model)
REFUSALS = (Invalid, NotYet, NotAllowed, AlreadyDone)
MOST_DIGITS = 18


@dataclass(frozen=True)
class Asking:
    """The words of a page that asks one thing."""

    title: str
    button: str
    back: str
    lead: str = ""
    icon: str = "check"
    danger: bool = False
    facts: list[dict[str, Any]] = field(default_factory=list)
    missing_years: list[int] = field(default_factory=list)
    columns: bool = False

    def show(self, request: HttpRequest, form: MoveForm, status: int | None = None) -> HttpResponse:
        """The page with the form as it stands."""
        context = {"page": self, "form": form, "facts": self.facts, "missing_years": self.missing_years}
        return render(request, "accountability/deadline_act.html", context, status=status)


def asked(request: HttpRequest, asking: Asking, form: MoveForm, act: Callable[[], str]) -> HttpResponseBase:
    """Show the form, or do once what it asks and go where `act` says; what was typed is kept with a refusal."""
    if request.method == "GET":
        return asking.show(request, form)
    return answered(request, form, act, lambda shown, status: asking.show(request, shown, status))


def answered(
    request: HttpRequest,
    form: MoveForm,
    act: Callable[[], str],
    page: Callable[[MoveForm, int], HttpResponse],
) -> HttpResponseBase:
    """Do once what a form asks; a form that is wrong or refused comes back as it was typed."""
    if not form.is_valid():
        return page(form, REFUSED)
    try:
        return submissions.once(request, lambda: HttpResponseRedirect(act()))
    except REFUSALS as refusal:
        form.take_refusal(refusal)
        return page(form, refusal.status)


def posted(request: HttpRequest) -> Any:
    """What was sent, or nothing where the page is only looked at."""
    return request.POST if request.method == "POST" else None


def find(request: HttpRequest, model: type[Row], pk: int, *related: str) -> Row:
    """A row the visitor sees; anything else does not exist for him."""
    rows = visible(request.user, model).filter(pk=pk)
    found = (rows.select_related(*related) if related else rows).first()
    if found is None:
        raise NotFound
    return found


def visitor(request: HttpRequest) -> Person:
    """The person who came; an account without one has no business here."""
    person: Person | None = getattr(request, "person", None)
    if person is None:
        raise NotFound
    return person


def units_with(request: HttpRequest, permission: str) -> list[Organization]:
    """The units the visitor looks after in which he has a right, the widest first."""
    units = {scope.appointment.post.scope for scope in sight_of(request.user).scopes}
    return sorted((one for one in units if may(request.user, permission, one)), key=lambda one: one.path)


def unit_asked(request: HttpRequest) -> Organization:
    """The unit an address names, if it is within sight or one's own institution; else the own institution."""
    sight = sight_of(request.user)
    if not sight.scopes:
        raise NotAllowed(_("您目前没有任职岗位，不能查看这一页，请联系安全管理员。"))
    homes = [scope.institution_path for scope in sight.scopes]
    named = request.GET.get("unit") or request.POST.get("unit") or ""
    if not named:
        acting = getattr(request, "acting", None)
        held = acting.appointment if acting else None
        own = held.post.organization.institution_path if held else homes[0]
        return Organization.objects.get(path=own)
    if not named.isdecimal() or len(named) > MOST_DIGITS:
        raise NotFound
    rows = Organization.objects.filter(sight.covers("path") | Q(path__in=homes))
    found = rows.filter(pk=int(named)).first()
    if found is None:
        raise NotFound
    return found


def day_words(day: datetime.date) -> str:
    """A day as it is written in a table of facts."""
    return f"{day:%Y-%m-%d}"

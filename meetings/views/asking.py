"""How every page of meetings asks one thing: the form, the lists of names beside it, the verb done once."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.translation import gettext as _

from accountability.views.deadline_pages import answered
from meetings.forms.asking import AskingForm, label_of
from organizations.models import Appointment, Organization, Person
from organizations.sight import sight_of, visible

MOST_NAMES = 500
Act = Callable[[], object]


@dataclass(frozen=True)
class Page:
    """The words of a page that asks one thing."""

    title: Any
    button: Any
    back: str
    lead: Any = ""
    icon: str = "check"
    danger: bool = False
    columns: bool = False
    files: bool = False
    template: str = "meetings/page_ask.html"
    crumb: str = ""
    more: dict[str, Any] = field(default_factory=dict)

    def show(self, request: HttpRequest, form: AskingForm, status: int = 200) -> HttpResponse:
        """The page with the form as it stands."""
        crumbs = [{"label": self.crumb, "url": self.back}] if self.crumb else []
        context = {"page": self, "form": form, "crumbs": crumbs, **names_for(request, form), **self.more}
        return render(request, self.template, context, status=status)


def ask(request: HttpRequest, page: Page, form: AskingForm, act: Act, *, said: Any = "") -> HttpResponseBase:
    """Show the form, or do once what it asks and go back to where the page came from, or where `act` says."""
    if request.method != "POST":
        return page.show(request, form)

    def run() -> str:
        goes_to = act()
        messages.success(request, said or _("已办理：%(what)s。") % {"what": page.title})
        return goes_to if isinstance(goes_to, str) else page.back

    return answered(request, form, run, lambda shown, status: page.show(request, shown, status))  # type: ignore[arg-type]


def names_for(request: HttpRequest, form: AskingForm) -> dict[str, list[str]]:
    """The names that may be typed into the form's fields: people in office and units the visitor sees."""
    told: dict[str, list[str]] = {}
    if form.wants_people:
        here = [scope.institution_path for scope in sight_of(request.user).scopes]
        held = Appointment.objects.valid().filter(post__organization__institution_path__in=here).values("person")
        people = visible(request.user, Person).filter(active=True, pk__in=held).select_related("home")
        told["people"] = [label_of(one) for one in people.order_by("name", "pk")[:MOST_NAMES]]
    if form.wants_units:
        units = visible(request.user, Organization).filter(active=True).order_by("path")
        told["units"] = list(units.values_list("name", flat=True)[:MOST_NAMES])
    return told


def crumb(thing: Model) -> str:
    """How a thing is called above the heading of a page about a part of it."""
    return str(getattr(thing, "title", "") or thing)[:40]

"""How the screens of the plans ask for one decision, run a bare button, and which right they ask for first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from engine import submissions
from engine.answering import answer, find, visitor
from organizations.models import Person
from organizations.refusals import Invalid, NotYet
from organizations.rights import Place
from plans import permissions
from plans.forms.asking import AskingForm

__all__ = ["Sheet", "act_on_sheet", "allow", "answer", "do", "find", "visitor"]


def allow(request: HttpRequest, right: str, at: Place) -> Person:
    """The visitor, who has this right there; it is asked before anything typed is looked at."""
    person = visitor(request)
    permissions.require(cast(Person, request.user), right, at)  # the account keeps the sight already looked up
    return person


def do(request: HttpRequest, act: Callable[[], object], goes_to: str, said: Any = "") -> HttpResponse:
    """Run the verb of a bare button once and go back; a refusal is said above the page."""

    def run() -> HttpResponse:
        act()
        if said:
            messages.success(request, said)
        return redirect(goes_to)

    try:
        return cast(HttpResponse, submissions.once(request, run))
    except (Invalid, NotYet) as refusal:
        messages.error(request, refusal.message)
        return redirect(goes_to)


@dataclass(frozen=True)
class Sheet:
    """The words of a page that asks for one decision."""

    thing: Any
    title: Any
    button: Any
    lead: Any = ""
    icon: str = "check"
    danger: bool = False
    files: bool = False
    back: str = ""
    said: Any = ""

    @property
    def home(self) -> str:
        """Where the visitor goes afterwards."""
        return self.back or str(self.thing.get_absolute_url())

    def show(self, request: HttpRequest, form: AskingForm, status: int = 200, **more: Any) -> HttpResponse:
        """The page with the form as it stands."""
        crumbs = [{"label": str(self.thing), "url": self.home}]
        context = {"sheet": self, "form": form, "action": request.get_full_path(), "crumbs": crumbs, **more}
        return render(request, "plans/thing_act.html", context, status=status)


def act_on_sheet(
    request: HttpRequest, sheet: Sheet, form: AskingForm, act: Callable[[AskingForm], object], **more: Any
) -> HttpResponse:
    """Show a sheet, or run its verb and go back to the thing; a verb may say where to go instead."""

    def run() -> str:
        goes_to = act(form)
        messages.success(request, sheet.said or _("已办理：%(what)s。") % {"what": sheet.title})
        return goes_to if isinstance(goes_to, str) else sheet.home

    if request.method != "POST":
        return sheet.show(request, form, **more)
    return answer(request, form, run, lambda shown, status: sheet.show(request, shown, status, **more))

"""How the screens of rectification ask for one decision, and which right they ask for first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from engine.answering import answer, find, visitor
from organizations.models import Person
from organizations.rights import Place
from rectification import permissions
from rectification.forms.asking import AskingForm
from rectification.views.histories import returned_to

__all__ = ["Sheet", "act_on_sheet", "allow", "answer", "find", "visitor", "way_back"]


def allow(request: HttpRequest, right: str, at: Place) -> Person:
    """The visitor, who has this right there; it is asked before anything typed is looked at."""
    person = visitor(request)
    permissions.require(cast(Person, request.user), right, at)  # the account keeps the sight already looked up
    return person


def way_back(thing: Model, url: str = "") -> list[dict[str, str]]:
    """The line above the heading of a page about a part of something: the thing itself, as a link."""
    label = getattr(thing, "number_text", "") or str(thing)
    return [{"label": label, "url": url or str(thing.get_absolute_url())}]  # type: ignore[attr-defined]


@dataclass(frozen=True)
class Sheet:
    """The words of a page that asks for one decision."""

    thing: Model
    title: Any
    button: Any
    lead: Any = ""
    icon: str = "check"
    danger: bool = False
    files: bool = False
    facts: str = ""  # a template shown above the sheet: what the decision is about
    back: str = ""  # where the sheet leads and leaves to; the thing's own page when empty
    said: Any = ""  # what the visitor is told once it is done
    mends: tuple[str, Any] = ("", "")  # address and words of the page on which a refusal is put right
    is_shut: bool = False  # whether what is shown above leaves nothing to decide now

    @property
    def home(self) -> str:
        """Where the visitor goes afterwards."""
        return self.back or str(self.thing.get_absolute_url())  # type: ignore[attr-defined]

    def show(self, request: HttpRequest, form: AskingForm, status: int = 200, **more: Any) -> HttpResponse:
        """The page with the form as it stands."""
        context = {"sheet": self, "thing": self.thing, "form": form, "action": request.get_full_path(), **more}
        context |= {"crumbs": way_back(self.thing, self.home), "returned": returned_to(self.thing)}
        return render(request, "rectification/thing_act.html", context, status=status)


def act_on_sheet(
    request: HttpRequest, sheet: Sheet, form: AskingForm, act: Callable[[AskingForm], object], **more: Any
) -> HttpResponse:
    """Show a sheet, or run its verb and go back to the thing."""

    def run() -> str:
        act(form)
        messages.success(request, sheet.said or _("已办理：%(what)s。") % {"what": sheet.title})
        return sheet.home

    if request.method != "POST":
        return sheet.show(request, form, **more)
    return answer(request, form, run, lambda shown, status: sheet.show(request, shown, status, **more))

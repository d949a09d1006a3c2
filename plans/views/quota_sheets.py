"""A page that asks for one thing, with files where they are wanted."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from accountability.forms import MoveForm
from accountability.views.deadline_pages import answered


@dataclass(frozen=True)
class Sheet:
    """The words of the page."""

    title: str
    button: str
    back: str
    lead: str = ""
    icon: str = "check"
    danger: bool = False
    files: bool = False
    columns: bool = False
    facts: list[dict[str, Any]] = field(default_factory=list)

    def show(self, request: HttpRequest, form: MoveForm, status: int | None = None) -> HttpResponse:
        """The page with the form as it stands."""
        context = {"sheet": self, "form": form, "facts": self.facts}
        return render(request, "plans/obligation_act.html", context, status=status)


def on_sheet(request: HttpRequest, sheet: Sheet, form: MoveForm, act: Callable[[], str]) -> HttpResponseBase:
    """Show the form, or do once what it asks and go where `act` says; what was typed is kept with a refusal."""
    if request.method != "POST":
        return sheet.show(request, form)
    return answered(request, form, act, lambda shown, status: sheet.show(request, shown, status))

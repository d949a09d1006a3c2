"""How every screen of the library finds its object, runs its verb once and turns a refusal into words on the page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from engine import submissions
from engine.answering import find, visitor
from organizations.refusals import Refusal
from organizations.sight import visible
from search.forms.asking import AskingForm
from search.models import Edition
from search.models.querysets import EditionQuerySet

__all__ = ["Sheet", "act_on_sheet", "find", "seen_editions", "visitor"]


def seen_editions(request: HttpRequest) -> EditionQuerySet:
    """The editions the visitor may see."""
    return cast(EditionQuerySet, visible(request.user, Edition))


@dataclass(frozen=True)
class Sheet:
    """The words of a page that asks for one decision."""

    title: Any
    button: Any
    home: str
    lead: Any = ""
    icon: str = "check"
    danger: bool = False
    files: bool = False
    said: Any = ""
    crumb: str = ""


def act_on_sheet(
    request: HttpRequest, sheet: Sheet, form: AskingForm, act: Callable[[AskingForm], object], **more: Any
) -> HttpResponse:
    """Show a sheet, or run its verb once and go on; what is wrong or refused comes back as typed."""
    if request.method != "POST":
        return _page(request, sheet, form, 200, more)
    if not form.is_valid():
        return _page(request, sheet, form, 422, more)

    def run() -> HttpResponse:
        goes_to = act(form)
        messages.success(request, sheet.said or _("已办理：%(what)s。") % {"what": sheet.title})
        return redirect(goes_to if isinstance(goes_to, str) else sheet.home)

    try:
        return cast(HttpResponse, submissions.once(request, run))
    except Refusal as refusal:
        if refusal.status not in (403, 422):
            raise
        form.take_refusal(refusal)
        return _page(request, sheet, form, refusal.status, more)


def _page(request: HttpRequest, sheet: Sheet, form: AskingForm, status: int, more: dict[str, Any]) -> HttpResponse:
    crumbs = [{"label": sheet.crumb or _("法规库"), "url": sheet.home}]
    context = {"sheet": sheet, "form": form, "action": request.get_full_path(), "crumbs": crumbs, **more}
    return render(request, "search/edition_act.html", context, status=status)

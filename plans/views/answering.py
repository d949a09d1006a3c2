"""How every screen of the plans finds its object, runs its verb once and turns a refusal into words on the page."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar, cast

from django.contrib import messages
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from engine import submissions
from organizations.models import Person
from organizations.refusals import Invalid, NotAllowed, NotYet, Refusal, Stale
from organizations.rights import Place
from organizations.sight import visible
from plans import permissions
from plans.forms.asking import AskingForm

Row = TypeVar("Row", bound=Model)
Page = Callable[[AskingForm, int], HttpResponse]


def find(request: HttpRequest, model: type[Row], pk: int, *related: str, **asked: Any) -> Row:
    """The object with this key among those the visitor may see; anything else does not exist for him."""
    rows = visible(request.user, model).annotate(**asked)
    found = (rows.select_related(*related) if related else rows).filter(pk=pk).first()
    if found is None:
        raise Http404
    return found


def visitor(request: HttpRequest) -> Person:
    """The person who acts; an account without a person has no business here."""
    person: Person | None = getattr(request, "person", None)
    if person is None:
        raise Http404
    return person


def allow(request: HttpRequest, right: str, at: Place) -> Person:
    """The visitor, who has this right there; it is asked before anything typed is looked at."""
    person = visitor(request)
    permissions.require(cast(Person, request.user), right, at)  # the account keeps the sight already looked up
    return person


def answer(request: HttpRequest, form: AskingForm, act: Callable[[], str], page: Page) -> HttpResponse:
    """Run `act` once and go to the address it returns; a form that is wrong or refused comes back as typed."""
    if not form.is_valid():
        return page(form, 422)
    try:
        return cast(HttpResponse, submissions.once(request, lambda: redirect(act())))
    except Stale as refusal:
        form.take_stale(refusal)
        return page(form, refusal.status)
    except (Invalid, NotYet, NotAllowed) as refusal:
        form.take_refusal(refusal)
        return page(form, refusal.status)
    except Refusal as refusal:
        if refusal.status != 422:
            raise
        form.take_refusal(refusal)
        return page(form, refusal.status)


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

"""How a screen finds its object, runs its verb once and turns a refusal into words where the clerk typed."""

from collections.abc import Callable
from typing import Any, TypeVar, cast

from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from engine import submissions
from engine.forms import AskingForm
from organizations.models import Person
from organizations.refusals import Invalid, NotAllowed, NotYet, Refusal, Stale
from organizations.sight import visible

Row = TypeVar("Row", bound=Model)
Page = Callable[[Any, int], HttpResponse]
REFUSED = 422


def find(request: HttpRequest, model: type[Row], pk: int, *related: str, **asked: Any) -> Row:
    """The object with this key among those the visitor may see; anything else does not exist for him.

    `asked` are expressions that come with it, so that a page need not look for what is not there.
    """
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


def answer(request: HttpRequest, form: AskingForm, act: Callable[[], str], page: Page) -> HttpResponse:
    """Run `act` once and go to the address it returns; a form that is wrong or refused comes back as typed."""
    if not form.is_valid():
        return page(form, REFUSED)
    try:
        return cast(HttpResponse, submissions.once(request, lambda: redirect(act())))
    except Stale as refusal:
        form.take_stale(refusal)
        return page(form, refusal.status)
    except Refusal as refusal:
        if refusal.status != REFUSED and not isinstance(refusal, Invalid | NotYet | NotAllowed):
            raise
        form.take_refusal(refusal)
        return page(form, refusal.status)

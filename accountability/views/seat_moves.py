"""转办, 加签, 减签 and 撤回: each a page with one short form, whose refusal stands where the words were typed."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accountability.forms import AskForm, MoveForm
from accountability.models import Seat, SignRequest
from accountability.signing import decisions, requests, seats
from accountability.signing.candidates import BESIDE, INSTEAD
from accountability.views.signing import REFUSED, find_seat, visitor
from engine import submissions
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotFound, NotYet
from organizations.sight import visible


@dataclass(frozen=True)
class Words:
    """What a page says: the act, what comes of it, and how its button looks."""

    title: str
    lead: str
    button: str
    icon: str
    danger: bool = False


@dataclass(frozen=True)
class Move:
    """One page as it stands: its words and form, what it is about, and the verb behind its button."""

    words: Words
    asked: SignRequest
    form: MoveForm
    back: str
    is_mine: bool
    check: Callable[[], object]  # refuses what the verb would refuse whatever is typed
    act: Callable[[dict[str, Any]], tuple[str, str]]  # what is said afterwards, and where the visitor goes


@require_http_methods(["GET", "POST"])
@login_required
def seat_transfer(request: HttpRequest, pk: int) -> HttpResponseBase:
    """转办: another person decides instead of oneself."""
    return _run(request, lambda: _transfer(request, pk))


@require_http_methods(["GET", "POST"])
@login_required
def seat_add_signer(request: HttpRequest, pk: int) -> HttpResponseBase:
    """加签: another person is asked beside oneself."""
    return _run(request, lambda: _add_signer(request, pk))


@require_http_methods(["GET", "POST"])
@login_required
def seat_remove(request: HttpRequest, pk: int) -> HttpResponseBase:
    """减签: a signer one has added need not answer any more."""
    return _run(request, lambda: _remove(request, pk))


@require_http_methods(["GET", "POST"])
@login_required
def request_withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """撤回: what one has sent comes back while nobody has signed it."""
    return _run(request, lambda: _withdraw(request, pk))


def _run(request: HttpRequest, prepare: Callable[[], Move]) -> HttpResponseBase:
    """Show the page, or do once what it asks for.

    The seat is looked for within the one submission: whoever handed it on may see it no longer, and his second click
    is answered all the same.
    """
    if request.method == "GET":
        move = prepare()
        move.check()
        return _page(request, move)
    try:
        return submissions.once(request, lambda: _acted(request, prepare()))
    except (Invalid, NotYet, NotAllowed, AlreadyDone) as refusal:
        move = prepare()
        if not move.is_mine:
            raise
        move.form.is_valid()
        move.form.take_refusal(refusal)
        return _page(request, move, status=refusal.status)


def _acted(request: HttpRequest, move: Move) -> HttpResponse:
    """Run the verb where the form is complete."""
    move.check()
    if not move.form.is_valid():
        return _page(request, move, status=REFUSED)
    said, where = move.act(move.form.cleaned_data)
    messages.success(request, said)
    return HttpResponseRedirect(where)


def _page(request: HttpRequest, move: Move, status: int | None = None) -> HttpResponse:
    """The page with the form as it stands."""
    return render(request, "accountability/seat_move.html", {"move": move, "asked": move.asked}, status=status)


def _transfer(request: HttpRequest, pk: int) -> Move:
    seat, by = _own(request, pk)
    words = Words(
        title=_("转办"),
        lead=_("转办后由对方以本人名义办理，您不再办理这一项；办理记录会写明由您转办和转办的原因。"),
        button=_("确认转办"),
        icon="forward",
    )

    def act(given: dict[str, Any]) -> tuple[str, str]:
        seats.transfer(seat, to=given["person"], because=given["because"], by=by)
        return _("已转给%(name)s办理，并通知了对方。") % {"name": seat.person_name}, reverse("workbench")

    form = AskForm(_typed(request), seat=seat, duties=INSTEAD, why=_("请写明转办的原因。"))
    return _of_holder(seat, by, words, form, act)


def _add_signer(request: HttpRequest, pk: int) -> Move:
    seat, by = _own(request, pk)
    words = Words(
        title=_("加签"),
        lead=_("加签后，对方也要办理，这一步才算办完；您自己的意见仍由您办理。对方办理以前，您可以减签。"),
        button=_("确认加签"),
        icon="user-plus",
    )

    def act(given: dict[str, Any]) -> tuple[str, str]:
        added = seats.add_signer(seat, person=given["person"], because=given["because"], by=by)
        return _("已请%(name)s一并办理，并通知了对方。") % {"name": added.person_name}, seat.get_absolute_url()

    form = AskForm(_typed(request), seat=seat, duties=BESIDE, why=_("请写明加签的原因。"))
    return _of_holder(seat, by, words, form, act)


def _remove(request: HttpRequest, pk: int) -> Move:
    seat, by = _own(request, pk)
    whom = {"name": seat.person_name, "post": seat.post_label}
    words = Words(
        title=_("减签"),
        lead=_("%(name)s（%(post)s）由您加签，尚未办理。减签后不必再等对方；其他人员都已办理的，这一步随即办完。")
        % whom,
        button=_("确认减签"),
        icon="user-minus",
        danger=True,
    )
    home = _seat_of(seat.request, by) or seat

    def act(given: dict[str, Any]) -> tuple[str, str]:
        seats.remove_signer(seat, by=by, because=given["because"])
        return _("已减签，%(name)s不必再办理。") % whom, home.get_absolute_url()

    return Move(
        words=words,
        asked=seat.request,
        form=MoveForm(_typed(request)),
        back=home.get_absolute_url(),
        is_mine=seat.added_by_id == by.pk,
        check=lambda: seats.require_removable(seat, by=by),
        act=act,
    )


def _withdraw(request: HttpRequest, pk: int) -> Move:
    by = visitor(request)
    together = ("manifest", "turn", "opened_by")
    asked = visible(request.user, SignRequest).select_related(*together).filter(pk=pk).first()
    if asked is None:
        raise NotFound
    thing = asked.subject
    words = Words(
        title=_("撤回送签"),
        lead=_("撤回后，材料回到送签以前，可以修改后重新送签；收到办理通知的人员不必再办理。"),
        button=_("确认撤回"),
        icon="undo-2",
        danger=True,
    )

    def act(given: dict[str, Any]) -> tuple[str, str]:
        requests.withdraw(thing, by=by, because=given["because"], asked=asked)
        return _("已撤回，修改后可以重新送签。"), asked.turn.url or reverse("workbench")

    return Move(
        words=words,
        asked=asked,
        form=MoveForm(_typed(request)),
        back=asked.turn.url or reverse("workbench"),
        is_mine=requests.is_sender(asked, thing, by),
        check=lambda: requests.require_withdrawable(asked, thing, by=by),
        act=act,
    )


def _typed(request: HttpRequest) -> QueryDict | None:
    """What came with the form; nothing when the page is only looked at."""
    return request.POST if request.method == "POST" else None


def _own(request: HttpRequest, pk: int) -> tuple[Seat, Person]:
    """The seat, where the visitor sees it, and himself."""
    return find_seat(request, pk), visitor(request)


def _of_holder(
    seat: Seat, by: Person, words: Words, form: MoveForm, act: Callable[[dict[str, Any]], tuple[str, str]]
) -> Move:
    """A page for whoever holds the seat while it is open."""
    return Move(
        words=words,
        asked=seat.request,
        form=form,
        back=seat.get_absolute_url(),
        is_mine=seat.is_for(by),
        check=lambda: decisions.require_turn_of(seat, by=by),
        act=act,
    )


def _seat_of(asked: SignRequest, person: Person) -> Seat | None:
    """The seat from which somebody acts in a request."""
    return asked.seats.filter(person=person).order_by("-pk").first()

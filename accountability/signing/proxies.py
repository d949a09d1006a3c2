"""代办 within sign-off: where a grantor is asked his proxy sits, marked （代）; either may answer, and one does."""

from collections.abc import Collection, Iterable, Sequence

from django.db import models
from django.utils.translation import gettext as _

from accountability.models import Attachment, Seat, SignRequest
from accountability.models.signing import Word
from accountability.notices import notify
from accountability.signing import manifests
from organizations.models import Delegation, Person
from organizations.refusals import NotAllowed

LIVING = (Seat.State.WAITING, Seat.State.OPEN)


def seat_proxies(seats: Sequence[Seat], request: SignRequest, *, without: Collection[int]) -> list[Seat]:
    """Put proxies where they are due today, and grantors back where a delegation has ended; the changed seats.

    The rows are not saved. Whoever was added or asked instead by a colleague is asked himself; a proxy who may not
    sign this, or who is asked already, leaves the seat to his grantor.
    """
    ended = [seat for seat in seats if seat.on_behalf_of_id and not seat.is_proxied]
    for seat in ended:
        give_back(seat)
    if request.asked.get("in_person"):
        return ended
    due = [seat for seat in seats if seat.origin == Seat.Origin.ORIGINAL and seat.first_person_id is None]
    given = _given({seat.appointment_id for seat in due if seat.appointment_id}, word=request.word)
    asked = {seat.person_id for seat in seats} | _asked(request)
    changed = list(ended)
    for seat in due:
        delegation = given.get(seat.appointment_id or 0)
        if delegation and delegation.proxy_id not in {*without, *asked}:
            asked.add(delegation.proxy_id)
            _sit(seat, delegation)
            changed += [seat] if seat not in ended else []
    return changed


def _asked(request: SignRequest) -> set[int]:
    """Who sits in the request already."""
    seats = Seat.objects.filter(request=request).exclude(state=Seat.State.CANCELLED)
    return set(seats.order_by().values_list("person", flat=True))


def _given(appointments: set[int], *, word: str) -> dict[int, Delegation]:
    """The delegations by which these posts are signed for today."""
    if not appointments:
        return {}
    found = Delegation.objects.in_force().for_signing().filter(appointment__in=appointments).select_related("proxy")
    return {one.appointment_id: one for one in found if word != Word.ISSUE or may_issue(one)}


def may_issue(delegation: Delegation) -> bool:
    """签发 is done for another only with his written authorisation, which is attached."""
    return delegation.includes_issue and Attachment.objects.of(delegation).exists()


def _sit(seat: Seat, delegation: Delegation) -> None:
    """The proxy takes the seat; the post by which it was asked stays the grantor's."""
    seat.on_behalf_of, seat.delegation, seat.origin = seat.person, delegation, Seat.Origin.PROXY
    seat.person, seat.person_name = delegation.proxy, str(delegation.proxy)[:80]


def give_back(seat: Seat) -> None:
    """The grantor has his seat again."""
    if seat.on_behalf_of is not None:
        seat.person, seat.person_name = seat.on_behalf_of, str(seat.on_behalf_of)[:80]
        seat.on_behalf_of, seat.delegation, seat.origin = None, None, Seat.Origin.ORIGINAL


def require_in_force(seat: Seat) -> None:
    """Refuse a proxy whose delegation has ended, or who no longer holds a post himself."""
    if seat.delegation_id and not Delegation.objects.in_force().filter(pk=seat.delegation_id).exists():
        raise NotAllowed(_("代办授权已经结束，请由“%(who)s”本人办理。") % {"who": seat.on_behalf_of})


def tell_grantor(seat: Seat, thing: models.Model) -> None:
    """Let the grantor know what was answered for him."""
    if seat.on_behalf_of is not None:
        told = {"proxy": seat.person_name, "verdict": seat.verdict_label, "label": seat.request.label}
        with manifests.in_first_language():
            text = _("%(proxy)s已代您办理（%(verdict)s）：%(label)s") % told
        notify([seat.on_behalf_of], text=text, url=seat.get_absolute_url(), source=thing, kind="signing")


def save(seats: Iterable[Seat]) -> None:
    """Write who sits now."""
    for seat in seats:
        seat.save(update_fields=["person", "person_name", "on_behalf_of", "delegation", "origin"])


def take_back(seat: Seat, *, by: Person) -> None:
    """The grantor answers himself: from here on the seat is his own."""
    if by.pk == seat.on_behalf_of_id:
        give_back(seat)
        save([seat])


def barred_sentence(seat: Seat, authors: Collection[int]) -> str:
    """Why somebody may not sign: it is his own work, or that of somebody he acts for."""
    if seat.person_id in authors:
        return _("您是这份材料的拟稿人或最后修改人，不能办理自己的材料，请转由他人办理。")
    return _("您正代这份材料的拟稿人办理事务，或者您所代的人就是拟稿人，不能办理这份材料，请转由他人办理。")

"""What a flow picture tells about an open sign-off: how many have signed, and who has not."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from accountability.models import Seat, SignRequest
from accountability.models.signing import Policy
from engine.models import Turn
from engine.pictures.tellers import Told


def seats_of(turns: Sequence[Turn]) -> dict[int, Told]:
    """The requests that are being signed at these turns, in two queries."""
    asked = SignRequest.objects.open().filter(turn__in=turns).prefetch_related("seats")
    return {request.turn_id: _told(request) for request in asked}


def _told(request: SignRequest) -> Told:
    progress = request.progress
    counted = _("%(word)s：已签%(signed)d/%(seats)d") % {"word": request.get_word_display(), **progress._asdict()}
    waiting = [seat for seat in request.counted if seat.state != Seat.State.DECIDED]
    asked = [seat.signed_name for seat in waiting if seat.origin != Seat.Origin.ADDED]
    either = [_("或").join(asked)] if asked and request.policy == Policy.ANY else asked
    added = [seat.signed_name for seat in waiting if seat.origin == Seat.Origin.ADDED]
    return Told(counted, _("、").join([*either, *added]))

"""When a signer opened the sheet: a signed moment that the page carries and brings back with the answer."""

from datetime import UTC, datetime

from django.core.signing import BadSignature, Signer
from django.utils import timezone

from accountability.models import Seat

SALT = "accountability.sheet_opened"


def stamp(seat: Seat) -> str:
    """This moment, for the sheet of this seat only."""
    return Signer(salt=f"{SALT}.{seat.pk}").sign(str(int(timezone.now().timestamp() * 1000)))


def when(seat: Seat, brought: str) -> datetime | None:
    """The moment a sheet of this seat was opened; nothing where it brings none, or one that was made up."""
    try:
        kept = Signer(salt=f"{SALT}.{seat.pk}").unsign(brought)
        return min(datetime.fromtimestamp(int(kept) / 1000, UTC), timezone.now())
    except (BadSignature, ValueError):
        return None

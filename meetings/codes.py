"""The code on the screen of the hall: it changes every half minute, so that a photograph sent home is soon worthless.

A code is an HMAC of meeting and time window under the site's own key; nobody who knows older codes can make the next.
Whoever opens the page of a valid code gets a ticket, because typing a name takes longer than a window lasts.
"""

import base64
import datetime
import hmac
from hashlib import sha256

from django.conf import settings
from django.core import signing
from django.utils import timezone
from django.utils.crypto import constant_time_compare, salted_hmac

WINDOW = 30  # seconds
TOLERANCE = 1  # windows before and after the present one
LENGTH = 20  # letters of base 32: a hundred bits
TICKET_SECONDS = 600
SALT = "meetings.sign_in"


def window_at(moment: datetime.datetime) -> int:
    """The number of the half minute a moment lies in."""
    return int(moment.timestamp()) // WINDOW


def code_at(meeting: int, window: int) -> str:
    """The code of a meeting in one window."""
    key = salted_hmac(SALT, "key", secret=settings.SECRET_KEY, algorithm="sha256").digest()
    made = hmac.new(key, f"{meeting}:{window}".encode(), sha256).digest()
    return base64.b32encode(made).decode()[:LENGTH]


def current(meeting: int, *, now: datetime.datetime | None = None) -> str:
    """The code to be shown now."""
    return code_at(meeting, window_at(now or timezone.now()))


def holds(meeting: int, code: str, *, now: datetime.datetime | None = None) -> bool:
    """Whether a code was shown just now; every window is compared, so that the time taken tells nothing."""
    window = window_at(now or timezone.now())
    given = code.upper() if code.isascii() else ""
    found = False
    for near in range(window - TOLERANCE, window + TOLERANCE + 1):
        found |= constant_time_compare(code_at(meeting, near), given)
    return found


def ticket(meeting: int) -> str:
    """What the page of a valid code carries on, for ten minutes."""
    return signing.TimestampSigner(salt=SALT).sign(str(meeting))


def ticket_holds(meeting: int, given: str) -> bool:
    """Whether a ticket was given out for this meeting within the last ten minutes."""
    try:
        return signing.TimestampSigner(salt=SALT).unsign(given, max_age=TICKET_SECONDS) == str(meeting)
    except signing.BadSignature:
        return False

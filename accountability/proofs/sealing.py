"""The sealer as the worker calls it: what goes wrong is logged and does not keep the alarm from sounding."""

import logging

from django.db import DatabaseError

from accountability import seals

log = logging.getLogger(__name__)


def try_to_seal() -> int:
    """Seal what waits; how many events."""
    try:
        return seals.seal_pending()
    except DatabaseError as error:
        log.error("The trail could not be sealed: %s", error)
        return 0

"""How far a bundle is: a small file beside it, because the work itself runs in one transaction nobody sees into."""

import json
from pathlib import Path

from accountability.models import EvidenceBundle

EACH = 200


class Progress:
    """Counts what has been done and now and then writes it beside the file."""

    def __init__(self, place: Path | None = None, total: int = 0) -> None:
        self.place, self.total, self.done = place, total, 0

    def begin(self, total: int) -> None:
        """So much is to be done."""
        self.total = total
        self._write()

    def step(self) -> None:
        """One more is done."""
        self.done += 1
        if self.done % EACH == 0:
            self._write()

    def end(self) -> None:
        """Nothing is left to tell."""
        if self.place is not None:
            self.place.unlink(missing_ok=True)

    def _write(self) -> None:
        if self.place is not None:
            self.place.write_text(json.dumps([self.done, self.total]), encoding="ascii")


def place_of(bundle_file: Path) -> Path:
    """Where the progress of a bundle is told."""
    return bundle_file.with_suffix(".progress")


def percent(bundle: EvidenceBundle, bundle_file: Path) -> int | None:
    """How much of a bundle is done; nothing where nobody has begun or it is no longer made."""
    if bundle.state != EvidenceBundle.State.ASKED:
        return None
    try:
        done, total = json.loads(place_of(bundle_file).read_text(encoding="ascii"))
    except (OSError, ValueError):
        return None
    return min(99, 100 * int(done) // max(1, int(total)))

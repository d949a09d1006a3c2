"""The narrow interface behind which the engines hide."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

from search.index.asks import Answer, Ask
from search.index.bundles import Bundle


class Damaged(Exception):
    """An index that is not there or cannot be read."""


class Writer(Protocol):
    """Adds and removes bundles; nothing is seen before the commit, and then everything."""

    def add(self, bundle: Bundle) -> None:
        """Put one in, instead of the one of its name."""

    def remove(self, group: int, key: int) -> None:
        """Take one out; one that is not there is no error."""

    def commit(self) -> None:
        """Let everything since the beginning be seen."""

    def cancel(self) -> None:
        """Forget everything since the beginning."""


class Reader(Protocol):
    """A view of an index as it stood at one commit; safe for threads."""

    def ask(self, ask: Ask) -> Answer:
        """The best parts and the counts."""

    def digests(self) -> Mapping[str, str]:
        """The name of each bundle and the digest of what was put in."""

    def frequency(self, word: str) -> int:
        """How many parts hold a word."""

    def is_current(self) -> bool:
        """Whether nothing was committed since."""

    def refreshed(self) -> "Reader":
        """The view as of now."""


class SearchBackend(Protocol):
    """One engine; what it stores lies in the folder it is given."""

    name: str

    def create(self, folder: Path) -> None:
        """Begin an empty index."""

    def writer(self, folder: Path, *, building: bool = False) -> Writer:
        """Write to an index; a whole build may use more memory. The caller holds the lock."""

    def reader(self, folder: Path) -> Reader:
        """Read an index; `Damaged` where that is impossible."""

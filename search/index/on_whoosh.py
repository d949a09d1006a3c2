"""The embedded engine: Whoosh keeps one document per bundle, and its postings hold the places of all its parts.

A posting of Whoosh costs the same whatever it says. So the articles of an edition lie packed inside the postings of one
document: twelve times fewer postings to sort and write, and a reader turns a whole posting list into arrays at once.
"""

from array import array
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whoosh import fields, formats, index
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.writing import LockError

from search.index import bundles, words
from search.index.backend import Damaged
from search.index.bundles import Bundle
from search.index.reading import ArrayReader

WORDS, GRAMS = "words", "grams"
SCHEMA_VERSION = 1
BUILDING_MB, FEEDING_MB = 192, 32


class PackedFormat(formats.Format):
    """Postings whose values are packed by us."""

    def fixed_value_size(self) -> None:
        """Each value has its own length."""

    def supports(self, name: str) -> bool:
        """Whoosh itself reads nothing from the values."""
        return False


class Packed(fields.FieldType):
    """A field that is given its words with packed places instead of text."""

    def __init__(self) -> None:
        super().__init__(format=PackedFormat(), analyzer=None)

    def index(self, value: dict[str, list[int]], **_options: Any) -> Iterator[tuple[bytes, int, float, bytes]]:
        """Term, frequency, weight and value of each; the weight is the number of parts."""
        for text, places in value.items():
            parts = float(len(set(places[::2])))
            yield text.encode(), 1, parts, array("H", places).tobytes()


def _schema() -> fields.Schema:
    return fields.Schema(name=fields.ID(unique=True), words=Packed(), grams=Packed(), meta=fields.STORED())


def _open(folder: Path) -> index.FileIndex:
    try:
        return index.FileIndex(FileStorage(str(folder), supports_mmap=False), indexname=index._DEF_INDEX_NAME)
    except Exception as error:  # whatever a damaged file makes Whoosh or pickle raise
        raise Damaged(f"{folder}: {type(error).__name__}") from error


class WhooshWriter:
    """Writes to a Whoosh index; a bundle is replaced by its name."""

    def __init__(self, folder: Path, *, building: bool) -> None:
        try:
            codec = W3Codec(blocklimit=1024, compression=1)
            memory = BUILDING_MB if building else FEEDING_MB
            self.writer = _open(folder).writer(limitmb=memory, timeout=5, codec=codec)
        except LockError as error:
            raise BlockingIOError("another process writes to the index") from error
        self.held = None if building else self.writer.reader()

    def add(self, bundle: Bundle) -> None:
        """Put one in, instead of the one of its name."""
        self.remove(bundle.group, bundle.key)
        parts = bundle.indexed
        texts = [words.folded(part.text) for part in parts]
        places, lengths = bundles.word_places(texts)
        meta = {
            "digest": bundle.digest,
            "group": bundle.group,
            "key": bundle.key,
            "parts": array("q", (part.key for part in parts)).tobytes(),
            "numbers": array("i", (part.number for part in parts)).tobytes(),
            "suffixes": array("i", (part.suffix for part in parts)).tobytes(),
            "lengths": array("i", lengths).tobytes(),
        }
        self.writer.add_document(name=bundle.name, words=places, grams=bundles.gram_places(texts), meta=meta)

    def remove(self, group: int, key: int) -> None:
        """Take one out; one that is not there is no error."""
        if self.held is None:
            return
        name = bundles.name_of(group, key)
        if ("name", name) in self.held:
            matcher = self.held.postings("name", name)
            for number in list(matcher.all_ids()):
                self.writer.delete_document(number)

    def commit(self) -> None:
        """Let everything since the beginning be seen."""
        self._let_go()
        self.writer.commit()

    def cancel(self) -> None:
        """Forget everything since the beginning."""
        self._let_go()
        self.writer.cancel()

    def _let_go(self) -> None:
        if self.held is not None:
            self.held.close()


class WhooshBackend:
    """Whoosh, read through arrays of ours."""

    name = "whoosh"

    def create(self, folder: Path) -> None:
        """Begin an empty index."""
        index.create_in(str(folder), _schema()).close()

    def writer(self, folder: Path, *, building: bool = False) -> WhooshWriter:
        """Write to an index; a new one holds nothing that would have to be replaced."""
        return WhooshWriter(folder, building=building)

    def reader(self, folder: Path) -> ArrayReader:
        """Read an index; `Damaged` where that is impossible."""
        return ArrayReader(_open(folder), {})

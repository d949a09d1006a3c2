"""The embedded engine: Whoosh keeps one document per bundle, and its postings hold the places of all its parts.

A posting of Whoosh costs the same whatever it says. So the articles of an edition lie packed inside the postings of one
document: twelve times fewer postings to sort and write, and a reader turns a whole posting list into arrays at once.
"""

import math
from array import array
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from whoosh import fields, formats, index
from whoosh.codec.whoosh3 import W3Codec
from whoosh.filedb.filestore import FileStorage
from whoosh.reading import SegmentReader
from whoosh.writing import LockError

from search.index import bundles, words
from search.index.backend import Damaged
from search.index.bundles import Bundle
from search.index.reading import ArrayReader

WORDS, GRAMS = "words", "grams"
SCHEMA_VERSION = 1
BUILDING_MB, FEEDING_MB = 192, 32
TOGETHER = 5
"""So many segments of one size are merged into one of the next."""


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
    """Read from its files: mapped into memory, Whoosh would copy every segment as it opens it."""
    try:
        return index.FileIndex(FileStorage(str(folder), supports_mmap=False), indexname=index._DEF_INDEX_NAME)
    except Exception as error:  # whatever a damaged file makes Whoosh or pickle raise
        raise Damaged(f"{folder}: {type(error).__name__}") from error


def _writer(folder: Path, megabytes: int) -> Any:
    try:
        codec = W3Codec(blocklimit=1024, compression=1)
        return _open(folder).writer(limitmb=megabytes, timeout=5, codec=codec)
    except LockError as error:
        raise BlockingIOError("another process writes to the index") from error


def _by_size(segments: list[Any]) -> dict[int, list[Any]]:
    """Segments with about as many documents, together."""
    found: dict[int, list[Any]] = defaultdict(list)
    for segment in segments:
        found[int(math.log(max(segment.doc_count_all(), 1), TOGETHER))].append(segment)
    return found


def _without_empty(_writer: Any, segments: list[Any]) -> list[Any]:
    """Segments of which every document was deleted are dropped."""
    return [segment for segment in segments if segment.doc_count()]


def _merged(writer: Any, segments: list[Any]) -> list[Any]:
    """Several of one size become one of the next: a document is copied a few times in its life, not at every commit."""
    kept = []
    for some in _by_size(segments).values():
        if len(some) < TOGETHER:
            kept += some
            continue
        for segment in some:
            reader = SegmentReader(writer.storage, writer.schema, segment)
            writer.add_reader(reader)
            reader.close()
    return kept


class WhooshWriter:
    """Writes to a Whoosh index; a bundle is replaced by its name."""

    def __init__(self, folder: Path, *, building: bool) -> None:
        self.folder = folder
        self.writer = _writer(folder, BUILDING_MB if building else FEEDING_MB)
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
        """Let everything since the beginning be seen; small segments are merged after that, when nobody waits."""
        self._let_go()
        self.writer.commit(mergetype=_without_empty)
        if any(len(some) >= TOGETHER for some in _by_size(_open(self.folder)._segments()).values()):
            _writer(self.folder, FEEDING_MB).commit(mergetype=_merged)

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

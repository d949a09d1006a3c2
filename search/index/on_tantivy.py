"""The engine for large libraries: tantivy keeps one document per part and filters, counts and ranks by itself."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any, NamedTuple, cast

import numpy as np
import tantivy
from tantivy import Occur, Query

from search.index import asks, words
from search.index.asks import Answer, Ask, Keys, Node
from search.index.backend import Damaged
from search.index.bundles import Bundle, name_of

BUILDING_BYTES, FEEDING_BYTES = 96_000_000, 15_000_000
MANY_BUCKETS = 60_000
WIDE = 2_000  # so many hits cost no more than a few; with all of them at hand nothing has to be counted by itself
LONGEST_EXPANSION = 400


def _schema() -> Any:
    builder = tantivy.SchemaBuilder()
    for field in ("words", "grams"):
        builder.add_text_field(
            field, tokenizer_name="whitespace", index_option="position" if field == "grams" else "freq"
        )
    builder.add_text_field("name", tokenizer_name="raw", index_option="basic")
    builder.add_text_field("head", tokenizer_name="raw", index_option="basic", stored=True)
    for field in ("group", "bundle", "part", "number", "suffix"):
        builder.add_unsigned_field(field, indexed=True, fast=True)
    return builder.build()


def _open(folder: Path) -> Any:
    try:
        index = tantivy.Index.open(str(folder))
        index.register_tokenizer("whitespace", tantivy.TextAnalyzerBuilder(tantivy.Tokenizer.whitespace()).build())
    except Exception as error:  # whatever a damaged file makes tantivy raise
        raise Damaged(f"{folder}: {error}") from error
    return index


class TantivyWriter:
    """Writes to a tantivy index."""

    def __init__(self, folder: Path, *, building: bool) -> None:
        self.building = building
        try:
            self.writer = _open(folder).writer(BUILDING_BYTES if building else FEEDING_BYTES, 1)
        except ValueError as error:
            raise BlockingIOError("another process writes to the index") from error

    def add(self, bundle: Bundle) -> None:
        """Put one in, instead of the one of its name; its first document says what was put in."""
        self.remove(bundle.group, bundle.key)
        head = tantivy.Document(name=[bundle.name], head=[f"{bundle.name} {bundle.digest}"])
        self.writer.add_document(head)
        for part in bundle.indexed:
            text = words.folded(part.text)
            made = tantivy.Document()
            made.add_text("name", bundle.name)
            made.add_text("words", " ".join(words.words(text)))
            made.add_text("grams", " ".join(words.grams(text)))
            for field, value in (
                ("group", bundle.group), ("bundle", bundle.key), ("part", part.key), ("number", part.number),
                ("suffix", part.suffix),
            ):  # fmt: skip
                made.add_unsigned(field, value)
            self.writer.add_document(made)

    def remove(self, group: int, key: int) -> None:
        """Take one out; one that is not there is no error."""
        if not self.building:
            self.writer.delete_documents_by_term("name", name_of(group, key))

    def commit(self) -> None:
        """Let everything since the beginning be seen; merges are waited for, so that nothing is written afterwards."""
        self.writer.commit()
        self.writer.wait_merging_threads()

    def cancel(self) -> None:
        """Forget everything since the beginning."""
        self.writer.rollback()
        self.writer.wait_merging_threads()


class TantivyReader:
    """An index as it stood at one commit."""

    def __init__(self, index: Any, folder: Path) -> None:
        self.index, self.folder = index, folder
        self.mark = _mark(folder)
        try:
            index.reload()
            self.searcher = index.searcher()
        except Exception as error:  # whatever a damaged file makes tantivy raise
            raise Damaged(f"{folder}: {error}") from error
        self.say = _Sayings(index.schema, self.searcher)

    def ask(self, ask: Ask) -> Answer:
        """The best parts and the counts."""
        match, scored = self._said(ask)
        most = max(ask.best, WIDE)
        found = self.searcher.search(scored, limit=most, count=False).hits
        addresses = [address for _score, address in found]
        scores = np.array([score for score, _address in found[: ask.best]], np.float64)
        bundles = self._column("bundle", addresses)
        if len(found) < most and ask.is_counted_as_found:
            counted, sizes = np.unique(bundles, return_counts=True)
        else:
            counted, sizes = self._counts(self.say.limited(match, ask.counted_only, ask.counted_never))
        groups, parts = (self._column(name, addresses[: ask.best]) for name in ("group", "part"))
        return Answer(scores, groups, bundles[: ask.best], parts, counted, sizes)

    def _said(self, ask: Ask) -> tuple[Any, Any]:
        """What matches, and the same within its limits with its scores; without limits said once for this view."""
        kept = ask.said.get("tantivy")
        free = ask.only is None and (ask.never is None or not ask.never.size)
        if free and kept is not None and kept[0] is self.searcher and kept[1] == ask.group:
            return cast(tuple[Any, Any], kept[2])
        match = self.say.node(ask.match)
        if ask.group is not None:
            match = _both(match, self.say.term("group", ask.group))
        said = match, self.say.scored(self.say.limited(match, ask.only, ask.never), ask)
        if free:
            ask.said["tantivy"] = (self.searcher, ask.group, said)
        return said

    def _column(self, name: str, addresses: list[Any]) -> Keys:
        return np.array(self.searcher.fast_field_values(name, addresses), np.int64)

    def _counts(self, query: Any) -> tuple[Keys, Keys]:
        """The bundles with parts that match, and how many: asked by itself only where not every match was returned."""
        asked = {"bundles": {"terms": {"field": "bundle", "size": MANY_BUCKETS}}}
        found = self.searcher.aggregate(query, asked)["bundles"]["buckets"]
        rows = np.array([(bucket["key"], bucket["doc_count"]) for bucket in found], np.int64).reshape(-1, 2)
        return rows[:, 0], rows[:, 1]

    def digests(self) -> Mapping[str, str]:
        """The name of each bundle and the digest of what was put in."""
        heads = self.searcher.search(Query.regex_query(self.index.schema, "head", ".*"), limit=10_000_000, count=False)
        said = [self.searcher.doc(address).get_first("head") for _score, address in heads.hits]
        return dict(line.split(" ") for line in said)

    def frequency(self, word: str) -> int:
        """How many parts hold a word."""
        return int(self.searcher.doc_freq("words", word))

    def is_current(self) -> bool:
        """Whether nothing was committed since."""
        return self.mark == _mark(self.folder)

    def refreshed(self) -> "TantivyReader":
        """The view as of now."""
        return TantivyReader(self.index, self.folder)


class _Mark(NamedTuple):
    changed: int
    inode: int


def _mark(folder: Path) -> _Mark:
    """What tells one commit from another."""
    try:
        found = (folder / "meta.json").stat()
    except OSError as error:
        raise Damaged(str(folder)) from error
    return _Mark(found.st_mtime_ns, found.st_ino)


class _Sayings:
    """Our questions in tantivy's words."""

    def __init__(self, schema: Any, searcher: Any) -> None:
        self.schema, self.searcher = schema, searcher

    def term(self, field: str, value: object) -> Any:
        """One term."""
        return Query.term_query(self.schema, field, value, "freq" if field in ("words", "grams") else "basic")

    def node(self, node: Node) -> Any:  # noqa: C901, PLR0911  one line for each kind of question
        """Which parts match."""
        match node:
            case asks.Word(text):
                return self.term("words", text)
            case asks.Gram(text):
                return self.term("grams", text)
            case asks.Phrase(grams):
                found: list[str | tuple[int, str]] = [*grams]
                return (
                    self.term("grams", found[0]) if len(found) == 1 else Query.phrase_query(self.schema, "grams", found)
                )
            case asks.Starts(sign):
                terms = [text for text, _n in self.searcher.terms_with_prefix("grams", sign, limit=LONGEST_EXPANSION)]
                return Query.term_set_query(self.schema, "grams", terms) if terms else Query.empty_query()
            case asks.Numbered(number, suffix):
                found = self.term("number", number)
                return found if suffix is None else _both(found, self.term("suffix", suffix))
            case asks.InBundles(keys):
                return self.bundles(sorted(keys))
            case asks.Without(inner):
                return Query.boolean_query([(Occur.Must, self.everything()), (Occur.MustNot, self.node(inner))])
            case asks.Least(least, nodes):
                return self._least(least, [self.node(inner) for inner in nodes])
            case _:
                return self.everything()

    def everything(self) -> Any:
        """Every part; the heads are none."""
        return Query.exists_query("part")

    def bundles(self, keys: list[int]) -> Any:
        """The parts of these bundles."""
        return Query.term_set_query(self.schema, "bundle", keys) if keys else Query.empty_query()

    @staticmethod
    def _least(least: int, nodes: list[Any]) -> Any:
        if least >= len(nodes):
            return Query.boolean_query([(Occur.Must, node) for node in nodes])
        should = [(Occur.Should, node) for node in nodes]
        return Query.boolean_query(should, minimum_number_should_match=max(least, 1))

    def limited(self, match: Any, only: Keys | None, never: Keys | None) -> Any:
        """What matches inside some bundles and outside others."""
        clauses = [(Occur.Must, match)]
        if only is not None:
            clauses.append((Occur.Must, self.bundles(only.tolist())))
        if never is not None and never.size:
            clauses.append((Occur.MustNot, self.bundles(never.tolist())))
        return match if len(clauses) == 1 else Query.boolean_query(clauses)

    def scored(self, match: Any, ask: Ask) -> Any:
        """What matches, ranked by words and bonuses alone."""
        clauses = [(Occur.Must, Query.const_score_query(match, 0.0))]
        weighed = [Query.boost_query(self.node(each.node), each.weight) for each in ask.weighed]
        bonuses = [Query.const_score_query(self.node(bonus.node), bonus.weight) for bonus in ask.bonuses]
        clauses += [(Occur.Should, query) for query in (*weighed, *bonuses)]
        return Query.boolean_query(clauses)


def _both(one: Any, other: Any) -> Any:
    return Query.boolean_query([(Occur.Must, one), (Occur.Must, other)])


class TantivyBackend:
    """tantivy, asked for everything."""

    name = "tantivy"

    def create(self, folder: Path) -> None:
        """Begin an empty index."""
        tantivy.Index(_schema(), path=str(folder))

    def writer(self, folder: Path, *, building: bool = False) -> TantivyWriter:
        """Write to an index; a new one holds nothing that would have to be replaced."""
        return TantivyWriter(folder, building=building)

    def reader(self, folder: Path) -> TantivyReader:
        """Read an index; `Damaged` where that is impossible."""
        return TantivyReader(_open(folder), folder)

"""From what was typed to what an index is asked.

An article reference is a filter. Everything else is words with pairs of characters behind them, a bonus for all words
in one article and for the very phrase, and the documents whose name it is.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, cast

from search.finding.catalogue import Catalogue
from search.finding.references import Reference, reference_in
from search.finding.spelling import Spelling, spelling
from search.finding.synonyms import Dictionary, concepts
from search.finding.syntax import LONGEST, Free, Quoted, Said, has_operators, is_plain, parse
from search.index import words
from search.index.asks import (
    Bonus,
    Everything,
    Gram,
    InBundles,
    Least,
    Node,
    Numbered,
    Phrase,
    Starts,
    Weighed,
    Without,
    Word,
    either,
    every,
)

MOST_WORDS, MOST_GRAMS, MOST_KEPT = 16, 32, 500
GRAM_WEIGHT, SYNONYM_WEIGHT, ALL_WORDS, WHOLE_PHRASE = 0.35, 0.7, 3.0, 8.0
EXACTLY_NAMED, NAMED, PARTLY_NAMED, BY_SOUND = 60.0, 14.0, 3.0, 20.0
COVERS = 0.999


@dataclass
class Question:
    """What is asked of the index, what to show of it, and what was meant if a character was wrong."""

    match: Node
    weighed: list[Weighed] = field(default_factory=list)
    bonuses: list[Bonus] = field(default_factory=list)
    shown: list[str] = field(default_factory=list)
    reference: Reference | None = None
    meant: str = ""
    documents: list[int] = field(default_factory=list)
    is_plain: bool = True
    said: dict[str, Any] = field(default_factory=dict)


def question(query: str, held: Catalogue, known: Dictionary) -> Question | None:
    """What is asked; kept until the library, the dictionary or the index changes: the next page reads nothing anew."""
    speller = spelling()
    key = (query, id(known))
    kept = held.questions.get(key)
    if kept is not None and kept[0] is known and kept[1] is speller:
        return cast(Question | None, kept[2])
    made = Asker(held, known, speller).question(query)
    while len(held.questions) >= MOST_KEPT:
        held.questions.pop(next(iter(held.questions), None), None)
    held.questions[key] = (known, speller, made)
    return made


class Asker:
    """Turns what was typed into a question, with what the library and the dictionary know."""

    def __init__(self, catalogue: Catalogue, dictionary: Dictionary, speller: Spelling | None) -> None:
        self.catalogue, self.dictionary, self.speller = catalogue, dictionary, speller

    def question(self, query: str) -> Question | None:
        """What is asked; nothing where nothing was said."""
        tidied = words.tidy(query)
        if not has_operators(query):
            return self._plain(tidied[:LONGEST])
        said = parse(_operators_kept(query, tidied))
        if said is None:
            return None
        if is_plain(said):
            return self._plain(words.tidy(said.text)) if isinstance(said, Free) else None
        question = Question(Everything(), is_plain=False)
        question.match = self._node(said, question)
        return question

    def _plain(self, text: str) -> Question | None:
        reference = reference_in(text, self.catalogue.titles)
        if reference is not None:
            return self._reference(reference)
        if not any(words.runs(text)):
            return None
        question = self._words(text)
        self._meant(text, question)
        return question

    def _reference(self, reference: Reference) -> Question:
        """The article itself; words typed beside its number must stand in it."""
        nodes: list[Node] = [Numbered(reference.number, reference.suffix)]
        question = Question(Everything(), reference=reference, documents=list(reference.regulations))
        if reference.regulations:
            nodes.append(InBundles(self.catalogue.of_regulations(reference.regulations)))
            for place, regulation in enumerate(reference.regulations):
                editions = InBundles(self.catalogue.of_regulations([regulation]))
                question.bonuses.append(Bonus(editions, NAMED - place))
        if reference.suffix is None:
            question.bonuses.append(Bonus(Numbered(reference.number, 0), 1.0))
        if reference.rest:
            inner = self._words(reference.rest)
            if reference.regulations:
                question.bonuses.append(Bonus(inner.match, 1.0))
            else:
                nodes.append(inner.match)
            question.weighed, question.shown = inner.weighed, inner.shown
        question.match = every(*nodes)
        return question

    def _words(self, text: str) -> Question:
        """Parts with most of the words, or most pairs of characters, or of a document of this name."""
        question = Question(Everything())
        found = list(dict.fromkeys(words.words(text)))[:MOST_WORDS]
        grams = list(dict.fromkeys(gram for gram in words.phrase(text) if len(gram) == 2))[:MOST_GRAMS]
        meant = concepts(text, self.dictionary)
        nodes = [self._concept(word, others, question) for word, others in meant]
        covered = "\n".join(word for word, _others in meant)
        plain = [word for word in found if word not in covered]
        nodes += [_holding(word) for word in plain]
        question.weighed += [Weighed(Word(word)) for word in found]
        question.weighed += [Weighed(Gram(gram), GRAM_WEIGHT) for gram in grams]
        question.shown += [word for word in found if len(word) > 1] or found
        choices: list[Node] = []
        if nodes:
            choices.append(Least(_enough(len(nodes)), tuple(nodes)))
        if len(grams) > 2:
            choices.append(Least(max(2, round(len(grams) * 0.6)), tuple(Gram(gram) for gram in grams)))
        if len(nodes) > 1:
            question.bonuses.append(Bonus(every(*nodes), ALL_WORDS))
        if len(grams) > 1:
            question.bonuses.append(Bonus(Phrase(tuple(words.phrase(text))), WHOLE_PHRASE))
            question.shown.insert(0, text)
        choices += self._named(text, question)
        question.match = either(*choices) if choices else _exactly(text)
        return question

    def _concept(self, word: str, others: Iterable[str], question: Question) -> Node:
        """A word of the dictionary or any other that means the same."""
        for other in others:
            question.weighed += [Weighed(Word(part), SYNONYM_WEIGHT) for part in words.words(other)]
            question.shown.append(other)
        question.shown.append(word)
        return either(_exactly(word), *(_exactly(other) for other in others))

    def _named(self, text: str, question: Question) -> list[Node]:
        """The documents whose name this is, or could be."""
        titles = self.catalogue.titles
        if text.isascii() and text.isalpha():
            return self._sounding(text, question)
        chosen: list[int] = []
        for regulation, of_text, of_name in titles.likened(text):
            worth = PARTLY_NAMED * of_text * of_name
            if of_text >= COVERS:
                worth = EXACTLY_NAMED if of_name >= COVERS else NAMED * (0.5 + 0.5 * of_name)
                chosen.append(regulation)
            if worth > 0.3:
                question.bonuses.append(Bonus(InBundles(self.catalogue.of_regulations([regulation])), worth))
        if not chosen and " " not in text:
            for regulation in titles.abbreviated(text)[:5]:
                chosen.append(regulation)
                question.bonuses.append(Bonus(InBundles(self.catalogue.of_regulations([regulation])), NAMED / 2))
        question.documents = chosen
        return [InBundles(self.catalogue.of_regulations(chosen))] if chosen else []

    def _sounding(self, letters: str, question: Question) -> list[Node]:
        found = self.catalogue.titles.by_sound(letters)
        for regulation, fit in found:
            editions = InBundles(self.catalogue.of_regulations([regulation]))
            question.bonuses.append(Bonus(editions, BY_SOUND * fit))
        question.documents = [regulation for regulation, _fit in found]
        return [InBundles(self.catalogue.of_regulations(question.documents))] if found else []

    def _meant(self, text: str, question: Question) -> None:
        """What the query says with one character put right counts as well, a little less."""
        if self.speller is None or question.documents:
            return
        better = self.speller.corrected(text)
        if not better:
            return
        question.meant = better
        inner = self._words(better)
        question.match = either(question.match, inner.match)
        question.weighed += [Weighed(each.node, each.weight * SYNONYM_WEIGHT) for each in inner.weighed]
        question.bonuses += [Bonus(bonus.node, bonus.weight * SYNONYM_WEIGHT) for bonus in inner.bonuses]
        question.shown += inner.shown

    def _node(self, said: Said, question: Question) -> Node:
        """What operators and quotes make of it."""
        if isinstance(said, Quoted):
            text = words.tidy(said.text)
            question.shown.append(text)
            question.weighed += [Weighed(Gram(gram), GRAM_WEIGHT) for gram in words.phrase(text)[:MOST_GRAMS]]
            return _exactly(text)
        if isinstance(said, Free):
            return self._free(words.tidy(said.text), question)
        if said.how == "not":
            return Without(self._node(said.parts[0], Question(Everything())))
        nodes = [self._node(part, question) for part in said.parts]
        return either(*nodes) if said.how == "or" else every(*nodes)

    def _free(self, text: str, question: Question) -> Node:
        """Beside operators all words are meant; an article's number or a document's name is as good."""
        reference = reference_in(text, self.catalogue.titles)
        if reference is not None and reference.regulations:
            return self._reference(reference).match
        inner = self._words(text)
        question.weighed += inner.weighed
        question.bonuses += inner.bonuses
        question.shown += inner.shown
        meant = concepts(text, self.dictionary)
        covered = "\n".join(word for word, _others in meant)
        nodes: list[Node] = [self._concept(word, others, question) for word, others in meant]
        nodes += [_holding(word) for word in words.words(text) if word not in covered]
        return every(*nodes[:MOST_WORDS]) if nodes else _exactly(text)


def _enough(count: int) -> int:
    """How many of so many words a part must hold."""
    return count if count <= 2 else count - 1 if count <= 4 else round(count * 0.6)


def _holding(word: str) -> Node:
    """A word wherever it stands: 医疗 is in 医疗机构 too, which is a word of its own."""
    return Word(word) if len(word) == 1 else _exactly(word)


def _exactly(text: str) -> Node:
    """Wherever a text stands; nowhere if it has no character that is looked up."""
    if words.is_one_sign(text):
        return Starts("".join(words.runs(text)))
    grams = words.phrase(text)
    return Phrase(tuple(grams)) if grams else Without(Everything())


def _operators_kept(query: str, tidied: str) -> str:
    """The folded query with its operators as they were typed: only capitals join."""
    typed = query.split()
    return " ".join(
        word.upper() if word.upper() in ("AND", "OR", "NOT") and word.upper() in typed else word
        for word in tidied.split(" ")
    )

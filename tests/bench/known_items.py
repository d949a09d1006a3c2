"""The known-item set: queries made from articles of the library, each with what it must find.

Made anew from any library, always the same for the same one: articles are drawn by a fixed seed from the editions in
force, every second one is held out. A text that stands elsewhere word by word is as good an answer.
"""

import random
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

import opencc
from pypinyin import pinyin_dict

from search.index import words
from search.models import Article, Edition

SEED, ARTICLES, FEW = 20260301, 320, 5
KINDS = ("terms", "phrase", "question", "title", "reference", "traditional", "typo", "initials")
_TRADITIONAL = opencc.OpenCC("s2t")
ASKING = ("有什么规定", "怎么处理", "由谁负责", "如何规定的", "有哪些要求")


@dataclass(frozen=True)
class Item:
    """One query and what it must find: this article, for titles any of the document."""

    kind: str
    query: str
    article: int
    regulation: int
    text: str
    held_out: bool

    def is_answered_by(self, article, text, regulation):
        """Whether a hit is what was sought."""
        if self.kind in ("title", "initials"):
            return regulation == self.regulation
        return article == self.article or (self.kind != "reference" and text == self.text)


def drawn() -> list[Article]:
    """The articles the queries are made from."""
    editions = Edition.objects.binding().values("pk")
    keys = list(Article.objects.filter(edition__in=editions, number__gt=0).order_by("pk").values_list("pk", flat=True))
    rows = Article.objects.with_edition().in_bulk(random.Random(SEED).sample(keys, min(len(keys), ARTICLES * 2)))
    long_enough = [row for _pk, row in sorted(rows.items()) if len(row.text) >= 40]
    return random.Random(SEED).sample(long_enough, min(len(long_enough), ARTICLES))


def items(frequency, spread, articles: Iterable[Article] | None = None) -> list[Item]:
    """The queries; `frequency` says in how many articles a word stands, `spread` in how many a phrase does."""
    found = []
    for place, article in enumerate(drawn() if articles is None else articles):
        for kind, query in _queries(article, frequency, spread, random.Random(SEED + article.pk)):
            regulation = article.edition.regulation_id
            found.append(Item(kind, query, article.pk, regulation, article.text, place % 2 == 1))
    return found


def _queries(article: Article, frequency, spread, chance: random.Random) -> Iterator[tuple[str, str]]:
    text, title = article.text, article.edition.regulation.title
    terms = _terms(text, frequency)
    phrase = _phrase(text, spread, chance)
    yield "terms", " ".join(terms)
    if phrase:
        yield "phrase", phrase
        if wrong := _misspelt(phrase, chance):
            yield "typo", wrong
        yield "traditional", _TRADITIONAL.convert(" ".join(terms))
    if question := _question(text, chance):
        yield "question", question
    short = title.removeprefix("中华人民共和国")
    yield "title", short
    yield "reference", f"{short}{article.label}" if chance.random() < 0.5 else f"{short} {article.number}"
    yield "initials", words.initials(words.folded(short))[:40]


def _terms(text: str, frequency) -> list[str]:
    """The three rarest words, in their order."""
    found = {word for word in words.words(words.folded(text)) if len(word) > 1 and words.HAN.match(word)}
    rarest = sorted(found, key=lambda word: (frequency(word), word))[:3]
    return sorted(rarest, key=text.find)


def _phrase(text: str, spread, chance: random.Random) -> str:
    """Some characters in a row without punctuation that stand in few articles: they tell which one is meant."""
    runs = [run for run in re.findall(r"[\u4e00-\u9fff]+", text) if len(run) >= 9]
    for _try in range(6 if runs else 0):
        run = chance.choice(runs)
        start = chance.randrange(0, len(run) - 8)
        found = run[start : start + chance.randint(8, 12)]
        if spread(found) <= FEW:
            return found
    return ""


def _question(text: str, chance: random.Random) -> str:
    """Some of the words of one sentence, and what one asks."""
    sentences = [part for part in re.split(r"[。；\n]", text) if len(part) >= 15]
    if not sentences:
        return ""
    said = [word for word in words.words(words.folded(chance.choice(sentences))) if len(word) > 1]
    kept = [word for word in said if chance.random() < 0.7][:7]
    return "".join(kept) + chance.choice(ASKING) + "？" if len(kept) >= 3 else ""


def _misspelt(phrase: str, chance: random.Random) -> str:
    """One character replaced by another that sounds the same."""
    places = list(range(1, len(phrase) - 1))
    chance.shuffle(places)
    for place in places:
        same = [sign for sign in _alike(phrase[place]) if sign != phrase[place]]
        if same:
            return phrase[:place] + chance.choice(same) + phrase[place + 1 :]
    return ""


_COMMON = [chr(code) for code in range(0x4E00, 0x9FA6) if code in pinyin_dict.pinyin_dict]
_by_sound: dict[str, list[str]] = {}


def _alike(sign: str) -> list[str]:
    """Usual characters of the same sound."""
    if not _by_sound:
        for other in _COMMON:
            try:
                other.encode("gb2312")
            except UnicodeEncodeError:
                continue
            _by_sound.setdefault(words.sound(other), []).append(other)
    return _by_sound.get(words.sound(sign), [])

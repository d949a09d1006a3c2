"""How text becomes what is looked up: words for ranking, pairs of characters for phrases, initials for titles."""

import re
import threading
import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from itertools import pairwise

import opencc
import rjieba
from pypinyin import Style, lazy_pinyin

RUN = re.compile(r"[0-9a-z\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
HAN = re.compile(r"[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]")
LONGEST_WORD = 40
# Function words and question words: they tell nothing about what is sought.
SILENT = frozenset(
    [
        "的",
        "了",
        "和",
        "与",
        "及",
        "或",
        "在",
        "是",
        "有",
        "对",
        "为",
        "由",
        "以",
        "其",
        "等",
        "而",
        "并",
        "也",
        "就",
        "都",
        "把",
        "被",
        "从",
        "到",
        "向",
        "将",
        "按",
        "之",
        "于",
        "吗",
        "呢",
        "吧",
        "啊",
        "么",
        "谁",
        "哪",
        "哪些",
        "哪个",
        "什么",
        "怎么",
        "怎样",
        "如何",
        "为什么",
        "多少",
        "是否",
        "能否",
        "可否",
        "请问",
        "有没有",
        "是不是",
        "能不能",
        "可不可以",
        "需要",
        "应该",
        "应当",
        "可以",
        "必须",
        "怎么办",
        "多久",
        "几",
        "the",
        "a",
        "an",
        "of",
        "and",
        "or",
        "to",
        "in",
        "is",
    ]
)
_opencc_lock = threading.Lock()


@cache
def _folding() -> list[int]:
    """One character for one: full width to half width, traditional to simplified, capitals to small letters.

    Every character of the first plane has its place: one that has none is looked up several times as slowly.
    """
    table = [chr(code) for code in range(0x10000)]
    for letter in "ABCDEFGHIJKLMNOPQRSTUVWXYZ":
        table[ord(letter)] = letter.lower()
    for code in range(0xFF01, 0xFF5F):
        table[code] = chr(code - 0xFEE0).lower()
    table[0x3000] = " "
    every = table[0x4E00:0x9FA6]
    with _opencc_lock:
        simple = opencc.OpenCC("t2s").convert("\n".join(every)).split("\n")
    table[0x4E00:0x9FA6] = [new if len(new) == 1 else old for old, new in zip(every, simple, strict=True)]
    return [ord(sign) for sign in table]


def folded(text: str) -> str:
    """The text as it is compared; every character stays at its place."""
    return text.translate(_folding())


def tidy(query: str) -> str:
    """What was typed without control characters, composed, folded, blanks run together."""
    kept = "".join(" " if unicodedata.category(sign)[0] in "CZ" else sign for sign in query)
    return " ".join(folded(unicodedata.normalize("NFC", kept)).split())


def words(text: str) -> list[str]:
    """The words of a folded text in order, without punctuation and silent words."""
    return [
        word for word in rjieba.cut(text, True) if word not in SILENT and len(word) <= LONGEST_WORD and RUN.match(word)
    ]


def pieces(text: str) -> list[str]:
    """A text cut into words of the word list, none guessed, nothing left out."""
    return list(rjieba.cut(text, False))


def grams(text: str) -> list[str]:
    """The pairs of neighbouring characters in order; each run ends with its last character alone.

    That last one separates the runs: a phrase never reaches across punctuation that it does not contain.
    """
    found: list[str] = []
    for run in RUN.findall(text):
        found += map("".join, pairwise(run))
        found.append(run[-1])
    return found


def phrase(text: str) -> list[str]:
    """The pairs that follow one another wherever this text stands."""
    found = grams(text)
    return found[:-1] if len(found) > 1 else found


def is_one_sign(text: str) -> bool:
    """Whether only a single character is sought."""
    return len(RUN.findall(text)) == 1 and len("".join(RUN.findall(text))) == 1


@lru_cache(maxsize=20000)
def sound(sign: str) -> str:
    """How one character is read, without its tone."""
    return str(lazy_pinyin(sign)[0]) if HAN.match(sign) else sign


def initials(text: str) -> str:
    """The first letters of how a title is read: 医疗废物管理条例 gives ylfwgltl."""
    runs = "".join(RUN.findall(text))
    return "".join(part[:1] for part in lazy_pinyin(runs, style=Style.FIRST_LETTER)).lower()


def runs(text: str) -> Iterator[str]:
    """The runs of characters between punctuation."""
    yield from RUN.findall(text)

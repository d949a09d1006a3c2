"""How long a scheme says it lasts, 为期1个月 or 利用三个月的时间, held against the days it was given."""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass

from rectification.services.recurring import months_after

NUMBER = r"(?P<n>\d{1,3}|[一二两三四五六七八九十]{1,3}|半)"
UNIT = r"(?P<unit>个半月|个?月|个?星期|周|年半|年|天|日)(?![度份])"
STATED = tuple(
    re.compile(pattern)
    for pattern in (
        rf"(?:为期|历时)\s*约?\s*{NUMBER}\s*{UNIT}",
        rf"利?用\s*约?\s*{NUMBER}\s*{UNIT}(?:左右)?的?时间",
    )
)
DIGITS = {word: value for value, word in enumerate("一二三四五六七八九", start=1)} | {"两": 2}
WEEKS = ("周", "星期", "个星期")
HALF = 15
"""Half a month in days."""
MONTHS_OF_A_YEAR, HALF_A_YEAR = 12, 6

Window = tuple[datetime.date, datetime.date]


@dataclass(frozen=True)
class Stated:
    """One length as it was written, in months and days."""

    words: str
    months: int
    days: int

    def last_from(self, first: datetime.date) -> datetime.date:
        """The last day if it begins on this one."""
        return months_after(first, self.months) + datetime.timedelta(days=self.days - 1)

    def fits(self, window: Window) -> bool:
        """Whether a window is about as long: a tenth may be missing or over, and always one day."""
        first, last = window
        meant = (self.last_from(first) - first).days + 1
        return abs((last - first).days + 1 - meant) <= max(1, meant // 10)


def stated(text: str) -> list[Stated]:
    """Every length a text says, once each, in the order of the two ways of saying it."""
    found = {match[0]: match for pattern in STATED for match in pattern.finditer(text)}
    return [one for words, match in found.items() if (one := _read(words, match["n"], match["unit"]))]


def disagreeing(texts: Iterable[str], whole: Window, phases: Iterable[Window]) -> list[Stated]:
    """The lengths said in the texts that neither the whole nor any phase has."""
    windows = [whole, *phases]
    told = {one.words: one for text in texts for one in stated(text)}
    return [one for one in told.values() if not any(one.fits(window) for window in windows)]


def _read(words: str, number: str, unit: str) -> Stated | None:
    """A number and its unit as months and days; nothing where they say no length."""
    if number == "半":
        whole = {"年": (HALF_A_YEAR, 0), "个月": (0, HALF)}.get(unit)
        return Stated(words, *whole) if whole else None
    n = _number(number)
    if n == 0:
        return None
    if unit in WEEKS:
        return Stated(words, 0, 7 * n)
    years = {"年": (MONTHS_OF_A_YEAR * n, 0), "年半": (MONTHS_OF_A_YEAR * n + HALF_A_YEAR, 0)}
    others = {"个半月": (n, HALF), "个月": (n, 0), "月": (n, 0), "天": (0, n), "日": (0, n)}
    return Stated(words, *(years | others)[unit])


def _number(words: str) -> int:
    """二十一, 十, 两 or 12; nought for what is no number."""
    if words.isdecimal():
        return int(words)
    tens, ten, ones = words.rpartition("十")
    if any(len(part) > 1 for part in (tens, ones)):
        return 0
    return (10 * (DIGITS.get(tens, 1)) if ten else 0) + DIGITS.get(ones, 0)

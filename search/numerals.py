"""Numbers as regulations write them: 三百二十一, 二〇二四, ３２, 第十条之一."""

import re
import unicodedata

DIGITS = {
    char: value
    for value, chars in enumerate(("〇零○", "一", "二两", "三", "四", "五", "六", "七", "八", "九"))
    for char in chars
}
UNITS = {"十": 10, "百": 100, "千": 1000, "万": 10000}
NUMERAL = "〇零○一二两三四五六七八九十百千万0-9０-９"
"""The characters of a number, for a character class."""
MOST = 99999


def number_of(words: str) -> int | None:
    """The number that digits or Chinese numerals say; nothing where they say none, or one beyond any regulation."""
    plain = unicodedata.normalize("NFKC", words.strip())
    if re.fullmatch(r"[0-9]{1,5}", plain):
        return int(plain)
    if not plain or any(char not in DIGITS and char not in UNITS for char in plain):
        return None
    value = _by_position(plain) if not set(plain) & set(UNITS) else _by_units(plain)
    return value if value is not None and value <= MOST else None


def _by_position(words: str) -> int | None:
    """二〇二四, one digit after the other."""
    return int("".join(str(DIGITS[char]) for char in words)) if len(words) <= 5 else None


def _by_units(words: str) -> int:
    """三百二十一; 十 alone is ten."""
    total, section, digit = 0, 0, 0
    for char in words:
        if char in DIGITS:
            digit = DIGITS[char]
            continue
        unit = UNITS[char]
        if unit == UNITS["万"]:
            total += (section + digit) * unit
            section, digit = 0, 0
        else:
            section += (digit or 1) * unit
            digit = 0
    return total + section + digit


def in_chinese(number: int) -> str:
    """32 as 三十二, for numbers of articles (1 to 9999)."""
    names = "零一二三四五六七八九"
    said, gap = "", False
    for unit, word in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = number // unit % 10
        if digit:
            said += ("零" if gap and said else "") + names[digit] + word
        gap = not digit
    return said.removeprefix("一") if 10 <= number < 20 else said


def article_label(number: int, suffix: int = 0) -> str:
    """第三十二条, 第十条之一."""
    return f"第{in_chinese(number)}条{f'之{in_chinese(suffix)}' if suffix else ''}"

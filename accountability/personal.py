"""Personal data in free text: numbers of identity cards (with their check digit, GB 11643) and mobile numbers."""

import re
from collections.abc import Iterator
from typing import NamedTuple

IDENTITY = re.compile(
    r"(?<![0-9A-Za-z])[1-9]\d{5}(?:19|20)\d{2}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])\d{3}[\dXx](?![0-9A-Za-z])"
)
MOBILE = re.compile(r"(?<![0-9A-Za-z])1[3-9]\d{9}(?![0-9A-Za-z])")
WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
CHECK = "10X98765432"
HEAD, TAIL = 3, 4


class Found(NamedTuple):
    """A number by which a person is known."""

    kind: str
    number: str

    @property
    def masked(self) -> str:
        """The number with its middle struck out."""
        return masked(self.number)


def is_identity(number: str) -> bool:
    """Whether the check digit of eighteen characters is right, so that ledger numbers are not taken for people's."""
    if not IDENTITY.fullmatch(number):
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number[:17], WEIGHTS, strict=True))
    return CHECK[total % 11] == number[-1].upper()


def numbers_in(text: str) -> Iterator[Found]:
    """Every number of a person in a text, in order."""
    for match in IDENTITY.finditer(text):
        if is_identity(match[0]):
            yield Found("identity", match[0])
    for match in MOBILE.finditer(text):
        yield Found("mobile", match[0])


def masked(number: str) -> str:
    """A telephone or identity number with its middle struck out; what is too short to be one stays."""
    digits = number.strip()
    if len(digits) <= HEAD + TAIL:
        return number
    return f"{digits[:HEAD]}{'*' * (len(digits) - HEAD - TAIL)}{digits[-TAIL:]}"


def without_numbers(text: str) -> str:
    """A text in which every number of a person is masked."""
    for found in list(numbers_in(text)):
        text = text.replace(found.number, found.masked)
    return text

"""What a figure is worth: rates worked out exactly, held against a target, given a light; it knows no rows.

A target says where the standard lies. A warning line beside it makes a yellow band: on the good side of the target it
means 达标但接近限值, on the bad side 未达标但在容许范围内. Whatever lies beyond both is red.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from itertools import pairwise

from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

HUNDRED, THOUSAND = Decimal(100), Decimal(1000)
FACTORS = {"%": HUNDRED, "％": HUNDRED, "‰": THOUSAND, "/万": Decimal(10_000), "/10万": Decimal(100_000)}
"""By what a quotient is multiplied so that it stands in its unit."""


class Comparator(models.TextChoices):
    """How a value is held against its target."""

    AT_LEAST = ">=", gettext_lazy("不低于（≥）")
    AT_MOST = "<=", gettext_lazy("不超过（≤）")
    EQUAL = "=", gettext_lazy("等于（＝）")
    RANGE = "range", gettext_lazy("介于")


SIGNS = {Comparator.AT_LEAST: "≥", Comparator.AT_MOST: "≤", Comparator.EQUAL: "＝"}


class Light(models.TextChoices):
    """What a value says at one glance."""

    GREEN = "green", gettext_lazy("达标")
    YELLOW = "yellow", gettext_lazy("预警")
    RED = "red", gettext_lazy("异常")
    SMALL = "small", gettext_lazy("样本不足")
    NONE = "none", gettext_lazy("未评价")


@dataclass(frozen=True)
class Standard:
    """What is asked of one unit in one period: the target (of a range the lower end), its upper end, a yellow line."""

    comparator: str
    target: Decimal | None
    upper: Decimal | None = None
    warning: Decimal | None = None

    def is_met(self, value: Decimal) -> bool:
        """Whether a value keeps to the target."""
        return self.target is not None and _keeps(self.comparator, value, self.target, self.upper)

    def light(self, value: Decimal) -> Light:
        """The light of a value."""
        if self.target is None:
            return Light.NONE
        met = self.is_met(value)
        if self.warning is None or self.comparator == Comparator.RANGE:
            return Light.GREEN if met else Light.RED
        if met and self._is_near(value):
            return Light.YELLOW
        if met:
            return Light.GREEN
        low, high = sorted((self.target, self.warning))
        return Light.YELLOW if low <= value <= high else Light.RED

    def _is_near(self, value: Decimal) -> bool:
        """Whether a value that keeps to the target lies between it and a warning line on the good side."""
        if self.target is None or self.warning is None or self.comparator == Comparator.EQUAL:
            return False
        if self.comparator == Comparator.AT_LEAST:
            return self.warning > self.target and value < self.warning
        return self.warning < self.target and value > self.warning

    def worse(self, value: Decimal, before: Decimal) -> bool:
        """Whether a value is worse than the one before: further on the bad side, or further from what it should be."""
        if self.comparator == Comparator.AT_LEAST:
            return value < before
        if self.comparator == Comparator.AT_MOST:
            return value > before
        return self._distance(value) > self._distance(before)

    def _distance(self, value: Decimal) -> Decimal:
        low = self.target or Decimal(0)
        high = self.upper if self.upper is not None else low
        return max(low - value, value - high, Decimal(0))

    def words(self, unit: str = "") -> str:
        """The standard as it is written: ≥90%, 10%～20%."""
        if self.target is None:
            return _("限值待定")
        if self.comparator == Comparator.RANGE:
            return f"{plain(self.target)}～{plain(self.upper or self.target)}{unit}"
        return f"{SIGNS[Comparator(self.comparator)]}{plain(self.target)}{unit}"


def _keeps(comparator: str, value: Decimal, target: Decimal, upper: Decimal | None) -> bool:
    if comparator == Comparator.AT_LEAST:
        return value >= target
    if comparator == Comparator.AT_MOST:
        return value <= target
    if comparator == Comparator.RANGE:
        return target <= value <= (target if upper is None else upper)
    return value == target


def upside_down(standard: Standard) -> bool:
    """Whether the ends of a range were exchanged or one of them is missing."""
    if standard.comparator != Comparator.RANGE:
        return False
    return standard.target is None or standard.upper is None or standard.target > standard.upper


def rate(numerator: Decimal, denominator: Decimal, unit: str) -> Decimal | None:
    """The quotient in its unit, exact to what Decimal keeps; nothing over zero."""
    if not denominator:
        return None
    return numerator * FACTORS.get(unit, Decimal(1)) / denominator


def rounded(value: Decimal, places: int) -> Decimal:
    """A value as it is shown; what is judged is the unrounded one."""
    return value.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)


def plain(value: Decimal | None, places: int | None = None) -> str:
    """A figure as people write it: no exponent, no zeros at the end."""
    if value is None:
        return ""
    text = f"{rounded(value, places) if places is not None else value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def getting_worse(standard: Standard, values: Sequence[Decimal], times: int) -> bool:
    """Whether the newest value is the last of so many that were each worse than the one before; oldest comes first."""
    if times < 1 or len(values) <= times:
        return False
    last = values[-times - 1 :]
    return all(standard.worse(after, before) for before, after in pairwise(last))

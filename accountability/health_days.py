"""卫生健康主题日: the days of the year that come with the product, read from the shipped table.

A row names a month and either a day, or a weekday and which one of the month (-1 is the last): 世界哮喘日 is the first
Tuesday of May. Whoever plans a year takes them as yearly occasions.
"""

import calendar
import datetime
import json
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

SHIPPED = Path(__file__).parent / "shipped" / "health_days.json"
WEEK = 7


class HealthDay(NamedTuple):
    """One day of one year."""

    code: str
    name: str
    day: datetime.date


@cache
def table() -> tuple[dict[str, Any], ...]:
    """The rows as they were shipped."""
    return tuple(json.loads(SHIPPED.read_text(encoding="utf-8")))


@cache
def of_year(year: int) -> tuple[HealthDay, ...]:
    """Every day of a year, in the order of the calendar."""
    found = [HealthDay(row["code"], row["name"], _day(row, year)) for row in table() if year >= row.get("since", 0)]
    return tuple(sorted(found, key=lambda one: (one.day, one.code)))


def _day(row: dict[str, Any], year: int) -> datetime.date:
    if "day" in row:
        return datetime.date(year, row["month"], row["day"])
    first, length = calendar.monthrange(year, row["month"])
    begins = (row["weekday"] - first) % WEEK + 1
    days = range(begins, length + 1, WEEK)
    return datetime.date(year, row["month"], days[row["nth"] - 1 if row["nth"] > 0 else row["nth"]])

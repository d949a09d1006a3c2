"""From what the reader finds to rows that a person looks through, each at its line of the text."""

import datetime
import re
from collections.abc import Iterator, Mapping
from typing import Any

from django.utils.translation import gettext as _

from plans.models import PlanImport, PlanReading, ReadingKind
from plans.reading import Reading
from plans.reading.calendar import heading_due
from plans.reading.found import Place
from plans.reading.wording import responsible_in

WORDS = re.compile(r"指导思想|总体要求|工作思路|基本原则|总体思路")
AIMS = re.compile(r"目标$|^(?:工作|总体|主要|质量|管理)?目标")
UNITS = ("day", "shift", "week", "ten_days", "month", "quarter", "half_year", "year", "event", "unspecified")
COMPARATORS = (">=", "<=", "=")
AS_MEASURE, AS_OBJECTIVE, AS_TEXT = "measure", "objective", "text"
LEAP_YEAR = 2024
ISO = re.compile(r"(?:(\d{4})-)?(\d{2})-(\d{2})")


def rows_of(asked: PlanImport, reading: Reading) -> list[PlanReading]:
    """Every line as a possible measure, followed by what was recognised in it."""
    lines = [(place, one) for place, section in enumerate(reading.sections) for one in section.measures]
    found: dict[int, list[PlanReading]] = {}
    for kind, place, values, doubt in _found(reading):
        line = _line_of(lines, place)
        row = _row(asked, kind, line, place, values, doubt)
        found.setdefault(line, []).append(row)
    rows: list[PlanReading] = []
    for line, (section, one) in enumerate(lines):
        whole = Place(one.text, 0, len(one.text), section)
        title = reading.sections[section].title
        values = {
            "number": one.number,
            "text": one.text,
            "as": _meant(title, one.number),
            "responsible": responsible_in(one.text, one.text),
        }
        rows.append(_row(asked, ReadingKind.MEASURE, line, whole, values, ""))
        rows += sorted(found.pop(line, []), key=lambda row: row.start)
    rows += [row for left in found.values() for row in left]
    for order, row in enumerate(rows, 1):
        row.order = order
    return rows


def _found(reading: Reading) -> Iterator[tuple[str, Place, dict[str, Any], str]]:
    """Everything but the lines: kind, place, values, doubt."""
    for one in reading.obligations:
        yield ReadingKind.OBLIGATION, one.place, _told(one.as_json()), one.doubt
    for figure in reading.indicators:
        yield ReadingKind.INDICATOR, figure.place, _told(figure.as_json()), figure.doubt
    for day in reading.dates:
        yield ReadingKind.DATE, day.place, _told(day.as_json()), ""
    for document in reading.basis:
        yield ReadingKind.BASIS, document.place, _told(document.as_json()), ""
    for left in reading.unread:
        yield ReadingKind.UNREAD, left.place, {"text": left.text}, left.reason


def _told(values: dict[str, Any]) -> dict[str, Any]:
    """The reader's answer without what the row keeps in columns of its own."""
    return {name: value for name, value in values.items() if name not in ("source", "doubt")}


def _row(asked: PlanImport, kind: str, line: int, place: Place, values: dict[str, Any], doubt: str) -> PlanReading:
    return PlanReading(
        of=asked,
        kind=kind,
        order=0,
        line=max(line, 0),
        section=place.section,
        source=place.source,
        start=place.start,
        end=place.end,
        values=values,
        doubt=doubt[:300],
    )


def _line_of(lines: list[tuple[int, Any]], place: Place) -> int:
    """The line a sentence stands in; the first of its section where it was joined from several."""
    first = -1
    for number, (section, one) in enumerate(lines):
        if section == place.section:
            first = number if first < 0 else first
            if place.source in one.text:
                return number
    return first


def _meant(title: str, number: str) -> str:
    """What a line most probably is: words, an aim, or a thing to do."""
    if WORDS.search(title) or (not title and not number):
        return AS_TEXT
    return AS_OBJECTIVE if AIMS.search(title) else AS_MEASURE


def day_of(told: object, year: int) -> datetime.date | None:
    """A day as the reader gives it (ISO or MM-DD) in the plan's year; nothing for words like 次月5日前."""
    match = ISO.fullmatch(str(told or ""))
    if match is None:
        return None
    try:
        return datetime.date(int(match[1] or year), int(match[2]), int(match[3]))
    except ValueError:
        return None


def section_due(title: str, year: int) -> datetime.date | None:
    """The last day of the quarter, half year or month that a heading names."""
    return day_of(heading_due(title, year), year)


def wrong_in(kind: str, values: Mapping[str, Any]) -> dict[str, str]:
    """What is wrong with a corrected finding, by field."""
    if kind == ReadingKind.OBLIGATION:
        return _wrong_obligation(values)
    if kind == ReadingKind.INDICATOR:
        return _wrong_indicator(values)
    if kind == ReadingKind.DATE and day_of(values.get("due"), LEAP_YEAR) is None:
        return {"due": _("请填写具体日期。")}
    if kind == ReadingKind.MEASURE and not str(values.get("text") or "").strip():
        return {"text": _("请填写任务措施。")}
    if kind == ReadingKind.BASIS and not (values.get("title") or values.get("number")):
        return {"title": _("请填写依据文件的名称或者文号。")}
    return {}


def _wrong_obligation(values: Mapping[str, Any]) -> dict[str, str]:
    if values.get("unit") not in UNITS:
        return {"unit": _("请选择频次周期。")}
    low, high = values.get("at_least"), values.get("at_most")
    if low is not None and high is not None and high < low:
        return {"at_most": _("最多次数不能少于最少次数。")}
    if int(values.get("every") or 1) < 1:
        return {"every": _("间隔至少为1。")}
    return {}


def _wrong_indicator(values: Mapping[str, Any]) -> dict[str, str]:
    if values.get("comparator") not in COMPARATORS:
        return {"comparator": _("请选择比较方式。")}
    if not isinstance(values.get("value"), int | float):
        return {"value": _("请填写指标数值。")}
    if not str(values.get("name") or "").strip():
        return {"name": _("请填写指标名称。")}
    return {}

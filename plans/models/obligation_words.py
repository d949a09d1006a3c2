"""Rhythms and periods as people say them."""

from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

EVERY = {
    "day": gettext_lazy("每%(n)s日"),
    "shift": gettext_lazy("每%(n)s班"),
    "week": gettext_lazy("每%(n)s周"),
    "ten_days": gettext_lazy("每%(n)s旬"),
    "month": gettext_lazy("每%(n)s个月"),
    "quarter": gettext_lazy("每%(n)s个季度"),
    "half_year": gettext_lazy("每%(n)s个半年"),
    "year": gettext_lazy("每%(n)s年"),
}


def rhythm_words(obligation: Any) -> str:
    """每季度至少1次, 每2个月1次, 每年1—2次, 每月（次月5日前）至少1次, 每次发生后3日内."""
    said = str(obligation.get_unit_display())
    if obligation.unit == "unspecified":
        return said
    if obligation.every > 1 and obligation.unit in EVERY:
        said = EVERY[obligation.unit] % {"n": obligation.every}
    if obligation.alternative:
        said = _("%(one)s或%(other)s") % {"one": said, "other": obligation.get_alternative_display()}
    if obligation.workdays:
        said = _("%(often)s（工作日）") % {"often": said}
    if obligation.unit == "event" and obligation.follow_days:
        said = _("%(often)s%(days)s日内") % {"often": said, "days": obligation.follow_days}
    if obligation.due:
        said = _("%(often)s（%(due)s）") % {"often": said, "due": _due_words(obligation.due)}
    return f"{said} {_number(obligation.at_least, obligation.at_most)}".strip()


def _due_words(due: str) -> str:
    parts = due.split("-")
    if len(parts) < 2 or not all(part.isdecimal() for part in parts):
        return due
    told = {"month": int(parts[-2]), "day": int(parts[-1])}
    if len(parts) == 3:
        return _("%(year)s年%(month)s月%(day)s日前") % {"year": parts[0], **told}
    return _("%(month)s月%(day)s日前") % told


def _number(low: int | None, high: int | None) -> str:
    if low is None:
        return "" if high is None else _("不超过%(n)s次") % {"n": high}
    if high is None:
        return _("至少%(n)s次") % {"n": low}
    return _("%(n)s次") % {"n": low} if low == high else _("%(low)s—%(high)s次") % {"low": low, "high": high}


def quota_words(occurrence: Any) -> str:
    """A period: 2026年第1季度, 2026年3月上旬, 3月5日第2班, 3月2日—8日."""
    first, last, unit = occurrence.begins_on, occurrence.ends_on, occurrence.obligation.unit
    told = {"year": first.year, "month": first.month, "day": first.day}
    if occurrence.event:
        return str(occurrence.event)
    if unit in ("day", "shift") and first == last:
        said = _("%(year)s年%(month)s月%(day)s日") % told
        return _("%(day)s第%(n)s班") % {"day": said, "n": occurrence.slot} if occurrence.slot else said
    if unit == "ten_days" and first.month == last.month and (last - first).days <= 10:
        part = (_("上旬"), _("中旬"), _("下旬"))[(first.day - 1) // 10]
        return _("%(year)s年%(month)s月%(part)s") % {**told, "part": part}
    if unit in ("month", "quarter", "half_year", "year"):
        months = (last.year - first.year) * 12 + last.month - first.month + 1
        return _months_words(told, months, last.month)
    return f"{first:%Y-%m-%d}—{last:%m-%d}"


def _months_words(told: dict[str, int], months: int, last: int) -> str:
    first = told["month"]
    if months == 1:
        return _("%(year)s年%(month)s月") % told
    if months == 3 and first % 3 == 1:
        return _("%(year)s年第%(n)s季度") % {**told, "n": (first + 2) // 3}
    if months == 6 and first in (1, 7):
        return (_("%(year)s年上半年") if first == 1 else _("%(year)s年下半年")) % told
    if months == 12 and first == 1:
        return _("%(year)s年") % told
    if months > 12:
        return _("%(year)s—%(until)s年") % {**told, "until": told["year"] + months // 12 - 1}
    return _("%(year)s年%(month)s—%(last)s月") % {**told, "last": last}

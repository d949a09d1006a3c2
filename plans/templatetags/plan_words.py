"""What templates say about readings in words."""

from typing import Any

from django import template
from django.utils.translation import gettext as _

from plans.forms.readings import MEANT, UNITS
from plans.models import PlanReading, ReadingKind

register = template.Library()
UNIT_WORDS = dict(UNITS)
MEANT_WORDS = dict(MEANT)
SIGNS = {">=": "≥", "<=": "≤", "=": "＝"}


@register.filter
def reading_words(reading: PlanReading) -> str:
    """What was recognised, as one line."""
    told = reading.result
    words = {
        ReadingKind.OBLIGATION: _obligation,
        ReadingKind.INDICATOR: _indicator,
        ReadingKind.DATE: lambda values: f"{values.get('due') or ''} {values.get('text') or ''}",
        ReadingKind.BASIS: _document,
        ReadingKind.MEASURE: _measure,
    }
    return str(words.get(ReadingKind(reading.kind), _plain)(told)).strip()


def _plain(told: dict[str, Any]) -> str:
    return str(told.get("text") or "")


def _measure(told: dict[str, Any]) -> str:
    meant = MEANT_WORDS.get(told.get("as", ""), "")
    responsible = _(" · 责任：%s") % told["responsible"] if told.get("responsible") else ""
    return f"{_('作为')}{meant}{responsible}"


def _document(told: dict[str, Any]) -> str:
    named = f"《{told['title']}》" if told.get("title") else ""
    return f"{named}{told.get('number') or ''}"


def _obligation(told: dict[str, Any]) -> str:
    unit = str(UNIT_WORDS.get(told.get("unit") or "", ""))
    every = int(told.get("every") or 1)
    rhythm = _("每%(every)d个周期（%(unit)s）") % {"every": every, "unit": unit} if every > 1 else unit
    more = [rhythm, _times(told.get("at_least"), told.get("at_most"))]
    more += [str(told[name]) for name in ("due", "responsible") if told.get(name)]
    if told.get("coverage"):
        more.append(_("全覆盖"))
    return f"{'，'.join(part for part in more if part)}：{told.get('text') or ''}"


def _times(low: Any, high: Any) -> str:
    if low and high and low != high:
        return _("%(low)s—%(high)s次") % {"low": low, "high": high}
    if low and high:
        return _("%(n)s次") % {"n": low}
    if low:
        return _("至少%(n)s次") % {"n": low}
    return _("至多%(n)s次") % {"n": high} if high else ""


def _indicator(told: dict[str, Any]) -> str:
    value = told.get("value")
    upper = f"—{told['at_most']}" if told.get("at_most") is not None else ""
    sign = SIGNS.get(told.get("comparator") or "", "")
    return f"{told.get('name') or ''} {sign}{value}{upper}{told.get('unit') or ''}"

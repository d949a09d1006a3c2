"""What templates say in the words and signs of the site: dates, deadlines, states, icons, bars."""

import datetime
import re
from collections.abc import Callable, Sequence
from functools import cache
from typing import Any

from django import template
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accountability.personal import without_numbers

register = template.Library()

TONES: dict[str, str] = {
    "draft": "",
    "planned": "",
    "noticed": "active",
    "held": "waiting",
    "reviewing": "active",
    "signed": "active",
    "recorded": "done",
    "registered": "waiting",
    "signing": "waiting",
    "issuing": "active",
    "running": "active",
    "concluding": "waiting",
    "open": "active",
    "submitted": "waiting",
    "confirmed": "done",
    "released": "",
    "frozen": "waiting",
    "drawn": "done",
    "replaced": "",
    "planning": "active",
    "approving": "waiting",
    "rectifying": "active",
    "verifying": "waiting",
    "pending": "waiting",
    "waiting": "waiting",
    "returned": "overdue",
    "dead": "overdue",
    "done": "done",
    "closed": "done",
    "waived": "",
    "withdrawn": "",
    "granted": "done",
    "upheld": "done",
    "partly": "done",
    "accepted": "done",
    "refused": "overdue",
    "issued": "waiting",
    "received": "done",
    "agreed": "done",
    "approved": "done",
    "consulting": "active",
    "checking": "waiting",
    "published": "done",
    "reported": "done",
    "numbering": "waiting",
    "in_force": "active",
    "collecting": "active",
    "asked": "active",
    "sent": "waiting",
    "adopted": "done",
    "merged": "done",
    "read": "active",
    "finished": "done",
    "failed": "overdue",
    "valid": "done",
    "expiring": "waiting",
    "expired": "overdue",
    "superseded": "",
    "retired": "",
    "instructing": "waiting",
    "handling": "active",
    "unconfirmed": "waiting",
    "active": "active",
    "denied": "overdue",
    "assigned": "done",
    "cleared": "waiting",
}
STATE_ICONS = {"": "circle", "active": "circle-dot", "waiting": "hourglass", "done": "check", "overdue": "circle-alert"}
SEVERITY_MARKS = {"general": "square", "serious": "diamond", "major": "dot"}
WEEKDAYS = ("星期一", "星期二", "星期三", "星期四", "星期五", "星期六", "星期日")
SOON_DAYS = 3
WRITTEN = re.compile(r"(?<![\w-])(?P<day>\d{4}-\d\d-\d\d)(?P<hour> \d\d:\d\d)?(?![\w:-])", re.ASCII)
"""A date, or a date and an hour, as the verbs keep them; not a piece of a longer number."""


@register.filter
def masked(telephone: str) -> str:
    """A telephone number for whoever need not dial it: mobile numbers with their middle struck out."""
    return without_numbers(str(telephone or ""))


@register.simple_tag
def icon(name: str, size: int = 18, label: str = "") -> str:
    """An icon drawn inline; it is silent to screen readers unless it carries a label."""
    return _drawn(name + "", size, str(label)) if label else _silent(name + "", size)


@cache
def _silent(name: str, size: int) -> str:
    """An icon without a label: a page shows dozens of the same few, so each is drawn once."""
    return _drawn(name, size, "")


def _drawn(name: str, size: int, label: str) -> str:
    """The drawing without the line breaks between its strokes, which would weigh on every page."""
    return render_to_string("components/_icon.html", {"name": name, "size": size, "label": label})


def _as_date(value: datetime.date | datetime.datetime) -> datetime.date:
    """The local calendar day of a moment, or the day itself."""
    if isinstance(value, datetime.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value


def _is_chinese() -> bool:
    """Whether the page is being said in Chinese."""
    return (translation.get_language() or "zh").startswith("zh")


@register.filter
def day(value: datetime.date | datetime.datetime | None) -> str:
    """A date as people write it: 11 月 24 日, with the year when it is not this year."""
    if not value:
        return ""
    date = _as_date(value)
    this_year = date.year == timezone.localdate().year
    if not _is_chinese():
        return date_format(date, "j M" if this_year else "j M Y")
    text = f"{date.month} 月 {date.day} 日"
    return text if this_year else f"{date.year} 年 {text}"


@register.filter
def full_day(value: datetime.date | datetime.datetime | None) -> str:
    """A date with year and weekday: 2026 年 11 月 21 日 星期六."""
    if not value:
        return ""
    date = _as_date(value)
    if not _is_chinese():
        return date_format(date, "l, j F Y")
    return f"{date.year} 年 {date.month} 月 {date.day} 日 {WEEKDAYS[date.weekday()]}"


@register.filter
def whole_day(value: datetime.date | datetime.datetime | None) -> str:
    """A date with its year, whatever year it is, for both ends of a period and for papers: 2026 年 11 月 24 日."""
    if not value:
        return ""
    date = _as_date(value)
    return f"{date.year} 年 {date.month} 月 {date.day} 日" if _is_chinese() else date_format(date, "j F Y")


@register.filter
def month(value: datetime.date | None) -> str:
    """The month of a calendar page: 2026 年 11 月."""
    if not value:
        return ""
    return f"{value.year} 年 {value.month} 月" if _is_chinese() else date_format(value, "F Y")


@register.filter
def dated(value: object) -> object:
    """A fact with the dates in it as the rest of the page writes them; whatever else it says stays as it is."""
    if type(value) is not str:
        return value
    years = {found["day"][:4] for found in WRITTEN.finditer(value)}
    return WRITTEN.sub(lambda found: _said(found, whole_day if len(years) > 1 else day), value)


def _said(found: re.Match[str], say: Callable[[datetime.date], str]) -> str:
    """The date a match stands for, with its hour where it has one."""
    try:
        date = datetime.date.fromisoformat(found["day"])
    except ValueError:
        return found[0]
    return f"{say(date)}{found['hour'] or ''}"


@register.simple_tag
def today_in_full() -> str:
    """Today with year and weekday."""
    return full_day(timezone.localdate())


@register.filter
def moment(value: datetime.datetime | None) -> str:
    """A moment as people write it: 11 月 24 日 16:22."""
    if not value:
        return ""
    return f"{day(value)} {timezone.localtime(value):%H:%M}"


@register.filter
def full_moment(value: datetime.datetime | None) -> str:
    """A moment for the record, with year and seconds: 2026-11-24 16:22:05."""
    return f"{timezone.localtime(value):%Y-%m-%d %H:%M:%S}" if value else ""


@register.filter
def ago(value: datetime.datetime | None) -> str:
    """How long ago, while that is easier to read than the date: 10 分钟前."""
    if not value:
        return ""
    minutes = int((timezone.now() - value).total_seconds() // 60)
    if minutes < 1:
        return _("刚刚")
    if minutes < 60:
        return ngettext("%(count)d 分钟前", "%(count)d 分钟前", minutes) % {"count": minutes}
    if _as_date(value) == timezone.localdate():
        hours = minutes // 60
        return ngettext("%(count)d 小时前", "%(count)d 小时前", hours) % {"count": hours}
    return moment(value)


@register.filter
def initial(value: object) -> str:
    """The first character of a name, for the round mark beside it."""
    return str(value)[:1].upper()


@register.filter
def tone(state: object) -> str:
    """The tone a state is shown in: active, waiting, done, overdue, or empty for the plain grey one."""
    return TONES.get(str(state), "")


@register.inclusion_tag("components/_deadline.html")
def deadline(due_on: datetime.date | None, closed: object = None) -> dict[str, Any]:
    """A due date with 剩 4 天, 今天到期 or 逾期 2 天; `closed` is when it was done, or any truth that says it was."""
    return {"due_on": due_on, **deadline_words(due_on, closed)}


def deadline_words(due_on: datetime.date | None, closed: object = None) -> dict[str, str]:
    """The words and the tone of a deadline seen from today, or from the day it was closed."""
    if due_on is None:
        return {"words": "", "tone": ""}
    if closed:
        kept = not isinstance(closed, datetime.date) or _as_date(closed) <= due_on
        return {"words": _("已按期") if kept else _("逾期办结"), "tone": "done" if kept else ""}
    left = (due_on - timezone.localdate()).days
    if left < 0:
        return {"words": ngettext("逾期 %(days)d 天", "逾期 %(days)d 天", -left) % {"days": -left}, "tone": "overdue"}
    if left == 0:
        return {"words": _("今天到期"), "tone": "soon"}
    words = ngettext("剩 %(days)d 天", "剩 %(days)d 天", left) % {"days": left}
    return {"words": words, "tone": "soon" if left <= SOON_DAYS else ""}


@register.inclusion_tag("components/_state.html")
def state(thing: Model) -> dict[str, Any]:
    """The badge of a thing that has `state` choices; nothing for one that has none."""
    named = getattr(thing, "get_state_display", None)
    return {"state": getattr(thing, "state", ""), "label": named() if named else ""}


@register.inclusion_tag("components/_severity.html")
def severity(thing: Model) -> dict[str, Any]:
    """The mark and word of a thing that has `severity` choices general, serious, major."""
    return {"severity": thing.severity, "label": thing.get_severity_display()}  # type: ignore[attr-defined]


@register.inclusion_tag("components/_progress.html")
def progress(done: int | None, total: int | None = 100, tone: str = "", label: str = "") -> dict[str, Any]:
    """A bar `done` of `total`, with its percentage; `tone` active, waiting, done, overdue or accent."""
    percent = min(100, max(0, round(100 * (done or 0) / total))) if total else 0
    return {"percent": percent, "done": done or 0, "total": total or 0, "tone": tone, "label": label}


@register.inclusion_tag("components/_pips.html")
def pips(step: int, total: int, label: str = "") -> dict[str, Any]:
    """Small marks that say how far a thing is: `step` counts from 1, a step beyond `total` means all is done."""
    marks = ["done" if number < step else "now" if number == step else "" for number in range(1, total + 1)]
    return {"marks": marks, "step": min(step, total), "total": total, "label": label}


@register.filter
def state_icon(state: object) -> str:
    """The icon that says a state by its shape."""
    return STATE_ICONS[tone(state)]


@register.filter
def severity_mark(value: object) -> str:
    """The shape of a severity: square, diamond or dot."""
    return SEVERITY_MARKS.get(str(value), "square")


@register.filter
def at(texts: Sequence[object], index: int) -> str:
    """The text at a place, empty beyond the end: the heading of a cell's column, for the cards of a phone."""
    return str(texts[index]) if index < len(texts) else ""


@register.simple_tag
def both_texts(refusal: Any) -> list[dict[str, str]]:
    """What one wrote beside what stands there now, label by label."""
    labels = {**refusal.mine, **refusal.theirs}
    return [
        {"label": label, "mine": refusal.mine.get(label, ""), "theirs": refusal.theirs.get(label, "")}
        for label in labels
    ]

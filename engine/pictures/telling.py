"""The words beside a node: a line or two in the picture, a sentence in its text."""

import datetime
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from engine.models import Turn
from engine.pictures.tellers import Told

TELLS_APART = " · "
STATES: dict[str, Any] = {
    "done": gettext_lazy("已完成"),
    "active": gettext_lazy("办理中"),
    "overdue": gettext_lazy("已逾期"),
    "again": gettext_lazy("须重新办理"),
    "later": gettext_lazy("未开始"),
    "skipped": gettext_lazy("不经过"),
    "cancelled": gettext_lazy("已取消"),
}


class Count(NamedTuple):
    """So many of so many are over."""

    over: int
    all: int


@dataclass(frozen=True)
class Stand:
    """How a node stands: its state, the lines under its title, and what the text says of it."""

    state: str
    notes: tuple[str, ...] = ()
    told: str = ""

    @property
    def word(self) -> str:
        """The state in a word."""
        return str(STATES[self.state])

    @property
    def is_open(self) -> bool:
        """Whether something is waited for here."""
        return self.state in ("active", "overdue")


@dataclass(frozen=True)
class Facts:
    """What is known about the newest turn of a node; `shown`: whether the reader may know whom it concerns."""

    turn: Turn
    times: int
    shown: bool
    told: Told | None
    unit: str
    count: Count | None
    today: datetime.date


def stand(state: str, facts: Facts) -> Stand:
    """A node that waited, in words."""
    if state == "active":
        return _open(facts)
    if state == "done":
        return _closed(facts)
    if state == "again":
        returned = facts.turn.how == Turn.How.RETURNED
        said = _("上一轮已退回") if returned else _("上一轮已办理")
        return Stand(state, (said,), said)
    return Stand(state)


def _open(facts: Facts) -> Stand:
    due = facts.turn.due_on
    late = (facts.today - due).days if due else 0
    notes = [*_counted(facts), *_waited_for(facts)]
    if facts.times > 1:
        notes.append(_("第%(count)d次办理") % {"count": facts.times})
    if due:
        notes.append(_("期限%(day)s") % {"day": day(due, facts.today)})
    if late > 0:
        notes.append(ngettext("逾期%(count)d天", "逾期%(count)d天", late) % {"count": late})
    return Stand("overdue" if late > 0 else "active", tuple(notes), _("，").join(notes))


def _counted(facts: Facts) -> list[str]:
    if facts.told:
        return [facts.told.counted]
    if facts.count is not None:
        return [_("已办结%(over)d/%(all)d") % facts.count._asdict()]
    return []


def _waited_for(facts: Facts) -> list[str]:
    names = facts.told.names if facts.told and facts.shown else ""
    if names:
        return [_("待%(names)s办理") % {"names": names}]
    return [facts.unit] if facts.unit else []


def _closed(facts: Facts) -> Stand:
    turn = facts.turn
    on = timezone.localtime(turn.closed_at).date() if turn.closed_at else facts.today
    by_people = turn.kind in (Turn.Kind.STEP, Turn.Kind.SIGN)
    who = turn.closed_by.name if turn.closed_by and facts.shown and by_people else ""
    notes = [part for part in (who, day(on, facts.today)) if part]
    more = [_("已放行")] if turn.how == Turn.How.RELEASED else []
    if facts.count is not None:
        more += _counted(facts)
    if facts.times > 1:
        more.append(_("共办理%(count)d次") % {"count": facts.times})
    return Stand("done", (TELLS_APART.join(notes), *more), _("，").join([*notes, *more]))


def day(value: datetime.date, today: datetime.date) -> str:
    """A date as short as it can be understood."""
    if not (translation.get_language() or "zh").startswith("zh"):
        return date_format(value, "j M" if value.year == today.year else "j M Y")
    text = f"{value.month}月{value.day}日"
    return text if value.year == today.year else f"{value.year}年{text}"

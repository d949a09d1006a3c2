"""What is to be done now with a plan, a revision, a review or a letter, by the visitor or by others."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import returns
from accountability.models import Seat
from accountability.models.signing import Word
from engine.models import Turn
from organizations.rights import may
from plans import agendas

ROUTES: dict[str, tuple[tuple[str, Any, str], ...]] = {
    "AnnualPlanFlow.draft": (
        ("plan_submit", gettext_lazy("送审"), "send"),
        ("plan_edit", gettext_lazy("修改基本信息"), "pencil"),
        ("import_new", gettext_lazy("导入Word文件"), "file-up"),
        ("plan_annexes", gettext_lazy("附件"), "paperclip"),
    ),
    "AnnualPlanFlow.number": (
        ("plan_number", gettext_lazy("编号、复核"), "hash"),
        ("plan_return", gettext_lazy("退回修改"), "undo-2"),
    ),
    "AnnualPlanFlow.issue": (
        ("plan_issue", gettext_lazy("印发"), "megaphone"),
        ("plan_return", gettext_lazy("退回修改"), "undo-2"),
    ),
    "RevisionFlow.draft": (("revision_submit", gettext_lazy("送审"), "send"),),
    "ReviewFlow.write": (
        ("review_write", gettext_lazy("撰写总结"), "pencil"),
        ("review_submit", gettext_lazy("送审"), "send"),
    ),
    "LetterFlow.draft": (
        ("letter_send", gettext_lazy("送签"), "send"),
        ("letter_write", gettext_lazy("修改责任书"), "pencil"),
    ),
}
"""The buttons of each waiting step: URL name, words, icon; the first is the main one."""


@dataclass(frozen=True)
class Move:
    """One button."""

    url: str
    label: Any
    icon: str
    is_main: bool


@dataclass(frozen=True)
class Now:
    """The sentence that says what is to be done now, the visitor's buttons, who is signing, and the last return."""

    words: str
    is_mine: bool = False
    moves: list[Move] = field(default_factory=list)
    seats: list[Seat] = field(default_factory=list)
    returned: returns.Returned | None = None


def now_of(request: HttpRequest, thing: Model) -> Now:
    """What is to be done now; three queries at most."""
    kind = ContentType.objects.get_for_model(thing)
    rows = Turn.objects.open().filter(content_type=kind, object_id=thing.pk)
    turns = list(rows.barring(request.user).order_by("opened_at", "pk"))
    steps = (turn for turn in turns if turn.kind == Turn.Kind.STEP and not turn.is_barred)
    mine = [turn for turn in steps if may(request.user, turn.permission, turn)]
    seats = _seats(turns)
    moves = [move for turn in mine for move in _moves_of(turn)]
    own = [seat for seat in seats if seat.person == getattr(request, "person", None)]
    moves += [Move(seat.get_absolute_url(), _verb(seat), "stamp", True) for seat in own]
    moves += _to_a_meeting(request, thing, seats)
    titles = [_(turn.title) for turn in mine] + [str(seat.request.get_word_display()) for seat in own]
    returned = next(iter(returns.reasons(turns).values()), None)
    if titles:
        return Now(_("请您办理：%(steps)s") % {"steps": _("、").join(titles)}, True, moves, seats, returned)
    return Now(_others(thing, turns, seats), False, moves, seats, returned)


def _to_a_meeting(request: HttpRequest, thing: Any, seats: list[Seat]) -> list[Move]:
    """Where whoever writes it may put a thing that waits for a meeting on an agenda."""
    waits = any(seat.request.word == Word.DELIBERATE for seat in seats)
    if not waits or not may(request.user, "plans.draft_plan", thing):
        return []
    return [Move(url, _("提请会议审议"), "users", False) for url in agendas.addresses_of(thing)]


def _verb(seat: Seat) -> str:
    return _("办理%(word)s") % {"word": seat.request.get_word_display()}


def _seats(turns: Iterable[Turn]) -> list[Seat]:
    signing = [turn.pk for turn in turns if turn.kind == Turn.Kind.SIGN]
    if not signing:
        return []
    waiting = Seat.objects.filter(request__turn__in=signing, state=Seat.State.OPEN)
    return list(waiting.select_related("request", "person").order_by("order", "pk"))


def _others(thing: Any, turns: list[Turn], seats: list[Seat]) -> str:
    if seats:
        names = _("、").join(dict.fromkeys(seat.person_name for seat in seats))
        return _("等待%(who)s%(word)s") % {"who": names, "word": seats[0].request.get_word_display()}
    if turns:
        return _("正在办理：%(step)s") % {"step": _(turns[0].title)}
    return str(thing.get_state_display())


def _moves_of(turn: Turn) -> list[Move]:
    routes = ROUTES.get(f"{turn.flow.rpartition('.')[2]}.{turn.node}", ())
    return [
        Move(reverse(f"plans:{name}", args=[turn.object_id]), label, icon, place == 0)
        for place, (name, label, icon) in enumerate(routes)
    ]

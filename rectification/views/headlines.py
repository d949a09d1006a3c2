"""The one sentence at the head of a campaign that says what is to be done now, and by whom."""

from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import Seat
from engine.models import Turn
from rectification.models import Campaign, Phase
from rectification.models.choices import CampaignState, PhaseState
from rectification.views.moves import Move, Waiting, moves_of


@dataclass(frozen=True)
class Headline:
    """What is to be done now: the sentence, whether it is the visitor who must do it, and his buttons."""

    words: str
    is_mine: bool = False
    moves: list[Move] = field(default_factory=list)


def open_seats(turns: Iterable[Turn]) -> list[Seat]:
    """The seats that are being waited for at these turns."""
    signing = [turn.pk for turn in turns if turn.kind == Turn.Kind.SIGN]
    if not signing:
        return []
    waiting = Seat.objects.filter(request__turn__in=signing, state=Seat.State.OPEN)
    return list(waiting.select_related("request", "person").order_by("order", "pk"))


def due_moves(moves: list[Move], phase: Phase) -> list[Move]:
    """The buttons of a phase; that of a phase still to come is not filled, so that the eye finds what is due."""
    is_early = phase.state == PhaseState.PLANNED and phase.opens_on > timezone.localdate()
    return [replace(move, is_main=False) for move in moves] if is_early else moves


def _answers(turn: Turn, phases: dict[int, Phase]) -> tuple[str, list[Move]]:
    """The step in words and its buttons, with the phase named where it belongs to one."""
    if turn.flow.endswith("SelfInspectionFlow"):
        return _(turn.title), [Move(turn.url, _(turn.title), "clipboard-pen", True)]
    phase = phases.get(turn.object_id) if turn.flow.endswith("PhaseFlow") else None
    if phase is None:
        return _(turn.title), moves_of(turn)
    moves = due_moves(moves_of(turn), phase)
    named = [replace(move, label=f"{phase.name} · {move.label}") for move in moves]
    return f"{phase.name}·{_(turn.title)}", named


def _mine(phases: dict[int, Phase], waiting: Waiting, seats: list[Seat], person: Any) -> Headline | None:
    """What waits for the visitor himself."""
    titles, moves = [], []
    for seat in seats:
        if person is not None and seat.person_id == person.pk:
            word = seat.request.get_word_display()
            titles.append(word)
            moves.append(Move(seat.get_absolute_url(), _("办理%(word)s") % {"word": word}, "stamp", True))
    for turn in waiting.turns:
        if turn.pk in waiting.mine:
            title, answers = _answers(turn, phases)
            titles.append(title)
            moves += answers
    if not titles:
        return None
    return Headline(_("请您办理：%(steps)s") % {"steps": _("、").join(titles)}, True, moves)


def _others(campaign: Campaign, phases: list[Any], seats: list[Seat]) -> str:
    """What others are being waited for."""
    parts = []
    if seats:
        names = _("、").join(dict.fromkeys(seat.person_name for seat in seats))
        parts.append(_("等待%(who)s%(word)s") % {"who": names, "word": seats[0].request.get_word_display()})
    for phase in phases:
        if phase.state == PhaseState.OPEN and phase.asked:
            parts.append(
                _("%(phase)s：%(all)s 家已审核 %(done)s 家")
                % {"phase": phase.name, "all": phase.asked, "done": phase.in_confirmed}
            )
        elif phase.state == PhaseState.OPEN:
            parts.append(_("%(phase)s进行中") % {"phase": phase.name})
    if parts:
        return _("；").join(parts)
    planned = next((phase for phase in phases if phase.state == PhaseState.PLANNED), None)
    if campaign.state == CampaignState.RUNNING and planned:
        return _("等待领导启动“%(phase)s”阶段") % {"phase": planned.name}
    return str(campaign.get_state_display())


def headline(campaign: Campaign, phases: list[Phase], waiting: Waiting, seats: list[Seat], person: Any) -> Headline:
    """The sentence for this visitor."""
    if campaign.state == CampaignState.CLOSED:
        return Headline(_("已结束，全部阶段和总结均已审批"))
    if campaign.state == CampaignState.CANCELLED:
        return Headline(_("已撤销，不再办理"))
    if campaign.state == CampaignState.ISSUING:
        return Headline(_("正在印发：系统正在逐家确定参加单位名单，完成后自动进入实施"))
    mine = _mine({phase.pk: phase for phase in phases}, waiting, seats, person)
    return mine or Headline(_others(campaign, phases, seats))

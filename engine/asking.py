"""Questions about where a thing stands in its flow."""

from dataclasses import dataclass
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _
from viewflow.workflow.models import Process
from viewflow.workflow.status import PROCESS

from engine.models import Turn
from organizations.models import Person, User
from organizations.refusals import AlreadyDone, NotAllowed, NotYet
from organizations.rights import exercise, may


@dataclass(frozen=True)
class Progress:
    """How far the subordinate flows of a node are; `total` is not known before they are all started."""

    total: int | None
    started: int
    open: int
    is_complete: bool


def open_turn(thing: Model, node: str) -> Turn:
    """The turn that waits at a node of the thing; a refusal that says who was first where it does not wait there."""
    turns = Turn.objects.of(thing).at(node).select_related("task", "closed_by").order_by("-pk")
    newest = turns.first()
    if newest is None:
        raise NotYet(_("还没有轮到这一步，请先完成前面的环节。"))
    if newest.is_open:
        return newest
    raise AlreadyDone(_closed_sentence(newest) or "", who=newest.closed_by, when=newest.closed_at)


def _closed_sentence(turn: Turn) -> str:
    if turn.how == Turn.How.CANCELLED:
        return _("「%(title)s」已经取消，不再办理，请返回列表查看。") % {"title": turn.title}
    return ""


def may_act(thing: Model, node: str, who: Person | User | None) -> bool:
    """Whether the node waits and this person may act on it."""
    turn = Turn.objects.of(thing).at(node).open().barring(who).first() if who else None
    return turn is not None and not turn.is_barred and may(who, turn.permission, turn)


def require_turn(thing: Model, node: str, *, by: Person | User) -> Turn:
    """The open turn; a refusal where it is over or not this person's."""
    turn = open_turn(thing, node)
    if not exercise(by, turn.permission, turn):
        raise NotAllowed(_("您没有办理「%(title)s」的权限，请联系本单位的经办人或管理员。") % {"title": turn.title})
    return turn


def progress(thing: Any, node: str) -> Progress | None:
    """How far the subordinate flows of the newest opening of a node are."""
    turn = Turn.objects.of(thing).at(node).order_by("-pk").first()
    if turn is None:
        return None
    children = children_of(turn)
    return Progress(
        total=turn.total,
        started=children.count(),
        open=children.filter(status=PROCESS.NEW).count(),
        is_complete=turn.spawned_at is not None,
    )


def children_of(turn: Turn) -> Any:
    """The processes of the things started at this node of the same process, at this opening or an earlier one."""
    return Process.objects.filter(
        parent_task__process_id=turn.task.process_id, parent_task__flow_task=turn.task.flow_task
    )

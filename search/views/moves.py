"""What a visitor may do with an edition here and now."""

from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from engine.models import Turn
from organizations.rights import may
from search.models import Edition, EditionState, OpinionRequest
from search.permissions import may as may_here

ROUTES: dict[str, tuple[tuple[str, Any, str], ...]] = {
    "draft": (
        ("edition_submit", _("提交"), "send"),
        ("edition_ask", _("征求意见"), "messages-square"),
        ("edition_replace", _("更换文件"), "file-up"),
    ),
    "consult": (("edition_opinions", _("处理反馈意见"), "list-checks"),),
    "check": (("edition_check", _("审核通过"), "check"), ("edition_return", _("退回修改"), "undo-2")),
    "publish": (("edition_publish", _("发布"), "megaphone"), ("edition_return", _("退回修改"), "undo-2")),
}
OURS = (("edition_shelve", _("入库发布"), "check"), ("edition_replace", _("更换文件"), "file-up"))
KEEPING = (
    ("edition_new", _("添加新版本"), "file-plus"),
    ("relation_new", _("登记修改或废止"), "git-compare"),
    ("regulation_describe", _("修改著录信息"), "pencil"),
)
GIVEN_UP = (("edition_withdraw", _("撤回"), "archive-x"),)


@dataclass(frozen=True)
class Move:
    """One button."""

    url: str
    label: Any
    icon: str
    is_main: bool


def moves_for(request: HttpRequest, edition: Edition, *, keeps: bool) -> list[Move]:
    """The buttons on an edition's page."""
    if edition.is_published or edition.state == EditionState.ABANDONED:
        return _buttons(KEEPING, edition.regulation_id, main=False) if keeps else []
    if edition.process_id is None:
        mine = edition.state == EditionState.DRAFT and may_here(request.user, "keep_library", edition)  # type: ignore[arg-type]
        return _buttons((*OURS, *GIVEN_UP), edition.pk) if mine else []
    given_up = _buttons(GIVEN_UP, edition.pk, main=False) if keeps else []
    return [*_of_turns(request, edition), *_of_requests(request, edition), *given_up]


def _of_turns(request: HttpRequest, edition: Edition) -> list[Move]:
    kind = ContentType.objects.get_for_model(Edition)
    turns = Turn.objects.open().filter(content_type=kind, object_id=edition.pk).barring(request.user)
    mine = [turn for turn in turns if not turn.is_barred and may(request.user, turn.permission, turn)]
    return [move for turn in mine for move in _buttons(ROUTES.get(turn.node, ()), edition.pk)]


def _of_requests(request: HttpRequest, edition: Edition) -> list[Move]:
    """The unit of the visitor is asked for its opinion."""
    if edition.state != EditionState.CONSULTING:
        return []
    waiting = OpinionRequest.objects.filter(edition=edition, answered_at__isnull=True)
    return [
        Move(reverse("search:request_answer", args=[one.pk]), _("反馈意见"), "message-square-text", True)
        for one in waiting
        if may_here(request.user, "give_opinion", one)  # type: ignore[arg-type]
    ]


def _buttons(routes: tuple[tuple[str, Any, str], ...], pk: int, *, main: bool = True) -> list[Move]:
    return [
        Move(reverse(f"search:{name}", args=[pk]), label, icon, main and place == 0)
        for place, (name, label, icon) in enumerate(routes)
    ]

"""What a visitor may do here and now: the open turns of a thing, and the buttons that answer them."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from engine.models import Turn
from organizations.rights import may

ROUTES: dict[str, tuple[tuple[str, Any, str], ...]] = {
    "CampaignFlow.draft": (
        ("campaign_submit", _("提交签发"), "send"),
        ("campaign_edit", _("修改方案"), "pencil"),
        ("campaign_phases", _("阶段和成果要求"), "list-ordered"),
        ("campaign_annexes", _("上传附件"), "paperclip"),
        ("campaign_rules", _("问题办理规则"), "ruler"),
    ),
    "CampaignFlow.conclude": (("campaign_conclude", _("撰写总结"), "file-pen"),),
    "PhaseFlow.open": (("phase_open", _("启动阶段"), "play"),),
    "PhaseFlow.complete": (("phase_submit", _("提交阶段小结"), "send"),),
    "SelfInspectionFlow.fill": (("inspection_submit", _("提交自查"), "send"),),
    "SelfInspectionFlow.confirm": (
        ("inspection_confirm", _("审核通过"), "check"),
        ("inspection_return", _("退回修改"), "undo-2"),
    ),
    "CollectionFlow.approve": (
        ("collection_approve", _("批准下发"), "check"),
        ("collection_decline", _("不同意下发"), "ban"),
    ),
    "FilingFlow.review": (
        ("filing_report", _("审核上报"), "send"),
        ("filing_rework", _("退回修改"), "undo-2"),
    ),
    "FindingFlow.plan": (("finding_plan", _("制定整改措施"), "list-checks"),),
    "FindingFlow.approve": (
        ("finding_approve", _("批准措施"), "check"),
        ("finding_return", _("退回修改"), "undo-2"),
    ),
    "FindingFlow.rectify": (("finding_report", _("申请销号"), "send"),),
    "FindingFlow.verify": (("finding_verify", _("核查"), "search-check"),),
    "ObjectionFlow.decide": (("objection_decide", _("核定陈述申辩"), "scale"),),
    "SlipFlow.receive": (("slip_receive", _("签收"), "check"),),
    "SupervisionOrderFlow.receive": (("order_receive", _("签收"), "check"),),
    "PolicyQuestionFlow.answer": (("question_answer", _("答复"), "message-circle-question-mark"),),
    "OutsideReportFlow.receive": (("outside_receive", _("登记回执"), "check"),),
    "WaiverFlow.decide": (("waiver_decide", _("审批暂缓或豁免"), "check"),),
}
"""The button of each waiting step: URL name, words, icon; the first is the main one."""


@dataclass(frozen=True)
class Move:
    """One button."""

    url: str
    label: Any
    icon: str
    is_main: bool


@dataclass(frozen=True)
class Waiting:
    """The open turns of some things, and which of them the visitor may answer."""

    turns: tuple[Turn, ...]
    mine: frozenset[int]

    def of(self, thing: Model) -> list[Turn]:
        """The open turns of one of the things."""
        kind = ContentType.objects.get_for_model(thing)
        return [turn for turn in self.turns if turn.content_type_id == kind.pk and turn.object_id == thing.pk]

    def at(self, node: str) -> bool:
        """Whether the visitor may answer a turn of this node."""
        return any(turn.node == node and turn.pk in self.mine for turn in self.turns)

    def moves(self, thing: Model | None = None) -> list[Move]:
        """The buttons of the turns the visitor may answer, of one thing or of all."""
        turns = self.turns if thing is None else self.of(thing)
        return [move for turn in turns if turn.pk in self.mine for move in moves_of(turn)]


def moves_of(turn: Turn) -> list[Move]:
    """The buttons that answer a turn."""
    routes = ROUTES.get(f"{turn.flow.rpartition('.')[2]}.{turn.node}", ())
    return [
        Move(reverse(f"rectification:{name}", args=[turn.object_id]), label, icon, place == 0)
        for place, (name, label, icon) in enumerate(routes)
    ]


def waiting_at(request: HttpRequest, things: Iterable[Model]) -> Waiting:
    """The open turns of these things and the visitor's share of them, in one query."""
    about = Q(pk__in=[])
    for thing in things:
        about |= Q(content_type=ContentType.objects.get_for_model(thing), object_id=thing.pk)
    turns = tuple(Turn.objects.open().filter(about).barring(request.user).order_by("opened_at", "pk"))
    steps = (turn for turn in turns if turn.kind == Turn.Kind.STEP and not turn.is_barred)
    mine = (turn.pk for turn in steps if may(request.user, turn.permission, turn))
    return Waiting(turns, frozenset(mine))

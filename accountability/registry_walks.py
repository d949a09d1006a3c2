"""What accountability enters into 责任链 and 数据核对: tasks and what belongs to them, escalations, reports."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accountability import trail, walks
from accountability.models import (
    Assignment,
    Derivation,
    Directive,
    DirectivePoint,
    Escalation,
    EscalationReceipt,
    Evidence,
    Extension,
    HandlingRecord,
    IncidentReport,
    IncomingDocument,
    LadderStart,
    PatternThreshold,
    ProgressReport,
)
from accountability.patterns import kernel
from organizations import paths, sight
from organizations.sight import Sight


def _thresholds(seen: Sight) -> Q:
    """Those that hold at one's own institutions: set there or above, and all within sight."""
    above = {path for scope in seen.scopes for path in paths.lineage(scope.institution_path)}
    return Q(org_path__in=above) | seen.covers("org_path")


OF_TASK = _("所属任务")


def declare() -> None:
    """Register the kinds; the features register theirs."""
    walks.register(
        Assignment, back={"source": (_("任务来源"), _("交办任务"))}, by="assigned_by", at="assigned_at",
        related=("assigned_by",), has_page=False,
    )  # fmt: skip
    for model, word, by, at in (
        (ProgressReport, _("报告进展"), "reported_by", "reported_at"),
        (Extension, _("申请延期"), "asked_by", "asked_at"),
    ):
        walks.register(
            model, back={"assignment": (OF_TASK, word)}, by=by, at=at, related=(by, "assignment"),
            has_page=model is Extension,
        )  # fmt: skip
    walks.register(
        Evidence, back={"assignment": (OF_TASK, _("提交佐证"))}, by="added_by", at="added_at",
        related=("added_by", "attachment"), has_page=False,
    )  # fmt: skip
    walks.register(
        LadderStart, back={"source": (_("上报事项"), _("上报与提级"))}, at="starts_at", related=("ladder",),
        has_page=False,
    )  # fmt: skip
    walks.register(
        Escalation, back={"start": (_("上报事项"), _("上报一级"))}, at="raised_at",
        related=("start__ladder", "start__source_type", "rung"),
    )  # fmt: skip
    walks.register(
        EscalationReceipt, back={"escalation": (_("上报与提级"), _("回执"))}, by="received_by", at="received_at",
        related=("received_by", "person", "receiver__organization", "escalation__start"), has_page=False,
    )  # fmt: skip
    walks.register(IncidentReport, by="recorded_by", at="recorded_at", related=("recorded_by",))
    _papers()
    kernel.declare()
    sight.register(PatternThreshold, _thresholds)
    trail.watch(PatternThreshold)
    trail.verbs({"threshold_set": _("调整核对标准")})


def _papers() -> None:
    """Papers from outside, what leaders said about them, and what became of both."""
    walks.register(
        IncomingDocument, back={"source": (_("来文事由"), _("收到来文"))}, by="registered_by", at="registered_at",
        related=("registered_by",),
    )  # fmt: skip
    walks.register(
        Directive, back={"source": (_("所批事项"), _("领导批示"))}, by="entered_by", at="entered_at",
        related=("entered_by", "leader"),
    )  # fmt: skip
    walks.register(
        DirectivePoint, back={"directive": (_("领导批示"), _("批示要点"))}, by="decided_by", at="decided_at",
        related=("decided_by", "directive"), has_page=False,
    )  # fmt: skip
    walks.register(
        Derivation, back={"point": (_("批示要点"), _("落实去向")), "directive": (_("领导批示"), _("落实去向")),
                          "source": (_("来源"), _("落实去向"))},
        forward={"target": (_("据以办理"), _("落实事项"))}, by="recorded_by", at="recorded_at",
        related=("recorded_by",), has_page=False,
    )  # fmt: skip
    walks.register(HandlingRecord, by="registered_by", at="registered_at", related=("registered_by", "kind"))

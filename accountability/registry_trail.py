"""What the trail, the files and the numbers enter into the registries: sight, verbs, checks, what runs on its own."""

from collections.abc import Sequence
from typing import Any

from django.apps import AppConfig
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.translation import gettext_lazy as _

from accountability import attachments, following, shapes, trail, triggers, untold, verify_holdings, verify_trail
from accountability.models import Attachment, Blob, EvidenceBundle, Number, NumberSeries, TrailEvent
from accountability.proofs import asking, carrying, checkpoints, sealing, walking
from accountability.verify import register
from engine import events as engine_events
from engine import worker
from organizations import events as organization_events
from organizations import sight
from organizations.models import (
    Appointment,
    Charter,
    Delegation,
    Membership,
    Organization,
    OrganizationLink,
    PastPath,
    Person,
    Post,
    SecondFactorRule,
    Succession,
    UnitChange,
    User,
)

VERBS = {
    "read": _("查看"),
    "downloaded": _("下载"),
    "evidence_asked": _("申请导出证据包"),
    "evidence_made": _("生成证据包"),
    "restored": _("从备份恢复"),
    "redacted": _("操作记录脱敏"),
    "excused": _("成批改动数据，不逐条记录"),
    "attachment_added": _("上传附件"),
    "number_taken": _("取号"),
    "number_skipped": _("登记跳号"),
    "number_voided": _("号码作废"),
    "flow_started": _("流程开始"),
    "flow_finished": _("流程办结"),
    "flow_cancelled": _("流程终止"),
    "sent_back": _("退回"),
    "paths_followed": _("随机构变更调整归属"),
    "paths_settled": _("机构变更后归属调整完毕"),
    "released": _("放行"),
    "step_opened": _("环节开始"),
    "step_closed": _("环节结束"),
    "job_retried": _("重新执行后台任务"),
}
WATCHED = (
    Attachment, Blob, EvidenceBundle, Number, NumberSeries,
    Organization, OrganizationLink, Person, Post, Appointment, Delegation, Succession, UnitChange, Charter,
    Membership, SecondFactorRule,
)  # fmt: skip


def declare(config: AppConfig) -> None:
    """Fill the registries; called once, when all models are loaded."""
    trail.signals(engine_events)
    trail.verbs({event.verb: event.label for event in organization_events.ALL})
    trail.verbs(VERBS)
    for model in WATCHED:
        trail.watch(model)
    trail.watch(User, exclude=("password", "last_login"))
    sight.register(TrailEvent, _events)
    following.freeze(TrailEvent)
    sight.register(Number, lambda seen: seen.covers("org_path"))
    sight.register(Attachment, attachments.rule)
    sight.register(EvidenceBundle, lambda seen: Q(asked_by=seen.person))
    _checks()
    config.proofs = (asking, carrying)  # type: ignore[attr-defined]  # their jobs register as they are loaded
    worker.each_tick(sealing.try_to_seal)
    pre_migrate.connect(_before_migrate, sender=config, dispatch_uid="accountability.untold")
    post_migrate.connect(_after_migrate, sender=config, dispatch_uid="accountability.trail")


def _events(seen: sight.Sight) -> Q:
    """Those of the units in sight, also where they once stood; what a unit has taken away is no longer here."""
    gone = PastPath.objects.filter(path=OuterRef("org_path")).exclude(organization__path=F("path"))
    here = PastPath.objects.filter(seen.covers("organization__path"), path=OuterRef("org_path"))
    return (seen.covers("org_path") & ~Exists(gone)) | Exists(here)


def _checks() -> None:
    register("guards", verify_trail.guards, verify_trail.guards_count, title=_("操作记录的数据库保护"))
    register("chain", walking.chain, verify_trail.seals_count, title=_("操作记录链"))
    register("checkpoints", checkpoints.differences, checkpoints.count, title=_("日志校验点"))
    register("unsealed", verify_trail.unsealed, verify_trail.events_count, title=_("操作记录均已封存"))
    register("bodies", verify_trail.bodies, verify_trail.events_count, title=_("行摘要与操作记录正文一致"))
    register("rows", verify_trail.rows, verify_trail.rows_count, title=_("业务数据与最近一次操作记录一致"))
    register("files", verify_holdings.files, verify_holdings.files_count, title=_("附件文件"))
    register("numbers", verify_holdings.numbers, verify_holdings.numbers_count, title=_("编号连续"))
    register("flows", verify_holdings.flows, verify_holdings.flows_count, title=_("流程与节点名称"))
    register("tree", verify_holdings.tree, verify_holdings.tree_count, title=_("机构路径与机构树"))
    register("places", following.places, following.places_count, title=_("各类记录的机构路径与机构树"))
    register(
        "administrators",
        verify_holdings.administrators,
        verify_holdings.administrators_count,
        title=_("三类管理员分设"),
    )
    register("grants", verify_holdings.grants, verify_holdings.grants_count, title=_("单项授权"))


def _before_migrate(using: str, plan: Sequence[object] = (), **_arguments: Any) -> None:
    """Let tables be altered; where nothing is to be done, nothing is lifted."""
    if plan:
        untold.lift(using)
        triggers.step_aside(using)


def _after_migrate(using: str, **_arguments: Any) -> None:
    """Guard the tables of the trail and keep the column groups of this version."""
    triggers.install(using)
    untold.install(using)
    shapes.keep(using)

"""The closed lists of this app: what a campaign, a phase, an inspection and a finding can be."""

from typing import Any

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization


class CampaignKind(models.TextChoices):
    """What a piece of special work is called in its title."""

    RECTIFICATION = "rectification", _("专项整治")
    ACTION = "action", _("专项行动")
    INSPECTION = "inspection", _("专项检查")
    ACTIVITY = "activity", _("活动")
    ROUTINE = "routine", _("日常监管")


class Nature(models.TextChoices):
    """With what power the issuer inspects: only the last may lead to administrative punishment."""

    QUALITY_CONTROL = "qc", _("质控检查")
    SUPERVISION = "supervision", _("行业督导")
    ENFORCEMENT = "enforcement", _("行政检查（执法）")


class CampaignState(models.TextChoices):
    """How far a campaign is."""

    DRAFT = "draft", _("拟稿")
    SIGNING = "signing", _("审批中")
    ISSUING = "issuing", _("印发中")
    RUNNING = "running", _("实施中")
    CONCLUDING = "concluding", _("总结审批中")
    CLOSED = "closed", _("已结束")
    CANCELLED = "cancelled", _("已撤销")


class Recurrence(models.IntegerChoices):
    """How many months after its beginning a campaign begins again."""

    NEVER = 0, _("不定期")
    MONTHLY = 1, _("每月")
    QUARTERLY = 3, _("每季度")
    HALF_YEARLY = 6, _("每半年")
    YEARLY = 12, _("每年")


class PhaseKind(models.TextChoices):
    """What a phase is for; institutions inspect themselves in SELF_INSPECT and STUDY."""

    DEPLOY = "deploy", _("组织部署")
    SELF_INSPECT = "self_inspect", _("自查自纠")
    SUPERVISE = "supervise", _("督导抽查")
    CONCLUDE = "conclude", _("总结整改")
    PUBLICIZE = "publicize", _("宣传发动")
    STUDY = "study", _("自学自查")
    INSPECT = "inspect", _("集中检查")
    OTHER = "other", _("其他")


class PhaseState(models.TextChoices):
    """How far a phase is; opening and closing are persons' verbs, a window only warns."""

    PLANNED = "planned", _("未启动")
    OPEN = "open", _("进行中")
    SIGNING = "signing", _("审批中")
    CLOSED = "closed", _("已结束")


class Per(models.TextChoices):
    """Who owes an output: the campaign once, or every participant."""

    CAMPAIGN = "campaign", _("主办单位")
    PARTICIPANT = "participant", _("各参加单位")


class MeetingMoment(models.TextChoices):
    """What a required meeting is to its phase: it prepares the inspection, or looks at what it has found."""

    BEFORE = "before", _("检查前准备会")
    AFTER = "after", _("检查后分析会")


class ParticipantState(models.TextChoices):
    """Whether a unit still takes part."""

    ACTIVE = "active", _("参加")
    REMOVED = "removed", _("已剔除")


class ScopeAction(models.TextChoices):
    """What was done to the frozen list."""

    FROZEN = "frozen", _("首次确定")
    ADDED = "added", _("增补")
    REMOVED = "removed", _("剔除")


class InspectionKind(models.TextChoices):
    """Who looks and how; what each brings forth stands in `kinds.KINDS`."""

    SELF = "self", _("自查")
    SUPERVISION = "supervision", _("督查")
    SPOT_CHECK = "spot_check", _("抽查")
    LOOK_BACK = "look_back", _("回头看")
    TRACER = "tracer", _("追踪检查")
    PREVALENCE = "prevalence", _("现患率调查")
    GUIDANCE = "guidance", _("技术指导")


class InspectionState(models.TextChoices):
    """How far an inspection is; RELEASED: the phase went on without it; WITHDRAWN: another draw replaced it."""

    OPEN = "open", _("填报中")
    SUBMITTED = "submitted", _("已提交")
    CONFIRMED = "confirmed", _("已审核")
    RELEASED = "released", _("已放行")
    WITHDRAWN = "withdrawn", _("已撤回")


class AnswerKind(models.TextChoices):
    """What an item asks for."""

    CHOICE = "choice", _("判定")
    NUMBER = "number", _("数值")
    RATIO = "ratio", _("比例")
    TEXT = "text", _("文字")
    PHOTO = "photo", _("照片")
    PAPER = "paper", _("签字材料")


WITH_FILES = (AnswerKind.PHOTO, AnswerKind.PAPER)
"""Kinds that are answered by a file: a photograph, or the scan of a signed paper with identities masked."""


class Choice(models.TextChoices):
    """The judgement of a choice item."""

    PASS = "pass", _("符合")
    PARTIAL = "partial", _("部分符合")
    FAIL = "fail", _("不符合")
    NOT_APPLICABLE = "na", _("不适用")


class Severity(models.TextChoices):
    """How bad a finding is."""

    GENERAL = "general", _("一般")
    SERIOUS = "serious", _("较大")
    MAJOR = "major", _("重大")


class FindingSource(models.TextChoices):
    """Where a finding came from."""

    SELF = "self", _("自查")
    SUPERVISION = "supervision", _("督查")
    SPOT_CHECK = "spot_check", _("抽查")
    ASSIGNED = "assigned", _("交办")
    INDICATOR = "indicator", _("指标异常")
    UNIT_RISK = "unit_risk", _("单位风险上报")


class Actuality(models.TextChoices):
    """Whether something has happened, or only may."""

    ACTUAL = "actual", _("实际问题")
    POTENTIAL = "potential", _("潜在风险")


class Demand(models.TextChoices):
    """What whoever found a problem asks of the unit: to fix it at once, to answer in writing, to be looked at again."""

    IMMEDIATE = "immediate", _("立即整改")
    WRITTEN = "written", _("书面提交整改")
    REINSPECTION = "reinspection", _("再次督查")


class CauseMethod(models.TextChoices):
    """How a unit came to the cause it names."""

    FIVE_WHYS = "five_whys", _("五个为什么")
    FISHBONE = "fishbone", _("鱼骨图")
    RCA = "rca", _("根本原因分析（RCA）")
    FMEA = "fmea", _("失效模式分析（FMEA）")
    DISCUSSION = "discussion", _("科室讨论")


class CauseKind(models.TextChoices):
    """Where the cause lies that a unit names, so that causes can be counted."""

    RULE = "rule", _("制度规定")
    PROCESS = "process", _("流程执行")
    TRAINING = "training", _("培训掌握")
    STAFFING = "staffing", _("人员配置")
    EQUIPMENT = "equipment", _("设备物资")
    ENVIRONMENT = "environment", _("场所环境")
    INFORMATION = "information", _("信息系统")
    OVERSIGHT = "oversight", _("监督检查")
    OTHER = "other", _("其他")


class FindingState(models.TextChoices):
    """How far a finding is on its way to 销号."""

    REGISTERED = "registered", _("已登记")
    PLANNING = "planning", _("制定措施")
    APPROVING = "approving", _("措施审核")
    RECTIFYING = "rectifying", _("整改中")
    VERIFYING = "verifying", _("待核查")
    WAIVED = "waived", _("暂缓整改")
    CLOSED = "closed", _("已销号")
    WITHDRAWN = "withdrawn", _("已撤销")


class ObjectionState(models.TextChoices):
    """What became of an objection."""

    PENDING = "pending", _("待核定")
    UPHELD = "upheld", _("维持")
    PARTLY = "partly", _("部分采纳")
    ACCEPTED = "accepted", _("采纳并撤销问题")


class WaiverKind(models.TextChoices):
    """What a unit asks for: time, or to be let off for a while."""

    DEFER = "defer", _("暂缓整改")
    EXEMPT = "exempt", _("豁免整改")


class WaiverState(models.TextChoices):
    """What became of a waiver."""

    PENDING = "pending", _("待审批")
    GRANTED = "granted", _("已同意")
    REFUSED = "refused", _("不同意")
    ENDED = "ended", _("已到期")


class SlipKind(models.TextChoices):
    """What a paper to a unit is called; a QC centre orders nothing."""

    ORDER = "order", _("整改通知书")
    FEEDBACK = "feedback", _("质控反馈意见")
    SUPERVISE = "supervise", _("督办单")


class SlipState(models.TextChoices):
    """Whether the unit has signed for a paper."""

    ISSUED = "issued", _("待签收")
    RECEIVED = "received", _("已签收")


class MeasureState(models.TextChoices):
    """Whether a measure counts: a returned plan is replaced, never erased."""

    PROPOSED = "proposed", _("拟定")
    APPROVED = "approved", _("已批准")
    REPLACED = "replaced", _("已替换")
    ENDED = "ended", _("前一轮措施")


class Conclusion(models.TextChoices):
    """What a verifier found on the spot."""

    FIXED = "fixed", _("属实已整改")
    PARTIAL = "partial", _("部分整改")
    NOT_FIXED = "not_fixed", _("未整改")


SELF_INSPECTING = (PhaseKind.SELF_INSPECT, PhaseKind.STUDY)
"""The kinds of phases in which every participant runs its own inspection."""


def labels_of(column: str) -> dict[Any, Any]:
    """The stored values of an organization's column and what they are called on screen."""
    field = Organization._meta.get_field(column)
    return dict(field.flatchoices) if isinstance(field, models.Field) else {}

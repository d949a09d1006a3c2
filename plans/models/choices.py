"""The closed lists of the plans: kinds, states, tiers of responsibility, verdicts."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PlanKind(models.TextChoices):
    """What a plan covers."""

    ANNUAL = "annual", _("年度计划")
    LONG_TERM = "long_term", _("中长期规划")
    SPECIAL = "special", _("专项工作计划")
    DEPARTMENT = "department", _("科室计划")


class PlanState(models.TextChoices):
    """How far a plan is."""

    DRAFT = "draft", _("拟稿")
    SIGNING = "signing", _("审批中")
    NUMBERING = "numbering", _("待编号复核")
    ISSUING = "issuing", _("待印发")
    IN_FORCE = "in_force", _("执行中")
    CLOSED = "closed", _("已总结")
    SUPERSEDED = "superseded", _("已由新计划替代")
    ABANDONED = "abandoned", _("已放弃")


VALID = (PlanState.IN_FORCE, PlanState.CLOSED)
"""A plan summed up stays valid until the next one is issued (January to March)."""
UNFINISHED = (PlanState.DRAFT, PlanState.SIGNING, PlanState.NUMBERING, PlanState.ISSUING)


class Derivation(models.TextChoices):
    """How a plan follows from its parent."""

    NONE = "", _("无")
    SLICE = "slice", _("年度分解")
    CASCADE = "cascade", _("逐级分解")
    DERIVED = "derived", _("依据制定")


class Rhythm(models.TextChoices):
    """How often progress is reported to the superior."""

    NONE = "", _("不报送")
    MONTH = "month", _("每月")
    QUARTER = "quarter", _("每季度")
    HALF_YEAR = "half_year", _("每半年")


class Tier(models.TextChoices):
    """What a named person answers for: 主要领导负总责、分管领导具体负责、责任到人."""

    OVERALL = "overall", _("总责")
    IN_CHARGE = "in_charge", _("分管")
    CONCRETE = "concrete", _("具体负责")
    NAMED = "named", _("专人")


class Origin(models.TextChoices):
    """Where a measure comes from."""

    PLANNED = "planned", _("计划内")
    AD_HOC = "ad_hoc", _("临时性任务")
    CARRIED = "carried", _("上年结转")


class LineAction(models.TextChoices):
    """What a revision does to a line of the plan."""

    ADD = "add", _("新增")
    CHANGE = "change", _("修改")
    DROP = "drop", _("取消")


class RevisionState(models.TextChoices):
    """How far a revision is."""

    DRAFT = "draft", _("拟稿")
    SIGNING = "signing", _("审批中")
    APPROVED = "approved", _("已批准")
    IN_FORCE = "in_force", _("已生效")
    ABANDONED = "abandoned", _("已放弃")


class Resolution(models.TextChoices):
    """What a meeting made of what waited for its deliberation."""

    PASSED = "passed", _("通过")
    IN_PRINCIPLE = "in_principle", _("原则通过")
    REJECTED = "rejected", _("不通过")
    AGAIN = "again", _("再议")


class ReviewKind(models.TextChoices):
    """What is looked back on."""

    HALF_YEAR = "half_year", _("半年小结")
    YEAR_END = "year_end", _("年终总结")


class ReviewState(models.TextChoices):
    """How far a review is."""

    COLLECTING = "collecting", _("收集和撰写")
    SIGNING = "signing", _("审批中")
    APPROVED = "approved", _("已审定")


class PartState(models.TextChoices):
    """How far a department's part of a review is."""

    ASKED = "asked", _("待报送")
    SENT = "sent", _("待科室负责人审定")
    CONFIRMED = "confirmed", _("已报送")


class LetterState(models.TextChoices):
    """How far a letter of responsibility is."""

    DRAFT = "draft", _("拟稿")
    SIGNING = "signing", _("待签订")
    SIGNED = "signed", _("已签订")
    CANCELLED = "cancelled", _("已作废")


class ProposalKind(models.TextChoices):
    """Why something is proposed for the new plan."""

    OPEN_ITEM = "open_item", _("上年未完成事项")
    REPEATED = "repeated", _("反复出现的问题")
    FINDING = "finding", _("未销号的问题")
    MISSED = "missed", _("未达到的频次要求")
    REVISION_DUE = "revision_due", _("待修订的制度")
    STANDING = "standing", _("专项工作的长效措施")
    OWN_DAY = "own_day", _("本单位主题日")


class ProposalState(models.TextChoices):
    """What became of a proposal."""

    OPEN = "open", _("待处理")
    ADOPTED = "adopted", _("已采纳")
    MERGED = "merged", _("已并入")
    DECLINED = "declined", _("未采纳")


class ImportState(models.TextChoices):
    """How far an import is."""

    WAITING = "waiting", _("等待识别")
    READ = "read", _("待核对")
    FINISHED = "finished", _("已核对")
    FAILED = "failed", _("识别失败")
    DROPPED = "dropped", _("已放弃")


class ReadingKind(models.TextChoices):
    """What was recognised in a text."""

    MEASURE = "measure", _("任务措施")
    OBLIGATION = "obligation", _("频次要求")
    INDICATOR = "indicator", _("指标")
    DATE = "date", _("时限")
    BASIS = "basis", _("依据文件")
    UNREAD = "unread", _("未能识别")


class ReadingVerdict(models.TextChoices):
    """What a person made of something recognised."""

    OPEN = "open", _("待核对")
    CONFIRMED = "confirmed", _("确认")
    CHANGED = "changed", _("改正后确认")
    DROPPED = "dropped", _("不采用")

"""The words a meeting is told with."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class MeetingState(models.TextChoices):
    """Where a meeting stands, from its arrangement to its issued minutes."""

    PLANNED = "planned", _("筹备中")
    NOTICED = "noticed", _("已通知")
    HELD = "held", _("已召开，待拟纪要")
    REVIEWING = "reviewing", _("纪要征求意见")
    SIGNING = "signing", _("纪要签发中")
    SIGNED = "signed", _("已签发，待印发")
    ISSUED = "published", _("纪要已印发")
    RECORDED = "recorded", _("已召开，留存记录")
    CANCELLED = "cancelled", _("已取消")


class Numbering(models.TextChoices):
    """How the minutes of a kind are numbered."""

    ISSUE = "issue", _("第×期")
    DOCUMENT = "document", _("〔年份〕×号")


class Part(models.TextChoices):
    """What an agenda item is about."""

    SUMMARY = "summary", _("上年度工作总结")
    ARRANGEMENT = "arrangement", _("本年度工作安排")
    PREVIOUS = "previous", _("上次议定事项落实情况")
    PROBLEMS = "problems", _("存在问题")
    REPORT = "report", _("汇报")
    DISCUSSION = "discussion", _("研究审议")
    CONVEYANCE = "conveyance", _("传达学习")
    CIRCULAR = "circular", _("通报")
    EXPERIENCE = "experience", _("经验交流")
    CASE = "case", _("病例讨论")
    PLAN_ITEM = "plan_item", _("计划事项交办")
    SPEECH = "speech", _("领导讲话")
    OTHER = "other", _("其他")


class Major(models.TextChoices):
    """三重一大: why an item must be decided collectively."""

    NONE = "", _("不属于三重一大")
    DECISION = "decision", _("重大事项决策")
    PERSONNEL = "personnel", _("重要干部任免")
    PROJECT = "project", _("重大项目投资决策")
    FUNDS = "funds", _("大额资金使用")


class ItemState(models.TextChoices):
    """What became of an agenda item."""

    PLANNED = "planned", _("待议")
    SETTLED = "settled", _("已议定")
    HEARD = "heard", _("已听取")
    POSTPONED = "postponed", _("缓议")
    STRUCK = "struck", _("撤下")


class Resolution(models.TextChoices):
    """What a meeting made of a thing that waits for its deliberation."""

    PASSED = "passed", _("通过")
    IN_PRINCIPLE = "in_principle", _("原则通过")
    REJECTED = "rejected", _("不通过")
    AGAIN = "again", _("再议")


class Manner(models.TextChoices):
    """How something was said (E: 指出、强调、要求 belong to the record, not to the minutes)."""

    REPORTED = "reported", _("汇报")
    SPOKE = "spoke", _("发言")
    POINTED = "pointed", _("指出")
    STRESSED = "stressed", _("强调")
    DEMANDED = "demanded", _("要求")
    DECIDED = "decided", _("决定")


class Nature(models.TextChoices):
    """What a decision asks for."""

    TASK = "task", _("交办事项")
    CONCLUSION = "conclusion", _("审议结论")


class DecisionState(models.TextChoices):
    """What became of a decision."""

    NOTED = "noted", _("待明确")
    ADOPTED = "adopted", _("已议定")
    WITHDRAWN = "withdrawn", _("已撤回")


class Origin(models.TextChoices):
    """Where a version of the minutes comes from."""

    GENERATED = "generated", _("按议定事项生成")
    EDITED = "edited", _("人工修改")


class ReaderRole(models.TextChoices):
    """Why the minutes were put before somebody."""

    REVIEW = "review", _("征求意见")
    READING = "reading", _("传阅")


class Answer(models.TextChoices):
    """What was made of a comment on the minutes."""

    NONE = "", _("未处理")
    TAKEN = "taken", _("采纳")
    PARTLY = "partly", _("部分采纳")
    REFUSED = "refused", _("不采纳")

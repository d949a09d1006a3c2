"""The closed lists of obligations: units of a rhythm, kinds of work, who owes it, how it is shown."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RhythmUnit(models.TextChoices):
    """In what a frequency is counted, as the reader of plans names it."""

    DAY = "day", _("每日")
    SHIFT = "shift", _("每班")
    WEEK = "week", _("每周")
    TEN_DAYS = "ten_days", _("每旬")
    MONTH = "month", _("每月")
    QUARTER = "quarter", _("每季度")
    HALF_YEAR = "half_year", _("每半年")
    YEAR = "year", _("每年")
    EVENT = "event", _("每次发生后")
    UNSPECIFIED = "unspecified", _("频次未定")


class WorkKind(models.TextChoices):
    """What sort of work is owed; what happens elsewhere counts towards the obligations of its kind."""

    MEETING = "meeting", _("会议")
    INSPECTION = "inspection", _("检查督导")
    TRAINING = "training", _("培训学习")
    EXAMINATION = "examination", _("考试考核")
    MONITORING = "monitoring", _("监测检测")
    DRILL = "drill", _("应急演练")
    PUBLICATION = "publication", _("公布宣传")
    REPORT = "report", _("报告总结")
    OTHER = "other", _("其他")


class OwedBy(models.TextChoices):
    """Who owes it."""

    UNIT = "unit", _("由承办单位完成")
    EACH = "each", _("每个科室各自完成")
    COVER = "cover", _("由承办单位覆盖每个科室")
    ENTRY = "entry", _("登记册每一项各一次")


class DepartmentClass(models.TextChoices):
    """Which departments are meant."""

    ALL = "all", _("全部科室")
    KEY = "key", _("重点科室")
    ORDINARY = "ordinary", _("普通科室")
    TYPE = "type", _("某一类科室")
    NAMED = "named", _("指定的单位")


class Proof(models.TextChoices):
    """What shows that it was done."""

    EVIDENCE = "evidence", _("佐证经负责人核定")
    TAP = "tap", _("逐日点选登记")


class Cut(models.TextChoices):
    """What becomes of the period into which a revision falls."""

    SHARE = "share", _("按天数折算：前段按原要求、后段按新要求")
    NEXT = "next", _("本期仍按原要求，自下一期起按新要求")
    WHOLE = "whole", _("原期次不再要求，自生效之日起按新要求整期计")


class LastCut(models.TextChoices):
    """What becomes of the period into which the end of a duty falls."""

    SHARE = "share", _("按天数折算：只要求生效之日以前的部分")
    NEXT = "next", _("本期仍按原要求完成，自下一期起停止")
    WHOLE = "whole", _("本期不再要求，已完成的保留")


class FirstCut(models.TextChoices):
    """How the period into which the beginning of a duty falls is counted."""

    SHARE = "share", _("首期按剩余天数折算")
    NEXT = "next", _("自下一期起要求")
    WHOLE = "whole", _("首期按整期计")


class ObligationState(models.TextChoices):
    """Whether it is owed."""

    DRAFT = "draft", _("拟定中")
    RUNNING = "running", _("执行中")
    ENDED = "ended", _("已停止")


class OccurrenceState(models.TextChoices):
    """What became of one period."""

    OPEN = "open", _("办理中")
    DONE = "done", _("已完成")
    EXPLAINED = "explained", _("未完成，已说明")
    WITHDRAWN = "withdrawn", _("不再要求")


class EvidenceState(models.TextChoices):
    """Whether it counts."""

    SUBMITTED = "submitted", _("待核定")
    COUNTED = "counted", _("已计数")
    RETURNED = "returned", _("未采纳")
    WITHDRAWN = "withdrawn", _("已撤回")


class EvidenceOrigin(models.TextChoices):
    """Where it comes from."""

    HAPPENING = "happening", _("系统内记录")
    UPLOAD = "upload", _("提交的佐证")
    TAP = "tap", _("点选登记")

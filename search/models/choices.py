"""The closed lists of the library: what a document can be, who may read it, how far an edition is."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Level(models.TextChoices):
    """Whose word it is, the weightiest first."""

    LAW = "law", _("法律")
    ADMINISTRATIVE = "administrative", _("行政法规")
    JUDICIAL = "judicial", _("司法解释")
    DEPARTMENTAL = "departmental", _("部门规章")
    NORMATIVE = "normative", _("规范性文件")
    LOCAL = "local", _("地方性法规和规章")
    STANDARD = "standard", _("标准")
    INSTITUTION = "institution", _("本单位制度")


class Kind(models.TextChoices):
    """What a document is for."""

    REGULATION = "regulation", _("法规制度")
    PROCEDURE = "procedure", _("标准操作规程")
    FORM = "form", _("表单模板")
    COURSEWARE = "courseware", _("培训课件")


class Access(models.TextChoices):
    """Who may read the published editions of a document."""

    PUBLIC = "public", _("公开（所有登录人员）")
    SUBTREE = "subtree", _("本单位及下属单位")
    UNITS = "units", _("指定单位")


class EditionState(models.TextChoices):
    """How far an edition is on its way to its readers; only published ones are in the library."""

    DRAFT = "draft", _("拟稿")
    CONSULTING = "consulting", _("征求意见中")
    CHECKING = "checking", _("审核中")
    PUBLISHED = "published", _("已发布")
    ABANDONED = "abandoned", _("已撤回")


class Status(models.TextChoices):
    """What a published edition is worth on a day; computed from dates and relations, never stored."""

    IN_FORCE = "in_force", _("现行有效")
    NOT_YET = "not_yet", _("尚未生效")
    PARTLY_REPEALED = "partly_repealed", _("部分废止")
    AMENDED = "amended", _("已修改")
    REPEALED = "repealed", _("已废止")
    ENDED = "ended", _("失效")


BINDING = (Status.IN_FORCE, Status.PARTLY_REPEALED)
"""The statuses of a text that applies on the day."""


class RelationKind(models.TextChoices):
    """What one edition does to another document."""

    AMENDS = "amends", _("修改")
    REPEALS = "repeals", _("废止")
    REPLACES = "replaces", _("替代")
    PARTLY_REPEALS = "partly_repeals", _("部分废止")


PASSIVE = {
    RelationKind.AMENDS: _("被修改"),
    RelationKind.REPEALS: _("被废止"),
    RelationKind.REPLACES: _("被替代"),
    RelationKind.PARTLY_REPEALS: _("被部分废止"),
}
"""How a relation reads from the other side."""


class Verdict(models.TextChoices):
    """What the drafter does with an opinion."""

    ADOPTED = "adopted", _("采纳")
    PARTLY = "partly", _("部分采纳")
    REJECTED = "rejected", _("不采纳")


class FoundBy(models.TextChoices):
    """How a citation came about."""

    CHOSEN = "chosen", _("人工选定")
    RECOGNISED = "recognised", _("文字识别")

"""What a finding says of itself beyond its words: how real, how bad, how often, whose, and whether it counts."""

import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Organization, Person

from .choices import Actuality, CauseKind, CauseMethod, Demand, Severity


class FindingFacts(models.Model):
    """The columns of a finding that its first registration, its objection and its waiver fill."""

    actuality = models.CharField(_("实际或潜在"), max_length=20, choices=Actuality, default=Actuality.ACTUAL)
    demand = models.CharField(_("整改方式"), max_length=20, choices=Demand, blank=True)
    cause_method = models.CharField(_("分析方法"), max_length=20, choices=CauseMethod, blank=True)
    cause_kind = models.CharField(_("原因类别"), max_length=20, choices=CauseKind, blank=True)
    leader = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("责任领导")
    )
    supporting_units = models.ManyToManyField(Organization, related_name="+", blank=True, verbose_name=_("配合单位"))
    supporting_words = models.CharField(_("配合单位名称"), max_length=400, blank=True)
    supervisor = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("督办人")
    )
    limit_on = models.DateField(_("整改限期"), null=True, blank=True)
    issuer_path = PathField(_("发现单位路径"), editable=False, default="")
    found_severity = models.CharField(_("登记时的严重程度"), max_length=20, choices=Severity, blank=True)
    repeats = models.PositiveSmallIntegerField(_("以前出现次数"), default=0)
    objection_until = models.DateField(_("陈述申辩截止日"), null=True, blank=True)
    waived_until = models.DateField(_("暂缓或豁免至"), null=True, blank=True)
    open_since = models.DateTimeField(_("本轮开始时间"), default=timezone.now)
    returned_times = models.PositiveSmallIntegerField(_("退回次数"), default=0)
    reopened_times = models.PositiveSmallIntegerField(_("重新启动次数"), default=0)
    withdrawn_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("撤销人")
    )
    withdrawn_because = models.TextField(_("撤销理由"), blank=True)

    class Meta:
        """No table of its own."""

        abstract = True

    @property
    def is_repeated(self) -> bool:
        """屡查屡犯: whether the same unit had the same problem in an earlier campaign."""
        return self.repeats > 0

    def in_objection_window(self, on: datetime.date | None = None) -> bool:
        """Whether the unit may still state its case, if nothing else speaks against it."""
        return self.objection_until is not None and self.objection_until >= (on or timezone.localdate())

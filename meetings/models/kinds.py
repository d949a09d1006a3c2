"""What kinds of meetings there are: data, shipped and kept by each institution."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Organization

from .choices import Numbering
from .presence import Quorum


class MeetingKindQuerySet(models.QuerySet["MeetingKind"]):
    """Questions about kinds."""

    def offered_to(self, unit: Organization) -> Self:
        """The shipped kinds and the institution's own, in their order."""
        return self.filter(Q(org_path="") | Q(org_path=unit.institution_path), active=True)


class MeetingKind(models.Model):
    """One kind of meeting: which parts it must have, who may see it, how its minutes are written."""

    code = models.CharField(_("编码"), max_length=40)
    name = models.CharField(_("名称"), max_length=60)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("自定义的单位")
    )
    org_path = PathField(_("机构路径"), editable=False, blank=True)
    order = models.PositiveSmallIntegerField(_("排序"), default=100)
    purpose = models.CharField(_("适用"), max_length=200, blank=True)
    parts = models.JSONField(_("必备和常设议程"), default=list, blank=True)
    restricted = models.BooleanField(_("仅参会人员可见"), default=False)
    majors = models.BooleanField(_("研究三重一大事项"), default=False)
    votes = models.BooleanField(_("需要表决"), default=False)
    quorum = models.CharField(_("到会要求"), max_length=12, choices=Quorum, blank=True, default=Quorum.NONE)
    without_patients = models.BooleanField(_("不得出现患者身份信息"), default=False)
    minuted = models.BooleanField(_("需要印发纪要"), default=True)
    reviewed = models.BooleanField(_("纪要签发前征求意见"), default=True)
    numbering = models.CharField(_("纪要编号方式"), max_length=20, choices=Numbering, default=Numbering.ISSUE)
    active = models.BooleanField(_("启用"), default=True)

    objects = MeetingKindQuerySet.as_manager()

    class Meta:
        verbose_name = _("会议类型")
        verbose_name_plural = _("会议类型")
        ordering = ["order", "pk"]
        constraints = [models.UniqueConstraint(fields=["org_path", "code"], name="a_kind_of_meeting_once_a_place")]

    def __str__(self) -> str:
        return self.name

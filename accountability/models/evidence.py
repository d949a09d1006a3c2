"""Evidence bundles 证据包: who asked for what, and the file that was made of it."""

import uuid

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Person


class EvidenceBundle(models.Model):
    """What somebody takes away to have it checked elsewhere: one thing with all about it, or a person's acts."""

    class State(models.TextChoices):
        """How far it is."""

        ASKED = "asked", _("正在生成")
        MADE = "made", _("可以下载")
        FAILED = "failed", _("生成失败")

    uuid = models.UUIDField(_("标识"), default=uuid.uuid4, unique=True, editable=False)
    content_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, related_name="+", verbose_name=_("对象类型")
    )
    object_id = models.BigIntegerField(_("对象编号"), null=True)
    thing = GenericForeignKey("content_type", "object_id")
    about = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("人员"))
    since = models.DateField(_("起始日期"), null=True)
    until = models.DateField(_("截止日期"), null=True)
    label = models.CharField(_("内容"), max_length=200)
    org_path = PathField(_("所属机构路径"))
    because = models.CharField(_("用途"), max_length=300)
    asked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("申请人"))
    asked_at = models.DateTimeField(_("申请时间"), auto_now_add=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.ASKED)
    said = models.CharField(_("说明"), max_length=300, blank=True)
    size = models.BigIntegerField(_("字节数"), null=True)
    sha256 = models.CharField(_("校验码（SHA-256）"), max_length=64, blank=True)
    events = models.PositiveIntegerField(_("操作记录条数"), default=0)
    made_at = models.DateTimeField(_("生成时间"), null=True)

    class Meta:
        verbose_name = _("证据包")
        verbose_name_plural = _("证据包")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(about__isnull=True) | Q(since__isnull=False, until__isnull=False),
                name="a_person_s_bundle_has_a_period",
            )
        ]

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        """Where it is downloaded."""
        return reverse("evidence_download", args=[self.uuid])

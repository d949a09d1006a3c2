"""误传文件: a file that should never have been uploaded, from the report to its removal by two people."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from accountability.models.files import Attachment
from organizations.fields import PathField
from organizations.models import Person


class WrongUpload(models.Model):
    """Who reported which file and why, and what became of it; the content itself is told nowhere."""

    class Why(models.TextChoices):
        """What is wrong with the file."""

        SECRET = "secret", _("涉嫌国家秘密")
        WORK_SECRET = "work_secret", _("工作秘密或者敏感信息")
        PERSONAL = "personal", _("未遮挡的患者或者个人信息")
        OTHER = "other", _("其他误传")

    class State(models.TextChoices):
        """How far it is."""

        ISOLATED = "isolated", _("已隔离")
        PROPOSED = "proposed", _("待第二人确认清除")
        RELEASED = "released", _("已解除隔离")
        REMOVED = "removed", _("已清除")

    attachment = models.ForeignKey(Attachment, models.PROTECT, related_name="reports", verbose_name=_("文件"))
    org_path = PathField(_("机构路径"))
    institution_path = PathField(_("单位路径"))
    why = models.CharField(_("问题"), max_length=12, choices=Why.choices)
    note = models.CharField(_("说明（不写涉密内容）"), max_length=200, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.ISOLATED)
    reported_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("报告人"))
    reported_at = models.DateTimeField(_("报告时间"), auto_now_add=True)
    proposed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("提出清除人"))
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("确认人"))
    decided_at = models.DateTimeField(_("处理时间"), null=True)

    class Meta:
        verbose_name = _("误传文件")
        verbose_name_plural = _("误传文件")
        ordering: ClassVar = ["-pk"]
        indexes: ClassVar = [models.Index(fields=["org_path"], name="wrong_uploads_by_path")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state="removed") | ~Q(decided_by=F("proposed_by")),
                name="a_wrong_upload_is_removed_by_two",
                violation_error_message=_("清除文件须由另一人确认。"),
            ),
        ]

    def __str__(self) -> str:
        return str(_("误传文件第%(n)s号") % {"n": self.pk})

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("wrong_upload_show", args=[self.pk])

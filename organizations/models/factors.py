"""The second step at log-in: for which duties a unit asks for it, and the codes that help where the phone is lost."""

from typing import ClassVar, Self

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models.people import Duty
from organizations.models.tree import Organization
from organizations.models.users import User


class SecondFactorRuleQuerySet(models.QuerySet["SecondFactorRule"]):
    """Questions about the rules."""

    def in_force(self) -> Self:
        """Those that hold now."""
        return self.filter(ended_at__isnull=True)


class SecondFactorRule(models.Model):
    """A unit asks the holders of a duty, in it and beneath it, for a code beside the password."""

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="second_factor_rules", verbose_name=_("单位")
    )
    duty = models.CharField(_("职责"), max_length=20, choices=Duty.choices)
    signing = models.BooleanField(_("提交办理意见时也要动态码"), default=False)
    since = models.DateTimeField(_("规定时间"), auto_now_add=True)
    ended_at = models.DateTimeField(_("取消时间"), null=True, blank=True)

    objects = SecondFactorRuleQuerySet.as_manager()

    class Meta:
        verbose_name = _("二次验证规定")
        verbose_name_plural = _("二次验证规定")
        ordering = ("organization__path", "duty")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("organization", "duty"),
                condition=models.Q(ended_at__isnull=True),
                name="second_factor_once_per_duty",
                violation_error_message=_("这个单位对这项职责已有规定，请先取消原来的规定。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization} {self.get_duty_display()}"

    @property
    def org_path(self) -> str:
        """Where the rule holds."""
        return self.organization.path


class RecoveryCode(models.Model):
    """A code that opens once instead of the phone; only its digest is kept."""

    user = models.ForeignKey(User, models.PROTECT, related_name="recovery_codes", verbose_name=_("账号"))
    digest = models.CharField(_("摘要"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("生成时间"), auto_now_add=True)
    used_at = models.DateTimeField(_("使用时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("恢复码")
        verbose_name_plural = _("恢复码")
        ordering = ("pk",)

    def __str__(self) -> str:
        return f"{self.user} {self.pk}"

    @property
    def org_path(self) -> str:
        """Where its account belongs."""
        return self.user.org_path

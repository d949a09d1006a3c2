"""The patterns from which campaigns are drafted: phases and required outputs as rows, so that cities may differ."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization

from .choices import CampaignKind, MeetingMoment, Nature, Per, PhaseKind


class CampaignTemplate(models.Model):
    """A set of phases with offsets in days from the first day of the campaign."""

    code = models.CharField(_("代码"), max_length=64)
    version = models.PositiveIntegerField(_("版本"), default=1)
    name = models.CharField(_("名称"), max_length=120)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("机构")
    )
    kind = models.CharField(_("类别"), max_length=20, choices=CampaignKind, default=CampaignKind.RECTIFICATION)
    nature = models.CharField(_("检查性质"), max_length=20, choices=Nature, default=Nature.SUPERVISION)
    texts = models.JSONField(_("默认文字"), default=dict, blank=True)
    checklist_code = models.CharField(_("检查表代码"), max_length=64, blank=True)
    finding_rules = models.JSONField(_("问题办理规则"), default=dict, blank=True)

    class Meta:
        verbose_name = _("专项工作模板")
        verbose_name_plural = _("专项工作模板")
        ordering = ["code", "-version"]
        constraints = [models.UniqueConstraint(fields=["code", "version"], name="template_code_version_unique")]

    def __str__(self) -> str:
        """The name as the list of templates shows it."""
        return self.name


class TemplatePhase(models.Model):
    """One phase of a template."""

    template = models.ForeignKey(
        CampaignTemplate, on_delete=models.CASCADE, related_name="phases", verbose_name=_("模板")
    )
    order = models.PositiveSmallIntegerField(_("次序"))
    kind = models.CharField(_("类别"), max_length=20, choices=PhaseKind)
    name = models.CharField(_("名称"), max_length=80)
    starts_after_days = models.PositiveSmallIntegerField(_("第几天开始"), help_text=_("距专项工作首日的天数"))
    lasts_days = models.PositiveSmallIntegerField(_("历时天数"))

    class Meta:
        verbose_name = _("模板阶段")
        verbose_name_plural = _("模板阶段")
        ordering = ["template", "order"]
        constraints = [models.UniqueConstraint(fields=["template", "order"], name="template_phase_order_unique")]

    def __str__(self) -> str:
        """The phase's name."""
        return self.name


class TemplateOutput(models.Model):
    """One thing a phase of a template asks for."""

    phase = models.ForeignKey(
        TemplatePhase, on_delete=models.CASCADE, related_name="outputs", verbose_name=_("模板阶段")
    )
    name = models.CharField(_("名称"), max_length=120)
    per = models.CharField(_("提交主体"), max_length=20, choices=Per)
    required = models.BooleanField(_("必交"), default=True)
    evidence_minimum = models.CharField(_("最低佐证要求"), max_length=200, blank=True)
    alternative = models.CharField(_("可替代方式"), max_length=200, blank=True)
    boxes = models.JSONField(_("逐项落实"), default=list, blank=True)
    meeting = models.CharField(_("检查前后的会议"), max_length=20, choices=MeetingMoment, blank=True)
    due_after_days = models.PositiveSmallIntegerField(_("截止于第几天"), help_text=_("距专项工作首日的天数"))

    class Meta:
        verbose_name = _("模板成果")
        verbose_name_plural = _("模板成果")
        ordering = ["phase", "pk"]

    def __str__(self) -> str:
        """The output's name."""
        return self.name

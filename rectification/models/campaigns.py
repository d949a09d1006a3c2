"""A campaign 专项工作: who is asked to do what in which phases, from the scheme to the signed conclusion."""

import datetime
from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability import trail
from accountability.signing.routes import RouteStep, route_for
from engine.models import Flowing
from organizations.fields import PathField
from organizations.models import Organization, Person

from . import manifests, querysets
from .choices import CampaignKind, CampaignState, Nature, Recurrence


class Campaign(Flowing):
    """One piece of special work of one issuer, drafted from a template."""

    title = models.CharField(_("标题"), max_length=200)
    kind = models.CharField(_("类别"), max_length=20, choices=CampaignKind, default=CampaignKind.RECTIFICATION)
    nature = models.CharField(_("检查性质"), max_length=20, choices=Nature, default=Nature.SUPERVISION)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("主办单位"))
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    template = models.ForeignKey(
        "rectification.CampaignTemplate", models.PROTECT, null=True, related_name="+", verbose_name=_("模板")
    )
    series = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="editions", verbose_name=_("首期")
    )
    recurs = models.PositiveSmallIntegerField(_("周期"), choices=Recurrence, default=Recurrence.NEVER)
    basis = models.TextField(_("依据"), blank=True)
    purpose = models.TextField(_("工作目标"), blank=True)
    requirements = models.TextField(_("任务要求"), blank=True)
    contact = models.CharField(_("联系人及电话"), max_length=200, blank=True)
    starts_on = models.DateField(_("开始日期"))
    ends_on = models.DateField(_("结束日期"))
    scope_rule = models.JSONField(_("范围规则"), default=dict, blank=True)
    focus_rule = models.JSONField(_("重点规则"), default=dict, blank=True)
    scope_version = models.PositiveIntegerField(_("名单版本"), default=0)
    finding_rules = models.JSONField(_("问题办理规则"), default=dict, blank=True)
    checklist_version = models.ForeignKey(
        "rectification.ChecklistVersion",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("检查表版本"),
    )
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("拟稿人"))
    edited_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("最后修改人"))
    concluded_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("总结拟稿人")
    )
    number = models.OneToOneField(
        "accountability.Number", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("编号")
    )
    state = models.CharField(_("状态"), max_length=20, choices=CampaignState, default=CampaignState.DRAFT)
    version = models.PositiveIntegerField(_("版本"), default=1)
    standing = models.JSONField(_("送签时的统计"), default=dict, blank=True, editable=False)
    summary = models.TextField(_("工作总结"), blank=True)
    drafted_at = models.DateTimeField(_("拟稿时间"), auto_now_add=True)
    issued_at = models.DateTimeField(_("印发时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("结束时间"), null=True, blank=True)

    objects = querysets.CampaignQuerySet.as_manager()

    class Meta:
        verbose_name = _("专项工作")
        verbose_name_plural = _("专项工作")
        ordering = ["-starts_on", "-pk"]
        indexes = [
            models.Index(fields=["org_path", "state"], name="campaign_path_state"),
            models.Index(fields=["institution_path", "state"], name="campaign_institution_state"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "starts_on"],
                condition=models.Q(kind=CampaignKind.ROUTINE),
                name="one_routine_ledger_a_year",
            )
        ]

    def __str__(self) -> str:
        """The title alone: it already says what kind of work it is."""
        return self.title

    def get_absolute_url(self) -> str:
        """Where the campaign is shown."""
        return reverse("rectification:campaign_detail", args=[self.pk])

    @property
    def is_issued(self) -> bool:
        """Whether the participating units have it."""
        return self.issued_at is not None

    @property
    def is_running(self) -> bool:
        """Whether phases may be worked on."""
        return self.state == CampaignState.RUNNING

    def looks_at_itself(self, path: str) -> bool:
        """Whether the participant at a path is the issuer: an institution that inspects its own departments."""
        return path == self.institution_path

    @property
    def draft_due_on(self) -> datetime.date:
        """The day by which the scheme should be submitted: its first day, or the day of drafting where later."""
        return max(self.starts_on, timezone.localdate(self.drafted_at))

    @property
    def conclude_due_on(self) -> datetime.date:
        """The day by which the conclusion is due."""
        return self.ends_on

    @property
    def authors(self) -> list[Person]:
        """Everybody who wrote in what is being signed, the last one first; none of them may sign it."""
        revised = trail.of(self).filter(verb="campaign_revised", actor_id__isnull=False).order_by().values("actor_id")
        others = Person.objects.filter(pk__in=revised)
        named = (self.concluded_by, self.edited_by, self.drafted_by, *others)
        return list({person.pk: person for person in named if person}.values())

    @property
    def scheme_route(self) -> list[RouteStep]:
        """Who signs the scheme, in order."""
        return route_for("rectification.campaign", self)

    @property
    def conclusion_route(self) -> list[RouteStep]:
        """Who signs the conclusion, in order."""
        return route_for("rectification.conclusion", self)

    def scheme_manifest(self) -> dict[str, Any]:
        """What the signers of the scheme are shown, complete enough to sign from."""
        return manifests.scheme(self)

    def conclusion_manifest(self) -> dict[str, Any]:
        """What the signers of the conclusion are shown."""
        return manifests.conclusion(self)

    @property
    def phases_to_run(self) -> QuerySet[Any]:
        """The phases that become children of the campaign's process."""
        return self.phases.filter(process__isnull=True).order_by("order")

    @property
    def disclaimer(self) -> str:
        """The line every paper of a technical or supervisory inspection carries (none for enforcement)."""
        if self.nature == Nature.ENFORCEMENT:
            return ""
        return str(_("本次检查为质量控制技术检查，结果不作为行政处罚依据。"))

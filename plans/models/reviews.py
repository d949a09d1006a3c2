"""Looking back on a plan: half-year review and year-end summary, with the departments' parts; reports upwards."""

import datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability.signing.routes import RouteStep, route_for
from engine.models import Flowing
from organizations.fields import PathField
from organizations.models import Organization, Person

from . import manifests, querysets
from .choices import PartState, ReviewKind, ReviewState
from .plans import Plan


class Review(Flowing):
    """One review of one plan, signed by the unit's leaders after the departments have reported."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="reviews", verbose_name=_("计划"))
    kind = models.CharField(_("类别"), max_length=12, choices=ReviewKind)
    year = models.PositiveIntegerField(_("年度"))
    due_on = models.DateField(_("完成期限"))
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    text = models.TextField(_("总结正文"), blank=True)
    next_steps = models.TextField(_("下一步安排"), blank=True)
    standing = models.JSONField(_("送签时的统计"), default=dict, blank=True, editable=False)
    state = models.CharField(_("状态"), max_length=12, choices=ReviewState, default=ReviewState.COLLECTING)
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("拟稿人"))
    edited_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("最后修改人"))
    begun_at = models.DateTimeField(_("启动时间"), default=timezone.now)
    approved_at = models.DateTimeField(_("审定时间"), null=True, blank=True)
    without_missing = models.CharField(_("部门未报齐的说明"), max_length=300, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("计划总结")
        verbose_name_plural = _("计划总结")
        ordering = ["-year", "plan", "-pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "kind", "year"], name="plan_review_once_a_period")]

    def __str__(self) -> str:
        return f"{self.plan}{self.get_kind_display()}"

    def get_absolute_url(self) -> str:
        """Where the review is shown."""
        return reverse("plans:review_detail", args=[self.pk])

    @property
    def authors(self) -> list[Person]:
        """Who wrote it; none of them may sign it."""
        return list({person.pk: person for person in (self.edited_by, self.drafted_by)}.values())

    @property
    def review_route(self) -> list[RouteStep]:
        """Who signs it, in order."""
        return route_for("plans.review", self)

    def review_manifest(self) -> dict[str, Any]:
        """What its signers are shown."""
        return manifests.review(self)


class ReviewPart(models.Model):
    """部门小结: what one department says about its share; its head confirms it."""

    review = models.ForeignKey(Review, models.CASCADE, related_name="parts", verbose_name=_("计划总结"))
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("部门"))
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    done = models.TextField(_("完成情况"), blank=True)
    not_done = models.TextField(_("未完成事项及原因"), blank=True)
    next_steps = models.TextField(_("下一步打算"), blank=True)
    due_on = models.DateField(_("报送期限"))
    state = models.CharField(_("状态"), max_length=12, choices=PartState, default=PartState.ASKED)
    written_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("填报人")
    )
    written_at = models.DateTimeField(_("填报时间"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("审定人")
    )
    confirmed_at = models.DateTimeField(_("审定时间"), null=True, blank=True)
    returned_because = models.CharField(_("退回理由"), max_length=300, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = querysets.PartQuerySet.as_manager()

    class Meta:
        verbose_name = _("部门小结")
        verbose_name_plural = _("部门小结")
        ordering = ["review", "org_path"]
        constraints = [models.UniqueConstraint(fields=["review", "organization"], name="plan_part_once_a_department")]

    def __str__(self) -> str:
        return f"{self.organization}：{self.review}"

    def get_absolute_url(self) -> str:
        """Where the department writes it."""
        return reverse("plans:part_detail", args=[self.pk])


class PlanReport(models.Model):
    """进展报送: what a superior is told about a plan at the set rhythm, with his receipt."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="progress_reports", verbose_name=_("计划"))
    period = models.CharField(_("报送期"), max_length=20)
    to = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("报送单位"))
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    to_path = PathField(_("报送单位路径"), editable=False)
    due_on = models.DateField(_("报送期限"))
    text = models.TextField(_("进展情况"))
    figures = models.JSONField(_("完成统计"), default=list, blank=True)
    sent_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("报送人"))
    sent_at = models.DateTimeField(_("报送时间"), default=timezone.now)
    received_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("签收人")
    )
    received_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("进展报告")
        verbose_name_plural = _("进展报告")
        ordering = ["-due_on", "-pk"]
        constraints = [models.UniqueConstraint(fields=["plan", "period"], name="plan_report_once_a_period")]

    def __str__(self) -> str:
        return f"{self.plan} {self.period}"

    def get_absolute_url(self) -> str:
        """Where it is read and received."""
        return reverse("plans:progress_detail", args=[self.pk])

    @property
    def days_late(self) -> int:
        """Days after the limit on which it was sent; none where it was in time."""
        return max((timezone.localdate(self.sent_at) - self.due_on) // datetime.timedelta(days=1), 0)

"""计划调整: a plan in force is changed line by line, by a signed revision, from a day on."""

import datetime
from typing import Any

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from accountability.signing.routes import RouteStep, route_for
from engine.models import Flowing
from organizations.calendar import add_working_days
from organizations.fields import PathField
from organizations.models import Person

from . import manifests
from .choices import LineAction, RevisionState
from .plans import STEP_DAYS, Plan


class Revision(Flowing):
    """One revision of one plan; the signatures under what was issued before stay as they are."""

    plan = models.ForeignKey(Plan, models.PROTECT, related_name="revisions", verbose_name=_("计划"))
    ordinal = models.PositiveIntegerField(_("序号"))
    because = models.TextField(_("调整理由"))
    effective_on = models.DateField(_("生效之日"))
    state = models.CharField(_("状态"), max_length=12, choices=RevisionState, default=RevisionState.DRAFT)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("拟稿人"))
    drafted_at = models.DateTimeField(_("拟稿时间"), default=timezone.now)
    in_force_at = models.DateTimeField(_("生效时间"), null=True, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("计划调整")
        verbose_name_plural = _("计划调整")
        ordering = ["plan", "ordinal"]
        constraints = [models.UniqueConstraint(fields=["plan", "ordinal"], name="plan_revision_number_once")]

    def __str__(self) -> str:
        return _t("%(plan)s第%(n)d次调整") % {"plan": self.plan, "n": self.ordinal}

    def get_absolute_url(self) -> str:
        """Where the revision is shown."""
        return reverse("plans:revision_detail", args=[self.pk])

    @property
    def is_draft(self) -> bool:
        """Whether its lines may still be changed."""
        return self.state == RevisionState.DRAFT

    @property
    def authors(self) -> list[Person]:
        """Who wrote it; he may not sign it."""
        return [self.drafted_by]

    @property
    def revision_route(self) -> list[RouteStep]:
        """Who signs it, in order."""
        return route_for("plans.revision", self)

    def revision_manifest(self) -> dict[str, Any]:
        """What its signers are shown: the lines before and after."""
        return manifests.revision(self)

    @property
    def draft_due_on(self) -> datetime.date:
        """Three working days after it was begun."""
        return add_working_days(timezone.localdate(self.drafted_at), STEP_DAYS)


class RevisionLine(models.Model):
    """One line of a plan that a revision adds, changes or takes out; `kind` names the registered kind of line."""

    revision = models.ForeignKey(Revision, models.CASCADE, related_name="lines", verbose_name=_("计划调整"))
    kind = models.CharField(_("内容类别"), max_length=20, default="measure")
    action = models.CharField(_("调整方式"), max_length=10, choices=LineAction)
    target = models.PositiveBigIntegerField(_("调整对象编号"), null=True, blank=True)
    label = models.CharField(_("调整对象"), max_length=200)
    before = models.JSONField(_("调整前"), default=dict, blank=True)
    after = models.JSONField(_("调整后"), default=dict, blank=True)
    applied = models.PositiveBigIntegerField(_("生效后对象编号"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("调整内容")
        verbose_name_plural = _("调整内容")
        ordering = ["revision", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["revision", "kind", "target"],
                condition=models.Q(target__isnull=False),
                name="plan_line_touched_once_per_revision",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_action_display()}：{self.label}"

    @property
    def org_path(self) -> str:
        """Where the plan stands."""
        return self.revision.org_path

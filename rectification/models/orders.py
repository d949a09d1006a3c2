"""Supervision by jurisdiction: units handed to a lower commission, and results recognised instead of asked again."""

import datetime
from typing import Any

from django.db import models
from django.db.models import Exists, OuterRef, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engine.models import Flowing
from organizations.fields import PathField
from organizations.models import Organization, Person

from .choices import InspectionKind, InspectionState
from .inspections import Inspection


class OrderState(models.TextChoices):
    """How far a handed-over supervision is."""

    ISSUED = "issued", _("待签收")
    RECEIVED = "received", _("督导中")
    REPORTED = "reported", _("已报告")


class SupervisionOrder(Flowing):
    """属地督导: units of a phase that a lower commission inspects, signed for, carried out and reported."""

    campaign = models.ForeignKey(
        "rectification.Campaign", models.PROTECT, related_name="orders", verbose_name=_("专项工作")
    )
    phase = models.ForeignKey("rectification.Phase", models.PROTECT, related_name="orders", verbose_name=_("阶段"))
    issuer = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("交办单位"))
    to = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("承办单位"))
    units = models.ManyToManyField("rectification.Participant", related_name="orders", verbose_name=_("督导对象"))
    text = models.TextField(_("要求"), blank=True)
    due_on = models.DateField(_("完成期限"))
    receive_due_on = models.DateField(_("签收期限"))
    issued_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("交办人"))
    issued_at = models.DateTimeField(_("交办时间"), default=timezone.now)
    state = models.CharField(_("状态"), max_length=20, choices=OrderState, default=OrderState.ISSUED)
    received_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("签收人"))
    received_at = models.DateTimeField(_("签收时间"), null=True, blank=True)
    assignment = models.OneToOneField(
        "accountability.Assignment", models.PROTECT, null=True, related_name="+", verbose_name=_("任务")
    )
    result = models.TextField(_("督导情况"), blank=True)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    issuer_path = PathField(_("交办单位路径"), editable=False)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("属地督导")
        verbose_name_plural = _("属地督导")
        ordering = ["-issued_at", "-pk"]
        indexes = [models.Index(fields=["org_path", "state"], name="order_path_state")]

    def __str__(self) -> str:
        """Who inspects, in what."""
        return str(_("%(to)s督导：%(phase)s") % {"to": self.to.name, "phase": self.phase.name})

    def get_absolute_url(self) -> str:
        """Where it is signed for and its progress is read."""
        return reverse("rectification:order_detail", args=[self.pk])

    @property
    def progress(self) -> QuerySet[Any]:
        """Its units, each with `visited` and `recognised`, from the rows of the phase."""
        mine = Inspection.objects.filter(
            phase=self.phase_id, participant=OuterRef("pk"), inspecting_unit=self.to_id, state=InspectionState.SUBMITTED
        ).exclude(kind=InspectionKind.SELF)
        taken = Recognition.objects.filter(phase=self.phase_id, participant=OuterRef("pk"))
        return self.units.annotate(visited=Exists(mine), recognised=Exists(taken)).order_by("org_path")

    @property
    def units_left(self) -> QuerySet[Any]:
        """The units nobody of the lower commission has inspected and no result was recognised for."""
        return self.progress.filter(visited=False, recognised=False)


class Recognition(models.Model):
    """已查互认: what another body found with the same checklist stands instead of another visit."""

    phase = models.ForeignKey(
        "rectification.Phase", models.PROTECT, related_name="recognitions", verbose_name=_("阶段")
    )
    participant = models.ForeignKey(
        "rectification.Participant", models.PROTECT, related_name="recognitions", verbose_name=_("参加单位")
    )
    inspection = models.ForeignKey(
        Inspection, models.PROTECT, related_name="recognitions", verbose_name=_("所互认的检查")
    )
    unit = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("互认单位"))
    because = models.TextField(_("理由"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("互认人"))
    at = models.DateTimeField(_("互认时间"), default=timezone.now)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)

    class Meta:
        verbose_name = _("互认")
        verbose_name_plural = _("互认")
        ordering = ["-at", "-pk"]
        constraints = [
            models.UniqueConstraint(fields=["phase", "participant", "inspection"], name="recognised_once_a_phase")
        ]

    def __str__(self) -> str:
        """What was recognised."""
        return str(self.inspection)


def recognisable(phase: Any, participant: Any, *, days: int, but: int) -> QuerySet[Any]:
    """Inspections of the unit by other bodies than `but`, handed in within so many days, with the phase's checklist."""
    first = timezone.localdate() - datetime.timedelta(days=days)
    rows = Inspection.objects.from_outside().filter(
        submitted_at__date__gte=first,
        participant__organization=participant.organization_id,
        state=InspectionState.SUBMITTED,
        checklist_version=phase.campaign.checklist_version_id,
        kind__in=[InspectionKind.SUPERVISION, InspectionKind.SPOT_CHECK, InspectionKind.LOOK_BACK],
    )
    return rows.exclude(inspecting_unit=but).select_related("inspecting_unit", "campaign").order_by("-submitted_at")

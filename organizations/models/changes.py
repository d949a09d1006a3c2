"""机构变更: what a unit is to become on a day, which units came out of which, and where a unit once stood."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models.people import Person
from organizations.models.tree import Organization


class UnitChangeQuerySet(models.QuerySet["UnitChange"]):
    """Questions about changes of units."""

    def planned(self) -> Self:
        """Those whose day is still to come."""
        return self.filter(state=UnitChange.State.PLANNED)

    def due(self, on: date | None = None) -> Self:
        """Those whose day has come, in the order of their days."""
        return self.planned().filter(on__lte=on or timezone.localdate()).order_by("on", "pk")

    def with_units(self) -> Self:
        """With everything a list shows."""
        return self.select_related("organization", "target", "by").order_by("-on", "-pk")


class UnitChange(models.Model):
    """One change of one unit: done on a day, or waiting for it."""

    class Kind(models.TextChoices):
        """What happens to the unit."""

        RENAME = "rename", _("更名")
        MOVE = "move", _("划转")
        MERGE = "merge", _("合并")
        SPLIT = "split", _("拆分")
        CLOSE = "close", _("撤销")

    class State(models.TextChoices):
        """How far it is."""

        PLANNED = "planned", _("待生效")
        APPLIED = "applied", _("已生效")
        REFUSED = "refused", _("到期未能生效")
        CANCELLED = "cancelled", _("已取消")

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="changes", verbose_name=_("机构"))
    kind = models.CharField(_("变更"), max_length=10, choices=Kind.choices)
    on = models.DateField(_("生效日期"))
    target = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("相关机构"),
        help_text=_("划转后的上级单位，或者并入的单位。"),
    )
    told = models.JSONField(_("变更内容"), default=dict, blank=True)
    because = models.CharField(_("依据和原因"), max_length=200)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.PLANNED)
    refusal = models.CharField(_("未能生效的原因"), max_length=500, blank=True)
    by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("登记人"))
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    applied_at = models.DateTimeField(_("办理时间"), null=True, blank=True)

    objects = UnitChangeQuerySet.as_manager()

    class Meta:
        verbose_name = _("机构变更")
        verbose_name_plural = _("机构变更")
        ordering = ("-on", "-pk")
        indexes: ClassVar = [models.Index(fields=("on",), condition=Q(state="planned"), name="unit_change_planned")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("organization",),
                condition=Q(state="planned"),
                name="one_planned_change_a_unit",
                violation_error_message=_("该机构已有一项待生效的变更，请先取消或者等它生效。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}{self.get_kind_display()}"

    @property
    def org_path(self) -> str:
        """Where the unit stands."""
        return self.organization.path


class Succession(models.Model):
    """机构沿革: from a day on, a unit's work is another's."""

    predecessor = models.ForeignKey(Organization, models.PROTECT, related_name="successions", verbose_name=_("原机构"))
    successor = models.ForeignKey(Organization, models.PROTECT, related_name="came_from", verbose_name=_("承接机构"))
    kind = models.CharField(_("变更"), max_length=10, choices=UnitChange.Kind.choices)
    on = models.DateField(_("生效日期"))
    predecessor_name = models.CharField(_("原机构当时的名称"), max_length=120)

    class Meta:
        verbose_name = _("机构沿革")
        verbose_name_plural = _("机构沿革")
        ordering = ("on", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("predecessor", "successor"), name="succession_once"),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="nobody_succeeds_himself",
                violation_error_message=_("一个机构不能由自己承接。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_name}—{self.successor}"

    @property
    def org_path(self) -> str:
        """Where the successor stands."""
        return self.successor.path


class PastPath(models.Model):
    """A place in the tree at which a unit once stood; what was recorded there then is still found by it."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="past_paths", verbose_name=_("机构"))
    path = PathField(_("原路径"), db_index=True)
    until = models.DateField(_("截止日期"))
    left_at = models.DateTimeField(_("变更时间"), default=timezone.now)

    class Meta:
        verbose_name = _("原路径")
        verbose_name_plural = _("原路径")
        ordering = ("organization", "until", "pk")

    def __str__(self) -> str:
        return self.path

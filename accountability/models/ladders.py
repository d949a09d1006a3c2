"""Ladders 上报与提级规则 as data: rungs in order, each with its clock, its start and its parallel receivers."""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organizations import paths
from organizations.models import Duty, Organization, Person


class LadderQuerySet(models.QuerySet["Ladder"]):
    """Questions asked of ladders."""

    def active(self) -> Self:
        """Those that begin today."""
        return self.filter(active=True)

    def usable_at(self, path: str) -> Self:
        """Those of the unit at this path, of the units above it, and the shipped ones; the nearest first."""
        above = Q(organization__isnull=True) | Q(organization__path__in=paths.lineage(path))
        return self.filter(above).order_by(models.F("organization__path").desc(nulls_last=True), "-version")

    def with_rungs(self) -> Self:
        """With rungs and receivers, in two more queries."""
        receivers = RungReceiver.objects.select_related("organization", "person").order_by("order")
        rungs = Rung.objects.order_by("order").prefetch_related(models.Prefetch("receivers", queryset=receivers))
        return self.select_related("organization", "made_by").prefetch_related(models.Prefetch("rungs", queryset=rungs))


class Ladder(models.Model):
    """One version of a rule; a change makes the next version, and what is under way keeps the one it began with."""

    class Purpose(models.TextChoices):
        """What climbs: a report from level to level, or a deadline nobody kept."""

        REPORT = "report", _("逐级上报")
        OVERDUE = "overdue", _("超时提级")

    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("制定单位")
    )
    code = models.SlugField(_("代码"), max_length=60)
    version = models.PositiveIntegerField(_("版次"), default=1)
    name = models.CharField(_("名称"), max_length=80)
    purpose = models.CharField(_("用途"), max_length=10, choices=Purpose.choices)
    basis = models.CharField(_("依据"), max_length=300)
    note = models.CharField(_("说明"), max_length=300, blank=True)
    active = models.BooleanField(_("启用"), default=True)
    supersedes = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("代替")
    )
    made_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("制定人"))
    made_at = models.DateTimeField(_("制定时间"), auto_now_add=True)

    objects = LadderQuerySet.as_manager()

    class Meta:
        verbose_name = _("上报与提级规则")
        verbose_name_plural = _("上报与提级规则")
        ordering = ["purpose", "code", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "code"],
                condition=Q(active=True, organization__isnull=False),
                name="one_active_ladder_a_unit",
            ),
            models.UniqueConstraint(
                fields=["code"], condition=Q(active=True, organization__isnull=True), name="one_active_shipped_ladder"
            ),
            models.UniqueConstraint(
                fields=["organization", "code", "version"],
                condition=Q(organization__isnull=False),
                name="one_ladder_a_version",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Where its rungs are shown."""
        return reverse("ladder_show", args=[self.pk])

    @property
    def org_path(self) -> str:
        """Whose rule it is; a shipped one is nobody's."""
        return self.organization.path if self.organization else ""


class Rung(models.Model):
    """One step of a ladder: how long, by which clock, counted from what."""

    class Clock(models.TextChoices):
        """How time is counted."""

        NATURAL_HOURS = "natural_hours", _("小时（自然时间）")
        WORKING_HOURS = "working_hours", _("小时（工作时间）")
        WORKING_DAYS = "working_days", _("个工作日")

    class Start(models.TextChoices):
        """What the time is counted from."""

        FOUND = "found", _("自发现")
        RECEIVED = "received", _("自接报")
        DUE = "due", _("自到期")

    ladder = models.ForeignKey(Ladder, models.PROTECT, related_name="rungs", verbose_name=_("规则"))
    order = models.PositiveSmallIntegerField(_("级次"))
    name = models.CharField(_("事项"), max_length=80)
    amount = models.PositiveSmallIntegerField(_("时限"))
    clock = models.CharField(_("计时"), max_length=20, choices=Clock.choices)
    start = models.CharField(_("起算"), max_length=10, choices=Start.choices)

    class Meta:
        verbose_name = _("级")
        verbose_name_plural = _("级")
        ordering = ["ladder", "order"]
        constraints = [
            models.UniqueConstraint(fields=["ladder", "order"], name="one_rung_a_place_on_the_ladder"),
            models.CheckConstraint(condition=Q(amount__gte=1), name="a_rung_takes_time"),
            models.CheckConstraint(
                condition=Q(clock__in=["natural_hours", "working_hours", "working_days"]), name="a_rung_names_its_clock"
            ),
            models.CheckConstraint(condition=Q(start__in=["found", "received", "due"]), name="a_rung_names_its_start"),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.name}"

    @property
    def within(self) -> str:
        """How long, in words: 自发现 2 小时（自然时间）内."""
        told = {"start": self.get_start_display(), "amount": self.amount, "clock": self.get_clock_display()}
        return str(_("%(start)s %(amount)s %(clock)s")) % told


class RungReceiver(models.Model):
    """Who is told on a rung; several receivers of one rung are told side by side."""

    class Where(models.TextChoices):
        """The unit whose people are told, seen from where the matter lies."""

        UNIT = "unit", _("承办科室")
        INSTITUTION = "institution", _("本单位")
        UP_ONE = "up_one", _("上一级单位")
        UP_TWO = "up_two", _("上两级单位")
        UP_THREE = "up_three", _("上三级单位")
        NAMED = "named", _("指定单位")

    rung = models.ForeignKey(Rung, models.PROTECT, related_name="receivers", verbose_name=_("级"))
    order = models.PositiveSmallIntegerField(_("顺序"))
    duty = models.CharField(_("职责"), max_length=20, choices=Duty.choices, blank=True)
    where = models.CharField(_("所在单位"), max_length=12, choices=Where.choices, default=Where.INSTITUTION)
    organization = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("指定单位")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("指定人员")
    )
    outside = models.CharField(_("系统外接收单位"), max_length=80, blank=True)

    class Meta:
        verbose_name = _("接收方")
        verbose_name_plural = _("接收方")
        ordering = ["rung", "order"]
        constraints = [
            models.UniqueConstraint(fields=["rung", "order"], name="one_receiver_a_place_on_the_rung"),
            models.CheckConstraint(
                condition=~Q(duty="") | Q(person__isnull=False) | ~Q(outside=""), name="a_receiver_is_somebody"
            ),
        ]

    def __str__(self) -> str:
        return self.label

    @property
    def label(self) -> str:
        """Who it is, in words."""
        if self.outside:
            return self.outside
        if self.person:
            return str(self.person)
        place = self.organization or self.get_where_display()
        return f"{place} {self.get_duty_display()}"

    @property
    def key(self) -> tuple[object, ...]:
        """What makes two receivers the same."""
        return (self.duty, self.where if self.duty else "", self.organization_id, self.person_id, self.outside)

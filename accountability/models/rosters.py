"""Working hours of a unit, and who is on duty when nobody is at his desk."""

import datetime
import re
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization, Person

DIALLED = re.compile(r"\+?\d[\d ()（）-]*")


class WorkingHours(models.Model):
    """When a unit works on a working day; without a row of its own or above it, the usual hours hold."""

    MORNING = (datetime.time(8, 0), datetime.time(12, 0))
    AFTERNOON = (datetime.time(14, 0), datetime.time(17, 30))

    organization = models.OneToOneField(Organization, models.PROTECT, related_name="+", verbose_name=_("单位"))
    morning_from = models.TimeField(_("上午上班"), default=MORNING[0])
    morning_until = models.TimeField(_("上午下班"), default=MORNING[1])
    afternoon_from = models.TimeField(_("下午上班"), default=AFTERNOON[0])
    afternoon_until = models.TimeField(_("下午下班"), default=AFTERNOON[1])

    class Meta:
        verbose_name = _("工作时间")
        verbose_name_plural = _("工作时间")
        constraints = [
            models.CheckConstraint(
                condition=Q(morning_from__lt=F("morning_until"))
                & Q(morning_until__lte=F("afternoon_from"))
                & Q(afternoon_from__lt=F("afternoon_until")),
                name="working_hours_follow_each_other",
            ),
        ]

    def __str__(self) -> str:
        halves = ((self.morning_from, self.morning_until), (self.afternoon_from, self.afternoon_until))
        return " ".join(f"{first:%H:%M}—{last:%H:%M}" for first, last in halves)

    @property
    def org_path(self) -> str:
        """Whose hours these are."""
        return self.organization.path


class DutyRoster(models.Model):
    """The duty roster 值班表 of a unit and the telephone that is answered day and night."""

    organization = models.OneToOneField(Organization, models.PROTECT, related_name="+", verbose_name=_("单位"))
    telephone = models.CharField(_("值班电话"), max_length=40, blank=True)

    class Meta:
        verbose_name = _("值班表")
        verbose_name_plural = _("值班表")

    def __str__(self) -> str:
        return f"{self.organization}值班表"

    def get_absolute_url(self) -> str:
        """The month that runs."""
        return f"{reverse('roster_show')}?unit={self.organization_id}"

    @property
    def dialled(self) -> str:
        """The part of the number a telephone can dial; what follows, such as an extension, is said."""
        found = DIALLED.search(self.telephone)
        return re.sub(r"[^+\d]", "", found.group()) if found else ""

    @property
    def org_path(self) -> str:
        """Whose roster it is."""
        return self.organization.path


class ShiftQuerySet(models.QuerySet["Shift"]):
    """Questions asked of shifts."""

    def between(self, first: datetime.date, last: datetime.date) -> Self:
        """Those of these days, both included."""
        return self.filter(day__range=(first, last)).select_related("person", "substituted").order_by("day", "slot")


class Shift(models.Model):
    """One person in one slot of one day; a night shift belongs to the day on which it begins."""

    class Slot(models.TextChoices):
        """What is to be filled."""

        LEADER = "leader", _("带班领导")
        DAY = "day", _("白班值班员")
        NIGHT = "night", _("夜班值班员")

    roster = models.ForeignKey(DutyRoster, models.PROTECT, related_name="shifts", verbose_name=_("值班表"))
    day = models.DateField(_("日期"))
    slot = models.CharField(_("班次"), max_length=10, choices=Slot.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("值班人员"))
    telephone = models.CharField(_("联系电话"), max_length=40, blank=True)
    substituted = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("原值班人员")
    )
    because = models.CharField(_("替班原因"), max_length=200, blank=True)

    objects = ShiftQuerySet.as_manager()

    class Meta:
        verbose_name = _("班次")
        verbose_name_plural = _("班次")
        ordering = ["day", "slot"]
        constraints = [
            models.UniqueConstraint(fields=["roster", "day", "slot"], name="one_person_a_slot"),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.get_slot_display()} {self.person}"

    @property
    def org_path(self) -> str:
        """Whose roster it stands in."""
        return self.roster.organization.path

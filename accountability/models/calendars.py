"""The address under which a person's own calendar is subscribed, and the days of the year units keep."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization, Person


class CalendarFeed(models.Model):
    """One secret address; only its digest is kept, so that nobody reads another's calendar out of the database."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("人员"))
    token_digest = models.CharField(_("地址校验值"), max_length=64, unique=True)
    made_at = models.DateTimeField(_("生成时间"), default=timezone.now)
    read_at = models.DateTimeField(_("最近读取时间"), null=True, blank=True)
    revoked_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("日历订阅")
        verbose_name_plural = _("日历订阅")
        constraints = [
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at__isnull=True), name="one_calendar_address_a_person"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.made_at:%Y-%m-%d}"

    @property
    def org_path(self) -> str:
        """Where its owner belongs."""
        return self.person.home.path


class OwnDayQuerySet(models.QuerySet["OwnDay"]):
    """Questions about the days units have set for themselves."""

    def standing(self) -> "OwnDayQuerySet":
        """Those that still come round every year."""
        return self.filter(ended_at__isnull=True)


class OwnDay(models.Model):
    """A day of the year a unit keeps besides the shipped health days 健康日: for itself and everybody beneath it."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("单位"))
    name = models.CharField(_("主题日"), max_length=40)
    month = models.PositiveSmallIntegerField(_("月"))
    day = models.PositiveSmallIntegerField(_("日"))
    set_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("设立人"))
    set_at = models.DateTimeField(_("设立时间"), default=timezone.now)
    ended_at = models.DateTimeField(_("停用时间"), null=True, blank=True)

    objects = OwnDayQuerySet.as_manager()

    class Meta:
        verbose_name = _("本单位主题日")
        verbose_name_plural = _("本单位主题日")
        ordering = ["month", "day", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "name"],
                condition=Q(ended_at__isnull=True),
                name="a_day_of_ones_own_once_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(month__gte=1, month__lte=12, day__gte=1, day__lte=31), name="a_day_of_ones_own_is_a_day"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def org_path(self) -> str:
        """Whose day it is."""
        return self.organization.path

    def in_year(self, year: int) -> datetime.date:
        """The day it falls on."""
        return datetime.date(year, self.month, self.day)

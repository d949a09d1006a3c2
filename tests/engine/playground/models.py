"""A tour of inspection and the places it stops at."""

import datetime

from django.db import models
from django.utils import timezone
from django.utils.functional import cached_property

from engine.models import Flowing


class Tour(Flowing):
    """A tour: planned, agreed to, prepared, run through all its stops, reported."""

    title = models.CharField("名称", max_length=100)
    org_path = models.CharField("机构路径", max_length=200)
    institution_path = models.CharField("单位路径", max_length=200, blank=True)
    leads = models.BooleanField("有总结", default=True)
    batches = models.PositiveIntegerField("准备批次", default=0)
    prepared = models.PositiveIntegerField("已准备批次", default=0)
    state = models.CharField("状态", max_length=20, default="planning")
    spoilt = models.BooleanField("会出错", default=False)

    class Meta:
        """Named."""

        verbose_name = "巡查"
        verbose_name_plural = "巡查"

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return f"/tours/{self.pk}/"

    @property
    def plan_due_on(self) -> datetime.date:
        """Three days from today."""
        return timezone.localdate() + datetime.timedelta(days=3)

    @property
    def signers(self) -> list[str]:
        """Who agrees."""
        return ["主任"]

    def summary(self) -> dict[str, str]:
        """What they agree to."""
        return {"title": self.title}

    @property
    def is_reported(self) -> bool:
        """Whether it ends with a report."""
        return self.leads

    @cached_property
    def remembered_state(self) -> str:
        """The state as it was when first asked."""
        return self.state

    @property
    def planned_stops(self) -> models.QuerySet["Stop"]:
        """Every stop that is not struck off."""
        return self.stops.filter(is_struck=False)


class Stop(Flowing):
    """One place of a tour."""

    tour = models.ForeignKey(Tour, models.PROTECT, related_name="stops", verbose_name="巡查")
    name = models.CharField("名称", max_length=100)
    org_path = models.CharField("机构路径", max_length=200)
    is_struck = models.BooleanField("已删除", default=False)
    is_virtual = models.BooleanField("不用到场", default=False)
    visits = models.PositiveIntegerField("到场次数", default=0)

    class Meta:
        """Named."""

        verbose_name = "站点"
        verbose_name_plural = "站点"

    def __str__(self) -> str:
        return self.name

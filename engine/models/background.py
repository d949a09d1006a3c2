"""Background work: what is to be done once, and what is to be done again and again."""

import datetime

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engine.kinds import title_of
from organizations.fields import PathField
from organizations.models import Person


class JobQuerySet(models.QuerySet["Job"]):
    """Named questions about jobs."""

    def due(self, now: datetime.datetime) -> "JobQuerySet":
        """Those whose time has come, the longest waiting first."""
        return self.filter(state=Job.State.PENDING, run_after__lte=now).order_by("run_after")

    def abandoned(self, now: datetime.datetime) -> "JobQuerySet":
        """Those whose worker did not come back."""
        return self.filter(state=Job.State.RUNNING, lease_until__lt=now).order_by("lease_until")

    def dead(self) -> "JobQuerySet":
        """Those given up, waiting for an administrator."""
        return self.filter(state=Job.State.DEAD)

    def unfinished(self) -> "JobQuerySet":
        """Those still to be done."""
        return self.filter(state__in=(Job.State.PENDING, Job.State.RUNNING))


class Job(models.Model):
    """One piece of background work, written in the transaction of the change that asks for it."""

    class State(models.TextChoices):
        """Where it stands."""

        PENDING = "pending", _("等待")
        RUNNING = "running", _("处理中")
        DONE = "done", _("完成")
        DEAD = "dead", _("失败")

    kind = models.CharField(_("种类"), max_length=80)
    key = models.CharField(_("唯一键"), max_length=200, unique=True)
    payload = models.JSONField(_("参数"), default=dict, blank=True)
    state = models.CharField(_("状态"), max_length=10, choices=State, default=State.PENDING)
    run_after = models.DateTimeField(_("最早处理时间"), default=timezone.now)
    attempts = models.PositiveSmallIntegerField(_("尝试次数"), default=0)
    lease_until = models.DateTimeField(_("占用至"), null=True, blank=True)
    worker = models.CharField(_("处理者"), max_length=80, blank=True)
    done = models.PositiveIntegerField(_("已完成数"), default=0)
    total = models.PositiveIntegerField(_("总数"), null=True, blank=True)
    error = models.TextField(_("错误"), blank=True)
    created_at = models.DateTimeField(_("创建时间"), default=timezone.now)
    finished_at = models.DateTimeField(_("完成时间"), null=True, blank=True)
    org_path = PathField(_("所属机构路径"), blank=True)
    by = models.ForeignKey(
        Person, verbose_name=_("发起人"), null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = JobQuerySet.as_manager()

    class Meta:
        """Asking for work stays quick however much was done before."""

        verbose_name = _("后台任务")
        verbose_name_plural = _("后台任务")
        indexes = (
            models.Index(fields=["run_after"], condition=Q(state="pending"), name="job_due"),
            models.Index(fields=["lease_until"], condition=Q(state="running"), name="job_leased"),
            models.Index(fields=["state", "-created_at"], name="job_by_state"),
        )

    def __str__(self) -> str:
        """The kind in words."""
        return self.title

    @property
    def title(self) -> str:
        """The kind as an administrator reads it."""
        return title_of(self.kind)

    @property
    def percent(self) -> int | None:
        """How far it is, where that is known."""
        if self.state == Job.State.DONE:
            return 100
        return min(100, self.done * 100 // self.total) if self.total else None


class Recurring(models.Model):
    """When a kind of job is due next; a missed time is caught up once."""

    kind = models.CharField(_("种类"), max_length=80, unique=True)
    minutes = models.PositiveIntegerField(_("间隔（分钟）"))
    next_at = models.DateTimeField(_("下次时间"))

    class Meta:
        """One row a kind."""

        verbose_name = _("定期任务")
        verbose_name_plural = _("定期任务")

    def __str__(self) -> str:
        """The kind and its interval."""
        return f"{self.kind} / {self.minutes}"

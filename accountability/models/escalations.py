"""What climbs a ladder: the clock of one matter, the rungs it has reached, and who confirmed that he knows."""

import datetime
from typing import Self

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability.models.ladders import Ladder, Rung, RungReceiver
from organizations.fields import PathField
from organizations.models import Organization, Person


class LadderStart(models.Model):
    """The clock of one matter on one ladder: which rung comes next, and when."""

    class State(models.TextChoices):
        """How it stands."""

        RUNNING = "running", _("计时中")
        CLIMBED = "climbed", _("已到最高一级")
        ENDED = "ended", _("已结束")

    ladder = models.ForeignKey(Ladder, models.PROTECT, related_name="starts", verbose_name=_("规则"))
    source_type = models.ForeignKey(ContentType, models.PROTECT, related_name="+", verbose_name=_("来源类型"))
    source_id = models.PositiveBigIntegerField(_("来源编号"))
    source = GenericForeignKey("source_type", "source_id")
    source_label = models.CharField(_("来源"), max_length=200)
    org_path = PathField(_("机构路径"))
    institution_path = PathField(_("单位路径"))
    deadline = models.DateField(_("期限"), null=True)
    starts_at = models.DateTimeField(_("发现或到期时间"))
    received_at = models.DateTimeField(_("接报时间"))
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.RUNNING)
    next_order = models.PositiveSmallIntegerField(_("下一级"), default=1)
    next_at = models.DateTimeField(_("下一级时间"))

    class Meta:
        verbose_name = _("上报与提级计时")
        verbose_name_plural = _("上报与提级计时")
        ordering = ["pk"]
        indexes = [models.Index(fields=["next_at", "id"], condition=Q(state="running"), name="ladders_due")]
        constraints = [
            models.UniqueConstraint(
                fields=["source_type", "source_id", "deadline"],
                condition=Q(deadline__isnull=False),
                name="one_ladder_a_deadline",
            ),
            models.UniqueConstraint(
                fields=["source_type", "source_id"], condition=Q(deadline__isnull=True), name="one_ladder_a_report"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.ladder} {self.source_label}"[:200]


class EscalationQuerySet(models.QuerySet["Escalation"]):
    """Questions asked of escalations."""

    def open(self) -> Self:
        """Those not every receiver has confirmed."""
        return self.filter(closed_at__isnull=True)

    def waiting_for(self, person: Person) -> Self:
        """Those this person was told of and has not confirmed, while nobody else has for him."""
        mine = EscalationReceipt.objects.waiting().filter(person=person)
        return self.open().filter(pk__in=mine.values("escalation"))

    def with_matter(self) -> Self:
        """With the rule, the rung and the receipts."""
        receipts = EscalationReceipt.objects.select_related("person", "receiver__organization", "received_by")
        return self.select_related("start__ladder", "rung").prefetch_related(
            models.Prefetch("receipts", queryset=receipts.order_by("receiver__order", "pk"))
        )


class Escalation(models.Model):
    """One rung reached by one matter, exactly once."""

    start = models.ForeignKey(LadderStart, models.PROTECT, related_name="escalations", verbose_name=_("计时"))
    rung = models.ForeignKey(Rung, models.PROTECT, related_name="+", verbose_name=_("级"))
    org_path = PathField(_("机构路径"))
    institution_path = PathField(_("单位路径"))
    due_at = models.DateTimeField(_("时限"))
    raised_at = models.DateTimeField(_("发出时间"))
    off_hours = models.BooleanField(_("非工作时间"), default=False)
    closed_at = models.DateTimeField(_("回执齐全时间"), null=True)

    objects = EscalationQuerySet.as_manager()

    class Meta:
        verbose_name = _("上报与提级")
        verbose_name_plural = _("上报与提级")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["org_path", "-id"], name="escalations_by_path")]
        constraints = [
            models.UniqueConstraint(fields=["start", "rung"], name="one_escalation_a_rung_and_deadline"),
        ]

    def __str__(self) -> str:
        return f"{self.rung.name} {self.start.source_label}"[:200]

    def get_absolute_url(self) -> str:
        """The page on which a receiver confirms that he knows."""
        return reverse("escalation_show", args=[self.pk])

    def is_late(self, now: datetime.datetime | None = None) -> bool:
        """Whether a report was not confirmed in time; an overdue deadline's rung only says that it is overdue."""
        if self.start.ladder.purpose != Ladder.Purpose.REPORT:
            return False
        return (self.closed_at or now or timezone.now()) > self.due_at


class EscalationReceiptQuerySet(models.QuerySet["EscalationReceipt"]):
    """Questions asked of receipts."""

    def waiting(self) -> Self:
        """Those of receivers for whom nobody has confirmed."""
        return self.filter(answered=False)


class EscalationReceipt(models.Model):
    """One person told of one rung for one receiver, and when he confirmed; an outside receiver has no person."""

    class Role(models.TextChoices):
        """Why he was told."""

        NAMED = "named", _("接收人")
        PROXY = "proxy", _("代办人")
        DUTY = "duty", _("值班人员")
        OUTSIDE = "outside", _("系统外单位")
        NOBODY = "nobody", _("无人任职")

    escalation = models.ForeignKey(Escalation, models.PROTECT, related_name="receipts", verbose_name=_("上报与提级"))
    receiver = models.ForeignKey(RungReceiver, models.PROTECT, related_name="+", verbose_name=_("接收方"))
    person = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("人员"))
    role = models.CharField(_("身份"), max_length=10, choices=Role.choices, default=Role.NAMED)
    answered = models.BooleanField(_("接收方已回执"), default=False)
    received_at = models.DateTimeField(_("回执时间"), null=True)
    received_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("登记人"))
    received_name = models.CharField(_("对方接收人"), max_length=60, blank=True)
    note = models.CharField(_("回执说明"), max_length=300, blank=True)

    objects = EscalationReceiptQuerySet.as_manager()

    class Meta:
        verbose_name = _("回执")
        verbose_name_plural = _("回执")
        ordering = ["escalation", "pk"]
        indexes = [models.Index(fields=["person"], condition=Q(answered=False), name="receipts_awaited")]
        constraints = [
            models.UniqueConstraint(fields=["escalation", "receiver", "person"], name="told_once_a_rung"),
            models.CheckConstraint(
                condition=Q(received_at__isnull=True) | Q(received_by__isnull=False), name="a_receipt_says_by_whom"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person or self.receiver} {self.get_role_display()}"

    @property
    def org_path(self) -> str:
        """Where the matter lies."""
        return self.escalation.org_path


class IncidentReport(models.Model):
    """One report taken by telephone or on duty 接报登记: who reported what to whom, and when it was found."""

    class Way(models.TextChoices):
        """How it came."""

        TELEPHONE = "telephone", _("电话")
        IN_PERSON = "in_person", _("当面")
        WRITTEN = "written", _("书面或传真")
        SYSTEM = "system", _("信息系统")

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("登记单位"))
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    number_text = models.CharField(_("编号"), max_length=40, db_index=True)
    reporter = models.CharField(_("报告人"), max_length=60)
    reporter_unit = models.CharField(_("报告人单位"), max_length=120, blank=True)
    reporter_telephone = models.CharField(_("报告人电话"), max_length=40, blank=True)
    way = models.CharField(_("报告方式"), max_length=12, choices=Way.choices, default=Way.TELEPHONE)
    found_at = models.DateTimeField(_("发现时间"))
    received_at = models.DateTimeField(_("接报时间"))
    received_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("接报人"))
    content = models.TextField(_("报告内容"))
    told = models.CharField(_("已告知"), max_length=200, blank=True)
    ladder = models.ForeignKey(
        Ladder, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("上报规则")
    )
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now)

    class Meta:
        verbose_name = _("接报登记")
        verbose_name_plural = _("接报登记")
        ordering = ["-received_at", "-pk"]
        indexes = [models.Index(fields=["org_path", "-received_at"], name="incidents_by_path")]
        constraints = [
            models.CheckConstraint(condition=Q(received_at__gte=F("found_at")), name="found_before_it_is_reported"),
        ]

    def __str__(self) -> str:
        words = self.content.strip().replace("\n", " ")
        return f"{self.number_text} {words[:40]}{'…' if len(words) > 40 else ''}".strip()

    def get_absolute_url(self) -> str:
        """Where it is shown with its receipts."""
        return reverse("incident_show", args=[self.pk])

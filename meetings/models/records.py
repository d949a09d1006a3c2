"""What a meeting leaves behind: the record 会议记录, its decisions 议定事项 and the minutes 会议纪要."""

from typing import Any, ClassVar

from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Organization, Person

from .choices import Answer, DecisionState, Manner, Nature, Origin, ReaderRole
from .querysets import DecisionQuerySet, ReaderQuerySet


class Statement(models.Model):
    """One sentence of the record: who said it and how; it never goes into the minutes by itself (W3)."""

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="statements", verbose_name=_("会议"))
    org_path = PathField(_("机构路径"), editable=False)
    item = models.ForeignKey(
        "meetings.AgendaItem", models.PROTECT, null=True, blank=True, related_name="statements", verbose_name=_("议程")
    )
    order = models.PositiveIntegerField(_("顺序"))
    manner = models.CharField(_("方式"), max_length=20, choices=Manner, default=Manner.POINTED)
    speaker = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("发言人")
    )
    speaker_label = models.CharField(_("发言人及职务"), max_length=160)
    text = models.TextField(_("内容"))
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("记录人"))
    recorded_at = models.DateTimeField(_("记录时间"), default=timezone.now)
    struck = models.BooleanField(_("已删去"), default=False)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("会议记录")
        verbose_name_plural = _("会议记录")
        ordering = ["meeting", "order", "pk"]

    def __str__(self) -> str:
        return f"{self.speaker_label}{self.get_manner_display()}：{self.text}"[:200]

    def get_absolute_url(self) -> str:
        """Its place on the record's page."""
        return f"{self.meeting.get_absolute_url()}record/#said-{self.pk}"


class Decision(models.Model):
    """What the meeting decided: a task with one owner and a date, or a conclusion that asks for nothing further."""

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="decisions", verbose_name=_("会议"))
    org_path = PathField(_("机构路径"), editable=False)
    item = models.ForeignKey(
        "meetings.AgendaItem", models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("议程")
    )
    statement = models.ForeignKey(
        Statement, models.PROTECT, null=True, blank=True, related_name="decisions", verbose_name=_("出自")
    )
    order = models.PositiveSmallIntegerField(_("序号"))
    nature = models.CharField(_("性质"), max_length=20, choices=Nature, default=Nature.TASK)
    text = models.TextField(_("议定事项"))
    lead_unit = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("牵头单位")
    )
    supporting_units: ClassVar = models.ManyToManyField(
        Organization, blank=True, related_name="+", verbose_name=_("配合单位")
    )
    holder = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("责任人")
    )
    due_on = models.DateField(_("完成时限"), null=True, blank=True)
    evidence_required = models.CharField(_("佐证要求"), max_length=200, blank=True)
    supervised = models.BooleanField(_("列入督办"), default=False)
    state = models.CharField(_("状态"), max_length=20, choices=DecisionState, default=DecisionState.NOTED)
    assignment = models.OneToOneField(
        "accountability.Assignment", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("任务")
    )
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = DecisionQuerySet.as_manager()

    class Meta:
        verbose_name = _("议定事项")
        verbose_name_plural = _("议定事项")
        ordering = ["meeting", "order", "pk"]

    def __str__(self) -> str:
        return self.text[:120]

    def get_absolute_url(self) -> str:
        """The excerpt for whoever has to carry it out."""
        return reverse("meetings:decision_detail", args=[self.pk])

    @property
    def lacks(self) -> list[str]:
        """What a task still needs before the minutes can be signed."""
        if self.nature != Nature.TASK or self.state == DecisionState.WITHDRAWN:
            return []
        needed = {"lead_unit": self.lead_unit_id, "holder": self.holder_id, "due_on": self.due_on}
        return [_label_of(name) for name, value in needed.items() if not value]

    @property
    def standing_label(self) -> str:
        """已办结、已逾期、办理中 as its task stands today; what needs no task says so."""
        if self.nature == Nature.CONCLUSION:
            return str(Nature.CONCLUSION.label)
        if self.assignment is None or self.state == DecisionState.WITHDRAWN:
            return str(self.get_state_display())
        if self.assignment.is_overdue(timezone.localdate()):
            return _gettext("已逾期")
        return str(self.assignment.get_state_display())


def _label_of(name: str) -> str:
    """What a field of a decision is called."""
    field: Any = Decision._meta.get_field(name)
    return str(field.verbose_name)


class Minutes(models.Model):
    """The minutes of a meeting as they read now."""

    meeting = models.OneToOneField("meetings.Meeting", models.PROTECT, related_name="minutes", verbose_name=_("会议"))
    org_path = PathField(_("机构路径"), editable=False)
    title = models.CharField(_("标题"), max_length=200)
    text = models.TextField(_("正文"))
    generated = models.TextField(_("上次生成的正文"), blank=True, editable=False)
    number = models.OneToOneField(
        "accountability.Number", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("编号")
    )
    round = models.PositiveSmallIntegerField(_("征求意见轮次"), default=0)
    version = models.PositiveIntegerField(_("版本"), default=1)
    edited_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("最后修改人"))
    edited_at = models.DateTimeField(_("修改时间"), default=timezone.now)

    class Meta:
        verbose_name = _("会议纪要")
        verbose_name_plural = _("会议纪要")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where the minutes are read."""
        return f"{self.meeting.get_absolute_url()}minutes/"

    @property
    def is_by_hand(self) -> bool:
        """Whether somebody has changed what was generated."""
        return self.text != self.generated

    @property
    def writers(self) -> list[Person]:
        """Everybody who wrote a version, the last one first."""
        rows = self.versions.select_related("by").order_by("-n")
        return list({row.by_id: row.by for row in rows}.values())


class MinutesVersion(models.Model):
    """One text the minutes had; never changed."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="versions", verbose_name=_("会议纪要"))
    n = models.PositiveIntegerField(_("版本"))
    text = models.TextField(_("正文"))
    origin = models.CharField(_("来源"), max_length=20, choices=Origin)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("修改人"))
    at = models.DateTimeField(_("时间"), default=timezone.now)

    class Meta:
        verbose_name = _("纪要版本")
        verbose_name_plural = _("纪要版本")
        ordering = ["minutes", "-n"]
        constraints = [models.UniqueConstraint(fields=["minutes", "n"], name="one_text_a_version_of_minutes")]

    def __str__(self) -> str:
        return f"{self.minutes} {self.n}"


class MinutesReader(models.Model):
    """Somebody before whom the minutes were put: for his comments, or to read them."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="readers", verbose_name=_("会议纪要"))
    org_path = PathField(_("机构路径"), editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("人员"))
    role = models.CharField(_("方式"), max_length=20, choices=ReaderRole)
    round = models.PositiveSmallIntegerField(_("轮次"), default=1)
    asked_at = models.DateTimeField(_("送出时间"), default=timezone.now)
    answered_at = models.DateTimeField(_("答复或阅读时间"), null=True, blank=True)

    objects = ReaderQuerySet.as_manager()

    class Meta:
        verbose_name = _("纪要阅办")
        verbose_name_plural = _("纪要阅办")
        ordering = ["minutes", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["minutes", "person", "role", "round"], name="minutes_lie_once_before_a_person_a_round"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person} {self.get_role_display()}"

    def get_absolute_url(self) -> str:
        """Where he reads them."""
        return self.minutes.get_absolute_url()


class MinutesComment(models.Model):
    """What somebody said about a version of the minutes, and what was made of it."""

    minutes = models.ForeignKey(Minutes, models.PROTECT, related_name="comments", verbose_name=_("会议纪要"))
    org_path = PathField(_("机构路径"), editable=False)
    on_version = models.PositiveIntegerField(_("针对的版本"))
    round = models.PositiveSmallIntegerField(_("轮次"), default=1)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("提出人"))
    text = models.TextField(_("意见"))
    at = models.DateTimeField(_("提出时间"), default=timezone.now)
    answer = models.CharField(_("处理"), max_length=20, choices=Answer, default=Answer.NONE, blank=True)
    because = models.CharField(_("处理说明"), max_length=300, blank=True)
    answered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("处理人")
    )
    answered_at = models.DateTimeField(_("处理时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("纪要意见")
        verbose_name_plural = _("纪要意见")
        ordering = ["minutes", "pk"]

    def __str__(self) -> str:
        return self.text[:120]

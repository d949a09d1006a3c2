"""领导批示和指示: what a leader has said, point by point, and how soon it was put to work."""

import datetime
from typing import ClassVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.fields import PathField
from organizations.models import Organization, Person


class DirectiveQuerySet(models.QuerySet["Directive"]):
    """Questions asked of directives."""

    def with_names(self) -> "DirectiveQuerySet":
        """With everything a list shows, and when each was first put to work."""
        first = Derivation.objects.filter(directive=models.OuterRef("pk")).order_by("happened_at", "pk")
        return self.select_related("organization", "leader", "confirmer").annotate(
            deployed_at=models.Subquery(first.values("happened_at")[:1])
        )

    def to_confirm(self, person: Person) -> "DirectiveQuerySet":
        """Those entered for this leader which he has not confirmed, oldest first."""
        return self.filter(confirmer=person, state=Directive.State.UNCONFIRMED).order_by("pk")

    def in_hand(self) -> "DirectiveQuerySet":
        """Neither 办结 nor denied."""
        return self.filter(state__in=(Directive.State.UNCONFIRMED, Directive.State.ACTIVE))


class Directive(models.Model):
    """What a leader has asked for, in writing, in a speech or by word of mouth."""

    class Way(models.TextChoices):
        """How it came."""

        WRITTEN = "written", gettext_lazy("书面批示")
        SPEECH = "speech", gettext_lazy("讲话要求")
        ORAL = "oral", gettext_lazy("口头指示")

    class State(models.TextChoices):
        """How far it is."""

        UNCONFIRMED = "unconfirmed", gettext_lazy("待领导确认")
        ACTIVE = "active", gettext_lazy("落实中")
        CLOSED = "closed", gettext_lazy("已办结")
        DENIED = "denied", gettext_lazy("领导未确认")

    tasks_have_pages = True

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=gettext_lazy("办理单位")
    )
    org_path = PathField(gettext_lazy("机构路径"), editable=False)
    institution_path = PathField(gettext_lazy("单位路径"), editable=False)
    number_text = models.CharField(gettext_lazy("编号"), max_length=40, db_index=True)
    way = models.CharField(gettext_lazy("方式"), max_length=10, choices=Way.choices, default=Way.WRITTEN)
    leader = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("批示领导")
    )
    leader_name = models.CharField(gettext_lazy("领导姓名"), max_length=60)
    leader_post = models.CharField(gettext_lazy("领导职务"), max_length=120, blank=True)
    said_at = models.DateTimeField(gettext_lazy("批示时间"))
    occasion = models.CharField(gettext_lazy("事由"), max_length=200)
    text = models.TextField(gettext_lazy("批示内容"))
    source_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=gettext_lazy("来源类型")
    )
    source_id = models.PositiveBigIntegerField(gettext_lazy("来源编号"), null=True, editable=False)
    source = GenericForeignKey("source_type", "source_id")
    source_label = models.CharField(gettext_lazy("来源"), max_length=200, blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=gettext_lazy("登记人"))
    entered_at = models.DateTimeField(gettext_lazy("登记时间"), default=timezone.now)
    confirmer = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("确认人")
    )
    confirmed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("实际确认人")
    )
    confirmed_at = models.DateTimeField(gettext_lazy("确认时间"), null=True, blank=True)
    confirmation = models.CharField(gettext_lazy("确认意见"), max_length=300, blank=True)
    closed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("办结人")
    )
    closed_at = models.DateTimeField(gettext_lazy("办结时间"), null=True, blank=True)
    result = models.TextField(gettext_lazy("落实情况"), blank=True)
    state = models.CharField(gettext_lazy("状态"), max_length=12, choices=State.choices, default=State.ACTIVE)
    version = models.PositiveIntegerField(gettext_lazy("版本"), default=1)

    objects = DirectiveQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("领导批示")
        verbose_name_plural = gettext_lazy("领导批示")
        ordering = ["-said_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["org_path", "-said_at"], name="directives_by_path"),
            models.Index(fields=["confirmer"], condition=Q(state="unconfirmed"), name="directives_to_confirm"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=~Q(state__in=("unconfirmed", "denied")) | Q(confirmer__isnull=False),
                name="a_proxy_entry_names_who_confirms",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number_text} {self.leader_name}：{self.occasion}"[:200]

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("directive_show", args=[self.pk])

    @property
    def is_by_proxy(self) -> bool:
        """Whether the office entered what it was told by word of mouth."""
        return self.confirmer_id is not None

    def latency(self, deployed_at: datetime.datetime | None) -> datetime.timedelta | None:
        """From the leader's word to the first deployment, in natural time."""
        return deployed_at - self.said_at if deployed_at else None


class DirectivePoint(models.Model):
    """One numbered point of a directive."""

    class State(models.TextChoices):
        """What was decided about it."""

        OPEN = "open", gettext_lazy("待分解")
        ASSIGNED = "assigned", gettext_lazy("已交办")
        NOTED = "noted", gettext_lazy("无需交办")

    directive = models.ForeignKey(
        Directive, models.CASCADE, related_name="points", verbose_name=gettext_lazy("领导批示")
    )
    number = models.PositiveSmallIntegerField(gettext_lazy("序号"))
    text = models.TextField(gettext_lazy("要点"))
    state = models.CharField(gettext_lazy("状态"), max_length=10, choices=State.choices, default=State.OPEN)
    because = models.CharField(gettext_lazy("无需交办的理由"), max_length=200, blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("分解人")
    )
    decided_at = models.DateTimeField(gettext_lazy("分解时间"), null=True, blank=True)

    class Meta:
        verbose_name = gettext_lazy("批示要点")
        verbose_name_plural = gettext_lazy("批示要点")
        ordering = ["directive", "number"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["directive", "number"], name="points_are_numbered"),
            models.CheckConstraint(
                condition=Q(state="open") | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="a_decided_point_says_by_whom",
            ),
            models.CheckConstraint(
                condition=~Q(state="noted") | ~Q(because=""), name="a_point_left_without_task_says_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.text}"[:200]

    @property
    def org_path(self) -> str:
        """Where the directive lies."""
        return self.directive.org_path


class DerivationQuerySet(models.QuerySet["Derivation"]):
    """Questions asked of what became of things."""

    def of(self, source: models.Model) -> "DerivationQuerySet":
        """What became of one paper or directive, earliest first."""
        kind = ContentType.objects.get_for_model(source)
        return self.filter(source_type=kind, source_id=source.pk).order_by("happened_at", "pk")


class Derivation(models.Model):
    """落实去向: what a paper or a directive has become, with the sentence it follows from and when."""

    class Kind(models.TextChoices):
        """What it became."""

        TASK = "task", gettext_lazy("任务")
        INSPECTION = "inspection", gettext_lazy("督导检查")
        MEETING = "meeting", gettext_lazy("会议部署")
        NOTICE = "notice", gettext_lazy("印发通知")
        PLAN = "plan", gettext_lazy("列入计划")
        EDITION = "edition", gettext_lazy("法规入库")
        DIRECTIVE = "directive", gettext_lazy("领导批示")
        OTHER = "other", gettext_lazy("其他")

    source_type = models.ForeignKey(
        ContentType, models.PROTECT, related_name="+", verbose_name=gettext_lazy("来源类型")
    )
    source_id = models.PositiveBigIntegerField(gettext_lazy("来源编号"))
    source = GenericForeignKey("source_type", "source_id")
    source_label = models.CharField(gettext_lazy("来源"), max_length=200)
    directive = models.ForeignKey(
        Directive, models.PROTECT, null=True, related_name="derivations", verbose_name=gettext_lazy("领导批示")
    )
    point = models.ForeignKey(
        DirectivePoint, models.PROTECT, null=True, related_name="derivations", verbose_name=gettext_lazy("批示要点")
    )
    sentence = models.TextField(gettext_lazy("原文"), blank=True)
    kind = models.CharField(gettext_lazy("去向"), max_length=12, choices=Kind.choices)
    label = models.CharField(gettext_lazy("事项"), max_length=300)
    target_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, related_name="+", verbose_name=gettext_lazy("事项类型")
    )
    target_id = models.PositiveBigIntegerField(gettext_lazy("事项编号"), null=True)
    target = GenericForeignKey("target_type", "target_id")
    org_path = PathField(gettext_lazy("机构路径"), editable=False)
    happened_at = models.DateTimeField(gettext_lazy("发生时间"))
    recorded_by = models.ForeignKey(
        Person, models.PROTECT, null=True, related_name="+", verbose_name=gettext_lazy("登记人")
    )
    recorded_at = models.DateTimeField(gettext_lazy("登记时间"), default=timezone.now)

    objects = DerivationQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("落实去向")
        verbose_name_plural = gettext_lazy("落实去向")
        ordering = ["happened_at", "pk"]
        indexes: ClassVar = [models.Index(fields=["source_type", "source_id"], name="derivations_of_a_source")]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}：{self.label}"[:200]

    @property
    def is_late_entry(self) -> bool:
        """Whether it was entered more than an hour after it happened (补录)."""
        return self.recorded_at - self.happened_at > datetime.timedelta(hours=1)

    @property
    def shown(self) -> str:
        """What it became in words."""
        return _("%(kind)s：%(label)s") % {"kind": self.get_kind_display(), "label": self.label}

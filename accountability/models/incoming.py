"""收文: a paper that came in, from its register number to 办结, and what became of it."""

import datetime
from typing import Any, ClassVar

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.models.files import Attachment
from accountability.models.signing import Policy, Word
from accountability.signing.routes import RouteStep
from engine.models import Flowing
from organizations.fields import PathField
from organizations.models import Organization, Person

PROPOSED_WITHIN = datetime.timedelta(days=1)


class IncomingDocumentQuerySet(models.QuerySet["IncomingDocument"]):
    """Questions asked of the register."""

    def with_names(self) -> "IncomingDocumentQuerySet":
        """With everything a list shows."""
        return self.select_related("organization", "lead_unit", "registered_by")

    def in_hand(self) -> "IncomingDocumentQuerySet":
        """Not yet 办结 and not void."""
        return self.exclude(state__in=IncomingDocument.SETTLED)

    def overdue(self, on: datetime.date) -> "IncomingDocumentQuerySet":
        """In hand and due before this day."""
        return self.in_hand().filter(due_on__lt=on)


class IncomingDocument(Flowing):
    """One paper received by an institution, with the course it takes there (阅办单)."""

    class Kind(models.TextChoices):
        """What sort of paper it is."""

        SUPERIOR = "superior", gettext_lazy("上级来文")
        PEER = "peer", gettext_lazy("平行单位来文")
        BELOW = "below", gettext_lazy("下级请示报告")
        MEETING = "meeting", gettext_lazy("会议通知")
        REPORT = "report", gettext_lazy("接报信息")
        OTHER = "other", gettext_lazy("其他")

    class Urgency(models.TextChoices):
        """How urgent it is."""

        NORMAL = "normal", gettext_lazy("平件")
        URGENT = "urgent", gettext_lazy("加急")
        MOST_URGENT = "most_urgent", gettext_lazy("特急")

    class Secrecy(models.TextChoices):
        """What may be kept here; nothing that is a state secret."""

        NONE = "none", gettext_lazy("无")
        INTERNAL = "internal", gettext_lazy("内部资料")

    class State(models.TextChoices):
        """How far it is."""

        REGISTERED = "registered", gettext_lazy("待拟办")
        INSTRUCTING = "instructing", gettext_lazy("待批示")
        HANDLING = "handling", gettext_lazy("承办中")
        CLOSED = "closed", gettext_lazy("已办结")
        VOID = "void", gettext_lazy("已作废")

    SETTLED = (State.CLOSED, State.VOID)
    tasks_have_pages = True

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="+", verbose_name=gettext_lazy("收文单位")
    )
    org_path = PathField(gettext_lazy("机构路径"), editable=False)
    institution_path = PathField(gettext_lazy("单位路径"), editable=False)
    number_text = models.CharField(gettext_lazy("收文编号"), max_length=40, db_index=True)
    kind = models.CharField(gettext_lazy("来文类别"), max_length=12, choices=Kind.choices, default=Kind.SUPERIOR)
    sender = models.CharField(gettext_lazy("来文单位"), max_length=120)
    their_number = models.CharField(gettext_lazy("来文字号"), max_length=60, blank=True)
    title = models.CharField(gettext_lazy("标题"), max_length=200)
    written_on = models.DateField(gettext_lazy("成文日期"), null=True, blank=True)
    received_on = models.DateField(gettext_lazy("收到日期"))
    copies = models.PositiveSmallIntegerField(gettext_lazy("份数"), default=1)
    urgency = models.CharField(gettext_lazy("缓急"), max_length=12, choices=Urgency.choices, default=Urgency.NORMAL)
    secrecy = models.CharField(gettext_lazy("密级"), max_length=12, choices=Secrecy.choices, default=Secrecy.NONE)
    summary = models.TextField(gettext_lazy("内容摘要"), blank=True)
    source_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, editable=False, related_name="+", verbose_name=gettext_lazy("来源类型")
    )
    source_id = models.PositiveBigIntegerField(gettext_lazy("来源编号"), null=True, editable=False)
    source = GenericForeignKey("source_type", "source_id")
    source_label = models.CharField(gettext_lazy("来源"), max_length=200, blank=True)
    registered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=gettext_lazy("登记人"))
    registered_at = models.DateTimeField(gettext_lazy("登记时间"), default=timezone.now)
    proposal = models.TextField(gettext_lazy("拟办意见"), blank=True)
    proposed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("拟办人")
    )
    proposed_at = models.DateTimeField(gettext_lazy("拟办时间"), null=True, blank=True)
    lead_unit = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("承办单位")
    )
    supporting_units = models.ManyToManyField(
        Organization, related_name="+", blank=True, verbose_name=gettext_lazy("协办单位")
    )
    holder = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("承办人")
    )
    due_on = models.DateField(gettext_lazy("办理时限"), null=True, blank=True)
    result = models.TextField(gettext_lazy("办理结果"), blank=True)
    closed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("办结人")
    )
    closed_at = models.DateTimeField(gettext_lazy("办结时间"), null=True, blank=True)
    state = models.CharField(gettext_lazy("状态"), max_length=12, choices=State.choices, default=State.REGISTERED)
    version = models.PositiveIntegerField(gettext_lazy("版本"), default=1)

    objects = IncomingDocumentQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("收文")
        verbose_name_plural = gettext_lazy("收文")
        ordering = ["-received_on", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["org_path", "-received_on"], name="incoming_by_path"),
            models.Index(fields=["state", "due_on"], name="incoming_by_deadline"),
        ]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["organization", "sender", "their_number"],
                condition=~Q(their_number="") & ~Q(state="void"),
                name="a_paper_is_registered_once",
            ),
            models.CheckConstraint(condition=Q(copies__gte=1), name="a_paper_came_in_some_copies"),
            models.CheckConstraint(
                condition=~Q(state="closed") | Q(closed_at__isnull=False), name="a_closed_paper_says_when"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number_text} {self.title}"[:200]

    def get_absolute_url(self) -> str:
        """Its 阅办单."""
        return reverse("incoming_show", args=[self.pk])

    @property
    def propose_due_on(self) -> datetime.date:
        """拟办 is done on the day after it came at the latest."""
        return self.received_on + PROPOSED_WITHIN

    @property
    def follow_due_on(self) -> datetime.date | None:
        """When it is to be 办结."""
        return self.due_on

    @property
    def needs_instruction(self) -> bool:
        """Whether a leader was named to give his 批示."""
        return self.leaders.exists()

    @property
    def leaders_route(self) -> list[RouteStep]:
        """The leaders named in the 拟办, one after the other."""
        people = tuple(one.person for one in self.leaders.select_related("person").order_by("order"))
        return [RouteStep(word=Word.INSTRUCT, people=people, policy=Policy.SEQUENCE)]

    def content(self) -> dict[str, Any]:
        """What a leader is shown when he gives his 批示."""
        units = "、".join(str(one) for one in self.supporting_units.order_by("path"))
        rows = [
            [_("收文编号"), self.number_text],
            [_("来文单位"), self.sender],
            [_("来文字号"), self.their_number],
            [_("收到日期"), f"{self.received_on:%Y-%m-%d}"],
            [_("缓急"), self.get_urgency_display()],
            [_("内容摘要"), self.summary],
            [_("拟办意见"), self.proposal],
            [_("承办单位"), str(self.lead_unit or "")],
            [_("协办单位"), units],
            [_("办理时限"), f"{self.due_on:%Y-%m-%d}" if self.due_on else ""],
        ]
        files = [(one.name, one.blob) for one in Attachment.objects.of(self)]
        return {
            "title": self.title,
            "lead": "",
            "sections": [{"heading": _("来文与拟办"), "rows": [row for row in rows if row[1]]}],
            "attachments": [{"name": name, "size": blob.size, "sha256": blob.sha256} for name, blob in files],
            "question": _("请批示。"),
        }


class DocumentLeader(models.Model):
    """A leader to whom a paper is put for his 批示, in order."""

    document = models.ForeignKey(
        IncomingDocument, models.CASCADE, related_name="leaders", verbose_name=gettext_lazy("收文")
    )
    order = models.PositiveSmallIntegerField(gettext_lazy("顺序"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=gettext_lazy("批示领导"))

    class Meta:
        verbose_name = gettext_lazy("批示领导")
        verbose_name_plural = gettext_lazy("批示领导")
        ordering = ["document", "order"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "person"], name="a_leader_once_a_paper"),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.person}"

    @property
    def org_path(self) -> str:
        """Where the paper lies."""
        return self.document.org_path

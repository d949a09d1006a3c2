"""交接单: what somebody gives up, line by line, who takes each over, and who watches that it is done."""

from typing import Any, ClassVar

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.models.signing import Policy, Word
from accountability.signing.routes import RouteStep
from engine.models import Flowing
from organizations import openings
from organizations.fields import PathField
from organizations.models import Appointment, Person


class HandoverQuerySet(models.QuerySet["Handover"]):
    """Questions about hand-overs."""

    def with_people(self) -> "HandoverQuerySet":
        """With everything a list shows."""
        return self.select_related("giver", "supervisor", "prepared_by", "appointment__post__organization")

    def living(self) -> "HandoverQuerySet":
        """Drafts, and those being signed."""
        return self.filter(state__in=(Handover.State.DRAFT, Handover.State.SIGNING))


class Handover(Flowing):
    """One person's work goes to others: signed by him, by them and by a witness, applied once."""

    class State(models.TextChoices):
        """How far it is."""

        DRAFT = "draft", gettext_lazy("填写中")
        SIGNING = "signing", gettext_lazy("签认中")
        APPLIED = "applied", gettext_lazy("已交接")
        CANCELLED = "cancelled", gettext_lazy("已作废")

    giver = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=gettext_lazy("交出人"))
    appointment = models.ForeignKey(
        Appointment, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("交出岗位")
    )
    post_label = models.CharField(gettext_lazy("交出人岗位"), max_length=160, blank=True)
    is_gone = models.BooleanField(gettext_lazy("交出人已离岗"), default=False)
    supervisor = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=gettext_lazy("监交人"))
    prepared_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=gettext_lazy("填写人"))
    because = models.CharField(gettext_lazy("交接原因"), max_length=200)
    org_path = PathField(gettext_lazy("机构路径"), editable=False)
    institution_path = PathField(gettext_lazy("单位路径"), editable=False)
    state = models.CharField(gettext_lazy("状态"), max_length=10, choices=State.choices, default=State.DRAFT)
    version = models.PositiveIntegerField(gettext_lazy("版本"), default=1)
    prepared_at = models.DateTimeField(gettext_lazy("填写时间"), auto_now_add=True)
    applied_at = models.DateTimeField(gettext_lazy("生效时间"), null=True, blank=True)

    objects = HandoverQuerySet.as_manager()

    class Meta:
        verbose_name = gettext_lazy("交接单")
        verbose_name_plural = gettext_lazy("交接单")
        ordering = ("-prepared_at", "-pk")
        indexes: ClassVar = [models.Index(fields=("org_path", "state"), name="handovers_by_path")]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("giver",), condition=Q(state__in=("draft", "signing")), name="one_living_handover_a_person"
            ),
        ]

    def __str__(self) -> str:
        return _("%(who)s的交接单") % {"who": self.giver}

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("handover_detail", args=[self.pk])

    @property
    def signs_first(self) -> Person:
        """Who signs for the side that gives: the giver, or for one who has gone the head who prepared it."""
        return self.prepared_by if self.is_gone else self.giver

    @property
    def successors(self) -> list[Person]:
        """Who takes something over, each once, in the order of the lines."""
        lines = self.lines.filter(successor__isnull=False).select_related("successor").order_by("order")
        return list(dict.fromkeys(line.successor for line in lines if line.successor))

    @property
    def signers(self) -> list[tuple[str, Person]]:
        """The three roles with the people who sign in them, in order."""
        first = _("交出人（代）") if self.is_gone else _("交出人")
        return [
            (first, self.signs_first),
            *((_("接收人"), person) for person in self.successors),
            (_("监交人"), self.supervisor),
        ]

    @property
    def route(self) -> list[Any]:
        """One after another, each in person and nobody twice."""
        people = tuple(person for _role, person in self.signers)
        return [RouteStep(word=Word.CONFIRM, people=people, policy=Policy.SEQUENCE, in_person=True)]

    def content(self) -> dict[str, Any]:
        """What the signers are shown."""
        lead = _("交出人已离岗，由%(who)s代为交出。") % {"who": self.prepared_by} if self.is_gone else ""
        rows = [
            [_("交出人"), f"{self.giver}（{self.post_label}）" if self.post_label else str(self.giver)],
            [_("交接原因"), self.because],
            [_("监交人"), str(self.supervisor)],
        ]
        lines = self.lines.select_related("successor").order_by("order")
        body = [[str(line.order), line.kind_label, line.label, line.successor_label] for line in lines]
        head = [_("序号"), _("类别"), _("事项"), _("接收人")]
        return {
            "title": str(self),
            "lead": lead,
            "sections": [
                {"heading": _("基本情况"), "rows": rows},
                {"heading": _("交接事项"), "table": {"head": head, "body": body}},
            ],
            "attachments": [],
            "question": _("以上事项是否清点无误，同意交接？"),
        }


class HandoverLine(models.Model):
    """One opening and who takes it over; the words stay as they were when it was written."""

    class Outcome(models.TextChoices):
        """What became of it."""

        WAITING = "", gettext_lazy("待交接")
        TAKEN = "taken", gettext_lazy("已接收")
        ENDED = "ended", gettext_lazy("已终止")
        SETTLED = "settled", gettext_lazy("交接前已办结")

    handover = models.ForeignKey(Handover, models.CASCADE, related_name="lines", verbose_name=gettext_lazy("交接单"))
    order = models.PositiveSmallIntegerField(gettext_lazy("序号"))
    kind = models.CharField(gettext_lazy("类别"), max_length=40)
    key = models.BigIntegerField(gettext_lazy("事项编号"))
    kind_label = models.CharField(gettext_lazy("类别名称"), max_length=60)
    label = models.CharField(gettext_lazy("事项"), max_length=400)
    url = models.CharField(gettext_lazy("事项地址"), max_length=300, blank=True)
    org_path = PathField(gettext_lazy("机构路径"), blank=True, editable=False)
    ends = models.BooleanField(gettext_lazy("到此终止"), default=False)
    successor = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=gettext_lazy("接收人")
    )
    outcome = models.CharField(
        gettext_lazy("交接结果"), max_length=10, choices=Outcome.choices, blank=True, default=Outcome.WAITING
    )

    class Meta:
        verbose_name = gettext_lazy("交接事项")
        verbose_name_plural = gettext_lazy("交接事项")
        ordering = ("handover", "order")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("handover", "kind", "key"), name="an_opening_once_a_handover"),
        ]

    def __str__(self) -> str:
        return f"{self.order} {self.label}"

    @property
    def mark(self) -> str:
        """Kind and key as a form sends them."""
        return f"{self.kind}:{self.key}"

    @property
    def opening(self) -> openings.Opening:
        """The opening this line is about."""
        return openings.Opening(self.kind, self.key, self.label, self.org_path, self.url, ends=self.ends)

    @property
    def successor_label(self) -> str:
        """Who takes it over, in words."""
        if self.successor:
            return str(self.successor)
        return _("到此终止，不再移交") if self.ends else _("（未指定）")

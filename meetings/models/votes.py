"""Votes 表决: the question, who has voted or stood aside, and the counts.

A secret vote leaves two things that nothing joins: a slip that says who has voted, and a number that has grown by one.
Neither the slip nor the trail knows the choice, the number knows neither person nor time, and no digest of it is kept.
"""

from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Person

from .presence import Basis, Choice, Secrecy


class Ballot(models.Model):
    """One question put to the vote."""

    class State(models.TextChoices):
        """How far a vote is."""

        OPEN = "open", _("表决中")
        CLOSED = "closed", _("已结束")
        VOID = "void", _("已作废")

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="ballots", verbose_name=_("会议"))
    item = models.ForeignKey(
        "meetings.AgendaItem", models.PROTECT, null=True, blank=True, related_name="ballots", verbose_name=_("议程")
    )
    question = models.CharField(_("表决事项"), max_length=300)
    secrecy = models.CharField(_("表决方式"), max_length=10, choices=Secrecy, default=Secrecy.NAMED)
    basis = models.CharField(_("通过条件"), max_length=10, choices=Basis, default=Basis.ENTITLED)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.OPEN)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("发起人"))
    opened_at = models.DateTimeField(_("发起时间"), default=timezone.now)
    closed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("结束人")
    )
    closed_at = models.DateTimeField(_("结束时间"), null=True, blank=True)
    because = models.CharField(_("作废理由"), max_length=200, blank=True)
    entitled = models.PositiveIntegerField(_("应出席人数"), default=0)
    present = models.PositiveIntegerField(_("到会人数"), default=0)
    votes_for = models.PositiveIntegerField(_("同意票"), null=True, blank=True)
    votes_against = models.PositiveIntegerField(_("不同意票"), null=True, blank=True)
    abstentions = models.PositiveIntegerField(_("弃权票"), null=True, blank=True)
    recusals = models.PositiveIntegerField(_("回避人数"), null=True, blank=True)
    passed = models.BooleanField(_("是否通过"), null=True, blank=True)
    org_path = PathField(_("机构路径"), editable=False)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("表决")
        verbose_name_plural = _("表决")
        ordering = ["meeting", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="closed") | (Q(votes_for__isnull=False) & Q(passed__isnull=False)),
                name="a_closed_vote_has_a_result",
            ),
        ]

    def __str__(self) -> str:
        return self.question

    def get_absolute_url(self) -> str:
        """Where it is voted and read."""
        return reverse("meetings:ballot_show", args=[self.pk])

    @property
    def is_secret(self) -> bool:
        """Whether nobody may know who voted how."""
        return self.secrecy == Secrecy.SECRET

    @property
    def is_open(self) -> bool:
        """Whether votes are still taken."""
        return self.state == self.State.OPEN


class BallotSlipQuerySet(models.QuerySet["BallotSlip"]):
    """Questions about who has voted."""

    def cast(self) -> Self:
        """Those who voted, without those who stood aside."""
        return self.filter(recused=False)


class BallotSlip(models.Model):
    """That somebody has voted, or stood aside; in a vote by name also how."""

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="slips", verbose_name=_("表决"))
    attendance = models.ForeignKey(
        "meetings.Attendance", models.PROTECT, related_name="slips", verbose_name=_("表决人")
    )
    recused = models.BooleanField(_("回避"), default=False)
    because = models.CharField(_("回避理由"), max_length=200, blank=True)
    choice = models.CharField(_("表决意见"), max_length=10, choices=Choice, blank=True)
    entered_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("登记人"))

    objects = BallotSlipQuerySet.as_manager()

    class Meta:
        verbose_name = _("表决票")
        verbose_name_plural = _("表决票")
        ordering = ["ballot", "attendance"]
        constraints = [
            models.UniqueConstraint(fields=["ballot", "attendance"], name="one_vote_a_person"),
            models.CheckConstraint(condition=~Q(recused=True) | Q(choice=""), name="who_stands_aside_does_not_vote"),
        ]

    def __str__(self) -> str:
        return f"{self.attendance}"

    @property
    def org_path(self) -> str:
        """Where its vote belongs."""
        return self.ballot.org_path


class BallotTally(models.Model):
    """How often one thing was chosen in a secret vote: a number without person, time or order."""

    ballot = models.ForeignKey(Ballot, models.PROTECT, related_name="tallies", verbose_name=_("表决"))
    choice = models.CharField(_("表决意见"), max_length=10, choices=Choice)
    count = models.PositiveIntegerField(_("票数"), default=0)

    class Meta:
        verbose_name = _("无记名票数")
        verbose_name_plural = _("无记名票数")
        constraints = [
            models.UniqueConstraint(fields=["ballot", "choice"], name="one_number_a_choice"),
        ]

    def __str__(self) -> str:
        return self.get_choice_display()

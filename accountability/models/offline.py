"""线下办理: what was signed on paper or in another office system, entered afterwards with its scan and checked."""

from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from accountability.models.signing import Seat, Verdict
from organizations.models import Person

OFFLINE = "offline"  # the strength of such an answer: nobody proved here who he is


class OfflineAnswer(models.Model):
    """What a clerk says was signed elsewhere; it counts once another person has compared it with the scan."""

    class State(models.TextChoices):
        """How far an entry is."""

        WAITING = "waiting", _("待核对")
        CONFIRMED = "confirmed", _("已核对")
        REJECTED = "rejected", _("核对不符")

    class Where(models.TextChoices):
        """Where it was signed."""

        PAPER = "paper", _("纸质审批")
        OUTSIDE = "outside", _("外部办公系统审批")

    seat = models.ForeignKey(Seat, models.PROTECT, related_name="offline_answers", verbose_name=_("办理意见"))
    where = models.CharField(_("审批方式"), max_length=10, choices=Where.choices)
    verdict = models.CharField(_("办理结果"), max_length=20, choices=Verdict.choices)
    opinion = models.TextField(_("意见"), blank=True)
    signed_on = models.DateField(_("实际审批日期"))
    manifest_digest = models.CharField(_("送签材料校验码"), max_length=64)
    state = models.CharField(_("状态"), max_length=10, choices=State.choices, default=State.WAITING)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("补录人"))
    recorded_at = models.DateTimeField(_("补录时间"), auto_now_add=True)
    checked_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("核对人"))
    checked_at = models.DateTimeField(_("核对时间"), null=True)
    because = models.CharField(_("不符原因"), max_length=200, blank=True)

    class Meta:
        verbose_name = _("线下办理")
        verbose_name_plural = _("线下办理")
        ordering = ("pk",)
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("seat",), condition=~Q(state="rejected"), name="one_offline_answer_a_seat"),
            models.CheckConstraint(
                condition=Q(checked_by__isnull=True) | ~Q(checked_by=F("recorded_by")),
                name="who_records_does_not_check",
                violation_error_message=_("补录人不能核对自己的补录，请由其他人员核对。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.seat.person_name} {self.get_where_display()}"

    @property
    def org_path(self) -> str:
        """Where the thing belongs."""
        return self.seat.request.org_path

    @property
    def institution_path(self) -> str:
        """The same, for what is attached."""
        return self.seat.request.org_path

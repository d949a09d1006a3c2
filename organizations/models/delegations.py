"""代办授权: for some days another person acts for the holder of a post, and everything he does says so."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models.links import in_force
from organizations.models.people import Appointment, Person


class DelegationQuerySet(models.QuerySet["Delegation"]):
    """Questions about who acts for whom."""

    def in_force(self, on: date | None = None) -> Self:
        """Those that hold on a day: within their days, not revoked, while holder and proxy are in office."""
        held, office = Appointment.objects.valid(on), Appointment.objects.valid(on).filter(person__active=True)
        return self.filter(
            in_force(on),
            Exists(held.filter(pk=OuterRef("appointment"))),
            Exists(office.filter(person=OuterRef("proxy"))),
            revoked_at__isnull=True,
        )

    def standing(self) -> Self:
        """Those nobody has revoked, whatever their days."""
        return self.filter(revoked_at__isnull=True)

    def meanwhile(self, since: date, until: date) -> Self:
        """Those with a day in common with a period."""
        return self.filter(since__lte=until, until__gte=since)

    def for_signing(self) -> Self:
        """Those that let the proxy sign."""
        return self.filter(covers__in=(Delegation.Covers.ALL, Delegation.Covers.SIGN))

    def for_steps(self) -> Self:
        """Those that let the proxy use the rights of the post."""
        return self.filter(covers__in=(Delegation.Covers.ALL, Delegation.Covers.STEPS))

    def with_people(self) -> Self:
        """With everything a list shows."""
        return self.select_related(
            "proxy", "recorded_by", "revoked_by", "appointment__person", "appointment__post__organization"
        ).order_by("-since", "-pk")


class Delegation(models.Model):
    """From a day to a day, both included, a proxy acts for the holder of a post; never overwritten, only revoked."""

    class Covers(models.TextChoices):
        """What the proxy may do of what the post may do."""

        ALL = "all", _("全部事项")
        SIGN = "sign", _("只代办审批")
        STEPS = "steps", _("只代办流程环节")

    appointment = models.ForeignKey(Appointment, models.PROTECT, related_name="delegations", verbose_name=_("委托岗位"))
    proxy = models.ForeignKey(Person, models.PROTECT, related_name="standing_in", verbose_name=_("代办人"))
    since = models.DateField(_("开始日期"))
    until = models.DateField(_("结束日期"), help_text=_("代办的最后一天。"))
    covers = models.CharField(_("代办范围"), max_length=10, choices=Covers.choices, default=Covers.ALL)
    includes_issue = models.BooleanField(_("含签发"), default=False)
    authorisation = models.CharField(_("授权文号"), max_length=80, blank=True)
    because = models.CharField(_("委托原因"), max_length=200)
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("登记人"))
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    revoked_at = models.DateTimeField(_("撤销时间"), null=True, blank=True)
    revoked_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("撤销人")
    )
    revoked_because = models.CharField(_("撤销原因"), max_length=200, blank=True)

    objects = DelegationQuerySet.as_manager()

    class Meta:
        verbose_name = _("代办授权")
        verbose_name_plural = _("代办授权")
        ordering = ("-since", "-pk")
        indexes: ClassVar = [models.Index(fields=("proxy", "until"), name="delegation_proxy_until")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__gte=F("since")),
                name="delegation_ends_after_it_begins",
                violation_error_message=_("结束日期不能早于开始日期。"),
            ),
            models.CheckConstraint(
                condition=Q(includes_issue=False) | ~Q(authorisation=""),
                name="delegated_issuing_is_authorised",
                violation_error_message=_("代办签发须有书面授权，请填写授权文号。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.grantor}—{self.proxy}"

    @property
    def grantor(self) -> Person:
        """For whom the proxy acts."""
        return self.appointment.person

    @property
    def org_path(self) -> str:
        """Where the post sits."""
        return self.appointment.post.organization.path

    @property
    def institution_path(self) -> str:
        """The institution in which the post sits."""
        return self.appointment.post.organization.institution_path

    @property
    def allows_steps(self) -> bool:
        """Whether the rights of the post go with it."""
        return self.covers in (self.Covers.ALL, self.Covers.STEPS)

    def is_in_force(self, on: date | None = None) -> bool:
        """Whether a day lies within it and nobody has revoked it."""
        return self.revoked_at is None and self.since <= (on or timezone.localdate()) <= self.until

    @property
    def state(self) -> str:
        """How it stands today, as the name of a tone."""
        if self.revoked_at:
            return "revoked"
        if self.is_in_force():
            return "running"
        return "planned" if self.since > timezone.localdate() else "ended"

    @property
    def state_label(self) -> str:
        """How it stands today, in words."""
        words = {"revoked": _("已撤销"), "running": _("代办中"), "planned": _("未开始"), "ended": _("已结束")}
        return str(words[self.state])

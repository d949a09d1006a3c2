"""陈述申辩 and 暂缓/豁免: what a unit may ask about a finding, and what others than the finder answered."""

import datetime

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from engine.models import Flowing
from organizations.calendar import add_working_days
from organizations.fields import PathField
from organizations.models import Person

from .choices import ObjectionState, Severity, WaiverKind, WaiverState
from .findings import Finding

DECIDING_DAYS = 5


class Plea(Flowing):
    """What a unit asks about one of its findings, decided by one person at one place."""

    filed_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("提出人"))
    filed_at = models.DateTimeField(_("提出时间"), default=timezone.now)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("办理人"))
    decided_at = models.DateTimeField(_("办理时间"), null=True, blank=True)
    opinion = models.TextField(_("办理意见"), blank=True)
    decide_path = PathField(_("办理单位路径"), editable=False)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    version = models.PositiveIntegerField(_("版本"), default=1)

    finding: models.ForeignKey[Finding]

    class Meta:
        """No table of its own."""

        abstract = True

    def get_absolute_url(self) -> str:
        """Where its finding is shown."""
        return str(self.finding.get_absolute_url())

    @property
    def decide_due_on(self) -> datetime.date:
        """Five working days after it was filed."""
        return add_working_days(timezone.localdate(self.filed_at), DECIDING_DAYS)


class Objection(Plea):
    """陈述申辩: the unit says why a finding of others does not hold; until it is decided the finding does not count."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="objections", verbose_name=_("问题"))
    text = models.TextField(_("陈述申辩意见"))
    state = models.CharField(_("办理结果"), max_length=20, choices=ObjectionState, default=ObjectionState.PENDING)
    severity_before = models.CharField(_("原严重程度"), max_length=20, choices=Severity, blank=True)
    severity_after = models.CharField(_("核定严重程度"), max_length=20, choices=Severity, blank=True)

    class Meta:
        verbose_name = _("陈述申辩")
        verbose_name_plural = _("陈述申辩")
        ordering = ["-filed_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["finding"], name="one_objection_per_finding")]

    def __str__(self) -> str:
        """The finding's number."""
        return str(_("%(number)s的陈述申辩") % {"number": self.finding.number_text})

    @property
    def finders(self) -> models.QuerySet[Person]:
        """Who found the problem or objects to it; none of them decides."""
        inspectors = models.Q(pk=self.finding.author_id) | models.Q(pk=self.filed_by_id)
        if self.finding.inspection is not None:
            inspectors |= models.Q(pk__in=self.finding.inspection.inspectors.values("person"))
        return Person.objects.filter(inspectors)


class Waiver(Plea):
    """暂缓整改 or 豁免整改: the unit need not fix it now; when the day has passed it is open again."""

    finding = models.ForeignKey(Finding, models.PROTECT, related_name="waivers", verbose_name=_("问题"))
    kind = models.CharField(_("类别"), max_length=20, choices=WaiverKind)
    because = models.TextField(_("理由"))
    control = models.TextField(_("期间的控制措施"))
    until = models.DateField(_("截止日期"))
    state = models.CharField(_("办理结果"), max_length=20, choices=WaiverState, default=WaiverState.PENDING)
    ended_at = models.DateTimeField(_("到期恢复时间"), null=True, blank=True)

    class Meta:
        verbose_name = _("暂缓豁免")
        verbose_name_plural = _("暂缓豁免")
        ordering = ["-filed_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["finding"],
                condition=models.Q(state__in=[WaiverState.PENDING, WaiverState.GRANTED]),
                name="one_waiver_at_a_time",
            )
        ]
        indexes = [models.Index(fields=["state", "until"], name="waiver_state_until")]

    def __str__(self) -> str:
        """The finding's number and what is asked."""
        return str(
            _("%(number)s的%(kind)s申请") % {"number": self.finding.number_text, "kind": self.get_kind_display()}
        )

    @property
    def askers(self) -> models.QuerySet[Person]:
        """Who asked for it or fixes the problem; none of them decides."""
        return Person.objects.filter(pk=self.filed_by_id) | self.finding.fixers

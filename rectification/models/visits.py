"""What a visit leaves behind besides its answers: a count of heads, advice, a second look at what was closed."""

from decimal import ROUND_HALF_UP, Decimal

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Person


def percent(part: int | None, whole: int | None) -> Decimal | None:
    """A share in percent with two decimals; none of nothing."""
    if part is None or not whole:
        return None
    return (Decimal(part) * 100 / Decimal(whole)).quantize(Decimal("0.01"), ROUND_HALF_UP)


class VisitResult(models.Model):
    """The count of a prevalence survey 现患率调查 or the advice of a guidance visit 技术指导; never a finding."""

    inspection = models.OneToOneField(
        "rectification.Inspection", models.PROTECT, related_name="result", verbose_name=_("检查")
    )
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    surveyed_on = models.DateField(_("调查日"), null=True, blank=True)
    population = models.PositiveIntegerField(_("应查人数"), null=True, blank=True)
    surveyed = models.PositiveIntegerField(_("实查人数"), null=True, blank=True)
    cases = models.PositiveIntegerField(_("现患例数"), null=True, blank=True)
    advice = models.TextField(_("指导建议"), blank=True)
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("登记人"))
    at = models.DateTimeField(_("登记时间"), default=timezone.now)

    class Meta:
        verbose_name = _("调查和指导结果")
        verbose_name_plural = _("调查和指导结果")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(population__isnull=True) | Q(surveyed__lte=F("population"), cases__lte=F("surveyed")),
                name="a_survey_counts_a_part_of_its_population",
            )
        ]

    def __str__(self) -> str:
        """The inspection's name."""
        return str(self.inspection)

    @property
    def rate(self) -> Decimal | None:
        """现患率: cases in percent of those surveyed."""
        return percent(self.cases, self.surveyed)

    @property
    def response_rate(self) -> Decimal | None:
        """实查率: those surveyed in percent of those who were there."""
        return percent(self.surveyed, self.population)


class LookBack(models.Model):
    """One closed finding looked at again: it holds, or the problem is back."""

    inspection = models.ForeignKey(
        "rectification.Inspection", models.PROTECT, related_name="look_backs", verbose_name=_("检查")
    )
    finding = models.ForeignKey(
        "rectification.Finding", models.PROTECT, related_name="look_backs", verbose_name=_("问题")
    )
    holds = models.BooleanField(_("没有反弹"))
    note = models.TextField(_("复看情况"))
    by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("复看人"))
    at = models.DateTimeField(_("复看时间"), default=timezone.now)
    org_path = PathField(_("机构路径"), editable=False)

    class Meta:
        verbose_name = _("回头看")
        verbose_name_plural = _("回头看")
        ordering = ["at", "pk"]
        constraints = [models.UniqueConstraint(fields=["inspection", "finding"], name="one_look_back_per_visit")]

    def __str__(self) -> str:
        """The finding and what came of it."""
        return f"{self.finding.number_text} {self.words}"

    @property
    def words(self) -> str:
        """The result as the ledger prints it."""
        return str(_("没有反弹")) if self.holds else str(_("问题反弹"))

"""查岗: a spot check whether who stands in the duty roster was there, and what he says about it."""

from typing import Self

from django.db import models
from django.db.models import Count, F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability.models.rosters import Shift
from organizations.fields import PathField
from organizations.models import Organization, Person


class SpotCheckQuerySet(models.QuerySet["SpotCheck"]):
    """Questions asked of spot checks."""

    def with_people(self) -> Self:
        """With all they name, newest first."""
        return self.select_related("organization", "person", "checked_by", "checked_for").order_by("-checked_at", "-pk")

    def missed(self) -> Self:
        """Those that met nobody, or somebody else."""
        return self.exclude(result=SpotCheck.Result.PRESENT)

    def unanswered(self, person: Person) -> Self:
        """What this person was not met at and has said nothing about."""
        return self.missed().filter(person=person, explained_at__isnull=True)

    def tallied(self) -> dict[str, int]:
        """How many there were by their result, in one query."""
        counted = {value: Count("pk", filter=Q(result=value)) for value in SpotCheck.Result.values}
        return self.order_by().aggregate(**counted)


class SpotCheck(models.Model):
    """One call or visit at one moment; day, slot and person are frozen as the roster had them then."""

    class Way(models.TextChoices):
        """How presence was checked."""

        TELEPHONE = "telephone", _("电话抽查")
        ON_SITE = "on_site", _("现场抽查")
        VIDEO = "video", _("视频抽查")

    class Result(models.TextChoices):
        """What was found."""

        PRESENT = "present", _("在岗")
        LATE = "late", _("应答超时")
        REPLACED = "replaced", _("他人顶岗（未办替班）")
        ABSENT = "absent", _("不在岗")

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("被查单位"))
    day = models.DateField(_("值班日期"))
    slot = models.CharField(_("班次名称"), max_length=10, choices=Shift.Slot.choices)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("值班人员"))
    way = models.CharField(_("抽查方式"), max_length=10, choices=Way.choices)
    result = models.CharField(_("抽查结果"), max_length=10, choices=Result.choices)
    note = models.CharField(_("情况说明"), max_length=300, blank=True)
    checked_at = models.DateTimeField(_("抽查时间"))
    checked_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("抽查人"))
    checked_for = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("抽查单位"))
    recorded_at = models.DateTimeField(_("登记时间"), default=timezone.now)
    explanation = models.CharField(_("本人说明"), max_length=300, blank=True)
    explained_at = models.DateTimeField(_("说明时间"), null=True, blank=True)
    org_path = PathField(_("机构路径"), db_index=True)

    objects = SpotCheckQuerySet.as_manager()

    class Meta:
        verbose_name = _("查岗记录")
        verbose_name_plural = _("查岗记录")
        ordering = ["-checked_at", "-pk"]
        indexes = [models.Index(fields=["org_path", "-checked_at"], name="spot_checks_of_a_unit")]
        constraints = [
            models.CheckConstraint(
                condition=Q(explanation="") | Q(explained_at__isnull=False), name="an_explanation_says_when"
            ),
            models.CheckConstraint(
                condition=Q(checked_at__lte=F("recorded_at")), name="a_spot_check_is_recorded_afterwards"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.day:%Y-%m-%d} {self.get_slot_display()} {self.person} {self.get_result_display()}"

    def get_absolute_url(self) -> str:
        """Where it is read and explained."""
        return reverse("spot_check_show", args=[self.pk])

    @property
    def is_missed(self) -> bool:
        """Whether the person was not met as he should have been."""
        return self.result != self.Result.PRESENT

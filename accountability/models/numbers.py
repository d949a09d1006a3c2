"""Number series and numbers 编号: gap-free where they are ours, registered as they come where others give them."""

from django.contrib.contenttypes.fields import GenericForeignKey
from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Organization, Person


class NumberSeries(models.Model):
    """One year's numbers of one kind at one organization."""

    class Kind(models.TextChoices):
        """How a number is written."""

        LEDGER = "ledger", _("台账编号")
        DOCUMENT = "document", _("发文字号")
        ISSUE = "issue", _("期号")

    code = models.CharField(_("代码"), max_length=80)
    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="number_series", verbose_name=_("所属机构")
    )
    year = models.PositiveIntegerField(_("年度"))
    kind = models.CharField(_("种类"), max_length=20, choices=Kind.choices, default=Kind.LEDGER)
    prefix = models.CharField(_("前缀"), max_length=40, blank=True)
    pattern = models.CharField(_("格式"), max_length=80)
    outside = models.BooleanField(_("号码由外部登记簿给出"), default=False)
    last = models.PositiveIntegerField(_("最后一个号"), default=0)

    class Meta:
        verbose_name = _("编号序列")
        verbose_name_plural = _("编号序列")
        constraints = [
            models.UniqueConstraint(
                fields=["code", "organization", "year"], name="one_series_per_organization_and_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.year}"

    def spell(self, n: int) -> str:
        """The number `n` as it is written."""
        return self.pattern.format(prefix=self.prefix, year=self.year, n=n)


class NumberQuerySet(models.QuerySet["Number"]):
    """Questions about numbers."""

    def of(self, thing: models.Model) -> "NumberQuerySet":
        """The numbers given to `thing`, oldest first."""
        kind = ContentType.objects.get_for_model(thing)
        return self.filter(content_type=kind, object_id=thing.pk).order_by("pk")


class Number(models.Model):
    """One number: given to something, declared void, or registered as skipped; never given twice."""

    class State(models.TextChoices):
        """What became of the number."""

        TAKEN = "taken", _("已使用")
        VOID = "void", _("作废")
        SKIPPED = "skipped", _("跳号")

    series = models.ForeignKey(NumberSeries, models.PROTECT, related_name="numbers", verbose_name=_("编号序列"))
    n = models.PositiveIntegerField(_("序号"))
    text = models.CharField(_("编号"), max_length=120, db_index=True)
    state = models.CharField(_("状态"), max_length=20, choices=State.choices, default=State.TAKEN)
    by_hand = models.BooleanField(_("手工登记"), default=False)
    content_type = models.ForeignKey(
        ContentType, models.PROTECT, null=True, related_name="+", verbose_name=_("所属对象类型")
    )
    object_id = models.BigIntegerField(_("所属对象编号"), null=True)
    thing = GenericForeignKey("content_type", "object_id")
    label = models.CharField(_("所属对象名称"), max_length=200, blank=True)
    org_path = PathField(_("所属机构路径"), db_index=True)
    at = models.DateTimeField(_("登记时间"), default=timezone.now)
    by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", verbose_name=_("登记人"))
    reason = models.CharField(_("作废或跳号原因"), max_length=300, blank=True)

    objects = NumberQuerySet.as_manager()

    class Meta:
        verbose_name = _("编号")
        verbose_name_plural = _("编号")
        constraints = [models.UniqueConstraint(fields=["series", "n"], name="a_number_is_given_once")]
        indexes = [models.Index(fields=["content_type", "object_id"], name="number_thing")]

    def __str__(self) -> str:
        return self.text

"""Draws 随机抽取: whom the dice choose, who goes there, and everything by which a stranger can repeat it."""

import json
from typing import Any

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Organization, Person
from rectification import drawing


class ObjectKind(models.TextChoices):
    """What is drawn; the first two become inspections, the others are a sample to look at on the spot."""

    INSTITUTION = "institution", _("参加单位")
    DEPARTMENT = "department", _("科室")
    PERSON = "person", _("人员")
    DOCUMENT = "document", _("病历等资料")


INSPECTED = (ObjectKind.INSTITUTION, ObjectKind.DEPARTMENT)
"""Kinds whose result becomes inspections, and which therefore need inspectors."""


class Stratum(models.TextChoices):
    """By what a population is divided before the draw."""

    LEVEL = "level", _("级别")
    REGION = "region", _("行政区")
    RISK = "risk", _("重点与一般")


class DrawState(models.TextChoices):
    """How far a draw is; a replaced one stays readable for ever."""

    FROZEN = "frozen", _("已冻结，待抽取")
    DRAWN = "drawn", _("已抽取")
    REPLACED = "replaced", _("已作废重抽")


class Draw(models.Model):
    """One draw of a phase: its frozen population, the seed committed beforehand, the result and its publication."""

    campaign = models.ForeignKey(
        "rectification.Campaign", models.PROTECT, related_name="draws", verbose_name=_("专项工作")
    )
    phase = models.ForeignKey("rectification.Phase", models.PROTECT, related_name="draws", verbose_name=_("阶段"))
    batch = models.PositiveSmallIntegerField(_("抽取次序"))
    object_kind = models.CharField(_("抽取对象"), max_length=20, choices=ObjectKind)
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    state = models.CharField(_("状态"), max_length=20, choices=DrawState, default=DrawState.FROZEN)
    asked = models.JSONField(_("抽取规则"), default=dict, editable=False)
    method = models.PositiveSmallIntegerField(_("算法版本"), default=drawing.METHOD, editable=False)
    population = models.TextField(_("抽取总体"), editable=False)
    population_sha256 = models.CharField(_("总体校验码"), max_length=64, editable=False)
    seed = models.CharField(_("随机种子"), max_length=64, editable=False)
    seed_sha256 = models.CharField(_("种子校验码"), max_length=64, editable=False)
    outside = models.CharField(_("现场公开数"), max_length=200, blank=True)
    result = models.TextField(_("抽取结果"), blank=True, editable=False)
    result_sha256 = models.CharField(_("结果校验码"), max_length=64, blank=True, editable=False)
    attended = models.JSONField(_("所用关注事项"), default=list, blank=True, editable=False)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by", verbose_name=_("替代的抽取")
    )
    because = models.TextField(_("再次抽取的理由"), blank=True)
    frozen_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("冻结人"))
    frozen_at = models.DateTimeField(_("冻结时间"), default=timezone.now)
    drawn_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("抽取人")
    )
    drawn_at = models.DateTimeField(_("抽取时间"), null=True, blank=True)
    published_where = models.CharField(_("公示载体"), max_length=200, blank=True)
    published_on = models.DateField(_("公示日期"), null=True, blank=True)
    published_until = models.DateField(_("公示截止"), null=True, blank=True)
    published_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("公示登记人")
    )

    class Meta:
        verbose_name = _("随机抽取")
        verbose_name_plural = _("随机抽取")
        ordering = ["phase", "batch"]
        constraints = [models.UniqueConstraint(fields=["phase", "batch"], name="draw_batch_once_in_a_phase")]
        indexes = [models.Index(fields=["org_path", "state"], name="draw_path_state")]

    def __str__(self) -> str:
        """Phase and batch."""
        return str(_("%(phase)s第%(n)d次随机抽取") % {"phase": self.phase.name, "n": self.batch})

    def get_absolute_url(self) -> str:
        """Where the draw's record is read."""
        return reverse("rectification:draw_detail", args=[self.pk])

    @property
    def is_inspected(self) -> bool:
        """Whether its result becomes inspections."""
        return self.object_kind in INSPECTED

    @property
    def record(self) -> dict[str, Any]:
        """Everything by which the draw can be repeated elsewhere; only of a draw that was made."""
        return {
            "format": drawing.FORMAT,
            "method": self.method,
            "population": json.loads(self.population),
            "population_sha256": self.population_sha256,
            "seed_sha256": self.seed_sha256,
            "seed": self.seed,
            "outside": self.outside,
            "result": json.loads(self.result),
            "result_sha256": self.result_sha256,
        }


class InspectorPool(models.Model):
    """A list of people from whom inspectors are drawn: 省级专家, 本地检查员."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("管理单位"))
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    name = models.CharField(_("名称"), max_length=60)

    class Meta:
        verbose_name = _("检查人员库")
        verbose_name_plural = _("检查人员库")
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["organization", "name"], name="pool_name_once_in_a_unit")]

    def __str__(self) -> str:
        """The pool's name."""
        return self.name

    def get_absolute_url(self) -> str:
        """Where its members are kept."""
        return reverse("rectification:pool_detail", args=[self.pk])


class PoolMemberQuerySet(models.QuerySet["PoolMember"]):
    """Questions about members."""

    def on(self, day: Any) -> "PoolMemberQuerySet":
        """Those whose term contains a day, both ends included."""
        running = Q(until__isnull=True) | Q(until__gte=day)
        return self.filter(running, since__lte=day, person__active=True)


class PoolMember(models.Model):
    """A person in a pool for a term, with his specialty and how often a year he may be sent."""

    pool = models.ForeignKey(InspectorPool, models.PROTECT, related_name="members", verbose_name=_("检查人员库"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("人员"))
    specialty = models.CharField(_("专业"), max_length=60, blank=True)
    since = models.DateField(_("聘期开始"))
    until = models.DateField(_("聘期结束"), null=True, blank=True)
    yearly_most = models.PositiveSmallIntegerField(_("每年最多派出次数"), null=True, blank=True)

    objects = PoolMemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("库内人员")
        verbose_name_plural = _("库内人员")
        ordering = ["pool", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=models.F("since")), name="pool_term_ends_after_it_begins"
            )
        ]

    def __str__(self) -> str:
        """The person's name."""
        return str(self.person)

    @property
    def org_path(self) -> str:
        """Where the pool belongs."""
        return self.pool.org_path


class Avoidance(models.Model):
    """A recorded reason why a person does not inspect a unit (亲属任职、兼职取酬), besides his own posts."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("登记单位"))
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("回避人员"))
    unit = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("回避单位"))
    because = models.CharField(_("回避事由"), max_length=200)
    since = models.DateField(_("起始日期"))
    until = models.DateField(_("截止日期"), null=True, blank=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("登记人"))

    class Meta:
        verbose_name = _("回避登记")
        verbose_name_plural = _("回避登记")
        ordering = ["-pk"]

    def __str__(self) -> str:
        """Who avoids what."""
        return f"{self.person} — {self.unit}"


class Attention(models.Model):
    """A department or person to be looked at more often 重点关注; only its named readers see it (F16)."""

    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    unit = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("关注单位或科室")
    )
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("关注人员")
    )
    because = models.TextField(_("关注理由"))
    weight = models.PositiveSmallIntegerField(_("抽取权数"), default=3)
    grantor = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("批准人"))
    since = models.DateField(_("起始日期"))
    until = models.DateField(_("到期日期"))

    class Meta:
        verbose_name = _("重点关注")
        verbose_name_plural = _("重点关注")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(unit__isnull=False, person__isnull=True) | Q(unit__isnull=True, person__isnull=False),
                name="attention_is_paid_to_one",
            ),
            models.CheckConstraint(condition=Q(until__gte=models.F("since")), name="attention_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        """Its number alone: whom it is about stands only on its own page."""
        return str(_("关注事项%(n)s") % {"n": self.pk})

    def get_absolute_url(self) -> str:
        """Where a named reader reads it; each reading is recorded."""
        return reverse("rectification:attention_detail", args=[self.pk])


class AttentionReader(models.Model):
    """A leader who may read one attention."""

    attention = models.ForeignKey(Attention, models.PROTECT, related_name="readers", verbose_name=_("重点关注"))
    person = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("可阅人"))

    class Meta:
        verbose_name = _("重点关注可阅人")
        verbose_name_plural = _("重点关注可阅人")
        ordering = ["attention", "pk"]
        constraints = [models.UniqueConstraint(fields=["attention", "person"], name="attention_reader_once")]

    def __str__(self) -> str:
        """The number of the attention alone."""
        return str(self.attention)

    @property
    def org_path(self) -> str:
        """Where the attention belongs."""
        return self.attention.org_path

"""The tree of administration: commissions, centres, hospitals, their departments, committees and groups."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from organizations import paths
from organizations.fields import PathField


class DepartmentType(models.Model):
    """What kind of department a unit is, wherever it is: 重症医学科, 检验科."""

    code = models.CharField(_("编码"), max_length=30, unique=True)
    name = models.CharField(_("名称"), max_length=60, unique=True)
    is_key = models.BooleanField(_("重点科室"), default=False)

    class Meta:
        verbose_name = _("科室类别")
        verbose_name_plural = _("科室类别")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class Tag(models.Model):
    """A free mark on units."""

    name = models.CharField(_("名称"), max_length=60, unique=True)

    class Meta:
        verbose_name = _("标签")
        verbose_name_plural = _("标签")
        ordering = ("name",)

    def __str__(self) -> str:
        return self.name


class Specialty(models.Model):
    """One entry of the list of licensed specialties."""

    code = models.CharField(_("代码"), max_length=20, unique=True)
    name = models.CharField(_("名称"), max_length=60)

    class Meta:
        verbose_name = _("诊疗科目")
        verbose_name_plural = _("诊疗科目")
        ordering = ("code",)

    def __str__(self) -> str:
        return self.name


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """Questions about units."""

    def active(self) -> Self:
        """Units that exist today."""
        return self.filter(active=True)

    def institutions(self) -> Self:
        """Units that stand for themselves: neither department, campus, committee nor group."""
        return self.exclude(kind__in=Organization.DEPENDENT_KINDS).exclude(absorbed=True)

    def departments(self) -> Self:
        """Departments of institutions."""
        return self.filter(kind=Organization.Kind.DEPARTMENT)

    def within(self, path: str) -> Self:
        """The unit at this path and all beneath it."""
        low, high = paths.subtree(path)
        return self.filter(path__gte=low, path__lt=high)

    def above(self, path: str) -> Self:
        """The units over this path, from the root down."""
        return self.filter(path__in=paths.lineage(path)[:-1]).order_by("path")

    def called(self, name: str) -> Self:
        """Units that have or had this name, short name or alias."""
        past = PastName.objects.filter(name=name).values("organization")
        alias = Alias.objects.filter(name=name).values("organization")
        return self.filter(Q(name=name) | Q(short_name=name) | Q(pk__in=past) | Q(pk__in=alias))


class Organization(models.Model):
    """A unit: an institution, or a part of one."""

    class Kind(models.TextChoices):
        """What a unit is."""

        COMMISSION = "commission", _("卫生健康委")
        QC_CENTER = "qc_center", _("质控中心")
        HOSPITAL = "hospital", _("医院")
        TOWNSHIP_HOSPITAL = "township_hospital", _("乡镇卫生院")
        COMMUNITY_CENTER = "community_center", _("社区卫生服务中心")
        CLINIC = "clinic", _("诊所")
        CDC = "cdc", _("疾病预防控制中心")
        OTHER_INSTITUTION = "other_institution", _("其他机构")
        DEPARTMENT = "department", _("科室")
        CAMPUS = "campus", _("院区")
        COMMITTEE = "committee", _("委员会")
        GROUP = "group", _("专班")

    class Level(models.TextChoices):
        """级: the level of a medical institution."""

        TERTIARY = "tertiary", _("三级")
        SECONDARY = "secondary", _("二级")
        PRIMARY = "primary", _("一级")
        NONE = "none", _("未定级")

    class Grade(models.TextChoices):
        """等: the grade within a level."""

        A = "a", _("甲等")
        B = "b", _("乙等")
        NONE = "none", _("未定等")

    class Ownership(models.TextChoices):
        """Who runs the unit."""

        PUBLIC = "public", _("公立")
        PRIVATE = "private", _("民营")
        MILITARY = "military", _("军队")
        OTHER = "other", _("其他")

    DEPENDENT_KINDS: ClassVar[frozenset[str]] = frozenset(
        {Kind.DEPARTMENT, Kind.CAMPUS, Kind.COMMITTEE, Kind.GROUP},
    )

    name = models.CharField(_("名称"), max_length=120)
    short_name = models.CharField(_("简称"), max_length=60, blank=True)
    code = models.CharField(_("机构代码"), max_length=40, unique=True, null=True, blank=True)
    kind = models.CharField(_("类别"), max_length=20, choices=Kind.choices)
    level = models.CharField(_("级别"), max_length=10, choices=Level.choices, default=Level.NONE)
    grade = models.CharField(_("等次"), max_length=5, choices=Grade.choices, default=Grade.NONE)
    ownership = models.CharField(_("举办性质"), max_length=10, choices=Ownership.choices, default=Ownership.PUBLIC)
    directly_affiliated = models.BooleanField(_("委直属"), default=False)
    is_key_department = models.BooleanField(_("重点科室"), default=False)
    department_type = models.ForeignKey(
        DepartmentType, models.PROTECT, null=True, blank=True, related_name="organizations", verbose_name=_("科室类别")
    )
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("上级单位")
    )
    path = PathField(_("路径"), unique=True, editable=False)
    institution_path = PathField(_("所属机构路径"), db_index=True, editable=False)
    tags = models.ManyToManyField(Tag, blank=True, related_name="organizations", verbose_name=_("标签"))
    specialties = models.ManyToManyField(
        Specialty, blank=True, related_name="organizations", verbose_name=_("诊疗科目")
    )
    region = models.CharField(_("行政区"), max_length=60, blank=True)
    address = models.CharField(_("地址"), max_length=200, blank=True)
    telephone = models.CharField(_("电话"), max_length=40, blank=True)
    active = models.BooleanField(_("在用"), default=True)
    absorbed = models.BooleanField(_("已并入"), default=False, editable=False)

    objects = OrganizationQuerySet.as_manager()

    class Meta:
        verbose_name = _("机构")
        verbose_name_plural = _("机构")
        ordering = ("path",)
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("parent", "name"),
                condition=Q(active=True),
                name="organization_name_once_under_its_parent",
                violation_error_message=_("同一上级单位下已有同名单位，请换一个名称，或者使用已有的单位。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def org_path(self) -> str:
        """The path under the name that every other row uses."""
        return self.path

    @property
    def is_institution(self) -> bool:
        """Whether the unit stands for itself; what was merged into another is a part of it."""
        return self.kind not in self.DEPENDENT_KINDS and not self.absorbed

    @property
    def institution(self) -> "Organization":
        """The institution this unit is or belongs to."""
        if self.institution_path == self.path:
            return self
        return Organization.objects.get(path=self.institution_path)

    @property
    def lineage(self) -> str:
        """The names from the root down to this unit, to be frozen as text."""
        above = Organization.objects.above(self.path).values_list("name", flat=True)
        return " / ".join([*above, self.name])

    def name_on(self, day: date) -> str:
        """What the unit was called on a day."""
        past = self.past_names.filter(until__gte=day).order_by("until").first()
        return past.name if past else self.name

    def parent_on(self, day: date) -> "Organization | None":
        """Under whom the unit stood on a day."""
        past = self.past_parents.filter(until__gte=day).order_by("until", "pk").select_related("parent").first()
        return past.parent if past else self.parent


class Alias(models.Model):
    """Another name under which a unit is known: 衡水市人民医院 is also 哈励逊国际和平医院."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="aliases", verbose_name=_("机构"))
    name = models.CharField(_("别名"), max_length=120)

    class Meta:
        verbose_name = _("别名")
        verbose_name_plural = _("别名")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("organization", "name"), name="alias_once_per_organization"),
        ]

    def __str__(self) -> str:
        return self.name


class PastName(models.Model):
    """A name a unit had, up to and including its last day."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="past_names", verbose_name=_("机构"))
    name = models.CharField(_("曾用名"), max_length=120)
    since = models.DateField(_("起始日期"), null=True, blank=True)
    until = models.DateField(_("截止日期"))

    class Meta:
        verbose_name = _("曾用名")
        verbose_name_plural = _("曾用名")
        ordering = ("organization", "until")

    def __str__(self) -> str:
        return self.name


class PastParent(models.Model):
    """A superior a unit had, up to and including the last day."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="past_parents", verbose_name=_("机构"))
    parent = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("原上级单位")
    )
    since = models.DateField(_("起始日期"), null=True, blank=True)
    until = models.DateField(_("截止日期"))

    class Meta:
        verbose_name = _("原上级单位")
        verbose_name_plural = _("原上级单位")
        ordering = ("organization", "until")

    def __str__(self) -> str:
        return str(self.parent or "")

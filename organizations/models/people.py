"""People, the posts they hold from day to day, and what each duty may do."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models.links import in_force
from organizations.models.tree import Organization


class Duty(models.TextChoices):
    """What a post is for; rights are given to duties."""

    CLERK = "clerk", _("经办")
    HEAD = "head", _("科室负责人")
    LEADER = "leader", _("分管领导")
    PRINCIPAL = "principal", _("主要负责人（第一责任人）")
    INSPECTOR = "inspector", _("检查员")
    STAFF = "staff", _("职工")
    AUDITOR = "auditor", _("审计")
    SYSTEM_ADMIN = "system_admin", _("系统管理员")
    SECURITY_ADMIN = "security_admin", _("安全管理员")
    AUDIT_ADMIN = "audit_admin", _("审计管理员")


class Person(models.Model):
    """A human being; business rows point here, never to an account."""

    name = models.CharField(_("姓名"), max_length=60)
    staff_number = models.CharField(_("工号"), max_length=40, blank=True)
    mobile = models.CharField(_("手机"), max_length=20, blank=True)
    home = models.ForeignKey(Organization, models.PROTECT, related_name="people", verbose_name=_("所在单位"))
    is_guest = models.BooleanField(_("外单位人员"), default=False)
    active = models.BooleanField(_("在用"), default=True)

    class Meta:
        verbose_name = _("人员")
        verbose_name_plural = _("人员")
        ordering = ("name", "pk")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=("home", "staff_number"),
                condition=~Q(staff_number=""),
                name="staff_number_once_per_unit",
                violation_error_message=_("该单位已有人使用这个工号。"),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def org_path(self) -> str:
        """Where the person belongs."""
        return self.home.path


class Post(models.Model):
    """A chair in a unit, whoever sits on it."""

    organization = models.ForeignKey(Organization, models.PROTECT, related_name="posts", verbose_name=_("所在单位"))
    title = models.CharField(_("职务"), max_length=60)
    duty = models.CharField(_("职责"), max_length=20, choices=Duty.choices)
    oversees = models.ForeignKey(
        Organization,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="overseeing_posts",
        verbose_name=_("负责范围"),
        help_text=_("比所在单位更宽时填写，例如处室人员负责全委。"),
    )
    precedence = models.PositiveSmallIntegerField(_("排序"), default=100, help_text=_("数字小的排在前面。"))

    class Meta:
        verbose_name = _("岗位")
        verbose_name_plural = _("岗位")
        ordering = ("precedence", "pk")

    def __str__(self) -> str:
        unit = str(self.organization)
        return self.title if self.title.startswith(unit) else f"{unit}{self.title}"

    @property
    def scope(self) -> Organization:
        """The unit whose affairs the holder looks after."""
        return self.oversees or self.organization

    @property
    def org_path(self) -> str:
        """Where the post sits."""
        return self.organization.path


class AppointmentQuerySet(models.QuerySet["Appointment"]):
    """Questions about who holds what."""

    def valid(self, on: date | None = None) -> Self:
        """Appointments that hold on a day, today by default; first and last day included."""
        return self.filter(in_force(on))

    def by_precedence(self) -> Self:
        """The first is the one a person acts as unless he chooses."""
        return self.order_by("post__precedence", "pk")

    def with_places(self) -> Self:
        """With the units that say where the holder sits and what he looks after."""
        return self.select_related("person", "post__organization", "post__oversees")


class Appointment(models.Model):
    """A person holds a post from a day to a day; never overwritten, only ended."""

    person = models.ForeignKey(Person, models.PROTECT, related_name="appointments", verbose_name=_("人员"))
    post = models.ForeignKey(Post, models.PROTECT, related_name="appointments", verbose_name=_("岗位"))
    since = models.DateField(_("任职日期"))
    until = models.DateField(_("免职日期"), null=True, blank=True, help_text=_("任职的最后一天。"))
    recorded_at = models.DateTimeField(_("登记时间"), auto_now_add=True)

    objects = AppointmentQuerySet.as_manager()

    class Meta:
        verbose_name = _("任职")
        verbose_name_plural = _("任职")
        ordering = ("since", "pk")
        indexes: ClassVar = [models.Index(fields=("person", "since"), name="appointment_person_since")]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="appointment_ends_after_it_begins",
                violation_error_message=_("免职日期不能早于任职日期。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.post} {self.person}"

    @property
    def org_path(self) -> str:
        """Where the post sits."""
        return self.post.organization.path

    def is_valid(self, on: date | None = None) -> bool:
        """Whether the appointment holds on a day, today by default."""
        day = on or timezone.localdate()
        return self.since <= day and (self.until is None or day <= self.until)


class Right(models.Model):
    """What a duty may do, and how far it reaches; rows are data the administrators keep."""

    class Reach(models.TextChoices):
        """How far from his seat a holder may act."""

        OWN = "own", _("本机构")
        SUBTREE = "subtree", _("本机构及下级")

    duty = models.CharField(_("职责"), max_length=20, choices=Duty.choices)
    permission = models.CharField(_("权限"), max_length=100, db_index=True)
    reach = models.CharField(_("范围"), max_length=10, choices=Reach.choices)

    class Meta:
        verbose_name = _("职责权限")
        verbose_name_plural = _("职责权限")
        ordering = ("permission", "duty")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=("duty", "permission"), name="right_once_per_duty"),
        ]

    def __str__(self) -> str:
        return f"{self.get_duty_display()} {self.permission}"

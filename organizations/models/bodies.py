"""Committees 委员会 and groups 专班: what they are for, and who sits in them from when to when."""

from datetime import date
from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organizations.models.links import in_force
from organizations.models.people import Person
from organizations.models.tree import Organization


class Charter(models.Model):
    """What a committee or group is for: its task, territory, working rules and term."""

    organization = models.OneToOneField(
        Organization, models.PROTECT, related_name="charter", verbose_name=_("委员会或专班")
    )
    purpose = models.TextField(_("职责"), blank=True)
    rules = models.TextField(_("工作机制"), blank=True)
    territory = models.CharField(_("负责区域"), max_length=200, blank=True)
    basis = models.CharField(_("成立依据"), max_length=200, blank=True)
    founded_on = models.DateField(_("成立日期"), null=True, blank=True)
    ends_on = models.DateField(_("届满或撤销日期"), null=True, blank=True)
    version = models.PositiveIntegerField(_("版本"), default=1)

    class Meta:
        verbose_name = _("委员会和专班章程")
        verbose_name_plural = _("委员会和专班章程")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(founded_on__isnull=True) | Q(ends_on__isnull=True) | Q(ends_on__gte=F("founded_on")),
                name="a_body_ends_after_it_was_founded",
                violation_error_message=_("届满日期不能早于成立日期。"),
            )
        ]

    def __str__(self) -> str:
        return str(self.organization)

    @property
    def org_path(self) -> str:
        """Where the body sits."""
        return self.organization.path


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Questions about who sits where."""

    def valid(self, on: date | None = None) -> Self:
        """Who sits there on a day, today by default."""
        return self.filter(in_force(on))

    def in_order(self) -> Self:
        """The leader first, then as they were entered."""
        return self.order_by("role_order", "pk")


class Membership(models.Model):
    """A person sits in a committee or group from a day to a day; never overwritten, only ended."""

    class Role(models.TextChoices):
        """What he is there."""

        CHAIR = "chair", _("主任委员（组长）")
        DEPUTY = "deputy", _("副主任委员（副组长）")
        SECRETARY = "secretary", _("秘书")
        MEMBER = "member", _("委员（成员）")

    class Time(models.TextChoices):
        """Whether it is his only work."""

        FULL = "full", _("专职")
        PART = "part", _("兼职")

    ORDER: ClassVar[dict[str, int]] = {Role.CHAIR: 1, Role.DEPUTY: 2, Role.SECRETARY: 3, Role.MEMBER: 4}

    organization = models.ForeignKey(
        Organization, models.PROTECT, related_name="memberships", verbose_name=_("委员会或专班")
    )
    person = models.ForeignKey(Person, models.PROTECT, related_name="memberships", verbose_name=_("人员"))
    role = models.CharField(_("职务"), max_length=20, choices=Role.choices, default=Role.MEMBER)
    role_order = models.PositiveSmallIntegerField(_("职务排序"), default=4, editable=False)
    labour = models.CharField(_("分工"), max_length=200, blank=True)
    time = models.CharField(_("专职或兼职"), max_length=10, choices=Time.choices, default=Time.PART)
    since = models.DateField(_("起始日期"))
    until = models.DateField(_("截止日期"), null=True, blank=True, help_text=_("任期的最后一天。"))

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("委员会和专班成员")
        verbose_name_plural = _("委员会和专班成员")
        ordering = ("organization", "role_order", "pk")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(until__isnull=True) | Q(until__gte=F("since")),
                name="a_membership_ends_after_it_begins",
                violation_error_message=_("截止日期不能早于起始日期。"),
            ),
            models.UniqueConstraint(
                fields=("organization", "person"),
                condition=Q(until__isnull=True),
                name="one_open_membership_a_person_and_body",
                violation_error_message=_("该人员已经在这个委员会或专班中。"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.organization}{self.get_role_display()} {self.person}"

    @property
    def org_path(self) -> str:
        """Where the body sits."""
        return self.organization.path

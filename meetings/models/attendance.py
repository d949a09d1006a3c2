"""Who should come, who answers what, and who came: 应到名单, 回执, 委托参会 and 签到."""

from typing import Any, Self

from django.db import models
from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from organizations.fields import PathField
from organizations.models import Organization, Person
from organizations.titles import before

from .presence import HERE, UNDECIDED, Capacity, Presence, Reply, SignedBy


class ExpectedRule(models.Model):
    """One category of people who should come, as data: role × level of the institution × focus, and exceptions."""

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="expected", verbose_name=_("会议"))
    order = models.PositiveSmallIntegerField(_("顺序"), default=1)
    category = models.CharField(_("人员类别"), max_length=120)
    capacity = models.CharField(_("参会身份"), max_length=10, choices=Capacity, default=Capacity.ATTEND)
    rule = models.JSONField(_("条件"), default=dict)
    said = models.CharField(_("条件说明"), max_length=400, blank=True)

    class Meta:
        verbose_name = _("应到人员条件")
        verbose_name_plural = _("应到人员条件")
        ordering = ["meeting", "order", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "category", "capacity"],
                name="a_category_once_a_meeting",
                violation_error_message=_("这次会议已有同名的人员类别，请换一个名称，或者修改已有的类别。"),
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_capacity_display()}：{self.category}"

    @property
    def org_path(self) -> str:
        """Where its meeting belongs."""
        return self.meeting.org_path


class AttendanceQuerySet(models.QuerySet["Attendance"]):
    """Questions about attendance."""

    def in_order(self) -> Self:
        """In the order of precedence; those nobody expected come last."""
        return self.order_by("-expected", "precedence", "pk")

    def here(self) -> Self:
        """Who came, late or in time, himself or by proxy."""
        return self.filter(state__in=HERE)

    def waited_for(self) -> Self:
        """Who has neither come nor been excused."""
        return self.filter(expected=True, state__in=UNDECIDED)

    def voting(self) -> Self:
        """Who counts for quorum and vote: expected to attend; who sits in does not."""
        return self.filter(expected=True, capacity=Capacity.ATTEND)

    def of_person(self, person: Person) -> Self:
        """A person's own, and those he comes to in place of another."""
        return self.filter(Q(person=person) | Q(proxy=person))

    def tallied(self) -> list[dict[str, Any]]:
        """Counts by category and capacity, in the order of the categories; one query."""
        mine = Q(expected=True)
        rows = self.order_by().values("capacity", "category")
        counted = rows.annotate(
            first=models.Min("precedence"),
            due=Count("pk", filter=mine),
            came=Count("pk", filter=Q(state__in=HERE)),
            came_expected=Count("pk", filter=mine & Q(state__in=HERE)),
            late=Count("pk", filter=Q(state=Presence.LATE)),
            proxies=Count("pk", filter=Q(state__in=HERE, came_by_proxy=True)),
            excused=Count("pk", filter=Q(state=Presence.EXCUSED)),
            absent=Count("pk", filter=Q(state=Presence.ABSENT)),
            open=Count("pk", filter=Q(state__in=UNDECIDED)),
            answered=Count("pk", filter=mine & ~Q(reply=Reply.NONE)),
        )
        return sorted(counted, key=lambda row: (not row["due"], row["first"], row["category"]))


class Attendance(models.Model):
    """One person and one meeting; name, post and unit are frozen, as a list of attendance is read years later."""

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="attendances", verbose_name=_("会议"))
    person = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="attendances", verbose_name=_("人员")
    )
    name = models.CharField(_("姓名"), max_length=60)
    post = models.CharField(_("职务"), max_length=120, blank=True)
    unit = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("所在单位")
    )
    unit_name = models.CharField(_("单位名称"), max_length=160, blank=True)
    mobile = models.CharField(_("手机"), max_length=20, blank=True)
    category = models.CharField(_("人员类别"), max_length=120, blank=True)
    capacity = models.CharField(_("参会身份"), max_length=10, choices=Capacity, default=Capacity.ATTEND)
    precedence = models.PositiveIntegerField(_("排序"), default=100_000)
    expected = models.BooleanField(_("应到"), default=True)
    by_name = models.BooleanField(_("单独列入"), default=False)
    org_path = PathField(_("所在单位路径"), editable=False, blank=True)
    reply = models.CharField(_("回执"), max_length=10, choices=Reply, blank=True, default=Reply.NONE)
    reply_note = models.CharField(_("回执说明"), max_length=200, blank=True)
    replied_at = models.DateTimeField(_("回执时间"), null=True, blank=True)
    replied_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("回执人")
    )
    proxy = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="proxied_attendances", verbose_name=_("受托人")
    )
    proxy_label = models.CharField(_("受托人姓名、职务"), max_length=160, blank=True)
    state = models.CharField(_("到会情况"), max_length=12, choices=Presence, default=Presence.EXPECTED)
    came_by_proxy = models.BooleanField(_("委托代会"), default=False)
    signed_at = models.DateTimeField(_("签到时间"), null=True, blank=True)
    signed_how = models.CharField(_("签到方式"), max_length=12, choices=SignedBy, blank=True, default=SignedBy.NONE)
    signed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("登记人")
    )
    because = models.CharField(_("补签或更正理由"), max_length=200, blank=True)
    told_at = models.DateTimeField(_("通知时间"), null=True, blank=True)
    listed_at = models.DateTimeField(_("列入时间"), default=timezone.now)
    version = models.PositiveIntegerField(_("版本"), default=1)

    objects = AttendanceQuerySet.as_manager()

    class Meta:
        verbose_name = _("参会人员")
        verbose_name_plural = _("参会人员")
        ordering = ["meeting", "precedence", "pk"]
        indexes = [
            models.Index(fields=["meeting", "state", "precedence"], name="attendance_of_a_meeting"),
            models.Index(fields=["org_path", "meeting"], name="attendance_of_a_unit"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "person"], condition=Q(person__isnull=False), name="a_person_once_a_meeting"
            ),
            models.UniqueConstraint(
                fields=["meeting", "name", "unit_name"], condition=Q(person__isnull=True), name="a_guest_once_a_meeting"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=("present", "late")) | Q(signed_at__isnull=False),
                name="who_came_has_signed_in",
            ),
            models.CheckConstraint(condition=~Q(reply="proxy") | ~Q(proxy_label=""), name="a_proxy_has_a_name"),
        ]

    def __str__(self) -> str:
        return f"{self.unit_name}{before(self.post, self.name)}{self.name}".strip()

    def get_absolute_url(self) -> str:
        """Where it is answered and corrected."""
        return reverse("meetings:attendance_show", args=[self.pk])

    @property
    def is_guest(self) -> bool:
        """Whether the person has no entry in the register of people."""
        return self.person_id is None

    @property
    def is_here(self) -> bool:
        """Whether the person, or who comes for him, has come."""
        return self.state in HERE

    @property
    def is_missing(self) -> bool:
        """Whether somebody expected has neither come nor been excused."""
        return self.expected and self.state in UNDECIDED

    @property
    def shown_name(self) -> str:
        """The name as a list of attendance prints it: 王院长（何副院长代）."""
        if self.came_by_proxy or (self.reply == Reply.PROXY and not self.is_here):
            return _gettext("%(name)s（%(proxy)s代）") % {"name": self.name, "proxy": self.proxy_label}
        return self.name

    @property
    def state_label(self) -> str:
        """出席, 列席, 迟到, 请假 or 缺席."""
        if self.state == Presence.PRESENT:
            return str(self.get_capacity_display())
        return str(self.get_state_display())


class MeetingReminder(models.Model):
    """A reminder that was sent, so that none is sent twice."""

    class Which(models.TextChoices):
        """How long before."""

        DAY = "day", _("提前一天")
        HOUR = "hour", _("提前一小时")

    meeting = models.ForeignKey("meetings.Meeting", models.PROTECT, related_name="reminders", verbose_name=_("会议"))
    which = models.CharField(_("提醒"), max_length=10, choices=Which)
    starts_at = models.DateTimeField(_("提醒的开始时间"))
    sent_at = models.DateTimeField(_("提醒时间"), default=timezone.now)

    class Meta:
        verbose_name = _("会议提醒")
        verbose_name_plural = _("会议提醒")
        constraints = [
            models.UniqueConstraint(fields=["meeting", "which", "starts_at"], name="a_reminder_once_a_start")
        ]

    def __str__(self) -> str:
        return f"{self.meeting} {self.get_which_display()}"

    @property
    def org_path(self) -> str:
        """Where its meeting belongs."""
        return self.meeting.org_path

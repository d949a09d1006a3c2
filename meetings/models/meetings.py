"""A meeting 会议: who comes together where and when, from its notice to its issued minutes."""

import datetime
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _gettext
from django.utils.translation import gettext_lazy as _

from accountability.models.signing import Word
from accountability.signing.routes import RouteStep
from engine.models import Flowing
from organizations import rights
from organizations.fields import PathField
from organizations.models import Organization, Person

from . import manifests, querysets
from .choices import MeetingState

MINUTES_DAYS = 5


class Meeting(Flowing):
    """One meeting of one host."""

    kind = models.ForeignKey(
        "meetings.MeetingKind", models.PROTECT, related_name="meetings", verbose_name=_("会议类型")
    )
    series = models.ForeignKey(
        "meetings.MeetingSeries", models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("例会")
    )
    year = models.PositiveSmallIntegerField(_("年度"))
    ordinal = models.PositiveSmallIntegerField(_("年度内第几次"), null=True, blank=True)
    title = models.CharField(_("会议名称"), max_length=200)
    purpose = models.TextField(_("会议目的"), blank=True)
    organization = models.ForeignKey(Organization, models.PROTECT, related_name="+", verbose_name=_("主办单位"))
    org_path = PathField(_("机构路径"), editable=False)
    institution_path = PathField(_("单位路径"), editable=False)
    desk_path = PathField(_("承办科室路径"), editable=False, blank=True)
    body = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="meetings", verbose_name=_("委员会或专班")
    )
    starts_at = models.DateTimeField(_("开始时间"))
    ends_at = models.DateTimeField(_("预计结束时间"), null=True, blank=True)
    place = models.CharField(_("会议地点"), max_length=120)
    venue = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("所在单位或院区")
    )
    chair = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("主持人"))
    recorder = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("记录人"))
    arranged_by = models.ForeignKey(Person, models.PROTECT, related_name="+", verbose_name=_("会务经办人"))
    contact = models.CharField(_("联系人及电话"), max_length=120, blank=True)
    notes = models.TextField(_("参会要求"), blank=True)
    occasion = models.CharField(_("相关检查或专项工作"), max_length=200, blank=True)
    restricted = models.BooleanField(_("仅参会人员可见"), default=False)
    state = models.CharField(_("状态"), max_length=20, choices=MeetingState, default=MeetingState.PLANNED)
    version = models.PositiveIntegerField(_("版本"), default=1)
    arranged_at = models.DateTimeField(_("登记时间"), auto_now_add=True)
    noticed_at = models.DateTimeField(_("通知时间"), null=True, blank=True)
    held_at = models.DateTimeField(_("实际开始时间"), null=True, blank=True)
    closed_at = models.DateTimeField(_("实际结束时间"), null=True, blank=True)
    issued_at = models.DateTimeField(_("纪要印发时间"), null=True, blank=True)

    objects = querysets.MeetingQuerySet.as_manager()

    class Meta:
        verbose_name = _("会议")
        verbose_name_plural = _("会议")
        ordering = ["-starts_at", "-pk"]
        indexes = [
            models.Index(fields=["org_path", "starts_at"], name="meeting_path_starts"),
            models.Index(fields=["series", "starts_at"], name="meeting_series_starts"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["series", "year", "ordinal"], name="a_meeting_counts_once_in_its_series_and_year"
            ),
            models.CheckConstraint(
                condition=Q(ends_at__isnull=True) | Q(ends_at__gt=F("starts_at")),
                name="a_meeting_ends_after_it_begins",
                violation_error_message=_("预计结束时间应晚于开始时间。"),
            ),
        ]

    def __str__(self) -> str:
        """The title; of a restricted meeting its kind and day alone, for this stands in lists that others read."""
        if self.restricted:
            return f"{self.kind.name}（{self.day:%Y-%m-%d}）"
        return self.title

    def get_absolute_url(self) -> str:
        """Where the meeting is shown."""
        return reverse("meetings:meeting_detail", args=[self.pk])

    @property
    def day(self) -> datetime.date:
        """The day on which it is, or was, held."""
        return timezone.localdate(self.held_at or self.starts_at)

    @property
    def count_label(self) -> str:
        """2026年第3次; nothing outside a series."""
        if not self.ordinal:
            return ""
        return _gettext("%(year)d年第%(n)d次") % {"year": self.year, "n": self.ordinal}

    @property
    def is_open(self) -> bool:
        """Whether it is still to be held."""
        return self.state in (MeetingState.PLANNED, MeetingState.NOTICED)

    @property
    def is_minuted(self) -> bool:
        """Whether minutes are issued for it; otherwise the record is kept."""
        return self.kind.minuted

    @property
    def is_reviewed(self) -> bool:
        """Whether others are asked before the chair signs."""
        return self.kind.reviewed

    @property
    def is_held(self) -> bool:
        """Whether it really took place."""
        return self.state in querysets.HELD

    @property
    def is_recording(self) -> bool:
        """Whether the record and the decisions may still be written: until the minutes are signed."""
        return self.state in (MeetingState.NOTICED, MeetingState.HELD, MeetingState.REVIEWING)

    @property
    def outsiders(self) -> list[Person]:
        """Who has the right to keep meetings here but is not named in a restricted one: it is not offered to him."""
        if not self.restricted:
            return []
        named = {self.chair_id, self.recorder_id, self.arranged_by_id}
        return list(rights.who_may("meetings.keep_record", self.desk_path).exclude(pk__in=named))

    @property
    def notice_due_on(self) -> datetime.date:
        """The day by which people should know of it."""
        return timezone.localdate(self.starts_at)

    @property
    def hold_due_on(self) -> datetime.date:
        """The day of the meeting."""
        return timezone.localdate(self.starts_at)

    @property
    def minutes_due_on(self) -> datetime.date:
        """The day by which the minutes should be written."""
        return self.day + datetime.timedelta(days=MINUTES_DAYS)

    @property
    def authors(self) -> list[Person]:
        """Everybody who wrote in the minutes, the last one first; none of them may sign them."""
        minutes = getattr(self, "minutes", None)
        writers = minutes.writers if minutes else []
        return list({person.pk: person for person in [*writers, self.recorder]}.values())

    @property
    def minutes_route(self) -> list[RouteStep]:
        """Who signs the minutes: the chair, and nobody else (由主持人签发)."""
        return [RouteStep(word=Word.ISSUE, people=(self.chair,))]

    def minutes_manifest(self) -> dict[str, Any]:
        """What the chair is shown, complete enough to sign from."""
        return manifests.minutes(self)

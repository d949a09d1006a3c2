"""What attendance and votes enter into the registries: sight, rights, the trail, calendars, who belongs where."""

import datetime
from collections.abc import Iterator

from django.db import models as db
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import dates, trail
from accountability.dates import MOST_OF_A_KIND, Dated
from meetings import attending, people, permissions
from meetings.models import (
    Attendance,
    Ballot,
    BallotSlip,
    BallotTally,
    ExpectedRule,
    Meeting,
    MeetingReminder,
    MeetingState,
    Presence,
)
from organizations import rights, sight
from organizations.models import Duty, Person, User
from organizations.sight import Sight, sight_of

ANSWERING = (Duty.CLERK, Duty.HEAD, Duty.PRINCIPAL)
USUAL = datetime.timedelta(hours=2)
VERBS = {
    "expected_rule_added": gettext_lazy("添加应到人员条件"),
    "expected_rule_dropped": gettext_lazy("删除应到人员条件"),
    "expected_listed": gettext_lazy("列入应到名单"),
    "expected_followed": gettext_lazy("按条件更新应到名单"),
    "expected_added": gettext_lazy("单独列入应到名单"),
    "expected_removed": gettext_lazy("移出应到名单"),
    "precedence_set": gettext_lazy("调整参会人员排序"),
    "expected_told": gettext_lazy("向应到人员发通知"),
    "answers_urged": gettext_lazy("催回执"),
    "notice_answered": gettext_lazy("回执"),
    "leave_granted": gettext_lazy("同意请假"),
    "leave_declined": gettext_lazy("不同意请假"),
    "signed_in": gettext_lazy("签到"),
    "attendance_corrected": gettext_lazy("补签或更正到会情况"),
    "attendance_closed": gettext_lazy("签到结束，登记缺席"),
    "ballot_opened": gettext_lazy("发起表决"),
    "vote_cast": gettext_lazy("投票"),
    "vote_recused": gettext_lazy("回避表决"),
    "ballot_closed": gettext_lazy("表决结束"),
    "ballot_voided": gettext_lazy("表决作废"),
}
WATCHED = (Attendance, ExpectedRule, Ballot, BallotSlip)
"""The numbers of a secret vote are left out: their digests would tell which number grew with whose slip."""


def declare() -> None:
    """Enter them."""
    for model, rule in SIGHT.items():
        sight.register(model, rule)
    for duty in ANSWERING:
        rights.default(duty, "meetings.answer_notice", "own")
    trail.verbs(VERBS)
    for model in WATCHED:
        trail.watch(model)
    people.add(attending.nobody, sees=attending.sees, lines=attending.lines)
    dates.register(dates.Kind("meeting", gettext_lazy("会议"), _meetings, Meeting, _entry))


def _of_seen(field: str = "meeting") -> sight.Rule:
    """With the meeting."""

    def rule(seen: Sight) -> Q:
        rows = Meeting.objects.filter(permissions.meetings(seen)).order_by().values("pk")
        return Q(**{f"{field}__in": rows})

    return rule


def _attendances(seen: Sight) -> Q:
    """One's own, those of the units within sight whose people were told, and all of a meeting of one's own house."""
    who = seen.principals
    mine = Q(person__in=who) | Q(proxy__in=who)
    told = Q(told_at__isnull=False, meeting__restricted=False) & seen.covers("org_path")
    named = Meeting.objects.filter(people.named(seen)).order_by().values("pk")
    homes = [scope.institution_path for scope in seen.scopes]
    house = Q(meeting__restricted=False, meeting__institution_path__in=homes)
    desk = Q(meeting__chair__in=who) | Q(meeting__recorder__in=who) | Q(meeting__arranged_by__in=who)
    return mine | told | house | desk | Q(meeting__restricted=True, meeting__in=named)


def _votes(to: str) -> sight.Rule:
    """For the host's own people, and whoever may vote there."""

    def rule(seen: Sight) -> Q:
        who = seen.principals
        mine = Attendance.objects.voting().filter(person__in=who).order_by().values("meeting")
        named = Meeting.objects.filter(Q(chair__in=who) | Q(recorder__in=who) | Q(arranged_by__in=who) | Q(pk__in=mine))
        homes = [scope.institution_path for scope in seen.scopes]
        house = Q(**{f"{to}meeting__restricted": False, f"{to}meeting__institution_path__in": homes})
        return house | Q(**{f"{to}meeting__in": named.order_by().values("pk")})

    return rule


SIGHT: dict[type[db.Model], sight.Rule] = {
    ExpectedRule: _of_seen(),
    MeetingReminder: _of_seen(),
    Attendance: _attendances,
    Ballot: _votes(""),
    BallotSlip: _votes("ballot__"),
    BallotTally: lambda seen: Q(pk__in=[]),
}


def _meetings(person: Person, user: User | None, first: datetime.date, last: datetime.date) -> Iterator[Dated]:
    """The meetings to which a person belongs by name, without those he is excused from."""
    span = (first - dates.ONE_DAY, last + dates.ONE_DAY)
    excused = Attendance.objects.filter(person=person, state=Presence.EXCUSED).values("meeting")
    rows = Meeting.objects.filter(people.named(sight_of(user or person)), starts_at__date__range=span)
    rows = rows.exclude(state=MeetingState.PLANNED).exclude(pk__in=excused).distinct()
    for meeting in rows.select_related("kind", "organization", "chair").order_by("starts_at")[:MOST_OF_A_KIND]:
        yield _entry(meeting)


def _entry(thing: db.Model) -> Dated:
    """A meeting as an entry; a restricted one says no more than its own name does."""
    meeting: Meeting = thing  # type: ignore[assignment]
    cancelled = meeting.state == MeetingState.CANCELLED
    return Dated(
        uid=f"meeting-{meeting.pk}",
        title=str(meeting),
        starts=meeting.starts_at,
        ends=meeting.closed_at or meeting.ends_at or meeting.starts_at + USUAL,
        place=meeting.place,
        note=_("主办：%(unit)s，主持：%(chair)s") % {"unit": meeting.organization, "chair": meeting.chair},
        url=meeting.get_absolute_url(),
        icon="users",
        is_cancelled=cancelled,
        sequence=meeting.version,
        is_reminded=True,
    )

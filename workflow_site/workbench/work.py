"""What a person has to do, and what he has done, as rows of one list whatever they are."""

import datetime
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import DateField, F, OuterRef, Subquery, Value
from django.db.models.functions import Cast, Coalesce, NullIf
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import Assignment, Directive, Reading, Seat
from engine.models import Turn
from organizations.models import Organization, Person, User
from organizations.rights import grantor_of
from plans.services.waiting import waiting_evidence
from workflow_site.workbench.stages import Stage, stage_of

MOST_ROWS = 100  # of each kind on one page; the lists of the features show the rest
ICONS = {
    "incomingdocument": "mail-open",
    "publication": "megaphone",
    "campaign": "flag",
    "phase": "milestone",
    "inspection": "clipboard-list",
    "finding": "clipboard-check",
    "plan": "calendar-range",
    "meeting": "calendar-days",
}
LONGEST_BUTTON = 4
WEEK = datetime.timedelta(days=7)


@dataclass(frozen=True)
class Row:
    """One line of the list: what, where it stands, until when, and the button that leads to it."""

    title: str
    meta: tuple[str, ...]
    step: str
    stage: Stage | None
    due_on: datetime.date | None
    url: str
    action: str
    icon: str
    done_at: datetime.datetime | None = None
    result: str = ""
    since: datetime.datetime | None = None
    waits_for_signature: bool = False


@dataclass
class Group:
    """The rows of one part of the day."""

    name: str
    title: str
    rows: list[Row] = field(default_factory=list)

    @property
    def is_pressing(self) -> bool:
        """Whether its rows get the filled button."""
        return self.name in {"overdue", "today"}


def waiting_for(person: Person, user: User) -> list[Row]:
    """Open turns, seats, tasks, what a person has to read or confirm, evidence that waits for his word; three queries.

    The nearest deadline comes first.
    The account comes with the person because his sight is kept on it.
    """
    turns = _turns(Turn.objects.for_person(user), user)
    rows = [*turns, *_seats(Seat.objects.waiting_for(person), person), *_owed(person, user)]
    return sorted(rows, key=lambda row: (row.due_on is None, row.due_on or datetime.date.max, row.title))


def done_by(person: Person) -> list[Row]:
    """Turns a person closed and seats he decided, newest first; two queries."""
    closed = Turn.objects.filter(closed_by=person, kind=Turn.Kind.STEP).order_by("-closed_at")
    rows = [*_turns(closed), *_seats(Seat.objects.decided_by(person).select_related("request__turn"), person)]
    return sorted(rows, key=lambda row: row.done_at or timezone.now(), reverse=True)[:MOST_ROWS]


def grouped(rows: Iterable[Row], today: datetime.date | None = None) -> list[Group]:
    """The rows under 已逾期, 今天, 本周, 下周 and 以后; empty groups are left out."""
    today = today or timezone.localdate()
    sunday = today + datetime.timedelta(days=6 - today.weekday())
    groups = {
        "overdue": Group("overdue", _("已逾期")),
        "today": Group("today", _("今天")),
        "week": Group("week", _("本周")),
        "next": Group("next", _("下周")),
        "later": Group("later", _("以后")),
    }
    for row in rows:
        groups[_part(row, today, sunday)].rows.append(row)
    return [group for group in groups.values() if group.rows]


def _part(row: Row, today: datetime.date, sunday: datetime.date) -> str:
    """The group of a row; what waits for a signature and names no day is today's work."""
    if row.due_on is None:
        return "today" if row.waits_for_signature else "later"
    if row.due_on <= today:
        return "today" if row.due_on == today else "overdue"
    if row.due_on <= sunday:
        return "week"
    return "next" if row.due_on <= sunday + WEEK else "later"


def _turns(turns: Any, user: User | None = None) -> Iterator[Row]:
    """Steps as rows; with an account, those it may do only for another say for whom."""
    called = Coalesce(NullIf("short_name", Value("")), "name")
    unit = Organization.objects.filter(path=OuterRef("org_path")).values(called=called)[:1]
    named = turns.select_related("content_type").annotate(unit=Subquery(unit)).order_by("due_on", "-pk")
    if turns.query.order_by:
        named = named.order_by(*turns.query.order_by)
    for turn in named[:MOST_ROWS]:
        kind = turn.content_type.model
        yield Row(
            title=turn.label,
            meta=tuple(filter(None, (str(turn.content_type.name), turn.unit or "", _done_for(turn, user)))),
            step=_(turn.title),
            stage=stage_of(turn.flow, turn.node),
            due_on=turn.due_on,
            url=turn.url,
            action=_button(turn.title),
            icon=ICONS.get(kind, "file-text"),
            done_at=turn.closed_at,
            result=turn.get_how_display() if turn.how else "",
            since=turn.opened_at,
        )


def _done_for(turn: Turn, user: User | None) -> str:
    """For whom a step would be done, where one may do it only as a proxy."""
    grantor = grantor_of(user, turn.permission, turn) if user else None
    return _("代%(name)s办理") % {"name": grantor} if grantor else ""


def _seats(seats: Any, person: Person) -> Iterator[Row]:
    """Signatures as rows."""
    for seat in seats[:MOST_ROWS]:
        request = seat.request
        decided = seat.state == Seat.State.DECIDED
        yield Row(
            title=request.label,
            meta=tuple(filter(None, (_(request.title), _sender(seat), _signed_for(seat, person)))),
            step=request.get_word_display(),
            stage=stage_of(request.turn.flow, request.node),
            due_on=request.turn.due_on,
            url=reverse("receipt", args=[seat.pk]) if decided else seat.get_absolute_url(),
            action=request.get_word_display(),
            icon="stamp",
            done_at=seat.decided_at,
            result=seat.verdict_label if decided else "",
            since=seat.opened_at,
            waits_for_signature=not decided,
        )


def _signed_for(seat: Seat, person: Person) -> str:
    """For whom it is signed; for the grantor, by whom."""
    if seat.on_behalf_of is None or not seat.is_proxied:
        return ""
    if seat.on_behalf_of == person:
        return _("由%(name)s办理，您本人也可以办理") % {"name": seat.signed_name}
    return _("代%(name)s办理") % {"name": seat.on_behalf_of}


def _sender(seat: Seat) -> str:
    """Who sent it for signature."""
    if seat.state == Seat.State.DECIDED or seat.request.opened_by is None:
        return ""
    return _("%(name)s送签") % {"name": seat.request.opened_by.name}


ASKED = ("what", "key", "label", "day", "since", "who", "topic", "done")


def _owed(person: Person, user: User) -> Iterator[Row]:
    """Tasks held, what he was given to read, spoken orders to confirm and evidence to accept; one query for all."""
    nothing, no_day = Value(""), Cast(Value(None), DateField())
    tasks = Assignment.objects.held_by(person).open().annotate(
        what=Value("task"), key=F("pk"), label=F("title"), day=F("due_on"), since=F("assigned_at"),
        who=F("lead_unit__name"), topic=F("source_label"), done=F("percent"),
    )  # fmt: skip
    read = Reading.objects.to_read(person).annotate(
        what=Value("read"), key=F("pk"), label=F("circulation__source_label"), day=F("circulation__due_on"),
        since=F("circulation__sent_at"), who=Coalesce("circulation__sent_by__name", nothing), topic=nothing,
        done=Value(0),
    )  # fmt: skip
    confirm = Directive.objects.to_confirm(person).annotate(
        what=Value("confirm"), key=F("pk"), label=F("occasion"), day=no_day, since=F("entered_at"),
        who=F("entered_by__name"), topic=nothing, done=Value(0),
    )  # fmt: skip
    accept = waiting_evidence(user, person).annotate(
        what=Value("accept"), key=F("occurrence_id"), label=F("title"), day=F("occurrence__due_on"),
        since=F("added_at"), who=F("occurrence__organization__name"), topic=F("occurrence__obligation__text"),
        done=Value(0),
    )  # fmt: skip
    parts = [rows.order_by().values_list(*ASKED) for rows in (tasks, read, confirm, accept)]
    for what, *told in parts[0].union(*parts[1:], all=True).order_by("day", "key")[: 3 * MOST_ROWS]:
        if what == "accept":
            yield _accept_row(*told[:6])
        else:
            yield _task_row(*told) if what == "task" else _asked_row(what, *told[:5])


def _accept_row(key: int, label: str, day: datetime.date, since: datetime.datetime, who: str, about: str) -> Row:
    return Row(
        title=label,
        meta=(_("完成依据"), who, about),
        step=_("核定"),
        stage=None,
        due_on=day,
        url=reverse("plans:occurrence_detail", args=[key]),
        action=_("核定"),
        icon="calendar-check",
        since=since,
    )


def _task_row(
    key: int, label: str, day: datetime.date, since: datetime.datetime, who: str, about: str, done: int
) -> Row:
    source = about if about != label else ""
    return Row(
        title=label,
        meta=tuple(filter(None, (_("任务"), who, source))),
        step=_("已完成 %(percent)d%%") % {"percent": done},
        stage=None,
        due_on=day,
        url=reverse("assignment_open", args=[key]),
        action=_("办理"),
        icon="list-todo",
        since=since,
    )


def _asked_row(what: str, key: int, label: str, day: datetime.date | None, since: datetime.datetime, who: str) -> Row:
    is_read = what == "read"
    return Row(
        title=label,
        meta=tuple(filter(None, (_("传阅") if is_read else _("口头指示"), who))),
        step=_("待阅") if is_read else _("待您确认"),
        stage=None,
        due_on=day,
        url=reverse("reading_show" if is_read else "directive_show", args=[key]),
        action=_("阅读") if is_read else _("确认"),
        icon="book-open" if is_read else "stamp",
        since=since,
        waits_for_signature=not is_read,
    )


def _button(title: str) -> str:
    """The word on the button: the node's own where it is short."""
    shown = _(title)
    return shown if len(title) <= LONGEST_BUTTON and len(shown) <= 4 * LONGEST_BUTTON else _("办理")

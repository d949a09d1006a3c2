"""The list of those who should come: rules, single names, the order of precedence."""

from collections.abc import Iterator, Mapping
from typing import Any, cast

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import engine
from accountability import trail
from accountability.digest import plain
from accountability.signing.manifests import in_first_language
from engine.jobs import enqueue, job
from engine.models import Job
from meetings import expecting, permissions
from meetings.expecting import Expected
from meetings.models import Attendance, Capacity, ExpectedRule, Meeting, Presence, Reply
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid, NotYet

from .telling import tell_newcomers

LISTING = "meetings.list_expected"
CHUNK = 250
STEP = 10
HIGHEST = 1_000_000


def add_rule(
    meeting: Meeting, *, category: str, rule: Mapping[str, Any], by: Person, capacity: str = Capacity.ATTEND
) -> ExpectedRule:
    """One more category of people who should come; the list itself is made by `list_expected`."""
    kept, said = expecting.clean(rule), category.strip()
    if not said:
        raise Invalid({"category": _("请填写人员类别，例如“二级及以上医疗机构院感科主任”。")})
    if capacity not in Capacity.values:
        raise Invalid({"capacity": _("请选择出席或者列席。")})
    with engine.hold(meeting):
        _refuse_settled(meeting, by)
        with in_first_language():
            words = plain(expecting.describe(kept), 400)
        try:
            with transaction.atomic():
                made = ExpectedRule.objects.create(
                    meeting=meeting,
                    order=meeting.expected.count() + 1,
                    category=plain(said, 120),
                    capacity=capacity,
                    rule=kept,
                    said=words,
                )
        except IntegrityError:
            raise Invalid({"category": _("这次会议已有同名的人员类别，请换一个名称。")}) from None
        trail.record("expected_rule_added", meeting, by=by, also=[made], extra={"category": said, "rule": words})
    return made


def drop_rule(rule: ExpectedRule, *, by: Person) -> None:
    """Take a category away; whoever was listed by it leaves the list when it is made again."""
    meeting = rule.meeting
    with engine.hold(meeting):
        _refuse_settled(meeting, by)
        row = ExpectedRule.objects.filter(pk=rule.pk).first()
        if row is None:
            raise AlreadyDone(_("这个人员类别已经删除，请刷新页面查看。"))
        gone = ExpectedRule(pk=row.pk)
        row.delete()
        trail.record("expected_rule_dropped", meeting, by=by, also=[gone], extra={"category": row.category})


def list_expected(meeting: Meeting, *, by: Person) -> Job:
    """Make the list in the background; what people have answered meanwhile stays."""
    with engine.hold(meeting):
        _refuse_settled(meeting, by)
        if not meeting.expected.exists():
            raise NotYet(_("还没有填写应到人员的条件，请先添加人员类别。"))
        return enqueue(LISTING, by=by, org_path=meeting.org_path, meeting=meeting.pk)


@job(LISTING, title=gettext_lazy("生成应到人员名单"))
def make_list(work: Job) -> "engine.More | None":
    """The next few hundred names; the last time also who is no longer meant."""
    meeting = Meeting.objects.select_related("organization", "chair").get(pk=work.payload["meeting"])
    meant = dict(_meant(meeting))
    with engine.hold(meeting):
        listed = {cast(int, row.person_id): row for row in meeting.attendances.filter(person__isnull=False)}
        pending = [key for key in meant if key not in listed]
        rows = [_row(meeting, *meant[key]) for key in pending[:CHUNK]]
        if rows:
            Attendance.objects.bulk_create(rows)
            trail.record("expected_listed", meeting, by=work.by, also=rows, extra={"count": len(rows)})
        if len(pending) > CHUNK:
            return engine.More(len(meant) - len(pending) + CHUNK, len(meant))
        _follow(meeting, meant, listed, by=work.by)
        tell_newcomers(meeting, by=work.by)
    return None


def add_person(
    meeting: Meeting, *, person: Person, by: Person, category: str = "", capacity: str = Capacity.ATTEND
) -> Attendance:
    """List somebody by name, whatever the rules say."""
    with engine.hold(meeting):
        _refuse_settled(meeting, by)
        row = meeting.attendances.filter(person=person).first()
        if row is not None and row.expected:
            raise AlreadyDone(_("“%(who)s”已经在应到名单中。") % {"who": person})
        found = next(iter(expecting.expected({"people": [person.pk]}, meeting.organization, on=meeting.day)), None)
        if found is None:
            raise Invalid({"person": _("“%(who)s”已不在岗，请另选人员。") % {"who": person}})
        last = meeting.attendances.filter(expected=True).order_by("-precedence").first()
        place = last.precedence + STEP if last else STEP
        made = row or _row(meeting, place, plain(category.strip(), 120) or _("单独列入"), capacity, found)
        made.expected = made.by_name = True
        made.precedence = place
        made.save()
        trail.record("expected_added", meeting, by=by, also=[made], extra={"who": str(made)})
        tell_newcomers(meeting, by=by)
    return made


def remove_person(attendance: Attendance, *, by: Person, because: str) -> None:
    """Take somebody off the list before he has come, with the reason."""
    if not because.strip():
        raise Invalid({"because": _("请写明移出名单的理由。")})
    meeting = attendance.meeting
    with engine.hold(meeting, attendance):
        _refuse_settled(meeting, by)
        if attendance.is_here:
            raise NotYet(_("“%(who)s”已经签到，不能移出名单。") % {"who": attendance.name})
        gone, who = Attendance(pk=attendance.pk), str(attendance)
        attendance.delete()
        trail.record("expected_removed", meeting, by=by, because=because.strip(), also=[gone], extra={"who": who})


def place(attendance: Attendance, *, number: int, by: Person) -> None:
    """Give somebody a place in the order of precedence, counted from one."""
    meeting = attendance.meeting
    with engine.hold(meeting):
        permissions.require_desk(by, meeting)
        rows = list(meeting.attendances.filter(expected=True).in_order().only("meeting", "precedence", "version"))
        if not 1 <= number <= len(rows):
            raise Invalid({"number": _("请填写1至%(n)d之间的序号。") % {"n": len(rows)}})
        order = [row for row in rows if row.pk != attendance.pk]
        mine = next(row for row in rows if row.pk == attendance.pk)
        moved = list(_squeezed(order, mine, number - 1))
        Attendance.objects.bulk_update(moved, ["precedence", "version"], batch_size=200)
        whole = Attendance.objects.filter(pk__in=[row.pk for row in moved])
        trail.record("precedence_set", meeting, by=by, also=whole, extra={"who": str(attendance), "number": number})


def _squeezed(order: list[Attendance], mine: Attendance, at: int) -> Iterator[Attendance]:
    """Put a row between two others; those behind give way only as far as there is no room between the numbers."""
    low = order[at - 1].precedence if at else 0
    high = order[at].precedence if at < len(order) else low + 2 * STEP
    last = low + max(1, (high - low) // 2)
    mine.precedence, mine.version = last, mine.version + 1
    yield mine
    for row in order[at:]:
        if row.precedence > last:
            return
        last += 1
        row.precedence, row.version = last, row.version + 1
        yield row


def _meant(meeting: Meeting) -> Iterator[tuple[int, tuple[int, str, str, Expected]]]:
    """Everybody the rules mean: place, category, capacity; the chair first, then the host's leaders."""
    found = [
        (rule.capacity == Capacity.SIT_IN, bool(one.rank[0]), rule.order, number, rule, one)
        for rule in meeting.expected.all()
        for number, one in enumerate(expecting.expected(rule.rule, meeting.organization, on=meeting.day))
    ]
    ordered = sorted(found, key=lambda each: each[:4])
    chair = next((each for each in ordered if each[5].person == meeting.chair_id), None)
    given: dict[int, tuple[str, str, Expected]] = {}
    if chair is not None:
        given[meeting.chair_id] = (chair[4].category, chair[4].capacity, chair[5])
    else:
        for one in expecting.expected({"people": [meeting.chair_id]}, meeting.organization, on=meeting.day)[:1]:
            given[meeting.chair_id] = (_("主持人"), Capacity.ATTEND, one)
    for *_order, rule, one in ordered:
        given.setdefault(one.person, (rule.category, rule.capacity, one))
    for number, (person, told) in enumerate(given.items(), 1):
        yield person, (number * STEP, *told)


def _row(meeting: Meeting, precedence: int, category: str, capacity: str, one: Expected) -> Attendance:
    return Attendance(
        meeting=meeting,
        person_id=one.person,
        name=one.name,
        post=one.post[:120],
        unit_id=one.unit,
        unit_name=one.unit_name[:160],
        category=category,
        capacity=capacity,
        precedence=min(precedence, HIGHEST),
        org_path=one.path,
    )


def _follow(
    meeting: Meeting,
    meant: Mapping[int, tuple[int, str, str, Expected]],
    listed: Mapping[int, Attendance],
    *,
    by: Person | None,
) -> None:
    """Bring those listed before to their new places; who is no longer meant and has not answered leaves the list."""
    moved, left = [], []
    for key, row in listed.items():
        if row.by_name:
            continue
        if key in meant:
            number, category, capacity, _one = meant[key]
            if (row.precedence, row.category, row.capacity, row.expected) != (number, category, capacity, True):
                row.precedence, row.category, row.capacity, row.expected = number, category, capacity, True
                row.version += 1
                moved.append(row)
        elif row.expected and row.state == Presence.EXPECTED and row.reply == Reply.NONE:
            left.append(row)
    Attendance.objects.bulk_update(moved, ["precedence", "category", "capacity", "expected", "version"], batch_size=200)
    gone = [Attendance(pk=row.pk) for row in left]
    Attendance.objects.filter(pk__in=[row.pk for row in left]).delete()
    if moved or gone:
        trail.record("expected_followed", meeting, by=by, also=[*moved, *gone], extra={"left": len(gone)})


def _refuse_settled(meeting: Meeting, by: Person) -> None:
    """Only the desk keeps the list, and only until the meeting has been held."""
    permissions.require_desk(by, meeting)
    if not meeting.is_open:
        raise NotYet(_("会议已经召开或取消，应到名单不能再修改；确需更正的，请办理补签。"))

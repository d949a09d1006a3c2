"""回执: comes, asks for leave, sends another; the notice and the reminders to a crowd."""

import datetime

import pytest
from django.utils import timezone

from accountability import dates
from accountability.models import Notice
from engine.jobs import run_all
from meetings import clashing, services
from meetings.models import Meeting, MeetingReminder, Presence
from meetings.services import telling
from organizations.models import Organization
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from tests import make
from tests.cast import Cast
from tests.meetings.gathering import comes, listed, make_meeting
from tests.meetings.making import Hall

DAY = datetime.timedelta(days=1)


def told(person, kind: str = "meeting") -> list[str]:
    return list(Notice.objects.of(person).filter(kind=kind).values_list("text", flat=True))


def test_a_president_sends_his_deputy_who_signs_in_for_him(cast: Cast, gathering: Meeting) -> None:
    [wang, wu] = listed(gathering, cast.li, cast.president_wang, cast.president_wu)
    he = cast.vice_president_he
    for bad, sentence in (
        ({"reply": "maybe"}, "请选择参加、请假或者委托参会"),
        ({"reply": "proxy", "note": ""}, "请写明请假或者委托的原因"),
        ({"reply": "proxy", "note": "出差"}, "请选择受托人"),
        ({"reply": "proxy", "note": "出差", "proxy": cast.president_wang}, "受托人不能是本人"),
        ({"reply": "proxy", "note": "出差", "proxy": cast.president_wu}, "本人也应参会"),
    ):
        with pytest.raises(Invalid, match=sentence):
            services.answer(wang, by=cast.president_wang, **bad)
    with pytest.raises(NotAllowed, match="由本人、本单位经办人员或者会务人员填写"):
        services.answer(wang, reply="comes", by=cast.zheng)

    services.answer(wang, reply="proxy", note="赴省开会", proxy=he, by=cast.qian)
    assert "王院长委托您参加" in told(he)[0]
    assert "代为填写：委托参会" in told(cast.president_wang)[0]
    assert comes(gathering, he).came_by_proxy
    wang.refresh_from_db()
    assert (wang.shown_name, wang.state) == ("王院长（何副院长代）", Presence.PRESENT)
    with pytest.raises(NotYet, match="已经签到"):
        services.answer(wang, reply="leave", note="病假", by=cast.president_wang)
    assert wu.shown_name == "吴院长"


def test_a_leave_is_asked_declined_and_granted(cast: Cast, gathering: Meeting) -> None:
    [wu] = listed(gathering, cast.li, cast.president_wu)
    services.answer(wu, reply="leave", note="外出", by=cast.president_wu)
    assert "吴院长申请不参加" in told(cast.li, "meeting_leave")[0]
    with pytest.raises(NotAllowed):
        services.decide_leave(wu, granted=True, by=cast.president_wu)
    with pytest.raises(Invalid, match="请写明理由"):
        services.decide_leave(wu, granted=False, by=cast.li)
    services.decide_leave(wu, granted=False, by=cast.li, because="须主要负责人到会")
    assert (wu.state, wu.reply) == (Presence.EXPECTED, "")
    assert "须主要负责人到会" in told(cast.president_wu, "meeting_leave")[0]
    with pytest.raises(AlreadyDone):
        services.decide_leave(wu, granted=True, by=cast.li)
    services.answer(wu, reply="leave", note="手术", by=cast.president_wu)
    services.decide_leave(wu, granted=True, by=cast.zhao)
    assert wu.state_label == "请假"


def test_the_notice_reaches_everybody_once_and_asks_for_an_answer(cast: Cast, hall: Hall) -> None:
    meeting = hall.arranged("special", days=1)
    services.add_item(meeting, part="arrangement", title="部署", by=hall.clerk)
    for person in (cast.nurse_sun, cast.head_gao, hall.chair):
        services.add_person(meeting, person=person, by=hall.clerk)
    services.send_notice(meeting, by=hall.clerk)
    run_all()

    [text] = told(cast.nurse_sun)
    assert text.startswith("会议通知：")
    assert text.endswith("请回执")
    assert len(told(hall.chair)) == 1, "the chair is told once"
    rows = {row.name: row for row in meeting.attendances.all()}
    assert Notice.objects.of(cast.nurse_sun).get(kind="meeting").url == rows["孙护士"].get_absolute_url()
    services.answer(rows["孙护士"], reply="comes", by=cast.nurse_sun)
    assert services.urge_answers(meeting, by=hall.clerk) == 2
    assert told(cast.nurse_sun, "meeting_urge") == []
    with pytest.raises(NotAllowed):
        services.urge_answers(meeting, by=cast.nurse_sun)
    services.cancel_meeting(meeting, by=hall.clerk, because="另行通知")
    run_all()
    assert told(cast.nurse_sun)[0].startswith("会议取消：")
    assert not told(cast.nurse_sun)[0].endswith("请回执")
    with pytest.raises(NotYet, match="不再接收回执"):
        services.answer(rows["孙护士"], reply="leave", note="病假", by=cast.nurse_sun)


def test_reminders_come_once_a_day_before_and_an_hour_before(cast: Cast) -> None:
    meeting = make_meeting(cast, starts_in=datetime.timedelta(hours=20))
    rows = listed(meeting, cast.li, cast.president_wang, cast.president_wu, cast.zhou)
    services.answer(rows[1], reply="leave", note="外出", by=cast.president_wu)
    services.decide_leave(rows[1], granted=True, by=cast.li)
    services.answer(rows[2], reply="proxy", note="外出", proxy=cast.nurse_sun, by=cast.zhou)
    for _time in range(2):
        telling.remind(None)
    kind = "meeting_reminder"
    assert len(told(cast.president_wang, kind)) == 1
    assert len(told(cast.nurse_sun, kind)) == 1
    assert told(cast.president_wu, kind) == []
    assert told(cast.zhou, kind) == []
    assert len(told(cast.director_wang, kind)) == 1, "the chair too"

    Meeting.objects.filter(pk=meeting.pk).update(starts_at=timezone.now() + datetime.timedelta(minutes=40))
    for _time in range(2):
        telling.remind(None)
    assert len(told(cast.president_wang, kind)) == 2
    assert MeetingReminder.objects.filter(meeting=meeting).count() == 3


def test_conflicts_of_people_and_rooms_are_shown(cast: Cast, gathering: Meeting) -> None:
    listed(gathering, cast.li, cast.president_wang, cast.president_wu)
    same_room = make_meeting(cast, title="医保工作会")
    listed(same_room, cast.li, cast.president_wang)
    elsewhere = make_meeting(cast, title="药事会", place="别处", starts_in=3 * DAY)
    listed(elsewhere, cast.li, cast.president_wu)

    found = clashing.of(gathering)

    assert found.rooms == [same_room]
    assert [(row.name, row.meeting) for row in found.people] == [("王院长", same_room)]
    assert not clashing.of(elsewhere)


def test_a_meeting_stands_in_the_calendars_of_its_people(cast: Cast, gathering: Meeting) -> None:
    [wu] = listed(gathering, cast.li, cast.president_wu)
    today = timezone.localdate()

    def mine(person) -> list[str]:
        entries = dates.of_person(make.anew(person), None, today - DAY, today + DAY)
        return [entry.uid for entry in entries if entry.uid.startswith("meeting")]

    for person in (cast.president_wu, cast.director_wang, cast.zhao):
        assert mine(person) == [f"meeting-{gathering.pk}"]
    assert mine(cast.president_wei) == []
    services.answer(wu, reply="leave", note="外出", by=cast.president_wu)
    services.decide_leave(wu, granted=True, by=cast.li)
    assert mine(cast.president_wu) == []


def test_two_thousand_are_told_in_the_background_in_chunks(cast: Cast, gathering: Meeting) -> None:
    units = [make.make_organization(cast.city, kind=Organization.Kind.CLINIC, name=f"第{n}诊所") for n in range(3)]
    people = [make.make_holder("principal", units[n % 3], name=f"负责人{n}") for n in range(12)]
    chunk, telling.CHUNK = telling.CHUNK, 5
    try:
        rows = listed(gathering, cast.li, kinds=["clinic"], duties=["principal"])
    finally:
        telling.CHUNK = chunk
    assert len(rows) == 13
    assert [len(told(person)) for person in people] == [1] * 12
    assert all(row.told_at is not None for row in rows)

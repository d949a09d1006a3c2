"""签到: by the code of the hall, by the recorder, on paper; late, twice, unexpected, too late; and what is counted."""

import datetime

import pytest
from django.core import signing
from django.utils import timezone

from accountability import trail
from meetings import attending, codes, services
from meetings.models import Attendance, Meeting, MeetingState, Presence, SignedBy
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.sight import visible
from tests import make
from tests.cast import Cast
from tests.meetings.gathering import HOSPITALS, comes, listed, make_committee, make_meeting

MINUTE = datetime.timedelta(minutes=1)


def test_a_code_holds_for_its_half_minute_and_its_neighbours_and_for_no_other_meeting() -> None:
    now = timezone.now()
    shown = codes.current(7, now=now)
    window = datetime.timedelta(seconds=codes.WINDOW)

    assert codes.holds(7, shown, now=now)
    assert codes.holds(7, shown.lower(), now=now + window)
    assert not codes.holds(7, shown, now=now + 2 * window)
    assert not codes.holds(7, shown, now=now - 2 * window)
    assert not codes.holds(8, shown, now=now)
    for guess in ("", "A" * codes.LENGTH, "签到", shown[:-1]):
        assert not codes.holds(7, guess, now=now)
    days = {codes.code_at(7, one) for one in range(10_000)}
    assert len(days) == 10_000, "no code comes again"


def test_a_ticket_holds_for_ten_minutes_and_one_meeting(monkeypatch: pytest.MonkeyPatch) -> None:
    given = codes.ticket(7)
    assert codes.ticket_holds(7, given)
    assert not codes.ticket_holds(8, given)
    assert not codes.ticket_holds(7, given + "x")
    monkeypatch.setattr(signing.time, "time", lambda: timezone.now().timestamp() + codes.TICKET_SECONDS + 5)
    assert not codes.ticket_holds(7, given)


def test_whoever_was_expected_signs_in_once_however_often_he_presses(cast: Cast, gathering: Meeting) -> None:
    listed(gathering, cast.li, **HOSPITALS, category="医院院长")  # nobody is on stage but the chair
    services.add_person(gathering, person=cast.president_wang, by=cast.li)

    row = comes(gathering, cast.president_wang)
    again = services.sign_in(gathering, ticket=codes.ticket(gathering.pk), by=cast.president_wang)

    assert (row.state, row.signed_how, row.state_label) == (Presence.PRESENT, SignedBy.CODE, "出席")
    assert not again.is_first
    assert [event.verb for event in trail.of(row)].count("signed_in") == 1
    with pytest.raises(NotYet, match="重新扫描"):
        services.sign_in(gathering, ticket="stale", by=cast.zhou)


def test_after_the_beginning_one_is_late_and_hours_before_it_is_too_early(cast: Cast) -> None:
    begun = make_meeting(cast, starts_in=-5 * MINUTE)
    services.add_person(begun, person=cast.president_wang, by=cast.li)
    assert comes(begun, cast.president_wang).state_label == "迟到"

    tomorrow = make_meeting(cast, starts_in=datetime.timedelta(days=1))
    with pytest.raises(NotYet, match="3小时起开放"):
        comes(tomorrow, cast.president_wang)


def test_who_was_not_expected_is_recorded_as_a_guest_unless_the_meeting_is_restricted(
    cast: Cast, gathering: Meeting
) -> None:
    row = comes(gathering, cast.nurse_sun)
    assert (row.expected, row.name, row.unit_name, row.state) == (False, "孙护士", "重症医学科", Presence.PRESENT)

    closed = make_meeting(cast, restricted=True)
    with pytest.raises(NotAllowed, match="仅限通知范围内"):
        comes(closed, cast.nurse_sun)
    with pytest.raises(NotAllowed, match="仅限通知范围内"):
        services.sign_in_guest(closed, ticket=codes.ticket(closed.pk), name="陌生人", unit_name="某单位")


def test_guests_give_name_and_unit_and_count_once(cast: Cast, gathering: Meeting) -> None:
    ticket = codes.ticket(gathering.pk)
    with pytest.raises(Invalid, match="请填写姓名。请填写单位。"):
        services.sign_in_guest(gathering, ticket=ticket, name=" ", unit_name="")
    first = services.sign_in_guest(gathering, ticket=ticket, name="省专家", unit_name="省疾控中心", post="研究员")
    again = services.sign_in_guest(gathering, ticket=ticket, name=" 省专家 ", unit_name="省疾控中心")
    assert (first.is_first, again.is_first) == (True, False)
    assert first.attendance.person is None
    assert services.add_guest(gathering, name="记者", unit_name="市电视台", by=cast.zhao).is_first
    with pytest.raises(NotAllowed):
        services.add_guest(gathering, name="记者", unit_name="市电视台", by=cast.nurse_sun)


def test_an_expected_person_without_an_account_signs_by_his_name_one_with_an_account_does_not(
    cast: Cast, gathering: Meeting
) -> None:
    make.make_account(cast.president_wu)
    listed(gathering, cast.li, cast.doctor_he, cast.president_wu)
    ticket = codes.ticket(gathering.pk)

    he = services.sign_in_guest(gathering, ticket=ticket, name="何大夫", unit_name="何氏诊所").attendance
    wu = services.sign_in_guest(gathering, ticket=ticket, name="吴院长", unit_name="城东中医院").attendance

    assert (he.person, he.expected) == (cast.doctor_he, True)
    assert (wu.person, wu.expected) == (None, False), "he logs in; a name alone does not sign for him"


def test_the_meeting_ends_who_has_not_come_is_absent_and_is_made_up_with_a_reason(
    cast: Cast, gathering: Meeting
) -> None:
    rows = listed(gathering, cast.li, cast.president_wang, cast.president_wu, cast.zhou)
    comes(gathering, cast.president_wang)
    services.answer(rows[2], reply="leave", note="外出学习", by=cast.zhou)
    services.decide_leave(rows[2], granted=True, by=cast.li)
    Meeting.objects.filter(pk=gathering.pk).update(state=MeetingState.HELD)
    gathering.refresh_from_db()
    assert services.close_attendance(gathering, by=cast.li) == 1

    with pytest.raises(NotYet, match="签到已关闭；确实到会的，请联系会务人员补签"):
        comes(gathering, cast.president_wu)
    with pytest.raises(NotYet, match="签到已关闭"):
        services.register(rows[1], by=cast.zhao)
    wu = rows[1]
    with pytest.raises(Invalid, match="请写明补签或者更正的理由"):
        services.make_up(wu, state="present", by=cast.zhao, because=" ")
    with pytest.raises(NotAllowed):
        services.make_up(wu, state="present", by=cast.president_wu, because="我到了")
    services.make_up(wu, state="present", by=cast.zhao, because="手机没电，现场签名为证")
    assert (wu.state, wu.signed_how) == (Presence.PRESENT, SignedBy.AFTERWARDS)
    event = trail.of(wu).last()
    assert (event.verb, event.told["because"]) == ("attendance_corrected", "手机没电，现场签名为证")
    with pytest.raises(AlreadyDone, match="不需要更正"):
        services.make_up(wu, state="present", by=cast.zhao, because="再来一次")
    assert attending.lines(gathering) == [("出席", "王院长、吴院长"), ("请假", "周审计")]

    Meeting.objects.filter(pk=gathering.pk).update(state=MeetingState.ISSUED)
    with pytest.raises(NotYet, match="不能再更正"):
        services.make_up(wu, state="absent", by=cast.zhao, because="改回")


def test_the_paper_sheet_is_taken_over_in_one_go(cast: Cast, gathering: Meeting) -> None:
    rows = listed(gathering, cast.li, cast.president_wang, cast.president_wu, cast.zhou)
    comes(gathering, cast.zhou)
    other = make_meeting(cast)
    [strange] = listed(other, cast.li, cast.president_wei)

    count = services.register_paper(gathering, attendances=[row.pk for row in rows] + [strange.pk], by=cast.zhao)

    assert count == 2, "who had signed before, and people of another meeting, are left alone"
    assert set(gathering.attendances.values_list("signed_how", flat=True)) == {"paper", "code"}
    strange.refresh_from_db()
    assert strange.state == Presence.EXPECTED


def test_figures_and_rate_stand_by_category(cast: Cast, gathering: Meeting) -> None:
    _people = (cast.president_wang, cast.president_wu, cast.president_wei)
    listed(gathering, cast.li, **HOSPITALS, category="二级及以上医院院长")
    services.add_person(gathering, person=cast.zhou, by=cast.li, capacity="sit_in", category="列席人员")
    for person in (cast.president_wang, cast.president_wu, cast.nurse_sun):
        comes(gathering, person)

    rows, whole = attending.categories(gathering)

    presidents = next(row for row in rows if row.name == "二级及以上医院院长")
    assert (presidents.due, presidents.came, presidents.rate) == (3, 2, 66)
    assert (whole.due, whole.came, whole.beyond) == (5, 2, 1)
    assert [row.name for row in rows] == ["主持人", "二级及以上医院院长", "列席人员", "未列入名单"]


def test_quorum_counts_who_should_attend_in_person(cast: Cast) -> None:
    meeting, members = make_committee(cast, people=5)
    services.answer(members[0], reply="proxy", note="出差", proxy=cast.nurse_sun, by=cast.director_wang)
    comes(meeting, cast.nurse_sun)
    standing = attending.standing(meeting)
    assert (standing.due, standing.here, standing.needed, standing.is_met) == (5, 0, 4, False)
    for person in (cast.director_liu, cast.li, cast.zhao):
        comes(meeting, person)
    assert attending.standing(meeting).missing == 1
    comes(meeting, cast.zhou)
    assert attending.standing(meeting).is_met


@pytest.mark.parametrize(("rule", "due", "needed"), [("half", 4, 3), ("half", 5, 3), ("two_thirds", 9, 6), ("", 9, 0)])
def test_more_than_half_is_more_than_half(rule: str, due: int, needed: int) -> None:
    assert attending.Standing(rule, "", due, 0).needed == needed
    assert attending.Standing(rule, "", due, needed).is_met
    assert rule == "" or not attending.Standing(rule, "", due, needed - 1).is_met


def test_attendance_is_seen_by_the_host_the_person_and_his_unit(cast: Cast, gathering: Meeting) -> None:
    wang, wu = listed(gathering, cast.li, cast.president_wang, cast.president_wu)

    for person in (cast.li, cast.zhao, cast.director_liu, cast.president_wang, cast.qian):
        assert wang in visible(person, Attendance), person
    for person in (cast.zheng, cast.president_wu, cast.jiang, cast.doctor_he):
        assert wang not in visible(person, Attendance), person
    assert wu in visible(cast.zheng, Attendance)
    assert gathering in visible(cast.president_wu, Meeting), "who was told sees the meeting"
    assert gathering not in visible(cast.doctor_he, Meeting)

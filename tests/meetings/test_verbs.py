"""What a meeting may do and what it refuses, told with its people."""

import pytest

from accountability.models import Seat, TrailEvent
from meetings import services
from meetings.models import DecisionState, MeetingState, Part
from meetings.opened import _hand_over, _meetings
from organizations.refusals import Invalid, NotAllowed, NotYet, Stale
from tests.meetings.making import fresh, in_days

pytestmark = pytest.mark.django_db


def test_a_meeting_runs_from_its_notice_to_its_issued_minutes(hall):
    meeting = hall.issued()
    assert meeting.state == MeetingState.ISSUED
    assert meeting.minutes.number.text == "第1期"
    services.read_minutes(meeting.minutes, by=hall.cast.head_zhang)
    assert [one.person for one in meeting.minutes.readers.circulated().waiting()] == [hall.chair]
    verbs = list(TrailEvent.objects.of(meeting).values_list("verb", flat=True))
    wanted = [
        "meeting_arranged",
        "meeting_noticed",
        "meeting_held",
        "minutes_sent",
        "minutes_numbered",
        "minutes_issued",
    ]
    assert [verb for verb in verbs if verb in wanted] == wanted


# --- What is refused -------------------------------------------------------------------------------------------------


def test_a_decision_cannot_be_due_before_the_meeting_but_before_the_minutes_are_issued(hall):
    meeting = hall.noticed()
    decision = services.note_decision(meeting, text="立即停用不合格消毒剂", by=hall.clerk)
    with pytest.raises(Invalid, match="不能早于会议日期"):
        services.adopt_decisions(meeting, duties={decision.pk: hall.duty(due_on=in_days(-1).date())}, by=hall.clerk)
    decision.refresh_from_db()
    assert decision.state == DecisionState.NOTED
    services.adopt_decisions(meeting, duties={decision.pk: hall.duty(due_on=meeting.day)}, by=hall.clerk)
    decision.refresh_from_db()
    services.finish_decision(decision, text="已全部停用并封存。", by=hall.cast.head_zhang)
    decision.refresh_from_db()
    assert decision.standing_label == "已办结"


def test_a_late_decision_says_so(hall):
    meeting = hall.held(days=-10, decide=False)
    decision = hall.decided(meeting, due_on=in_days(-3).date())
    assert decision.standing_label == "已逾期"


def test_a_meeting_with_undecided_items_does_not_end(hall):
    meeting = hall.noticed()
    item = services.add_item(meeting, part="discussion", title="购置内镜清洗机", by=hall.clerk)
    with pytest.raises(NotYet, match="购置内镜清洗机"):
        services.close_meeting(meeting, held_at=meeting.starts_at, closed_at=None, by=hall.clerk)
    assert fresh(meeting).state == MeetingState.NOTICED
    services.settle_item(item, state="postponed", conclusion="", by=hall.clerk)
    services.close_meeting(meeting, held_at=meeting.starts_at, closed_at=None, by=hall.clerk)
    assert "决定缓议" in services.generate_minutes(meeting, by=hall.clerk).text


def test_a_decision_without_owner_or_date_keeps_the_minutes_from_signature_and_is_named(hall):
    meeting = hall.held("president", decide=False)
    decision = services.note_decision(meeting, text="采购耗材", by=hall.clerk)
    services.adopt_decisions(meeting, duties={decision.pk: hall.duty(due_on=None)}, by=hall.clerk)
    services.generate_minutes(meeting, by=hall.clerk)
    with pytest.raises(NotYet, match="第1项缺完成时限"):
        services.submit_minutes(meeting, reviewers=[], by=hall.clerk)
    assert not Seat.objects.waiting_for(hall.chair).exists()
    services.adopt_decisions(meeting, duties={decision.pk: services.Duty(nature="conclusion")}, by=hall.clerk)
    services.submit_minutes(meeting, reviewers=[], by=hall.clerk)
    assert fresh(meeting).state == MeetingState.SIGNING


def test_an_annual_meeting_has_its_two_parts(hall):
    meeting = hall.arranged("annual")
    parts = {item.part: item for item in meeting.agenda.all()}
    assert {Part.SUMMARY, Part.ARRANGEMENT} <= set(parts)
    with pytest.raises(Invalid, match="必备议程"):
        services.settle_item(parts[Part.SUMMARY], state="struck", conclusion="", by=hall.clerk)
    with pytest.raises(Invalid, match="不能改为其他类别"):
        services.revise_item(parts[Part.SUMMARY], version=1, part="other", by=hall.clerk)


def test_the_chair_neither_records_nor_writes_what_he_signs(hall):
    with pytest.raises(Invalid, match="不能同时担任记录人"):
        hall.arranged(recorder=hall.chair)
    meeting = hall.held()
    minutes = services.generate_minutes(meeting, by=hall.clerk)
    with pytest.raises(NotAllowed, match="不直接修改"):
        services.edit_minutes(minutes, version=1, text="改了", by=hall.chair)


def test_what_was_edited_by_hand_is_not_written_over_unseen(hall):
    meeting = hall.held()
    minutes = services.generate_minutes(meeting, by=hall.clerk)
    services.edit_minutes(minutes, version=1, text="人工修改的正文", by=hall.clerk)
    with pytest.raises(NotYet, match="已有人工修改"):
        services.generate_minutes(meeting, by=hall.clerk)
    services.generate_minutes(meeting, by=hall.clerk, version=2, replace=True)
    assert [row.text for row in minutes.versions.filter(n=2)] == ["人工修改的正文"]


def test_of_two_people_at_one_text_one_wins_and_the_other_keeps_his_words(hall):
    meeting = hall.held()
    minutes = services.generate_minutes(meeting, by=hall.clerk)
    services.edit_minutes(minutes, version=1, text="先保存的正文", by=hall.clerk)
    with pytest.raises(Stale) as refused:
        services.edit_minutes(minutes, version=1, text="后保存的正文", by=hall.clerk)
    assert refused.value.mine == {"正文": "后保存的正文"}
    assert refused.value.theirs == {"正文": "先保存的正文"}


def test_what_the_chair_returns_is_written_on_and_signed_anew(hall):
    meeting = hall.sign(hall.sent(), verdict="return", opinion="请补充时限依据")
    assert meeting.state == MeetingState.HELD
    minutes = meeting.minutes
    services.edit_minutes(minutes, version=minutes.version, text=minutes.text + "\n补充。", by=hall.clerk)
    services.submit_minutes(meeting, reviewers=[hall.cast.head_zhang], by=hall.clerk)
    services.send_for_signature(meeting, by=hall.clerk)
    assert hall.sign(fresh(meeting)).state == MeetingState.SIGNED


def test_nothing_of_what_is_being_signed_changes(hall):
    meeting = hall.sent()
    decision, minutes = meeting.decisions.get(), meeting.minutes
    for refused in (
        lambda: services.note_decision(meeting, text="又一项", by=hall.clerk),
        lambda: services.withdraw_decision(decision, by=hall.clerk, because="改主意"),
        lambda: services.edit_minutes(minutes, version=minutes.version, text="改", by=hall.clerk),
        lambda: services.note_statement(meeting, manner="pointed", text="补记", speaker=hall.chair, by=hall.clerk),
    ):
        with pytest.raises(NotYet):
            refused()


def test_a_withdrawn_decision_is_owed_by_nobody(hall):
    meeting = hall.noticed()
    decision = hall.decided(meeting)
    services.withdraw_decision(decision, by=hall.clerk, because="改由设备科牵头")
    decision.refresh_from_db()
    assert decision.assignment.state == "cancelled"
    with pytest.raises(NotYet, match="已撤销"):
        services.finish_decision(decision, text="办了", by=hall.cast.head_zhang)


def test_the_holder_belongs_to_the_leading_unit(hall):
    meeting = hall.noticed()
    decision = services.note_decision(meeting, text="整改", by=hall.clerk)
    with pytest.raises(Invalid, match="不是牵头单位"):
        services.adopt_decisions(meeting, duties={decision.pk: hall.duty(holder=hall.cast.zheng)}, by=hall.clerk)


def test_no_patient_is_named_where_cases_are_discussed(hall):
    meeting = hall.noticed("case")
    for words in ("患者姓名：张三丰，男", "住院号：20260123", "身份证320201199001011234"):
        with pytest.raises(Invalid, match="患者身份信息"):
            services.note_statement(meeting, manner="spoke", text=words, speaker=hall.chair, by=hall.clerk)
    services.note_statement(
        meeting, manner="spoke", text="病例BL-2026-03，考虑重症感染。", speaker=hall.chair, by=hall.clerk
    )


def test_three_important_and_one_large_belong_into_the_party_or_presidents_meeting(hall):
    with pytest.raises(Invalid, match="三重一大"):
        services.add_item(hall.arranged(), part="discussion", title="购置CT", major="funds", by=hall.clerk)
    item = services.add_item(hall.arranged("party"), part="discussion", title="购置CT", major="funds", by=hall.clerk)
    assert item.get_major_display() == "大额资金使用"


def test_the_bulletin_is_short_and_names_nobody(hall):
    meeting = hall.noticed()
    for number in range(30):
        services.note_statement(
            meeting,
            manner="pointed",
            text=f"第{number}条，张主任所在科室要加强管理，落实责任。",
            speaker=hall.chair,
            by=hall.clerk,
        )
    hall.decided(meeting)
    hall.settled(meeting)
    services.close_meeting(meeting, held_at=meeting.starts_at, closed_at=None, by=hall.clerk)
    text = services.bulletin(meeting)
    assert len(text) <= 500
    assert "张主任" not in text
    with pytest.raises(NotYet, match="不生成信息稿"):
        services.bulletin(hall.held("president"))


def test_a_series_counts_its_meetings_and_a_cancelled_number_is_free_again(hall):
    series = hall.series()
    first = hall.arranged(line=series, title="", days=1)
    second = hall.arranged(line=series, title="", days=2)
    assert (first.ordinal, second.ordinal) == (1, 2)
    services.cancel_meeting(first, by=hall.clerk, because="主持人出差")
    assert hall.arranged(line=series, title="", days=3).ordinal == 1
    with pytest.raises(NotYet, match="已经召开或取消"):
        services.cancel_meeting(first, by=hall.clerk, because="再取消")


def test_papers_are_asked_before_the_meeting_and_handed_in_by_the_unit(hall):
    cast = hall.cast
    meeting = hall.arranged(days=5)
    item = services.add_item(meeting, part="experience", title="经验交流", by=hall.clerk)
    with pytest.raises(Invalid, match="不能晚于会议日期"):
        services.ask_paper(item, units=[cast.icu], due_on=in_days(6).date(), wanted="", by=hall.clerk)
    (paper,) = services.ask_paper(item, units=[cast.icu], due_on=in_days(4).date(), wanted="2000字以内", by=hall.clerk)
    with pytest.raises(NotAllowed):
        services.hand_in_paper(paper, text="代写", version=1, by=cast.head_gao)
    services.hand_in_paper(paper, text="我科的做法是……", version=1, by=cast.head_zhang)
    with pytest.raises(Stale):
        services.hand_in_paper(paper, text="另一稿", version=1, by=cast.head_zhang)


def test_who_leaves_hands_his_meetings_over_and_chair_and_recorder_stay_two(hall):
    meeting = hall.arranged()
    (opening,) = list(_meetings(hall.clerk))
    with pytest.raises(Invalid, match="既要主持又要记录"):
        _hand_over(opening, hall.clerk, hall.chair, "调离")
    _hand_over(opening, hall.clerk, hall.cast.chen, "调离")
    assert fresh(meeting).recorder == hall.cast.chen

"""The infection control committee meets, over HTTP: notice, record, decisions, minutes, signature, issue, reading."""

import datetime

import pytest
from django.utils import timezone

from accountability.models import Assignment, Notice
from meetings.models import Meeting, MeetingState
from tests import make
from tests.meetings.making import fresh
from tests.story import HttpVisitor

pytestmark = pytest.mark.django_db


@pytest.fixture
def visits(cast):
    """Somebody before a screen without JavaScript."""

    def visit(person) -> HttpVisitor:
        account = make.make_account(person)
        return HttpVisitor(account.username, make.PASSWORD)

    return visit


def test_a_committee_meets_and_its_minutes_reach_those_who_must_act(hall, visits):
    cast, today = hall.cast, timezone.localdate()
    series = hall.series()
    qian = visits(hall.clerk)

    meeting = it_is_arranged(qian, series, today)
    it_is_recorded_and_decided(qian, meeting, cast)
    it_is_closed(qian, meeting, today)
    its_minutes_are_written_and_reviewed(qian, visits(cast.head_zhang), meeting)
    its_chair_signs(visits(hall.chair), meeting)
    it_is_issued_and_read(qian, visits(cast.head_zhang), meeting)
    the_task_is_done_and_reported_at_the_next_meeting(hall, visits(cast.head_zhang), qian, series)


def it_is_arranged(qian, series, today):
    qian.opens(series.get_absolute_url())
    qian.follows("筹备下一次")
    qian.fills("开始时间", f"{today:%Y-%m-%d}T00:00")
    qian.fills("会议地点", "行政楼三楼会议室")
    qian.fills("主持人", "何副院长")
    qian.fills("记录人", "钱科长（质控科）")
    qian.presses("保存")
    assert "院感委员会例会" in qian.reads()
    assert "近期工作中存在的问题" in qian.reads()
    meeting = Meeting.objects.get()
    assert meeting.ordinal == 1
    qian.follows("发出通知")
    qian.presses("发出通知")
    assert fresh(meeting).state == MeetingState.NOTICED
    assert Notice.objects.filter(person=meeting.chair, kind="meeting").count() == 1
    return meeting


def it_is_recorded_and_decided(qian, meeting, cast):
    qian.opens(f"/meetings/{meeting.pk}/record/")
    qian.selects("方式", "指出")
    qian.fills("发言人", "何副院长")
    qian.fills("内容", "手卫生依从率偏低，重点部门尤其突出。")
    qian.presses("记下")
    qian.selects("方式", "决定")
    qian.fills("内容", "重症医学科完善手卫生督查制度")
    qian.presses("记下")
    qian.opens(f"/meetings/{meeting.pk}/decisions/")
    qian.fills("牵头单位", "重症医学科")
    qian.fills("配合单位", "普外科")
    qian.fills("责任人", "张主任")
    qian.presses("保存并交办")
    assert "缺完成时限" not in qian.reads()  # it stays on the screen of adoption, unfinished
    qian.fills("完成时限", f"{timezone.localdate() + datetime.timedelta(days=7):%Y-%m-%d}")
    qian.presses("保存并交办")
    task = Assignment.objects.get(kind="meeting")
    assert [one.person for one in task.holders.all()] == [cast.head_zhang]
    assert [unit.name for unit in task.supporting_units.all()] == ["普外科"]


def it_is_closed(qian, meeting, today):
    qian.opens(f"/meetings/{meeting.pk}/close/")
    qian.presses("确认结束")
    assert fresh(meeting).state == MeetingState.HELD


def its_minutes_are_written_and_reviewed(qian, zhang, meeting):
    qian.opens(f"/meetings/{meeting.pk}/minutes/")
    qian.follows("生成会议纪要")
    qian.presses("生成")
    page = qian.reads()
    assert "讨论稿，不作为执行依据" in page
    assert "牵头单位：重症医学科；配合单位：普外科；责任人：张主任" in page
    assert "依从率偏低" not in page  # what was pointed out stays in the record (W3)
    qian.follows("征求意见")
    qian.fills("征求意见人员", "张主任（重症医学科）")
    qian.presses("送出讨论稿")
    zhang.opens(f"/meetings/{meeting.pk}/minutes/")
    zhang.follows("提出意见")
    zhang.fills("意见", "建议写明每周督查。")
    zhang.presses("提交")
    qian.opens(f"/meetings/{meeting.pk}/minutes/send/")
    qian.presses("送签")
    assert "还有意见没有处理" in qian.reads()
    qian.opens(f"/meetings/{meeting.pk}/minutes/")
    qian.follows("处理")
    qian.picks("不采纳")
    qian.presses("保存")
    assert "请写明理由" in qian.reads()
    qian.fills("说明", "督查频次由制度规定。")
    qian.presses("保存")
    qian.opens(f"/meetings/{meeting.pk}/minutes/send/")
    qian.presses("送签")
    assert fresh(meeting).state == MeetingState.SIGNING


def its_chair_signs(he, meeting):
    he.opens(meeting.get_absolute_url())
    he.follows("签发")
    assert "讨论稿" in he.reads()
    he.presses("确认同意")
    assert fresh(meeting).state == MeetingState.SIGNED


def it_is_issued_and_read(qian, zhang, meeting):
    qian.opens(f"/meetings/{meeting.pk}/minutes/")
    qian.follows("印发传阅")
    qian.presses("印发")
    assert fresh(meeting).state == MeetingState.ISSUED
    zhang.opens(f"/meetings/{meeting.pk}/minutes/")
    assert "第1期" in zhang.reads()
    zhang.follows("已阅")
    zhang.presses("已阅")
    assert not fresh(meeting).minutes.readers.circulated().waiting().filter(person__name="张主任").exists()


def the_task_is_done_and_reported_at_the_next_meeting(hall, zhang, qian, series):
    decision = fresh(Meeting.objects.get()).decisions.get()
    zhang.opens("/")
    assert "重症医学科完善手卫生督查制度" in zhang.reads()
    zhang.opens(f"/decisions/{decision.pk}/")
    zhang.follows("报告进展")
    zhang.fills("完成进度", "50")
    zhang.fills("进展情况", "制度初稿已完成。")
    zhang.presses("报告")
    zhang.follows("办结")
    zhang.fills("办理结果", "制度已印发，每周督查一次。")
    zhang.presses("确认办结")
    assert "已办结" in zhang.reads()
    following = hall.arranged(line=series, title="", days=1)
    assert following.ordinal == 2
    qian.opens(following.get_absolute_url())
    assert "上次议定事项落实情况" in qian.reads()
    assert "重症医学科完善手卫生督查制度" in qian.reads()
    assert "已办结" in qian.reads()

"""A city's infection control centre meets in spring, as Hengshui's did on 16 April: told over HTTP from notice to news.

Last year summed up and this year arranged, the leaders first, the heads of infection control of every hospital of the
second level and above and the people who fill in the data, a leader's three points, what districts tell each other.
"""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accountability import verify
from accountability.models import Assignment, Directive, Notice, Publication
from engine.jobs import run_all
from meetings import codes
from meetings.models import Attendance, Meeting, MeetingState
from meetings.services import load_shipped_kinds
from organizations.models import Duty, Person
from tests import make
from tests.cast import Cast
from tests.meetings.making import fresh
from tests.story import HttpVisitor

pytestmark = pytest.mark.django_db

HEADS, FILLERS = "二级及以上医疗机构院感科主任", "质控数据填报人员"
THREE = (
    "一是充分发挥院感质控中心的作用，把院感队伍建强建优；二是做好医院感染质控指标监测，守牢感控底线；"
    "三是把长效机制落地落实，强化主体责任。"
)
DECISION = "各医院自5月起按月上报质控数据，质控中心按季度反馈薄弱环节"


@pytest.fixture
def stage(cast: Cast) -> Cast:
    """Heads and fillers of three hospitals, and those of a township hospital who are not meant."""
    load_shipped_kinds()
    for unit, n in ((cast.peoples_hospital, 1), (cast.tcm_hospital, 2), (cast.private_hospital, 3)):
        office = make.make_department(unit, name="感染管理科")
        make.make_holder(Duty.HEAD, office, name=f"感控{n}", title="院感科主任")
    for unit, n in ((cast.peoples_hospital, 1), (cast.tcm_hospital, 2)):
        make.make_holder(Duty.STAFF, unit, name=f"填报{n}", title="数据填报员")
    make.make_holder(Duty.HEAD, cast.township_hospital, name="卫生院感控", title="院感科主任")
    make.make_holder(Duty.HEAD, cast.medical_office, name="陆处长", oversees=cast.city)
    cast.director_liu, cast.chen, cast.zhao, cast.director_wang, cast.vice_president_he, cast.zheng  # noqa: B018 - they come on stage
    return cast


@pytest.fixture
def visits(stage: Cast):
    """Somebody before a screen without JavaScript."""

    def visit(person: Person) -> HttpVisitor:
        return HttpVisitor(make.make_account(person).username, make.PASSWORD)

    return visit


def test_the_centre_s_year_is_summed_up_and_the_next_one_arranged(stage: Cast, visits) -> None:
    office = visits(stage.li)
    meeting = it_is_arranged_with_its_two_parts(office)
    districts_are_asked_for_their_experience(office, visits(stage.zheng), meeting)
    everybody_meant_is_listed_and_told(office, meeting)
    they_sign_in(office, visits, meeting)
    it_is_recorded(office, meeting)
    its_one_decision_is_somebody_s_task(office, stage, meeting)
    it_is_closed_with_figures_by_category(office, meeting)
    its_minutes_hold_what_was_decided_and_not_what_was_said(office, meeting)
    its_news_goes_through_three_checks(office, meeting)
    the_three_points_are_followed(office)
    assert [one.sentence for result in verify.run() for one in result.differences] == []


def it_is_arranged_with_its_two_parts(office: HttpVisitor) -> Meeting:
    office.opens("/meetings/")
    office.follows("筹备会议")
    office.selects("会议类型", "年度工作会议")
    office.fills("会议名称", "江州市院感质控中心年度工作会议")
    office.fills("开始时间", f"{timezone.localdate()}T00:00")
    office.fills("会议地点", "南院区学术报告厅")
    office.fills("所在单位或院区", "江州市人民医院")
    office.fills("主持人", "王主任")
    office.fills("记录人", "赵督导")
    office.presses("保存")
    page = office.reads()
    for part in ("上年度工作总结", "本年度工作安排", "经验交流", "江州市人民医院 南院区学术报告厅"):
        assert part in page
    office.follows("增加")
    office.selects("类别", "传达学习")
    office.fills("议题", "传达国家和省院感质控中心工作重点")
    office.fills("汇报人", "陈处长（质控科）")
    office.presses("保存")
    return Meeting.objects.get()


def districts_are_asked_for_their_experience(office: HttpVisitor, zheng: HttpVisitor, meeting: Meeting) -> None:
    office.opens(meeting.get_absolute_url())
    office.follows("征集材料：经验交流")
    office.fills("报送单位", "城东中医院")
    office.fills("报送截止", f"{timezone.localdate()}")
    office.presses("发出")
    paper = meeting.agenda.get(part="experience").papers.get()
    zheng.opens(paper.get_absolute_url())
    zheng.fills("材料正文", "我院把手卫生监测纳入科室周质控。")
    zheng.presses("报送")
    office.opens(meeting.get_absolute_url())
    assert "已报送" in office.reads()


def everybody_meant_is_listed_and_told(office: HttpVisitor, meeting: Meeting) -> None:
    for category, title in ((HEADS, "院感科主任"), (FILLERS, "数据填报员")):
        office.opens(reverse("meetings:expected_new", args=[meeting.pk]))
        office.fills("人员类别", category)
        office.fills("职务包含", title)
        for level in ("三级", "二级"):
            office.picks(level)
        office.presses("保存这一类人员")
    office.opens(reverse("meetings:expected_show", args=[meeting.pk]))
    office.presses("生成名单")
    run_all()
    office.opens(reverse("meetings:expected_person", args=[meeting.pk]))
    office.selects("人员", "何副院长")
    office.presses("列入应到名单")
    guest_of_honour = meeting.attendances.get(name="何副院长")
    office.opens(reverse("meetings:attendance_place", args=[guest_of_honour.pk]))
    office.fills("排在第几位", "2")
    office.presses("保存排序")
    names = [row.name for row in meeting.attendances.in_order()]
    assert names[:2] == ["王主任", "何副院长"], "the leaders first"
    assert set(names[2:]) == {"感控1", "感控2", "感控3", "填报1", "填报2"}, "no township hospital"
    office.opens(meeting.get_absolute_url())
    office.follows("发出通知")
    office.presses("发出通知")
    run_all()
    told = Notice.objects.filter(kind="meeting", text__endswith="请回执").values_list("person__name", flat=True)
    assert sorted(told) == sorted(set(names) - {"王主任"})


def they_sign_in(office: HttpVisitor, visits, meeting: Meeting) -> None:
    first = visits(Person.objects.get(name="感控1"))
    first.opens(reverse("meetings:sign_in_code", args=[meeting.pk, codes.current(meeting.pk)]))
    first.presses("签到")
    assert "您已签到" in first.reads()
    office.opens(reverse("meetings:attendance_paper", args=[meeting.pk]))
    for name in ("王主任", "何副院长", "感控2", "填报1"):
        office.picks(name)
    office.presses("登记")
    office.opens(reverse("meetings:guest_new", args=[meeting.pk]))
    office.fills("姓名", "省质控专家")
    office.fills("单位", "省院感质控中心")
    office.presses("登记")
    assert meeting.attendances.here().count() == 6


def it_is_recorded(office: HttpVisitor, meeting: Meeting) -> None:
    said = (
        ("汇报", "陈处长（质控科）", "上年度组织质控检查2轮，院感专职人员配备率92%，手卫生依从率是薄弱环节。"),
        ("要求", "王主任", THREE),
        ("决定", "", DECISION),
    )
    for manner, who, text in said:
        office.opens(f"{meeting.get_absolute_url()}record/")
        office.selects("方式", manner)
        office.fills("发言人", who)
        office.fills("内容", text)
        office.presses("记下")
    assert DECISION in office.reads()


def its_one_decision_is_somebody_s_task(office: HttpVisitor, cast: Cast, meeting: Meeting) -> None:
    office.opens(f"{meeting.get_absolute_url()}decisions/")
    office.fills("牵头单位", "医政处")
    office.fills("责任人", "李干事")
    office.fills("完成时限", f"{timezone.localdate() + datetime.timedelta(days=30)}")
    office.presses("保存并交办")
    task = Assignment.objects.get(kind="meeting")
    assert (task.title, [one.person for one in task.holders.all()]) == (DECISION, [cast.li])


def it_is_closed_with_figures_by_category(office: HttpVisitor, meeting: Meeting) -> None:
    close = f"{meeting.get_absolute_url()}close/"
    office.opens(close)
    office.presses("确认结束")
    assert "会议还有未议定的议题，不能结束" in office.reads()
    for item in meeting.agenda.filter(state="planned"):
        office.opens(reverse("meetings:item_settle", args=[item.pk]))
        office.selects("结果", "已听取")
        office.presses("保存")
    office.opens(close)
    office.presses("确认结束")
    assert fresh(meeting).state == MeetingState.HELD
    missing = Attendance.objects.filter(state="absent").values_list("name", flat=True)
    assert sorted(missing) == ["填报2", "感控3"]
    office.opens(reverse("meetings:attendance_list", args=[meeting.pk]))
    page = office.reads()
    for words in (HEADS, FILLERS, "66%", "50%"):
        assert words in page


def its_minutes_hold_what_was_decided_and_not_what_was_said(office: HttpVisitor, meeting: Meeting) -> None:
    office.opens(f"{meeting.get_absolute_url()}minutes/")
    office.follows("生成会议纪要")
    office.presses("生成")
    page = office.reads()
    assert DECISION in page
    assert "把院感队伍建强建优" not in page
    for line in ("出席：王主任、何副院长、感控1", "缺席：感控3、填报2"):
        assert line in page


def its_news_goes_through_three_checks(office: HttpVisitor, meeting: Meeting) -> None:
    office.opens(reverse("meetings:meeting_bulletin", args=[meeting.pk]))
    office.presses("起草发布稿")
    made = Publication.objects.get()
    assert (made.source, len(made.text) <= 500) == (meeting, True)
    assert "会议要求，一是充分发挥院感质控中心的作用" in made.text
    assert "王主任" not in made.text
    office.opens(reverse("meetings:meeting_bulletin", args=[meeting.pk]))
    office.follows("查看发布稿")
    office.presses("送审")
    made.refresh_from_db()
    assert made.state == Publication.State.CHECKING


def the_three_points_are_followed(office: HttpVisitor) -> None:
    office.opens("/directives/")
    office.follows("登记批示")
    office.selects("方式", "讲话要求")
    office.selects("批示领导（本单位）", "王主任")
    office.fills("事由", "江州市院感质控中心年度工作会议")
    office.fills("批示内容", THREE)
    office.presses("登记")
    assert Directive.objects.get().points.count() == 3

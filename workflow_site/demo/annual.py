"""The city's annual work meeting: its two mandatory parts, a paper collected beforehand, a leader's three points."""

import datetime

from django.utils import timezone

from engine import jobs
from meetings import services
from meetings.models import AgendaItem, Meeting, MeetingKind
from organizations.models import Duty, Organization, Person
from workflow_site.demo.meetings import in_days
from workflow_site.demo.people import MAIN_HOSPITAL, City, as_

CATEGORY = "二级及以上医疗机构医务科负责人"
EXCHANGE = "江州市中医医院"
PAPER = "我院把危急值接收登记纳入交接班，护士长每日核对，近一季度处置时间记录完整率由86%提高到100%。"
SUMMARY = "上年度组织质控检查2轮，发现问题147个，已整改销号139个；薄弱环节是危急值处置记录和院感专职人员配备。"
ARRANGEMENT = "本年度重点抓好质控数据监测上报、血液透析感染防控和手术安全核查三项工作，每季度通报一次。"
POINTS = (
    "质控中心要发挥专业作用，通过培训和质控把医疗质量管理队伍建强。",
    "各单位要做好质控指标监测，发现问题及时整改。",
    "建立健全长效机制，压实医疗机构主体责任。",
)
DECISION = "各医院按月报送质控数据，医政处按季度通报并反馈薄弱环节"


def hold_annual_meeting(city: City) -> None:
    """Five weeks ago; its minutes are before those who were asked for their opinion."""
    li, zhao = Person.objects.get(name="李干事"), Person.objects.get(name="赵督导")
    with as_(li):
        meeting = _arranged(city, by=li)
        exchange = meeting.agenda.get(part="experience")
        unit = city.units[EXCHANGE]
        due_on = timezone.localdate(meeting.starts_at) - datetime.timedelta(days=3)
        [paper] = services.ask_paper(exchange, units=[unit], due_on=due_on, wanted="不超过1000字", by=li)
    clerk = city.clerk_of(unit)
    with as_(clerk):
        services.hand_in_paper(paper, text=PAPER, version=paper.version, by=clerk)
    with as_(li):
        _record(city, meeting, by=li)
        services.generate_minutes(meeting, by=li)
        services.submit_minutes(meeting, reviewers=[zhao], by=li)


def _arranged(city: City, *, by: Person) -> Meeting:
    """With its list by rule, its speakers, and the notice."""
    starts_at = in_days(-35, 9)
    meeting = services.arrange_meeting(
        MeetingKind.objects.get(code="annual", org_path=""),
        organization=city.commission,
        title=f"全市医疗质量管理{starts_at.year}年度工作会议",
        purpose="总结上年度全市医疗质量管理工作，安排部署本年度重点工作。",
        starts_at=starts_at,
        ends_at=starts_at + datetime.timedelta(hours=3),
        place="南院区学术报告厅",
        venue=city.units[MAIN_HOSPITAL],
        chair=Person.objects.get(name="陈副主任"),
        recorder=by,
        by=by,
    )
    levels = [Organization.Level.TERTIARY, Organization.Level.SECONDARY]
    rule = {"levels": levels, "titles": ["医务科"], "duties": [Duty.CLERK, Duty.HEAD], "one_each": True}
    services.add_rule(meeting, category=CATEGORY, rule=rule, by=by)
    services.list_expected(meeting, by=by)
    jobs.run_all()
    services.send_notice(meeting, by=by)
    jobs.run_all()
    meeting.refresh_from_db()
    return meeting


def _record(city: City, meeting: Meeting, *, by: Person) -> None:
    """Who came by the paper sheet, what was said, what was decided, what each part came to."""
    rows = list(meeting.attendances.in_order().values_list("pk", flat=True))
    services.register_paper(meeting, attendances=rows[:-1], by=by)
    items: dict[str, AgendaItem] = {item.part: item for item in meeting.agenda.all()}
    for text in POINTS:
        services.note_statement(
            meeting, manner="demanded", text=text, speaker=meeting.chair, item=items["speech"], by=by
        )
    services.note_statement(meeting, manner="decided", text=DECISION, item=items["arrangement"], by=by)
    results = {"summary": SUMMARY, "arrangement": ARRANGEMENT}
    for part, item in items.items():
        state = "settled" if part == "arrangement" else "heard"
        services.settle_item(item, state=state, conclusion=results.get(part, ""), by=by)
    due_on = timezone.localdate() + datetime.timedelta(days=10)
    duty = services.Duty(lead_unit=city.units["医政处"], holder=by, due_on=due_on, evidence_required="季度通报")
    services.adopt_decisions(meeting, duties={meeting.decisions.get().pk: duty}, by=by)
    services.close_meeting(meeting, held_at=meeting.starts_at, closed_at=meeting.ends_at, by=by)
    meeting.refresh_from_db()

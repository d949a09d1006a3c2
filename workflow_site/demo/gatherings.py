"""The commission's city meetings: one that was held, signed in and minuted, one to come with its replies."""

import datetime

from django.utils import timezone

from accountability.models import Seat
from accountability.signing import decisions
from engine import jobs
from meetings import services
from meetings.models import Attendance, Meeting, MeetingKind
from organizations.models import Duty, Organization, Person
from workflow_site.demo.meetings import in_days
from workflow_site.demo.people import MAIN_HOSPITAL, City, as_

PLACE = "市卫生健康委三楼会议室"
LEVELS = (Organization.Level.TERTIARY, Organization.Level.SECONDARY)
SAID = (
    ("pointed", "从自查情况看，部分医院透析用水监测记录不全，院感专职人员配备不足。"),
    ("demanded", "各医院主要负责人要把血液透析感染防控作为专项整治的重点，逐项整改。"),
)
DECISION = "医政处汇总各三级医院透析用水监测情况，编制全市问题清单"
CONCLUSION = "会议听取了各三级医院自查情况，研究部署下一阶段工作。"
LEAVE = ("江州市儿童医院", "赴省参加儿科联盟会议，已安排分管副院长收看会议材料。")
PROXY = "当日参加省级医院评审会，委托医务科张主任参会。"
COMING = ("江州市第二人民医院", "江州市中医医院", "江州市妇幼保健院", "城东区人民医院", "江阳县人民医院")


def gather(city: City) -> None:
    """The meeting of a fortnight ago and the one of next week."""
    _issue(city, _held(city))
    _invite(city)


def _arranged(city: City, title: str, code: str, *, days: int, hour: int, rule: tuple[str, list[str]]) -> Meeting:
    """A city meeting with its expected list and its notice; `rule` is the category and the levels of hospitals."""
    li, chair = Person.objects.get(name="李干事"), Person.objects.get(name="陈副主任")
    starts_at = in_days(days, hour)
    with as_(li):
        meeting = services.arrange_meeting(
            MeetingKind.objects.get(code=code, org_path=""),
            organization=city.commission,
            title=title,
            starts_at=starts_at,
            ends_at=starts_at + datetime.timedelta(hours=2),
            place=PLACE,
            chair=chair,
            recorder=li,
            by=li,
        )
        category, levels = rule
        services.add_rule(
            meeting, category=category, rule={"levels": levels, "duties": [Duty.PRINCIPAL], "one_each": True}, by=li
        )
        services.add_person(meeting, person=chair, by=li)
        services.list_expected(meeting, by=li)
        jobs.run_all()
        services.send_notice(meeting, by=li)
    jobs.run_all()
    meeting.refresh_from_db()
    return meeting


def _held(city: City) -> Meeting:
    """Thirteen days ago: all but two came, one of them on leave."""
    li = Person.objects.get(name="李干事")
    meeting = _arranged(
        city, "全市血液透析感染防控工作推进会", "special", days=-13, hour=9,
        rule=("三级医院主要负责人", [LEVELS[0]]),
    )  # fmt: skip
    rows = list(meeting.attendances.in_order())
    with as_(li):
        _answered(rows[-1], "leave", note="因公外出，已安排副院长参加。", by=li)
        services.decide_leave(rows[-1], granted=True, by=li)
        services.register_paper(meeting, attendances=[row.pk for row in rows[:-2]], by=li)
        item = meeting.agenda.first() or services.add_item(meeting, part="report", title="工作部署", by=li)
        for manner, text in SAID:
            services.note_statement(meeting, manner=manner, text=text, speaker=meeting.chair, item=item, by=li)
        services.note_statement(meeting, manner="decided", text=DECISION, item=item, by=li)
        services.settle_item(item, state="settled", conclusion=CONCLUSION, by=li)
        due_on = timezone.localdate() + datetime.timedelta(days=4)
        duty = services.Duty(lead_unit=city.units["医政处"], holder=li, due_on=due_on, evidence_required="全市问题清单")
        services.adopt_decisions(meeting, duties={meeting.decisions.get().pk: duty}, by=li)
        services.close_meeting(meeting, held_at=meeting.starts_at, closed_at=meeting.ends_at, by=li)
    meeting.refresh_from_db()
    return meeting


def _issue(city: City, meeting: Meeting) -> None:
    """Its minutes: reviewed by the inspector, signed by the chair, read by the hospital."""
    li, zhao = Person.objects.get(name="李干事"), Person.objects.get(name="赵督导")
    wang = city.chief_of(city.units[MAIN_HOSPITAL])
    with as_(li):
        services.generate_minutes(meeting, by=li)
        services.submit_minutes(meeting, reviewers=[zhao], by=li)
        services.send_for_signature(meeting, by=li)
    with as_(meeting.chair):
        seat = Seat.objects.waiting_for(meeting.chair).get(request__object_id=meeting.pk, request__node="sign")
        decisions.decide(
            seat, verdict="agree", opinion="同意印发。", by=meeting.chair,
            manifest_digest=seat.request.manifest.sha256, reauthenticated_at=timezone.now(),
        )  # fmt: skip
    meeting.refresh_from_db()
    with as_(li):
        services.issue_minutes(meeting, readers=[wang, zhao], by=li)


def _invite(city: City) -> Meeting:
    """Next week: most will come, one asks for leave, one sends another, many have not answered."""
    meeting = _arranged(
        city, "全市医疗安全专项整治工作调度会", "circular", days=6, hour=14,
        rule=("医院主要负责人", list(LEVELS)),
    )  # fmt: skip
    listed = {row.person_id: row for row in meeting.attendances.select_related("person")}
    for name in COMING:
        chief = city.chief_of(city.units[name])
        _answered(listed[chief.pk], "comes", by=chief)
    name, reason = LEAVE
    away = city.chief_of(city.units[name])
    _answered(listed[away.pk], "leave", note=reason, by=away)
    hospital = city.units[MAIN_HOSPITAL]
    wang, zhang = city.chief_of(hospital), city.clerk_of(hospital)
    _answered(listed[wang.pk], "proxy", note=PROXY, proxy=zhang, by=wang)
    jobs.run_all()
    return meeting


def _answered(row: Attendance, reply: str, *, by: Person, note: str = "", proxy: Person | None = None) -> None:
    with as_(by):
        services.answer(row, reply=reply, note=note, proxy=proxy, by=by)

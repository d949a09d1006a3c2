"""The hospital's infection control committee: it met, its decision is being carried out, it will meet again."""

import datetime
from collections.abc import Sequence

from django.utils import timezone

from accountability.models import Seat
from accountability.signing import decisions
from meetings import services
from meetings.models import AgendaItem, Meeting, MeetingKind, MeetingSeries
from organizations.models import Organization, Person
from organizations.services import found_body, seat_member
from workflow_site.demo.people import MAIN_HOSPITAL, SINCE, City, as_

COMMITTEE = "医院感染管理委员会"
CONCLUSION = "会议认为，手卫生和血液透析室消毒隔离是当前院感防控的薄弱环节。"
QUESTION = "是否通过《血液透析室消毒隔离操作流程（修订稿）》"
DECISION = "血液透析室完善消毒隔离操作流程，组织全员培训考核"
SPEECHES = (
    ("pointed", "近期督查发现，血液透析室手卫生依从率低于全院平均水平，个别环节消毒记录不全。"),
    ("stressed", "院感防控没有旁观者，科室主任是第一责任人。"),
    ("demanded", "医务科牵头每周督查，下次会议报告落实情况。"),
)


def hold_meetings(city: City) -> None:
    """One meeting with issued minutes and one to come."""
    services.load_shipped_kinds()
    hospital = city.units[MAIN_HOSPITAL]
    line = _found_committee(city, hospital)
    met = _met(city, line)
    _issue(city, met)
    zhang, wang = city.clerk_of(hospital), city.chief_of(hospital)
    with as_(zhang):
        coming = _arranged(city, line, days=9)
        services.send_notice(coming, by=zhang)
        services.arrange_meeting(
            MeetingKind.objects.get(code="president", org_path=""),
            organization=hospital,
            starts_at=in_days(2, 15),
            title="院长办公会",
            place="行政楼二楼小会议室",
            chair=wang,
            recorder=zhang,
            by=zhang,
        )


def in_days(days: int, hour: int) -> datetime.datetime:
    """A whole hour of a day, counted from today."""
    day = timezone.localdate() + datetime.timedelta(days=days)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def _found_committee(city: City, hospital: Organization) -> MeetingSeries:
    """The committee, its members and its quarterly meeting."""
    zhang, wang = city.clerk_of(hospital), city.chief_of(hospital)
    with as_(zhang):
        told = {"purpose": "审议医院感染管理规划和制度，研究解决重大问题。", "founded_on": SINCE}
        body = found_body(hospital, kind=Organization.Kind.COMMITTEE, name=COMMITTEE, by=zhang, **told)
        seat_member(body, person=wang, role="chair", since=SINCE, labour="全面负责", by=zhang)
        seat_member(body, person=zhang, role="secretary", since=SINCE, labour="日常工作、会务", by=zhang)
        kind = MeetingKind.objects.get(code="committee", org_path="")
        rhythm = {"rhythm": "每季度至少召开一次", "place": "行政楼三楼会议室"}
        return services.found_series(
            organization=hospital, title=f"{COMMITTEE}例会", kind=kind, body=body, by=zhang,
            chair=wang, recorder=zhang, **rhythm,
        )  # fmt: skip


def _arranged(city: City, line: MeetingSeries, *, days: int) -> Meeting:
    zhang, wang = city.clerk_of(line.organization), city.chief_of(line.organization)
    return services.arrange_meeting(
        line.kind,
        organization=line.organization,
        line=line,
        starts_at=in_days(days, 9),
        place=line.place,
        chair=wang,
        recorder=zhang,
        by=zhang,
    )


def _met(city: City, line: MeetingSeries) -> Meeting:
    """What was said and decided three weeks ago."""
    zhang, wang = city.clerk_of(line.organization), city.chief_of(line.organization)
    dialysis = city.units["血液透析室"]
    with as_(zhang):
        meeting = _arranged(city, line, days=-20)
        services.send_notice(meeting, by=zhang)
        item = meeting.agenda.get(part="problems")
        _vote(meeting, (wang, zhang, dialysis.people.get(name="孙护士")), item, by=zhang)
        for manner, text in SPEECHES:
            services.note_statement(meeting, manner=manner, text=text, speaker=wang, item=item, by=zhang)
        services.note_statement(meeting, manner="decided", text=DECISION, item=item, by=zhang)
        services.settle_item(item, state="settled", conclusion=CONCLUSION, by=zhang)
        decision = meeting.decisions.get()
        sun = dialysis.people.get(name="孙护士")
        due_on = timezone.localdate() + datetime.timedelta(days=5)
        duty = services.Duty(lead_unit=dialysis, holder=sun, due_on=due_on, evidence_required="流程文本和考核成绩单")
        services.adopt_decisions(meeting, duties={decision.pk: duty}, by=zhang)
        services.close_meeting(meeting, held_at=meeting.starts_at, closed_at=None, by=zhang)
    return meeting


def _vote(meeting: Meeting, people: Sequence[Person], item: AgendaItem, *, by: Person) -> None:
    """Three came, signed the sheet and voted by name: two for, one abstained."""
    rows = [services.add_person(meeting, person=one, by=by) for one in people]
    services.register_paper(meeting, attendances=[row.pk for row in rows], by=by)
    ballot = services.open_ballot(meeting, question=QUESTION, item=item, by=by)
    for row, choice in zip(rows, ("for", "for", "abstain"), strict=True):
        services.vote(ballot, attendance=row, choice=choice, by=by)
    services.close_ballot(ballot, by=by)


def _issue(city: City, meeting: Meeting) -> None:
    """Its minutes: written, reviewed, signed, issued."""
    zhang, wang = city.clerk_of(meeting.organization), city.chief_of(meeting.organization)
    sun = city.units["血液透析室"].people.get(name="孙护士")
    with as_(zhang):
        services.generate_minutes(meeting, by=zhang)
        services.submit_minutes(meeting, reviewers=[sun], by=zhang)
        services.send_for_signature(meeting, by=zhang)
    seat = Seat.objects.waiting_for(wang).get(request__object_id=meeting.pk, request__node="sign")
    with as_(wang):
        shown = seat.request.manifest.sha256
        decisions.decide(
            seat, verdict="agree", opinion="同意", by=wang, manifest_digest=shown, reauthenticated_at=timezone.now()
        )
    meeting.refresh_from_db()
    with as_(zhang):
        services.issue_minutes(meeting, readers=[wang, sun], by=zhang)

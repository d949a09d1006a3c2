"""What came in and went out: the province's notice, two leaders' 批示, what is circulated, a text made public."""

import datetime

from django.db.models import Model
from django.utils import timezone

from accountability.incoming import becoming, directing, publishing, reading, registering
from accountability.models import Directive, IncomingDocument, Seat, SignRequest
from accountability.signing.decisions import decide
from engine import jobs
from organizations.models import Organization, Person
from workflow_site.demo import groups
from workflow_site.demo.people import MAIN_HOSPITAL, City, as_

SENDER = "省卫生健康委员会"
TITLE = "关于开展血液透析中心（室）感染防控专项排查的通知"
SUMMARY = "要求各地对辖区内血液透析中心（室）逐一排查，重点核查透析用水、消毒隔离和人员培训，月底前报送排查情况。"
PROPOSAL = "拟请陈副主任阅示。建议由医政处牵头，市血液净化质控中心参与，组织全市血液透析中心（室）自查并开展抽查。"
INSTRUCTION = (
    "同意拟办意见。一是市第一人民医院带头自查，三日内报送自查情况；"
    "二是医政处会同质控中心制定抽查方案，对照清单逐家核查；三是发现的问题纳入专项整治台账，实行销号管理。"
)
ORAL = "一是各医院对制氧站和危化品库房立即开展排查；二是主要负责人要到现场，不能只听汇报。"
NEWS = (
    "近日，江州市第一人民医院召开医院感染管理委员会例会，研究部署血液透析室消毒隔离和手卫生工作。"
    "会议要求，各科室落实第一责任人责任，医务科每周督查，整改情况在院内通报。"
)


def handle_papers(city: City) -> None:
    """One paper on its way, one leader's call followed within hours, one text on the hospital's site."""
    paper = _receive(city)
    _instruct(city, paper)
    _circulate(city, paper)
    groups.send_out(city, _follow_the_mayor(city))
    _publish(city)


def _day(days: int) -> datetime.date:
    return timezone.localdate() + datetime.timedelta(days=days)


def _sign(thing: Model, signer: Person, opinion: str) -> Seat:
    """Somebody answers what is shown to him."""
    with as_(signer):
        seat = Seat.objects.waiting_for(signer).get(request__in=SignRequest.objects.of(thing))
        decide(
            seat, verdict="agree", opinion=opinion, by=signer,
            manifest_digest=seat.request.manifest.sha256, reauthenticated_at=timezone.now(),
        )  # fmt: skip
    jobs.run_all()
    seat.refresh_from_db()
    return seat


def _receive(city: City) -> IncomingDocument:
    """The notice that came in yesterday, with what the office proposes."""
    li, leader = Person.objects.get(name="李干事"), Person.objects.get(name="陈副主任")
    paper = registering.Paper(
        sender=SENDER,
        their_number=f"×卫医函〔{_day(-3).year}〕126号",
        title=TITLE,
        received_on=_day(-1),
        written_on=_day(-3),
        urgency=IncomingDocument.Urgency.URGENT,
        summary=SUMMARY,
    )
    proposal = registering.Proposal(
        text=PROPOSAL,
        leaders=(leader,),
        lead_unit=city.units["医政处"],
        supporting_units=(city.units["江州市血液净化质控中心"],),
        due_on=_day(12),
    )
    with as_(li):
        document = registering.register_incoming(city.commission, paper=paper, by=li)
        return registering.propose_handling(document, proposal=proposal, version=document.version, by=li)


def _instruct(city: City, paper: IncomingDocument) -> None:
    """His 批示 of three points: two become tasks, the third needs none."""
    li, leader = Person.objects.get(name="李干事"), Person.objects.get(name="陈副主任")
    seat = _sign(paper, leader, INSTRUCTION)
    with as_(li):
        directive = directing.from_seat(seat, points=directing.points_of(INSTRUCTION), by=li)
        first, second, third = directive.points.order_by("number")
        hospital, office = city.units[MAIN_HOSPITAL], city.units["医政处"]
        _give(first, "血液透析室感染防控自查并报送自查情况", hospital, days=3, evidence="加盖公章的自查报告", by=li)
        _give(second, "制定血液透析中心（室）抽查方案并组织抽查", office, days=7, evidence="抽查方案和抽查记录", by=li)
        directing.note_point(third, because="已列入医疗安全专项整治，问题随抽查结果登记台账。", by=li)


def _give(
    point: directing.DirectivePoint, title: str, unit: Organization, *, days: int, evidence: str, by: Person
) -> None:
    """One point becomes the task of one unit."""
    task = becoming.Task(title=title, units=(unit,), due_on=_day(days), evidence_required=evidence, supervised=True)
    directing.assign_point(point, task=task, by=by)


def _circulate(city: City, paper: IncomingDocument) -> None:
    """Two are to read the paper; one has."""
    li = Person.objects.get(name="李干事")
    inspector, auditor = Person.objects.get(name="赵督导"), Person.objects.get(name="周审计")
    note = "请结合专项整治阅研，抽查时对照通知要求。"
    with as_(li):
        made = reading.circulate(paper, to=(inspector, auditor), by=li, due_on=_day(2), note=note, at=city.commission)
    with as_(inspector):
        reading.know(made.readings.get(person=inspector), by=inspector, opinion="已阅，将列入抽查重点。")


def _follow_the_mayor(city: City) -> Directive:
    """A deputy mayor's call of this morning, passed on within two hours, given out as tasks within six."""
    li = Person.objects.get(name="李干事")
    now = timezone.now()
    words = directing.Words(
        text=ORAL,
        occasion="全市安全生产视频调度会",
        said_at=now - datetime.timedelta(hours=6),
        way=Directive.Way.ORAL,
        leader_name="林副市长",
        leader_post="市人民政府副市长",
    )
    with as_(li):
        directive = directing.enter_directive(city.commission, words=words, by=li)
        first = directive.points.order_by("number")[0]
        directing.deploy(
            directive, kind="notice", label="电话通知各医院主要负责人", at=now - datetime.timedelta(hours=4), by=li
        )
        _give(first, "排查制氧站和危化品库房安全隐患", city.units[MAIN_HOSPITAL], days=2, evidence="排查记录", by=li)
    return directive


def _publish(city: City) -> None:
    """The hospital's text about its committee, checked by its president and put up."""
    hospital = city.units[MAIN_HOSPITAL]
    zhang, wang = city.clerk_of(hospital), city.chief_of(hospital)
    told = publishing.Text(title="医院召开医院感染管理委员会例会", text=NEWS, happened_on=_day(-20))
    with as_(zhang):
        made = publishing.draft_publication(hospital, text=told, by=zhang)
        publishing.submit_publication(made, version=made.version, by=zhang)
    _sign(made, wang, "同意发布。")
    made.refresh_from_db()
    with as_(zhang):
        publishing.put_up(made, where="website", since=_day(0), name="医院要闻栏目", by=zhang)

"""The main hospital's annual plan: written, signed, issued, its work under way; what it measures and teaches."""

import datetime
from collections.abc import Iterator
from typing import Any, NamedTuple

from django.utils import timezone

from accountability import assignments
from accountability.models import Seat, SignRequest
from accountability.signing import decisions
from engine import jobs
from organizations.models import Duty, Organization, Person
from plans import services
from plans.models import Measure, Objective, Obligation, ObligationEvidence, Occurrence, Plan, Section
from workflow_site.demo import measuring
from workflow_site.demo.people import MAIN_HOSPITAL, City, as_

OFFICE, INFECTION, NURSING, DIALYSIS = "办公室", "感染管理科", "护理部", "血液透析室"
PURPOSE = "以病人为中心，以质量安全为主线，抓制度落实、抓薄弱环节、抓责任到人，促进医疗质量持续改进。"
REQUIREMENTS = "各部门于每季度末月25日前向办公室报送进展。办公室每半年通报一次完成情况，结果与科室年度考核挂钩。"
HEADS = (
    ("一、", "重点任务", ""),
    ("二、", "常态化工作", "会议、检查、监测、演练等共10项，按规定频次开展，逐期登记并由负责人核定。"),
)
BASIS = ("医疗质量管理办法", "医院感染管理办法", "医疗废物管理条例")
OBJECTIVES = (
    "全院手卫生依从率达到85%以上，医院感染发病率控制在3%以内。",
    "住院病历甲级率达到90%以上，手术安全核查执行率达到100%。",
    "全年不发生手术部位错误等严重差错，实现医疗安全“零事件”。",
)


class Task(NamedTuple):
    """One measure: what, by which unit, until which month and day, and what shows it; how far it is."""

    text: str
    unit: str
    until: tuple[int, int]
    target: str
    evidence: str
    percent: int = 0
    report: str = ""
    helped_by: str = ""


TASKS = (
    Task("修订危急值报告制度，明确报告时限和接收登记要求", "医务科", (12, 10), "制度修订1项", "印发的制度文本", 100,
         "制度已修订印发，全院完成学习。"),
    Task("完善血液透析室消毒隔离操作流程，并组织全员考核", DIALYSIS, (12, 15), "考核合格率100%", "操作流程、考核成绩单",
         60, "流程初稿已完成，正在征求感染管理科意见。", INFECTION),
    Task("建立重点科室手卫生依从性监测和通报机制", INFECTION, (12, 20), "每月通报1次", "监测记录、通报", 100,
         "监测表已启用，按月通报。", NURSING),
    Task("开展手术安全核查专项督查，问题逐条整改销号", "医务科", (11, 30), "核查执行率100%", "督查记录、整改报告", 75,
         "已督查手术室和介入室，发现的3个问题整改了2个。", "手术室"),
    Task("完成急诊科抢救设备更新和应急调配演练", "急诊科", (10, 31), "设备完好率100%", "验收单、演练记录", 40,
         "设备已招标，待到货验收。"),
    Task("推行住院患者跌倒风险评估全覆盖", NURSING, (12, 31), "评估率100%", "评估记录抽查表", 100,
         "各病区已全部开展，抽查评估率100%。"),
    Task("制定下一年度医疗质量与安全改进方案", "医务科", (12, 25), "方案1份", "经院长办公会审议的方案"),
)  # fmt: skip


class Duties(NamedTuple):
    """One recurring duty as it stands in the plan."""

    text: str
    kind: str
    unit: str
    rhythm: str
    more: dict[str, Any] = {}
    at_least: int = 1


DUTIES = (
    Duties("召开医院感染管理委员会会议，研究解决院感防控中的重大问题", "meeting", "医务科", "quarter",
           {"expected_evidence": "会议纪要、签到表"}),
    Duties("对临床科室开展医疗质量与安全检查，通报问题并督促整改", "inspection", "医务科", "month",
           {"expected_evidence": "检查记录、通报"}),
    Duties("抽查重点科室手卫生依从性，每月覆盖全部重点科室", "inspection", INFECTION, "month",
           {"owed_by": "cover", "department_class": "key", "expected_evidence": "手卫生观察记录表"}),
    Duties("透析用水余氯和硬度检测并登记", "monitoring", DIALYSIS, "day",
           {"proof": "tap", "workdays": True, "expected_evidence": "检测登记"}),
    Duties("科室质量与安全管理小组召开会议，分析本科室问题", "meeting", "医务科", "month",
           {"owed_by": "each", "department_class": "named", "expected_evidence": "会议记录"}),
    Duties("组织急性心肌梗死、大出血等急危重症抢救应急演练", "drill", "急诊科", "half_year",
           {"expected_evidence": "演练方案、总结和影像资料"}),
    Duties("召开医患纠纷、医疗安全不良事件分析会，形成改进措施", "meeting", "医务科", "event", {"follow_days": 15}),
    Duties("开展院感知识全员培训和考试", "training", INFECTION, "half_year", {"expected_evidence": "签到表、成绩单"}),
    Duties("各病区医疗废物交接登记情况检查", "inspection", NURSING, "week", {"expected_evidence": "检查表"}),
    Duties("向市卫生健康委报送医疗质量安全工作总结", "report", OFFICE, "year", {"due": "12-20"}),
)  # fmt: skip


def plan_the_year(city: City) -> None:
    """The plan with what was done for it so far, the indicators of the city, one training."""
    desk = Desk(city)
    plan = desk.issue(desk.write())
    desk.report(plan)
    desk.show_duties(plan)
    measuring.measure(city)
    measuring.train(desk.clerk, desk.principal, [city.units[DIALYSIS], city.units["医务科"]])


class Desk:
    """The hospital's office and those who work with it."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.today = timezone.localdate()
        self.hospital: Organization = city.units[MAIN_HOSPITAL]
        self.principal = city.chief_of(self.hospital)
        self.head = city.clerk_of(self.hospital)
        self.clerk = self._hire(OFFICE, "许干事", Duty.CLERK, "院办干事", oversees=self.hospital)
        self.infection = self._hire(INFECTION, "顾科长", Duty.HEAD, "感染管理科科长")
        self.nursing = self._hire(NURSING, "沈主任", Duty.HEAD, "护理部主任")
        self.nurse = Person.objects.get(name="孙护士")
        self.begins_on = max(self.today.replace(day=1) - datetime.timedelta(days=1), self.today.replace(month=1, day=1))
        self.begins_on = self.begins_on.replace(day=1)

    def _hire(self, unit: str, name: str, duty: str, title: str, **post: Any) -> Person:
        made = self.city.found(self.hospital, "department", unit)
        person = self.city.hire(made, name)
        self.city.seat(person, duty, title, made, **post)
        return person

    # --- The plan ---------------------------------------------------------------------------------------------------

    def write(self) -> Plan:
        """The draft, line by line."""
        units, year = self.city.units, self.today.year
        with as_(self.clerk) as clerk:
            plan = services.draft_plan(
                self.hospital, title=f"{MAIN_HOSPITAL}{year}年医疗质量与安全工作计划", year=year, by=clerk,
                purpose=PURPOSE, requirements=REQUIREMENTS, contact="院办 许干事 0500-7654321",
            )  # fmt: skip
            for title in BASIS:
                services.add_basis(plan, title=title, by=clerk)
            tasks, duties = (
                services.add_line(plan, Section, by=clerk, number=number, heading=heading, text=text)
                for number, heading, text in HEADS
            )
            for number, text in enumerate(OBJECTIVES, start=1):
                services.add_line(plan, Objective, by=clerk, text=text, number=f"{number}.")
            for number, task in enumerate(TASKS, start=1):
                services.add_line(
                    plan, Measure, by=clerk, section=tasks, number=f"{number}.", text=task.text, target=task.target,
                    evidence=task.evidence, lead_unit=units[task.unit], due_on=datetime.date(year, *task.until),
                    supporting_units=[units[task.helped_by]] if task.helped_by else [],
                    holders=[("in_charge", self.principal, "分管督办")] if task.unit == DIALYSIS else [],
                    person=self.nurse if task.unit == DIALYSIS else None,
                )  # fmt: skip
            for duty in DUTIES:
                self._oblige(plan, duties, duty, clerk)
        return Plan.objects.get(pk=plan.pk)

    def _oblige(self, plan: Plan, section: Section, duty: Duties, clerk: Person) -> None:
        named = duty.more.get("department_class") == "named"
        services.draft_obligation(
            plan, text=duty.text, kind=duty.kind, unit=duty.rhythm, at_least=duty.at_least, section=section, by=clerk,
            lead_unit=self.city.units[duty.unit], person=self.nurse if duty.unit == DIALYSIS else None,
            departments=[self.city.units[name] for name in (DIALYSIS, "手术室", "急诊科")] if named else [],
            **duty.more,
        )  # fmt: skip

    def issue(self, plan: Plan) -> Plan:
        """Signed by everybody on its route, numbered, issued; its tasks are handed out."""
        with as_(self.clerk) as clerk:
            services.submit_plan(plan, by=clerk)
        for seat in self._seats(plan):
            with as_(seat.person) as signer:
                decisions.decide(
                    seat, verdict="agree", opinion="同意印发，抓好落实。", by=signer,
                    manifest_digest=seat.request.manifest.sha256, reauthenticated_at=timezone.now(),
                )  # fmt: skip
        with as_(self.clerk) as clerk:
            services.number_plan(Plan.objects.get(pk=plan.pk), by=clerk)
            services.issue_plan(Plan.objects.get(pk=plan.pk), by=clerk, effective_on=self.begins_on)
        jobs.run_all()
        return Plan.objects.get(pk=plan.pk)

    @staticmethod
    def _seats(plan: Plan) -> Iterator[Seat]:
        """The seats that wait, one after the other."""
        while True:
            asked = Seat.objects.filter(state=Seat.State.OPEN, request__in=SignRequest.objects.of(plan))
            seat = asked.select_related("request__manifest", "person").order_by("pk").first()
            if seat is None:
                return
            yield seat

    def report(self, plan: Plan) -> None:
        """Whoever answers reports how far he is; what is finished another one accepts."""
        told = {task.text: task for task in TASKS if task.report}
        for measure in plan.measures.filter(text__in=told).select_related("assignment").order_by("order"):
            task, held = told[measure.text], measure.assignment
            lead = held.lead_on(timezone.now()) if held else None
            if held is None or lead is None:
                continue
            with as_(lead.person) as holder:
                assignments.report_progress(held, text=task.report, percent=task.percent, by=holder)
                if task.percent == 100:
                    assignments.add_evidence(held, text=f"{task.evidence}已存办公室备查。", by=holder)
            if task.percent == 100 and lead.person_id != self.principal.pk:
                with as_(self.principal) as principal:
                    services.accept_measure(Measure.objects.get(pk=measure.pk), by=principal)

    # --- What recurs ------------------------------------------------------------------------------------------------

    def show_duties(self, plan: Plan) -> None:
        """Some is done and accepted, some waits, one was missed and says why; the rest is open."""
        checks = self._periods(plan, "对临床科室开展医疗质量与安全检查")
        if len(checks) > 1:
            self._show(checks[0], self.head, "内科、外科系统医疗质量检查", "检查12个病区，通报问题23条。")
        small = self._periods(plan, "科室质量与安全管理小组").filter(organization__name=DIALYSIS)
        if len(small) > 1:
            said = "血透室当月集中搬迁机位，未能按期召开，已列入本月第一周补开。"
            with as_(self.head) as head:
                services.explain_missed(small[0], because=said, by=head)
        self._show(
            small.last(), self.nurse, "血透室质量与安全会", "分析血管通路护理问题2项，制定改进措施。", accept=False
        )
        for owed in small.filter(due_on__lt=self.today).exclude(organization__name=DIALYSIS):
            self._show(owed, self.head, "科室质量与安全管理小组会议", "会议记录已交医务科存档。")
        for owed in list(self._periods(plan, "各病区医疗废物交接登记").filter(due_on__lt=self.today))[:-1]:
            self._show(owed, self.nursing, "病区医疗废物交接登记检查", "抽查4个病区，登记完整。")
        self._cover(plan)
        self._tap(plan)
        event = plan.obligations.get(unit="event")
        with as_(self.head) as head:
            day = max(self.begins_on, self.today - datetime.timedelta(days=4))
            services.ask_after_event(event, event="患者对手术知情告知有异议的投诉", on=day, by=head)

    def _periods(self, plan: Plan, text: str) -> Any:
        found = Occurrence.objects.filter(obligation__plan=plan, obligation__text__startswith=text)
        return found.select_related("obligation", "organization", "assignment").order_by("begins_on", "pk")

    def _show(
        self, owed: Occurrence | None, doer: Person, title: str, text: str, *, accept: bool = True
    ) -> list[ObligationEvidence]:
        """Evidence by whoever did it; accepted by the principal unless it is to wait."""
        if owed is None:
            return []
        day = max(owed.begins_on, min(self.today, owed.ends_on) - datetime.timedelta(days=3))
        with as_(doer):
            made = services.submit_evidence(owed, on=day, title=title, text=text, by=doer)
        if accept:
            with as_(self.principal) as principal:
                for one in made:
                    services.accept_evidence(one, by=principal)
        return made

    def _cover(self, plan: Plan) -> None:
        """This month two thirds of the key departments have been looked at."""
        owed = self._periods(plan, "抽查重点科室手卫生依从性").last()
        if owed is None:
            return
        within = Organization.objects.departments().filter(institution_path=self.hospital.path)
        units = list(within.filter(is_key_department=True).order_by("pk")[:9])
        day = max(owed.begins_on, self.today - datetime.timedelta(days=2))
        with as_(self.infection) as head:
            said = "现场观察9个科室，依从率82.6%。"
            made = services.submit_evidence(owed, on=day, about=units, by=head, title="重点科室手卫生抽查", text=said)
        with as_(self.principal) as principal:
            for one in made[:-1]:
                services.accept_evidence(one, by=principal)

    def _tap(self, plan: Plan) -> None:
        """The nurse taps every day but two."""
        duty: Obligation = plan.obligations.get(unit="day")
        days = duty.occurrences.select_related("obligation", "assignment", "organization")
        past = days.filter(begins_on__lte=self.today).order_by("-begins_on")
        with as_(self.nurse) as nurse:
            for number, one in enumerate(past):
                if number not in (0, 6):
                    services.tap(one, by=nurse)

"""The demo city's campaigns: one in its third phase with problems at every stage, one waiting for its signature."""

from datetime import timedelta
from typing import Any

from django.db import models
from django.utils import timezone

from accountability.models import Seat, SignRequest
from accountability.signing.decisions import decide
from engine import jobs
from organizations.models import Organization, Person
from rectification import services
from rectification.models import (
    AnswerKind,
    Campaign,
    CampaignTemplate,
    ChecklistItem,
    Choice,
    Inspection,
    InspectionKind,
    Phase,
)
from workflow_site.demo.findings import bring_to_stage, register
from workflow_site.demo.people import City, as_
from workflow_site.demo.problems import PROBLEMS, SPOT_CHECK, Problem

TODAY_IS_DAY = 22  # of the campaign, counted from 0: the third phase runs from day 19 to day 28
UNANSWERED_EVERY = 6  # each sixth institution is still filling in


class DemoCampaign:
    """The people of the commission and the campaign they run."""

    def __init__(self, city: City) -> None:
        self.city = city
        self.today = timezone.localdate()
        self.starts_on = self.today - timedelta(days=TODAY_IS_DAY)
        self.clerk = Person.objects.get(name="李干事")
        self.leader = Person.objects.get(name="陈副主任")
        self.inspector = Person.objects.get(name="赵督导")

    def draft(self, code: str, **fields: Any) -> Campaign:
        """Draft a campaign from a shipped template and send it for signature."""
        template = CampaignTemplate.objects.filter(code=code).latest("version")
        with as_(self.clerk) as clerk:
            campaign = services.draft_campaign(template, organization=self.city.commission, by=clerk, **fields)
            services.submit_scheme(campaign, by=clerk)
        return campaign

    def sign(self, thing: models.Model, opinion: str) -> None:
        """The leader agrees to what is shown to him."""
        with as_(self.leader) as leader:
            seat = Seat.objects.waiting_for(leader).get(request__in=SignRequest.objects.of(thing))
            shown = seat.request.manifest.sha256
            decide(
                seat, verdict="agree", opinion=opinion, by=leader,
                manifest_digest=shown, reauthenticated_at=timezone.now(),
            )  # fmt: skip
        jobs.run_all()

    def open(self, phase: Phase) -> None:
        """The leader opens a phase; the background work is done at once."""
        with as_(self.leader) as leader:
            services.open_phase(phase, by=leader)
        jobs.run_all()

    def finish(self, phase: Phase, opinion: str) -> None:
        """What the issuer owes is delivered, who is missing is released by name, the phase is signed off."""
        for output in phase.outputs.filter(per="campaign", required=True):
            day = min(output.due_on, self.today)
            with as_(self.clerk) as clerk:
                text = f"已完成“{output.name}”，材料存医政处。"
                services.deliver(output, delivered_on=day, text=text, by=clerk)
        phase.refresh_from_db()
        if phase.missing_outputs or phase.inspections.self_inspections().waited_for().exists():
            with as_(self.leader) as leader:
                because = "未按期完成的单位继续办理，由属地卫生健康委逐家督促，不影响全市进度。"
                services.release_participants(phase, by=leader, because=because)
            jobs.run_all()
        with as_(self.clerk) as clerk:
            services.submit_phase(phase, by=clerk)
        self.sign(phase, opinion)


def run_campaign(city: City) -> Campaign:
    """The campaign in its third phase."""
    demo = DemoCampaign(city)
    dialysis = city.units["江州瑞慈血液透析中心"]
    campaign = demo.draft(
        "four-phases",
        title=f"{city.commission.region}{demo.starts_on.year}年医疗安全专项整治",
        starts_on=demo.starts_on,
        basis="《医疗质量管理办法》（国家卫生和计划生育委员会令第10号）及省卫生健康委关于开展医疗安全专项整治的工作要求。",
        contact="市卫健委医政处 李干事 0500-1234567",
        scope_rule={
            "kinds": ["hospital", "township_hospital", "community_center", "clinic"], "include": [dialysis.pk],
        },
    )  # fmt: skip
    demo.sign(campaign, "同意。各地各单位要压实第一责任人责任，确保全覆盖、无死角。")
    deploy, inspect, supervise, _conclude = campaign.phases.order_by("order")
    demo.open(deploy)
    _report_deployment(demo, deploy)
    demo.finish(deploy, "同意。部署到位，转入自查自纠。")
    demo.open(inspect)
    _inspect_themselves(demo, inspect)
    _report_deployment(demo, inspect)
    demo.finish(inspect, "同意。未完成自查的单位要在抽查前补齐。")
    demo.open(supervise)
    _spot_check(demo, supervise)
    return campaign


def await_signature(city: City) -> Campaign:
    """The scheme that waits on the leader's desk."""
    demo = DemoCampaign(city)
    return demo.draft(
        "three-phases",
        title="江州市血液透析感染防控专项检查",
        starts_on=demo.today + timedelta(days=9),
        contact="市卫健委医政处 李干事 0500-1234567",
    )


def _report_deployment(demo: DemoCampaign, phase: Phase) -> None:
    """Most units deliver what the phase asks of every unit, on its true earlier day."""
    units = list(phase.campaign.participants.active().select_related("organization").order_by("org_path"))
    for output in phase.outputs.filter(per="participant"):
        for number, unit in enumerate(units, start=1):
            if number % UNANSWERED_EVERY == 0:
                continue
            with as_(demo.city.clerk_of(unit.organization)) as clerk:
                text = f"{unit.name}已按方案要求完成，材料留存备查。"
                day = min(output.due_on, demo.today) - timedelta(days=number % 3)
                services.deliver(output, participant=unit, delivered_on=day, text=text, by=clerk)


def _inspect_themselves(demo: DemoCampaign, phase: Phase) -> None:
    """Most units answer, register what they found, submit and confirm; some are still at it."""
    troubled: dict[str, list[Problem]] = {}
    for problem in PROBLEMS:
        troubled.setdefault(problem.unit, []).append(problem)
    inspections = phase.inspections.select_related("participant__organization").order_by("org_path")
    for number, inspection in enumerate(inspections, start=1):
        problems = troubled.get(inspection.participant.name, [])
        unit = inspection.participant.organization
        if number % UNANSWERED_EVERY or problems:
            _inspect_one(demo, inspection, unit, problems, number)


def _inspect_one(
    demo: DemoCampaign, inspection: Inspection, unit: Organization, problems: list[Problem], number: int
) -> None:
    items = list(inspection.checklist_version.items.order_by("order"))
    wrong = {item_about(items, problem.system).pk: problem for problem in problems}
    clerk, chief = demo.city.clerk_of(unit), demo.city.chief_of(unit)
    with as_(clerk):
        answers = {item: answer_to(item, failed=item.pk in wrong, seed=number + item.order) for item in items}
        services.answer_items(inspection, answers=answers, by=clerk)
        found_on = demo.starts_on + timedelta(days=5 + number % 9)
        registered = [
            (register(inspection, item, wrong[item.pk], by=clerk, found_on=found_on), wrong[item.pk])
            for item in items
            if item.pk in wrong
        ]
        services.submit_self_inspection(inspection, by=clerk)
    inspection.refresh_from_db()
    confirmer = chief if chief != clerk else _superior_of(demo, inspection)
    if confirmer is not None:
        with as_(confirmer):
            services.confirm_self_inspection(inspection, by=confirmer)
    for finding, problem in registered:
        bring_to_stage(finding, problem, clerk=clerk, chief=chief, today=demo.today)
    jobs.run_all()


def _superior_of(demo: DemoCampaign, inspection: Inspection) -> Person | None:
    """Who confirms what a unit's only person filled in: the commission's leader where it climbed to the city."""
    return demo.leader if inspection.confirm_path == demo.city.commission.path else None


def _spot_check(demo: DemoCampaign, phase: Phase) -> None:
    """The commission's inspectors check four institutions; one is finished with a problem fixed on the spot."""
    names = (SPOT_CHECK.unit, "江州明视眼科医院", "城西区人民医院", "江阳县青石乡卫生院")
    units = {unit.name: unit for unit in phase.campaign.participants.filter(name__in=names)}
    colleague = Person.objects.filter(appointments__post__title="医政处督导员").exclude(pk=demo.inspector.pk).get()
    with as_(demo.inspector) as inspector:
        opened = [
            services.open_inspection(
                phase, participant=units[name], kind=InspectionKind.SPOT_CHECK,
                inspectors=[inspector, colleague], by=inspector,
            )
            for name in names
        ]  # fmt: skip
        first, second, *_rest = opened
        items = list(first.checklist_version.items.order_by("order"))
        wrong = item_about(items, SPOT_CHECK.system)
        services.answer_items(
            first,
            answers={item: answer_to(item, failed=item == wrong, seed=item.order) for item in items},
            by=inspector,
        )
        register(first, wrong, SPOT_CHECK, by=inspector, found_on=demo.today)
        services.submit_inspection(first, by=inspector)
        services.answer_items(
            second, answers={item: answer_to(item, failed=False, seed=item.order) for item in items[:7]}, by=inspector
        )


def item_about(items: list[ChecklistItem], system: str) -> ChecklistItem:
    """The judged item about a core system."""
    return next(
        item
        for item in items
        if item.answer_kind == AnswerKind.CHOICE and system in f"{item.section}{item.requirement}"
    )


def answer_to(item: ChecklistItem, *, failed: bool, seed: int) -> dict[str, Any]:
    """A plausible answer to an item, the same for the same seed."""
    if item.answer_kind == AnswerKind.CHOICE:
        return {"choice": Choice.FAIL if failed else Choice.PARTIAL if seed % 17 == 0 else Choice.PASS}
    if item.answer_kind == AnswerKind.RATIO:
        return {"n": 30 - seed % 3, "m": 30}
    if item.answer_kind == AnswerKind.NUMBER:
        return {"number": 1 + seed % 12}
    return {"note": "已按制度执行，相关记录存科室备查。"}

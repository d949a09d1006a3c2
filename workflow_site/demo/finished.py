"""A campaign of last quarter that has run its course: summed up from its rows, closed, with what it left behind."""

from datetime import timedelta

from engine import jobs
from rectification import services, summaries
from rectification.models import (
    Campaign,
    Delivery,
    Finding,
    Inspection,
    Participant,
    Phase,
    StandingTask,
)
from workflow_site.demo import problems
from workflow_site.demo.campaign import DemoCampaign, answer_to, item_about
from workflow_site.demo.findings import bring_to_stage, register
from workflow_site.demo.people import City, as_
from workflow_site.demo.problems import Problem

BEGAN_DAYS_AGO, REGION = 120, "云岭县"
FOUND = (
    Problem(
        "云岭县人民医院",
        "危急值",
        "general",
        "检验科",
        "抽查危急值登记本20条，其中2条没有记录接报人。",
        "夜班交接时登记本不随班移交。",
        "登记本列入交接班清单，护士长每周核对一次。",
        "危急值接报人记录完整率达到100%。",
        problems.CLOSED,
    ),
    Problem(
        "云岭县中医医院",
        "值班和交接班",
        "general",
        "针灸科",
        "抽查交接班记录10份，其中2份没有接班医师签名。",
        "交接班本没有设置签名栏。",
        "更换交接班本，医务科每月抽查一次。",
        "交接班双签名率达到100%。",
        problems.RECTIFYING,
    ),
)


def finish_campaign(city: City) -> Campaign:
    """From its scheme to its closing, one problem still open."""
    demo = DemoCampaign(city)
    demo.starts_on = demo.today - timedelta(days=BEGAN_DAYS_AGO)
    campaign = demo.draft(
        "four-phases",
        title=f"{REGION}片区核心制度落实专项检查",
        starts_on=demo.starts_on,
        basis="《医疗质量管理办法》（国家卫生和计划生育委员会令第10号）。",
        contact="市卫健委医政处 李干事 0500-1234567",
        scope_rule={"kinds": ["hospital"], "regions": [REGION]},
    )
    demo.sign(campaign, "同意。")
    for phase in campaign.phases.order_by("order"):
        demo.open(phase)
        if phase.has_self_inspections:
            _inspect(demo, phase)
        _deliver(demo, phase)
        demo.finish(phase, "同意。")
    _close(demo, campaign)
    return campaign


def _inspect(demo: DemoCampaign, phase: Phase) -> None:
    """Every unit answers; two of them find something."""
    found = {problem.unit: problem for problem in FOUND}
    for number, inspection in enumerate(phase.inspections.order_by("org_path"), start=1):
        unit = inspection.participant.organization
        clerk, chief = demo.city.clerk_of(unit), demo.city.chief_of(unit)
        items = list(inspection.checklist_version.items.order_by("order"))
        problem = found.get(unit.name)
        wrong = item_about(items, problem.system) if problem else None
        with as_(clerk):
            answers = {item: answer_to(item, failed=item == wrong, seed=number + item.order) for item in items}
            services.answer_items(inspection, answers=answers, by=clerk)
            finding = None
            if problem and wrong:
                day = demo.starts_on + timedelta(days=6)
                finding = register(inspection, wrong, problem, by=clerk, found_on=day)
            services.submit_self_inspection(inspection, by=clerk)
        inspection.refresh_from_db()
        with as_(chief):
            services.confirm_self_inspection(inspection, by=chief)
        if finding and problem:
            bring_to_stage(finding, problem, clerk=clerk, chief=chief, today=demo.today)
    jobs.run_all()


def _deliver(demo: DemoCampaign, phase: Phase) -> None:
    """Every unit hands in what the phase asks of it."""
    for output in phase.outputs.filter(per="participant"):
        for unit in phase.campaign.participants.active().order_by("org_path"):
            with as_(demo.city.clerk_of(unit.organization)) as clerk:
                text = f"{unit.name}已按方案要求完成，材料留存备查。"
                day = min(output.due_on, demo.today)
                services.deliver(output, participant=unit, delivered_on=day, text=text, by=clerk, ticked=output.boxes)


def _close(demo: DemoCampaign, campaign: Campaign) -> None:
    """What shall hold is named, the summary is drafted from the rows, the leader signs, the rest follows by itself."""
    campaign.refresh_from_db()
    fixed = Finding.objects.filter(campaign=campaign, state="closed").earliest("pk")
    holder = demo.city.clerk_of(fixed.organization)
    with as_(demo.clerk) as clerk:
        services.propose_standing(
            campaign, finding=fixed, text="危急值登记本随班交接，每周核对一次。", holder=holder,
            due_on=demo.today + timedelta(days=30), by=clerk,
        )  # fmt: skip
        services.conclude_campaign(campaign, summary=summaries.as_text(summaries.drafted(_rows(campaign))), by=clerk)
    demo.sign(campaign, "同意。长效措施和未销号问题按督办落实。")
    jobs.run_all()


def _rows(campaign: Campaign) -> summaries.Seen:
    """Everything there is of the campaign."""
    units = Participant.objects.active().filter(campaign=campaign)
    given = Delivery.objects.filter(output__phase__campaign=campaign)
    return summaries.Seen(
        campaign,
        counts={
            "units": units.count(),
            "focus": units.filter(in_focus=True).count(),
            "own": given.filter(participant__isnull=True).count(),
            "given": given.filter(participant__isnull=False).count(),
        },
        inspections=Inspection.objects.filter(campaign=campaign),
        deliveries=given,
        findings=Finding.objects.filter(campaign=campaign),
        standing=StandingTask.objects.filter(campaign=campaign),
    )

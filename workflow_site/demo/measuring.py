"""What the demo city measures: the commission's monthly figures of its tertiary hospitals; and one training."""

import datetime
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.utils import timezone

from organizations.models import Organization, Person
from plans.models import Indicator, IndicatorReport, IndicatorSet
from plans.periods import span_of
from plans.services import certificates, indicator_sets, indicators, reports, trainings
from plans.services.trainings import Mark
from workflow_site.demo.people import MAIN_HOSPITAL, City, as_

MONTHS = 3
NAME = "三级医院医疗质量与安全监测指标"
RATES: tuple[dict[str, Any], ...] = (
    {"name": "手卫生依从率", "target": 85, "warning": 80, "numerator": "实际执行手卫生的时机数",
     "denominator": "应执行手卫生的时机数", "cited_text": "《医院感染管理办法》第十三条"},
    {"name": "医院感染发病率", "comparator": "<=", "target": 3, "warning": Decimal("2.5"),
     "numerator": "新发医院感染病例数", "denominator": "同期住院患者人数"},
    {"name": "住院病历甲级率", "target": 90, "numerator": "甲级病历数", "denominator": "抽查病历数"},
    {"name": "手术安全核查执行率", "target": 100, "warning": 98, "numerator": "完整执行核查的手术例数",
     "denominator": "抽查手术例数"},
)  # fmt: skip
EVENTS: tuple[dict[str, Any], ...] = (
    {"name": "手术部位错误事件", "kind": "zero", "comparator": "=", "target": 0, "unit": "起"},
    {"name": "百日无重大医疗事故", "kind": "streak", "comparator": ">=", "target": 100, "unit": "天"},
)
USUAL = ((880, 1000), (52, 2600), (276, 300), (150, 150))
SPECIAL: dict[str, tuple[tuple[tuple[int, int], ...], ...]] = {
    MAIN_HOSPITAL: (
        ((1302, 1560), (98, 4120), (281, 300), (149, 150)),
        ((1337, 1580), (104, 4235), (284, 300), (150, 150)),
        ((1386, 1610), (95, 4188), (287, 300), (150, 150)),
    ),
    "江州市第二人民医院": (
        ((861, 1010), (61, 2710), (275, 300), (120, 120)),
        ((838, 1002), (70, 2745), (273, 300), (120, 120)),
        ((826, 1005), (72, 2730), (272, 300), (119, 120)),
    ),
    "江州市中医医院": (
        ((712, 845), (33, 1985), (188, 200), (80, 80)),
        ((690, 850), (35, 2011), (186, 200), (80, 80)),
        ((655, 860), (38, 1996), (184, 200), (80, 80)),
    ),
}
"""By hospital the numerator and denominator of each rate, month by month; the last of 中医医院 is red."""
LATE = "江州市精神卫生中心"


def measure(city: City) -> None:
    """A published set, the last months' values of the tertiary hospitals; one has not yet reported the last month."""
    li, chen = Person.objects.get(name="李干事"), Person.objects.get(name="陈副主任")
    today = timezone.localdate()
    last = span_of("month", today.replace(day=1) - datetime.timedelta(days=1))
    months = [last.before.before, last.before, last][-MONTHS:]
    made = _published(city, li, chen, starts_on=months[0].begins_on)
    figures = list(made.indicators.order_by("order"))
    for place, span in enumerate(months):
        with as_(li):
            reports.open_reports(made, span, by=li)
        for report in made.reports.filter(begins_on=span.begins_on).select_related("organization"):
            if span != last or report.organization.name != LATE:
                _report(city, report, figures, place)


def _published(city: City, li: Person, chen: Person, *, starts_on: datetime.date) -> IndicatorSet:
    with as_(li):
        made = indicator_sets.draft_set(
            city.commission, name=NAME, starts_on=starts_on, by=li, unit_kinds=["hospital"], unit_levels=["tertiary"],
            basis="市卫生健康委年度医疗质量安全工作安排", due_days=25,
        )  # fmt: skip
        for told in RATES:
            indicators.add_indicator(made, by=li, **{"unit": "%", **told})
        for told in EVENTS:
            since = starts_on - datetime.timedelta(days=120)
            indicators.add_indicator(made, by=li, counts_from=since, **told)
        indicator_sets.submit_set(made, by=li)
    with as_(chen):
        indicator_sets.publish_set(made, by=chen)
    return IndicatorSet.objects.get(pk=made.pk)


def _usual(turn: int) -> tuple[tuple[int, int], ...]:
    """Values within the limits that differ from hospital to hospital and from month to month."""
    found = []
    for (above, below), better in zip(USUAL, (5, 0, 1, 0), strict=True):
        cases = below + turn * 13 % 9 * below // 100
        found.append((-(-cases * above // below) + turn % 4 * better, cases))
    return tuple(found)


def _report(city: City, report: IndicatorReport, figures: list[Indicator], place: int) -> None:
    """The hospital's clerk fills in, its principal looks at it and sends it up."""
    unit: Organization = report.organization
    known = SPECIAL.get(unit.name)
    rates = known[place] if known else _usual(unit.pk + place)
    values: Mapping[int, Any] = {
        figure.pk: {"numerator": str(above), "denominator": str(below)}
        for figure, (above, below) in zip(figures, rates, strict=False)
    }
    clerk, chief = city.clerk_of(unit), city.chief_of(unit)
    with as_(clerk):
        reports.save_report(report, values=values, by=clerk)
        reports.submit_report(report, by=clerk)
    with as_(chief):
        reports.review_report(report, by=chief)


def train(clerk: Person, principal: Person, units: list[Organization]) -> None:
    """One training with an examination was held; its certificates, and an older one, end soon."""
    today = timezone.localdate()
    hospital: Organization = units[0].institution
    held_on = today - datetime.timedelta(days=12)
    with as_(clerk):
        made = trainings.plan_training(
            hospital, title="血液透析感染防控知识培训考核", due_on=held_on, by=clerk, kind="both", exam="closed",
            topic="院感", content="透析用水管理、机器消毒、手卫生、职业暴露处置", audience="血液透析室和医务科人员",
            goal="参加率100%，考核合格率100%", method="lecture", pass_mark=Decimal(80), hours=Decimal(2),
            place="门诊楼五楼会议室", teacher="顾科长", certificate="血液透析感染防控培训合格证", certificate_months=12,
        )  # fmt: skip
        trainings.submit_training(made, by=clerk)
    with as_(principal):
        trainings.approve_training(made, by=principal)
    people = list(trainings.people_of(units))
    with as_(clerk):
        trainings.expect_people(made, people=people, by=clerk)
        trainings.hold_training(made, held_on=held_on, by=clerk, summary="集中授课2学时，闭卷考试。")
        marks = {one.pk: Mark(score=Decimal(94 - 6 * n)) for n, one in enumerate(people)}
        trainings.enter_results(made, marks=marks, by=clerk)
        trainings.close_training(made, by=clerk)
        certificates.record_certificate(
            Person.objects.get(name="孙护士"), kind="血液净化专科护士证", by=clerk, number="JZXH-0316",
            issuer="江州市护理学会", issued_on=today - datetime.timedelta(days=700),
            expires_on=today + datetime.timedelta(days=24),
        )  # fmt: skip
        trainings.plan_training(
            hospital, title="心肺复苏操作考核", due_on=today + datetime.timedelta(days=18), by=clerk,
            kind="examination", exam="skills", topic="急救", content="成人心肺复苏、除颤仪使用",
            audience="临床医护人员", goal="合格率100%", method="practice", pass_mark=Decimal(85),
        )  # fmt: skip

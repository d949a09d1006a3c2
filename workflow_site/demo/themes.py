"""What the demo city's work is about: shipped themes on its campaigns, plan, meetings, problems and directives."""

from collections.abc import Iterator
from typing import Any

from accountability import themed
from accountability.models import Directive, Theme
from meetings.models import AgendaItem, Decision
from organizations.models import Person
from plans.models import Measure, Obligation
from rectification.models import Campaign, Finding
from workflow_site.demo.people import City, as_

ABOUT = {
    "医疗质量安全": ("医疗质量", "医疗安全", "质量与安全", "核心制度"),
    "院感防控": ("感染", "院感", "手卫生", "消毒"),
    "护理质量": ("护理", "跌倒"),
    "质控数据监测上报": ("质控数据", "质控指标"),
    "应急救治能力": ("抢救", "应急"),
    "医疗纠纷预防": ("纠纷", "投诉"),
    "安全生产": ("安全生产",),
    "围手术期安全": ("手术",),
    "危急值报告": ("危急值",),
    "血液透析": ("血液透析", "血透", "透析用水"),
    "抗菌药物合理使用": ("抗菌药物",),
    "医疗废物处置": ("医疗废物",),
}
"""The themes that are put on whatever speaks of one of these words."""


def put_themes(city: City) -> None:
    """Whoever keeps each thing labels it."""
    offered = list(Theme.objects.filter(organization=None, name__in=ABOUT))
    for thing, words, person in _things(city):
        wanted = [one for one in offered if any(word in words for word in ABOUT[one.name])]
        if wanted:
            with as_(person) as keeper:
                themed.label(thing, themes=wanted, among=offered, by=keeper)


def _things(city: City) -> Iterator[tuple[Any, str, Person]]:
    """What can carry a theme, what it says, and who may label it."""
    li, xu = Person.objects.get(name="李干事"), Person.objects.get(name="许干事")
    for campaign in Campaign.objects.all():
        yield campaign, campaign.title, li
    for finding in Finding.objects.select_related("participant__organization"):
        yield finding, finding.description, city.clerk_of(finding.participant.organization)
    for line in (*Measure.objects.select_related("plan"), *Obligation.objects.filter(plan__isnull=False)):
        yield line, line.text, xu
    for item in AgendaItem.objects.filter(standing=False).select_related("meeting__recorder"):
        yield item, f"{item.title}{item.text}{item.conclusion}", item.meeting.recorder
    for decision in Decision.objects.select_related("meeting__recorder"):
        yield decision, decision.text, decision.meeting.recorder
    for directive in Directive.objects.filter(organization=city.commission):
        yield directive, f"{directive.occasion}{directive.text}", li

"""What the demo's hospital has learnt from adverse events: its officer, one report in confidence, one lesson."""

from datetime import timedelta

from django.utils import timezone

from organizations.models import Organization, Person
from rectification import services
from rectification.models import AdverseKind, AdverseLesson
from workflow_site.demo.people import MAIN_HOSPITAL, City, as_

STORY = "透析结束回血时发现静脉端接头松动，立即夹闭并重新连接，未造成出血。"


def report_events(city: City) -> None:
    """Let the hospital name its officer, hear of one event, and share what it learnt from an earlier one."""
    hospital: Organization = city.units[MAIN_HOSPITAL]
    officer, leader = Person.objects.get(name="张主任"), Person.objects.get(name="王院长")
    today = timezone.localdate()
    with as_(leader):
        services.name_officer(hospital, person=officer, since=today - timedelta(days=30), by=leader)
    kind = AdverseKind.objects.get(code="tube")
    nurse = Person.objects.get(name="孙护士")
    services.report_adverse(
        hospital,
        kind=kind,
        happened_on=today - timedelta(days=2),
        story=STORY,
        by=nurse,
        actuality="potential",
        place="治疗区",
        handling="当班护士逐台检查接头。",
        department=nurse.home,
    )
    with as_(officer):
        services.share_lesson(
            hospital,
            kind=AdverseKind.objects.get(code="medication"),
            title="相似药品包装导致取药错误",
            story="两种浓度的同名注射液包装相似、相邻摆放，取药时拿错，给药前核对发现，未使用。",
            lesson="看似、听似药品分开摆放并贴警示标识；双人核对时读出浓度和规格。",
            reach=AdverseLesson.Reach.EVERYBODY,
            by=officer,
        )

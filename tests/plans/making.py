"""Makers of plans, all through the verbs."""

import datetime
from typing import Any

from django.utils import timezone

from accountability.models import Seat
from accountability.signing import decisions
from engine import jobs
from engine.models import Turn
from organizations.acting import acting
from organizations.models import Person
from plans import services
from plans.models import Measure, Plan, Section
from tests.cast import Cast

YEAR = 2026
TEXT = """2026年院感工作计划
一、指导思想
认真贯彻执行《医院感染管理办法》（卫生部令第48号），保障患者安全。
二、工作措施
1. 由质控科负责，每月对重点科室进行一次手卫生抽查。
2. 院感知识考试每年两次，合格率达到95%以上。
3. 6月底前完成应急演练一次。
"""


class Desk:
    """The hospital's clerk writes, its leaders sign, its heads do."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.hospital = cast.peoples_hospital
        self.people = [cast.qian, cast.chen, cast.head_zhang, cast.head_gao, cast.vice_president_he]
        self.people += [cast.president_wang, cast.nurse_sun]

    def draft(self, **fields: Any) -> Plan:
        """A draft by the hospital's clerk."""
        told = {"title": "江州市人民医院2026年院感工作计划", "year": YEAR, **fields}
        return services.draft_plan(told.pop("organization", self.hospital), by=self.cast.qian, **told)

    def written(self, **fields: Any) -> Plan:
        """A draft with a heading and two measures, one for intensive care, one for surgery."""
        plan = self.draft(**fields)
        heading = services.add_line(plan, Section, by=self.cast.qian, heading="重点工作", number="一、")
        self.measure(plan, text="开展手卫生专项培训", lead_unit=self.cast.icu, section=heading)
        due_on = datetime.date(plan.year, 6, 30)
        self.measure(plan, text="完成手术部位感染目标性监测", lead_unit=self.cast.surgery, due_on=due_on)
        return fresh(plan)

    def measure(self, plan: Plan, **values: Any) -> Measure:
        """One more measure of a draft."""
        found: Measure = services.add_line(plan, Measure, by=self.cast.qian, **values)
        return found

    def signed(self, plan: Plan | None = None, **fields: Any) -> Plan:
        """A plan everybody has signed."""
        plan = plan or self.written(**fields)
        services.submit_plan(plan, by=self.cast.qian)
        sign(plan)
        return fresh(plan)

    def issued(self, plan: Plan | None = None, **fields: Any) -> Plan:
        """A plan in force, its tasks handed out."""
        plan = self.signed(plan, **fields)
        services.number_plan(plan, by=self.cast.qian)
        services.issue_plan(fresh(plan), by=self.cast.qian)
        jobs.run_all()
        return fresh(plan)


def sign(thing: Any, *, verdict: str = "agree", opinion: str = "同意。") -> None:
    """Everybody asked about a thing signs, one seat after the other."""
    while seat := open_seat(thing):
        answer(seat, verdict=verdict, opinion=opinion)


def open_seat(thing: Any) -> Seat | None:
    """The first seat that waits for an answer about a thing."""
    seats = Seat.objects.filter(state=Seat.State.OPEN, request__object_id=thing.pk)
    about = seats.filter(request__content_type__model=thing._meta.model_name)
    found: Seat | None = about.select_related("request__manifest", "person").order_by("pk").first()
    return found


def answer(seat: Seat, *, verdict: str = "agree", opinion: str = "同意。") -> None:
    """One person answers a seat as the post he was found by."""
    with acting(seat.person, seat.appointment):
        decisions.decide(
            seat,
            verdict=verdict,
            opinion=opinion,
            by=seat.person,
            manifest_digest=seat.request.manifest.sha256,
            reauthenticated_at=timezone.now(),
        )


def fresh(thing: Any) -> Any:
    """The same thing as the next request would meet it."""
    return type(thing).objects.get(pk=thing.pk)


def anew(person: Person) -> Person:
    """A person whose sight is looked up again."""
    return Person.objects.get(pk=person.pk)


def open_nodes(thing: Any) -> list[str]:
    """The nodes at which the flow of a thing waits."""
    return list(Turn.objects.of(thing).open().order_by("pk").values_list("node", flat=True))

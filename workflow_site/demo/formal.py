"""What is done in form: the head of a document, the seal under it, a decision of the competent body on record."""

import datetime

from django.utils import timezone

from accountability import letterheads, sealings
from accountability.incoming import handling
from accountability.models import HandlingKind, OfficialDocument
from organizations.models import Person
from plans import documents
from plans.models import Plan
from workflow_site.demo.people import MAIN_HOSPITAL, City, as_

MARKS = {"江州市卫生健康委员会": "江卫医", MAIN_HOSPITAL: "江一医"}
TALKED_TO = "江州安和妇产医院"
BASIS = "医疗安全专项整治现场检查结果及约谈记录"


def keep_forms(city: City) -> None:
    """Two heads in red, one document under the seal, one 约谈 registered."""
    _authorise(city)
    _issue_the_plan(city)
    _register_a_talk(city)


def _authorise(city: City) -> None:
    """The commission and the main hospital issue under their own names."""
    given = {"printed_by": "", "basis": ""}
    for name, code in MARKS.items():
        keeper = Person.objects.get(name="许干事" if name == MAIN_HOSPITAL else "李干事")
        with as_(keeper):
            letterheads.authorise(city.units[name], mark=name, code=code, by=keeper, **given)


def _issue_the_plan(city: City) -> OfficialDocument:
    """The hospital's plan as an official document: laid out, its seal asked for, approved and set; the scan is owed."""
    hospital, clerk = city.units[MAIN_HOSPITAL], Person.objects.get(name="许干事")
    plan = Plan.objects.filter(organization=hospital, issued_at__isnull=False).order_by("pk")[0]
    with as_(clerk):
        made = sealings.lay_out(documents.of_plan(plan), source=plan, unit=hospital, by=clerk)
        asked = sealings.ask(made, seal="unit", purpose="印发各科室", copies=20, pages=8, by=clerk)
    with as_(city.chief_of(hospital)) as chief:
        sealings.decide(asked, approved=True, opinion="同意用印。", by=chief)
    with as_(clerk):
        sealings.register(asked, copies=20, by=clerk)
    return made


def _register_a_talk(city: City) -> None:
    """What the commission has decided about a private hospital, for its leader to read."""
    auditor, leader = Person.objects.get(name="周审计"), Person.objects.get(name="陈副主任")
    decided_on = timezone.localdate() - datetime.timedelta(days=2)
    decision = handling.Decision(
        kind=HandlingKind.objects.get(code="talk"),
        authority=city.commission.name,
        basis=BASIS,
        decided_on=decided_on,
        unit=city.units[TALKED_TO],
    )
    with as_(auditor):
        handling.register_handling(city.commission, decision=decision, readers=[leader], by=auditor)

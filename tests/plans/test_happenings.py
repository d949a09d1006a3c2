"""What really took place counts towards what the plan promised; what was called off does not."""

import pytest

from accountability.models import TrailEvent
from meetings import services as meeting
from meetings.services import load_shipped_kinds
from organizations.refusals import AlreadyDone
from plans import services
from plans.models import ObligationEvidence, PlanProblem
from plans.services import happenings, naming, trainings
from rectification import services as rectification
from rectification.models import Finding
from tests.meetings.making import Hall
from tests.plans.making import Desk
from tests.plans.measured import exam
from tests.plans.quota_making import day
from tests.rectification.making import Stage, answer_everything, fresh

pytestmark = pytest.mark.django_db


@pytest.fixture
def hall(year) -> Hall:
    """The hospital that meets."""
    load_shipped_kinds()
    return Hall(year.cast)


@pytest.fixture
def stage(year) -> Stage:
    """The city's campaign."""
    rectification.load_shipped()
    return Stage(year.cast)


def test_a_meeting_really_held_counts_towards_the_quarter_and_a_cancelled_one_does_not(year, hall):
    office, hospital = year.cast.quality_office, year.cast.peoples_hospital
    quarterly = year.duty("每季度召开一次医院感染管理委员会会议", lead_unit=office)
    named = year.duty("每季度召开院感委员会", lead_unit=hospital, subkind="医院感染管理委员会")
    other = year.duty("每季度召开院长办公会", lead_unit=hospital, subkind="院长办公会")
    foreign = year.duty("每季度召开科务会", lead_unit=year.cast.surgery)
    year.start()

    called_off = hall.noticed(body=hall.committee)
    meeting.cancel_meeting(called_off, by=hall.clerk, because="与上级会议冲突")
    assert ObligationEvidence.objects.count() == 0

    really = hall.held(body=hall.committee)
    assert [year.owed(one).done for one in (quarterly, named, other, foreign)] == [1, 1, 0, 0]
    assert year.owed(quarterly).state == "done"
    proof = ObligationEvidence.objects.get(occurrence__obligation=quarterly)
    assert (proof.source, proof.title, proof.on) == (really, really.title, day("2026-01-05"))
    assert TrailEvent.objects.of(year.owed(quarterly)).filter(verb="happening_counted").count() == 1


def test_a_meeting_that_teaches_counts_as_a_training_too(year, hall):
    office = year.cast.quality_office
    taught = year.duty("每季度组织院感培训", kind="training", lead_unit=office)
    met = year.duty("每季度召开会议", lead_unit=office)
    year.start()

    hall.held(decide=False)
    assert [year.owed(one).done for one in (taught, met)] == [0, 1], "a committee teaches nobody"
    hall.held("training", decide=False)

    assert [year.owed(one).done for one in (taught, met)] == [1, 2]


def test_a_meeting_the_duty_does_not_name_is_only_proposed_to_its_head(year):
    hospital = year.cast.peoples_hospital
    meant = year.duty("每季度召开院感委员会", lead_unit=hospital)
    other = year.duty("每季度召开药事管理委员会会议", lead_unit=hospital)
    any_one = year.duty("每季度召开会议研究质量工作", lead_unit=hospital)
    year.start()
    held_for = happenings.count_happening(
        kind="meeting", unit=hospital, on=day("2026-01-05"), source=year.cast.icu, title="医院感染管理委员会会议",
        by=year.cast.chen, names=["专业会议", "医院感染管理委员会"],
    )  # fmt: skip
    assert {one.occurrence.obligation: one.state for one in held_for} == {
        meant: "counted", other: "submitted", any_one: "counted",
    }  # fmt: skip
    assert (year.owed(meant).done, year.owed(other).done) == (1, 0)
    proposal = ObligationEvidence.objects.get(
        occurrence__obligation=other, state="submitted", source_id=year.cast.icu.pk
    )
    services.accept_evidence(proposal, by=year.cast.president_wang)
    assert year.owed(other).done == 1
    assert services.withdraw_happening(source=year.cast.icu, by=year.cast.chen, because="会议取消") == 3
    assert year.owed(other).done == 0


@pytest.mark.parametrize(
    ("text", "names", "meant"),
    [
        ("每季度召开院感委员会", ["医院感染管理委员会"], True),
        ("每季度召开院感委员会", ["科务会"], False),
        ("每季度召开一次医院药事管理与药物治疗学委员会会议", ["药事管理与药物治疗学委员会"], True),
        ("每月召开院长办公会", ["院长办公会"], True),
        ("每月召开院长办公会", ["党委会"], False),
        ("每月召开护士长例会", ["护士长例会"], True),
        ("每月召开护士长例会", ["例会", "医院感染管理委员会"], False),
        ("每周召开例会", ["例会"], True),
        ("每周召开晨会", ["晨会"], True),
        ("每季度召开会议研究质量工作", ["院长办公会"], True),
    ],
)
def test_the_words_of_a_duty_say_which_meeting_is_meant(text, names, meant):
    assert naming.means(text, names) is meant


def test_an_examination_taught_and_marked_counts_as_both(year):
    office = year.cast.peoples_hospital
    taught = year.duty("每季度培训一次", kind="training", lead_unit=office, subkind="三基")
    examined = year.duty("每季度考核一次", kind="examination", lead_unit=office)
    other = year.duty("每季度院感培训一次", kind="training", lead_unit=office, subkind="院感")
    year.start()
    made = exam(year.cast, due_on=day("2026-01-05"))
    assert year.owed(taught).done == 0
    trainings.hold_training(made, held_on=day("2026-01-05"), by=year.cast.qian)
    assert [year.owed(one).done for one in (taught, examined, other)] == [1, 1, 0]


def test_a_supervision_handed_in_counts_once_for_the_office_that_inspected(year, stage):
    city, office = year.cast.city, year.cast.medical_office
    plan = year.make_plan(city, by=year.cast.li)
    told = {"unit": "quarter", "at_least": 2, "kind": "inspection"}
    duty = services.draft_obligation(plan, text="每季度督查", lead_unit=office, by=year.cast.li, **told)
    services.start_obligations(plan, by=year.cast.li)
    visit = stage.visit(year.cast.peoples_hospital)
    answer_everything(visit, by=year.cast.zhao)
    assert ObligationEvidence.objects.count() == 0
    rectification.submit_inspection(visit, by=year.cast.zhao)
    assert year.owed(duty).done == 1
    happenings.count_inspection(type(visit), thing=fresh(visit), by=year.cast.zhao)
    assert year.owed(duty).done == 1


def test_a_self_inspection_counts_once_another_has_confirmed_it(year, stage):
    duty = year.duty("每季度自查一次", kind="inspection", subkind="自查", lead_unit=year.cast.peoples_hospital)
    sampled = year.duty("每季度抽查", kind="inspection", subkind="抽查", lead_unit=year.cast.peoples_hospital)
    year.start()
    own = stage.inspection_of(year.cast.peoples_hospital)
    answer_everything(own, by=year.cast.qian)
    rectification.submit_self_inspection(own, by=year.cast.qian)
    assert year.owed(duty).done == 0
    rectification.confirm_self_inspection(fresh(own), by=year.cast.vice_president_he)
    assert (year.owed(duty).done, year.owed(sampled).done) == (1, 0)


def test_a_problem_named_in_the_plan_and_confirmed_is_a_finding_of_the_year_s_ledger(year, stage):
    desk = Desk(year.cast)
    plan = desk.written()
    problem = services.add_line(
        plan, PlanProblem, by=year.cast.qian, text="重症医学科手卫生设施不足", department=year.cast.icu
    )
    plan = desk.issued(fresh(plan))
    services.confirm_problem(fresh(problem), by=year.cast.qian)
    finding = Finding.objects.get(description="重症医学科手卫生设施不足")
    assert (finding.source, finding.department, finding.author) == ("self", year.cast.icu, year.cast.qian)
    assert (finding.organization, finding.campaign.kind) == (year.cast.peoples_hospital, "routine")
    assert finding.number_text
    with pytest.raises(AlreadyDone):
        services.confirm_problem(fresh(problem), by=year.cast.qian)
    assert Finding.objects.count() == 1

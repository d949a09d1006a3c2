"""Exactly one wins: two verifiers, two signers, many fillers of the last inspections."""

from collections import Counter
from functools import partial

import pytest
from django.utils import timezone

from engine import jobs
from organizations.refusals import AlreadyDone
from rectification import services
from rectification.models import Campaign, CloseOut, Conclusion, Finding, Inspection, OutsideReport, Verification
from tests import make
from tests.engine.crowd import together
from tests.rectification.making import answer_everything, fresh, make_finding, open_nodes

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_verifiers_at_once_one_decides_and_the_other_is_told_who(transactional_db, stage):
    cast = stage.cast
    finding = stage.reported(stage.finding())
    verifiers = [cast.zhao, cast.li]
    acts = [
        partial(
            services.verify_finding,
            Finding.objects.get(pk=finding.pk),
            conclusion=conclusion,
            opinion="核查意见。",
            by=make.anew(verifier),
        )
        for verifier, conclusion in zip(verifiers, (Conclusion.FIXED, Conclusion.NOT_FIXED), strict=True)
    ]
    answers = together(*acts)
    assert Counter(type(answer) for answer in answers) == {Verification: 1, AlreadyDone: 1}, answers
    told = next(answer for answer in answers if isinstance(answer, AlreadyDone))
    assert told.who == Verification.objects.get().verifier.name
    assert CloseOut.objects.count() == int(fresh(finding).is_closed)


def test_the_last_units_confirmed_at_once_carry_the_phase_on(transactional_db, stage):
    cast = stage.cast
    phase = stage.open("self_inspect")
    cast_of = {
        cast.peoples_hospital: (cast.qian, cast.president_wang),
        cast.tcm_hospital: (cast.zheng, cast.president_wu),
        cast.clinic: (cast.doctor_he, cast.director_liu),
    }
    acts = []
    for unit, (filler, confirmer) in cast_of.items():
        inspection = stage.inspection_of(unit, phase)
        answer_everything(inspection, by=filler)
        services.submit_self_inspection(inspection, by=filler)
        waiting = Inspection.objects.get(pk=inspection.pk)
        acts.append(partial(services.confirm_self_inspection, waiting, by=make.anew(confirmer)))
    answers = together(*acts)
    assert answers == [None] * 3, answers
    jobs.run_all()
    assert open_nodes(phase) == ["complete"]


def test_numbers_taken_at_once_leave_no_gap(transactional_db, stage):
    cast = stage.cast
    phase = stage.open("supervise")
    visits = [stage.visit(cast.peoples_hospital, phase=phase) for _n in range(6)]
    acts = [partial(make_finding, Inspection.objects.get(pk=visit.pk), by=make.anew(cast.zhao)) for visit in visits]
    answers = together(*acts)
    assert {type(answer) for answer in answers} == {Finding}, answers
    numbers = sorted(Finding.objects.values_list("number_text", flat=True))
    assert [int(number[-4:]) for number in numbers] == [1, 2, 3, 4, 5, 6]


def test_workers_that_draft_the_next_edition_at_once_draft_it_once(transactional_db, stage):
    first = stage.issue()
    begins = services.months_after(timezone.localdate(), -1)
    Campaign.objects.filter(pk=first.pk).update(starts_on=begins, ends_on=timezone.localdate(), recurs=1)
    acts = [partial(services.draft_next, Campaign.objects.get(pk=first.pk)) for _n in range(4)]
    answers = together(*acts)
    assert Counter(type(answer) for answer in answers) == {Campaign: 1, type(None): 3}, answers
    assert Campaign.objects.filter(series=first).count() == 1


def test_of_two_who_enter_one_receipt_at_once_one_does_and_the_other_is_told_who(transactional_db, stage):
    cast, day = stage.cast, timezone.localdate()
    told = {"title": "报告", "to_name": "省卫生健康委", "sent_on": day, "receipt_due_on": day}
    report = services.report_outside(stage.issue(), at=cast.city, by=cast.li, **told)
    acts = [
        partial(
            services.enter_outside_receipt, OutsideReport.objects.get(pk=report.pk), received_name="孙科长",
            received_on=day, their_number=number, by=make.anew(person),
        )
        for number, person in (("1", cast.li), ("2", cast.zhao))
    ]  # fmt: skip
    answers = together(*acts)
    assert Counter(type(answer) for answer in answers) == {type(None): 1, AlreadyDone: 1}, answers
    assert fresh(report).entered_by.name == next(one.who for one in answers if one is not None)

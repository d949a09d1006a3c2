"""Exactly one wins: two verifiers, two signers, many fillers of the last inspections."""

from collections import Counter
from functools import partial

import pytest

from engine import jobs
from organizations.refusals import AlreadyDone
from rectification import services
from rectification.models import CloseOut, Conclusion, Finding, Inspection, Verification
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

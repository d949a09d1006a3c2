"""A unit answers every item, names every failing, and somebody else there confirms."""

from decimal import Decimal

import pytest

from accountability import trail
from engine import jobs
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from rectification import services
from rectification.models import AnswerKind, Choice, InspectionState
from tests import make
from tests.rectification.making import answer_everything, fresh, make_finding, open_nodes


def first_of(inspection, kind):
    return inspection.checklist_version.items.filter(answer_kind=kind).order_by("order").first()


@pytest.fixture
def inspection(stage):
    return stage.inspection_of(stage.cast.peoples_hospital)


def test_answers_of_every_kind(stage, inspection):
    qian = stage.cast.qian
    judged = services.answer_item(
        inspection, item=first_of(inspection, AnswerKind.CHOICE), choice=Choice.PARTIAL, note="两份缺签名", by=qian
    )
    rate = services.answer_item(inspection, item=first_of(inspection, AnswerKind.RATIO), n=57, m=60, by=qian)
    number = services.answer_item(inspection, item=first_of(inspection, AnswerKind.NUMBER), number=Decimal(3), by=qian)
    none = services.answer_item(inspection, item=first_of(inspection, AnswerKind.RATIO), n=0, m=0, by=qian)
    assert (judged.words, number.words) == ("部分符合", "3次")
    assert (rate.rate, rate.words) == (Decimal("95.0"), "57/60（95.0%）")
    assert (none.pk, none.rate, none.words) == (rate.pk, None, "0/0")
    assert trail.of(inspection).last().told["changed"] == {str(none.item): ["57/60（95.0%）", "0/0"]}


@pytest.mark.parametrize(
    ("kind", "given", "field"),
    [
        (AnswerKind.CHOICE, {"choice": ""}, "choice"),
        (AnswerKind.CHOICE, {"choice": "maybe"}, "choice"),
        (AnswerKind.NUMBER, {}, "number"),
        (AnswerKind.NUMBER, {"number": Decimal("NaN")}, "number"),
        (AnswerKind.NUMBER, {"number": Decimal(10) ** 12}, "number"),
        (AnswerKind.RATIO, {"n": 5}, "n"),
        (AnswerKind.RATIO, {"n": -1, "m": 3}, "n"),
        (AnswerKind.RATIO, {"n": 61, "m": 60}, "n"),
        (AnswerKind.TEXT, {"note": " "}, "note"),
    ],
)
def test_an_answer_that_is_none_is_refused(stage, inspection, kind, given, field):
    with pytest.raises(Invalid) as refusal:
        services.answer_item(inspection, item=first_of(inspection, kind), by=stage.cast.qian, **given)
    assert set(refusal.value.errors) == {field}
    assert inspection.answers.count() == 0


def test_unanswered_items_are_named_the_first_five_and_how_many(stage, inspection):
    with pytest.raises(
        NotYet, match=r"还有24项没有填写：1. 首诊负责、2. 三级查房、3. 会诊、4. 会诊、5. 分级护理等24项"
    ):
        services.submit_self_inspection(inspection, by=stage.cast.qian)
    assert inspection.unanswered_items.count() == 24  # the item on long-term measures is optional


def test_every_failing_item_needs_its_finding(stage, inspection):
    qian = stage.cast.qian
    answer_everything(inspection, by=qian, failing={2, 6})
    assert [answer.item.order for answer in inspection.proposed_findings] == [2, 6]
    with pytest.raises(NotYet, match=r"有2项判定为不符合但没有登记问题：2. 三级查房、6. 值班和交接班"):
        services.submit_self_inspection(inspection, by=qian)
    for answer in inspection.failures_without_finding:
        make_finding(inspection, by=qian, item=answer.item)
    services.submit_self_inspection(inspection, by=qian)
    assert fresh(inspection).state == InspectionState.SUBMITTED


def test_another_person_confirms(stage, inspection):
    cast = stage.cast
    make.make_appointment(cast.qian, duty="head", at=cast.quality_office, oversees=cast.peoples_hospital)
    answer_everything(inspection, by=cast.qian)
    services.submit_self_inspection(inspection, by=cast.qian)
    filler = make.anew(cast.qian)
    with pytest.raises(NotAllowed, match="填报人不能审核"):
        services.confirm_self_inspection(inspection, by=filler)
    with pytest.raises(NotAllowed):
        services.confirm_self_inspection(inspection, by=cast.president_wu)
    services.confirm_self_inspection(inspection, by=cast.vice_president_he)
    inspection = fresh(inspection)
    assert (inspection.state, inspection.confirmed_by, open_nodes(inspection)) == (
        InspectionState.CONFIRMED,
        cast.vice_president_he,
        [],
    )
    with pytest.raises(AlreadyDone, match="何副院长"):
        services.confirm_self_inspection(inspection, by=cast.president_wang)


def test_a_doctor_all_alone_is_confirmed_one_level_up(stage):
    cast = stage.cast
    inspection = stage.inspection_of(cast.clinic)
    answer_everything(inspection, by=cast.doctor_he)
    services.submit_self_inspection(inspection, by=cast.doctor_he)
    inspection = fresh(inspection)
    assert (inspection.one_level_up, inspection.confirm_path) == (True, cast.city.path)
    with pytest.raises(NotAllowed):
        services.confirm_self_inspection(inspection, by=cast.doctor_he)
    services.confirm_self_inspection(inspection, by=cast.director_wang)
    assert fresh(inspection).state == InspectionState.CONFIRMED


def test_a_returned_self_inspection_keeps_its_answers(stage, inspection):
    cast = stage.cast
    answer_everything(inspection, by=cast.qian)
    services.submit_self_inspection(inspection, by=cast.qian)
    with pytest.raises(NotYet, match="已经提交"):
        services.answer_item(inspection, item=first_of(inspection, AnswerKind.CHOICE), choice=Choice.PASS, by=cast.qian)
    with pytest.raises(Invalid):
        services.return_self_inspection(inspection, by=cast.vice_president_he, because="")
    services.return_self_inspection(inspection, by=cast.vice_president_he, because="第8项与现场不符。")
    inspection = fresh(inspection)
    assert (inspection.state, open_nodes(inspection)) == (InspectionState.OPEN, ["fill"])
    assert inspection.answers.count() == 25
    services.submit_self_inspection(inspection, by=cast.qian)
    services.confirm_self_inspection(inspection, by=cast.vice_president_he)
    jobs.run_all()
    assert inspection.phase.progress.confirmed == 1


def test_nobody_fills_for_a_neighbour_or_with_a_foreign_item(stage, inspection):
    item = first_of(inspection, AnswerKind.CHOICE)
    with pytest.raises(NotAllowed):
        services.answer_item(inspection, item=item, choice=Choice.PASS, by=stage.cast.zheng)
    other = services.publish_checklist(
        code="other", name="另一张表", items=[{"section": "甲", "requirement": "乙"}], by=None
    )
    with pytest.raises(Invalid, match="不在本次检查"):
        services.answer_item(inspection, item=other.items.get(), choice=Choice.PASS, by=stage.cast.qian)
    with pytest.raises(NotYet, match="提交自查"):
        services.submit_inspection(inspection, by=stage.cast.qian)

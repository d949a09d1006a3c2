"""领导批示: points taken apart once each, orders by word of mouth confirmed by the leader, hours until deployment."""

import datetime
from collections import Counter
from functools import partial

import pytest

from accountability import verify
from accountability.handing import prepare_handover, submit_handover
from accountability.incoming import directing, tasks
from accountability.incoming.directing import points_of
from accountability.models import Assignment, Directive, DirectivePoint, Notice
from organizations import openings
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.sight import visible
from tests.accountability.papers_in import ago, order, task, today
from tests.accountability.signers import answer
from tests.cast import Cast
from tests.engine.crowd import MANY, together


def differences() -> list[str]:
    return [found.sentence for result in verify.run() for found in result.differences]


@pytest.mark.parametrize(
    ("text", "points"),
    [
        (
            "就全市的院感工作提出三点意见：一是加强领导；二是压实责任；三是严肃问责。",
            ["加强领导", "压实责任", "严肃问责。"],
        ),
        ("一、立即排查。\n二、召开会议。", ["立即排查。", "召开会议。"]),
        ("（一）排查；（二）整改", ["排查", "整改"]),
        ("1.排查\n2.整改\n3.报告", ["排查", "整改", "报告"]),
        ("请医政处阅处。", ["请医政处阅处。"]),
        ("2.5万元以内由医政处审核。", ["2.5万元以内由医政处审核。"]),
        ("  ", []),
    ],
)
def test_points_are_read_as_people_number_them(text: str, points: list[str]) -> None:
    assert points_of(text) == points


def test_each_point_becomes_tasks_and_the_hours_until_then_are_told(cast: Cast) -> None:
    cast.president_wang, cast.president_wu, cast.zhao  # noqa: B018 - on stage
    made = order(cast.city, by=cast.li)
    assert (made.state, made.number_text) == ("active", f"批〔{made.said_at.astimezone().year}〕1")
    first, second = made.points.all()
    given = directing.assign_point(first, task=task(cast.peoples_hospital, cast.tcm_hospital), by=cast.li)
    assert {one.lead_on(one.holders.get().since).person for one in given} == {cast.president_wang, cast.president_wu}
    with pytest.raises(AlreadyDone, match="李干事"):
        directing.assign_point(first, task=task(cast.peoples_hospital), by=cast.director_wang)
    with pytest.raises(NotYet, match="还有1个要点"):
        directing.close_directive(made, result="已落实", by=cast.li)
    directing.note_point(second, because="已列入周三例会", by=cast.li)
    with pytest.raises(AlreadyDone):
        directing.note_point(second, because="已列入周三例会", by=cast.li)
    directing.deploy(
        made, kind="inspection", label="带队督导排查", at=made.said_at + datetime.timedelta(hours=3), by=cast.li
    )
    found = Directive.objects.with_names().get(pk=made.pk)
    assert found.latency(found.deployed_at) == datetime.timedelta(hours=3)
    more = directing.add_tasks(first, task=task(cast.medical_office, holder=cast.zhao), by=cast.li)
    with pytest.raises(NotYet, match="还有任务没有办结"):
        directing.close_directive(made, result="已落实", by=cast.li)
    for one, who in zip([*given, *more], (cast.president_wang, cast.president_wu, cast.zhao), strict=True):
        tasks.report(one, text="已排查", percent=100, is_done=True, by=who)
    directing.close_directive(made, result="排查发现问题3项，均已整改。", by=cast.li)
    with pytest.raises(AlreadyDone):
        directing.close_directive(made, result="再办结", by=cast.li)
    assert differences() == []


def test_an_order_by_word_of_mouth_blocks_nothing_and_is_confirmed_by_the_leader(cast: Cast) -> None:
    said = {"way": "oral", "leader": cast.director_wang, "leader_name": ""}
    made = order(cast.city, by=cast.li, **said)
    assert (made.state, made.leader_name, made.is_by_proxy) == ("unconfirmed", "王主任", True)
    assert Notice.objects.unread(cast.director_wang).filter(text__startswith="请确认").count() == 1
    directing.assign_point(made.points.first(), task=task(cast.medical_office, holder=cast.zhao), by=cast.li)
    directing.note_point(made.points.last(), because="并入第一条", by=cast.li)
    with pytest.raises(NotYet, match="还没有经领导确认"):
        directing.close_directive(made, result="已落实", by=cast.li)
    with pytest.raises(NotAllowed, match="本人确认"):
        directing.confirm(made, is_right=True, note="", by=cast.director_liu)
    with pytest.raises(Invalid, match="哪里"):
        directing.confirm(made, is_right=False, note="", by=cast.director_wang)
    directing.confirm(made, is_right=True, note="属实", by=cast.director_wang)
    with pytest.raises(AlreadyDone):
        directing.confirm(made, is_right=False, note="不对", by=cast.director_wang)
    denied = order(cast.city, by=cast.li, **said)
    directing.assign_point(denied.points.first(), task=task(cast.medical_office, holder=cast.zhao), by=cast.li)
    directing.confirm(denied, is_right=False, note="未作此指示", by=cast.director_wang)
    assert [one.state for one in Assignment.objects.of(denied)] == ["cancelled"]
    with pytest.raises(NotYet, match="不再办理"):
        directing.note_point(denied.points.last(), because="撤", by=cast.li)
    own = order(cast.city, by=cast.director_wang, **said)
    assert own.state == "active"
    assert differences() == []


def test_a_confirmation_goes_to_the_successor_with_the_hand_over(cast: Cast) -> None:
    for person in (cast.vice_president_he, cast.president_wang, cast.qian, cast.head_zhang):
        cast.account(person)
    made = order(cast.peoples_hospital, by=cast.qian, way="oral", leader=cast.vice_president_he)
    assert [one.kind for one in openings.of_person(cast.vice_president_he)] == ["confirmations"]
    mark = openings.of_person(cast.vice_president_he)[0].mark
    told = {"supervisor": cast.head_zhang, "successors": {mark: cast.president_wang}, "because": "调任"}
    handover = prepare_handover(cast.vice_president_he, by=cast.vice_president_he, **told)
    submit_handover(handover, version=handover.version, by=cast.vice_president_he)
    for person in (cast.vice_president_he, cast.president_wang, cast.head_zhang):
        answer(handover, person)
    made.refresh_from_db()
    assert (made.confirmer, made.leader) == (cast.president_wang, cast.vice_president_he)
    directing.confirm(made, is_right=True, note="", by=cast.president_wang)
    assert differences() == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"leader_name": " "}, "批示领导"),
        ({"text": ""}, "批示内容"),
        ({"occasion": ""}, "事由"),
        ({"said_at": ago(hours=-1)}, "不能晚于现在"),
        ({"points": tuple(f"第{n}点" for n in range(31))}, "最多30条"),
        ({"text": "绝密★：不得外传"}, "国家秘密标志"),
    ],
)
def test_bad_entries_get_a_sentence_each(cast: Cast, wrong: dict[str, object], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        order(cast.city, by=cast.li, **wrong)
    assert not Directive.objects.exists()


def test_a_deployment_lies_between_the_word_and_now(cast: Cast) -> None:
    made = order(cast.city, by=cast.li)
    for at, sentence in ((ago(hours=6), "早于批示"), (ago(hours=-1), "晚于现在")):
        with pytest.raises(Invalid, match=sentence):
            directing.deploy(made, kind="meeting", label="会议", at=at, by=cast.li)
    with pytest.raises(Invalid, match="怎样部署"):
        directing.deploy(made, kind="meeting", label="", at=ago(hours=1), by=cast.li)
    with pytest.raises(NotAllowed):
        directing.deploy(made, kind="meeting", label="会议", at=ago(hours=1), by=cast.zhao)
    with pytest.raises(Invalid, match="不在本单位"):
        directing.assign_point(made.points.first(), task=task(cast.military_hospital), by=cast.li)
    assert not visible(cast.president_wang, Directive).exists()


@pytest.mark.django_db(transaction=True)
def test_of_many_who_take_one_point_apart_one_does_and_the_others_are_told_who(cast: Cast) -> None:
    point = order(cast.city, by=cast.li).points.first()
    people = [cast.li, cast.director_wang, cast.director_liu]
    unit, holder = cast.medical_office, cast.zhao

    def decide(pk: int) -> list[Assignment]:
        return directing.assign_point(
            DirectivePoint.objects.select_related("directive__organization").get(pk=point.pk),
            task=task(unit, holder=holder, due_on=today(3)),
            by=Person.objects.get(pk=pk),
        )

    answers = together(*(partial(decide, people[n % 3].pk) for n in range(MANY)))
    assert Counter(type(one) for one in answers) == {list: 1, AlreadyDone: MANY - 1}, answers
    assert Assignment.objects.count() == 1
    assert differences() == []

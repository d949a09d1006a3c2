"""收文: one number each, refused the second time; 拟办, 批示, 承办, 办结, each by who may and in its turn."""

import pytest
from django.utils import timezone

from accountability import assignments, trail, verify
from accountability.incoming import becoming, directing, registering, tasks
from accountability.models import Assignment, Derivation, Directive, IncomingDocument, Notice, Seat
from engine.models import Turn
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet, Stale
from organizations.sight import visible
from tests.accountability.papers_in import instruct, propose, register, task, today
from tests.accountability.signers import answer
from tests.cast import Cast


def differences() -> list[str]:
    return [found.sentence for result in verify.run() for found in result.differences]


def test_a_paper_goes_from_the_register_to_its_close(cast: Cast) -> None:
    assert cast.li
    paper = register(cast.city, by=cast.li)
    assert paper.number_text == f"收〔{today().year}〕1"
    propose(paper, by=cast.li, leaders=(cast.director_wang, cast.director_liu), lead_unit=cast.medical_office,
            holder=cast.zhao, supporting_units=(cast.peoples_hospital,))  # fmt: skip
    assert Assignment.objects.count() == 0
    instruct(paper, cast.director_wang)
    with pytest.raises(NotYet):
        registering.add_files(paper, files=(), by=cast.li)
    instruct(paper, cast.director_liu, "请医政处牵头，三天内拿出方案。")
    (owed,) = Assignment.objects.of(paper)
    assert (owed.lead_on(timezone.now()).person, owed.due_on) == (cast.zhao, today(7))
    assert list(owed.supporting_units.all()) == [cast.peoples_hospital]
    paper.refresh_from_db()
    with pytest.raises(NotYet, match="医政处"):
        registering.close_incoming(paper, result="已完成", by=cast.li)
    tasks.report(owed, text="方案已报送", percent=100, by=cast.zhao, is_done=True)
    assert Notice.objects.unread(cast.li).filter(text__startswith="任务已办结").exists()
    registering.close_incoming(paper, result="方案已印发。", by=cast.li)
    assert paper.state == "closed"
    assert not Turn.objects.of(paper).open().exists()
    verbs = [one.verb for one in trail.of(paper)]
    assert [one for one in verbs if one.startswith(("incoming", "handling"))] == [
        "incoming_registered", "handling_proposed", "incoming_handed_out", "incoming_closed",
    ]  # fmt: skip
    assert differences() == []


def test_a_leader_sends_the_proposal_back_and_it_is_proposed_anew(cast: Cast) -> None:
    paper = register(cast.city, by=cast.li)
    propose(paper, by=cast.li, leaders=(cast.director_wang,), lead_unit=cast.medical_office, holder=cast.zhao)
    answer(paper, cast.director_wang, "return", "应由院感质控中心承办。")
    paper.refresh_from_db()
    assert paper.state == "registered"
    assert Notice.objects.unread(cast.li).filter(text__contains="退回拟办").exists()
    propose(paper, by=cast.li)
    paper.refresh_from_db()
    assert (paper.state, paper.leaders.count(), Assignment.objects.count()) == ("handling", 0, 0)
    registering.close_incoming(paper, result="阅存。", by=cast.li)
    assert differences() == []


def test_the_same_paper_is_registered_once_and_a_void_number_is_not_given_again(cast: Cast) -> None:
    paper = register(cast.city, by=cast.li)
    with pytest.raises(Invalid, match=r"收文编号为收〔\d{4}〕1"):
        register(cast.city, by=cast.li)
    registering.void_incoming(paper, because="重复登记", by=cast.li)
    again = register(cast.city, by=cast.li)
    assert again.number_text.endswith("〕2")
    with pytest.raises(AlreadyDone):
        registering.void_incoming(paper, because="重复登记", by=cast.li)
    assert register(cast.peoples_hospital, by=cast.qian).number_text.endswith("〕1")
    assert differences() == []


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"sender": " "}, "来文单位"),
        ({"title": ""}, "标题"),
        ({"received_on": today(1)}, "不能晚于今天"),
        ({"written_on": today(1)}, "成文日期"),
        ({"copies": 0}, "份数"),
        ({"secrecy": "机密"}, "非涉密系统"),
        ({"summary": "机密★1年"}, "国家秘密标志"),
    ],
)
def test_bad_entries_get_a_sentence_each(cast: Cast, wrong: dict[str, object], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        register(cast.city, by=cast.li, **wrong)
    assert not IncomingDocument.objects.exists()


def test_a_proposal_says_who_does_it_by_when(cast: Cast) -> None:
    paper = register(cast.city, by=cast.li)
    for wrong, sentence in (
        ({"text": ""}, "拟办意见"),
        ({"leaders": (cast.director_wang, cast.director_wang)}, "只能选择一次"),
        ({"supporting_units": (cast.medical_office,)}, "先明确承办单位"),
        ({"lead_unit": cast.medical_office, "due_on": None}, "办理时限"),
        ({"lead_unit": cast.medical_office, "due_on": today(-1)}, "不能早于收到日期"),
        ({"lead_unit": cast.audit_office}, "没有在岗的负责人"),
        ({"lead_unit": cast.military_hospital}, "不在本单位"),
        ({"lead_unit": cast.medical_office, "supporting_units": (cast.medical_office,)}, "不能同时"),
    ):
        with pytest.raises(Invalid, match=sentence):
            propose(paper, by=cast.li, **wrong)
    proposal = registering.Proposal(text="阅存")
    with pytest.raises(Stale):
        registering.propose_handling(paper, proposal=proposal, version=0, by=cast.li)
    with pytest.raises(NotAllowed):
        registering.propose_handling(paper, proposal=proposal, version=1, by=cast.zhao)
    with pytest.raises(NotAllowed):
        register(cast.city, by=cast.zhao)


def test_a_superiors_sentence_becomes_tasks_that_report_back(cast: Cast) -> None:
    paper = register(cast.city, by=cast.li)
    cast.head_zhang, cast.president_wu, cast.president_wang  # noqa: B018 - on stage
    with pytest.raises(Invalid, match="摘录"):
        becoming.give_task(paper, task=task(cast.tcm_hospital), sentence="", by=cast.li)
    with pytest.raises(Invalid, match="承办单位"):
        becoming.give_task(paper, task=task(), sentence="月底前完成自查", by=cast.li)
    made = becoming.give_task(
        paper, task=task(cast.tcm_hospital, cast.peoples_hospital), sentence="各地月底前完成自查并上报。", by=cast.li
    )
    assert [one.lead_on(timezone.now()).person for one in made] == [cast.president_wu, cast.president_wang]
    assert {one.sentence for one in Derivation.objects.of(paper)} == {"各地月底前完成自查并上报。"}
    assert visible(cast.president_wu, IncomingDocument).get() == paper
    tasks.withdraw(made[0], because="已由县里统一部署", by=cast.li)
    with pytest.raises(NotAllowed):
        tasks.report(made[1], text="不是我的", percent=10, by=cast.president_wu)
    assert [one.state for one in Assignment.objects.of(paper)] == ["cancelled", "open"]
    with pytest.raises(NotYet, match="在“"):
        tasks.report(assignments.assign(
            source=cast.city, title="别处的任务", lead_unit=cast.city, holder=cast.li, due_on=today(), by=cast.li
        ), text="x", percent=1, by=cast.li)  # fmt: skip
    assert differences() == []


def test_a_leaders_words_on_the_sheet_become_a_directive_once(cast: Cast) -> None:
    paper = register(cast.city, by=cast.li)
    propose(paper, by=cast.li, leaders=(cast.director_wang,))
    instruct(paper, cast.director_wang, "一是医政处牵头排查；二是三天内报结果。")
    seat = Seat.objects.get()
    made = directing.from_seat(seat, points=directing.points_of(seat.opinion), by=cast.li)
    assert (made.state, made.said_at, made.leader) == ("active", seat.decided_at, cast.director_wang)
    assert [one.text for one in made.points.all()] == ["医政处牵头排查", "三天内报结果。"]
    with pytest.raises(AlreadyDone, match="批〔"):
        directing.from_seat(seat, points=(), by=cast.li)
    assert Directive.objects.count() == 1
    assert Derivation.objects.of(paper).get().target == made
    assert differences() == []


def test_a_neighbour_sees_no_register_but_an_auditor_does(cast: Cast) -> None:
    paper = register(cast.peoples_hospital, by=cast.qian)
    for person in (cast.li, cast.president_wu, cast.head_zhang, cast.director_wang):
        assert not visible(person, IncomingDocument).filter(pk=paper.pk).exists(), person
    for person in (cast.qian, cast.president_wang, cast.zhou):
        assert visible(person, IncomingDocument).filter(pk=paper.pk).exists(), person
    propose(paper, by=cast.qian, lead_unit=cast.icu, holder=cast.head_zhang)
    assert visible(cast.head_zhang, IncomingDocument).get() == paper

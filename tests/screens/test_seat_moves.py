"""转办, 加签, 减签 and 撤回 on the screen: who is offered what, and every refusal in words beside what was typed."""

from typing import Any

import pytest
from django.test import Client

from accountability import trail
from accountability.models import Notice, Seat, SignRequest
from accountability.models.signing import Policy, Word
from accountability.signing.routes import RouteStep
from accountability.signing.seats import add_signer, transfer
from engine.models import Submission
from engine.submissions import new_nonce
from organizations.models import Duty
from tests import make
from tests.accountability.signers import answer, paper_along, paper_for, requests_of, seat_of, states
from tests.cast import Cast
from tests.engine.playground.papers import Paper, send
from tests.screens.visitors import has_nothing_inline, post, text_of, visit_as

MOVES = ("transfer", "add")


@pytest.fixture
def paper(cast: Cast) -> Paper:
    """A paper of 李干事 waiting for 王主任; 刘主任 could be asked too."""
    assert cast.director_liu
    return paper_for(cast, cast.director_wang)


@pytest.fixture
def seat(cast: Cast, paper: Paper) -> Seat:
    """王主任's seat."""
    return seat_of(paper, cast.director_wang)


def address(seat: Seat, move: str) -> str:
    return f"/sign/{seat.pk}/{move}/"


def withdrawal(paper: Paper) -> str:
    return f"/sign/requests/{requests_of(paper)[-1].pk}/withdraw/"


def links(page: Any) -> list[str]:
    """Which of the four a page offers."""
    html = page.content.decode()
    return [move for move in ("transfer", "add", "remove", "withdraw") if f'/{move}/"' in html]


def offered(page: Any) -> str:
    """What the list of persons says."""
    html = page.content.decode()
    return html[html.index("<select") : html.index("</select>")]


def added_by_wang(cast: Cast, paper: Paper) -> Seat:
    """王主任 asks 刘主任 beside himself."""
    seat = seat_of(paper, cast.director_wang)
    return add_signer(seat, person=cast.director_liu, because="涉及经费", by=cast.director_wang)


def test_each_is_offered_only_what_he_may_do(cast: Cast, seat: Seat):
    sheet = f"/sign/{seat.pk}/"
    assert links(visit_as(cast.director_wang).get(sheet)) == ["transfer", "add"]
    assert links(visit_as(cast.li).get(sheet)) == ["withdraw"]
    assert links(visit_as(cast.director_liu).get(sheet)) == []


def test_a_page_says_what_comes_of_it(cast: Cast, seat: Seat):
    client = visit_as(cast.director_wang)
    for move, said in (("transfer", "您不再办理这一项"), ("add", "对方也要办理")):
        page = client.get(address(seat, move))
        assert page.status_code == 200
        assert said in text_of(page)
        assert "关于加强院感防控的通知" in text_of(page)
        assert has_nothing_inline(page.content.decode())


@pytest.mark.parametrize("move", MOVES)
def test_leading_people_of_ones_own_institution_are_offered_but_no_author_and_nobody_twice(cast: Cast, move: str):
    head = make.make_holder(Duty.HEAD, cast.medical_office, name="医政处长")
    others = cast.director_liu, cast.president_wang, cast.director_cao, cast.zhou, head
    assert all(others)
    author = make.make_holder(Duty.LEADER, cast.city, name="拟稿领导")
    paper = paper_for(cast, cast.director_wang, make.make_holder(Duty.LEADER, cast.city, name="同签领导"))
    Paper.objects.filter(pk=paper.pk).update(edited_by=author)

    names = offered(visit_as(cast.director_wang).get(address(seat_of(paper, cast.director_wang), move)))

    assert "刘主任" in names
    assert "医政处长" in names
    for absent in ("王主任", "王院长", "曹主任", "李干事", "拟稿领导", "同签领导"):
        assert absent not in names
    assert ("周审计" in names) == (move == "add"), "an auditor may be asked beside, not instead"


def test_where_nobody_else_can_be_asked_the_page_says_so(cast: Cast):
    seat = seat_of(paper_for(cast, cast.director_wang), cast.director_wang)
    assert "本单位没有其他可以办理的人员" in text_of(visit_as(cast.director_wang).get(address(seat, "transfer")))


def test_a_seat_is_handed_on_with_its_reason(cast: Cast, paper: Paper, seat: Seat):
    client = visit_as(cast.director_wang)
    sent = post(client, address(seat, "transfer"), person=cast.director_liu.pk, because="本周出差")
    assert sent["Location"] == "/"
    assert "已转给刘主任办理" in text_of(client.get("/"))
    seat.refresh_from_db()
    assert (seat.person, seat.first_person) == (cast.director_liu, cast.director_wang)
    assert Notice.objects.filter(person=cast.director_liu).exists()
    assert [event.reason for event in trail.of(paper).filter(verb="seat_transferred")] == ["本周出差"]
    text = text_of(visit_as(cast.director_liu).get(f"/sign/{seat.pk}/"))
    assert "待您审批" in text
    assert "原由王主任办理，转办原因：本周出差" in text


def test_another_signer_is_asked_and_let_off_again(cast: Cast, paper: Paper, seat: Seat):
    client = visit_as(cast.director_wang)
    sent = post(client, address(seat, "add"), person=cast.director_liu.pk, because="涉及经费")
    assert sent["Location"] == f"/sign/{seat.pk}/"
    added = seat_of(paper, cast.director_liu)
    sheet = client.get(f"/sign/{seat.pk}/")
    assert "王主任加签：涉及经费" in text_of(sheet)
    assert "已签 0/2" in text_of(sheet)
    assert address(added, "remove") in sheet.content.decode()
    assert address(added, "remove") not in visit_as(cast.director_liu).get(f"/sign/{added.pk}/").content.decode()

    page = client.get(address(added, "remove"))
    assert "刘主任" in text_of(page)
    sent = post(client, address(added, "remove"), because="")
    assert sent["Location"] == f"/sign/{seat.pk}/"
    added.refresh_from_db()
    assert added.state == Seat.State.CANCELLED
    assert "已签 0/1" in text_of(client.get(f"/sign/{seat.pk}/"))
    assert trail.of(paper).filter(verb="signer_removed").count() == 1


@pytest.mark.parametrize("move", MOVES)
def test_what_is_missing_is_asked_for_and_nothing_typed_is_lost(cast: Cast, seat: Seat, move: str):
    client = visit_as(cast.director_wang)
    page = post(client, address(seat, move), person=cast.director_liu.pk, because=" ")
    assert page.status_code == 422
    assert "请写明" in text_of(page)
    assert f'value="{cast.director_liu.pk}" selected' in page.content.decode()
    page = post(client, address(seat, move), person="", because="本周出差")
    assert "请选择办理人" in text_of(page)
    assert "本周出差</textarea>" in page.content.decode()
    assert Submission.objects.count() == 0


@pytest.mark.parametrize("move", MOVES)
def test_whoever_cannot_be_asked_is_refused_in_words(cast: Cast, paper: Paper, seat: Seat, move: str):
    client = visit_as(cast.director_wang)
    author = make.make_holder(Duty.LEADER, cast.city, name="拟稿领导")
    Paper.objects.filter(pk=paper.pk).update(edited_by=author)
    page = post(client, address(seat, move), person=author.pk, because="请代办")
    assert page.status_code == 403
    assert "拟稿人或最后修改人" in text_of(page)
    assert "请代办</textarea>" in page.content.decode()
    page = post(client, address(seat, move), person=cast.director_wang.pk, because="请代办")
    assert page.status_code == 409
    assert "已在本次办理人员中" in text_of(page)
    page = post(client, address(seat, move), person=cast.president_wang.pk, because="请代办")
    assert page.status_code == 422
    assert "不在可选名单中" in text_of(page)
    assert Submission.objects.count() == 0


@pytest.mark.parametrize("move", MOVES)
def test_a_form_without_its_mark_is_refused_on_the_page(cast: Cast, seat: Seat, move: str):
    fields = {"person": cast.director_liu.pk, "because": "本周出差", "nonce": ""}
    page = post(visit_as(cast.director_wang), address(seat, move), **fields)
    assert page.status_code == 422
    assert "页面已经失效" in text_of(page)
    assert "本周出差</textarea>" in page.content.decode()


@pytest.mark.parametrize("move", MOVES)
def test_a_double_click_acts_once(cast: Cast, paper: Paper, seat: Seat, move: str):
    client, nonce = visit_as(cast.director_wang), new_nonce()
    fields = {"person": cast.director_liu.pk, "because": "本周出差", "nonce": nonce}
    first, second = (post(client, address(seat, move), **fields) for _click in range(2))
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert trail.of(paper).filter(verb__in=("seat_transferred", "signer_added")).count() == 1


def test_who_hands_on_what_was_handed_to_him_gets_an_answer_to_his_second_click(cast: Cast):
    """A head who held the seat for a while sees it no longer: it was another who was named first."""
    first, middle, last = (
        make.make_holder(Duty.HEAD, make.make_department(cast.city, name=name), name=f"{name}长")
        for name in ("规划处", "财务处", "人事处")
    )
    seat = seat_of(paper_for(cast, first), first)
    transfer(seat, to=middle, because="请代办", by=first)
    client, nonce = visit_as(middle), new_nonce()
    fields = {"person": last.pk, "because": "本周出差", "nonce": nonce}
    first_click, second_click = (post(client, address(seat, "transfer"), **fields) for _click in range(2))
    assert (first_click.status_code, second_click.status_code) == (302, 302)
    assert client.get(f"/sign/{seat.pk}/").status_code == 404


@pytest.mark.parametrize("move", [*MOVES, "remove"])
def test_another_persons_seat_is_not_moved(cast: Cast, paper: Paper, move: str):
    seat = added_by_wang(cast, paper) if move == "remove" else seat_of(paper, cast.director_wang)
    client = visit_as(cast.director_liu)
    page = client.get(address(seat, move))
    assert page.status_code == 403
    assert "<select" not in page.content.decode()
    sent = post(client, address(seat, move), person=cast.director_liu.pk, because="请代办")
    assert sent.status_code == 403
    assert ("只有加签人" if move == "remove" else "不是由您办理") in text_of(sent)
    before = seat.person_id, seat.state
    seat.refresh_from_db()
    assert (seat.person_id, seat.state) == before


def test_another_hospital_finds_nothing(cast: Cast, paper: Paper, seat: Seat):
    client = visit_as(cast.president_wu)
    for url in (*(address(seat, move) for move in (*MOVES, "remove")), withdrawal(paper)):
        assert client.get(url).status_code == 404
        assert post(client, url, person=cast.president_wu.pk, because="越权").status_code == 404
        assert post(client, url, person=cast.president_wu.pk, because="越权", nonce="").status_code == 404
    assert Submission.objects.count() == 0


def test_a_seat_that_was_decided_meanwhile_is_not_handed_on(cast: Cast, paper: Paper, seat: Seat):
    client = visit_as(cast.director_wang)
    answer(paper, cast.director_wang)
    assert links(client.get(f"/sign/{seat.pk}/")) == []
    assert client.get(address(seat, "transfer")).status_code == 409
    page = post(client, address(seat, "transfer"), person=cast.director_liu.pk, because="本周出差")
    assert page.status_code == 409
    assert "您已于" in text_of(page)


def test_an_answer_is_not_taken_off(cast: Cast, paper: Paper):
    added = added_by_wang(cast, paper)
    client = visit_as(cast.director_wang)
    answer(paper, cast.director_liu)
    assert links(client.get(f"/sign/{seat_of(paper, cast.director_wang).pk}/")) == ["transfer", "add"]
    page = post(client, address(added, "remove"))
    assert page.status_code == 409
    assert "刘主任" in text_of(page)


def test_letting_off_the_last_who_is_waited_for_ends_the_step(cast: Cast, paper: Paper):
    added = added_by_wang(cast, paper)
    answer(paper, cast.director_wang)
    assert states(paper) == [SignRequest.State.OPEN]
    assert post(visit_as(cast.director_wang), address(added, "remove")).status_code == 302
    paper.refresh_from_db()
    assert paper.issued


def test_the_sender_takes_it_back_while_nobody_has_signed(cast: Cast, paper: Paper, seat: Seat):
    client = visit_as(cast.li)
    assert "可以修改后重新送签" in text_of(client.get(withdrawal(paper)))
    nonce = new_nonce()
    first, second = (post(client, withdrawal(paper), because="口径有误", nonce=nonce) for _click in range(2))
    assert first.status_code == second.status_code == 302
    assert states(paper) == [SignRequest.State.WITHDRAWN]
    assert [event.reason for event in trail.of(paper).filter(verb="signing_withdrawn")] == ["口径有误"]
    assert links(client.get(f"/sign/{seat.pk}/")) == []


def test_an_author_takes_back_what_another_sent(cast: Cast, paper: Paper, seat: Seat):
    Paper.objects.filter(pk=paper.pk).update(drafted_by=cast.zhao)
    client = visit_as(cast.zhao)
    assert links(client.get(f"/sign/{seat.pk}/")) == ["withdraw"]
    sent = post(client, withdrawal(paper))
    assert sent.status_code == 302, text_of(sent)


def test_after_the_first_signature_nothing_is_taken_back(cast: Cast):
    paper = paper_for(cast, cast.director_wang, cast.director_liu, policy=Policy.ALL)
    client = visit_as(cast.li)
    url = withdrawal(paper)
    answer(paper, cast.director_wang)
    assert links(client.get(f"/sign/{seat_of(paper, cast.director_liu).pk}/")) == []
    page = client.get(url)
    assert page.status_code == 422
    page = post(client, url, because="口径有误")
    assert page.status_code == 422
    assert "已有人办理，不能撤回" in text_of(page)
    assert "口径有误</textarea>" in page.content.decode()


def test_only_sender_and_authors_take_back(cast: Cast, paper: Paper):
    client = visit_as(cast.director_liu)
    assert client.get(withdrawal(paper)).status_code == 403
    sent = post(client, withdrawal(paper))
    assert sent.status_code == 403
    assert "只有送签人或拟稿人" in text_of(sent)
    assert states(paper) == [SignRequest.State.OPEN]


def test_an_old_page_does_not_take_back_what_was_sent_again(cast: Cast, paper: Paper):
    client, old = visit_as(cast.li), withdrawal(paper)
    post(client, old)
    paper.refresh_from_db()
    paper.steps = (RouteStep(word=Word.APPROVE, people=(cast.director_wang,)),)
    send(paper, by=cast.li)
    page = post(client, old)
    assert page.status_code == 422
    assert "没有正在办理的送签" in text_of(page)
    assert states(paper) == [SignRequest.State.WITHDRAWN, SignRequest.State.OPEN]


def test_what_i_have_sent_is_listed_until_it_is_done(cast: Cast):
    people = cast.director_wang, cast.director_liu
    paper = paper_along(cast, *(RouteStep(word=Word.APPROVE, people=(person,)) for person in people))
    client = visit_as(cast.li)
    page = client.get("/?part=sent")
    assert "等待王主任审批" in text_of(page)
    assert "已签 0/1" in text_of(page)
    assert f"/sign/requests/{requests_of(paper)[0].pk}/withdraw/" in page.content.decode()
    answer(paper, cast.director_wang)
    page = client.get("/?part=sent")
    assert "等待刘主任审批" in text_of(page)
    assert "/withdraw/" not in page.content.decode()
    assert "没有正在办理的送签" in text_of(visit_as(cast.director_wang).get("/?part=sent")), "he signed, no more"
    answer(paper, cast.director_liu)
    assert "没有正在办理的送签" in text_of(client.get("/?part=sent"))


def costs(client: Client, url: str, at_most: Any) -> None:
    """A page once it is warm."""
    client.get(url)
    with at_most(12):
        assert client.get(url).status_code == 200


def test_every_page_costs_the_same_whatever_the_number_of_people(cast: Cast, django_assert_max_num_queries):
    for others in (1, 12):
        for _number in range(others):
            make.make_holder(Duty.LEADER, cast.city)
        signers = [make.make_holder(Duty.LEADER, cast.city) for _number in range(others)]
        paper = paper_for(cast, cast.director_wang, *signers)
        seat = seat_of(paper, cast.director_wang)
        added = added_by_wang(cast, paper)
        wang, li = visit_as(cast.director_wang), visit_as(cast.li)
        for url in (f"/sign/{seat.pk}/", address(seat, "transfer"), address(seat, "add"), address(added, "remove")):
            costs(wang, url, django_assert_max_num_queries)
        for url in (f"/sign/{seat.pk}/", withdrawal(paper), "/?part=sent"):
            costs(li, url, django_assert_max_num_queries)
        costs(visit_as(cast.zhou), f"/sign/{seat.pk}/", django_assert_max_num_queries)

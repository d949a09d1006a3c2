"""The sign sheet: what is shown is what is signed, in two taps, and everything else is refused with a sentence."""

import re
from typing import Any

import pytest
from django.test import Client

from accountability.models import Attachment, Seat
from accountability.models.signing import Policy, Word
from accountability.signing.routes import RouteStep
from accountability.views.signing import opinion_of
from accountability.views.stock_opinions import stock_opinions
from engine.models import Submission
from engine.submissions import new_nonce
from organizations.models import Duty
from tests import make
from tests.accountability.signers import answer, paper_for, seat_of
from tests.cast import Cast
from tests.engine.playground.papers import Paper, revise, send
from tests.screens.visitors import has_nothing_inline, password_was_given, post, text_of, visit_as

W1 = (
    "确认提交办理意见。系统将记录您的身份、岗位、时间及所见内容。"
    "本记录为系统办理记录，不等同于《电子签名法》规定的可靠电子签名；依规应当手写签名或盖章的，请另行办理。"
)


def sheet_of(client: Client, seat: Seat) -> Any:
    return client.get(f"/sign/{seat.pk}/")


def decide(client: Client, seat: Seat, **fields: Any) -> Any:
    """Send the sheet as the page does."""
    given = {"verdict": "agree", "stock": "同意", "opinion": "", "manifest_digest": seat.request.manifest.sha256}
    return post(client, f"/sign/{seat.pk}/decide/", **{**given, **fields})


@pytest.fixture
def paper(cast: Cast) -> Paper:
    """A paper waiting for 王主任."""
    return paper_for(cast, cast.director_wang)


@pytest.fixture
def seat(cast: Cast, paper: Paper) -> Seat:
    """王主任's seat."""
    return seat_of(paper, cast.director_wang)


def test_the_sheet_shows_the_manifest_and_says_what_signing_means(cast: Cast, seat: Seat):
    page = sheet_of(visit_as(cast.director_wang), seat)
    text = text_of(page)
    assert "待您审批" in text
    assert "各医院三月底前完成整改。" in text
    assert "是否同意印发？" in text
    assert W1 in text
    assert "已签 0/1" in text
    assert has_nothing_inline(page.content.decode())


def test_the_sheet_is_drawn_from_the_manifest_not_from_the_thing(cast: Cast, paper: Paper, seat: Seat):
    Paper.objects.filter(pk=paper.pk).update(text="偷偷改过的正文")
    text = text_of(sheet_of(visit_as(cast.director_wang), seat))
    assert "各医院三月底前完成整改。" in text
    assert "偷偷改过的正文" not in text


def test_two_taps_are_enough_after_signing_in(cast: Cast, paper: Paper, seat: Seat):
    client = visit_as(cast.director_wang)
    page = sheet_of(client, seat).content.decode()
    assert 'type="password"' not in page
    assert 'value="同意" checked' in page, "the first stock opinion is chosen beforehand"
    answered = decide(client, seat)
    assert answered["Location"] == f"/sign/{seat.pk}/receipt/"
    seat.refresh_from_db()
    assert (seat.verdict, seat.opinion) == ("agree", "同意")
    receipt = text_of(client.get(answered["Location"]))
    assert "办理意见回执" in receipt
    assert seat.manifest_digest in receipt
    paper.refresh_from_db()
    assert paper.issued


def test_after_five_minutes_the_password_is_asked_for_in_the_same_sheet(cast: Cast, seat: Seat):
    client = visit_as(cast.director_wang)
    password_was_given(client, minutes_ago=6)
    assert 'type="password"' in sheet_of(client, seat).content.decode()
    page = decide(client, seat, opinion="请抓紧")
    assert page.status_code == 422
    assert "请输入密码后再提交" in text_of(page)
    assert "请抓紧</textarea>" in page.content.decode(), "nothing typed is lost"
    page = decide(client, seat, password="falsch-falsch")
    assert "密码不正确" in text_of(page)
    assert decide(client, seat, password=make.PASSWORD, opinion="请抓紧").status_code == 302
    seat.refresh_from_db()
    assert seat.opinion == "同意。请抓紧"


@pytest.mark.parametrize("verdict", ["return", "disagree"])
def test_a_refusal_says_why(cast: Cast, seat: Seat, verdict: str):
    client = visit_as(cast.director_wang)
    page = decide(client, seat, verdict=verdict, stock="", opinion=" ")
    assert page.status_code == 422
    assert "请写明意见" in text_of(page)
    assert Submission.objects.count() == 0
    seat.refresh_from_db()
    assert seat.state == Seat.State.OPEN
    assert decide(client, seat, verdict=verdict, stock="", opinion="口径不明").status_code == 302


def test_an_answer_that_does_not_exist_is_refused(cast: Cast, seat: Seat):
    page = decide(visit_as(cast.director_wang), seat, verdict="perhaps")
    assert page.status_code == 422
    assert "请选择办理结果" in text_of(page)


def test_a_double_click_gets_the_first_answer(cast: Cast, seat: Seat):
    client, nonce = visit_as(cast.director_wang), new_nonce()
    first, second = (decide(client, seat, nonce=nonce) for _click in range(2))
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]


def test_a_form_without_its_mark_is_refused_on_the_sheet(cast: Cast, seat: Seat):
    page = decide(visit_as(cast.director_wang), seat, nonce="")
    assert page.status_code == 422
    assert "页面已经失效" in text_of(page)


def test_a_seat_that_was_answered_elsewhere_says_who_and_when(cast: Cast):
    paper = paper_for(cast, cast.director_wang, cast.director_liu, policy=Policy.ANY)
    mine = seat_of(paper, cast.director_wang)
    client = visit_as(cast.director_wang)
    answer(paper, cast.director_liu)
    page = decide(client, mine)
    assert page.status_code == 409
    assert "已被他人办理" in text_of(page)
    assert "刘主任" in text_of(page)


def test_a_thing_changed_between_reading_and_signing_shows_both_texts(cast: Cast, paper: Paper, seat: Seat):
    client = visit_as(cast.director_wang)
    sheet_of(client, seat)
    revise(paper, "各医院四月底前完成整改。", by=cast.li)
    page = decide(client, seat)
    assert page.status_code == 409
    text = text_of(page)
    assert "三月底" in text
    assert "四月底" in text
    seat.refresh_from_db()
    assert seat.state == Seat.State.OPEN


def test_what_was_not_shown_cannot_be_signed(cast: Cast, seat: Seat):
    assert decide(visit_as(cast.director_wang), seat, manifest_digest="0" * 64).status_code == 409


def test_another_persons_seat_is_read_but_not_decided(cast: Cast, seat: Seat):
    client = visit_as(cast.director_liu)
    page = sheet_of(client, seat)
    assert page.status_code == 200
    assert "bh-signbar" not in page.content.decode()
    assert decide(client, seat).status_code in {403, 404}
    seat.refresh_from_db()
    assert seat.state == Seat.State.OPEN


def test_another_hospital_finds_nothing(cast: Cast, seat: Seat):
    client = visit_as(cast.president_wu)
    assert sheet_of(client, seat).status_code == 404
    assert decide(client, seat).status_code == 404
    assert client.get(f"/sign/{seat.pk}/receipt/").status_code == 404


def test_there_is_no_receipt_before_the_answer(cast: Cast, seat: Seat):
    page = visit_as(cast.director_wang).get(f"/sign/{seat.pk}/receipt/")
    assert page.status_code == 422
    assert "尚未提交办理意见" in text_of(page)


def test_the_second_time_shows_what_is_different(cast: Cast, paper: Paper, seat: Seat):
    client = visit_as(cast.director_wang)
    decide(client, seat, verdict="return", stock="", opinion="请写明期限")
    revise(paper, "各医院四月底前完成整改。", by=cast.li)
    paper.steps = (RouteStep(word=Word.APPROVE, people=(cast.director_wang,)),)
    send(paper, by=cast.li)
    text = text_of(sheet_of(client, seat_of(paper, cast.director_wang)))
    assert "与您上次看到的不同" in text
    assert text.index("三月底") < text.index("四月底")
    assert "请写明期限" in text, "the earlier opinion is shown"


def test_the_receipt_leads_to_the_next_paper(cast: Cast, seat: Seat):
    following = seat_of(paper_for(cast, cast.director_wang), cast.director_wang)
    client = visit_as(cast.director_wang)
    assert "第 1 件，共 2 件" in text_of(sheet_of(client, seat))
    receipt = client.get(decide(client, seat)["Location"])
    assert f'href="/sign/{following.pk}/"' in receipt.content.decode()
    assert "办理下一件" in text_of(receipt)


def test_the_sheet_costs_the_same_whatever_the_number_of_signers(cast: Cast, django_assert_max_num_queries):
    client = visit_as(cast.director_wang)
    for others in (1, 12):
        people = [make.make_holder(Duty.LEADER, cast.city) for _number in range(others)]
        seat = seat_of(paper_for(cast, cast.director_wang, *people), cast.director_wang)
        sheet_of(client, seat)
        with django_assert_max_num_queries(12):
            sheet_of(client, seat)


def test_only_the_named_file_is_linked(cast: Cast, seat: Seat):
    page = sheet_of(visit_as(cast.director_wang), seat).content.decode()
    assert not Attachment.objects.exists()
    assert "/files/" not in page


@pytest.mark.parametrize("word", Word.values)
def test_whoever_agrees_is_offered_an_opinion(word: str):
    verdict = "no_comment" if word == Word.COUNTERSIGN else "agree"
    assert stock_opinions(word, verdict)


def test_the_stock_opinion_and_the_addition_become_one_text():
    assert opinion_of("同意。", "请抓好落实。") == "同意。请抓好落实。"
    assert opinion_of("", "  可以 ") == "可以"
    assert opinion_of("同意", "") == "同意"


def test_every_button_says_its_verdict(cast: Cast, seat: Seat):
    page = sheet_of(visit_as(cast.director_wang), seat).content.decode()
    bar = page[page.index("bh-signbar") :]
    assert re.findall(r"popovertarget=\"sign-(\w+)\"", bar)[:3] == ["disagree", "return", "agree"]


def test_whoever_was_signed_out_meanwhile_comes_back_to_the_sheet(cast: Cast, seat: Seat):
    sent = decide(Client(), seat)
    assert sent["Location"] == f"/login/?next=/sign/{seat.pk}/decide/&expired=1"
    assert visit_as(cast.director_wang).get(f"/sign/{seat.pk}/decide/")["Location"] == f"/sign/{seat.pk}/"

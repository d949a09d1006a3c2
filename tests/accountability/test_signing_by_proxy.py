"""Sign-off while somebody is away: his proxy sits for him, marked （代）, and four eyes stay four."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from accountability import trail, verify
from accountability.attachments import Checked, gate
from accountability.delegating import grant
from accountability.models import Attachment, Notice, Seat, SignRequest
from accountability.models.signing import Policy, Word
from accountability.signing.decisions import decide
from accountability.signing.receipts import receipt
from accountability.signing.seats import add_signer, remove_signer, transfer
from organizations.models import Appointment, Delegation, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed
from organizations.services import end_appointment, revoke
from tests.accountability import hostile
from tests.accountability.hostile import upload
from tests.accountability.signers import answer, paper_for, seat_of
from tests.cast import Cast
from tests.engine.playground.papers import Paper


def today(distance: int = 0) -> date:
    return timezone.localdate() + timedelta(days=distance)


def away(grantor: Person, proxy: Person, **other) -> Delegation:
    """The grantor is away for some days, and says so himself."""
    post = Appointment.objects.filter(person=grantor).with_places().by_precedence().first()
    given = {"since": today(), "until": today(5), "because": "外出学习", "by": grantor, **other}
    return grant(post, proxy=proxy, **given)


def letter() -> Checked:
    return gate(upload("授权书.pdf", hostile.PDF))


def the_seat(paper: Paper) -> Seat:
    return Seat.objects.select_related("request__manifest").filter(request__in=SignRequest.objects.of(paper)).get()


@pytest.fixture
def wang_away(cast: Cast) -> Delegation:
    """王主任 is away, 刘主任 acts for him."""
    return away(cast.director_wang, cast.director_liu)


def test_a_new_seat_goes_to_the_proxy_and_says_so(cast: Cast, wang_away: Delegation):
    paper = paper_for(cast, cast.director_wang)
    seat = the_seat(paper)
    assert (seat.person, seat.on_behalf_of, seat.origin) == (cast.director_liu, cast.director_wang, "proxy")
    assert seat.signed_name == "刘主任（代）"
    assert "副主任" in seat.post_label, "the post is the grantor's"
    assert list(Seat.objects.waiting_for(cast.director_liu)) == [seat]
    assert list(Seat.objects.waiting_for(cast.director_wang)) == [seat], "the grantor sees who acts"
    assert Notice.objects.filter(person=cast.director_liu, text__contains="请办理").exists()
    done = answer(paper, cast.director_liu, opinion="同意。")
    event = trail.of(paper).filter(verb="seat_decided").get()
    assert (event.actor_name, event.acting_for_name, event.who) == ("刘主任", "王主任", "刘主任 代 王主任")
    assert receipt(done).person == "刘主任（代）"
    assert receipt(done).on_behalf_of == "王主任"
    assert Notice.objects.filter(person=cast.director_wang, text__contains="刘主任已代您办理").exists()
    paper.refresh_from_db()
    assert paper.issued


def test_either_may_sign_and_exactly_one_does(cast: Cast, wang_away: Delegation):
    paper = paper_for(cast, cast.director_wang)
    seat = the_seat(paper)
    done = answer_as(paper, seat, cast.director_wang)
    assert (done.person, done.on_behalf_of, done.signed_name) == (cast.director_wang, None, "王主任")
    assert trail.of(paper).filter(verb="seat_decided").get().acting_for_name == ""
    with pytest.raises(NotAllowed):
        answer_as(paper, seat, cast.director_liu)


def test_who_comes_second_hears_who_was_first(cast: Cast, wang_away: Delegation):
    paper = paper_for(cast, cast.director_wang)
    answer(paper, cast.director_liu)
    with pytest.raises(AlreadyDone, match="刘主任（代）"):
        answer_as(paper, the_seat(paper), cast.director_wang)


def answer_as(paper: Paper, seat: Seat, person: Person) -> Seat:
    """Somebody answers this very seat."""
    from_page = Seat.objects.select_related("request__manifest").get(pk=seat.pk)
    return answer_seat(from_page, person)


def answer_seat(seat: Seat, person: Person) -> Seat:
    shown = seat.request.manifest.sha256
    return decide(seat, verdict="agree", by=person, manifest_digest=shown, reauthenticated_at=timezone.now())


@pytest.mark.parametrize("how", ["revoked", "expired", "grantor left", "proxy left"])
def test_when_it_ends_the_seat_is_the_grantors_alone(cast: Cast, wang_away: Delegation, how: str):
    paper = paper_for(cast, cast.director_wang)
    seat = the_seat(paper)
    if how == "revoked":
        revoke(wang_away, by=cast.director_wang, because="提前返岗")
    elif how == "expired":
        Delegation.objects.update(since=today(-9), until=today(-1))
    else:
        leaver = cast.director_wang if how == "grantor left" else cast.director_liu
        end_appointment(leaver.appointments.get(), until=today(-1), by=None, because="停职", at_once=True)
    assert not Seat.objects.waiting_for(cast.director_liu).exists()
    with pytest.raises(NotAllowed, match=r"王主任”本人办理|不再担任"):
        answer_as(paper, seat, cast.director_liu)
    if how != "grantor left":
        assert answer_as(paper, seat, cast.director_wang).signed_name == "王主任"


def test_a_delegation_for_other_matters_or_other_days_changes_nothing(cast: Cast):
    away(cast.director_wang, cast.director_liu, covers="steps", until=today(2))
    away(cast.director_wang, cast.director_liu, covers="sign", since=today(3))
    paper = paper_for(cast, cast.director_wang)
    assert the_seat(paper).person == cast.director_wang


def test_issuing_goes_to_the_proxy_only_with_the_letter(cast: Cast, wang_away: Delegation):
    paper = paper_for(cast, cast.director_wang, word=Word.ISSUE)
    assert the_seat(paper).person == cast.director_wang


def test_issuing_with_the_letter(cast: Cast):
    authorised = {"includes_issue": True, "authorisation": "江卫授〔2026〕3号"}
    with pytest.raises(Invalid, match="授权书扫描件"):
        away(cast.director_wang, cast.director_liu, **authorised)
    one = away(cast.director_wang, cast.director_liu, document=letter(), **authorised)
    assert Attachment.objects.of(one).get().note == "江卫授〔2026〕3号"
    paper = paper_for(cast, cast.director_wang, word=Word.ISSUE)
    assert the_seat(paper).signed_name == "刘主任（代）"
    answer(paper, cast.director_liu)
    assert not [found for one in verify.run() for found in one.differences]


def test_neither_the_author_as_proxy_nor_his_own_proxy_signs(cast: Cast):
    away(cast.director_wang, cast.li)  # the author of every paper acts for the leader
    paper = paper_for(cast, cast.director_wang)
    assert the_seat(paper).person == cast.director_wang, "the seat stays with the grantor"
    with pytest.raises(NotAllowed):
        answer_as(paper, the_seat(paper), cast.li)


def test_who_acts_for_the_author_does_not_approve_his_work(cast: Cast):
    away(cast.li, cast.director_liu)
    paper = paper_for(cast, cast.director_wang, cast.director_liu)
    assert the_seat(paper).person == cast.director_wang, "he is not asked"
    with pytest.raises(NotAllowed, match="正代拟稿人办理"):
        add_signer(the_seat(paper), person=cast.director_liu, because="请把关", by=cast.director_wang)


def test_who_begins_to_act_for_the_author_later_does_not_approve_either(cast: Cast):
    paper = paper_for(cast, cast.director_liu)
    away(cast.li, cast.director_liu)
    with pytest.raises(NotAllowed, match="正代这份材料的拟稿人"):
        answer(paper, cast.director_liu)


def test_who_is_asked_himself_does_not_sit_twice(cast: Cast, wang_away: Delegation):
    paper = paper_for(cast, cast.director_wang, cast.director_liu)
    seats = Seat.objects.filter(request__in=SignRequest.objects.of(paper)).order_by("order")
    assert [seat.signed_name for seat in seats] == ["王主任", "刘主任"]


def test_what_already_waits_is_handed_over_where_asked_for(cast: Cast):
    first, second = paper_for(cast, cast.director_wang), paper_for(cast, cast.director_wang)
    with pytest.raises(Invalid, match="不能同时移交"):
        away(cast.director_wang, cast.director_liu, since=today(1), hand_over=True)
    assert not Delegation.objects.exists()
    away(cast.director_wang, cast.director_liu, hand_over=True)
    assert [the_seat(paper).signed_name for paper in (first, second)] == ["刘主任（代）"] * 2
    assert trail.of(first).filter(verb="seat_handed_over").get().actor_name == "王主任"
    assert not [found for one in verify.run() for found in one.differences]


def test_a_turn_that_comes_later_looks_anew_who_acts(cast: Cast):
    president, vice = cast.director_liu, cast.director_wang
    paper = paper_for(cast, president, vice, policy=Policy.SEQUENCE)
    away(vice, cast.zhao)
    answer(paper, president)
    assert seat_of(paper, cast.zhao).signed_name == "赵督导（代）"


def test_a_turn_that_comes_after_the_end_is_the_grantors(cast: Cast):
    given = away(cast.director_wang, cast.zhao)
    paper = paper_for(cast, cast.director_liu, cast.director_wang, policy=Policy.SEQUENCE)
    assert seat_of(paper, cast.zhao).state == "waiting"
    revoke(given, by=cast.director_wang, because="提前返岗")
    answer(paper, cast.director_liu)
    seat = seat_of(paper, cast.director_wang)
    assert (seat.state, seat.on_behalf_of) == ("open", None)
    assert Notice.objects.filter(person=cast.director_wang, text__contains="请办理").exists()


def test_a_proxy_hands_nothing_on_but_may_ask_one_more(cast: Cast, wang_away: Delegation):
    paper = paper_for(cast, cast.director_wang)
    seat = the_seat(paper)
    with pytest.raises(NotAllowed, match="不能再转给他人"):
        transfer(seat, to=cast.zhao, because="没空", by=cast.director_liu)
    with pytest.raises(AlreadyDone, match="已在本次办理人员中"):
        add_signer(seat, person=cast.director_wang, because="请本人看", by=cast.director_liu)
    added = add_signer(seat, person=cast.zhao, because="请会商", by=cast.director_liu)
    remove_signer(added, by=cast.director_liu)
    moved = transfer(seat, to=cast.zhao, because="改由督导办理", by=cast.director_wang)
    assert (moved.person, moved.on_behalf_of, moved.first_person) == (cast.zhao, None, cast.director_wang)

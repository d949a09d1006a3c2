"""What an answer must satisfy before it counts, and what is kept of it."""

from datetime import timedelta

import pytest
from django.utils import timezone, translation

from accountability import trail, verify
from accountability.digest import pair
from accountability.models import Seat, SignedManifest, SignRequest
from accountability.models.signing import Policy, Verdict, Word
from accountability.signing.receipts import receipt
from accountability.signing.wording import RECORD_ONLY, STATEMENT
from organizations.acting import acting
from organizations.models import Appointment
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet, Stale
from organizations.sight import visible
from tests.accountability.signers import answer, leaders, paper_for, requests_of, seat_of, states
from tests.cast import Cast
from tests.engine.playground.papers import Paper, revise

pytestmark = pytest.mark.urls("tests.accountability.addresses")
CHANGED = "各医院四月底前完成整改。"


@pytest.fixture
def paper(cast: Cast) -> Paper:
    """A paper that waits for 王主任 and 刘主任."""
    return paper_for(cast, cast.director_wang, cast.director_liu)


def unanswered(paper: Paper) -> bool:
    """Whether nothing at all was written."""
    return {seat.state for request in requests_of(paper) for seat in request.counted} == {Seat.State.OPEN}


def test_what_was_signed_is_kept_with_who_as_what_when_and_how(cast: Cast, paper: Paper) -> None:
    appointment = cast.director_wang.appointments.get()
    with acting(cast.director_wang, appointment, strength="totp"):
        seat = answer(paper, cast.director_wang, opinion="  同意，抓紧办。 ")
    seat.refresh_from_db()
    assert (seat.verdict, seat.opinion, seat.strength) == (Verdict.AGREE, "同意，抓紧办。", "totp")
    assert (seat.person_name, seat.post_label) == ("王主任", "江州市卫生健康委员会副主任")
    assert seat.manifest_digest == seat.request.manifest.sha256
    event = trail.of(paper).filter(verb="seat_decided").get()
    assert (event.actor_name, event.reason) == ("王主任", "同意，抓紧办。")
    assert event.told["extra"]["verdict"] == "同意"


def test_the_digest_is_that_of_the_stored_text(paper: Paper) -> None:
    manifest = requests_of(paper)[0].manifest
    assert pair(manifest.body) == (manifest.sha256, manifest.sm3)
    assert manifest.content == paper.content()
    assert manifest.object_version == paper.version


def test_a_password_older_than_five_minutes_is_asked_for_again(cast: Cast, paper: Paper) -> None:
    for moment in (None, timezone.now() - timedelta(minutes=5, seconds=1), timezone.now() + timedelta(hours=1)):
        with pytest.raises(NotYet, match="请输入密码"):
            answer(paper, cast.director_wang, reauthenticated_at=moment)
    assert unanswered(paper)


def test_a_return_a_refusal_and_a_change_need_an_opinion(cast: Cast, paper: Paper) -> None:
    for verdict in (Verdict.RETURN, Verdict.DISAGREE):
        with pytest.raises(Invalid) as refused:
            answer(paper, cast.director_wang, verdict, " ")
        assert list(refused.value.errors) == ["opinion"]
    countersign = paper_for(cast, cast.director_wang, word=Word.COUNTERSIGN)
    with pytest.raises(Invalid, match="请写明意见"):
        answer(countersign, cast.director_wang, Verdict.AGREE_WITH_CHANGES)


def test_an_opinion_no_database_can_store_is_stored_without_what_cannot_be_read(cast: Cast, paper: Paper) -> None:
    seat = answer(paper, cast.director_wang, Verdict.AGREE, "同\0意\ud800")
    seat.refresh_from_db()
    assert seat.opinion == "同意?"


def test_a_verdict_belongs_to_its_word(cast: Cast, paper: Paper) -> None:
    with pytest.raises(Invalid, match="同意、退回修改、不同意"):
        answer(paper, cast.director_wang, Verdict.NO_COMMENT)
    countersign = paper_for(cast, cast.director_wang, word=Word.COUNTERSIGN)
    with pytest.raises(Invalid, match="无意见、同意（附修改意见）、不同意"):
        answer(countersign, cast.director_wang, Verdict.RETURN, "退")


def test_nobody_answers_for_another(cast: Cast, paper: Paper) -> None:
    with pytest.raises(NotAllowed, match="不是由您办理"):
        answer(paper, cast.director_wang, by=cast.director_liu)
    assert unanswered(paper)


def test_who_edited_it_last_may_not_sign_it_whatever_his_account(cast: Cast, paper: Paper) -> None:
    Paper.objects.filter(pk=paper.pk).update(edited_by=cast.director_wang)
    with pytest.raises(NotAllowed, match="不能办理自己的材料"):
        answer(paper, cast.director_wang)
    assert unanswered(paper)


def test_who_no_longer_holds_the_post_may_not_sign_as_its_holder(cast: Cast, paper: Paper) -> None:
    yesterday = timezone.localdate() - timedelta(days=1)
    Appointment.objects.filter(person=cast.director_wang).update(until=yesterday)
    with pytest.raises(NotAllowed, match="已不再担任"):
        answer(paper, cast.director_wang)


def test_what_changed_between_reading_and_signing_is_not_signed(cast: Cast, paper: Paper) -> None:
    revise(paper, CHANGED, by=cast.li)
    with pytest.raises(Stale, match="材料在您打开后有变动") as refused:
        answer(paper, cast.director_wang)
    assert refused.value.mine == {"正文": "各医院三月底前完成整改。"}
    assert refused.value.theirs == {"正文": CHANGED}
    assert unanswered(paper)


def test_what_changed_behind_the_verbs_is_noticed_too(cast: Cast, paper: Paper) -> None:
    Paper.objects.filter(pk=paper.pk).update(text=CHANGED)
    with pytest.raises(Stale):
        answer(paper, cast.director_wang)


def test_a_signer_who_reads_the_site_in_english_signs_the_same_text(cast: Cast, paper: Paper) -> None:
    assert ["月份", "三月"] in requests_of(paper)[0].manifest.content["sections"][1]["rows"]
    with translation.override("en"):
        answer(paper, cast.director_wang)
        answer(paper, cast.director_liu)
    assert states(paper) == [SignRequest.State.APPROVED]


def test_a_page_that_showed_something_else_is_stale(cast: Cast, paper: Paper) -> None:
    for verdict in (Verdict.AGREE, Verdict.RETURN):
        with pytest.raises(Stale, match="没有提交"):
            answer(paper, cast.director_wang, verdict, "看不清", manifest_digest="0" * 64)
    assert unanswered(paper)


def test_a_changed_paper_can_still_be_returned(cast: Cast, paper: Paper) -> None:
    revise(paper, CHANGED, by=cast.li)
    answer(paper, cast.director_wang, Verdict.RETURN, "请按新稿重新送签。")
    assert states(paper) == [SignRequest.State.RETURNED]


def test_a_second_answer_is_told_of_the_first(cast: Cast, paper: Paper) -> None:
    answer(paper, cast.director_wang)
    with pytest.raises(AlreadyDone, match="王主任已于") as refused:
        answer(paper, cast.director_wang, Verdict.DISAGREE, "改主意了。")
    assert refused.value.when is not None
    assert seat_of(paper, cast.director_wang).verdict == Verdict.AGREE


def test_the_receipt_names_the_manifest_and_the_newest_seal(cast: Cast, paper: Paper) -> None:
    with pytest.raises(NotYet, match="没有回执"):
        receipt(seat_of(paper, cast.director_wang))
    seat = answer(paper, cast.director_wang)
    paper_slip = receipt(seat)
    assert (paper_slip.title, paper_slip.person, paper_slip.verdict) == ("办理意见回执", "王主任", "同意")
    assert paper_slip.sha256 == seat.manifest_digest
    assert (paper_slip.seal_number, paper_slip.seal) == (trail.head()[0], trail.head()[1].sha256)
    assert paper_slip.statement == RECORD_ONLY


def test_the_statement_promises_no_reliable_signature() -> None:
    assert "不等同于《电子签名法》规定的可靠电子签名" in STATEMENT
    assert str(RECORD_ONLY) in STATEMENT
    assert not any(word in STATEMENT for word in ("不可抵赖", "具有法律效力", "防篡改"))


def test_signers_see_their_seats_and_strangers_see_none(cast: Cast, paper: Paper) -> None:
    added = paper_for(cast, cast.president_wei)
    assert visible(cast.president_wei, Seat).get() == seat_of(added, cast.president_wei)
    assert visible(cast.president_wei, SignRequest).get() == requests_of(added)[0]
    assert visible(cast.president_wei, SignedManifest).get() == requests_of(added)[0].manifest
    assert not visible(cast.president_wu, Seat).exists()
    assert not visible(cast.president_wu, SignedManifest).exists()
    assert visible(cast.zhou, Seat).count() == 3


def test_a_sheet_costs_the_same_however_many_signers(
    cast: Cast, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    papers = [paper_for(cast, *leaders(cast, count), policy=Policy.ALL) for count in (2, 12)]
    for paper in papers:
        with django_assert_num_queries(2):
            for request in requests_of(paper):
                assert request.manifest.content
                assert [(str(seat.person), seat.signed_name) for seat in request.counted]
                assert request.progress.seats in {2, 12}


def test_verify_all_finds_a_manifest_and_an_answer_that_were_changed_behind_the_verbs(cast: Cast, paper: Paper) -> None:
    seat = answer(paper, cast.director_wang)
    SignedManifest.objects.filter(pk=seat.request.manifest_id).update(body="{}")
    Seat.objects.filter(pk=seat.pk).update(manifest_digest="1" * 64)
    found = {
        difference.thing for result in verify.run() for difference in result.differences if result.name == "signing"
    }
    assert found == {f"accountability.signedmanifest:{seat.request.manifest_id}", f"accountability.seat:{seat.pk}"}


def test_an_opinion_is_no_treatise(cast: Cast, paper: Paper) -> None:
    with pytest.raises(Invalid, match="2000"):
        answer(paper, cast.director_wang, Verdict.AGREE, "同" * 2001)
    assert unanswered(paper)

"""线下办理: entered with a scan, checked by another person, marked everywhere, and never in anybody's way."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from accountability import trail, verify
from accountability.models import Attachment, Notice, OfflineAnswer, Seat
from accountability.signing.offline import check_offline, record_offline, reject_offline
from accountability.signing.receipts import receipt
from organizations.models import Duty, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, Stale
from organizations.sight import visible
from tests import make
from tests.accountability.signers import answer, paper_for, seat_of
from tests.accountability.test_signing_by_proxy import away, letter, the_seat
from tests.cast import Cast
from tests.engine.playground.papers import Paper, revise


@pytest.fixture
def colleague(cast: Cast) -> Person:
    """A second clerk of the drafting unit."""
    return make.make_holder(Duty.CLERK, cast.medical_office, name="袁干事", oversees=cast.city)


@pytest.fixture
def paper(cast: Cast, colleague: Person) -> Paper:
    """A paper of 李干事, waiting for 王主任, who signs on paper."""
    return paper_for(cast, cast.director_wang)


def entered(seat: Seat, by: Person, **other: Any) -> OfflineAnswer:
    """The clerk enters what stands on the sheet."""
    told = {"where": "paper", "verdict": "agree", "opinion": "同意。", "signed_on": timezone.localdate(), **other}
    return record_offline(seat, scan=told.pop("scan", letter()), by=by, **told)


def test_it_counts_once_another_person_has_checked_it(cast: Cast, paper: Paper, colleague: Person):
    yesterday = timezone.localdate() - timedelta(days=1)
    one = entered(the_seat(paper), cast.li, signed_on=yesterday)
    paper.refresh_from_db()
    assert not paper.issued
    assert Attachment.objects.of(one).get() in visible(colleague, Attachment)
    assert Notice.objects.filter(person=colleague, text__contains="请核对线下办理").exists()
    check_offline(one, by=colleague)
    seat = the_seat(paper)
    assert (seat.person, seat.verdict, seat.strength) == (cast.director_wang, "agree", "offline")
    assert "同意（线下办理）" in str(seat)
    assert receipt(seat).verdict == "同意（线下办理）"
    one.refresh_from_db()
    assert (one.signed_on, one.recorded_by, one.checked_by) == (yesterday, cast.li, colleague)
    event = trail.of(paper).get(verb="seat_decided_offline")
    assert (event.actor_name, event.told["extra"]["verdict"]) == ("袁干事", "同意（线下办理）")
    paper.refresh_from_db()
    assert paper.issued
    assert not [found for result in verify.run() for found in result.differences]


def test_it_blocks_nothing(cast: Cast, paper: Paper, colleague: Person):
    one = entered(the_seat(paper), cast.li)
    answer(paper, cast.director_wang)
    with pytest.raises(AlreadyDone, match="王主任"):
        check_offline(one, by=colleague)
    assert seat_of(paper, cast.director_wang).strength == "password"


def test_what_is_missing_is_asked_for(cast: Cast, paper: Paper):
    seat = the_seat(paper)
    for other, words in (
        ({"scan": None}, "扫描件"),
        ({"where": "phone"}, "审批方式"),
        ({"signed_on": timezone.localdate() + timedelta(days=1)}, "不能晚于今天"),
        ({"verdict": "return", "opinion": ""}, "请写明意见"),
        ({"verdict": "perhaps"}, "请选择办理结果"),
    ):
        with pytest.raises(Invalid, match=words):
            entered(seat, cast.li, **other)
    assert not OfflineAnswer.objects.exists()


def test_who_may_enter_it(cast: Cast, paper: Paper):
    seat = the_seat(paper)
    for person in (cast.director_wang, cast.qian, cast.zhao):
        with pytest.raises(NotAllowed, match="拟稿科室"):
            entered(seat, person)
    entered(seat, cast.li)
    with pytest.raises(AlreadyDone, match="正在等待核对"):
        entered(seat, cast.li)


def test_who_may_check_it(cast: Cast, paper: Paper, colleague: Person):
    one = entered(the_seat(paper), colleague)
    for person, words in (
        (colleague, "核对自己"), (cast.li, "拟稿人"), (cast.director_wang, "审批人"),
        (cast.zhao, "其他经办人员"), (cast.qian, "其他经办人员"),
    ):  # fmt: skip
        with pytest.raises(NotAllowed, match=words):
            check_offline(one, by=person)
    another = make.make_holder(Duty.HEAD, cast.audit_office)
    check_offline(one, by=another)
    with pytest.raises(AlreadyDone):
        check_offline(one, by=another)


def test_the_database_itself_keeps_recorder_and_checker_apart(cast: Cast, paper: Paper):
    one = entered(the_seat(paper), cast.li)
    with pytest.raises(IntegrityError), transaction.atomic():
        OfflineAnswer.objects.filter(pk=one.pk).update(checked_by=cast.li)


def test_what_does_not_agree_is_entered_anew(cast: Cast, paper: Paper, colleague: Person):
    one = entered(the_seat(paper), cast.li)
    with pytest.raises(Invalid, match="不符的原因"):
        reject_offline(one, because=" ", by=colleague)
    reject_offline(one, because="扫描件缺第二页", by=colleague)
    assert the_seat(paper).state == "open"
    assert Notice.objects.filter(person=cast.li, text__contains="核对不符").exists()
    check_offline(entered(the_seat(paper), cast.li), by=colleague)
    assert OfflineAnswer.objects.filter(seat=the_seat(paper)).count() == 2
    assert not [found for result in verify.run() for found in result.differences]


def test_a_return_on_paper_goes_back_to_the_author(cast: Cast, paper: Paper, colleague: Person):
    check_offline(entered(the_seat(paper), cast.li, verdict="return", opinion="口径不明"), by=colleague)
    assert the_seat(paper).request.state == "returned"


def test_a_paper_changed_meanwhile_is_not_agreed_to(cast: Cast, paper: Paper, colleague: Person):
    one = entered(the_seat(paper), cast.li)
    revise(paper, "另一份正文", by=cast.li)
    with pytest.raises(Stale):
        check_offline(one, by=colleague)


def test_on_paper_the_grantor_signs_himself(cast: Cast, colleague: Person):
    away(cast.director_wang, cast.director_liu)
    paper = paper_for(cast, cast.director_wang)
    check_offline(entered(the_seat(paper), cast.li), by=colleague)
    seat = the_seat(paper)
    assert (seat.person, seat.on_behalf_of, seat.signed_name) == (cast.director_wang, None, "王主任")

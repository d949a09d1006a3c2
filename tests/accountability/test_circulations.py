"""传阅: each reads for himself, questions only where a risk needs them, the rest is urged, counted and handed over."""

import datetime
from functools import partial

import pytest
from django.utils import timezone

from accountability import verify
from accountability.incoming import reading
from accountability.models import Circulation, IncomingDocument, Notice, Reading, Urge
from organizations import openings
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.sight import visible
from tests import make
from tests.accountability.papers_in import circulate, quiz, register, today
from tests.cast import Cast
from tests.engine.crowd import together


def differences() -> list[str]:
    return [found.sentence for result in verify.run() for found in result.differences]


@pytest.fixture
def paper(cast: Cast) -> IncomingDocument:
    """A paper of the hospital; the intensive-care people are on stage."""
    cast.head_zhang, cast.nurse_sun, cast.head_gao  # noqa: B018 - on stage
    return register(cast.peoples_hospital, by=cast.qian)


def mine(person: Person) -> Reading:
    return Reading.objects.to_read(person).get()


def test_everybody_in_the_unit_reads_for_himself_and_the_rate_is_told(cast: Cast, paper: IncomingDocument) -> None:
    assert not visible(cast.nurse_sun, IncomingDocument).exists()
    given = circulate(paper, cast.icu, cast.head_gao, cast.nurse_sun, by=cast.qian, due_on=today(3))
    assert {one.person for one in given.readings.all()} == {cast.head_zhang, cast.nurse_sun, cast.head_gao}
    assert visible(cast.nurse_sun, IncomingDocument).get() == paper
    with pytest.raises(NotAllowed, match="本人"):
        reading.know(mine(cast.nurse_sun), by=cast.head_zhang)
    owed = mine(cast.nurse_sun)
    reading.open_reading(owed, by=cast.nurse_sun)
    reading.know(owed, by=cast.nurse_sun, opinion="已组织学习")
    with pytest.raises(AlreadyDone):
        reading.know(owed, by=cast.nurse_sun)
    rates = {one["unit__name"]: (one["asked"], one["known"]) for one in given.readings.by_department()}
    assert rates == {"重症医学科": (2, 1), "普外科": (1, 0)}
    assert {one.person for one in given.readings.unread()} == {cast.head_zhang, cast.head_gao}
    assert not Notice.objects.unread(cast.nurse_sun).exists()
    assert differences() == []


def test_whoever_has_not_read_is_urged_but_not_every_minute(cast: Cast, paper: IncomingDocument) -> None:
    given = circulate(paper, cast.icu, by=cast.qian)
    reading.know(mine(cast.nurse_sun), by=cast.nurse_sun)
    made = reading.urge_readers(given, by=cast.qian, text="请今天读完")
    assert made.told == 1
    assert Notice.objects.unread(cast.head_zhang).filter(text__contains="请今天读完").exists()
    with pytest.raises(AlreadyDone, match="四小时内"):
        reading.urge_readers(given, by=cast.qian)
    Urge.objects.update(sent_at=timezone.now() - datetime.timedelta(hours=5))
    with pytest.raises(NotAllowed):
        reading.urge_readers(given, by=cast.head_zhang)
    reading.know(mine(cast.head_zhang), by=cast.head_zhang)
    with pytest.raises(NotYet, match="没有需要催办"):
        reading.urge_readers(given, by=cast.qian)


def test_three_questions_are_answered_rightly_or_read_again(cast: Cast, paper: IncomingDocument) -> None:
    circulate(paper, cast.nurse_sun, by=cast.qian, quiz=quiz())
    owed = mine(cast.nurse_sun)
    reading.know(owed, by=cast.nurse_sun, answers=[0, 1, None])
    assert (owed.known_at, owed.attempts, reading.wrong_answers(owed)) == (None, 1, [2, 3])
    reading.know(owed, by=cast.nurse_sun, answers=[0, 0, 0])
    assert owed.known_at is not None
    assert reading.wrong_answers(owed) == []
    assert differences() == []


def test_a_quiz_names_its_risk_and_has_three_questions(cast: Cast, paper: IncomingDocument) -> None:
    whole = quiz()
    question = reading.Question(text="题", options=("是", "否"), answer=5)
    for wrong, sentence in (
        (reading.Quiz("", whole.questions), "默认不设"),
        (reading.Quiz("风险", whole.questions[:2]), "3道"),
        (reading.Quiz("风险", (question, *whole.questions[1:])), "正确选项"),
        (reading.Quiz("风险", (reading.Question("题", ("是", "是"), 0), *whole.questions[1:])), "不同的选项"),
    ):
        with pytest.raises(Invalid, match=sentence):
            circulate(paper, cast.nurse_sun, by=cast.qian, quiz=wrong)
    for wrong_more, sentence in (({"due_on": today(-1)}, "不能早于今天"), ({"note": "秘密★"}, "国家秘密标志")):
        with pytest.raises(Invalid, match=sentence):
            circulate(paper, cast.nurse_sun, by=cast.qian, **wrong_more)
    with pytest.raises(Invalid, match="不在本单位"):
        circulate(paper, cast.president_wu, by=cast.qian)
    with pytest.raises(Invalid, match="传阅对象"):
        circulate(paper, cast.private_hospital, by=cast.qian)
    with pytest.raises(NotAllowed):
        circulate(paper, cast.head_zhang, by=cast.nurse_sun)
    with pytest.raises(NotYet, match="不能传阅"):
        circulate(cast.icu, cast.head_zhang, by=cast.qian)
    assert not Circulation.objects.exists()


def test_a_withdrawn_circulation_asks_nobody_and_further_readers_are_added_once(
    cast: Cast, paper: IncomingDocument
) -> None:
    given = circulate(paper, cast.nurse_sun, by=cast.qian)
    assert reading.add_readers(given, to=[cast.icu], by=cast.qian) == 1
    with pytest.raises(AlreadyDone):
        reading.add_readers(given, to=[cast.icu], by=cast.qian)
    owed = mine(cast.nurse_sun)
    reading.know(mine(cast.head_zhang), by=cast.head_zhang)
    reading.withdraw(given, because="发错版本", by=cast.qian)
    with pytest.raises(NotYet, match="已经撤回"):
        reading.know(owed, by=cast.nurse_sun)
    with pytest.raises(AlreadyDone):
        reading.withdraw(given, because="发错版本", by=cast.qian)
    assert [one.person for one in given.readings.living()] == [cast.head_zhang]
    assert differences() == []


def test_what_is_not_read_goes_to_the_successor(cast: Cast, paper: IncomingDocument) -> None:
    given = circulate(paper, cast.head_zhang, by=cast.qian)
    (opening,) = openings.of_person(cast.head_zhang)
    assert opening.label.startswith("待阅")
    kind = openings.kind_of("readings")
    assert kind is not None
    assert kind.hand_over is not None
    kind.hand_over(opening, cast.head_zhang, cast.head_gao, "调任")
    assert [one.person for one in given.readings.unread()] == [cast.head_gao]
    assert differences() == []


def test_a_thousand_readers_are_asked_in_a_constant_number_of_statements(
    cast: Cast, paper: IncomingDocument, django_assert_max_num_queries: object
) -> None:
    ward = make.make_department(cast.peoples_hospital, name="大病区")
    post = make.make_person(ward, name="甲")
    make.make_appointment(post, duty="staff")
    for n in range(30):
        make.make_holder("staff", ward, name=f"护士{n}")
    with django_assert_max_num_queries(40):  # type: ignore[operator]
        given = circulate(paper, ward, by=cast.qian)
    assert given.readings.count() == 31


@pytest.mark.django_db(transaction=True)
def test_a_reader_who_confirms_in_two_windows_has_read_once(cast: Cast) -> None:
    cast.nurse_sun  # noqa: B018 - on stage
    circulate(register(cast.peoples_hospital, by=cast.qian), cast.nurse_sun, by=cast.qian)
    pk, who = mine(cast.nurse_sun).pk, cast.nurse_sun.pk

    def confirm() -> Reading:
        owed = Reading.objects.select_related("circulation").get(pk=pk)
        return reading.know(owed, by=Person.objects.get(pk=who))

    answers = together(*(partial(confirm) for _n in range(8)))
    assert sum(isinstance(one, Reading) for one in answers) == 1, answers
    assert differences() == []

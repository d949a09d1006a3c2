"""信息发布: three checks by three others, personal data kept out, put up where it is said, taken down with a reason."""

import pytest
from django.db import IntegrityError, transaction

from accountability import verify
from accountability.incoming import publishing
from accountability.models import Publication, Seat
from accountability.models.routes import SignRouteStep
from accountability.signing.keeping import lay_route
from engine.models import Turn
from organizations.models import Duty, Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet, Stale
from organizations.sight import visible
from tests import make
from tests.accountability.papers_in import today
from tests.accountability.signers import answer
from tests.cast import Cast

TEXT = "8月7日下午，医院领导带领15个专班小组深入一线督导疫情防控工作，现场指出问题、现场整改。"


def differences() -> list[str]:
    return [found.sentence for result in verify.run() for found in result.differences]


def draft(at: Organization, *, by: Person, **more: object) -> Publication:
    told = {"title": "医院开展疫情防控督导", "text": TEXT, "happened_on": today(-1), **more}
    return publishing.draft_publication(at, text=publishing.Text(**told), by=by)  # type: ignore[arg-type]


def submit(made: Publication, *, by: Person) -> None:
    publishing.submit_publication(made, version=made.version, by=by)


def test_a_text_passes_three_checks_and_stands_where_it_is_said(cast: Cast) -> None:
    cast.chen, cast.vice_president_he, cast.president_wang  # noqa: B018 - on stage
    made = draft(cast.peoples_hospital, by=cast.qian)
    with pytest.raises(NotYet, match="还没有通过"):
        publishing.put_up(made, where="website", since=today(), by=cast.qian)
    submit(made, by=cast.qian)
    assert not visible(cast.head_zhang, Publication).exists()
    for person in (cast.chen, cast.vice_president_he, cast.president_wang):
        made.refresh_from_db()
        assert made.state == "checking"
        answer(made, person)
    words = Seat.objects.filter(request__object_id=made.pk).order_by("pk").values_list("request__word", flat=True)
    assert list(words) == ["first_check", "second_check", "final_check"]
    made.refresh_from_db()
    assert made.state == "cleared"
    publishing.put_up(made, where="website", since=today(), name="医院官网", url="https://example.com/1", by=cast.qian)
    publishing.put_up(made, where="board", since=today(), until=today(7), by=cast.qian)
    assert not Turn.objects.of(made).open().exists()
    assert visible(cast.head_zhang, Publication).get() == made
    publishing.take_down(made, because="数据有误", by=cast.qian)
    with pytest.raises(AlreadyDone):
        publishing.take_down(made, because="数据有误", by=cast.qian)
    with pytest.raises(NotYet, match="已经撤下"):
        publishing.put_up(made, where="group", since=today(), by=cast.qian)
    assert differences() == []


def test_a_check_that_is_not_passed_brings_the_draft_back(cast: Cast) -> None:
    cast.chen, cast.vice_president_he, cast.president_wang  # noqa: B018 - on stage
    made = draft(cast.peoples_hospital, by=cast.qian)
    submit(made, by=cast.qian)
    answer(made, cast.chen, "return", "领导职务有误")
    made.refresh_from_db()
    assert made.state == "draft"
    words = publishing.Text(title="医院开展督导", text=TEXT)
    with pytest.raises(Stale):
        publishing.revise_publication(made, text=words, version=1, by=cast.qian)
    publishing.revise_publication(made, text=words, version=made.version, by=cast.qian)
    submit(made, by=cast.qian)
    with pytest.raises(NotYet, match="审核中"):
        publishing.drop(made, because="过时", by=cast.qian)
    answer(made, cast.chen, "return", "过时了")
    made.refresh_from_db()
    publishing.drop(made, because="过时", by=cast.qian)
    assert made.state == "cancelled"
    assert differences() == []


def test_a_unit_lays_its_own_route_for_the_checks(cast: Cast) -> None:
    cast.vice_president_he, cast.president_wang, cast.chen  # noqa: B018 - on stage
    steps = [SignRouteStep(word="final_check", duty=Duty.PRINCIPAL, where="institution")]
    lay_route(cast.peoples_hospital, subject="accountability.publication", name="一审", steps=steps, by=None)
    made = draft(cast.peoples_hospital, by=cast.qian)
    submit(made, by=cast.qian)
    assert Seat.objects.get(request__object_id=made.pk).person == cast.president_wang


def test_where_the_drafter_is_alone_nobody_checks_his_own_words(cast: Cast) -> None:
    made = draft(cast.clinic, by=cast.doctor_he)
    with pytest.raises(NotYet, match=r"拟稿人不能办理自己的材料|没有可以办理的人"):
        submit(made, by=cast.doctor_he)


def test_personal_data_is_found_masked_and_needs_its_reason(cast: Cast) -> None:
    cast.chen, cast.vice_president_he, cast.president_wang  # noqa: B018 - on stage
    text = "患者张某，住院号：20260088，电话13812345678，已治愈出院。"
    assert len(publishing.personal_data(text)) == 3
    assert "13812345678" not in publishing.without_personal_data(text)
    made = draft(cast.peoples_hospital, by=cast.qian, text=text)
    with pytest.raises(NotYet, match="疑似个人信息"):
        submit(made, by=cast.qian)
    named = publishing.Text(title="公示", text=text, names_persons=True, names_because="院务公开办法，公示7日")
    publishing.revise_publication(made, text=named, version=made.version, by=cast.qian)
    submit(made, by=cast.qian)
    assert made.state == "checking"


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": ""}, "标题"),
        ({"text": " "}, "正文"),
        ({"text": "字" * 501}, "最多500字，现有501字"),
        ({"happened_on": today(1)}, "事件日期"),
        ({"names_persons": True}, "依据和期限"),
        ({"text": "机密★一年"}, "国家秘密标志"),
    ],
)
def test_bad_texts_get_a_sentence_each(cast: Cast, wrong: dict[str, object], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        draft(cast.peoples_hospital, by=cast.qian, **wrong)


def test_places_and_drafters_are_checked(cast: Cast) -> None:
    made = draft(cast.peoples_hospital, by=cast.qian)
    for wrong, sentence in (
        ({"where": "moon", "since": today()}, "发布载体"),
        ({"where": "board", "since": today(1)}, "不能晚于今天"),
        ({"where": "board", "since": today(), "until": today(-1)}, "不能早于发布日期"),
    ):
        with pytest.raises(Invalid, match=sentence):
            publishing.put_up(made, by=cast.qian, **wrong)
    with pytest.raises(NotAllowed):
        draft(cast.peoples_hospital, by=make.make_holder(Duty.STAFF, cast.icu))
    with pytest.raises(IntegrityError), transaction.atomic():
        Publication.objects.filter(pk=made.pk).update(text="字" * 501)

"""处理情况登记: decided elsewhere, registered here; seen by those named, each reading on record, until it ends."""

import datetime
from typing import Any

import pytest
from django.contrib.contenttypes.models import ContentType

from accountability import trail, verify
from accountability.incoming import handling
from accountability.models import HandlingKind, HandlingRecord, Notice
from organizations.models import Duty, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.sight import visible
from search import findable
from tests import make
from tests.accountability.papers_in import today
from tests.cast import Cast


def differences() -> list[str]:
    return [found.sentence for result in verify.run() for found in result.differences]


@pytest.fixture
def auditor(cast: Cast) -> Person:
    """The hospital's own discipline office; the kinds are loaded."""
    handling.load_shipped_kinds()
    return make.make_holder(Duty.AUDITOR, cast.quality_office, name="纪检员", oversees=cast.peoples_hospital)


def register(cast: Cast, by: Person, kind: str = "circular", **more: Any) -> HandlingRecord:
    told = {
        "kind": HandlingKind.objects.get(code=kind),
        "authority": "医院党委",
        "basis": "《医疗质量管理办法》及院内考核办法",
        "decision_number": "院党发〔2026〕9号",
        "decided_on": today(-2),
        "person": cast.head_zhang,
        **more,
    }
    readers = told.pop("readers", [cast.president_wang])
    return handling.register_handling(cast.peoples_hospital, decision=handling.Decision(**told), readers=readers, by=by)


def test_only_those_named_and_the_register_see_it(cast: Cast, auditor: Person) -> None:
    made = register(cast, auditor)
    assert made.number_text.startswith("处〔")
    assert cast.head_zhang.name not in str(made)
    for person in (auditor, cast.president_wang):
        assert visible(person, HandlingRecord).get() == made
    others = (cast.vice_president_he, cast.qian, cast.director_liu, cast.zhou, cast.head_zhang, cast.system_admin)
    for person in others:
        assert not visible(person, HandlingRecord).exists(), person
    assert Notice.objects.unread(cast.president_wang).filter(kind="handling").count() == 1
    assert cast.head_zhang.name not in Notice.objects.unread(cast.president_wang).get().text
    handling.name_reader(made, person=cast.vice_president_he, by=auditor)
    with pytest.raises(AlreadyDone):
        handling.name_reader(made, person=cast.vice_president_he, by=auditor)
    assert visible(make.anew(cast.vice_president_he), HandlingRecord).exists()
    told = trail.of(made).get(verb="handling_registered")
    assert cast.head_zhang.name not in told.body.text
    assert differences() == []


def test_it_is_never_found_by_a_search(auditor: Person) -> None:
    assert HandlingRecord not in {one.model for one in findable.kinds()}
    assert ContentType.objects.get_for_model(HandlingRecord).pk not in findable.by_group()


def test_its_effect_ends_by_its_date_or_when_it_is_set_aside(cast: Cast, auditor: Person) -> None:
    over = register(cast, auditor, "sanction-warning", decided_on=today(-200), until=today(-10))
    assert over.is_over
    made = register(cast, auditor, "order-rectify", person=None, unit=cast.icu, reply_due_on=today(5))
    assert list(visible(cast.president_wang, HandlingRecord)) == [made]
    handling.note_reply(made, reply="已整改，附报告。", on=today(), by=auditor)
    with pytest.raises(AlreadyDone):
        handling.note_reply(made, reply="又回复", on=today(), by=auditor)
    handling.note_appeal(made, appeal="经复核，决定撤销（院党委）", revoked_on=today(), by=auditor)
    with pytest.raises(NotYet):
        handling.note_appeal(made, appeal="再次申诉", by=auditor)
    assert not visible(make.anew(cast.president_wang), HandlingRecord).exists()
    assert visible(auditor, HandlingRecord).count() == 2
    assert differences() == []


def test_a_commendation_needs_its_veto_check_and_is_seen_in_the_house(cast: Cast, auditor: Person) -> None:
    with pytest.raises(Invalid, match="一票否决"):
        register(cast, auditor, "commend-circular", readers=[])
    register(cast, auditor, "commend-circular", readers=[], veto_checked="经核对，无一票否决情形")
    assert visible(cast.qian, HandlingRecord).exists()
    assert not visible(cast.president_wu, HandlingRecord).exists()


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"authority": " "}, "决定机关"),
        ({"basis": ""}, "依据"),
        ({"person": None}, "一个单位或者一名人员"),
        ({"decided_on": datetime.date(2999, 1, 1)}, "尚未决定的事项"),
        ({"until": today(-9)}, "影响期不能早于"),
        ({"reply_due_on": today(-9)}, "回复期限不能早于"),
        ({"kind": "sanction-warning"}, "须填写影响期"),
        ({"kind": "order-rectify"}, "须填写整改或者回复期限"),
        ({"readers": []}, "指定可阅人"),
    ],
)
def test_bad_entries_get_a_sentence_each(cast: Cast, auditor: Person, wrong: dict[str, Any], sentence: str) -> None:
    with pytest.raises(Invalid, match=sentence):
        register(cast, auditor, wrong.pop("kind", "circular"), **wrong)
    assert not HandlingRecord.objects.exists()


def test_no_administrator_and_not_the_person_himself_is_named(cast: Cast, auditor: Person) -> None:
    with pytest.raises(Invalid, match="管理员"):
        register(cast, auditor, readers=[cast.system_admin])
    with pytest.raises(Invalid, match="处理对象本人"):
        register(cast, auditor, readers=[cast.head_zhang])
    with pytest.raises(Invalid, match="不在本单位"):
        register(cast, auditor, person=cast.president_wu)
    with pytest.raises(NotAllowed):
        register(cast, cast.president_wang)
    assert handling.load_shipped_kinds() == 0

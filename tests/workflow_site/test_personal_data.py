"""Numbers of people in free text are asked about once more; what is held about a person he may take along."""

import io
import json
import zipfile
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.functional import Promise

from accountability import personal, trail
from accountability.models import Notice
from accountability.notices import notify
from accountability.retained import RETENTION
from tests.accountability.signers import paper_for, seat_of
from tests.cast import Cast, cast
from tests.screens.visitors import has_nothing_inline, post, text_of, visit_as

__all__ = ["cast"]
IDENTITY = "110105194912310" + "02X"
MOBILE = "139" + "12345678"


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (f"患者身份证号{IDENTITY}，已出院", [IDENTITY]),
        (f"电话：{MOBILE}。", [MOBILE]),
        ("110105194912310021 校验位不对", []),
        ("台账编号202611220000000001", []),
        (f"校验码a{MOBILE}b", []),
        ("座机0510-82712345", []),
        (f"{IDENTITY}、{MOBILE}", [IDENTITY, MOBILE]),
    ],
)
def test_numbers_of_people_are_told_from_other_numbers(text: str, numbers: list[str]) -> None:
    assert [found.number for found in personal.numbers_in(text)] == numbers
    assert not [number for number in numbers if number in personal.without_numbers(text)]


def test_a_masked_number_keeps_its_ends() -> None:
    assert personal.masked(MOBILE) == "139****5678"
    assert personal.masked("8271") == "8271"


def answer_with(cast: Cast, opinion: str, **more: str) -> tuple[Any, Any]:
    """王主任 gives an opinion; the answer of the site, and the seat."""
    paper = paper_for(cast, cast.director_wang)
    seat = seat_of(paper, cast.director_wang)
    told = {"verdict": "agree", "opinion": opinion, "manifest_digest": seat.request.manifest.sha256, **more}
    return post(visit_as(cast.director_wang), reverse("seat_decide", args=[seat.pk]), **told), seat


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("decision", "kept"),
    [("keep", f"请联系家属{MOBILE}核实"), ("mask", "请联系家属139****5678核实")],
)
def test_a_number_is_masked_or_kept_only_on_purpose(cast: Cast, decision: str, kept: str) -> None:
    asked, seat = answer_with(cast, f"请联系家属{MOBILE}核实")
    assert asked.status_code == 422
    assert "请核对个人信息" in text_of(asked)
    assert has_nothing_inline(asked.content.decode())
    seat.refresh_from_db()
    assert seat.decided_at is None, "nothing half done"
    told = {"verdict": "agree", "manifest_digest": seat.request.manifest.sha256, "personal_data": decision}
    address = reverse("seat_decide", args=[seat.pk])
    assert post(visit_as(cast.director_wang), address, opinion=f"请联系家属{MOBILE}核实", **told).status_code == 302
    seat.refresh_from_db()
    assert seat.opinion == kept


@pytest.mark.django_db
def test_words_without_numbers_pass_unasked(cast: Cast) -> None:
    answer, _seat = answer_with(cast, "同意，病例编码B-012按程序办理。")
    assert answer.status_code == 302


@pytest.mark.django_db
def test_what_is_held_about_a_person_he_takes_along_and_nobody_elses(cast: Cast) -> None:
    cast.account(cast.nurse_sun)
    notify([cast.nurse_sun], text="孙护士的通知", url="/", source=None, kind="test")
    notify([cast.head_zhang], text="张主任的通知", url="/", source=None, kind="test")
    client = visit_as(cast.nurse_sun)
    page = client.get("/account/data/")
    assert has_nothing_inline(page.content.decode())
    assert "保存期限" in text_of(page)
    assert client.get("/account/data/download/").status_code == 405
    answer = post(client, "/account/data/download/")
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"].startswith("attachment")
    with zipfile.ZipFile(io.BytesIO(answer.content)) as package:
        assert sorted(package.namelist()) == ["data.html", "data.json"]
        told = json.loads(package.read("data.json"))
        page_read = package.read("data.html").decode()
    text = json.dumps(told, ensure_ascii=False)
    assert told["person"] == "孙护士"
    for word in ("孙护士的通知", "护师"):
        assert word in text
        assert word in page_read
    assert "张主任的通知" not in text
    assert "pbkdf2" not in text
    assert trail.of(cast.nurse_sun).filter(verb="own_data_taken").count() == 1
    assert Notice.objects.count() == 2


def test_a_stranger_takes_nobodys_data(db: None) -> None:
    assert Client().post("/account/data/download/").status_code == 302


def test_the_table_of_retention_says_what_how_long_and_why() -> None:
    assert len(RETENTION) >= 8
    assert [row for row in RETENTION if not all(str(word).strip() for word in row)] == []
    assert any("183" in str(row.kept) for row in RETENTION)


def test_the_table_of_retention_is_told_in_each_language() -> None:
    assert all(isinstance(word, Promise) for row in RETENTION for word in row), "a word that is not translated"

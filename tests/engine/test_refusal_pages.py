"""What a verb raises becomes a page with its sentence; an error stays an error."""

import pytest
from django.db import OperationalError
from django.test import Client

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _whole_site(settings: object) -> None:
    settings.ROOT_URLCONF = "tests.engine.playground.urls_on_the_site"  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    ("name", "status", "sentence"),
    [
        ("notyet", 422, "会议还有未议定的议题，不能结束。"),
        ("notallowed", 403, "您没有权限。"),
        ("notfound", 404, ""),
        ("stale", 409, "内容在您填写期间已被他人修改"),
        ("lock", 409, "已被他人办理"),
        ("busy", 409, "已被他人办理"),
    ],
)
def test_a_refusal_is_a_page_with_its_sentence(name: str, status: int, sentence: str) -> None:
    answer = Client(HTTP_HOST="localhost").get(f"/refusals/{name}/")
    assert answer.status_code == status
    assert sentence in answer.content.decode()


def test_a_stale_form_shows_both_texts() -> None:
    page = Client(HTTP_HOST="localhost").get("/refusals/stale/").content.decode()
    assert "甲" in page
    assert "乙" in page


def test_another_error_of_the_database_stays_an_error() -> None:
    with pytest.raises(OperationalError):
        Client(HTTP_HOST="localhost").get("/refusals/broken/")

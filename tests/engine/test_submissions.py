"""Each change is acknowledged once; what was refused is not acknowledged."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from engine import jobs
from engine.models import Submission
from engine.submissions import new_nonce
from tests.engine.playground.models import Tour

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _whole_site(settings: object) -> None:
    settings.ROOT_URLCONF = "tests.engine.playground.urls_on_the_site"  # type: ignore[attr-defined]


def post(nonce: str, title: str = "巡查", path: str = "/tours/") -> object:
    """Send the form."""
    return Client(HTTP_HOST="localhost").post(path, {"nonce": nonce, "title": title})


def test_the_form_carries_a_mark_of_its_own() -> None:
    first, second = (Client(HTTP_HOST="localhost").get("/tours/").content.decode() for _n in range(2))
    assert 'type="hidden" name="nonce"' in first
    assert first != second


def test_the_second_click_gets_the_page_of_the_first() -> None:
    nonce = new_nonce()
    first, second = post(nonce), post(nonce)
    assert first.status_code == second.status_code == 302
    assert first["Location"] == second["Location"]
    assert [tour.title for tour in Tour.objects.all()] == ["巡查"]
    submission = Submission.objects.get()
    assert (submission.answer_url, submission.path) == (first["Location"], "/tours/")


def test_a_page_gone_back_to_and_sent_with_other_words_is_not_taken_for_a_second_click() -> None:
    nonce = new_nonce()
    post(nonce)
    answer = post(nonce, title="别的")
    assert answer.status_code == 422
    assert "本次内容没有保存" in answer.content.decode()
    assert [tour.title for tour in Tour.objects.all()] == ["巡查"]


def test_what_was_refused_is_not_acknowledged_and_may_be_sent_again() -> None:
    nonce = new_nonce()
    answer = post(nonce, title="拒绝")
    assert answer.status_code == 422
    assert "不能这样命名。" in answer.content.decode()
    assert not Submission.objects.exists()
    assert not Tour.objects.exists()
    assert post(nonce).status_code == 302


def test_a_form_shown_again_leaves_nothing_behind() -> None:
    nonce = new_nonce()
    assert post(nonce, title="再填").status_code == 422
    assert not Submission.objects.exists()
    assert not Tour.objects.exists()


@pytest.mark.parametrize("nonce", ["", "short", "x" * 65, "含有中文的标识含有中文的标识含有中文"])
def test_a_form_without_a_mark_is_refused_with_a_sentence(nonce: str) -> None:
    answer = post(nonce)
    assert answer.status_code == 422
    assert "页面已经失效，请刷新后重新提交。" in answer.content.decode()
    assert not Tour.objects.exists()


def test_a_mark_is_good_for_one_address_only() -> None:
    nonce = new_nonce()
    post(nonce)
    assert post(nonce, path="/elsewhere/").status_code == 422
    assert Tour.objects.count() == 1


def test_an_acknowledgement_is_forgotten_after_a_month() -> None:
    Submission.objects.create(nonce="a", path="/x/", created_at=timezone.now() - timedelta(days=31))
    young = Submission.objects.create(nonce="b", path="/x/", created_at=timezone.now() - timedelta(days=29))

    jobs.enqueue("engine.forget_submissions", "today")
    jobs.run_all()

    assert list(Submission.objects.all()) == [young]

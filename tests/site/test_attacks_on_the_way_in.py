"""Attacks on the way in: guessing passwords, huge bodies, foreign addresses, and what the source archive tells."""

import io
import tarfile
from pathlib import Path

import pytest
from axes.models import AccessAttempt
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from engine.submissions import new_nonce
from organizations.models import User
from tests import make
from tests.cast import Cast, cast
from tests.screens.visitors import post, text_of, visit_as
from workflow_site.workbench import source

__all__ = ["cast"]
pytestmark = pytest.mark.django_db

WRONG = "falsch-falsch"


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()
    source._packed.cache_clear()


def guess(username: str, password: str = WRONG, **headers: str) -> int:
    """How the way in answers a guess."""
    return Client().post(reverse("login"), {"username": username, "password": password}, **headers).status_code


@pytest.mark.parametrize("spelling", ["LIGANSHI", "Liganshi", " liganshi ", "ｌｉｇａｎｓｈｉ", "lıganshı"])
def test_another_spelling_of_the_name_gives_no_further_guesses(cast: Cast, spelling: str) -> None:
    make.make_account(cast.li, username="liganshi")
    for _each in range(settings.AXES_FAILURE_LIMIT):
        guess("liganshi")

    assert guess(spelling) == 429
    assert guess(spelling, make.PASSWORD) == 429


def test_a_made_up_address_of_origin_gives_no_further_guesses(cast: Cast) -> None:
    account = cast.account(cast.li)
    for number in range(settings.AXES_FAILURE_LIMIT):
        guess(account.username, HTTP_X_FORWARDED_FOR=f"203.0.113.{number}")

    assert guess(account.username, make.PASSWORD, HTTP_X_FORWARDED_FOR="198.51.100.7") == 429


def test_whoever_comes_in_under_a_name_in_capitals_starts_with_all_guesses_again(cast: Cast) -> None:
    User.objects.filter(pk=cast.account(cast.li).pk).update(username="LiGanShi")
    for _each in range(settings.AXES_FAILURE_LIMIT - 1):
        guess("liganshi")
    assert guess("liganshi", make.PASSWORD) == 302

    assert guess("liganshi") == 200
    assert guess("liganshi", make.PASSWORD) == 302


def test_a_name_of_any_length_is_only_a_wrong_name(cast: Cast) -> None:
    assert guess("长" * 3000) == 200


def test_known_and_unknown_names_are_answered_alike(cast: Cast) -> None:
    known, closed = cast.account(cast.li), cast.account(cast.zhao)
    User.objects.filter(pk=closed.pk).update(is_active=False)
    pages = {
        text_of(Client().post(reverse("login"), {"username": name, "password": password})).replace(name, "")
        for name, password in ((known.username, WRONG), (closed.username, make.PASSWORD), ("meiyou", WRONG))
    }
    assert len(pages) == 1


def test_the_page_for_a_new_password_is_no_place_to_guess_the_old_one(cast: Cast) -> None:
    client = visit_as(cast.li)
    guesses = {"old_password": WRONG, "new_password1": "Xin-mima-2026", "new_password2": "Xin-mima-2026"}
    for _each in range(settings.AXES_FAILURE_LIMIT - 1):
        assert "当前密码不正确" in text_of(post(client, reverse("password_change"), **guesses))
    assert post(client, reverse("password_change"), **guesses).status_code == 429

    page = post(client, reverse("password_change"), **{**guesses, "old_password": make.PASSWORD})

    assert page.status_code == 200
    assert "账号已暂时锁定" in text_of(page)
    assert guess(cast.account(cast.li).username, make.PASSWORD) == 429
    kept = "".join(AccessAttempt.objects.values_list("post_data", flat=True))
    assert WRONG not in kept
    assert "Xin-mima-2026" not in kept


def test_a_new_password_is_not_said_to_be_stored_when_an_old_page_is_sent_again(cast: Cast) -> None:
    client, nonce = visit_as(cast.li), new_nonce()
    first = {"old_password": make.PASSWORD, "new_password1": "Xin-mima-2026", "new_password2": "Xin-mima-2026"}
    again = {"old_password": "Xin-mima-2026", "new_password1": "Di-san-ge-77", "new_password2": "Di-san-ge-77"}
    assert post(client, reverse("password_change"), nonce=nonce, **first).status_code == 302

    page = post(client, reverse("password_change"), nonce=nonce, **again)

    assert page.status_code == 422
    assert "本次内容没有保存" in text_of(page)
    assert client.get("/").status_code == 200, "the session goes on"
    assert User.objects.get(person=cast.li).check_password("Xin-mima-2026")


def test_a_body_larger_than_any_form_is_refused_before_it_is_read(cast: Cast) -> None:
    large = {"CONTENT_LENGTH": str(2 * 1024 * 1024), "content_type": "multipart/form-data; boundary=x"}
    assert Client().post(reverse("login"), b"", **large).status_code == 413

    client = visit_as(cast.li)
    assert client.post("/acting/", b"", **large).status_code != 413
    answer = client.post("/acting/", b"", **{**large, "CONTENT_LENGTH": "9" * 30})
    assert answer.status_code == 413
    assert "一次最多" in text_of(answer)
    assert "frame-ancestors 'none'" in answer["Content-Security-Policy"]


@pytest.mark.parametrize(
    "wanted", ["//evil.example", "/\\evil.example", "https:evil.example", "javascript:alert(1)", "///evil.example"]
)
def test_no_page_sends_its_visitor_to_another_site(cast: Cast, wanted: str) -> None:
    client = visit_as(cast.li)
    own = cast.li.appointments.get()

    assert post(client, "/acting/", appointment=own.pk, next=wanted)["Location"] == "/"
    assert "evil" not in client.post(reverse("set_language"), {"language": "en", "next": wanted})["Location"]


def test_a_refusal_leads_back_to_pages_of_ours_only(cast: Cast) -> None:
    client = visit_as(cast.li)
    away = client.post("/notices/read/", {"nonce": "x"}, HTTP_REFERER="https://evil.example/")
    back = client.post("/notices/read/", {"nonce": "x"}, HTTP_REFERER="http://testserver/notices/?page=2")

    assert away.status_code == back.status_code == 422
    assert "evil.example" not in away.content.decode()
    assert "http://testserver/notices/?page=2" in back.content.decode()


def test_a_long_way_to_go_on_is_no_error(cast: Cast) -> None:
    own = cast.li.appointments.get()
    answer = post(visit_as(cast.li), "/acting/", appointment=own.pk, next="/ledger/?words=" + "长" * 700)
    assert answer.status_code == 302


def test_another_persons_post_is_not_to_be_chosen(cast: Cast) -> None:
    other = cast.director_wang.appointments.get()
    assert post(visit_as(cast.li), "/acting/", appointment=other.pk).status_code == 404


def names_in_the_archive() -> list[str]:
    """The files somebody without an account may take along."""
    content = Client().get(reverse("source_code")).content
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        return archive.getnames()


def test_the_source_archive_holds_the_program_and_nothing_of_whoever_runs_it(settings, tmp_path: Path) -> None:
    settings.BASE_DIR, settings.VAR_DIR = tmp_path, tmp_path / "docs" / "var"
    for name in ("workflow_site/urls.py", "workflow_site/.env", "workflow_site/prod.env", "static/tls.key",
                 "docs/var/secret_key", "docs/var/files/ab", "tests/.git/config", "static/dump.sqlite3"):  # fmt: skip
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text("geheim", encoding="utf-8")
    (tmp_path / "locale").mkdir()
    (tmp_path / "locale" / "link").symlink_to("/etc/passwd")

    found = [name for name in names_in_the_archive() if "." in name or "secret" in name or "link" in name]

    assert found == ["bihuan/workflow_site/urls.py"]


def test_the_source_archive_of_this_very_site_is_whole_and_clean() -> None:
    names = names_in_the_archive()

    assert {"bihuan/manage.py", "bihuan/LICENSE", "bihuan/.ci/run", "bihuan/workflow_site/settings.py"} <= set(names)
    assert not [name for name in names if "secret_key" in name or "/var/" in name or ".git" in name]

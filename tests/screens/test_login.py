"""Coming in and going out."""

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from tests import make
from tests.cast import Cast
from tests.screens.visitors import has_nothing_inline, text_of, visit_as

SECRECY = "本系统为非涉密系统，严禁上传、处理、传输国家秘密；工作秘密和敏感信息请按本单位规定办理。"
pytestmark = pytest.mark.django_db


def sign_in(client: Client, username: str, password: str = make.PASSWORD, **more: str):
    return client.post(reverse("login"), {"username": username, "password": password, **more})


def test_the_log_in_page_says_that_no_state_secret_belongs_here():
    page = Client().get(reverse("login"))
    assert text_of(page).count(SECRECY) == 2
    assert has_nothing_inline(page.content.decode())


def test_a_person_comes_in_and_finds_his_work(cast: Cast):
    account = cast.account(cast.li)
    answer = sign_in(Client(), account.username)
    assert answer.status_code == 302
    assert answer["Location"] == "/"


def test_whoever_is_sent_to_log_in_goes_on_to_the_page_he_wanted(cast: Cast):
    account = cast.account(cast.li)
    sent = Client().get("/notices/")
    assert sent["Location"] == "/login/?next=/notices/"
    assert sign_in(Client(), account.username, next="/notices/")["Location"] == "/notices/"


def test_nobody_is_led_to_another_site(cast: Cast):
    account = cast.account(cast.li)
    assert sign_in(Client(), account.username, next="https://example.org/")["Location"] == "/"


def test_a_wrong_password_is_refused_with_a_sentence(cast: Cast):
    page = sign_in(Client(), cast.account(cast.li).username, "falsch-falsch")
    assert page.status_code == 200
    assert "用户名或密码不正确" in text_of(page)


def test_after_five_wrong_passwords_the_account_waits(cast: Cast):
    account, client = cast.account(cast.li), Client()
    for _attempt in range(settings.AXES_FAILURE_LIMIT):
        page = sign_in(client, account.username, "falsch-falsch")
    assert page.status_code == 429
    assert "账号已暂时锁定" in text_of(page)
    page = sign_in(client, account.username)
    assert page.status_code == 429
    assert "账号已暂时锁定" in text_of(page)


def test_demo_accounts_are_shown_only_on_a_demo_site(cast: Cast, settings):
    make.make_account(cast.li, username="li")
    settings.DEMO = False
    assert "演示账号" not in text_of(Client().get(reverse("login")))
    settings.DEMO = True
    page = text_of(Client().get(reverse("login")))
    assert "演示账号" in page
    assert "李干事" in page
    assert "孙护士" not in page, "an account that was not made is not offered"


def test_going_out_is_a_button_not_a_link(cast: Cast):
    client = visit_as(cast.li)
    assert client.get(reverse("logout")).status_code == 405
    client.post(reverse("logout"))
    assert client.get("/").status_code == 302


def test_a_person_changes_his_password_and_stays_in(cast: Cast):
    client = visit_as(cast.li)
    page = client.get(reverse("password_change"))
    nonce = page.content.decode().split('name="nonce" value="')[-1].split('"')[0]
    fields = {"nonce": nonce, "old_password": make.PASSWORD, "new_password1": "Xinde-kouling-77"}
    wrong = client.post(reverse("password_change"), {**fields, "new_password2": "anders"})
    assert "两次输入的新密码不一致" in text_of(wrong)
    done = client.post(reverse("password_change"), {**fields, "new_password2": "Xinde-kouling-77"})
    assert done["Location"] == "/"
    assert "密码已修改" in text_of(client.get("/"))
    account = cast.account(cast.li)
    assert account.check_password("Xinde-kouling-77")


def test_the_language_is_switched_and_kept(cast: Cast):
    client = visit_as(cast.li)
    answer = client.post(reverse("set_language"), {"language": "en", "next": "/"})
    assert answer["Location"] == "/"
    assert '<html lang="en">' in client.get("/").content.decode()


def test_the_site_says_that_it_is_well(db):
    assert Client().get("/healthz").json() == {"status": "ok"}


def test_the_source_code_is_one_click_away(db, settings):
    answer = Client().get(reverse("source_code"))
    assert answer["Content-Type"] == "application/gzip"
    settings.SOURCE_CODE_URL = "https://example.org/bihuan"
    assert Client().get(reverse("source_code"))["Location"] == "https://example.org/bihuan"

"""Coming in with a phone: two steps, one way; whoever must have one enrols it before anything else."""

import time
from typing import Any

import pytest
from django.conf import settings
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from accountability import trail
from organizations.models import Duty, RecoveryCode
from organizations.services import factors
from tests import make
from tests.accountability.signers import paper_for, seat_of
from tests.cast import Cast
from tests.organizations.test_factors import code_of, enrolled
from tests.screens.test_login import sign_in
from tests.screens.visitors import has_nothing_inline, post, text_of, visit_as
from workflow_site.workbench.second_step import WAITING

pytestmark = pytest.mark.django_db
AGREE = {"verdict": "agree", "opinion": "同意"}


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def half_way(cast: Cast, client: Client, wanted: str = "") -> Any:
    """李干事 has given his password and is asked for the code."""
    user, _codes = enrolled(cast, cast.li)
    answer = sign_in(client, user.username, next=wanted)
    assert answer["Location"] == reverse("login_code")
    return user


def test_the_right_password_alone_opens_nothing(cast: Cast) -> None:
    client = Client()
    user = half_way(cast, client)
    assert client.get("/")["Location"].startswith(reverse("login"))
    page = client.get(reverse("login_code"))
    assert has_nothing_inline(page.content.decode())
    wrong = client.post(reverse("login_code"), {"code": "000000"})
    assert wrong.status_code == 422
    assert "动态码不正确" in text_of(wrong)
    assert client.get("/").status_code == 302
    assert client.post(reverse("login_code"), {"code": code_of(user)})["Location"] == "/"
    assert client.get("/").status_code == 200
    assert client.session["strength"] == "password+totp"


def test_the_way_goes_on_to_where_it_led_and_never_to_another_site(cast: Cast) -> None:
    client = Client()
    user = half_way(cast, client, wanted="/notices/")
    assert client.post(reverse("login_code"), {"code": code_of(user)})["Location"] == "/notices/"
    for wanted in ("//evil.example", "https://evil.example/", "javascript:alert(1)", "/\\evil.example"):
        client = Client()
        sign_in(client, user.username, next=wanted)
        assert client.session[WAITING]["next"] == "/"


def test_who_waits_too_long_or_changed_his_password_begins_again(cast: Cast) -> None:
    client = Client()
    user = half_way(cast, client)
    session = client.session
    session[WAITING] = {**session[WAITING], "at": int(time.time()) - 600}
    session.save()
    assert client.post(reverse("login_code"), {"code": code_of(user)})["Location"] == reverse("login")
    sign_in(client, user.username)
    user.set_password("Xinde-kouling-77")
    user.save()
    assert client.post(reverse("login_code"), {"code": code_of(user)})["Location"] == reverse("login")
    assert Client().get(reverse("login_code"))["Location"] == reverse("login")


def test_wrong_codes_lock_the_account_as_wrong_passwords_do(cast: Cast) -> None:
    client = Client()
    user = half_way(cast, client)
    for _each in range(settings.AXES_FAILURE_LIMIT):
        client.post(reverse("login_code"), {"code": "000000"})
    page = client.post(reverse("login_code"), {"code": code_of(user)})
    assert "账号已暂时锁定" in text_of(page)
    assert sign_in(Client(), user.username).status_code == 429
    assert trail.of(cast.li).filter(verb="login_failed").count() == settings.AXES_FAILURE_LIMIT


def test_a_recovery_code_lets_in_once(cast: Cast) -> None:
    user, codes = enrolled(cast, cast.li)
    for expected in (302, 422):
        client = Client()
        sign_in(client, user.username)
        assert client.post(reverse("login_code"), {"code": codes[3]}).status_code == expected


def test_whose_duty_asks_for_it_enrols_before_anything_else(cast: Cast) -> None:
    factors.demand(cast.city, duty=Duty.LEADER, signing=False, by=cast.security_admin)
    account = cast.account(cast.director_wang)
    client = Client()
    sign_in(client, account.username)
    own = reverse("second_step_own")
    for page in ("/", "/notices/", "/ledger/"):
        assert client.get(page)["Location"] == own
    page = client.get(own)
    assert "请先在手机上启用" in text_of(page)
    assert has_nothing_inline(page.content.decode())
    assert "no-store" in page["Cache-Control"]
    assert client.post(own, {"code": "12"}).status_code == 422
    done = client.post(own, {"code": code_of(account)})
    assert RecoveryCode.objects.filter(user=account).count() == 10
    assert text_of(done).count("-") >= 30, "ten codes of four groups are told"
    assert client.get("/").status_code == 200
    assert "只显示这一次" not in text_of(client.get(own))


def test_an_account_without_a_rule_comes_in_as_before(cast: Cast) -> None:
    assert sign_in(Client(), cast.account(cast.li).username)["Location"] == "/"


def test_a_signature_asks_for_the_code_where_the_duty_says_so(cast: Cast) -> None:
    leader = cast.director_wang
    paper = paper_for(cast, leader)
    user, _codes = enrolled(cast, leader)
    factors.demand(cast.city, duty=Duty.LEADER, signing=True, by=cast.security_admin)
    client, seat = visit_as(leader), seat_of(paper, leader)
    address = reverse("seat_decide", args=[seat.pk])
    told = {**AGREE, "manifest_digest": seat.request.manifest.sha256}
    assert "动态码" in text_of(client.get(seat.get_absolute_url()))
    assert "须经二次验证" in text_of(post(client, address, **told))
    assert "动态码不正确" in text_of(post(client, address, **told, code="000000"))
    seat.refresh_from_db()
    assert seat.decided_at is None
    assert post(client, address, **told, code=code_of(user)).status_code == 302
    seat.refresh_from_db()
    assert (seat.verdict, seat.strength) == ("agree", "password+totp")
    event = trail.of(paper).get(verb="seat_decided")
    assert event.strength == "password+totp"
    assert "密码和动态码" in text_of(client.get(reverse("receipt", args=[seat.pk])))


def test_a_signature_without_a_rule_needs_no_code_and_says_password(cast: Cast) -> None:
    paper = paper_for(cast, cast.director_wang)
    client, seat = visit_as(cast.director_wang), seat_of(paper, cast.director_wang)
    told = {**AGREE, "manifest_digest": seat.request.manifest.sha256}
    assert "动态码" not in text_of(client.get(seat.get_absolute_url()))
    assert post(client, reverse("seat_decide", args=[seat.pk]), **told).status_code == 302
    seat.refresh_from_db()
    assert seat.strength == "password"
    assert make.PASSWORD not in text_of(client.get(reverse("receipt", args=[seat.pk])))

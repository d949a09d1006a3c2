"""A password that an administrator has set lets its person in, and then nowhere but to the page that changes it."""

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from accountability import feeds, trail, verify
from accountability.models import CalendarFeed
from organizations.models import Duty, User
from organizations.services import factors, open_account
from tests import make
from tests.cast import Cast
from tests.screens.test_login import sign_in
from tests.screens.visitors import has_nothing_inline, post, text_of, visit_as

pytestmark = pytest.mark.django_db
CHANGE, OWN = "password_change", "Zi-ji-de-2026"
TOLD = "您现在的密码由他人设置，请先改为只有您本人知道的密码，再办理其他事项。"


@pytest.fixture
def user(cast: Cast) -> User:
    """李干事's account, opened by the system administrator."""
    return open_account(cast.li, username="li", password=make.PASSWORD, by=cast.system_admin)


def changed(client: Client, *, old: str = make.PASSWORD, new: str = OWN):
    return post(client, reverse(CHANGE), old_password=old, new_password1=new, new_password2=new)


def test_nothing_else_is_open_before_he_has_set_his_own(user: User) -> None:
    client = Client()
    assert sign_in(client, "li", next="/notices/").status_code == 302
    for address in ("/", "/notices/", reverse("calendar_show"), reverse("own_data_show"), reverse("second_step_own")):
        assert client.get(address)["Location"] == reverse(CHANGE), address
    assert post(client, reverse("own_data_download"), password=make.PASSWORD)["Location"] == reverse(CHANGE)
    assert client.get("/notices/", headers={"HX-Request": "true"})["HX-Redirect"] == reverse(CHANGE)
    page = client.get(reverse(CHANGE))
    assert TOLD in text_of(page)
    assert "取消" not in text_of(page).split("修改密码")[-1]
    assert has_nothing_inline(page.content.decode())
    assert changed(client)["Location"] == "/"
    assert client.get("/").status_code == 200
    assert TOLD not in text_of(client.get(reverse(CHANGE)))


def test_the_same_password_again_is_not_his_own(user: User) -> None:
    client = Client()
    sign_in(client, "li")
    answer = changed(client, new=make.PASSWORD)
    assert "新密码不能与当前密码相同" in text_of(answer)
    assert client.get("/")["Location"] == reverse(CHANGE)
    wrong = changed(client, old="Not-the-one-1")
    assert wrong.status_code == 200
    user.refresh_from_db()
    assert user.password_from_other


def test_he_can_leave_and_read_the_page_in_his_language(user: User) -> None:
    client = Client()
    sign_in(client, "li")
    assert client.post(reverse("set_language"), {"language": "en", "next": reverse(CHANGE)}).status_code == 302
    assert client.post(reverse("logout")).status_code == 302
    assert client.get("/")["Location"].startswith(reverse("login"))


def test_the_trail_tells_who_gave_it_and_that_it_was_changed(user: User, cast: Cast) -> None:
    client = Client()
    sign_in(client, "li")
    changed(client)
    assert trail.of(user).get(verb="account_opened").actor_id == cast.system_admin.pk
    assert trail.of(cast.li).get(verb="password_changed").actor_id == cast.li.pk
    assert trail.label("password_changed") == "修改密码"
    assert [one for result in verify.run() for one in result.differences if "user" in one.thing] == []


def test_the_phone_comes_after_the_password(user: User, cast: Cast) -> None:
    factors.demand(cast.city, duty=Duty.CLERK, signing=False, by=cast.security_admin)
    client = Client()
    sign_in(client, "li")
    assert client.get(reverse("second_step_own"))["Location"] == reverse(CHANGE)
    changed(client)
    assert client.get("/")["Location"] == reverse("second_step_own")


def test_what_the_site_itself_has_opened_is_nobody_else_s(cast: Cast) -> None:
    assert not make.make_account(cast.li).password_from_other
    assert visit_as(cast.li).get("/").status_code == 200


def test_an_operator_who_sets_a_password_is_somebody_else_too(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    make.make_account(cast.li, username="li")
    feeds.open_feed(cast.li, by=cast.li)
    monkeypatch.setattr("getpass.getpass", lambda prompt: "Cao-zuo-yuan-1")
    call_command("changepassword", "li", verbosity=0)
    client = Client()
    sign_in(client, "li", "Cao-zuo-yuan-1")
    assert client.get("/")["Location"] == reverse(CHANGE)
    assert trail.of(cast.li).filter(verb="password_set").exists()
    assert not CalendarFeed.objects.filter(revoked_at__isnull=True).exists()
    assert [one for result in verify.run() for one in result.differences if "user" in one.thing] == []

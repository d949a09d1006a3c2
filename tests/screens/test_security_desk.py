"""安全管理 on the screen: locks seen and lifted, rules made, accounts opened by another kind of administrator."""

from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from django.urls import reverse

from accountability import trail, verify
from organizations.models import Appointment, Duty, SecondFactorRule, User
from organizations.refusals import Invalid
from organizations.services import appoint, create_post
from tests import make
from tests.cast import Cast
from tests.organizations.test_factors import enrolled
from tests.screens.visitors import has_nothing_inline, post, text_of, visit_as

pytestmark = pytest.mark.django_db
WRONG = "falsch-falsch"


def locked(cast: Cast, person: Any) -> str:
    """The name of an account that somebody has locked by guessing."""
    name = cast.account(person).username
    for _each in range(settings.AXES_FAILURE_LIMIT):
        Client().post(reverse("login"), {"username": name, "password": WRONG})
    return name


def test_a_lock_is_seen_and_lifted_with_a_reason(cast: Cast, django_assert_max_num_queries: Any) -> None:
    name = locked(cast, cast.li)
    keeper, address = visit_as(cast.security_admin), reverse("lock_lift", args=[cast.li.pk])
    keeper.get("/security/")
    with django_assert_max_num_queries(12):
        page = keeper.get("/security/")
    assert has_nothing_inline(page.content.decode())
    for word in ("李干事", "已锁定", "输错 5 次", "127.0.0.1"):
        assert word in text_of(page)
    assert WRONG not in page.content.decode()
    assert post(keeper, address).status_code == 422
    assert post(keeper, address, because="本人当面确认").status_code == 302
    assert Client().post(reverse("login"), {"username": name, "password": make.PASSWORD}).status_code == 302
    assert trail.of(cast.li).get(verb="login_lock_lifted").actor_name == "沈安全"
    assert trail.of(cast.li).filter(verb="login_failed").count() == settings.AXES_FAILURE_LIMIT
    assert post(keeper, address, because="再来一次").status_code == 404, "nothing is left to lift"


def test_nobody_lifts_his_own_lock_and_nobody_else_sees_the_desk(cast: Cast) -> None:
    locked(cast, cast.security_admin)
    keeper = visit_as(cast.security_admin)
    own = post(keeper, reverse("lock_lift", args=[cast.security_admin.pk]), because="是我")
    assert own.status_code == 403
    for other in (cast.system_admin, cast.audit_admin, cast.li, cast.director_wang):
        assert visit_as(other).get("/security/").status_code == 404
        assert visit_as(other).get(reverse("lock_lift", args=[cast.security_admin.pk])).status_code == 404


def test_a_rule_is_made_and_waived_on_the_page(cast: Cast) -> None:
    keeper = visit_as(cast.security_admin)
    assert "确认规定" in text_of(keeper.get("/security/rules/new/"))
    given = {"organization": cast.city.pk, "duty": Duty.LEADER, "signing": "on"}
    assert post(keeper, "/security/rules/new/", **given)["Location"] == "/security/"
    assert post(keeper, "/security/rules/new/", **given).status_code == 422
    assert "分管领导" in text_of(keeper.get("/security/"))
    rule = SecondFactorRule.objects.get()
    assert rule.signing
    assert visit_as(cast.system_admin).get(f"/security/rules/{rule.pk}/waive/").status_code == 404
    assert post(keeper, f"/security/rules/{rule.pk}/waive/", because="改用统一认证").status_code == 302
    assert "没有规定" in text_of(keeper.get("/security/"))


def test_a_lost_phone_is_reset_on_the_persons_page(cast: Cast) -> None:
    enrolled(cast, cast.li)
    keeper, address = visit_as(cast.security_admin), reverse("second_step_reset", args=[cast.li.pk])
    assert address in keeper.get(f"/people/{cast.li.pk}/").content.decode()
    assert visit_as(cast.system_admin).get(address).status_code == 404
    assert post(keeper, address, because="手机丢失").status_code == 302
    assert address not in keeper.get(f"/people/{cast.li.pk}/").content.decode()
    enrolled(cast, cast.security_admin)
    own = reverse("second_step_reset", args=[cast.security_admin.pk])
    assert post(keeper, own, because="我的手机").status_code == 403


def test_the_system_administrator_opens_an_account_and_gives_no_right_with_it(cast: Cast) -> None:
    boss, address = visit_as(cast.system_admin), f"/people/{cast.nurse_sun.pk}/account/"
    assert address in boss.get(f"/people/{cast.nurse_sun.pk}/").content.decode()
    assert visit_as(cast.security_admin).get(address).status_code == 404
    assert post(boss, address, username="sun", password="12345678").status_code == 422
    assert post(boss, address, username="sun", password="Chushi-mima-7").status_code == 302
    assert User.objects.get(person=cast.nurse_sun).check_password("Chushi-mima-7")
    assert boss.get(address).status_code == 404
    held = cast.nurse_sun.appointments.get()
    assert boss.get(f"/people/posts/{held.pk}/end/").status_code == 404, "posts are the security administrator's"


KINDS = (Duty.SYSTEM_ADMIN, Duty.SECURITY_ADMIN, Duty.AUDIT_ADMIN)


@pytest.mark.parametrize("first", KINDS)
@pytest.mark.parametrize("second", KINDS)
def test_one_person_is_never_two_kinds_of_administrator(cast: Cast, first: str, second: str) -> None:
    person = make.make_holder(first, cast.city, name="兼任者")
    post_of = create_post(cast.east_district, title="管理员", duty=second, by=None)
    if first == second:
        assert appoint(person, post=post_of, since=make.LONG_AGO, by=None)
        return
    with pytest.raises(Invalid, match="应当由不同的人担任"):
        appoint(person, post=post_of, since=make.LONG_AGO, by=None)
    with make.without_separation():
        Appointment.objects.create(person=person, post=post_of, since=make.LONG_AGO)
    found = [one.sentence for result in verify.run() if result.name == "administrators" for one in result.differences]
    assert found == ["兼任者同时担任系统、安全、审计三类管理员中的两类"], "what came in past the guards is found"


def test_each_kind_does_its_own_and_nothing_of_the_others(cast: Cast) -> None:
    pages = {
        "/units/": {cast.system_admin},
        "/security/": {cast.security_admin},
        "/people/": {cast.system_admin, cast.security_admin},
        "/jobs/": {cast.system_admin},
        "/checkpoints/": {cast.audit_admin},
        "/patterns/": {cast.audit_admin},
    }
    for admin in (cast.system_admin, cast.security_admin, cast.audit_admin):
        client = visit_as(admin)
        opened = {page for page in pages if client.get(page).status_code == 200}
        assert opened == {page for page, who in pages.items() if admin in who}, admin

"""人员和账号 on the screen: who keeps people ends posts and closes accounts; nobody leaves with work in his hands."""

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accountability import verify
from accountability.models import Notice
from engine.submissions import new_nonce
from organizations.models import Appointment, Person, User
from tests import make
from tests.accountability.test_assignments import give
from tests.cast import Cast
from tests.screens.visitors import has_nothing_inline, post, text_of, visit_as

MOST = 12


def today(days: int = 0) -> date:
    return timezone.localdate() + timedelta(days=days)


def post_of(person: Person) -> Appointment:
    return person.appointments.latest("pk")


def agrees() -> bool:
    return [found.sentence for result in verify.run() for found in result.differences] == []


def test_the_list_finds_people_and_costs_the_same(cast: Cast, django_assert_max_num_queries: Any) -> None:
    cast.account(cast.nurse_sun)
    for person in (cast.head_zhang, cast.head_gao, cast.chen, cast.president_wu):
        assert person
    keeper = visit_as(cast.security_admin)
    keeper.get("/people/")
    with django_assert_max_num_queries(MOST):
        page = keeper.get("/people/")
    assert has_nothing_inline(page.content.decode())
    for name in ("张主任", "孙护士", "吴院长", "江州市院感质控中心主任"):
        assert name in text_of(page)
    assert "高主任" not in text_of(keeper.get("/people/?q=孙护"))
    assert "孙护士" in text_of(keeper.get(f"/people/?q={cast.nurse_sun.user.username}"))
    within = text_of(keeper.get(f"/people/?unit={cast.icu.pk}"))
    assert "孙护士" in within
    assert "高主任" not in within
    for odd in ("0", "x", "9" * 30):
        assert keeper.get("/people/", {"unit": odd}).status_code == 404
    assert "没有找到人员" in text_of(keeper.get("/people/?q=无此人"))


def test_a_post_ends_on_its_last_day(cast: Cast, django_assert_max_num_queries: Any) -> None:
    held = post_of(cast.head_zhang)
    keeper = visit_as(cast.security_admin)
    about, address = f"/people/{cast.head_zhang.pk}/", f"/people/posts/{held.pk}/end/"
    for page in (about, address):
        keeper.get(page)
        with django_assert_max_num_queries(MOST):
            answer = keeper.get(page)
        assert has_nothing_inline(answer.content.decode())
    assert "请填写免职的依据或者原因" in text_of(post(keeper, address, until=today().isoformat()))
    wrong = post(keeper, address, until="1949-01-01", because="调出")
    assert "不能早于任职日期" in text_of(wrong)
    nonce = new_nonce()
    given = {"until": today().isoformat(), "because": "江卫人〔2026〕3号", "nonce": nonce}
    answers = [post(keeper, address, **given) for _twice in "ab"]
    assert {one["Location"] for one in answers} == {about}
    held.refresh_from_db()
    assert held.until == today(), "he is in office on his last day"
    Appointment.objects.filter(pk=held.pk).update(until=today(-1))
    assert "以前的任职" in text_of(keeper.get(about))
    assert keeper.get(address).status_code == 404, "what is over is not ended again"


def test_nobody_leaves_with_work_in_his_hands_unless_it_cannot_wait(cast: Cast) -> None:
    assert cast.president_wang
    user = cast.account(cast.head_zhang)
    give(cast, cast.head_zhang)
    held, keeper = post_of(cast.head_zhang), visit_as(cast.security_admin)
    about = f"/people/{cast.head_zhang.pk}/"
    assert "任务 1 项" in text_of(keeper.get(about))
    ways = (
        (f"/people/posts/{held.pk}/end/", {"until": today().isoformat(), "because": "停职审查"}),
        (f"{about}close/", {"because": "账号被盗用"}),
    )
    for address, given in ways:
        refused = post(keeper, address, **given)
        assert refused.status_code == 422
        assert "请先填写交接单" in text_of(refused)
        assert "整修隔离间" in text_of(refused)
        assert given["because"] in refused.content.decode(), "nothing typed is lost"
    held.refresh_from_db()
    assert (held.until, User.objects.get(pk=user.pk).is_active) == (None, True)
    for address, given in ways:
        assert post(keeper, address, at_once="on", **given)["Location"] == about
    held.refresh_from_db()
    assert (held.until, User.objects.get(pk=user.pk).is_active) == (today(-1), False)
    assert Notice.objects.filter(person=cast.president_wang, kind="left_open").exists()
    page = text_of(keeper.get(about))
    assert "已停用" in page
    assert "目前不在任" in page
    again = post(keeper, f"{about}close/", because="再停一次")
    assert "已经停用" in text_of(again)
    assert agrees()


def test_a_post_begun_today_ends_today_when_it_cannot_wait(cast: Cast) -> None:
    person = make.make_person(cast.icu, name="新到护士")
    held = make.make_appointment(person, duty="staff", since=today())
    address = f"/people/posts/{held.pk}/end/"
    given = {"until": today(5).isoformat(), "because": "误录", "at_once": "on"}
    assert post(visit_as(cast.security_admin), address, **given).status_code == 302
    held.refresh_from_db()
    assert held.until == today()


def test_who_has_left_every_post_with_an_open_account_is_pointed_out(cast: Cast) -> None:
    cast.account(cast.nurse_sun)
    cast.nurse_sun.appointments.update(until=today(-1))
    keeper = visit_as(cast.security_admin)
    assert "账号仍在用" in text_of(keeper.get(f"/people/{cast.nurse_sun.pk}/"))
    client = visit_as(cast.nurse_sun)
    assert post(keeper, f"/people/{cast.nurse_sun.pk}/close/", because="退休").status_code == 302
    assert client.get("/")["Location"].startswith("/login/"), "the open session ends"


def test_nobody_ends_his_own_post_or_account(cast: Cast) -> None:
    keeper, own = visit_as(cast.security_admin), post_of(cast.security_admin)
    page = text_of(keeper.get(f"/people/{cast.security_admin.pk}/"))
    assert "由其他管理员办理" in page
    ended = post(keeper, f"/people/posts/{own.pk}/end/", until=today().isoformat(), because="退休")
    assert ended.status_code == 403
    assert "不能给自己免职" in text_of(ended)
    closed = post(keeper, f"/people/{cast.security_admin.pk}/close/", because="退休")
    assert "不能停用自己的账号" in text_of(closed)
    assert Appointment.objects.get(pk=own.pk).until is None


def test_only_who_keeps_people_finds_them(cast: Cast) -> None:
    held = post_of(cast.nurse_sun)
    cast.account(cast.nurse_sun)
    assert visit_as(cast.system_admin).get(f"/people/posts/{held.pk}/end/").status_code == 404, "he keeps accounts only"
    pages = ("/people/", f"/people/{cast.nurse_sun.pk}/", f"/people/{cast.nurse_sun.pk}/close/")
    pages += (f"/people/posts/{held.pk}/end/",)
    elsewhere = make.make_holder("security_admin", cast.east_district, name="区安全员")
    for person in (cast.audit_admin, cast.president_wang, cast.nurse_sun):
        client = visit_as(person)
        assert {client.get(page).status_code for page in pages} == {404}
        assert {post(client, page, because="越权").status_code for page in pages[2:]} == {404}
    client = visit_as(elsewhere)
    assert "孙护士" not in text_of(client.get("/people/"))
    assert {client.get(page).status_code for page in pages[1:]} == {404}
    assert {post(client, page, because="越权").status_code for page in pages[2:]} == {404}


def test_a_guest_with_a_post_here_is_kept_here(cast: Cast) -> None:
    expert = make.make_person(cast.private_hospital, name="外聘专家")
    here = make.make_appointment(expert, duty="inspector", at=cast.tcm_hospital)
    there = make.make_appointment(expert, duty="staff", at=cast.private_hospital)
    keeper = visit_as(make.make_holder("security_admin", cast.east_district, name="区安全员"))
    assert "外聘专家" in text_of(keeper.get("/people/"))
    page = keeper.get(f"/people/{expert.pk}/").content.decode()
    assert f"/people/posts/{here.pk}/end/" in page
    assert f"/people/posts/{there.pk}/end/" not in page
    assert keeper.get(f"/people/posts/{there.pk}/end/").status_code == 404
    assert keeper.get(f"/people/{expert.pk}/close/").status_code == 404

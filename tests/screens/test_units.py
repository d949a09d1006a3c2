"""机构变更 on the screen: found, previewed, done or planned; only for whoever keeps the units."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from organizations.models import Organization, UnitChange
from organizations.services.planting import stamp_of
from tests.accountability.test_assignments import give
from tests.cast import Cast
from tests.screens.visitors import has_nothing_inline, post, text_of, visit_as


def fields(unit: Organization, *, days: int = 0, **other: Any) -> dict[str, Any]:
    """The form as its page sends it."""
    on = timezone.localdate() + timedelta(days=days)
    return {"on": on.isoformat(), "because": "江卫〔2026〕8号", "stamp": stamp_of(unit), **other}


def test_the_five_changes_have_a_page_that_says_what_they_touch(cast: Cast, django_assert_max_num_queries: Any) -> None:
    give(cast, cast.nurse_sun)
    keeper = visit_as(cast.system_admin)
    assert "重症医学科" in text_of(keeper.get("/units/?q=重症"))
    page = keeper.get(f"/units/{cast.icu.pk}/")
    assert has_nothing_inline(page.content.decode())
    for kind, said in (
        ("rename", "编号不变"),
        ("move", "连同下级"),
        ("merge", "孙护士"),
        ("split", "整修隔离间"),
        ("close", "整修隔离间"),
    ):
        with django_assert_max_num_queries(12):
            page = keeper.get(f"/units/{cast.icu.pk}/{kind}/")
        assert page.status_code == 200
        assert said in text_of(page)
        assert has_nothing_inline(page.content.decode())
    with django_assert_max_num_queries(12):
        keeper.get(f"/units/{cast.icu.pk}/")
    with django_assert_max_num_queries(12):
        keeper.get("/units/")


def test_a_unit_is_moved_renamed_and_its_history_is_shown(cast: Cast) -> None:
    unit = cast.tcm_hospital
    keeper = visit_as(cast.system_admin)
    assert post(keeper, f"/units/{unit.pk}/move/", **fields(unit, target=cast.west_district.pk)).status_code == 302
    unit.refresh_from_db()
    assert unit.parent == cast.west_district
    named = post(keeper, f"/units/{unit.pk}/rename/", **fields(unit, name="城西中医院"))
    assert named.status_code == 302
    page = text_of(keeper.get(f"/units/{unit.pk}/"))
    assert "城西中医院" in page
    assert "名称为“城东中医院”" in page
    assert "隶属“城东区卫生健康委员会”" in page


def test_a_planned_change_is_shown_and_can_be_cancelled(cast: Cast) -> None:
    unit = cast.icu
    keeper = visit_as(cast.system_admin)
    assert post(keeper, f"/units/{unit.pk}/rename/", **fields(unit, days=9, name="重症中心")).status_code == 302
    assert "待生效" in text_of(keeper.get(f"/units/{unit.pk}/"))
    change = UnitChange.objects.get()
    address = f"/units/changes/{change.pk}/cancel/"
    assert keeper.get(address).status_code == 200
    assert "请写明取消的原因" in text_of(post(keeper, address, because=" "))
    assert post(keeper, address, because="暂缓").status_code == 302
    assert "已取消" in text_of(keeper.get(f"/units/{unit.pk}/"))


def test_what_is_refused_is_said_and_a_stale_page_too(cast: Cast) -> None:
    give(cast, cast.nurse_sun)
    unit = cast.icu
    keeper = visit_as(cast.system_admin)
    page = post(keeper, f"/units/{unit.pk}/close/", **fields(unit))
    assert page.status_code == 422
    assert "未了事项" in text_of(page)
    page = post(keeper, f"/units/{unit.pk}/merge/", **fields(unit, target=unit.pk))
    assert "不能与自己合并" in text_of(page)
    page = post(keeper, f"/units/{unit.pk}/split/", **fields(unit, part1="甲室", part2="乙室"))
    assert "没有指定由哪个新单位承接" in text_of(page)
    page = post(keeper, f"/units/{unit.pk}/move/", **fields(unit, target=cast.tcm_hospital.pk, stamp="0" * 16))
    assert page.status_code == 409
    assert "请刷新页面" in text_of(page)
    assert post(keeper, f"/units/{unit.pk}/explode/", **fields(unit)).status_code == 404
    assert Organization.objects.get(pk=unit.pk).active


def test_a_split_from_its_page(cast: Cast) -> None:
    task = give(cast, cast.nurse_sun)
    unit, held = cast.icu, cast.nurse_sun.appointments.get()
    places = {f"task-unit_tasks:{task.pk}": 2, f"held-{held.pk}": 1}
    keeper = visit_as(cast.system_admin)
    answered = post(keeper, f"/units/{unit.pk}/split/", **fields(unit, part1="甲室", part2="乙室", **places))
    assert answered.status_code == 302
    task.refresh_from_db()
    assert task.lead_unit.name == "乙室"
    page = text_of(keeper.get(f"/units/{unit.pk}/"))
    assert "由“甲室”承接" in page
    assert "由“乙室”承接" in page


def test_who_does_not_keep_units_finds_nothing(cast: Cast) -> None:
    unit = cast.icu
    for person in (cast.head_zhang, cast.president_wang, cast.li, cast.president_wu):
        client = visit_as(person)
        assert client.get("/units/").status_code == 404
        assert client.get(f"/units/{unit.pk}/").status_code == 404
        assert post(client, f"/units/{unit.pk}/close/", **fields(unit)).status_code == 404

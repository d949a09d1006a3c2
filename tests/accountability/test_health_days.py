"""卫生健康主题日 of one's own: beside the shipped ones, for a unit and everybody beneath it, every year."""

import datetime

import pytest
from django.urls import reverse

from accountability import dates, health_days, verify
from accountability.models import OwnDay
from organizations.refusals import AlreadyDone, Invalid, NotAllowed
from tests.cast import Cast
from tests.screens.visitors import has_nothing_inline, post, text_of, visit_as

pytestmark = pytest.mark.django_db
FIRST, LAST = datetime.date(2026, 6, 1), datetime.date(2027, 7, 31)


@pytest.fixture
def day(cast: Cast) -> OwnDay:
    return health_days.set_day(cast.peoples_hospital, name="手术安全宣传日", month=6, day=18, by=cast.qian)


def mine(person) -> list[datetime.date]:
    return [one.starts for one in dates.of_person(person, None, FIRST, LAST) if one.title == "手术安全宣传日"]


def test_it_comes_round_every_year_for_the_unit_and_those_beneath_it_alone(cast: Cast, day: OwnDay) -> None:
    twice = [datetime.date(2026, 6, 18), datetime.date(2027, 6, 18)]

    assert mine(cast.nurse_sun) == mine(cast.president_wang) == twice
    assert mine(cast.president_wu) == mine(cast.li) == []
    assert [one.sentence for found in verify.run() for one in found.differences] == []


def test_the_city_s_day_is_everybody_s(cast: Cast) -> None:
    health_days.set_day(cast.city, name="手术安全宣传日", month=6, day=18, by=cast.li)

    assert len(mine(cast.president_wu)) == len(mine(cast.nurse_sun)) == 2
    assert mine(cast.lin) == [], "outside the tree"


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"name": " "}, "请填写主题日名称"),
        ({"month": 2, "day": 29}, "不是每年都有"),
        ({"month": 4, "day": 31}, "没有4月31日"),
    ],
)
def test_a_day_that_is_none_is_refused(cast: Cast, given: dict, sentence: str) -> None:
    told = {"name": "宣传日", "month": 6, "day": 18, **given}
    with pytest.raises(Invalid, match=sentence):
        health_days.set_day(cast.peoples_hospital, by=cast.qian, **told)
    assert not OwnDay.objects.exists()


def test_nobody_sets_one_twice_or_one_that_is_shipped_or_for_others(cast: Cast, day: OwnDay) -> None:
    told = {"name": "手术安全宣传日", "month": 9, "day": 1}
    with pytest.raises(AlreadyDone, match="请先停用"):
        health_days.set_day(cast.peoples_hospital, by=cast.qian, **told)
    with pytest.raises(AlreadyDone, match="已在全国主题日中"):
        health_days.set_day(cast.peoples_hospital, by=cast.qian, **{**told, "name": "世界癌症日"})
    with pytest.raises(NotAllowed):
        health_days.set_day(cast.peoples_hospital, by=cast.nurse_sun, **{**told, "name": "护士日"})
    health_days.end_day(day, by=cast.qian)
    assert mine(cast.nurse_sun) == []
    with pytest.raises(AlreadyDone, match="已经停用"):
        health_days.end_day(day, by=cast.qian)


def test_it_is_set_seen_and_ended_on_the_page(cast: Cast, django_assert_max_num_queries) -> None:
    qian = visit_as(cast.qian)
    told = {"organization": cast.peoples_hospital.pk, "name": "医院手卫生日", "month": "5", "day": "6"}
    assert post(qian, reverse("health_day_new"), **{**told, "day": "40"}).status_code == 422
    assert post(qian, reverse("health_day_new"), **told).status_code == 302
    with django_assert_max_num_queries(12):
        page = qian.get(reverse("health_day_list"))
    assert "医院手卫生日" in text_of(page)
    assert "世界癌症日" in text_of(page)
    assert has_nothing_inline(page.content.decode())
    own = OwnDay.objects.get()
    end = reverse("health_day_end", args=[own.pk])
    assert post(visit_as(cast.president_wu), end).status_code == 404
    assert post(visit_as(cast.nurse_sun), end).status_code == 403
    assert "停用" not in text_of(visit_as(cast.nurse_sun).get(reverse("health_day_list")))
    assert post(qian, end).status_code == 302
    own.refresh_from_db()
    assert own.ended_at is not None

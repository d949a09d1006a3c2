"""日程 and 查岗 on the screen."""

import datetime
import re

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accountability import rosters
from accountability.assignments import assign
from accountability.models import CalendarFeed, SpotCheck
from tests.cast import Cast
from tests.screens.visitors import has_nothing_inline, post, text_of, visit_as

DAY = datetime.timedelta(days=1)


def test_a_month_and_a_week_show_what_is_due_at_a_constant_cost(cast: Cast, django_assert_max_num_queries) -> None:
    today, zhang = timezone.localdate(), cast.head_zhang
    for number in range(20):
        title = f"第{number}项整改"
        assign(title=title, source=cast.icu, lead_unit=cast.icu, holder=zhang, due_on=today, by=cast.qian)
    client = visit_as(zhang)

    with django_assert_max_num_queries(12):
        page = client.get(reverse("calendar_show"))

    assert "任务到期：第19项整改" in text_of(page)
    assert has_nothing_inline(page.content.decode())
    week = client.get(reverse("calendar_show"), {"week": today.isoformat()})
    assert "任务到期：第3项整改" in text_of(week)
    for odd in ({"week": "nonsense"}, {"month": "9999-99"}, {"week": "0001-01-01"}):
        assert client.get(reverse("calendar_show"), odd).status_code == 200


def test_an_address_is_shown_once_read_without_logging_in_and_dead_after_it_is_revoked(cast: Cast) -> None:
    sun = cast.nurse_sun
    today = timezone.localdate()
    rosters.set_shifts(cast.peoples_hospital, slot="night", person=sun, since=today, until=today, by=cast.qian)
    client, program = visit_as(sun), Client()

    assert post(client, reverse("calendar_open")).status_code == 302
    shown = client.get(reverse("calendar_show")).content.decode()
    address = re.search(r'value="(http://testserver/calendar/[^"]+\.ics)"', shown).group(1)
    assert address not in client.get(reverse("calendar_show")).content.decode()

    answer = program.get(address)
    assert answer["Content-Type"] == "text/calendar; charset=utf-8"
    assert "值班：夜班值班员" in answer.content.decode().replace("\r\n ", "")
    assert "no-store" in answer["Cache-Control"]
    assert program.get(address[:-6] + "x.ics").status_code == 404

    post(client, reverse("calendar_revoke"))
    assert program.get(address).status_code == 404
    assert CalendarFeed.objects.get().revoked_at is not None
    assert post(client, reverse("calendar_revoke")).status_code == 409


def test_a_spot_check_is_written_down_on_a_phone_and_explained_by_the_one_on_duty(cast: Cast) -> None:
    day = timezone.localdate() - DAY
    zhang = cast.head_zhang
    given = {"slot": "night", "person": zhang, "since": day, "until": day, "by": cast.qian}
    [shift] = rosters.set_shifts(cast.peoples_hospital, **given)
    zhao = visit_as(cast.zhao)
    page = zhao.get(reverse("spot_check_new", args=[shift.pk]))
    assert "张主任" in text_of(page)
    fields = {"checked_at": f"{day}T22:10", "way": "telephone", "result": "absent", "note": ""}

    refused = post(zhao, reverse("spot_check_new", args=[shift.pk]), **fields)
    assert refused.status_code == 422
    assert "请写明具体情况" in text_of(refused)
    assert post(zhao, reverse("spot_check_new", args=[shift.pk]), **fields | {"note": "无人接听"}).status_code == 302

    check = SpotCheck.objects.get()
    own = reverse("spot_check_show", args=[check.pk])
    assert "提交说明" in text_of(visit_as(zhang).get(own))
    assert "提交说明" not in text_of(visit_as(cast.qian).get(own))
    assert post(visit_as(cast.qian), own, text="代说明").status_code == 403
    assert post(visit_as(zhang), own, text="正在抢救").status_code == 302
    listed = text_of(zhao.get(reverse("spot_check_list"), {"result": "absent"}))
    assert "正在抢救" in listed
    assert visit_as(cast.zheng).get(own).status_code == 404
    assert visit_as(cast.nurse_sun).get(reverse("spot_check_new", args=[shift.pk])).status_code == 403

"""The agenda is put in order by typing numbers, by dragging or by buttons; what is sent is the same."""

import re

import pytest
from django.urls import reverse

from engine.submissions import new_nonce
from meetings import services
from tests.screens.visitors import has_nothing_inline

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(hall):
    """A meeting with three items of its own beside the one its kind has."""
    made = hall.arranged()
    for title in ("手卫生", "透析用水", "职业暴露"):
        services.add_item(made, part="discussion", title=title, by=hall.clerk)
    return made


def test_the_numbers_stand_on_the_page_and_the_buttons_wait_for_the_script(hall, signed_in, meeting):
    html = signed_in(hall.clerk).get(reverse("meetings:agenda_order", args=[meeting.pk])).content.decode()

    count = meeting.agenda.count()
    assert len(re.findall(r'<input type="number"[^>]*name="place_\d+"', html)) == count
    for mark in ("data-bh-up", "data-bh-down", "data-bh-handle"):
        assert len(re.findall(rf"<button[^>]*{mark}[^>]* hidden", html)) == count, "without a script they do nothing"
    assert "js/order.js" in html
    assert has_nothing_inline(html)


def test_what_is_sent_is_the_order_and_equal_numbers_keep_theirs(hall, signed_in, meeting):
    items = {item.title: item.pk for item in meeting.agenda.all()}
    rest = {f"place_{pk}": 9 for pk in items.values()}
    told = {**rest, f"place_{items['职业暴露']}": 1, f"place_{items['手卫生']}": 2, "nonce": new_nonce()}

    answer = signed_in(hall.clerk).post(reverse("meetings:agenda_order", args=[meeting.pk]), told)

    assert answer.status_code == 302
    order = list(meeting.agenda.order_by("order").values_list("title", flat=True))
    assert order[:2] == ["职业暴露", "手卫生"]
    assert order[-1] == "透析用水"


def test_a_number_that_is_none_is_said_and_changes_nothing(hall, signed_in, meeting):
    before = list(meeting.agenda.order_by("order").values_list("title", flat=True))
    told = {f"place_{item.pk}": "甲" for item in meeting.agenda.all()}

    answer = signed_in(hall.clerk).post(
        reverse("meetings:agenda_order", args=[meeting.pk]), {**told, "nonce": new_nonce()}
    )

    assert answer.status_code == 422
    assert "输入整数" in answer.content.decode()
    assert list(meeting.agenda.order_by("order").values_list("title", flat=True)) == before

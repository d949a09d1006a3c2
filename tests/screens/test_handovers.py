"""工作交接 on the screen: prepared, sent, read by those concerned, printed; a neighbour finds nothing."""

from typing import Any

import pytest
from django.utils import timezone

from accountability.models import Assignment, Handover
from organizations import openings
from tests.accountability.test_assignments import give
from tests.accountability.test_hand_over import prepare
from tests.cast import Cast
from tests.screens.visitors import has_nothing_inline, post, text_of, visit_as


@pytest.fixture
def task(cast: Cast) -> Assignment:
    """张主任 owes the repair of the isolation room."""
    for person in (cast.head_zhang, cast.head_gao, cast.president_wang):
        cast.account(person)
    return give(cast, cast.head_zhang)


def fields(cast: Cast, **other: Any) -> dict[str, Any]:
    """The form as its page sends it: everything goes to 高主任."""
    return {"because": "退休", "supervisor": cast.president_wang.pk, "all_to": cast.head_gao.pk, "version": 0, **other}


def test_it_is_prepared_sent_and_signed_from_the_pages(cast: Cast, task: Assignment) -> None:
    mine = visit_as(cast.head_zhang)
    assert "工作交接" in text_of(mine.get("/handovers/"))
    address = f"/handovers/new/{cast.head_zhang.pk}/"
    page = mine.get(address)
    assert "整修隔离间" in text_of(page)
    assert has_nothing_inline(page.content.decode())
    answered = post(mine, address, **fields(cast))
    handover = Handover.objects.get()
    assert answered["Location"] == handover.get_absolute_url()
    page = mine.get(handover.get_absolute_url())
    assert "送三方签认" in text_of(page)
    assert "高主任" in text_of(page)
    assert has_nothing_inline(page.content.decode())
    assert post(mine, f"/handovers/{handover.pk}/submit/", version=handover.version).status_code == 302
    assert "签认中" in text_of(mine.get(handover.get_absolute_url()))
    assert "签认" in text_of(mine.get("/")), "the first signature waits on his own list"
    assert "张主任的交接单" in text_of(visit_as(cast.president_wang).get("/handovers/"))


def test_what_is_refused_is_said_and_nothing_typed_is_lost(cast: Cast, task: Assignment) -> None:
    mine = visit_as(cast.head_zhang)
    address = f"/handovers/new/{cast.head_zhang.pk}/"
    page = post(mine, address, **fields(cast, all_to=cast.president_wang.pk))
    assert page.status_code == 422
    assert "不同的人" in text_of(page)
    assert "退休</textarea>" in page.content.decode()
    assert post(mine, address, **fields(cast, all_to=cast.president_wu.pk)).status_code == 422, "not offered"
    assert not Handover.objects.exists()
    handover = prepare(cast)
    page = post(mine, f"/handovers/{handover.pk}/edit/", **fields(cast, version=7))
    assert page.status_code == 409
    assert "已被修改" in text_of(page)
    told = post(mine, f"/handovers/{handover.pk}/submit/", version="x")
    assert told.status_code == 302
    assert "已被修改" in text_of(mine.get(told["Location"]))
    page = post(mine, f"/handovers/{handover.pk}/cancel/", because=" ")
    assert "请写明交接的原因" in text_of(page)
    assert post(mine, f"/handovers/{handover.pk}/cancel/", because="不走了").status_code == 302
    assert "已作废" in text_of(mine.get(handover.get_absolute_url()))


def test_a_neighbour_and_a_colleague_find_nothing(cast: Cast, task: Assignment) -> None:
    handover = prepare(cast)
    for person in (cast.president_wu, cast.nurse_sun):
        client = visit_as(person)
        assert client.get(handover.get_absolute_url()).status_code == 404
        assert client.get(f"/handovers/new/{cast.head_zhang.pk}/").status_code == 404
        assert post(client, f"/handovers/{handover.pk}/submit/", version=1).status_code == 404
    watching = visit_as(cast.president_wang)
    assert watching.get(handover.get_absolute_url()).status_code == 200
    assert watching.get(f"/handovers/{handover.pk}/edit/").status_code == 404
    assert watching.get(f"/handovers/new/{cast.head_zhang.pk}/").status_code == 403, "he is still in office"


def test_pages_cost_the_same_whatever_the_number_of_lines(
    cast: Cast, task: Assignment, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        give(cast, cast.head_zhang, title=f"任务{number}")
    assert len(openings.of_person(cast.head_zhang)) == 13
    mine = visit_as(cast.head_zhang)
    mine.get("/handovers/")
    with django_assert_max_num_queries(12):
        mine.get(f"/handovers/new/{cast.head_zhang.pk}/")
    handover = prepare(cast)
    assert timezone.localdate() == timezone.localdate(handover.prepared_at)
    with django_assert_max_num_queries(12):
        mine.get(handover.get_absolute_url())
    with django_assert_max_num_queries(12):
        mine.get("/handovers/")

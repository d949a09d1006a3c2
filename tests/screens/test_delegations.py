"""代办授权 on the screen: given, received, revoked; and what a proxy finds on his own pages."""

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accountability.models import Attachment, Seat, SignRequest, TrailEvent
from accountability.models.signing import Word
from organizations.models import Delegation, Person
from tests.accountability.hostile import upload
from tests.accountability.signers import answer, paper_for
from tests.accountability.test_signing_by_proxy import away, letter
from tests.cast import Cast
from tests.engine.playground.papers import draft_paper
from tests.screens.visitors import has_nothing_inline, post, text_of, visit_as


def fields(grantor: Person, proxy: Person, **other: Any) -> dict[str, Any]:
    """The form as its page sends it."""
    today = timezone.localdate()
    own = grantor.appointments.order_by("post__precedence").first()
    period = {"since": today.isoformat(), "until": (today + timedelta(days=3)).isoformat()}
    return {"appointment": own.pk, "proxy": proxy.pk, "covers": "all", "because": "外出学习", **period, **other}


def give(client: Client, grantor: Person, proxy: Person, **other: Any) -> Any:
    return post(client, "/delegations/new/", **fields(grantor, proxy, **other))


def test_it_is_given_seen_by_both_and_revoked(cast: Cast):
    mine, his = visit_as(cast.director_wang), visit_as(cast.director_liu)
    page = mine.get("/delegations/new/")
    assert has_nothing_inline(page.content.decode())
    assert "刘主任（" in text_of(page)
    answered = give(mine, cast.director_wang, cast.director_liu)
    assert answered["Location"] == "/delegations/"
    page = mine.get("/delegations/")
    assert "王主任 委托 刘主任" in text_of(page)
    assert "已委托刘主任代办" in text_of(page)
    assert "代办中" in text_of(page)
    assert has_nothing_inline(page.content.decode())
    assert "王主任 委托 刘主任" in text_of(his.get("/delegations/?part=received"))
    assert "王主任委托刘主任代办" in text_of(his.get("/notices/"))
    one = Delegation.objects.get()
    assert "代办授权" in text_of(mine.get(f"/records/organizations.delegation/{one.pk}/"))
    address = f"/delegations/{one.pk}/revoke/"
    assert has_nothing_inline(mine.get(address).content.decode())
    assert "请写明撤销的原因" in text_of(post(mine, address, because=" "))
    assert post(mine, address, because="提前返岗").status_code == 302
    assert "已撤销" in text_of(mine.get("/delegations/"))
    again = post(mine, address, because="再撤一次")
    assert again.status_code == 409


def test_what_is_refused_is_said_where_it_was_typed(cast: Cast):
    client = visit_as(cast.director_wang)
    visit_as(cast.director_liu)
    page = give(client, cast.director_wang, cast.director_liu, until="2031-01-01")
    assert page.status_code == 422
    assert "最长180天" in text_of(page)
    assert "外出学习</textarea>" in page.content.decode(), "nothing typed is lost"
    page = give(client, cast.director_wang, cast.director_liu, includes_issue="on", authorisation="3号")
    assert "请上传授权书扫描件" in text_of(page)
    page = give(client, cast.director_wang, cast.director_liu, document=upload("授权书.exe", b"MZ"))
    assert "不接受" in text_of(page)
    page = give(client, cast.director_wang, cast.president_wu)
    assert page.status_code == 422, "only people of one's own institution and above are offered"
    assert not Delegation.objects.exists()


def test_the_letter_comes_with_it_and_both_may_read_it(cast: Cast):
    client = visit_as(cast.director_wang)
    his = visit_as(cast.director_liu)
    scan = upload("授权书.txt", "同意授权。".encode())
    given = give(client, cast.director_wang, cast.director_liu, includes_issue="on", authorisation="3号", document=scan)
    assert given.status_code == 302
    address = Attachment.objects.get().get_absolute_url()
    assert address in his.get("/delegations/?part=received").content.decode()
    assert his.get(address).status_code == 200
    assert visit_as(cast.zhao).get(address).status_code == 404


def test_the_security_administrator_sees_them_all_and_may_revoke(cast: Cast):
    one = away(cast.director_wang, cast.director_liu)
    client = visit_as(cast.security_admin)
    assert "王主任 委托 刘主任" in text_of(client.get("/delegations/?part=others"))
    assert post(client, f"/delegations/{one.pk}/revoke/", because="本人来电").status_code == 302
    stranger = visit_as(cast.head_zhang)
    assert stranger.get(f"/delegations/{one.pk}/revoke/").status_code == 404
    assert "王主任" not in text_of(stranger.get("/delegations/?part=others"))


def test_an_administrator_has_nothing_to_delegate(cast: Cast):
    page = visit_as(cast.system_admin).get("/delegations/new/")
    assert page.status_code == 403
    assert "没有可以委托代办的岗位" in text_of(page)


def test_a_list_costs_the_same_whatever_its_length(cast: Cast, django_assert_max_num_queries):
    client = visit_as(cast.director_liu)
    letters = {"includes_issue": True, "authorisation": "3号"}
    for grantor in (cast.director_wang, cast.zhao, cast.zhou):
        away(grantor, cast.director_liu, document=letter(), **letters)
        client.get("/delegations/?part=received")
        with django_assert_max_num_queries(12):
            client.get("/delegations/?part=received")


def test_a_proxy_signs_from_his_own_list(cast: Cast):
    away(cast.director_wang, cast.director_liu)
    paper = paper_for(cast, cast.director_wang, word=Word.APPROVE)
    seat = Seat.objects.select_related("request__manifest").get(request__in=SignRequest.objects.of(paper))
    client = visit_as(cast.director_liu)
    assert "代王主任办理" in text_of(client.get("/"))
    sheet = text_of(client.get(f"/sign/{seat.pk}/"))
    assert "待您审批" in sheet
    assert "以 刘主任（代）（" in sheet
    grantors = visit_as(cast.director_wang)
    assert "由刘主任（代）办理，您本人也可以办理" in text_of(grantors.get("/"))
    assert "以 王主任（" in text_of(grantors.get(f"/sign/{seat.pk}/"))
    page = client.get(f"/sign/{seat.pk}/transfer/")
    moved = post(client, f"/sign/{seat.pk}/transfer/", person=cast.zhao.pk, because="没空")
    assert page.status_code == 200
    assert "代办的事项不能再转给他人" in text_of(moved) or moved.status_code == 422
    shown = {"verdict": "agree", "stock": "同意", "opinion": "", "manifest_digest": seat.request.manifest.sha256}
    receipt = text_of(client.get(post(client, f"/sign/{seat.pk}/decide/", **shown)["Location"]))
    assert "刘主任（代）" in receipt
    assert "王主任" in receipt
    assert "刘主任 代 王主任" in text_of(visit_as(cast.li).get(f"/records/accountability.seat/{seat.pk}/"))
    assert "刘主任（代）" in text_of(grantors.get(f"/sign/{seat.pk}/"))


@pytest.mark.usefixtures("drafting_right")
def test_a_step_to_be_done_for_another_says_for_whom(cast: Cast):
    draft_paper(cast.city, by=cast.li)
    away(cast.li, cast.director_liu)
    assert "代李干事办理" in text_of(visit_as(cast.director_liu).get("/"))
    assert "代李干事办理" not in text_of(visit_as(cast.li).get("/"))


def test_the_answer_of_a_proxy_is_in_the_record(cast: Cast):
    away(cast.director_wang, cast.director_liu)
    paper = paper_for(cast, cast.director_wang)
    answer(paper, cast.director_liu)
    assert TrailEvent.objects.filter(verb="seat_decided", acting_for_name="王主任").exists()

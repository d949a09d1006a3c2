"""The record of one thing, for whoever sees the thing."""

import pytest

from accountability import trail
from accountability.models import SignRequest
from organizations.services import rename_organization
from tests.accountability.signers import answer, paper_for
from tests.cast import Cast
from tests.screens.visitors import has_nothing_inline, text_of, visit_as


def test_the_record_tells_who_did_what_and_what_changed(cast: Cast):
    rename_organization(cast.tcm_hospital, name="城东区中医医院", by=cast.system_admin, because="区划调整")
    page = visit_as(cast.li).get(f"/records/organizations.organization/{cast.tcm_hospital.pk}/")
    text = text_of(page)
    for said in ("许管理", "城东中医院", "城东区中医医院", "区划调整", "校验码"):
        assert said in text
    assert "已封存" in text or "待封存" in text
    assert has_nothing_inline(page.content.decode())


def test_a_signed_paper_keeps_its_opinions(cast: Cast):
    paper = paper_for(cast, cast.director_wang)
    answer(paper, cast.director_wang, "return", "口径不明")
    request = SignRequest.objects.of(paper).get()
    text = text_of(visit_as(cast.li).get(f"/records/accountability.signrequest/{request.pk}/"))
    assert "口径不明" in text
    assert "退回修改" in text


@pytest.mark.parametrize(
    "address",
    [
        "organizations.organization/999999/", "organizations.nothing/1/", "sessions.session/1/", "nonsense/1/",
        "organizations.user/1/",
    ],
)  # fmt: skip
def test_what_is_not_there_is_not_found(cast: Cast, address: str):
    assert visit_as(cast.li).get(f"/records/{address}").status_code == 404


def test_a_neighbours_record_is_not_found(cast: Cast):
    assert visit_as(cast.president_wu).get(f"/records/organizations.organization/{cast.icu.pk}/").status_code == 404


def test_a_long_record_costs_no_more(cast: Cast, django_assert_max_num_queries):
    client = visit_as(cast.li)
    address = f"/records/organizations.organization/{cast.tcm_hospital.pk}/"
    for events in (1, 60):
        for number in range(events):
            changed = {"name": ["旧名", f"新名{number}"]}
            trail.record("renamed", cast.tcm_hospital, by=cast.system_admin, because="更名", changed=changed)
        client.get(address)
        with django_assert_max_num_queries(12):
            client.get(address)

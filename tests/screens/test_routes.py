"""办理路线 on the screen: a unit lays who signs what; the old route is kept, and what is under way is not touched."""

from accountability.models import SignRoute
from tests.cast import Cast
from tests.screens.visitors import has_nothing_inline, post, text_of, visit_as

SUBJECT = "rectification.campaign"


def told(cast: Cast, **other: object) -> dict[str, object]:
    """Countersigned by the auditor, then issued by the principal."""
    return {
        "organization": cast.city.pk, "subject": SUBJECT, "name": "方案会签路线",
        "word1": "countersign", "who1": f"person:{cast.zhou.pk}", "policy1": "any",
        "word2": "issue", "who2": "duty:principal:institution", "policy2": "all", **other,
    }  # fmt: skip


def test_a_route_is_laid_and_takes_the_place_of_the_old(cast: Cast):
    client = visit_as(cast.director_wang)
    assert 'href="/routes/"' in client.get("/manage/").content.decode()
    assert visit_as(cast.nurse_sun).get("/manage/").status_code == 404
    assert "还没有设置办理路线" in text_of(client.get("/routes/"))
    assert has_nothing_inline(client.get("/routes/new/").content.decode())
    assert post(client, "/routes/new/", **told(cast))["Location"] == "/routes/"
    assert post(client, "/routes/new/", **told(cast, name="新方案路线")).status_code == 302
    page = client.get("/routes/")
    for said in ("专项工作方案 · 新方案路线", "方案会签路线", "启用", "停用", "会签：周审计", "本机构 主要负责人"):
        assert said in text_of(page)
    assert has_nothing_inline(page.content.decode())
    new, old = SignRoute.objects.order_by("-pk")
    assert (new.active, old.active) == (True, False)
    steps = [(step.word, step.person, step.duty, step.policy) for step in new.steps.all()]
    assert steps == [("countersign", cast.zhou, "", "any"), ("issue", None, "principal", "all")]


def test_what_is_missing_is_said_and_nothing_typed_is_lost(cast: Cast):
    client = visit_as(cast.director_wang)
    page = post(client, "/routes/new/", **told(cast, who2=""))
    assert page.status_code == 422
    assert "请同时选择办理方式和由谁办理" in text_of(page)
    assert "方案会签路线" in page.content.decode()
    assert post(client, "/routes/new/", **told(cast, word1="", who1="")).status_code == 422
    assert post(client, "/routes/new/", **told(cast, organization=cast.tcm_hospital.pk)).status_code == 422
    assert post(client, "/routes/new/", **told(cast, who1="person:999999")).status_code == 422
    assert not SignRoute.objects.exists()


def test_it_is_for_those_who_keep_routes(cast: Cast):
    page = visit_as(cast.nurse_sun).get("/routes/")
    assert page.status_code == 403
    assert "没有这项权限" in text_of(page)
    assert visit_as(cast.nurse_sun).get("/routes/new/").status_code == 403

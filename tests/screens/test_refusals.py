"""What went wrong is a page of the site with a sentence on it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import path

from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet, Stale
from tests.cast import Cast
from tests.screens.visitors import has_nothing_inline, text_of, visit_as
from workflow_site import urls

REFUSALS: dict[str, Callable[[], Exception]] = {
    "bad": lambda: BadRequest("x"),
    "denied": lambda: PermissionDenied("x"),
    "notyet": lambda: NotYet("会议还有未议定的议题，不能结束。"),
    "notallowed": lambda: NotAllowed("只有分管领导可以启动阶段。"),
    "invalid": lambda: Invalid({"due_on": "完成期限不能早于今天。"}),
    "first": lambda: AlreadyDone(who="刘主任"),
    "stale": lambda: Stale(mine={"标题": "我写的标题"}, theirs={"标题": "别人写的标题"}),
    "broken": lambda: RuntimeError("x"),
}


def refuse(request: HttpRequest, name: str) -> HttpResponse:
    """Raise what the address says."""
    refusal = REFUSALS[name]()
    raise refusal


urlpatterns = [path("refusals/<str:name>/", refuse), *urls.urlpatterns]
handler400, handler403, handler404, handler500 = urls.handler400, urls.handler403, urls.handler404, urls.handler500
pytestmark = pytest.mark.urls(__name__)


def refused(cast: Cast, name: str) -> Any:
    client = visit_as(cast.li)
    client.raise_request_exception = False
    return client.get(f"/refusals/{name}/")


@pytest.mark.parametrize(
    ("name", "status", "sentence"),
    [
        ("bad", 400, "请求无法识别"),
        ("denied", 403, "您没有办理这一项的权限"),
        ("notyet", 422, "会议还有未议定的议题，不能结束。"),
        ("notallowed", 403, "只有分管领导可以启动阶段。"),
        ("invalid", 422, "完成期限不能早于今天。"),
        ("first", 409, "刘主任已先一步办理"),
        ("stale", 409, "内容已有变动"),
        ("broken", 500, "系统出错，您的操作没有保存"),
    ],
)
def test_every_refusal_is_a_sentence(cast: Cast, name: str, status: int, sentence: str):
    page = refused(cast, name)
    assert page.status_code == status
    assert sentence in text_of(page)
    assert has_nothing_inline(page.content.decode())


def test_a_stale_form_shows_both_texts_side_by_side(cast: Cast):
    text = text_of(refused(cast, "stale"))
    assert "您填写的" in text
    assert text.index("我写的标题") < text.index("别人写的标题")


def test_an_unknown_address_is_a_page_of_the_site(cast: Cast):
    page = visit_as(cast.li).get("/nirgends/")
    assert page.status_code == 404
    assert "没有找到" in text_of(page)
    assert "李干事" in text_of(page)


def test_an_unknown_address_says_so_to_a_stranger(db: None):
    page = Client().get("/nirgends/")
    assert page.status_code == 404
    assert "没有找到" in text_of(page)


def test_a_form_from_another_session_says_what_to_do(cast: Cast):
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.account(cast.li), backend="organizations.backends.SightBackend")
    page = client.post("/notices/read/")
    assert page.status_code == 403
    assert "页面已经失效，您的操作没有保存" in text_of(page)

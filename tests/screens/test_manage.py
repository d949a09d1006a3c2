"""管理: everybody finds there what his posts let him keep, and each entry leads to a page he may open."""

import re
from typing import Any

import pytest

from tests.cast import Cast
from tests.screens.visitors import has_nothing_inline, text_of, visit_as

LINK = re.compile(r'class="bh-kept__link" href="([^"]+)"')


@pytest.mark.parametrize(
    ("who", "finds"),
    [
        ("system_admin", {"/units/", "/setup/imports/", "/jobs/"}),
        ("security_admin", {"/people/", "/setup/imports/"}),
    ],
)
def test_each_administrator_finds_what_is_his(
    cast: Cast, who: str, finds: set[str], django_assert_max_num_queries: Any
) -> None:
    client = visit_as(getattr(cast, who))
    client.get("/manage/")
    with django_assert_max_num_queries(12):
        page = client.get("/manage/")
    html = page.content.decode()
    assert has_nothing_inline(html)
    found = set(LINK.findall(html))
    assert finds <= found
    assert {address: client.get(address).status_code for address in found} == dict.fromkeys(found, 200)


def test_a_clerk_keeps_rules_and_the_roster(cast: Cast) -> None:
    client = visit_as(cast.qian)
    page = client.get("/manage/")
    found = set(LINK.findall(page.content.decode()))
    assert {"/ladders/", "/roster/"} <= found
    assert not {"/units/", "/people/", "/jobs/"} & found
    assert {address: client.get(address).status_code for address in found} == dict.fromkeys(found, 200)


def test_the_menu_of_an_account_holds_what_is_personal(cast: Cast) -> None:
    menu = visit_as(cast.security_admin).get("/").content.decode()
    menu = menu[menu.index('id="bh-account"') :]
    for word in ("修改密码", "代办授权", "工作交接", "值班表", "管理"):
        assert word in menu
    for word in ("机构变更", "办理路线", "数据导入"):
        assert word not in menu


def test_who_keeps_nothing_has_no_such_page(cast: Cast) -> None:
    client = visit_as(cast.nurse_sun)
    assert client.get("/manage/").status_code == 404
    assert 'href="/manage/"' not in text_of(client.get("/"))
    assert 'href="/manage/"' not in client.get("/").content.decode()

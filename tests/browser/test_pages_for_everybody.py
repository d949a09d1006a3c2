"""Every page of the frame is clean for assistive technology and fits its window."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from accountability.models.signing import Verdict
from accountability.notices import notify
from engine.models import Job
from organizations.services import rename_organization
from tests.accountability.signers import answer, paper_for, seat_of
from tests.browsing import axe_violations, comes_to, scrolls_sideways
from tests.cast import Cast

pytestmark = [pytest.mark.browser, pytest.mark.once]


def looked_at(page: Page, url: str, *, status: int = 200) -> None:
    """Open a page and hold it against the rules."""
    answered = page.goto(url)
    assert answered is not None
    assert answered.status == status
    assert axe_violations(page) == [], url
    assert not scrolls_sideways(page), url


@pytest.fixture
def signed(cast: Cast) -> dict[str, Any]:
    """A city with one paper that was returned, one that waits, notices and a long name."""
    returned = paper_for(cast, cast.director_wang)
    answer(returned, cast.director_wang, Verdict.RETURN, "目标二缺少量化口径，请补充。")
    waiting = paper_for(cast, cast.director_wang, cast.director_liu)
    notify([cast.director_wang], text="请办理：" + "关于加强院感防控的通知" * 6, url="/", source=None, kind="x")
    rename_organization(
        cast.tcm_hospital, name="城东区中医医院（城东区第二人民医院、城东区妇幼保健院）", by=cast.system_admin,
        because="三院合一" * 30,
    )  # fmt: skip
    return {"waiting": seat_of(waiting, cast.director_wang), "returned": seat_of(returned, cast.director_wang)}


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_log_in_page(open_page: Callable[..., Page], db: None, phone: bool) -> None:
    looked_at(open_page(phone=phone), "/login/")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_pages_of_a_leader(come_in: Callable[..., Page], cast: Cast, signed: dict[str, Any], phone: bool) -> None:
    page = come_in(cast.director_wang, phone=phone)
    for url in (
        "/",
        "/?part=done",
        "/notices/",
        "/account/password/",
        f"/sign/{signed['waiting'].pk}/",
        f"/sign/{signed['returned'].pk}/",
        f"/sign/{signed['returned'].pk}/receipt/",
        f"/records/organizations.organization/{cast.tcm_hospital.pk}/",
    ):
        looked_at(page, url)
    looked_at(page, "/nirgends/", status=404)


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_page_of_the_administrator(come_in: Callable[..., Page], cast: Cast, phone: bool) -> None:
    Job.objects.create(kind="engine.spawn", key="a", state=Job.State.RUNNING, done=420, total=2000)
    Job.objects.create(kind="engine.spawn", key="b", state=Job.State.DEAD, error="OperationalError: " + "x" * 400)
    looked_at(come_in(cast.system_admin, phone=phone), "/jobs/")


@pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
def test_the_menus_open_and_close(come_in: Callable[..., Page], cast: Cast, phone: bool) -> None:
    assert cast.qc_centre
    page = come_in(cast.chen, phone=phone)
    page.get_by_role("button", name="处长").first.click()
    menu = page.get_by_role("dialog", name="选择身份")
    expect(menu).to_be_visible()
    assert axe_violations(page) == []
    page.keyboard.press("Escape")
    expect(menu).to_be_hidden()
    page.get_by_role("button", name="账号菜单").click()
    page.get_by_role("button", name="退出登录").click()
    comes_to(page, "**/login/")


def test_the_first_stop_of_the_keyboard_is_the_way_to_the_text(come_in: Callable[..., Page], cast: Cast) -> None:
    page = come_in(cast.li)
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="跳到正文")).to_be_focused()
    page.keyboard.press("Enter")
    expect(page.locator("#main")).to_be_focused()


def test_the_site_speaks_english(come_in: Callable[..., Page], cast: Cast) -> None:
    page = come_in(cast.li)
    page.get_by_role("button", name="EN").click()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    assert axe_violations(page) == []

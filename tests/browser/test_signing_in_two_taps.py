"""A leader signs on the phone: two taps, with scripts and without."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accountability.models import Seat
from tests.accountability.signers import paper_for, seat_of
from tests.browsing import axe_violations, comes_to, scrolls_sideways
from tests.cast import Cast

pytestmark = pytest.mark.browser
TAP = 44  # pixels; a finger needs as much


def verdict_of(seat: Seat) -> str:
    """What was decided, as the database has it now."""
    return Seat.objects.get(pk=seat.pk).verdict


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_from_the_days_work_to_the_receipt(come_in: Callable[..., Page], cast: Cast, javascript: bool) -> None:
    seat = seat_of(paper_for(cast, cast.director_wang), cast.director_wang)
    page = come_in(cast.director_wang, phone=True, javascript=javascript)
    expect(page.get_by_role("heading", level=1)).to_contain_text("王主任，今天有 1 件要办")
    page.get_by_role("link", name="审批", exact=False).first.click()
    agree = page.get_by_role("button", name="同意", exact=True)
    box = agree.bounding_box()
    assert box is not None
    assert box["height"] >= TAP
    agree.click()
    sheet = page.get_by_role("dialog", name="是否同意印发？")
    expect(sheet).to_be_visible()
    if javascript:
        assert axe_violations(page) == []
        assert not scrolls_sideways(page)
    sheet.get_by_role("button", name="确认同意").click()
    expect(page.get_by_role("heading", name="办理意见回执")).to_be_visible()
    assert verdict_of(seat) == "agree"


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_a_return_without_a_reason_comes_back_with_the_sheet_open(
    come_in: Callable[..., Page], cast: Cast, javascript: bool
) -> None:
    seat = seat_of(paper_for(cast, cast.director_wang), cast.director_wang)
    page = come_in(cast.director_wang, phone=True, javascript=javascript)
    page.goto(seat.get_absolute_url())
    page.get_by_role("button", name="退回修改").click()
    page.get_by_role("button", name="确认退回修改").click()
    expect(page.get_by_role("alert")).to_contain_text("请写明意见")
    page.get_by_label("意见（选上面一条，或在此写明）").first.fill("口径不明")
    page.get_by_role("button", name="确认退回修改").click()
    expect(page.get_by_role("heading", name="办理意见回执")).to_be_visible()
    assert verdict_of(seat) == "return"


def test_escape_closes_the_sheet_and_nothing_is_signed(come_in: Callable[..., Page], cast: Cast) -> None:
    seat = seat_of(paper_for(cast, cast.director_wang), cast.director_wang)
    page = come_in(cast.director_wang)
    page.goto(seat.get_absolute_url())
    page.get_by_role("button", name="同意", exact=True).click()
    sheet = page.get_by_role("dialog", name="是否同意印发？")
    expect(sheet).to_be_visible()
    page.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    assert verdict_of(seat) == ""


def test_a_notice_leads_to_the_sheet_without_scripts(come_in: Callable[..., Page], cast: Cast) -> None:
    seat = seat_of(paper_for(cast, cast.director_wang), cast.director_wang)
    page = come_in(cast.director_wang, phone=True, javascript=False)
    page.goto("/notices/")
    page.get_by_role("button", name="请办理（审批）").click()
    comes_to(page, f"**{seat.get_absolute_url()}")
    expect(page.get_by_text("待您审批")).to_be_visible()

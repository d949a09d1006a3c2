"""The pages of attendance can be used by everybody and fit a telephone; one tap signs in without JavaScript."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.urls import reverse
from playwright.sync_api import Page, expect

from meetings import codes, services
from meetings.models import Meeting
from tests.browser.test_pages_for_everybody import looked_at
from tests.cast import Cast
from tests.meetings.gathering import HOSPITALS, comes, listed, make_kind, make_meeting

pytestmark = [pytest.mark.browser, pytest.mark.once]
PICTURES = os.environ.get("BIHUAN_PICTURES", "")


def kept(page: Page, name: str) -> None:
    """A picture to look at, where somebody asked for it."""
    if PICTURES:
        page.screenshot(path=str(Path(PICTURES) / f"{name}.png"), full_page=True)


@pytest.fixture
def meeting(cast: Cast) -> Meeting:
    """Some have come, one asks for leave, one sends another."""
    cast.everybody()
    made = make_meeting(cast, kind=make_kind(votes=True, quorum="half"))
    rows = {row.name: row for row in listed(made, cast.li, **HOSPITALS, category="二级及以上医院院长")}
    services.answer(rows["吴院长"], reply="leave", note="下乡巡诊", by=cast.president_wu)
    services.answer(rows["王院长"], reply="proxy", note="赴省开会", proxy=cast.vice_president_he, by=cast.qian)
    for person in (cast.vice_president_he, cast.nurse_sun, cast.director_wang):
        comes(made, person)
    make_meeting(cast, title="医保工作会")
    return made


@pytest.mark.parametrize("phone", [False, True], ids=["1440", "390"])
def test_the_desks_pages_can_be_used_by_everybody(
    cast: Cast, meeting: Meeting, come_in: Callable[..., Page], phone: bool
) -> None:
    page = come_in(cast.li, phone=phone)
    names = ["attendance_list", "hall_show", "expected_show", "expected_new", "attendance_sheet", "attendance_paper"]
    for name in [*names, "attendance_scan", "guest_new", "ballot_list"]:
        looked_at(page, reverse(f"meetings:{name}", args=[meeting.pk]))
        kept(page, f"{name}-{'390' if phone else '1440'}")
    looked_at(page, reverse("calendar_show"))
    kept(page, f"calendar-{'390' if phone else '1440'}")
    looked_at(page, reverse("spot_check_list"))


def test_one_tap_on_a_telephone_without_javascript(cast: Cast, meeting: Meeting, come_in: Callable[..., Page]) -> None:
    page = come_in(cast.president_wei, phone=True, javascript=False)
    page.goto(reverse("meetings:sign_in_code", args=[meeting.pk, codes.current(meeting.pk)]))
    kept(page, "sign-in-390")
    page.get_by_role("button", name="签到").click()
    expect(page.get_by_text("魏院长，您已签到")).to_be_visible()
    kept(page, "signed-390")

"""A paper is handed on, one more is asked, the sender takes it back: at a desk, on a phone, without scripts."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from accountability.models import Seat, SignRequest
from accountability.signing.seats import add_signer
from tests.accountability.signers import paper_for, requests_of, seat_of
from tests.browsing import axe_violations, scrolls_sideways
from tests.cast import Cast
from tests.engine.playground.papers import Paper

pytestmark = pytest.mark.browser
WAYS = pytest.mark.parametrize(
    "how", [{}, {"phone": True}, {"phone": True, "javascript": False}], ids=["desk", "phone", "no scripts"]
)


@pytest.fixture
def paper(cast: Cast) -> Paper:
    """A paper that waits for 王主任; 刘主任 could be asked too."""
    assert cast.director_liu
    return paper_for(cast, cast.director_wang)


def is_clean(page: Page, how: dict[str, bool]) -> None:
    """The page suits assistive technology and its window."""
    if how.get("javascript", True):
        assert axe_violations(page) == []
        assert not scrolls_sideways(page)


@WAYS
def test_a_seat_is_handed_on_from_the_sheet(
    come_in: Callable[..., Page], cast: Cast, paper: Paper, how: dict[str, bool]
) -> None:
    seat = seat_of(paper, cast.director_wang)
    page = come_in(cast.director_wang, **how)
    page.goto(seat.get_absolute_url())
    is_clean(page, how)
    page.get_by_role("link", name="转办").click()
    page.get_by_label("办理人").select_option(str(cast.director_liu.pk))
    page.get_by_label("原因").fill("本周出差")
    is_clean(page, how)
    page.get_by_role("button", name="确认转办").click()
    expect(page.get_by_text("已转给刘主任办理")).to_be_visible()
    seat.refresh_from_db()
    assert seat.person == cast.director_liu


@WAYS
def test_an_added_signer_is_let_off_from_the_list_of_opinions(
    come_in: Callable[..., Page], cast: Cast, paper: Paper, how: dict[str, bool]
) -> None:
    seat = seat_of(paper, cast.director_wang)
    added = add_signer(seat, person=cast.director_liu, because="涉及经费", by=cast.director_wang)
    page = come_in(cast.director_wang, **how)
    page.goto(seat.get_absolute_url())
    is_clean(page, how)
    page.get_by_role("link", name="减签").click()
    is_clean(page, how)
    page.get_by_role("button", name="确认减签").click()
    expect(page.get_by_text("已减签，刘主任不必再办理")).to_be_visible()
    added.refresh_from_db()
    assert added.state == Seat.State.CANCELLED


@WAYS
def test_the_sender_takes_it_back_from_the_list_of_what_he_sent(
    come_in: Callable[..., Page], cast: Cast, paper: Paper, how: dict[str, bool]
) -> None:
    page = come_in(cast.li, **how)
    page.get_by_role("link", name="我送签的").click()
    is_clean(page, how)
    page.get_by_role("link", name="撤回送签").click()
    is_clean(page, how)
    with page.expect_response(lambda answer: answer.request.method == "POST" and answer.status == 302):
        page.get_by_role("button", name="确认撤回").click()
    assert requests_of(paper)[0].state == SignRequest.State.WITHDRAWN

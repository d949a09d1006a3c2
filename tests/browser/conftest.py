"""The cast is on stage, the site is served by threads over a database file, and everything is committed."""

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

from organizations.models import Person
from tests import make
from tests.cast import Cast


@pytest.fixture(autouse=True)
def _content_policy_is_served(settings: Any) -> None:
    """The stories run under the policy the site serves."""
    assert settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]["default-src"]


@pytest.fixture
def cast(transactional_db: None) -> Cast:
    """The people and units of the story, committed so that the server's threads see them."""
    return Cast()


@pytest.fixture
def come_in(open_page: Callable[..., Page]) -> Callable[..., Page]:
    """A person opens the site and signs in: `come_in(cast.li, phone=True, javascript=False)`."""

    def came(person: Person, **how: bool) -> Page:
        account = make.make_account(person)
        page = open_page(**how)
        page.goto("/login/")
        page.get_by_label("用户名").fill(account.username)
        page.get_by_label("密码").fill(make.PASSWORD)
        with page.expect_navigation(wait_until="domcontentloaded"):
            page.get_by_role("button", name="登录").click()
        return page

    return came

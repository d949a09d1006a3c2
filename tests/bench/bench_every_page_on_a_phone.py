"""Every page of the site is clean for assistive technology and fits a telephone, whoever it is meant for (ten minutes).

The pages are those of the URLconf, each with an object as the permission matrix tries it with, opened by somebody whom
its rules let in: a new page is looked at without a word here. Of pages drawn by the same template one is looked at.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import transaction
from django.template import Template
from django.test.signals import template_rendered
from django.urls import reverse
from playwright.sync_api import Page

from organizations.refusals import Refusal
from tests.browsing import axe_violations, scrolls_sideways
from tests.site.objects import BY_PREFIX, OBJECTS
from tests.site.permission_page import ROLES, RULES
from tests.site.routes import Route, routes
from workflow_site.demo import story
from workflow_site.demo.accounts import ACCOUNTS, ADMINISTRATORS, PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
TOLD_OF = {"clerk": "li", "head": "zhang", "auditor": "zhou", "nurse": "sun"}
AWAY = {"login", "login_code", "logout"}
"""Who is signed in is sent away from these, or sent out."""
ENOUGH = 150
"""Fewer pages than this would mean that the test looks away."""


class Visitors:
    """A telephone for each account, signed in when it is first needed, and what they visit."""

    def __init__(self, open_page: Callable[..., Page]) -> None:
        self.open_page = open_page
        self.phones: dict[str, Page] = {}
        self.objects: dict[str, dict[str, Any]] = {}
        self.drawn: list[str] = []
        self.seen: set[str] = set()
        template_rendered.connect(self.note)

    def note(self, template: Template, **_more: Any) -> None:
        """Keep the names of what the site has drawn, a page before its parts."""
        self.drawn.append(str(template.name))

    def phone(self, account: str) -> Page:
        """The telephone of an account."""
        if account not in self.phones:
            page = self.phones[account] = self.open_page(phone=True)
            page.goto("/login/")
            page.get_by_label("用户名").fill(account)
            page.get_by_label("密码").fill(PASSWORD)
            with page.expect_navigation(wait_until="domcontentloaded"):
                page.get_by_role("button", name="登录").click()
        return self.phones[account]

    def address(self, route: Route) -> str:
        """A route's address with its object; routes that share one in the matrix share it here."""
        if not route.asks:
            return reverse(route.name)
        key = route.name if route.name in OBJECTS else next(filter(route.name.startswith, BY_PREFIX))
        if key not in self.objects:
            with transaction.atomic():
                self.objects[key] = (OBJECTS.get(key) or BY_PREFIX[key])()
        return reverse(route.name, kwargs=self.objects[key])

    def opened(self, route: Route) -> Page | None:
        """A route's page on the telephone of the first who is shown it; nothing for a deed, a file, a page seen."""
        try:
            address = self.address(route)
        except Refusal:  # it cannot be there beside another page's object; their number is asked for in the end
            return None
        for account in readers(route):
            page = self.phone(account)
            self.drawn.clear()
            answer = page.context.request.get(address, max_redirects=0)
            if answer.status == 200 and answer.headers["content-type"].startswith("text/html"):
                if self.drawn[0] in self.seen:
                    return None
                self.seen.add(self.drawn[0])
                page.goto(address)
                return page
        return None


def readers(route: Route) -> Iterator[str]:
    """The accounts to which the rules show a page, then those of leaders and administrators, whom they do not tell."""
    letters = dict(zip(ROLES, RULES[route.name].split(), strict=True))
    if letters["clerk"][0] != ".":
        yield from (account for role, account in TOLD_OF.items() if letters[role][0] == "r")
        yield from (one.username for one in ACCOUNTS if one.username not in TOLD_OF.values())
        yield from ADMINISTRATORS


def faults_of(page: Page) -> Iterator[str]:
    """What is wrong with a page for whoever cannot see it, or sees it on a telephone."""
    yield from axe_violations(page)
    if not page.title().partition("·")[0].strip():
        yield "it has no title"
    if (count := page.locator("h1").count()) != 1:
        yield f"it has {count} headings of the first rank"
    if scrolls_sideways(page):
        yield "it is wider than its window"


def bench_every_page_is_clean_and_fits_a_telephone(open_page: Callable[..., Page]) -> None:
    story.found()
    visitors, faults = Visitors(open_page), {}
    for route in routes():
        page = None if route.name in AWAY else visitors.opened(route)
        if page and (found := list(faults_of(page))):
            faults[f"{route.name} {page.url}"] = found

    print(f"\n{len(visitors.seen)} pages")
    assert faults == {}
    assert len(visitors.seen) >= ENOUGH

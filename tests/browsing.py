"""A real browser for the stories: the system's Chromium, at the width of a desk and of a phone."""

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright

DESK = {"width": 1440, "height": 900}
PHONE = {"width": 390, "height": 844}
PATIENCE = 30_000  # milliseconds; only a page that never comes takes so long
# Chromium asks its maker's hosts for this and that at every start; a story talks to the site alone.
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str | None:
    """The system's Chromium."""
    return next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One browser for the run."""
    expect.set_options(timeout=PATIENCE)
    if not (path := chromium()):
        pytest.skip("there is no Chromium on this machine (Debian: apt install chromium)")
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=path, args=QUIET)
        yield started
        started.close()


@pytest.fixture
def open_page(browser: Browser, live_server: Any) -> Iterator[Callable[..., Page]]:
    """Opens pages of the live server: `open_page(phone=True)`, `open_page(javascript=False)`; each its own visitor.

    A message on the browser's console of the kind error (a refused style, a failed request) fails the test.
    """
    contexts, complaints = [], []

    def opened(*, phone: bool = False, javascript: bool = True) -> Page:
        context = browser.new_context(
            base_url=live_server.url,
            viewport=PHONE if phone else DESK,
            has_touch=phone,
            is_mobile=phone,
            java_script_enabled=javascript,
            locale="zh-CN",
            timezone_id="Asia/Shanghai",
            reduced_motion="reduce",  # a page half faded in has colours that no reader ever sees
        )
        context.set_default_timeout(PATIENCE)
        context.add_init_script(NOTE_LEAVING)
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on("console", lambda line: complaints.append(line.text) if line.type == "error" else None)
        contexts.append(context)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert [line for line in complaints if "status of 4" not in line and "Error Code 4" not in line] == []


# A click on a link or a button that submits leaves the page a moment later; until then its old self would be examined.
NOTE_LEAVING = """
window.isLeaving = false;
addEventListener('beforeunload', () => { window.isLeaving = true; });
for (const [kind, leaves] of [['click', event => event.target.closest('a[href]:not([href^="#"]):not([download])')],
                              ['submit', event => event.target.method !== 'dialog']])
    addEventListener(kind, event => {
        if (!event.defaultPrevented && leaves(event)) window.isLeaving = true;
    });
"""


def comes_to(page: Page, address: str) -> None:
    """Wait until a page with this address (a glob) has begun to show; what is asked of it next waits for the rest."""
    page.wait_for_url(address, wait_until="commit")


def settle(page: Page) -> None:
    """Wait until the page that a click asked for has come and is complete."""
    page.wait_for_function("() => document.readyState === 'complete' && !window.isLeaving")


def axe_violations(page: Page) -> list[str]:
    """What the accessibility rules find on the page as it stands, a line each."""
    settle(page)
    found = Axe().run(page, options={"resultTypes": ["violations"]}).response["violations"]
    return [f"{one['id']}: {node['target']} {one['help']}" for one in found for node in one["nodes"]]


def scrolls_sideways(page: Page) -> bool:
    """Whether the page is wider than its window."""
    settle(page)
    return bool(page.evaluate("() => document.documentElement.scrollWidth > document.documentElement.clientWidth"))

"""Tells a flow as a story: visitors who read pages, follow links, fill in labelled fields and press buttons.

`HttpVisitor` does it over Django's test client and knows no JavaScript; `BrowserVisitor` does the same in Chromium.
"""

from collections.abc import Callable
from pathlib import Path
from typing import Protocol
from urllib.parse import urljoin, urlsplit

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from lxml import html
from playwright.sync_api import Locator, Page


class Visitor(Protocol):
    """Somebody before a screen."""

    def opens(self, address: str) -> None:
        """Go to an address."""

    def follows(self, link: str) -> None:
        """Follow the first link whose text contains these words."""

    def fills(self, label: str, value: str) -> None:
        """Write into the field with this label."""

    def picks(self, label: str) -> None:
        """Choose a radio button or tick a box."""

    def selects(self, label: str, option: str) -> None:
        """Choose the option that contains these words."""

    def attaches(self, label: str, file: Path) -> None:
        """Add a file."""

    def presses(self, button: str) -> None:
        """Press the first button whose text contains these words."""

    def answers_everything(self, *, fail: str) -> None:
        """Answer every item of an inspection; the one that speaks of `fail` is not met."""

    def reads(self) -> str:
        """All words of the page."""

    @property
    def address(self) -> str:
        """Where the visitor is."""


def words(element: html.HtmlElement) -> str:
    """The text of an element with single spaces."""
    return " ".join(element.text_content().split())


class HttpVisitor:
    """A visitor without a browser, and so without JavaScript."""

    def __init__(self, username: str, password: str) -> None:
        self._client = Client()
        self._at = "/"
        self.opens("/login/")
        self.fills("用户名", username)
        self.fills("密码", password)
        self.presses("登录")

    @property
    def address(self) -> str:
        """Where the visitor is."""
        return self._at

    def opens(self, address: str) -> None:
        """Go to an address."""
        self._show(self._client.get(address, follow=True), address)

    def follows(self, link: str) -> None:
        """Follow the first link whose text contains these words."""
        found = [a for a in self._page.iter("a") if link in words(a) and a.get("href")]
        assert found, f"There is no link “{link}” at {self._at}: {self.reads()[:600]}"
        self.opens(urljoin(self._at, found[0].get("href")))

    def fills(self, label: str, value: str) -> None:
        """Write into the field with this label."""
        self._field(label).value = value

    def picks(self, label: str) -> None:
        """Choose a radio button or tick a box."""
        field = self._field(label)
        if field.get("type") == "radio":
            for other in self._page.xpath("//input[@type='radio'][@name=$name]", name=field.get("name")):
                other.checked = False
        field.checked = True

    def selects(self, label: str, option: str) -> None:
        """Choose the option that contains these words."""
        field = self._field(label)
        field.value = next(each.get("value") for each in field.iter("option") if option in words(each))

    def chooses(self, label: str, *options: str) -> None:
        """Choose every option that contains one of these words."""
        field = self._field(label)
        wanted = [one for one in field.iter("option") if any(option in words(one) for option in options)]
        field.value = [one.get("value") for one in wanted]

    def attaches(self, label: str, file: Path) -> None:
        """Add a file."""
        self._files[self._field(label).get("name")] = file

    def presses(self, button: str) -> None:
        """Press the first button whose text contains these words."""
        found = [
            each for each in self._page.iter("button") if button in words(each) and each.get("popovertarget") is None
        ]
        assert found, f"There is no button “{button}” at {self._at}: {self.reads()[:600]}"
        self._submit(found[0].iterancestors("form").__next__(), found[0])

    def answers_everything(self, *, fail: str) -> None:
        """Answer every item of an inspection; the one that speaks of `fail` is not met."""
        here = self._at
        count = len(self._items())
        for place in range(count):
            form = self._items()[place]
            item = words(form.iterancestors("article").__next__())
            self._answer(form, failed=fail in item)
            self._submit(form, next(form.iter("button")))
            if self._at != here:
                self.opens(here)

    def reads(self) -> str:
        """All words of the page."""
        return words(self._page.body)

    def _items(self) -> list[html.HtmlElement]:
        return [form for form in self._page.forms if "/items/" in (form.action or "")]

    def _answer(self, form: html.HtmlElement, *, failed: bool) -> None:
        names = {field.name for field in form.inputs if field.get("name")}
        given = {"choice": "fail" if failed else "pass", "number": "3", "n": "29", "m": "30"}
        for name, value in given.items():
            if name in names:
                form.fields[name] = value
        if not names & set(given):
            form.fields["note"] = "已按制度执行。"

    def _field(self, label: str) -> html.HtmlElement:
        for each in self._page.iter("label"):
            if words(each).startswith(label) or label == words(each):
                target = each.get("for")
                return self._page.get_element_by_id(target) if target else next(each.iter("input"))
        raise AssertionError(f"There is no field “{label}” at {self._at}: {self.reads()[:600]}")

    def _submit(self, form: html.HtmlElement, button: html.HtmlElement) -> None:
        body: dict[str, list[object]] = {}
        for name, value in form.form_values():
            body.setdefault(name, []).append(value)
        if button.get("name"):
            body.setdefault(button.get("name"), []).append(button.get("value") or "")
        for name, file in self._files.items():
            body[name] = [SimpleUploadedFile(file.name, file.read_bytes())]
        target = urljoin(self._at, form.get("action") or self._at)
        send = self._client.get if (form.get("method") or "get").lower() == "get" else self._client.post
        self._show(send(target, body, follow=True), target)

    def _show(self, answer: object, asked: str) -> None:
        chain = getattr(answer, "redirect_chain", None)
        self._at = urlsplit(urljoin(asked, chain[-1][0])).path if chain else asked
        assert answer.status_code < 500, f"{asked} answered {answer.status_code}"
        self.status = answer.status_code
        self._page = html.document_fromstring(answer.content.decode())
        self._files: dict[str, Path] = {}


class BrowserVisitor:
    """A visitor at a real browser, with or without JavaScript."""

    def __init__(self, page: Page, username: str, password: str, *, javascript: bool) -> None:
        self.page = page
        self.javascript = javascript
        self.opens("/login/")
        self.fills("用户名", username)
        self.fills("密码", password)
        self.presses("登录")

    @property
    def address(self) -> str:
        """Where the visitor is."""
        return urlsplit(self.page.url).path

    def opens(self, address: str) -> None:
        """Go to an address."""
        self.page.goto(address)

    def follows(self, link: str) -> None:
        """Follow the first link whose text contains these words."""
        self._leaves(lambda: self.page.locator("a:visible", has_text=link).first.click())

    def fills(self, label: str, value: str) -> None:
        """Write into the field with this label."""
        self._labelled(label).fill(value)

    def picks(self, label: str) -> None:
        """Choose a radio button or tick a box."""
        if not self._labelled(label).is_checked():
            self._label(label).click()

    def selects(self, label: str, option: str) -> None:
        """Choose the option that contains these words."""
        field = self._labelled(label)
        chosen = field.locator("option", has_text=option).first.get_attribute("value")
        field.select_option(chosen)

    def attaches(self, label: str, file: Path) -> None:
        """Add a file."""
        self._labelled(label).set_input_files(file)

    def presses(self, button: str) -> None:
        """Press the button with these words, or the first that contains them; one that opens a sheet stays here."""
        exact = self.page.get_by_role("button", name=button, exact=True)
        found = exact.first if exact.count() else self.page.locator("button:visible", has_text=button).first
        if found.get_attribute("popovertarget"):
            found.click()
        else:
            self._leaves(found.click)

    def answers_everything(self, *, fail: str) -> None:
        """Answer every item of an inspection; the one that speaks of `fail` is not met."""
        addresses = self.page.locator("form[action*='/items/']").evaluate_all(
            "forms => forms.map(f => f.getAttribute('action'))"
        )
        for address in addresses:
            item = self.page.locator("article", has=self.page.locator(f"form[action='{address}']"))
            self._answer(item, failed=fail in item.inner_text())

    def reads(self) -> str:
        """All words of the page."""
        return " ".join(self.page.locator("body").inner_text().split())

    def _answer(self, item: Locator, *, failed: bool) -> None:
        saves_at_once = False
        if item.locator("input[name=choice]").count():
            item.locator(f"input[name=choice][value={'fail' if failed else 'pass'}]").check(force=True)
            saves_at_once = self.javascript
        elif item.locator("input[name=number]").count():
            item.locator("input[name=number]").fill("3")
        elif item.locator("input[name=n]").count():
            item.locator("input[name=n]").fill("29")
            item.locator("input[name=m]").fill("30")
        else:
            item.locator("[name=note]").fill("已按制度执行。")
        if self.javascript:
            if not saves_at_once:
                item.get_by_role("button", name="保存").click()
            item.locator(".rc-saved").wait_for()
            return
        here = self.page.url.partition("#")[0]
        self._leaves(item.get_by_role("button", name="保存").click)
        if self.page.url.partition("#")[0] != here:
            self.page.goto(here)

    def _label(self, label: str) -> Locator:
        return self.page.locator("label:visible", has_text=label).first

    def _labelled(self, label: str) -> Locator:
        found = self._label(label)
        target = found.get_attribute("for")
        return self.page.locator(f"[id='{target}']") if target else found.locator("input")

    def _leaves(self, act: Callable[[], None]) -> None:
        """Act, and wait until the next page has come."""
        with self.page.expect_navigation():
            act()

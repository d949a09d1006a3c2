"""A log-in that ran out and a line that broke cost no text."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.utils import timezone
from playwright.sync_api import Page, expect

from engine import jobs
from tests import make
from tests.browsing import axe_violations, comes_to
from tests.cast import Cast
from tests.rectification.conftest import stage
from tests.rectification.making import Stage, open_nodes
from tests.rectification.pages import at

__all__ = ["stage"]
pytestmark = pytest.mark.browser

CAUSE = "交接制度写了，但夜班没有人检查执行。"


def come_back(page: Page, cast: Cast, person: Any) -> None:
    """Sign in again on the page one was sent to."""
    page.get_by_label("用户名").fill(cast.account(person).username)
    page.get_by_label("密码").fill(make.PASSWORD)
    page.get_by_role("button", name="登录").click()


def test_text_sent_after_the_log_in_ran_out_is_put_back(come_in: Callable[..., Page], stage: Stage) -> None:
    finding, day = stage.finding(), f"{timezone.localdate() + timedelta(days=30)}"
    assert open_nodes(finding) == ["plan"]
    page = come_in(stage.cast.qian)
    page.goto(at("finding_plan", finding.pk))
    page.get_by_label("原因分析").fill(CAUSE)
    page.get_by_label("整改措施").first.fill("护士长每周抽查两次夜班交接。")
    page.get_by_label("整改目标").first.fill("抽查合格率 95% 以上。")
    page.get_by_label("责任人").first.select_option(index=1)
    page.get_by_label("完成时限").first.fill(day)
    Session.objects.all().delete()
    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_text("您刚才填写的内容已保留")).to_be_visible()
    expect(page.get_by_text("刚才提交的内容没有保存")).to_be_hidden()
    assert axe_violations(page) == []
    come_back(page, stage.cast, stage.cast.qian)
    comes_to(page, f"**{at('finding_plan', finding.pk)}")
    expect(page.get_by_label("原因分析")).to_have_value("")
    page.get_by_role("button", name="恢复刚才填写的内容").click()
    expect(page.get_by_label("原因分析")).to_have_value(CAUSE)
    expect(page.get_by_label("完成时限").first).to_have_value(day)
    page.get_by_role("button", name="提交审核").click()
    expect(page.get_by_text("整改措施已提交审核")).to_be_visible()
    page.goto(at("finding_detail", finding.pk))
    kept = page.evaluate("() => Object.keys(sessionStorage)")
    assert [key for key in kept if key.startswith("bihuan")] == []


def test_a_tap_after_the_log_in_ran_out_leads_to_the_log_in_page(come_in: Callable[..., Page], stage: Stage) -> None:
    inspection = stage.inspection_of(stage.cast.clinic)
    jobs.run_all()
    page = come_in(stage.cast.doctor_he, phone=True)
    page.goto(inspection.get_absolute_url())
    Session.objects.all().delete()
    page.get_by_role("radio", name="符合", exact=True).first.click()
    comes_to(page, "**/login/**")
    come_back(page, stage.cast, stage.cast.doctor_he)
    comes_to(page, f"**{inspection.get_absolute_url()}")
    expect(page.get_by_role("button", name="恢复刚才填写的内容")).to_be_visible()


def test_a_tap_without_network_says_that_it_was_not_saved(come_in: Callable[..., Page], stage: Stage) -> None:
    inspection = stage.inspection_of(stage.cast.clinic)
    page = come_in(stage.cast.doctor_he, phone=True)
    page.goto(inspection.get_absolute_url())
    page.route("**/items/**", lambda route: route.fulfill(status=404, body=""))
    first = page.locator(".rc-item").first
    first.get_by_role("radio", name="不符合").check()
    expect(first.get_by_role("alert")).to_have_text("没有保存，请刷新页面后重试")
    lost = "form => form.dispatchEvent(new CustomEvent('htmx:sendError', {bubbles: true, detail: {elt: form}}))"
    first.locator("form").evaluate(lost)
    expect(first.get_by_role("alert")).to_have_text("没有保存，请检查网络后重试")
    page.unroute("**/items/**")
    first.get_by_role("button", name="保存").click()
    expect(first.get_by_text("已保存：不符合")).to_be_visible()
    assert inspection.answers.get().choice == "fail"


def test_a_note_before_the_verdict_is_marked_unsaved(come_in: Callable[..., Page], stage: Stage) -> None:
    inspection = stage.inspection_of(stage.cast.clinic)
    page = come_in(stage.cast.doctor_he)
    page.goto(inspection.get_absolute_url())
    first = page.locator(".rc-item").first
    first.get_by_text("说明（可不填）").click()
    first.get_by_label("说明").fill("值班表缺两天。")
    expect(first.get_by_text("未保存")).to_be_visible()
    assert axe_violations(page) == []


def test_switching_the_language_asks_first_when_something_was_typed(come_in: Callable[..., Page], stage: Stage) -> None:
    finding = stage.finding()
    page = come_in(stage.cast.qian)
    asked: list[str] = []
    page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.dismiss()))
    page.goto(at("finding_plan", finding.pk))
    page.get_by_label("原因分析").press_sequentially(CAUSE)
    page.get_by_role("button", name="EN").click()
    expect(page.get_by_label("原因分析")).to_have_value(CAUSE)
    assert asked == ["beforeunload"]

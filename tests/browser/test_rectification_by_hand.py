"""The checklist, the preview, the plan and the ledger by hand: with scripts a tap saves, without them a button."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from rectification import services
from rectification.models import Choice
from tests.browsing import comes_to
from tests.cast import Cast
from tests.rectification.making import Stage, make_finding
from tests.rectification.pages import at

pytestmark = pytest.mark.browser


@pytest.fixture
def stage(cast: Cast) -> Stage:
    """A city with three institutions that answer."""
    services.load_shipped()
    return Stage(cast)


def test_a_tap_saves_the_answer_and_moves_the_progress(come_in: Callable[..., Page], stage: Stage) -> None:
    inspection = stage.inspection_of(stage.cast.clinic)
    item = inspection.checklist_version.items.filter(answer_kind="choice").order_by("order")[0]
    left = inspection.checklist_version.items.filter(required=True).exclude(pk=item.pk).count()
    page = come_in(stage.cast.doctor_he, phone=True)
    page.goto(inspection.get_absolute_url())
    row = page.locator(f"#item-{item.pk}")
    row.get_by_text("不符合", exact=True).tap()
    expect(row.get_by_role("status")).to_contain_text("已保存：不符合")
    expect(page.locator("#standing")).to_contain_text(f"还有 {left} 项必填条目没有填写")
    expect(row.get_by_role("link", name="登记问题")).to_be_visible()
    row.get_by_text("部分符合", exact=True).tap()
    expect(row.get_by_role("status")).to_contain_text("已保存：部分符合")
    assert inspection.answers.get().choice == Choice.PARTIAL
    assert page.url.endswith(inspection.get_absolute_url())


def test_without_javascript_each_item_has_its_button(come_in: Callable[..., Page], stage: Stage) -> None:
    inspection = stage.inspection_of(stage.cast.clinic)
    ratio = inspection.checklist_version.items.filter(answer_kind="ratio").order_by("order")[0]
    page = come_in(stage.cast.doctor_he, phone=True, javascript=False)
    page.goto(inspection.get_absolute_url())
    row = page.locator(f"#item-{ratio.pk}")
    row.get_by_label("分子").fill("21")
    row.get_by_label("分母").fill("20")
    row.get_by_role("button", name="保存").click()
    expect(page.locator("main")).to_contain_text("分子不能大于分母，请核对。")
    page.get_by_label("分子").fill("19")
    page.get_by_role("button", name="保存").click()
    expect(page.locator(f"#item-{ratio.pk}").get_by_role("status")).to_contain_text("19/20（95.0%）")


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_the_scope_is_previewed_before_it_is_saved(
    come_in: Callable[..., Page], stage: Stage, javascript: bool
) -> None:
    draft = stage.draft()
    page = come_in(stage.cast.li, javascript=javascript)
    page.goto(at("campaign_edit", draft.pk))
    preview = page.locator("#scope-preview")
    expect(preview).to_contain_text("共 3 家，其中重点 2 家")
    scope = page.get_by_role("group", name="范围", exact=True)
    scope.get_by_label("三级").check()
    page.get_by_role("button", name="预览名单").click()
    expect(preview).to_contain_text("共 1 家，其中重点 1 家")
    expect(scope.get_by_label("三级")).to_be_checked()
    draft.refresh_from_db()
    assert "levels" not in draft.scope_rule
    page.get_by_role("button", name="保存").click()
    comes_to(page, f"**{draft.get_absolute_url()}")
    draft.refresh_from_db()
    assert draft.scope_rule["levels"] == ["tertiary"]


def test_a_measure_is_added_without_javascript(come_in: Callable[..., Page], stage: Stage) -> None:
    finding = stage.finding()
    page = come_in(stage.cast.qian, javascript=False)
    page.goto(at("finding_plan", finding.pk))
    page.get_by_label("原因分析").fill("交接流程不熟悉。")
    page.get_by_label("整改措施").fill("补签并培训。")
    page.get_by_role("button", name="增加一条措施").click()
    expect(page.get_by_role("group", name="措施 2")).to_be_visible()
    expect(page.get_by_role("group", name="措施 1").get_by_label("整改措施")).to_have_value("补签并培训。")


@pytest.mark.parametrize("javascript", [True, False], ids=["scripts", "no scripts"])
def test_the_ledger_is_filtered(come_in: Callable[..., Page], stage: Stage, javascript: bool) -> None:
    finding = stage.finding(description="转科交接缺签名。", severity="major")
    make_finding(finding.inspection, by=stage.cast.qian, description="值班记录缺页。")
    page = come_in(stage.cast.li, javascript=javascript)
    page.goto(at("ledger"))
    page.get_by_label("严重程度").select_option("major")
    if not javascript:
        page.get_by_role("button", name="筛选").click()
    expect(page.locator("tbody")).not_to_contain_text("值班记录缺页。")
    expect(page.locator("tbody")).to_contain_text("转科交接缺签名。")
    assert "severity=major" in page.url

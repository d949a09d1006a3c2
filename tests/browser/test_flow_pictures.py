"""The flow picture in a real browser: clean for assistive technology, one drawing at a time, nothing sideways."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from rectification import services
from tests.browsing import axe_violations, scrolls_sideways
from tests.cast import Cast
from tests.rectification.making import Stage, fresh

pytestmark = [pytest.mark.browser, pytest.mark.once]
WIDTHS = pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])
OUTSIDE = """field => {
  const paper = field.querySelector('svg').getBoundingClientRect();
  return [...field.querySelectorAll('rect, text')].map(one => [one.textContent, one.getBoundingClientRect()])
    .filter(([, one]) => one.left < paper.left || one.right > paper.right || one.bottom > paper.bottom)
    .map(([words]) => words);
}"""
OVER_THE_EDGE = """field => [...field.querySelectorAll('.bh-flow__shape')].flatMap(shape => {
  const box = shape.querySelector('rect.bh-flow__body:last-of-type')?.getBoundingClientRect();
  return box ? [...shape.querySelectorAll('text')].filter(words => {
    const one = words.getBoundingClientRect();
    return one.left < box.left || one.right > box.right || one.top < box.top || one.bottom > box.bottom;
  }).map(words => words.textContent) : [];
})"""


@WIDTHS
def test_a_picture_fits_a_desk_and_a_phone(come_in: Callable[..., Page], cast: Cast, phone: bool) -> None:
    services.load_shipped()
    stage = Stage(cast)
    finding = stage.reported(stage.finding(severity="major"))
    signing = stage.draft(title="第二轮")
    services.submit_scheme(signing, by=cast.li)
    again = stage.reported(stage.finding(severity="major"))
    services.verify_finding(again, conclusion="not_fixed", opinion="现场未整改。", by=cast.zhao)
    page = come_in(cast.li, phone=phone)
    for thing in (finding, again, signing, fresh(finding.campaign)):
        page.goto(f"/flows/{thing._meta.label_lower}/{thing.pk}/")
        field = page.locator(".bh-flow__field:visible")
        expect(field).to_have_count(1)
        expect(field.get_by_role("img", name="办理流程")).to_be_visible()
        assert field.evaluate("box => box.scrollWidth <= box.clientWidth")
        assert field.evaluate(OUTSIDE) == []
        assert field.evaluate(OVER_THE_EDGE) == []
        assert axe_violations(page) == []
        assert not scrolls_sideways(page)


def test_on_paper_the_flow_runs_down_the_page(come_in: Callable[..., Page], cast: Cast) -> None:
    services.load_shipped()
    campaign = Stage(cast).draft()
    page = come_in(cast.li)
    page.goto(campaign.get_absolute_url())
    page.get_by_role("link", name="流程图").click()
    page.emulate_media(media="print")
    expect(page.locator(".bh-flow__field--tall")).to_be_visible()
    expect(page.locator(".bh-flow__field--wide")).to_be_hidden()
    expect(page.get_by_role("link", name="导出 BPMN")).to_be_hidden()

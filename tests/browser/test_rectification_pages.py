"""The screens of rectification are clean for assistive technology and fit a desk and a phone."""

from collections.abc import Callable
from dataclasses import dataclass

import pytest
from playwright.sync_api import Page

from rectification import services
from rectification.models import Campaign, Finding, Inspection
from tests.browsing import axe_violations, scrolls_sideways
from tests.cast import Cast
from tests.rectification.making import Stage, answer_everything, fresh, make_finding, plan
from tests.rectification.pages import at

pytestmark = [pytest.mark.browser, pytest.mark.once]
WIDTHS = pytest.mark.parametrize("phone", [False, True], ids=["desk", "phone"])


@dataclass
class Scene:
    """A campaign under way, with something to look at on every page."""

    stage: Stage
    campaign: Campaign
    draft: Campaign
    hospital: Inspection
    clinic: Inspection
    finding: Finding


@pytest.fixture
def scene(cast: Cast) -> Scene:
    """One unit has answered and owes a fix, one has not, a draft waits."""
    services.load_shipped()
    stage = Stage(cast)
    phase = stage.open("self_inspect")
    services.open_phase(phase.campaign.phases.get(kind="supervise"), by=cast.director_wang)
    hospital, clinic = (stage.inspection_of(unit, phase) for unit in (cast.peoples_hospital, cast.clinic))
    answer_everything(hospital, by=cast.qian, failing={1})
    finding = make_finding(hospital, by=cast.qian, severity="major", department=cast.icu)
    plan(finding, holder=cast.nurse_sun, by=cast.qian)
    services.return_measures(fresh(finding), by=cast.vice_president_he, because="目标没有分母定义，请补充。" * 4)
    item = clinic.checklist_version.items.filter(answer_kind="choice").first()
    services.answer_item(clinic, item=item, by=cast.doctor_he, choice="fail", note="值班记录缺两天。")
    draft = stage.draft(title="江州市基层医疗机构院感防控和消毒供应质量专项检查（第二轮）")
    return Scene(stage, phase.campaign, draft, hospital, clinic, finding)


def looked_at(page: Page, addresses: list[str]) -> None:
    """Open each page and hold it against the rules."""
    for address in addresses:
        answered = page.goto(address)
        assert answered is not None
        assert answered.status == 200, address
        assert axe_violations(page) == [], address
        assert not scrolls_sideways(page), address


def phase_of(scene: Scene, kind: str) -> int:
    """The key of a phase of the campaign."""
    return int(scene.campaign.phases.get(kind=kind).pk)


@WIDTHS
def test_what_the_citys_clerk_opens(come_in: Callable[..., Page], scene: Scene, phone: bool) -> None:
    campaign, draft = scene.campaign, scene.draft
    output = campaign.phases.get(kind="deploy").outputs.filter(per="campaign").first()
    participant = campaign.participants.first()
    assert output is not None
    assert participant is not None
    looked_at(
        come_in(scene.stage.cast.li, phone=phone),
        [
            at("campaign_list"),
            at("campaign_new"),
            at("campaign_edit", draft.pk),
            at("campaign_submit", draft.pk),
            at("campaign_annexes", draft.pk),
            campaign.get_absolute_url(),
            at("campaign_participants", campaign.pk),
            at("participant_remove", participant.pk),
            at("campaign_wall", campaign.pk),
            at("output_deliver", output.pk),
            at("phase_submit", phase_of(scene, "supervise")),
            at("ledger"),
            at("institution_detail", scene.stage.cast.peoples_hospital.pk),
        ],
    )


@WIDTHS
def test_what_leaders_and_inspectors_open(come_in: Callable[..., Page], scene: Scene, phone: bool) -> None:
    cast = scene.stage.cast
    looked_at(
        come_in(cast.director_wang, phone=phone),
        [
            scene.campaign.get_absolute_url(),
            at("phase_open", phase_of(scene, "deploy")),
            at("phase_release", phase_of(scene, "self_inspect")),
            at("campaign_cancel", scene.campaign.pk),
        ],
    )
    visit = scene.stage.visit(cast.tcm_hospital, phase=scene.campaign.phases.get(kind="supervise"))
    looked_at(
        come_in(cast.zhao, phone=phone),
        [
            at("inspection_open", phase_of(scene, "supervise")),
            visit.get_absolute_url(),
            at("finding_new", visit.pk),
            at("inspection_submit", visit.pk),
        ],
    )


@WIDTHS
def test_what_a_hospital_opens(come_in: Callable[..., Page], scene: Scene, phone: bool) -> None:
    cast, finding = scene.stage.cast, scene.finding
    looked_at(
        come_in(cast.qian, phone=phone),
        [
            scene.campaign.get_absolute_url(),
            scene.hospital.get_absolute_url(),
            at("inspection_submit", scene.hospital.pk),
            finding.get_absolute_url(),
            at("finding_plan", finding.pk),
        ],
    )
    looked_at(come_in(cast.doctor_he, phone=phone), [scene.clinic.get_absolute_url()])
    plan(fresh(finding), holder=cast.nurse_sun, by=cast.qian)
    head = come_in(cast.vice_president_he, phone=phone)
    looked_at(head, [at("finding_approve", finding.pk), at("finding_return", finding.pk)])
    services.approve_measures(fresh(finding), by=cast.vice_president_he)
    looked_at(come_in(cast.qian, phone=phone), [at("finding_report", finding.pk)])
    services.report_rectified(fresh(finding), text="已完成整改。", by=cast.qian)
    zhao = come_in(cast.zhao, phone=phone)
    looked_at(zhao, [at("finding_verify", finding.pk)])
    services.verify_finding(fresh(finding), conclusion="fixed", opinion="现场核查属实。", by=cast.zhao)
    looked_at(zhao, [finding.get_absolute_url(), at("finding_reopen", finding.pk), at("ledger")])


def test_a_refused_form_is_as_clean_as_a_fresh_one(come_in: Callable[..., Page], scene: Scene) -> None:
    page = come_in(scene.stage.cast.qian, phone=True)
    page.goto(at("finding_new", scene.hospital.pk))
    page.locator("form[method=post] textarea[name=description]").fill("   ")
    page.get_by_role("button", name="登记入台账").click()
    page.get_by_role("alert").first.wait_for()
    assert axe_violations(page) == []
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_on_a_phone_the_filters_unfold_and_a_campaigns_buttons_take_one_row(
    come_in: Callable[..., Page], scene: Scene, javascript: bool
) -> None:
    page = come_in(scene.stage.cast.director_wang, phone=True, javascript=javascript)
    page.goto(at("ledger"))
    words = page.get_by_label("关键词")
    assert not words.is_visible()
    page.locator("summary", has_text="筛选").click()
    assert words.is_visible()
    page.goto(scene.campaign.get_absolute_url())
    buttons = page.locator(".bh-head__actions .bh-button:visible")
    assert len({round(box["y"]) for button in buttons.all() if (box := button.bounding_box())}) == 1
    record = page.locator(".bh-head__actions").get_by_role("link", name="办理记录")
    assert not record.is_visible()
    page.locator("summary", has_text="更多").click()
    assert record.is_visible()
    assert not scrolls_sideways(page)


def test_at_a_desk_the_filters_and_all_buttons_are_there(come_in: Callable[..., Page], scene: Scene) -> None:
    page = come_in(scene.stage.cast.director_wang)
    page.goto(at("ledger"))
    assert page.get_by_label("关键词").is_visible()
    page.goto(scene.campaign.get_absolute_url())
    assert page.locator(".bh-head__actions").get_by_role("link", name="办理记录").is_visible()
    assert not page.locator("summary", has_text="更多").is_visible()

"""Themes run through campaigns and findings: labels on their pages, one page for all, a filter of the ledger."""

import io

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from accountability import themed, trail, verify
from accountability.models import Tagged, Theme
from accountability.themes import found_theme, retire_theme, tag
from organizations.refusals import NotAllowed
from tests.rectification.making import Stage, make_finding
from tests.rectification.pages import at, post, text_of, visit_as
from tests.screens.visitors import has_nothing_inline

pytestmark = pytest.mark.django_db


@pytest.fixture
def theme(stage: Stage) -> Theme:
    """The city's risk domain, offered to everybody beneath it."""
    return found_theme("围手术期安全", organization=stage.cast.city, kind="risk", by=None)


def put(label: str, thing) -> str:
    return reverse("theme_put", args=[label, thing.pk])


def test_who_plans_the_measures_labels_a_finding_and_takes_the_label_off(stage: Stage, theme: Theme) -> None:
    finding = stage.finding(description="术前核查漏签。")
    qian = visit_as(stage.cast.qian)
    address = put("rectification.finding", finding)
    assert address in qian.get(finding.get_absolute_url()).content.decode()
    assert "围手术期安全" in text_of(qian.get(address)), "a city's list is offered to the hospital beneath it"

    assert post(qian, address, themes=[theme.pk]).status_code == 302
    page = qian.get(finding.get_absolute_url())
    assert "围手术期安全" in text_of(page)
    assert reverse("theme_show", args=[theme.pk]) in page.content.decode()
    assert has_nothing_inline(page.content.decode())
    assert trail.of(finding).filter(verb="theme_tagged").get().actor_id == stage.cast.qian.pk

    assert post(qian, address).status_code == 302
    assert not Tagged.objects.exists()
    assert [event.verb for event in trail.of(finding)][-1] == "theme_untagged"
    assert [found for result in verify.run() for found in result.differences] == []


def test_neighbours_find_nothing_and_who_only_reads_changes_nothing(stage: Stage, theme: Theme) -> None:
    finding = stage.finding()
    address = put("rectification.finding", finding)
    assert visit_as(stage.cast.zheng).get(address).status_code == 404
    assert post(visit_as(stage.cast.zheng), address, themes=[theme.pk]).status_code == 404
    assert visit_as(stage.cast.director_wang).get(address).status_code == 403
    assert address not in visit_as(stage.cast.director_wang).get(finding.get_absolute_url()).content.decode()
    with pytest.raises(NotAllowed, match="与经办人员联系"):
        themed.label(finding, themes=[theme], among=[theme], by=stage.cast.director_wang)
    assert visit_as(stage.cast.qian).get(put("rectification.participant", finding)).status_code == 404
    assert not Tagged.objects.exists()


def test_a_theme_not_offered_is_refused_and_an_ended_one_stays_where_it_is(stage: Stage, theme: Theme) -> None:
    finding, qian = stage.finding(), visit_as(stage.cast.qian)
    other = found_theme("外院专题", organization=stage.cast.tcm_hospital, by=None)
    address = put("rectification.finding", finding)
    answer = post(qian, address, themes=[other.pk])
    assert answer.status_code == 422
    assert "外院专题" not in text_of(answer)
    post(qian, address, themes=[theme.pk])
    retire_theme(theme, by=None)
    assert post(qian, address, themes=[theme.pk]).status_code == 302
    assert Tagged.objects.get().theme == theme


def test_the_page_of_a_theme_shows_each_reader_what_he_sees_for_a_constant_price(
    stage: Stage, theme: Theme, django_assert_max_num_queries
) -> None:
    finding = stage.finding(description="术前核查漏签。")
    tag(finding, theme=theme, by=None)
    tag(finding.campaign, theme=theme, by=None)
    qian, address = visit_as(stage.cast.qian), reverse("theme_show", args=[theme.pk])
    qian.get(address)
    with django_assert_max_num_queries(12):
        page = qian.get(address)
    text = text_of(page)
    assert "术前核查漏签。" in text
    assert finding.campaign.title in text
    assert f"{at('ledger')}?theme={theme.pk}" in page.content.decode()
    assert has_nothing_inline(page.content.decode())

    neighbour = text_of(visit_as(stage.cast.zheng).get(address))
    assert finding.campaign.title in neighbour, "it takes part in the campaign"
    assert "术前核查漏签。" not in neighbour


def test_a_hospital_s_own_theme_is_no_business_of_its_neighbours(stage: Stage) -> None:
    own = found_theme("床旁交接", organization=stage.cast.peoples_hospital, by=None)
    tag(stage.open("self_inspect").campaign, theme=found_theme("全市通用", by=None), by=None)
    for name in ("theme_show", "theme_rename"):
        assert visit_as(stage.cast.zheng).get(reverse(name, args=[own.pk])).status_code == 404
    assert "床旁交接" not in text_of(visit_as(stage.cast.zheng).get(reverse("theme_list")))
    assert "床旁交接" in text_of(visit_as(stage.cast.nurse_sun).get(reverse("theme_list")))


def test_the_ledger_is_narrowed_to_a_theme_on_the_page_and_in_the_workbook(
    stage: Stage, theme: Theme, django_assert_max_num_queries
) -> None:
    labelled = stage.finding(description="术前核查漏签。")
    make_finding(labelled.inspection, by=stage.cast.qian, description="垃圾桶未加盖。")
    tag(labelled, theme=theme, by=None)
    qian = visit_as(stage.cast.qian)
    qian.get(at("ledger"))
    with django_assert_max_num_queries(12):
        page = qian.get(at("ledger"), {"theme": theme.pk})
    assert "术前核查漏签。" in text_of(page)
    assert "垃圾桶未加盖。" not in text_of(page)
    assert f"theme={theme.pk}" in page.content.decode(), "tabs and export keep the filter"

    taken = qian.get(at("ledger_xlsx"), {"theme": theme.pk})
    sheet = load_workbook(io.BytesIO(b"".join(taken.streaming_content))).active
    told = " ".join(str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell)
    assert "术前核查漏签。" in told
    assert "垃圾桶未加盖。" not in told
    assert "主题：围手术期安全" in told

    own = found_theme("外院专题", organization=stage.cast.tcm_hospital, by=None)
    assert "垃圾桶未加盖。" in text_of(qian.get(at("ledger"), {"theme": own.pk})), "what is not his is not applied"

"""Summary draft, pictures and dossier box: every number opens its rows, every picture has its table."""

import datetime
import io
import re
import zipfile

import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from rectification import dossiers, pictures
from rectification.dossiers import Piece
from rectification.models import Finding
from tests.grounds import Ground, fixture_of
from tests.rectification.closed import Run
from tests.rectification.making import STAGE, Stage, fresh
from tests.rectification.pages import at, post, text_of, visit_as

DAY = datetime.date(2026, 3, 2)
LINK = re.compile(r'<a href="(/[^"]*ledger/\?[^"]*)">(\d+)</a>')
TOTAL = re.compile(r"共 (\d+) 条")


def _run(stage: Stage) -> Run:
    """A campaign that has run its course, its finding with a cause."""
    made = Run(stage)
    stage.planned(made.own)
    Finding.objects.filter(pk=made.own.pk).update(cause_kind="process")
    return made


run = fixture_of(Ground("pictured", _run, below=STAGE))


def test_every_number_of_the_draft_opens_the_rows_it_counts(run):
    client = visit_as(run.cast.li)
    page = client.get(at("campaign_summary", run.campaign.pk)).content.decode()
    found = LINK.findall(page)
    assert len(found) > 8
    for url, number in found:
        shown = TOTAL.search(text_of(client.get(url.replace("&amp;", "&"))))
        assert [shown and shown.group(1)] == [number], url


def test_what_has_no_list_elsewhere_is_listed_behind_its_number(run):
    client = visit_as(run.cast.li)
    address = at("campaign_summary", run.campaign.pk)
    found = re.findall(r'<a href="(\?list=[^"]*)">(\d+)</a>', client.get(address).content.decode())
    assert len(found) == 7
    for url, number in found:
        page = client.get(address + url.replace("&amp;", "&"))
        assert f"共 {number} 条" in text_of(page), url
    assert client.get(address + "?list=inspections&kind=anything").status_code == 200


def test_the_draft_says_what_is_missing_and_invents_nothing(run):
    client = visit_as(run.cast.li)
    text = text_of(client.get(at("campaign_summary", run.campaign.pk)))
    for chapter in ("活动开展情况", "自查自纠情况", "督导检查情况", "存在的主要问题", "整改情况和下一步措施"):
        assert chapter in text
    assert "（尚未登记长效措施。）" in text
    assert "（1个问题还没有填写原因类别。）" in text
    run.standing()
    assert "确定长效措施1条：每周抽查一次双人核对记录" in text_of(client.get(at("campaign_summary", run.campaign.pk)))


def test_the_draft_becomes_the_summary_and_a_paper(run):
    client = visit_as(run.cast.li)
    page = client.get(at("campaign_conclude", run.campaign.pk) + "?draft=1")
    assert "一、活动开展情况" in page.content.decode()
    answer = client.get(at("campaign_summary_docx", run.campaign.pk))
    words = zipfile.ZipFile(io.BytesIO(answer.content)).read("word/document.xml").decode()
    assert "整改情况和下一步措施" in words
    assert "台账登记问题2个" in re.sub(r"<[^>]+>", "", words)


@pytest.mark.parametrize("name", ["campaign_summary", "campaign_pictures", "campaign_dossier"])
def test_a_page_costs_the_same_however_many_findings_there_are(run, name, django_assert_max_num_queries):
    client = visit_as(run.cast.li)
    post(client, at("campaign_dossier_make", run.campaign.pk))
    client.get(at(name, run.campaign.pk))
    rows = [_copy(run.outside, number) for number in range(40)]
    Finding.objects.bulk_create(rows)
    with django_assert_max_num_queries(12):
        assert client.get(at(name, run.campaign.pk)).status_code == 200


def _copy(finding, number):
    copied = fresh(finding)
    copied.pk, copied.number_id, copied.process_id = None, None, None
    copied.number_text = f"复制{number}"
    return copied


def test_the_pictures_show_the_numbers_of_the_ledger(run):
    text = text_of(visit_as(run.cast.li).get(at("campaign_pictures", run.campaign.pk)))
    for words in (
        "阶段进度",
        "覆盖热力图",
        "未销号问题：计划和实际",
        "按原因类别",
        "按检查项目",
        "按责任科室",
        "单位排行",
    ):
        assert words in text
    assert "流程执行" in text
    assert "尚未填写原因类别" in text


def test_a_neighbour_counts_only_what_he_sees(run):
    neighbour = visit_as(run.cast.qian)
    text = text_of(neighbour.get(at("campaign_pictures", run.campaign.pk)))
    assert "城东中医院" not in text
    assert "城东中医院" not in text_of(neighbour.get(at("campaign_dossier", run.campaign.pk)))


def test_the_lines_go_down_as_findings_are_due_and_struck_off():
    days = {"in": {DAY: 4}, "due": {DAY + datetime.timedelta(2): 4}, "closed": {DAY + datetime.timedelta(4): 1}}
    burn = pictures.burn_down(days, today=DAY + datetime.timedelta(4))
    told = {day.day.day: (day.planned, day.actual) for day in burn.days}
    assert (told[2], told[4], told[6]) == ((4, 4), (0, 4), (0, 3))
    assert pictures.burn_down({}, today=DAY) is None


counts = st.dictionaries(st.dates(DAY, DAY + datetime.timedelta(400)), st.integers(0, 50), max_size=20)


@settings(deadline=None)
@given(counts, counts, st.dates(DAY, DAY + datetime.timedelta(500)))
def test_the_last_day_that_is_known_shows_what_is_left(came, due, today):
    burn = pictures.burn_down({"in": came, "due": due}, today=today)
    assert (burn is None) == (not sum(came.values()))
    if burn is not None:
        known = [day for day in burn.days if day.actual is not None]
        assert not known or known[-1].actual == sum(n for day, n in came.items() if day <= known[-1].day)
        assert len(burn.days) <= pictures.MOST_DAYS + 3


@settings(deadline=None)
@given(st.lists(st.lists(st.text("甲乙丙丁", max_size=200), max_size=60), min_size=1, max_size=8))
def test_the_index_leads_to_the_page_on_which_a_piece_begins(texts):
    pieces = [Piece("台账", f"第{n}件", lines, ["附件.pdf"]) for n, lines in enumerate(texts)]
    box = dossiers.bound(pieces, with_files="附件：")
    assert [sheet.number for sheet in box.sheets] == list(range(1, len(box.sheets) + 1))
    for entry in box.entries:
        inside = box.sheets[entry.first - 1 : entry.last]
        assert inside[0].is_first
        assert {sheet.title for sheet in inside} == {entry.title}
        assert (
            "".join(line for sheet in inside for line in sheet.lines)
            == "".join(texts[entry.number - 1]) + "附件：附件.pdf"
        )
    for sheet in box.sheets:
        lengths = [max(1, -(-len(line) // dossiers.WIDTH)) for line in sheet.lines]
        assert sum(lengths) <= dossiers.LINES


def test_the_box_stands_in_the_order_in_which_it_is_asked_for(run):
    client = visit_as(run.cast.li)
    address = at("campaign_dossier", run.campaign.pk)
    assert "还没有编制" in text_of(client.get(address))
    assert post(client, at("campaign_dossier_make", run.campaign.pk)).status_code == 302
    page = text_of(client.get(address))
    places = [page.index(word) for word in ("依据文件", "工作方案", "动员部署材料", "检查记录", "问题台账", "工作总结")]
    assert places == sorted(places)
    assert "盒脊标签" in page
    assert timezone.localdate().strftime("%Y") in page

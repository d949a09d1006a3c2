"""The ledger on the screen and as a workbook, and the page of one institution."""

import datetime
import gc
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook

from accountability.attachments import gate
from accountability.models import TrailEvent
from rectification import services
from rectification.exports import CHUNK, ledger_rows
from rectification.models import Finding, FindingState
from tests.rectification.making import fresh, make_finding
from tests.rectification.pages import at, text_of, visit_as

YESTERDAY = timezone.localdate() - datetime.timedelta(days=1)


def _workbook(client, **filters):
    """The exported sheet's rows as plain values, and the sheet itself."""
    answer = client.get(at("ledger_xlsx"), filters)
    assert answer.status_code == 200
    sheet = load_workbook(io.BytesIO(b"".join(answer.streaming_content))).active
    return sheet, [[cell.value for cell in row] for row in sheet.iter_rows()]


def test_the_tabs_count_and_filter(stage):
    finding = stage.finding(description="转科交接缺签名。")
    closed = make_finding(finding.inspection, by=stage.cast.qian, description="值班记录缺页。")
    late = make_finding(finding.inspection, by=stage.cast.qian, description="查对不到位。")
    Finding.objects.filter(pk=closed.pk).update(state=FindingState.CLOSED)
    Finding.objects.filter(pk=late.pk).update(due_on=YESTERDAY)
    client = visit_as(stage.cast.li)
    page = text_of(client.get(at("ledger")))
    for words in ("全部 3", "未销号 2", "已逾期 1", "已销号 1", "逾期 1 天"):
        assert words in page
    overdue = text_of(client.get(at("ledger"), {"status": "overdue"}))
    assert "查对不到位。" in overdue
    assert "转科交接缺签名。" not in overdue
    assert "全部 3" in overdue


def test_the_filters_narrow_by_words_unit_severity_and_source(stage):
    finding = stage.finding(description="转科交接缺签名。", severity="major")
    make_finding(finding.inspection, by=stage.cast.qian, description="值班记录缺页。")
    client = visit_as(stage.cast.li)
    for asked in ({"words": "交接"}, {"severity": "major"}, {"words": finding.number_text}):
        page = text_of(client.get(at("ledger"), asked))
        assert "转科交接缺签名。" in page
        assert "值班记录缺页。" not in page
    assert "没有符合条件的问题" in text_of(client.get(at("ledger"), {"unit": "何氏"}))
    assert "没有符合条件的问题" in text_of(client.get(at("ledger"), {"source": "spot_check"}))
    assert "共 2 条" in text_of(client.get(at("ledger"), {"unit": "人民医院", "severity": "nonsense"}))


def test_everybody_sees_his_own_rows_and_no_others(stage):
    stage.finding(description="转科交接缺签名。")
    assert "转科交接缺签名。" in text_of(visit_as(stage.cast.vice_president_he).get(at("ledger")))
    assert "转科交接缺签名。" not in text_of(visit_as(stage.cast.zheng).get(at("ledger")))
    _sheet, rows = _workbook(visit_as(stage.cast.zheng))
    assert len(rows) == 3


def test_the_workbook_has_the_three_lists_and_a_row_for_each_finding(stage):
    finding = stage.reported(stage.finding(description="转科交接缺签名。", department=stage.cast.icu))
    _sheet, rows = _workbook(visit_as(stage.cast.li))
    assert [heading for heading in rows[1] if heading] == ["问题清单", "责任清单", "整改清单"]
    row = dict(zip(rows[2], rows[3], strict=True))
    assert row["编号"] == finding.number_text
    assert row["问题描述"] == "转科交接缺签名。"
    assert row["责任科室"] == "重症医学科"
    assert row["责任人"] == "孙护士"
    assert row["整改措施"] == "补签并培训全科医师。"
    assert row["整改时限"].date() == finding.due_on
    assert row["进展"] == "待核查（100%）"
    assert row["是否立行立改"] == "否"


def test_the_workbook_names_the_files_handed_in_as_evidence(stage):
    finding = stage.approved(stage.finding())
    files = [gate(SimpleUploadedFile(name, name.encode())) for name in ("培训签到.txt", "病历抽查.txt")]
    services.report_rectified(finding, text="已培训，抽查合格。", attachments=files, by=stage.cast.qian)
    make_finding(finding.inspection, by=stage.cast.qian, description="值班记录缺页。")
    _sheet, rows = _workbook(visit_as(stage.cast.li))
    with_files, without = (dict(zip(rows[2], row, strict=True)) for row in rows[3:])
    assert with_files["佐证材料"] == "培训签到.txt\n病历抽查.txt"
    assert with_files["整改完成情况"] == "已培训，抽查合格。"
    assert without["佐证材料"] is None


def test_an_export_keeps_no_more_than_two_chunks_in_memory(stage):
    _many(stage.finding(), count=5 * CHUNK)
    most = 0
    for place, _row in enumerate(ledger_rows(Finding.objects.order_by("pk"))):
        if place % (CHUNK // 2) == 0:
            gc.collect()
            most = max(most, sum(type(thing) is Finding for thing in gc.get_objects()))
    assert CHUNK <= most <= 2 * CHUNK + 10


def test_what_looks_like_a_formula_stays_text(stage):
    evil = '=HYPERLINK("http://example.invalid","点我")'
    stage.finding(description=evil, place="@SUM(1+1)")
    sheet, rows = _workbook(visit_as(stage.cast.li))
    cells = {cell.value: cell for cell in sheet[4] if cell.value}
    assert cells[evil].data_type == "s"
    assert cells[evil].quotePrefix
    assert not [cell for row in sheet.iter_rows() for cell in row if cell.data_type == "f"]
    assert "@SUM(1+1)" in rows[3]


def test_who_took_the_ledger_is_on_record_before_it_leaves(stage):
    stage.finding(severity="major")
    client = visit_as(stage.cast.li)
    sheet, rows = _workbook(client, severity="major")
    assert sheet.oddHeader.right.text.startswith("李干事 医政处经办 "), "on paper every page says who took it, and when"
    event = TrailEvent.objects.get(verb="ledger_exported")
    assert event.actor_name == "李干事"
    assert event.told["extra"] == {"filters": "严重程度：重大", "rows": 1}
    assert "李干事" in rows[0][0]
    assert "严重程度：重大" in rows[0][0]


def _many(finding, *, count):
    """So many more rows like this one; rows alone, for counting queries."""
    copy = fresh(finding)
    rows = []
    for place in range(count):
        row = Finding(**{field.attname: getattr(copy, field.attname) for field in Finding._meta.concrete_fields})
        row.pk, row.number_id, row.process_id, row.number_text = None, None, None, f"ZG-2026-{place + 100:04d}"
        rows.append(row)
    Finding.objects.bulk_create(rows, batch_size=500)


@pytest.mark.parametrize("count", [60, 2000])
def test_ledger_and_export_cost_the_same_whatever_the_number_of_rows(stage, count, django_assert_max_num_queries):
    _many(stage.finding(), count=count)
    client = visit_as(stage.cast.li)
    client.get(at("ledger"))
    with django_assert_max_num_queries(12):
        page = client.get(at("ledger"))
    with django_assert_max_num_queries(12):
        client.get(at("ledger"), {"campaign": Finding.objects.earliest("pk").campaign_id, "status": "open"})
    assert f"共 {count + 1} 条" in text_of(page)
    assert f"第 2 页，共 {(count + 1 + 49) // 50} 页" in text_of(client.get(at("ledger"), {"page": 2}))
    _sheet, rows = _workbook(client)
    assert len(rows) == count + 4


def test_the_page_of_an_institution_says_what_it_is_and_what_it_owes(stage):
    finding = stage.approved(stage.finding(description="转科交接缺签名。"))
    client = visit_as(stage.cast.li)
    page = text_of(client.get(at("institution_detail", stage.cast.peoples_hospital.pk)))
    for words in (
        "江州市人民医院",
        "三级甲等",
        "公立",
        "转科交接缺签名。",
        "整改并报告",
        "孙护士",
        finding.number_text,
    ):
        assert words in page


def test_the_figures_of_an_institution_lead_to_its_rows(stage):
    stage.finding(description="转科交接缺签名。")
    client = visit_as(stage.cast.li)
    page = client.get(at("institution_detail", stage.cast.peoples_hospital.pk)).content.decode()
    address = next(part for part in page.split('href="') if "status=open" in part).split('"')[0].replace("&amp;", "&")
    assert "转科交接缺签名。" in text_of(client.get(address))


def test_a_neighbours_institution_does_not_exist(stage):
    client = visit_as(stage.cast.zheng)
    assert client.get(at("institution_detail", stage.cast.tcm_hospital.pk)).status_code == 200
    assert client.get(at("institution_detail", stage.cast.peoples_hospital.pk)).status_code == 404


def test_the_page_of_an_institution_costs_the_same(stage, django_assert_max_num_queries):
    finding = stage.approved(stage.finding())
    client = visit_as(stage.cast.li)
    address = at("institution_detail", stage.cast.peoples_hospital.pk)
    client.get(address)
    with django_assert_max_num_queries(12):
        client.get(address)
    _many(finding, count=60)
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200

"""The screens of statistical forms, without a script: designer, asking, filling in, chasing, adding up, sheets."""

import datetime
import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import Workbook, load_workbook

from engine import jobs
from rectification import services
from rectification.models import Collection, Filing, Form, FormVersion
from tests.rectification.filing import SUMMARY, asked, beds, filed, of, summary
from tests.rectification.making import fresh
from tests.rectification.pages import at, post, stations, text_of, visit_as
from tests.screens.visitors import has_nothing_inline

TODAY = timezone.localdate
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def design(*columns: dict, checks: tuple = (), **fields) -> dict:
    """What the designer's page sends."""
    sent = {"version": 1, "name": "床位季报", "minutes": 15, "rows": "", "note": "", **fields}
    for prefix, rows in (("columns", columns), ("checks", checks)):
        sent |= {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": 0}
        for place, row in enumerate(rows):
            sent |= {f"{prefix}-{place}-{name}": value for name, value in row.items()}
    return sent


def sheet(*rows: tuple, name: str = "填好.xlsx") -> SimpleUploadedFile:
    """A workbook with these rows."""
    workbook = Workbook()
    for row in rows:
        workbook.active.append(row)
    kept = io.BytesIO()
    workbook.save(kept)
    return SimpleUploadedFile(name, kept.getvalue(), content_type=XLSX)


def opened(response):
    """The first sheet of a download."""
    return load_workbook(io.BytesIO(b"".join(response.streaming_content))).worksheets[0]


def test_a_clerk_designs_publishes_asks_and_the_leader_approves(stage):
    li = visit_as(stage.cast.li)
    answer = post(li, at("form_new"), name="床位季报")
    form = Form.objects.get(name="床位季报")
    assert answer["Location"] == at("form_design", form.pk)
    page = li.get(at("form_design", form.pk))
    assert has_nothing_inline(page.content.decode())
    columns = (
        {"code": "a", "name": "床位", "kind": "whole", "required": "on"},
        {"code": "B", "name": "翻倍", "kind": "computed", "formula": "A × 2"},
        {"code": "C", "kind": "whole"},
    )
    more = li.post(at("form_design", form.pk), {**design(*columns), "more": "1"})
    assert more.content.decode().count('name="columns-6-code"') == 1
    kept = post(
        li, at("form_design", form.pk), **design(*columns[:2], checks=({"expression": "A >= 0", "must": "on"},))
    )
    assert kept.status_code == 302
    assert form.versions.get().columns.get(code="B").formula == "A * 2"
    post(li, at("form_publish", form.pk))
    day = TODAY().isoformat()
    sent = {"title": "床位季报", "period": "quarter", "day": day, "due_on": day, "odd_factor": 5}
    answer = post(li, at("form_ask", form.pk), **sent, scope_kinds=["hospital"])
    collection = Collection.objects.get()
    assert answer["Location"] == collection.get_absolute_url()

    leader = visit_as(stage.cast.director_wang)
    words = text_of(leader.get(at("collection_approve", collection.pk)))
    assert "分钟" in words
    post(leader, at("collection_approve", collection.pk))
    jobs.run_all()
    assert fresh(collection).state == "open"
    assert "城东中医院" in text_of(leader.get(collection.get_absolute_url()))


def test_the_designers_page_sent_back_as_it_is_asks_for_nothing_in_its_spare_lines(stage):
    version = beds(stage)
    draft = services.redraft_form(version.form, by=stage.cast.li)
    li = visit_as(stage.cast.li)
    page = li.get(at("form_design", draft.form_id))
    sent = {}
    for bound in (page.context["columns"], page.context["checks"]):
        for form in [bound.management_form, *bound.forms]:
            sent |= {field.html_name: "on" if field.value() is True else field.value() or "" for field in form}
    sent = {name: value for name, value in sent.items() if not name.endswith("DELETE")}
    head = {"version": 1, "name": "床位季报", "minutes": 15, "rows": "内科\n外科\n合计", "note": ""}
    answer = post(li, at("form_design", draft.form_id), **sent, **head)
    assert answer.status_code == 302
    assert [str(column) for column in draft.columns.all()] == [str(column) for column in version.columns.all()]
    assert draft.checks.count() == 1


@pytest.mark.parametrize(
    ("column", "sentence"),
    [
        ({"code": "A", "name": "率", "kind": "computed", "formula": "Z / 2"}, "栏目 Z 不存在"),
        ({"code": "A", "name": "率", "kind": "computed", "formula": "A + 1"}, "循环"),
        ({"code": "1", "name": "率", "kind": "whole"}, "英文字母"),
    ],
)
def test_a_wrong_design_comes_back_as_typed_with_its_sentence(stage, column, sentence):
    draft = services.draft_form(organization=stage.cast.city, name="床位季报", by=stage.cast.li)
    answer = post(visit_as(stage.cast.li), at("form_design", draft.form_id), **design(column))
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)
    assert 'value="率"' in answer.content.decode()
    assert not FormVersion.objects.get(pk=draft.pk).columns.exists()


def test_a_unit_fills_in_is_told_what_is_wrong_and_sends_it_up(stage):
    cast = stage.cast
    filing = of(asked(stage), cast.peoples_hospital)
    qian = visit_as(cast.qian)
    assert filing.get_absolute_url() in qian.get(at("collection_list")).content.decode()
    cells = {f"cell_{cell}": text for cell, text in SUMMARY.items()}
    post(qian, filing.get_absolute_url(), version=filing.version, **{**cells, "cell_G1": "9"})
    words = text_of(qian.get(filing.get_absolute_url()))
    assert "已整改隐患不能多于排查隐患合计（现在左边是 9，右边是 4）" in words
    stale = post(qian, filing.get_absolute_url(), version=filing.version, **cells)
    assert (stale.status_code, "本单位其他人修改" in text_of(stale)) == (409, True)
    version = fresh(filing).version
    refused = post(qian, filing.get_absolute_url(), version=version, submit="1", **{**cells, "cell_E1": "三"})
    assert (refused.status_code, "请填写数字" in text_of(refused), fresh(filing).version) == (422, True, version)
    post(qian, filing.get_absolute_url(), version=version, submit="1", phone="0510-1", **cells)
    assert fresh(filing).state == "submitted"

    he = visit_as(cast.vice_president_he)
    assert "整改率" in text_of(he.get(at("filing_report", filing.pk)))
    post(he, at("filing_report", filing.pk))
    assert fresh(filing).state == "reported"
    post(visit_as(cast.li), at("filing_correct", filing.pk), because="请核对培训人次。")
    assert "请核对培训人次" in text_of(qian.get(filing.get_absolute_url()))


def test_a_zero_report_is_a_signed_statement(stage):
    filing = of(asked(stage), stage.cast.tcm_hospital)
    zheng = visit_as(stage.cast.zheng)
    refused = post(zheng, at("filing_zero", filing.pk), chief="吴院长", phone="0510-2")
    assert refused.status_code == 422
    post(zheng, at("filing_zero", filing.pk), stated="on", chief="吴院长", phone="0510-2")
    assert (fresh(filing).is_zero, fresh(filing).state, fresh(filing).chief) == (True, "submitted", "吴院长")


def test_the_blank_sheet_is_filled_in_and_read_back(stage):
    cast = stage.cast
    filing = of(asked(stage, beds(stage)), cast.peoples_hospital)
    qian = visit_as(cast.qian)
    blank = opened(qian.get(at("filing_xlsx", filing.pk)))
    assert [cell.value for cell in blank[3]] == ["项目", "开放床位（张）", "占用床日（床日）", "使用率（%）"]
    assert [blank.cell(row, 1).value for row in (4, 5, 6)] == ["内科", "外科", "合计"]
    for row, (beds_there, days) in enumerate([(10, 9), (20, 18), (30, 27)], 4):
        blank.cell(row, 2).value, blank.cell(row, 3).value = beds_there, days
    kept = io.BytesIO()
    blank.parent.save(kept)
    upload = SimpleUploadedFile("填好.xlsx", kept.getvalue(), content_type=XLSX)
    post(qian, at("filing_import", filing.pk), file=upload)
    assert fresh(filing).values["C3"] == "90"


@pytest.mark.parametrize(
    ("rows", "sentence"),
    [
        ([("无关", "表"), ("1", "2")], "表头"),
        ([("项目", "开放床位（张）", "占用床日（床日）"), ("内科", "=1+1", "3")], "公式"),
        ([("项目", "开放床位（张）", "占用床日（床日）"), ("别科", "1", "3")], "没有读到数字"),
    ],
)
def test_a_foreign_sheet_is_refused_and_changes_nothing(stage, rows, sentence):
    filing = of(asked(stage, beds(stage)), stage.cast.peoples_hospital)
    answer = post(visit_as(stage.cast.qian), at("filing_import", filing.pk), file=sheet(*rows))
    assert (answer.status_code, sentence in text_of(answer)) == (422, True)
    assert fresh(filing).values == {}


def superior() -> SimpleUploadedFile:
    """The superior's own sheet: two lines prepared, a merged footer beneath."""
    workbook = Workbook()
    page = workbook.active
    page.title = "附件1"
    page["A1"] = "全省汇总表"
    page.append(["序号", "单位", "隐患", "整改率"])
    page["A5"], page["C5"] = "填表人：", "联系电话："
    page.merge_cells("A6:D6")
    page["A6"] = "填报日期"
    kept = io.BytesIO()
    workbook.save(kept)
    return SimpleUploadedFile("上级表.xlsx", kept.getvalue(), content_type=XLSX)


def test_what_was_reported_is_filled_into_the_superiors_own_sheet(stage):
    cast = stage.cast
    form = beds(stage).form
    collection = asked(stage, form.versions.get())
    values = {"A1": "1", "A2": "2", "A3": "3", "B1": "1", "B2": "1", "B3": "2"}
    for unit, clerk, head in (
        (cast.peoples_hospital, cast.qian, cast.president_wang),
        (cast.tcm_hospital, cast.zheng, cast.president_wu),
    ):
        filed(of(collection, unit), by=clerk, reviewer=head, values=values)
    li = visit_as(cast.li)
    sent = {"kind": "list", "first_row": 3, "serial_column": "a", "unit_column": "B", "column_A": "C", "column_C": "D"}
    feet = {"footer_filler": "B5", "footer_phone": "D5", "footer_filed_on": "A6"}
    refused = post(li, at("form_layout", form.pk), file=superior(), **{**sent, "column_C": "C"}, **feet)
    assert (refused.status_code, "同一列" in text_of(refused)) == (422, True)
    post(li, at("form_layout", form.pk), file=superior(), **sent, **feet)

    page = opened(li.get(at("collection_xlsx", collection.pk) + "?superior=1"))
    assert page.title == "附件1"
    rows = [[cell.value for cell in row] for row in page.iter_rows(min_row=3, max_row=11)]
    assert rows[0] == [1, "江州市人民医院 内科", 1, 100]
    assert rows[-1] == [3, "合计 合计", 6, 66.6667]
    assert (page["A12"].value, page["B12"].value) == ("填表人：", "李干事")
    assert page["A13"].value == TODAY().isoformat()
    assert "A13:D13" in {str(area) for area in page.merged_cells.ranges}
    own = opened(li.get(at("collection_xlsx", collection.pk)))
    assert own.cell(4, 2).value == "江州市人民医院"


def test_the_sums_go_down_the_tree_and_odd_values_are_listed(stage):
    cast = stage.cast
    collection = asked(stage)
    filed(of(collection, cast.peoples_hospital), by=cast.qian, reviewer=cast.president_wang)
    zheng = {**SUMMARY, "E1": "90", "F1": "10"}
    filed(of(collection, cast.tcm_hospital), by=cast.zheng, reviewer=cast.president_wu, values=zheng)
    li = visit_as(cast.li)
    words = text_of(li.get(collection.get_absolute_url()))
    assert "城东区卫生健康委员会" in words
    assert "3.8462" in words  # 4 of 104 mended: worked out from the sums
    below = li.get(collection.get_absolute_url() + f"?under={cast.east_district.pk}")
    assert [filing.unit_name for filing in below.context["tree"].filings] == ["城东中医院"]
    jiang = text_of(visit_as(cast.jiang).get(collection.get_absolute_url()))
    assert "城东中医院" in jiang
    assert "江州市人民医院" not in jiang
    assert visit_as(cast.jiang).get(at("collection_xlsx", collection.pk)).status_code == 403


def test_inside_a_campaign_the_way_leads_from_its_page_to_the_units(stage):
    campaign = stage.issue()
    li = visit_as(stage.cast.li)
    assert f"{at('collection_list')}?campaign={campaign.pk}" in li.get(campaign.get_absolute_url()).content.decode()
    address = f"{at('form_ask', summary().form_id)}?campaign={campaign.pk}"
    assert campaign.title in text_of(li.get(address))
    day = TODAY().isoformat()
    sent = {"title": "信息汇总表", "annex": 1, "period": "once", "day": day, "due_on": day, "odd_factor": 5}
    post(li, address, **sent)
    collection = Collection.objects.get()
    assert (collection.campaign, collection.annex) == (campaign, 1)
    assert collection.units == campaign.participants.count()


def test_a_value_far_from_the_last_period_is_listed(stage):
    cast = stage.cast
    first = asked(stage, period="month", day=datetime.date(2026, 9, 3), due_on=datetime.date(2026, 10, 5))
    filed(of(first, cast.peoples_hospital), by=cast.qian, reviewer=cast.president_wang)
    second = services.collect_again(first, by=cast.li)
    services.approve_collection(second, by=cast.director_wang)
    jobs.run_all()
    jump = {**SUMMARY, "B1": "3000"}
    filed(of(second, cast.peoples_hospital), by=cast.qian, reviewer=cast.president_wang, values=jump)
    assert "与上期 30 相差 5 倍以上" in text_of(visit_as(cast.li).get(second.get_absolute_url()))


def test_the_list_for_the_telephone_reminds_whom_one_ticks(stage):
    cast = stage.cast
    collection = asked(stage)
    li = visit_as(cast.li)
    words = text_of(li.get(at("collection_remind", collection.pk)))
    assert "郑科长" in words
    wanted = of(collection, cast.tcm_hospital)
    answer = post(li, at("collection_remind", collection.pk), filings=[wanted.pk], how="phone", note="郑科长接听。")
    assert answer.status_code == 302
    assert (fresh(wanted).reminded, of(collection, cast.clinic).reminded) == (1, 0)


def test_neighbours_see_neither_form_nor_filing(stage):
    cast = stage.cast
    collection = asked(stage)
    filing = of(collection, cast.peoples_hospital)
    zheng = visit_as(cast.zheng)
    for name in ("filing_detail", "filing_xlsx", "filing_report", "filing_correct", "filing_zero", "filing_import"):
        assert zheng.get(at(name, filing.pk)).status_code == 404
    draft = services.draft_form(organization=cast.city, name="草表", by=cast.li)
    assert zheng.get(at("form_detail", draft.form_id)).status_code == 404
    assert "江州市人民医院" not in text_of(zheng.get(collection.get_absolute_url()))


def test_pages_cost_the_same_whatever_the_number_of_units(stage, django_assert_max_num_queries):
    collection = asked(stage)
    crowd = stations(stage.cast.east_district, count=2000)
    values = {**SUMMARY, "D1": "4", "H1": "50"}
    now = timezone.now()
    Filing.objects.bulk_create(
        [
            Filing(
                collection=collection, organization=unit, unit_name=unit.name, state="reported", values=values,
                reported_at=now, first_reported_at=now,
                org_path=unit.path, institution_path=unit.path, confirm_path=unit.path,
            )
            for unit in crowd
        ],
        batch_size=500,
    )  # fmt: skip
    li = visit_as(stage.cast.li)
    for address in (
        collection.get_absolute_url(),
        at("collection_list"),
        at("form_list"),
        at("collection_remind", collection.pk),
        of(collection, stage.cast.peoples_hospital).get_absolute_url(),
        summary().form.get_absolute_url(),
    ):
        li.get(address)
        with django_assert_max_num_queries(12):
            assert li.get(address).status_code == 200
    qian = visit_as(stage.cast.qian)
    own = of(collection, stage.cast.peoples_hospital).get_absolute_url()
    with django_assert_max_num_queries(12):
        assert "保存并提交审核" in text_of(qian.get(own))
    assert "2000/2003" in text_of(li.get(collection.get_absolute_url()))

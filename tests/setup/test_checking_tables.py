"""Every fault is found at once, each with its cell; what lies outside one's own units is unknown."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from openpyxl import load_workbook

from accountability.imports import marking
from accountability.models import ImportBatch
from organizations.models import Duty, Organization, Person
from organizations.refusals import NotAllowed
from tests import make
from tests.cast import Cast
from tests.setup.making import PEOPLE_HEAD, csv_of, faults, kept, prepared, target, xlsx_of


def places(found):
    return [(number, column) for number, column, _sentence in faults(found)]


def test_every_fault_of_a_table_is_told_at_once_with_its_cell(cast: Cast):
    found = prepared(
        csv_of(
            ("江北医院", "JB01", "医院", "", "二级"),
            ("", "JB01", "医馆", "不存在的委", "五级"),
            ("江南医院" * 40, "", "医院", "", ""),
        ),
        at=cast.city,
    )
    assert sorted(places(found)) == [(3, "code"), (3, "kind"), (3, "level"), (3, "name"), (3, "parent"), (4, "name")]
    assert all(sentence.endswith("。") for _number, _column, sentence in faults(found))


def test_two_rows_of_one_key_are_a_fault_of_the_second(cast: Cast):
    row = ("江北医院", "", "医院", "", "二级")
    assert places(prepared(csv_of(row, row), at=cast.city)) == [(3, "name")]


def test_a_superior_said_in_two_ways_is_still_one_superior(cast: Cast):
    rows = (("江北医院", "", "医院", "", ""), ("江北医院", "", "医院", cast.city.name, ""))
    assert places(prepared(csv_of(*rows), at=cast.city)) == [(3, "name")]


def test_a_superior_may_stand_further_up_but_not_further_down(cast: Cast):
    above, below = ("江北区卫健委", "", "卫生健康委", "", ""), ("江北医院", "", "医院", "江北区卫健委", "")
    assert faults(prepared(csv_of(above, below), at=cast.city)) == []
    assert places(prepared(csv_of(below, above), at=cast.city)) == [(2, "parent")]


def test_a_unit_outside_is_as_unknown_as_one_that_does_not_exist(cast: Cast):
    admin = make.make_holder(Duty.SYSTEM_ADMIN, cast.east_district, name="区管理")
    rows = (("甲诊所", "", "诊所", cast.peoples_hospital.name, ""), ("乙诊所", "", "诊所", "子虚医院", ""))
    outside, nowhere = faults(prepared(csv_of(*rows), at=cast.east_district, by=admin))
    assert outside[2].replace(cast.peoples_hospital.name, "") == nowhere[2].replace("子虚医院", "")
    inside = ("丙诊所", "", "诊所", cast.tcm_hospital.name, "")
    assert faults(prepared(csv_of(inside), at=cast.east_district, by=admin)) == []


def test_a_name_that_two_units_have_asks_for_the_code(cast: Cast):
    make.make_hospital(cast.east_district, name="同名医院", code="T1")
    make.make_hospital(cast.west_district, name="同名医院", code="T2")
    rows = (("一部", "", "诊所", "同名医院", ""), ("二部", "", "诊所", "T2", ""))
    found = prepared(csv_of(*rows), at=cast.city)
    assert places(found) == [(2, "parent")]
    assert "机构代码" in faults(found)[0][2]


def test_a_code_belongs_to_one_unit(cast: Cast):
    make.make_hospital(cast.city, name="江北医院", code="JB01")
    rows = (("江北医院", "JB01", "医院", "", ""), ("江南医院", "JB01", "医院", "", ""))
    assert places(prepared(csv_of(*rows), at=cast.city)) == [(3, "code"), (3, "code")]


def test_departments_name_their_institution_and_the_department_above(cast: Cast):
    head = ("所属机构", "科室名称", "上级科室", "科室类别")
    rows = (
        (cast.peoples_hospital.name, "肾内科", "", ""),
        (cast.peoples_hospital.code, "血液透析室", "肾内科", ""),
        (cast.peoples_hospital.name, "ICU二区", cast.icu.name, ""),
        ("子虚医院", "外科", "", ""),
        (cast.peoples_hospital.name, "妇科", "乌有科", "没有的类别"),
    )
    found = prepared(csv_of(*rows, head=head), at=cast.city, of="departments")
    assert places(found) == [(5, "institution"), (6, "above"), (6, "type")]


def person(
    number: str, name: str, *post: str, at: str = "江州市人民医院", department: str = "质控科"
) -> tuple[str, ...]:
    seat = post or ("", "", "", "", "", "")
    return at, department, number, name, *seat


def test_one_staff_number_is_one_person_in_all_his_rows(cast: Cast):
    assert cast.quality_office
    make.make_person(cast.quality_office, name="老钱", staff_number="9")
    rows = (
        person("1", "钱一", "", "", "科长", "科室负责人", "否", "2024-03-01"),
        person("1", "钱壹", "", "", "科员", "经办", "是", "2024/3/1"),
        person("1", "钱一", "", "", "科长", "科室负责人", "否", "2024年3月1日"),
        person("2", "钱二", "", "", "科长", "", "", "3月1日"),
        person("9", "小钱"),
        person("", "钱三"),
        person("4", "钱四", "", "乌有科", "科员", "系统管理员", "或许", "2024-02-30"),
    )
    found = prepared(csv_of(*rows, head=PEOPLE_HEAD), at=cast.city, of="people")
    assert places(found) == [
        (3, "name"), (4, "name"), (5, "since"), (5, "duty"), (6, "name"), (7, "staff_number"),
        (8, "duty"), (8, "oversees"), (8, "since"), (8, "post_department"),
    ]  # fmt: skip


def test_checking_asks_the_same_number_of_questions_whatever_the_rows(cast: Cast):
    counts = []
    for number in (2, 300):
        rows = [person(str(n), f"员工{n}", "", "", "科员", "经办", "否", "2024-03-01") for n in range(number)]
        assert cast.quality_office
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert faults(prepared(csv_of(*rows, head=PEOPLE_HEAD), at=cast.city, of="people")) == []
        counts.append(len(queries))
    assert counts[0] == counts[1] <= 8


def test_the_sheet_comes_back_with_the_bad_cells_marked(cast: Cast):
    rows = (("江北医院", "=1+1", "医院", "", "二级"), ("@江南医院", "", "医馆", "", ""))
    batch = kept(xlsx_of(*rows, head=("机构名称", "机构代码", "类别", "备注", "级别")), at=cast.city, name="名册.xlsx")
    assert batch.state == ImportBatch.State.FAULTY
    with marking.marked(batch, batch.rows.order_by("number")) as file:
        sheet = load_workbook(file).active
    said = {cell.coordinate: cell.comment.text for row in sheet.iter_rows() for cell in row if cell.comment}
    assert set(said) == {"B2", "F2", "C3", "F3"}
    assert "公式" in said["B2"]
    assert [cell.value for cell in sheet[1]][:5] == ["机构名称", "机构代码", "类别", "备注", "级别"]
    assert (sheet["A3"].value, sheet["A3"].data_type) == ("@江南医院", "s")
    assert sheet["B2"].data_type == "s"
    assert sheet["B2"].fill.fgColor.rgb != sheet["A2"].fill.fgColor.rgb


@pytest.mark.parametrize("name", ["institutions", "departments", "people"])
def test_the_sample_can_be_filled_in_and_read(name, cast: Cast):
    with marking.sample(target(name)) as file:
        content = file.read()
    first = prepared(content, at=cast.city, of=name, name="样表.xlsx")
    second = prepared(marking.sample_csv(target(name)), at=cast.city, of=name)
    assert len(first.verdicts) == len(target(name).samples) == len(second.verdicts)
    if name == "institutions":
        assert faults(first) == []


def test_an_importer_without_the_right_there_is_refused(cast: Cast):
    row = ("江北医院", "", "医院", "", "")
    for who in (cast.li, cast.security_admin, make.make_holder(Duty.SYSTEM_ADMIN, cast.east_district, name="区管理")):
        with pytest.raises(NotAllowed):
            prepared(csv_of(row), at=cast.city, by=Person.objects.get(pk=who.pk))
    assert not Organization.objects.filter(name="江北医院").exists()

"""Figures and marks kept in tables are imported: checked as a whole, entered as if typed."""

from decimal import Decimal

import pytest

from plans.models import Measurement, TrainingResult
from plans.services import trainings
from tests.cast import cast
from tests.plans.measured import MARCH, exam, monthly, report_of
from tests.setup.making import applied, csv_of, faults, prepared

__all__ = ["cast"]

HEAD = ("指标集*", "指标*", "单位", "科室", "时期*", "分子", "分母", "数值", "说明")
MARKS = ("培训考核*", "姓名*", "科室", "已参加", "缺席原因", "成绩", "补考日期", "补考成绩")


def row(above, below, unit="江州市人民医院", day="2026-03-31", name="手卫生依从率"):
    return ("医疗质量月报", name, unit, "", day, above, below, "", "")


@pytest.fixture
def hands(cast):
    one = monthly(cast)
    report_of(one, cast.peoples_hospital, MARCH)
    return one


def test_rows_fill_in_what_waits_and_a_second_upload_changes_nothing(cast, hands):
    batch = applied(csv_of(row("186", "200"), head=HEAD), at=cast.peoples_hospital, by=cast.qian, of="measurements")
    assert batch.state == "applied", batch
    value = Measurement.objects.get(organization=cast.peoples_hospital)
    assert (value.value, value.is_final, value.report.filled_by) == (93, False, cast.qian)
    version = value.report.version
    applied(csv_of(row("186", "200"), head=HEAD), at=cast.peoples_hospital, by=cast.qian, of="measurements")
    value.report.refresh_from_db()
    assert value.report.version == version


def test_every_fault_of_a_figure_is_named_at_its_cell(cast, hands):
    rows = [
        row("201", "200"),
        row("1", "2", day="2026-05-31"),
        row("1", "2", name="没有的指标"),
        row("", "", unit="没有的医院"),
    ]
    content = csv_of(*rows, head=HEAD)
    found = faults(prepared(content, at=cast.peoples_hospital, by=cast.qian, of="measurements"))
    assert [(number, column) for number, column, _why in found] == [
        (2, "numerator"),
        (3, "day"),
        (4, "indicator"),
        (5, "institution"),
    ]


def test_marks_are_imported_for_what_was_held(cast):
    assert cast.vice_president_he
    people = (cast.head_zhang, cast.nurse_sun)
    training = exam(cast)
    line = ("三基理论考试", "孙护士", "", "是", "", "88", "", "")
    early = faults(prepared(csv_of(line, head=MARKS), at=cast.peoples_hospital, by=cast.qian, of="training_results"))
    assert early[0][1] == "training"
    trainings.hold_training(training, held_on=MARCH.begins_on, by=cast.qian)
    wrong = csv_of(
        ("三基理论考试", "孙护士", "", "是", "", "188", "", ""),
        ("三基理论考试", "无此人", "", "是", "", "", "", ""),
        head=MARKS,
    )
    found = faults(prepared(wrong, at=cast.peoples_hospital, by=cast.qian, of="training_results"))
    assert [column for _number, column, _why in found] == ["score", "person"]
    batch = applied(csv_of(line, head=MARKS), at=cast.peoples_hospital, by=cast.qian, of="training_results")
    assert batch.state == "applied", batch
    one = TrainingResult.objects.get()
    assert (one.person, one.score, one.passed, one.is_expected) == (people[1], Decimal(88), True, False)

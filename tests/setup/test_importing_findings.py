"""A ledger kept elsewhere is imported: checked as a whole, entered once however often it is uploaded."""

import pytest

from rectification import services
from rectification.models import Demand, Finding
from tests.cast import cast
from tests.rectification.making import Stage
from tests.setup.making import applied, csv_of, faults, prepared
from workflow_site.setup.targets.findings import TARGET

__all__ = ["cast"]

HEAD = ("专项工作*", "单位", "责任科室", "问题描述*", "来源*", "严重程度", "性质", "发现日期", "整改时限")


@pytest.fixture
def stage(cast):
    services.load_shipped()
    stage = Stage(cast)
    assert cast.icu.name == "重症医学科"
    stage.issue()
    return stage


def table(*rows):
    return csv_of(*rows, head=HEAD)


def row(words, unit="江州市人民医院", department="重症医学科", day="2017-03-05", campaign="江州市医疗安全专项整治"):
    return (campaign, unit, department, words, "督查", "较大", "潜在风险", day, "")


def test_rows_become_numbered_findings_and_a_second_upload_makes_nothing_twice(stage):
    content = table(row("抢救车药品过期。"), row("抢救车药品过期。", department=""), row("交接缺签名。"))
    batch = applied(content, at=stage.cast.city, by=stage.cast.li, of="findings")
    assert batch.state == "applied", batch
    found = Finding.objects.order_by("pk")
    assert [(one.source, one.severity, one.actuality) for one in found] == [("supervision", "serious", "potential")] * 3
    assert [one.number_text[-4:] for one in found] == ["0001", "0002", "0003"]
    assert (found[0].author, found[0].department) == (stage.cast.li, stage.cast.icu)
    applied(table(row("抢救车药品过期。"), row("新的问题。")), at=stage.cast.city, by=stage.cast.li, of="findings")
    assert Finding.objects.count() == 4


def test_the_way_of_fixing_is_taken_over_left_open_where_nothing_is_said_and_refused_where_unknown(stage):
    head = (*HEAD, "整改方式")
    rows = [(*row(words), said) for words, said in (("甲。", "书面提交整改"), ("乙。", "再次督查"), ("丙。", ""))]
    applied(csv_of(*rows, head=head), at=stage.cast.city, by=stage.cast.li, of="findings")
    assert [one.demand for one in Finding.objects.order_by("pk")] == ["written", "reinspection", ""]
    wrong = csv_of((*row("丁。"), "以后再说"), head=head)
    [(number, column, why)] = faults(prepared(wrong, at=stage.cast.city, by=stage.cast.li, of="findings"))
    assert (number, column) == (2, "demand")
    assert "立即整改" in why
    assert Finding.objects.count() == 3


def test_the_template_offers_the_way_of_fixing_and_its_example_can_be_read(stage):
    assert "整改方式" in [str(column.label) for column in TARGET.columns]
    [sample] = TARGET.samples
    assert sample["demand"] in [str(word) for word in Demand.labels]


def test_every_fault_is_named_before_anything_is_entered(stage):
    content = table(
        row("一。", campaign="没有的专项"),
        row("二。", unit="没有的医院"),
        row("三。", department="没有的科"),
        row("四。", day="2099-01-01"),
    )
    found = faults(prepared(content, at=stage.cast.city, by=stage.cast.li, of="findings"))
    assert [(number, column) for number, column, _why in found] == [
        (2, "campaign"), (3, "institution"), (4, "department"), (5, "found_on"),
    ]  # fmt: skip
    assert not Finding.objects.exists()


def test_checking_costs_the_same_whatever_the_number_of_rows(stage, django_assert_max_num_queries):
    content = table(*(row(f"{n}号病历缺签名。") for n in range(200)))
    with django_assert_max_num_queries(15):
        assert not faults(prepared(content, at=stage.cast.city, by=stage.cast.li, of="findings"))

"""Each line of the source plans that names a figure can be said as an indicator, and is judged as a reader expects.

The number is that of the line in the table of requirements.
"""

import datetime
from decimal import Decimal

import pytest

from plans.judging import getting_worse, plain, rate, rounded
from plans.models import Indicator, Measurement, Training
from plans.reading import read
from plans.services import indicators, measuring
from tests.plans.measured import drafted, figure

D = Decimal
DAY = datetime.date(2026, 1, 1)

LINES = [
    (30, "四级手术占比", {"target": D(40), "unit": "%", "reach_by": datetime.date(2026, 12, 31)}, "40/100", "green"),
    (32, "县域内住院率", {"target": D(90), "unit": "%"}, "899/1000", "red"),
    (31, "绩效考核等级", {"kind": "grade", "grades": ["A", "B", "C"], "target": D(3), "unit": ""}, "B", "red"),
    (31, "绩效考核等级", {"kind": "grade", "grades": ["A", "B", "C"], "target": D(3), "unit": ""}, "A", "green"),
    (34, "编制床位", {"kind": "number", "target": D(2500), "unit": "张"}, "2500", "green"),
    (48, "安全事故", {"kind": "zero", "comparator": "=", "target": D(0), "unit": "起"}, None, "green"),
    (49, "药占比", {"comparator": "<=", "target": D(30), "unit": "%"}, "31/100", "red"),
    (55, "主干道清扫保洁率", {"comparator": "=", "target": D(100), "unit": "%"}, "999/1000", "red"),
    (
        56,
        "鼠密度",
        {"kind": "number", "comparator": "<=", "target": D(1), "unit": "%", "cited_text": "《病媒标准》"},
        "0.8",
        "green",
    ),
    (
        100,
        "45岁以下业务骨干",
        {"kind": "count", "target": D(10), "unit": "名", "population": "年龄在45岁以下"},
        "12",
        "green",
    ),
    (122, "抗菌药物使用率", {"comparator": "<=", "target": D(20), "unit": "%", "minimum_sample": 30}, "9/29", "small"),
    (123, "漏报率", {"comparator": "<=", "target": D(10), "warning": D(8), "unit": "%"}, "9/100", "yellow"),
    (187, "甲级病历率", {"target": D(90), "unit": "%"}, "90/100", "green"),
    (188, "处方合格率", {"target": D(95), "unit": "%"}, "9499/10000", "red"),
    (189, "传染病上报率", {"comparator": "=", "target": D(100), "unit": "%"}, "7/7", "green"),
    (9, "感染发病率", {"comparator": "<=", "target": D(3), "warning": D(5), "unit": "%"}, "4/100", "yellow"),
    (
        9,
        "床位使用率",
        {"comparator": "range", "target": D(85), "upper": D(93), "unit": "%", "may_exceed": True},
        "101/100",
        "red",
    ),
]


@pytest.fixture(scope="module")
def nothing_said():
    """What an indicator says where a line says nothing."""
    return {"comparator": ">="}


@pytest.mark.parametrize(("row", "name", "fields", "typed", "light"), LINES)
def test_a_line_is_an_indicator_and_is_judged(cast, nothing_said, row, name, fields, typed, light):
    one = figure(drafted(cast), name, **{**nothing_said, **fields})
    value = Measurement(
        indicator=one, organization=cast.peoples_hospital, org_path=cast.peoples_hospital.path, begins_on=DAY,
        ends_on=DAY.replace(day=31),
    )  # fmt: skip
    if typed is None:
        measuring.work_out(value)
    elif "/" in typed:
        above, below = typed.split("/")
        measuring.take(value, {"numerator": above, "denominator": below})
    else:
        measuring.take(value, {"value": typed, "grade": typed})
    measuring.judge(value)
    assert (row, value.light) == (row, light)


@pytest.mark.parametrize(
    ("row", "name", "parts", "comparator", "counted", "light"),
    [
        (69, "设备障碍", [("一类障碍", D(2)), ("二类障碍", D(5))], "<=", ("2", "5"), "green"),
        (69, "设备障碍", [("一类障碍", D(2)), ("二类障碍", D(5))], "<=", ("3", "0"), "red"),
        (
            33,
            "临床重点专科",
            [("国家级", D(2)), ("省级", D(15)), ("市级", D(30)), ("县级", D(80))],
            ">=",
            ("2", "15", "30", "79"),
            "red",
        ),
    ],
)
def test_counts_by_class_have_a_target_each(cast, row, name, parts, comparator, counted, light):
    told = [{"name": part, "target": target} for part, target in parts]
    one = figure(drafted(cast), name, kind="count", comparator=comparator, target=None, unit="个", parts=told)
    value = Measurement(indicator=one, organization=cast.peoples_hospital, begins_on=DAY, ends_on=DAY)
    measuring.take(value, {"parts": {f"p{place}": text for place, text in enumerate(counted, start=1)}})
    measuring.judge(value)
    assert (row, value.light, value.value) == (row, light, sum(map(Decimal, counted)))


def test_a_hundred_days_three_times_and_days_without_accident():
    """Row 70: 三个百日无事故记录, 安全生产1650天."""
    begun, ended = DAY, datetime.date(2026, 12, 31)
    assert measuring.rounds([], begun, ended, 100) == 3
    assert measuring.rounds([datetime.date(2026, 4, 20)], begun, ended, 100) == 3
    assert measuring.rounds([datetime.date(2026, 4, 5)], begun, ended, 100) == 2
    assert measuring.streak([], datetime.date(2022, 1, 1), datetime.date(2026, 7, 8)) == 1650
    assert measuring.streak([datetime.date(2026, 3, 1)], begun, datetime.date(2026, 3, 11)) == 10


def test_a_rate_is_exact():
    assert plain(rounded(rate(D(2), D(3), "%"), 2)) == "66.67"
    assert rate(D("0.1"), D("0.3"), "") * 3 == D(1).quantize(D(1)) - D("1E-28")
    assert (rate(D(1), D(0), "%"), plain(rate(D(1), D(8), "‰"))) == (None, "125")
    assert plain(D("90.500000")) == "90.5"


def test_what_gets_worse_each_time_is_noticed():
    """Row 50: 动态监测和超常预警机制."""
    one = Indicator(comparator="<=", target=D(30)).standard
    assert getting_worse(one, [D(10), D(12), D(15)], 2)
    assert not getting_worse(one, [D(10), D(12), D(12)], 2)
    assert not getting_worse(one, [D(12), D(15)], 2)
    high = Indicator(comparator=">=", target=D(90)).standard
    assert getting_worse(high, [D(99), D(97), D(95)], 2)


def test_what_was_read_in_a_plan_becomes_the_indicator_it_says(cast):
    """Rows 30, 32, 48, 70, 187: the reader's figure and the indicator are one to one."""
    text = (
        "2026年度医疗质量管理工作计划\\n一、工作目标\\n1、甲级病历率≥90%。2、药占比不超过30%。3、全年不发生安全事故。"
        "4、全年确保实现三个百日无事故记录。5、平均住院日控制在8天以内。"
    ).replace("\\n", "\n")
    found = read(text, year=2026).indicators
    indicator_set = drafted(cast, filled_by="itself")
    made = [indicators.indicator_from_reading(one, indicator_set=indicator_set, by=cast.li) for one in found]
    told = {(one.name, one.kind, one.comparator, plain(one.target), one.unit) for one in made}
    assert ("甲级病历率", "rate", ">=", "90", "%") in told
    assert ("药占比", "rate", "<=", "30", "%") in told
    assert {("安全事故", "zero", "=", "0", "起"), ("百日无事故记录", "streak", ">=", "3", "个")} <= told
    assert [one.source_text for one in made] == [one.place.source for one in found]


def test_a_training_plan_states_what_the_line_asks():
    """Row 202: 明确培训内容、方式和对象，确定工作目标."""
    assert Training(content="", audience="", goal="").lacks == ["培训内容", "培训对象", "工作目标"]
    assert Training(content="a", audience="b", goal="c").lacks == []

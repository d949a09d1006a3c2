"""The reader finds in a plan what a careful clerk finds, and says what it could not read."""

import re

import pytest

from plans.reading import indicators, periods, read
from tests.plans import expecting, held_out


def only(text, **told):
    """The one obligation of a sentence."""
    (found,) = read(text, **told).obligations
    return found


def quota(text):
    found = only(text)
    return found.unit, found.every, found.at_least, found.at_most


def figure(text):
    (found,) = read(text).indicators
    return found.name, found.comparator, found.value, found.unit


@pytest.mark.parametrize("kind", ["频次", "指标"])
@pytest.mark.parametrize("name", expecting.NAMES)
def test_the_plans_at_hand_are_read_as_a_careful_clerk_reads_them(name, kind):
    if name == "003" and kind == "指标":
        assert read(expecting.text(name)).indicators == []
        return
    answer = expecting.compared(kind, (name,))

    assert answer.precision >= 0.95, answer.surplus
    assert answer.recall >= 0.95, answer.missing


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("护士长每日检查抢救车。", ("day", 1, 1, None)),
        ("每班交接毒麻药品。", ("shift", 1, 1, None)),
        ("每周召开一次科务会。", ("week", 1, 1, 1)),
        ("每旬巡查一次暂存点。", ("ten_days", 1, 1, 1)),
        ("每月抽查病历2-3次。", ("month", 1, 2, 3)),
        ("每半月召开1次例会。", ("month", 1, 2, 2)),
        ("每两个月督导一次。", ("month", 2, 1, 1)),
        ("普通科室三个月一次检查。", ("month", 3, 1, 1)),
        ("每季度至少召开一次会议。", ("quarter", 1, 1, None)),
        ("每半年检查１次。", ("half_year", 1, 1, 1)),
        ("培训不少于4次/年。", ("year", 1, 4, None)),
        ("全年应急演练≥2次。", ("year", 1, 2, None)),
        ("每三年修订一次制度。", ("year", 3, 1, 1)),
        ("每年组织考试6次，由医务科负责。", ("year", 1, 6, 6)),
        ("每月督查,不少于2次。", ("month", 1, 2, None)),
        ("参加院外院感培训一至两次。", ("year", 1, 1, 2)),
        ("每起纠纷发生后组织讨论。", ("event", 1, 1, None)),
        ("各科每月至少组织业务学习二次。", ("month", 1, 2, None)),
        ("每年5月、10月各组织一次竞赛。", ("year", 1, 2, 2)),
        ("新购入的紫外线灯管使用前监测强度。", ("event", 1, 1, None)),
        ("定期召开安全例会。", ("unspecified", 1, None, None)),
    ],
)
def test_every_way_of_saying_how_often_is_a_quota(text, asked):
    assert quota(text) == asked


@pytest.mark.parametrize(
    "text",
    [
        "每年可报销书报费1500元。",
        "规定期限内完成。",
        "组织人员10余人次投药。",
        "进一步落实一日清单制。",
        "医院现有床位500张。",
        "二期工程投入使用。",
        "每百张床位配备感控专职人员。",
        "未定期维护保养的，责令改正。",
        "每年11月9日为消防日。",
        "2021年11月10日第三次修订。",
        "两次检查间隔不得超过一个月。",
    ],
)
def test_what_only_looks_like_a_frequency_is_none(text):
    assert read(text).obligations == []


def test_an_alternative_has_to_be_chosen():
    found = only("每季度或半年召开一次医疗质控专题会。")

    assert (found.unit, found.alternative, found.doubt) == ("quarter", "half_year", "原文给出两种频次，请选定其一")


def test_a_quota_per_period_may_ask_for_every_department():
    found = read("每月不定期进行院感质控抽查，实现每季度全院全覆盖。").obligations

    assert [(one.unit, one.coverage) for one in found] == [("month", False), ("quarter", True)]


def test_who_is_responsible_is_read_where_it_stands():
    assert only("感控科每月督导一次。").responsible == "感控科"
    assert only("每年进行6次全院三基理论考试，由住院部负责实施。").responsible == "住院部"
    assert only("每旬巡查一次暂存点。责任科室：后勤保障部。").responsible == ""


@pytest.mark.parametrize(
    ("text", "due"),
    [
        ("6月底前完成半年总结。", "2025-06-30"),
        ("在6月底进行一次应急演练。", "2025-06-30"),
        ("5月5日开展手卫生宣传活动。", "2025-05-05"),
        ("2026年2月底前完成验收。", "2026-02-28"),
        ("年底总结完成率。", "2025-12-31"),
        ("每月汇总数据，次月5日前上报。", "次月5日前"),
    ],
)
def test_a_duty_bound_to_a_day_keeps_the_day(text, due):
    assert only(text, year=2025).due == due


def test_without_a_year_a_day_stays_a_day():
    assert only("20xx年6月底前完成半年总结。").due == "06-30"


def test_headings_of_periods_date_what_stands_beneath_them():
    reading = read("2025年工作计划\n第二季度：1、开展宣传。2、召开分析会\n下半年\n组织调查。\n三月份：制定计划。")

    assert [(one.text, one.due) for one in reading.dates] == [
        ("第二季度：开展宣传。", "2025-06-30"),
        ("第二季度：召开分析会", "2025-06-30"),
        ("下半年：组织调查。", "2025-12-31"),
        ("三月份：制定计划。", "2025-03-31"),
    ]


@pytest.mark.parametrize(
    ("text", "threshold"),
    [
        ("手卫生依从性≥70%。", ("手卫生依从性", ">=", 70, "%")),
        ("漏报率控制在10%以下。", ("漏报率", "<=", 10, "%")),
        ("死亡率低于2.5‰。", ("死亡率", "<=", 2.5, "‰")),
        ("平均住院日不超过8天。", ("平均住院日", "<=", 8, "天")),
        ("清扫保洁率达100%。", ("清扫保洁率", "=", 100, "%")),
        ("杜绝集体上访事件。", ("集体上访事件", "=", 0, "起")),
        ("力争做到医务人员零感染。", ("医务人员感染", "=", 0, "起")),
        ("力争安全生产1650天。", ("安全生产", ">=", 1650, "天")),
        ("建成２个国家级重点专科。", ("国家级重点专科", ">=", 2, "个")),
    ],
)
def test_a_threshold_has_a_comparator_a_value_and_its_printed_unit(text, threshold):
    assert figure(text) == threshold


def test_a_heading_of_figures_names_each_of_them():
    found = read("抗菌药物使用率：住院患者≤60%，门诊患者≤20%。").indicators

    assert [one.name for one in found] == ["抗菌药物使用率（住院患者）", "抗菌药物使用率（门诊患者）"]


def test_a_range_keeps_both_ends():
    (found,) = read("病床使用率保持在85%—93%。").indicators

    assert (found.value, found.at_most) == (85, 93)


@pytest.mark.parametrize(
    ("printed", "reason"),
    [
        ("五年内培养出23名业务骨干。", "2—3名"),
        ("给予1520万元基础扶持资金。", "15—20万元"),
        ("病例组合指数(cmi)值达到、四级手术占比达到40%。", "后面没有数值"),
        ("鼠、蝇密度控制在省标准内。", "限值写在别的文件里"),
        ("及时上报感染情侣。", "感染病例"),
        ("全年轮流抽查个临床科室。", "数字疑似漏印"),
    ],
)
def test_a_suspicious_value_is_never_a_silent_target(printed, reason):
    reading = read(printed)

    told = [one.reason for one in reading.unread] + [one.doubt for one in reading.indicators]
    assert any(reason in words for words in told), told


def test_the_corrupt_places_of_the_source_are_all_pointed_out():
    reading = read(expecting.text("001"))

    told = " ".join([one.reason for one in reading.unread] + [one.doubt for one in reading.indicators])
    assert all(words in told for words in ("(cmi)值达到", "2—3名", "15—20万元", "省标准"))
    assert any("1——2个" in one.place.source for one in reading.unread)


def test_every_thing_is_found_again_in_its_printed_sentence():
    for name in expecting.NAMES:
        reading = read(expecting.text(name))
        printed = expecting.text(name)
        for one in (*reading.obligations, *reading.indicators, *reading.unread, *reading.basis):
            assert 0 <= one.place.start < one.place.end <= len(one.place.source)
            assert one.place.source[:8] in printed.replace("\n", "")


def test_no_words_of_a_plan_get_lost():
    for name in expecting.NAMES:
        reading = read(expecting.text(name))
        kept = "".join(
            f"{section.number}{section.title}" + "".join(one.number + one.text for one in section.measures)
            for section in reading.sections
        )
        words = re.findall(r"[\u4e00-\u9fff]+", expecting.text(name))
        lost = [word for word in words if word not in "".join(kept.split())]
        assert lost == []


def test_broken_numbering_keeps_the_printed_numbers():
    reading = read("具体工作安排如下:\n4;落实考核制度。\n7:举办培训。\n9:慰问职工。\n11:加强学习。")

    assert [one.number for one in reading.sections[0].measures] == ["", "4;", "7:", "9:", "11:"]


def test_stray_signs_and_mixed_brackets_do_not_disturb():
    text = "（一)提高的'感染率，每 月 检 查1次。\n2 、 认真 学习 ，每季度 考试 一 次。"

    assert [(one.unit, one.at_least) for one in read(text).obligations] == [("month", 1), ("quarter", 1)]


def test_cited_documents_come_with_their_number():
    text = "根据《关于推动公立医院高质量发展的意见》(国办发〔2021〕18号)和《献血法》要求，创建《新健康》半月刊。"

    found = [(one.title, one.number) for one in read(text).basis]

    assert found[:2] == [("关于推动公立医院高质量发展的意见", "国办发〔2021〕18号"), ("献血法", "")]
    assert "新健康" not in [title for title, _number in found]


@pytest.mark.parametrize("kind", held_out.KINDS)
@pytest.mark.parametrize("name", held_out.SETS)
def test_plans_that_have_taught_it_stay_read(name, kind):
    answer = held_out.score(name, kind)
    assert answer.precision >= 0.95, answer.surplus
    assert answer.recall >= 0.95, answer.missing


@pytest.mark.parametrize("kind", held_out.KINDS)
def test_nothing_a_set_of_plans_has_taught_is_forgotten(kind):
    scores = [held_out.score(name, kind) for name in held_out.SETS]

    assert sum(one.right for one in scores) >= 0.98 * sum(one.expected for one in scores)
    assert sum(one.right for one in scores) >= 0.98 * sum(one.found for one in scores)


@pytest.mark.parametrize("rule", periods.PERIODS, ids=lambda rule: rule.name)
def test_every_rule_of_a_period_reads_its_example(rule):
    found = [periods.rule_of(match).name for match in periods.PATTERN.finditer(rule.example)]

    assert rule.name in found


@pytest.mark.parametrize("example", [example for _rule, example in (*indicators.NOT_AFTER, *indicators.NOT_BEFORE)])
def test_every_rule_of_what_is_no_target_drops_its_example(example):
    number = float(re.search(r"\d+", example)[0])

    assert number not in [one.value for one in read(example).indicators]


@pytest.mark.parametrize(
    ("text", "asked"),
    [
        ("实行月调度、季通报制度。", [("month", 1, 1, None), ("quarter", 1, 1, None)]),
        ("坚持一周一会商、一月一通报。", [("week", 1, 1, 1), ("month", 1, 1, 1)]),
        ("血液出入库登记日清月结。", [("day", 1, 1, None), ("month", 1, 1, None)]),
        ("主数据小组隔周碰头一次。", [("week", 2, 1, 1)]),
        ("每周教学查房1次、病例讨论2次。", [("week", 1, 1, 1), ("week", 1, 2, 2)]),
        ("上下半年各演练一次。", [("half_year", 1, 1, 1)]),
        ("全年演练至少两次，上半年、下半年各一次。", [("year", 1, 2, None)]),
        ("每周二、四下午业务学习。", [("week", 1, 2, 2)]),
        ("每年3月、6月、9月开展检查。", [("year", 1, 3, 3)]),
        ("每批试剂启用前比对。", [("event", 1, 1, None)]),
    ],
)
def test_several_frequencies_are_told_apart(text, asked):
    assert [(one.unit, one.every, one.at_least, one.at_most) for one in read(text).obligations] == asked


def test_what_is_handed_in_later_is_a_duty_of_its_own():
    found = read("每月自查不少于1次，次月3日前将自查表交质管办。").obligations

    assert [(one.unit, one.due) for one in found] == [("month", ""), ("month", "次月3日前")]


def test_each_of_two_days_binds():
    found = read("6月20日和12月10日前报送落实情况。", year=2026).obligations

    assert [one.due for one in found] == ["2026-06-20", "2026-12-10"]


@pytest.mark.parametrize(
    ("text", "thresholds"),
    [
        ("及时率、完整率分别达到100%、98%。", [("及时率", "=", 100, "%"), ("完整率", ">=", 98, "%")]),
        ("药占比由32%降至30%以下。", [("药占比", "<=", 30, "%")]),
        ("差错率不大于千分之三。", [("差错率", "<=", 3, "‰")]),
        ("归档率（出院后3日内）达到100%。", [("归档率（出院后3日内）", "=", 100, "%")]),
        ("机房温度控制在22±2℃。", [("机房温度", ">=", 20, "℃")]),
        ("终末病历质控率不低于出院病历的30%。", [("终末病历质控率", ">=", 30, "%")]),
        ("新增国家级专科1个、省级专科3个。", [("国家级专科", ">=", 1, "个"), ("省级专科", ">=", 3, "个")]),
        ("预算执行率9月底不低于75%、年底不低于95%。", [("预算执行率", ">=", 75, "%"), ("预算执行率", ">=", 95, "%")]),
        ("手卫生依从率，≥85%，每季度", [("手卫生依从率", ">=", 85, "%")]),
        ("感染发生率低于0.5例/千导管日。", [("感染发生率", "<=", 0.5, "例/千导管日")]),
        ("手术部位标识率、术前讨论率为100%。", [("手术部位标识率", "=", 100, "%"), ("术前讨论率", "=", 100, "%")]),
    ],
)
def test_every_threshold_of_a_sentence_has_its_own_name(text, thresholds):
    assert [(one.name, one.comparator, one.value, one.unit) for one in read(text, year=2026).indicators] == thresholds


@pytest.mark.parametrize(
    "text",
    [
        "医疗纠纷同比下降10%以上。",
        "2025年甲级病案率93.5%。",
        "得分低于80分的扣罚当月绩效。",
        "每次不少于30分钟。",
        "满分100分。",
    ],
)
def test_what_only_looks_like_a_threshold_is_none(text):
    assert read(text, year=2026).indicators == []

"""Indicators: a set is published, units report, values are judged, breaches become findings, versions keep theirs."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from accountability import verify
from accountability.models import Notice, TrailEvent
from accountability.trail import label
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet, Stale
from plans.models import IndicatorReport, Measurement, MeasurementCorrection
from plans.periods import span_of
from plans.services import counted_events, indicator_sets, indicators, measuring, reports
from rectification.models import Finding
from tests.plans.measured import (
    FEBRUARY,
    JANUARY,
    LONG_AGO,
    MARCH,
    drafted,
    figure,
    fresh,
    monthly,
    open_nodes,
    published,
    rate,
    report_of,
    reported,
)

D = Decimal


def test_the_whole_way_of_a_value(cast):
    """Published by a leader, reported by a hospital, sent up by its vice president; a red value is a finding."""
    for name in ("director_wang", "qian", "vice_president_he", "zheng", "private_hospital"):
        assert getattr(cast, name)
    indicator_set = drafted(cast)
    with pytest.raises(NotYet, match="还没有指标"):
        indicator_sets.submit_set(indicator_set, by=cast.li)
    hands = figure(indicator_set, warning=D(85), minimum_sample=30)
    indicator_sets.submit_set(indicator_set, by=cast.li)
    with pytest.raises(NotAllowed):
        indicator_sets.publish_set(indicator_set, by=cast.li)
    with pytest.raises(NotYet, match="不能再修改"):
        figure(indicator_set, "另一项")
    indicator_sets.publish_set(indicator_set, by=cast.director_wang)

    report = _goes_up(cast, hands)

    value = Measurement.objects.get(report=report)
    assert (value.value, value.light, value.target, value.is_final) == (D(80), "red", D(90), True)
    finding = Finding.objects.get()
    assert finding.description == "“手卫生依从率”2026年3月为80%，未达到≥90%的要求。"
    assert (finding.source, finding.organization, finding.author) == (
        "indicator",
        cast.peoples_hospital,
        cast.vice_president_he,
    )
    assert (finding.issuer_path, open_nodes(finding)) == (cast.city.path, ["plan"])
    assert finding.campaign.title.endswith("年日常监管问题台账")

    _corrected(cast, hands, report)
    assert Finding.objects.count() == 1
    assert [str(found) for result in verify.run() for found in result.differences] == []
    assert {verb for verb in TrailEvent.objects.values_list("verb", flat=True) if label(verb) == verb} == set()


def _goes_up(cast, hands):
    """Opened for three hospitals, filled in by one, returned once within it, sent up."""
    report = report_of(hands, cast.peoples_hospital)
    assert reports.open_reports(hands.indicator_set, MARCH, by=None) == 0
    assert hands.indicator_set.reports.count() == 3
    assert (open_nodes(report), report.due_on) == (["fill"], datetime.date(2026, 4, 10))
    with pytest.raises(NotYet, match="还有1项没有填写：手卫生依从率"):
        reports.submit_report(report, by=cast.qian)
    reports.save_report(report, values=rate(hands, 80, 100), by=cast.qian)
    reports.submit_report(report, by=cast.qian)
    with pytest.raises(NotAllowed):
        reports.review_report(report, by=cast.qian)
    reports.return_for_rework(report, by=cast.vice_president_he, because="请核对分母。")
    assert Notice.objects.filter(person=cast.qian, kind="returned").exists()
    reports.submit_report(report, by=cast.qian)
    reports.review_report(report, by=cast.vice_president_he)
    return report


def _corrected(cast, hands, report):
    """What went up comes back, is changed, goes up again, and the change is on record."""
    value = Measurement.objects.get(report=report)
    reports.return_for_correction(fresh(report), by=cast.li, because="分子漏报5次。")
    assert not fresh(value).is_final
    reports.save_report(report, values=rate(hands, 85, 100), by=cast.qian)
    reports.submit_report(report, by=cast.qian)
    reports.review_report(report, by=cast.vice_president_he)
    correction = MeasurementCorrection.objects.get()
    assert (correction.old, correction.new, correction.because) == ("80/100 80%", "85/100 85%", "分子漏报5次。")
    assert fresh(value).light == "yellow"


def test_a_value_that_stays_red_after_a_correction_is_one_finding(cast):
    assert cast.president_wang
    hands = monthly(cast)
    for above in (80, 81):
        report = report_of(hands, cast.peoples_hospital)
        if above == 81:
            reports.return_for_correction(report, by=cast.li, because="更正分子。")
        reports.save_report(report, values=rate(hands, above, 100), by=cast.qian)
        reports.submit_report(report, by=cast.qian)
        reports.review_report(report, by=cast.president_wang)
    assert Finding.objects.count() == 1


def test_old_values_stay_with_their_version(cast):
    assert cast.president_wang
    hands = monthly(cast)
    old = reported(
        hands, cast.peoples_hospital, FEBRUARY, rate(hands, 91, 100), by=cast.qian, reviewer=cast.president_wang
    )
    new_set = indicator_sets.copy_as_new_version(hands.indicator_set, starts_on=MARCH.begins_on, by=cast.li)
    with pytest.raises(AlreadyDone):
        indicator_sets.copy_as_new_version(hands.indicator_set, starts_on=MARCH.begins_on, by=cast.li)
    copy = new_set.indicators.get()
    indicators.change_indicator(copy, target=D(95), by=cast.li)
    published(new_set, by=cast.director_wang)
    assert (fresh(hands.indicator_set).state, new_set.number, copy.code) == ("superseded", 2, hands.code)
    new = reported(copy, cast.peoples_hospital, MARCH, rate(copy, 91, 100), by=cast.qian, reviewer=cast.president_wang)
    assert [(one.target, one.light) for one in (fresh(old), new)] == [(D(90), "green"), (D(95), "red")]
    assert list(Measurement.objects.series_of(copy).order_by("begins_on")) == [old, new]
    with pytest.raises(NotYet):
        reports.open_reports(new_set, JANUARY, by=None)


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"numerator": "11", "denominator": "10"}, "numerator", "分子（11）大于分母（10）"),
        ({"numerator": "9", "denominator": ""}, "denominator", "请一并填写"),
        ({"numerator": "-1", "denominator": "10"}, "numerator", "不能是负数"),
        ({"numerator": "九", "denominator": "10"}, "numerator", "请填写数字"),
        ({"numerator": "NaN", "denominator": "10"}, "numerator", "超出范围"),
        ({"numerator": "1e30", "denominator": "1e31"}, "numerator", "超出范围"),
        ({"numerator": "1.00001", "denominator": "10"}, "numerator", "最多填写4位小数"),
        ({"is_out_of_use": True}, "note", "请写明理由"),
    ],
)
def test_what_cannot_be_is_refused_at_its_field(cast, typed, field, said):
    hands = monthly(cast)
    report = report_of(hands, cast.tcm_hospital) if cast.tcm_hospital else None
    with pytest.raises(Invalid, match=said) as refusal:
        reports.save_report(report, values={hands.pk: typed}, by=cast.zheng)
    assert list(refusal.value.errors) == [f"i{hands.pk}_{field}"]
    assert Measurement.objects.get(report=report).value is None


def test_a_sample_too_small_is_not_judged_and_nothing_over_zero_either(cast):
    assert cast.president_wang
    hands = monthly(cast, minimum_sample=30)
    few = reported(hands, cast.peoples_hospital, MARCH, rate(hands, 5, 29), by=cast.qian, reviewer=cast.president_wang)
    assert (few.light, Finding.objects.count()) == ("small", 0)
    none = reported(
        hands, cast.peoples_hospital, FEBRUARY, rate(hands, 0, 0), by=cast.qian, reviewer=cast.president_wang
    )
    assert (none.value, none.light) == (None, "none")


def test_a_period_that_has_not_ended_is_not_reported(cast):
    hands = monthly(cast)
    with pytest.raises(NotYet, match="还没有结束"):
        reports.open_reports(hands.indicator_set, span_of("month", timezone.localdate()), by=None)


def test_a_set_that_cannot_be_is_refused(cast):
    indicator_set = drafted(cast)
    with pytest.raises(Invalid, match="上限不能小于下限"):
        figure(indicator_set, "床位使用率", comparator="range", target=D(93), upper=D(85))
    with pytest.raises(Invalid, match="分子和分母"):
        figure(indicator_set, "治愈率", numerator="")
    with pytest.raises(Invalid, match="起算日"):
        figure(indicator_set, "百日无事故", kind="streak", streak_days=100)
    figure(indicator_set, "鼠密度", kind="number", target=None, cited_text="《病媒生物密度控制水平》")
    with pytest.raises(NotYet, match="还没有目标值：鼠密度"):
        indicator_sets.submit_set(indicator_set, by=cast.li)
    one = indicator_set.indicators.get()
    indicators.change_indicator(one, target=D(1), comparator="<=", doubt="破折号疑似漏印", by=cast.li)
    with pytest.raises(NotYet, match="存疑"):
        indicator_sets.submit_set(indicator_set, by=cast.li)
    with pytest.raises(Stale):
        indicator_sets.change_set(indicator_set, version=99, by=cast.li)
    with pytest.raises(Invalid, match="至少选择一项"):
        indicators.set_target(one, target=D(2), by=cast.li)
    indicators.remove_indicator(one, by=cast.li)
    assert not indicator_set.indicators.exists()


def test_the_narrowest_target_applies(cast):
    one = figure(drafted(cast), "药占比", comparator="<=", target=D(40))
    indicators.set_target(one, target=D(30), level="tertiary", by=cast.li)
    indicators.set_target(one, target=D(28), level="tertiary", year=2026, by=cast.li)
    indicators.set_target(one, target=D(35), organization=cast.peoples_hospital, year=2025, by=cast.li)
    with pytest.raises(AlreadyDone):
        indicators.set_target(one, target=D(31), level="tertiary", by=cast.li)
    told = [
        measuring.standard_for(one, unit, year).target
        for unit, year in ((cast.peoples_hospital, 2026), (cast.peoples_hospital, 2025), (cast.tcm_hospital, 2026))
    ]
    assert told == [D(28), D(35), D(40)]


def test_an_event_breaks_a_zero_at_once_and_ends_a_streak(cast):
    assert cast.president_wang
    indicator_set = drafted(cast, owner=cast.peoples_hospital, by=cast.qian, filled_by="itself", unit_kinds=[])
    zero = figure(indicator_set, "安全事故", kind="zero", comparator="=", target=D(0), unit="起")
    rounds = {"streak_days": 100, "counts_from": datetime.date(2026, 1, 1), "period": "year"}
    hundred = figure(indicator_set, "百日无事故记录", kind="streak", target=D(3), unit="个", **rounds)
    published(indicator_set, by=cast.president_wang)
    tomorrow = timezone.localdate() + datetime.timedelta(days=1)
    with pytest.raises(Invalid, match="不能晚于今天"):
        counted_events.record_event(zero, cast.icu, happened_on=tomorrow, what="跌倒", by=cast.qian)
    event = counted_events.record_event(
        zero, cast.icu, happened_on=datetime.date(2026, 3, 5), what="氧气管道泄漏", by=cast.qian
    )
    with pytest.raises(AlreadyDone):
        counted_events.record_event(zero, cast.icu, happened_on=event.happened_on, what="氧气管道泄漏", by=cast.qian)
    finding = Finding.objects.get()
    assert (finding.description, finding.department) == ("2026-03-05发生“安全事故”：氧气管道泄漏", cast.icu)
    counted_events.record_event(hundred, cast.icu, happened_on=datetime.date(2026, 4, 20), what="起火", by=cast.qian)
    days = counted_events.days_without(hundred, cast.peoples_hospital, datetime.date(2026, 4, 30))
    assert days == 10
    march = report_of(zero, cast.peoples_hospital)
    reports.submit_report(march, by=cast.qian)
    assert Measurement.objects.get(report=march).value == 1
    counted_events.withdraw_event(event, by=cast.qian, because="误登。")
    reports.return_for_rework(march, by=cast.president_wang, because="事件已撤销。")
    reports.submit_report(march, by=cast.qian)
    assert (Measurement.objects.get(report=march).value, Measurement.objects.get(report=march).light) == (0, "green")


def test_a_check_from_outside_stands_beside_the_own_value(cast):
    assert cast.president_wang
    hands = monthly(cast, is_checked=True)
    own = reported(
        hands, cast.peoples_hospital, MARCH, rate(hands, 98, 100), by=cast.qian, reviewer=cast.president_wang
    )
    typed = {"numerator": "60", "denominator": "100"}
    check = reports.check_value(hands, cast.peoples_hospital, MARCH, entered=typed, by=cast.zhao)
    assert (own.value - check.value, check.light, Finding.objects.count()) == (38, "red", 1)
    with pytest.raises(AlreadyDone):
        reports.check_value(hands, cast.peoples_hospital, MARCH, entered=typed, by=cast.zhao)
    with pytest.raises(NotAllowed):
        reports.check_value(hands, cast.tcm_hospital, MARCH, entered=typed, by=cast.qian)


def test_values_that_get_worse_again_and_again_are_told(cast):
    assert cast.president_wang
    hands = monthly(cast, worsening=2)
    for span, above in ((JANUARY, 99), (FEBRUARY, 97), (MARCH, 95)):
        last = reported(
            hands, cast.peoples_hospital, span, rate(hands, above, 100), by=cast.qian, reviewer=cast.president_wang
        )
    assert (last.light, last.is_alarming) == ("green", True)
    assert Notice.objects.filter(person=cast.president_wang, kind="indicator_alarm").exists()


def test_a_unit_is_reminded_and_its_punctuality_is_a_figure(cast):
    assert cast.president_wang
    assert cast.zheng
    hands = monthly(cast)
    report = report_of(hands, cast.tcm_hospital)
    with pytest.raises(Invalid, match="电话催报"):
        reports.remind_reports(hands.indicator_set, reports=[report], by=cast.li, how="phone")
    assert reports.remind_reports(hands.indicator_set, reports=[report], by=cast.li) == 1
    assert Notice.objects.filter(person=cast.zheng, kind="indicator_reminded").exists()
    assert (fresh(report).is_late, IndicatorReport.objects.late().count()) == (True, 2)


def test_a_named_reporter_is_told_alone(cast):
    hands = monthly(cast)
    with pytest.raises(Invalid, match="不在本单位任职"):
        indicator_sets.name_reporter(
            hands.indicator_set, organization=cast.tcm_hospital, person=cast.qian, by=cast.zheng
        )
    indicator_sets.name_reporter(hands.indicator_set, organization=cast.tcm_hospital, person=cast.zheng, by=cast.zheng)
    assert reports.who_fills(report_of(hands, cast.tcm_hospital)) == [cast.zheng]


def test_a_set_starts_when_it_starts(cast):
    assert MARCH.begins_on > LONG_AGO
    hands = monthly(cast)
    assert report_of(hands, cast.peoples_hospital).span == MARCH

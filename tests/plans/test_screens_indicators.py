"""The pages of indicators and trainings: filled in over HTTP, seen by those who may, at a constant cost."""

import io
from decimal import Decimal

import pytest
from django.urls import reverse
from openpyxl import load_workbook

from plans.models import Certificate, CountedEvent, IndicatorSet, IndicatorTarget, Measurement, Reporter, Training
from rectification.models import Finding
from tests import make
from tests.plans.measured import (
    FEBRUARY,
    JANUARY,
    MARCH,
    drafted,
    figure,
    fresh,
    monthly,
    published,
    rate,
    report_of,
    reported,
)
from tests.screens.visitors import post, text_of, visit_as

D = Decimal


def send(client, address, fields):
    """Send a form as its page would."""
    return post(client, address, **fields)


def at(name, *args):
    """The address of a page."""
    return reverse(f"plans:{name}", args=args)


BEDS = {
    "name": "床位使用率",
    "kind": "number",
    "period": "month",
    "comparator": "range",
    "target": "93",
    "upper": "85",
    "minimum_sample": "0",
    "decimals": "2",
    "worsening": "0",
    "source": "filled",
}
HAND_WASHING = {
    "title": "手卫生考核",
    "kind": "both",
    "topic": "手卫生",
    "due_on": "2026-03-10",
    "content": "六步法",
    "method": "practice",
    "audience": "重症医学科全体",
    "goal": "合格率100%",
    "exam": "skills",
    "full_mark": "100",
    "pass_mark": "80",
    "certificate": "手卫生合格证",
    "certificate_months": "12",
}
FALLS = {
    "name": "坠床",
    "kind": "zero",
    "period": "month",
    "comparator": "=",
    "target": "0",
    "unit": "起",
    "minimum_sample": "0",
    "decimals": "0",
    "worsening": "0",
    "source": "filled",
}


def test_a_set_is_drafted_published_and_filled_in_on_the_screen(cast):
    assert cast.president_wang
    clerk, leader = visit_as(cast.li), visit_as(cast.director_wang)
    head = {
        "name": "院感指标",
        "starts_on": "2025-01-01",
        "filled_by": "institutions",
        "due_days": "10",
        "unit_kinds": ["hospital"],
    }
    assert cast.peoples_hospital
    made = send(clerk, at("indicator_set_new"), head)
    assert made.status_code == 302
    one = IndicatorSet.objects.get()
    refused = send(clerk, at("indicator_set_add", one.pk), BEDS)
    assert (refused.status_code, "上限不能小于下限" in text_of(refused)) == (422, True)
    assert send(clerk, at("indicator_set_add", one.pk), {**BEDS, "target": "85", "upper": "93"}).status_code == 302
    faults = {
        **BEDS,
        "name": "设备障碍",
        "kind": "count",
        "comparator": "<=",
        "target": "",
        "upper": "",
        "parts": "一类障碍 2\n二类障碍 五",
    }
    assert "没有读懂" in text_of(send(clerk, at("indicator_set_add", one.pk), faults))
    assert (
        send(clerk, at("indicator_set_add", one.pk), {**faults, "parts": "一类障碍 2\n二类障碍 5"}).status_code == 302
    )
    assert "一类障碍≤2；二类障碍≤5" in text_of(clerk.get(one.get_absolute_url()))
    assert send(clerk, at("indicator_set_submit", one.pk), {}).status_code == 302
    assert "院感指标" in text_of(leader.get(reverse("workbench")))
    assert "区间" not in text_of(leader.get(at("indicator_set_publish", one.pk)))
    assert send(leader, at("indicator_set_publish", one.pk), {}).status_code == 302

    _is_filled_in(cast, one)


def _is_filled_in(cast, one):
    """By a clerk, wrongly at first, reviewed by the president, read in lists and as a workbook."""
    hospital = visit_as(cast.qian)
    beds, classes = one.indicators.order_by("order")
    report = report_of(beds, cast.peoples_hospital)
    page = hospital.get(report.get_absolute_url())
    assert "设备障碍" in text_of(page)
    typed = {
        f"i{beds.pk}_value": "90.5",
        f"i{classes.pk}_p1": "1",
        f"i{classes.pk}_p2": "6",
        "version": str(report.version),
    }
    wrong = send(hospital, report.get_absolute_url(), {**typed, f"i{beds.pk}_value": "九十"})
    assert (wrong.status_code, "请填写数字" in text_of(wrong)) == (422, True)
    stale = send(hospital, report.get_absolute_url(), {**typed, "version": "99"})
    assert stale.status_code == 409
    assert send(hospital, report.get_absolute_url(), {**typed, "submit": "1"}).status_code == 302
    president = visit_as(cast.president_wang)
    assert "90.5" in text_of(president.get(at("report_review", report.pk)))
    assert send(president, at("report_review", report.pk), {}).status_code == 302
    values = {row.indicator_id: row for row in Measurement.objects.filter(report=report)}
    assert (values[beds.pk].light, values[classes.pk].light, values[classes.pk].value) == ("green", "red", 7)
    assert Finding.objects.get().description.startswith("“设备障碍”2026年3月为7")
    assert "本单位" in text_of(hospital.get(at("indicator_list")))
    own = text_of(hospital.get(at("indicator_unit", beds.pk, cast.peoples_hospital.pk)))
    assert "90.5" in own
    book = load_workbook(
        io.BytesIO(b"".join(hospital.get(at("unit_series", cast.peoples_hospital.pk)).streaming_content))
    )
    assert [cell.value for cell in book.active[3]][:3] == ["院感指标（第1版）", "床位使用率", "2026年3月"]


def test_a_neighbour_sees_neither_value_nor_report(cast):
    assert cast.president_wang
    hands = monthly(cast)
    assert cast.tcm_hospital
    reported(hands, cast.peoples_hospital, MARCH, rate(hands, 98, 100), by=cast.qian, reviewer=cast.president_wang)
    report = report_of(hands, cast.peoples_hospital)
    other, city = visit_as(cast.zheng), visit_as(cast.li)
    for client in (other,):
        assert client.get(report.get_absolute_url()).status_code == 404
        assert client.get(at("indicator_unit", hands.pk, cast.peoples_hospital.pk)).status_code == 404
        assert client.get(at("unit_series", cast.peoples_hospital.pk)).status_code == 404
        assert "98" not in text_of(client.get(hands.get_absolute_url()))
    assert city.get(report.get_absolute_url()).status_code == 200


def test_district_and_city_show_from_three_units_on(cast):
    people = (cast.president_wang, cast.president_wu, cast.president_wei, cast.zheng, cast.qian)
    wei_clerk = make.make_holder("clerk", cast.private_hospital, name="魏干事")
    hands = monthly(cast)
    assert len(people) == 5
    filled = [
        (cast.peoples_hospital, 90, cast.qian, cast.president_wang),
        (cast.tcm_hospital, 80, cast.zheng, cast.president_wu),
    ]
    for unit, above, clerk, chief in filled:
        reported(hands, unit, MARCH, rate(hands, above, 100), by=clerk, reviewer=chief)
    page = at("indicator_unit", hands.pk, cast.tcm_hospital.pk)
    assert "市卫健委" not in text_of(visit_as(cast.zheng).get(page)).split("区域合计")[1].split("办理")[0]
    reported(hands, cast.private_hospital, MARCH, rate(hands, 280, 400), by=wei_clerk, reviewer=cast.president_wei)
    told = text_of(visit_as(cast.zheng).get(page))
    assert "市卫健委 75.00%" in told
    assert "城东区" not in told.split("区域合计")[1].split("满三家")[0]


def test_lists_cost_the_same_whatever_their_length(cast, django_assert_max_num_queries):
    assert cast.president_wang
    hands = monthly(cast, warning=D(92))
    for span, above in ((JANUARY, 95), (FEBRUARY, 93), (MARCH, 91)):
        reported(
            hands, cast.peoples_hospital, span, rate(hands, above, 100), by=cast.qian, reviewer=cast.president_wang
        )
    second = drafted(cast, name="药事月报")
    for number in range(12):
        figure(second, f"指标{number}")
    published(second, by=cast.director_wang)
    report = report_of(second.indicators.first(), cast.peoples_hospital)
    client = visit_as(cast.qian)
    addresses = [
        at("indicator_list"),
        hands.get_absolute_url(),
        at("indicator_unit", hands.pk, cast.peoples_hospital.pk),
        at("report_list"),
        report.get_absolute_url(),
        at("indicator_set_list"),
        second.get_absolute_url(),
        at("training_list"),
        at("certificate_list"),
    ]
    for address in addresses:
        client.get(address)
        with django_assert_max_num_queries(12):
            assert client.get(address).status_code == 200, address


def test_targets_reporters_copies_events_and_checks_on_the_screen(cast):
    assert cast.president_wang
    clerk, hospital, inspector = visit_as(cast.li), visit_as(cast.qian), visit_as(cast.zhao)
    assert cast.peoples_hospital
    one = drafted(cast)
    hands = figure(one, is_checked=True)
    zero = figure(one, "院内坠床", kind="zero", comparator="=", target=D(0), unit="起")
    assert send(clerk, at("indicator_target", hands.pk), {"level": "tertiary", "target": "95"}).status_code == 302
    assert send(clerk, at("indicator_target", hands.pk), {"level": "tertiary", "target": "95"}).status_code == 409
    assert send(clerk, at("indicator_edit", zero.pk), FALLS).status_code == 302
    published(fresh(one), by=cast.director_wang)
    assert send(hospital, at("indicator_set_reporter", one.pk), {"person": cast.qian.pk}).status_code in (302, 404)
    report = report_of(hands, cast.peoples_hospital)
    assert send(hospital, at("indicator_set_reporter", one.pk), {"person": cast.qian.pk}).status_code == 302
    assert Reporter.objects.get().person == cast.qian
    event = {"happened_on": "2026-03-08", "what": "坠床一起"}
    place = (zero.pk, cast.peoples_hospital.pk)
    assert send(hospital, at("indicator_event", *place), event).status_code == 302
    assert "坠床一起" in text_of(hospital.get(at("indicator_unit", *place)))
    made = CountedEvent.objects.get()
    assert send(hospital, at("counted_event_withdraw", made.pk), {"because": "重复登记"}).status_code == 302
    check = {"day": "2026-03-31", "numerator": "60", "denominator": "100"}
    assert send(inspector, at("indicator_check", hands.pk, cast.peoples_hospital.pk), check).status_code == 302
    assert send(clerk, at("indicator_set_remind", one.pk), {"how": "notice", "reports": [report.pk]}).status_code == 302
    assert fresh(report).reminded == 1
    assert send(clerk, at("indicator_set_copy", one.pk), {"starts_on": "2026-06-01"}).status_code == 302
    assert (IndicatorSet.objects.count(), IndicatorTarget.objects.count(), Reporter.objects.count()) == (2, 2, 2)
    assert send(clerk, at("indicator_set_retire", one.pk), {"because": "国家指标已更新"}).status_code == 302
    newest = IndicatorSet.objects.get(number=2)
    target = IndicatorTarget.objects.get(indicator__indicator_set=newest)
    assert send(clerk, at("target_remove", target.pk), {}).status_code == 302
    assert send(clerk, at("indicator_remove", newest.indicators.first().pk), {}).status_code == 302


def test_a_training_goes_its_way_on_the_screen(cast):
    people = (cast.head_zhang, cast.nurse_sun)
    clerk, leader = visit_as(cast.qian), visit_as(cast.vice_president_he)
    assert send(clerk, at("training_new"), {**HAND_WASHING, "exam": "none"}).status_code == 422
    assert send(clerk, at("training_new"), HAND_WASHING).status_code == 302
    training = Training.objects.get()
    longer = {**HAND_WASHING, "hours": "2", "version": "1"}
    assert send(clerk, at("training_edit", training.pk), longer).status_code == 302
    assert send(clerk, at("training_people", training.pk), {"departments": [cast.icu.pk]}).status_code == 302
    assert send(clerk, at("training_submit", training.pk), {}).status_code == 302
    assert "六步法" in text_of(leader.get(at("training_approve", training.pk)))
    assert send(leader, at("training_approve", training.pk), {}).status_code == 302
    assert send(clerk, at("training_hold", training.pk), {"held_on": "2026-03-10"}).status_code == 302
    typed = {f"p{one.pk}_score": mark for one, mark in zip(people, ("95", "70"), strict=True)}
    wrong = send(clerk, at("training_results", training.pk), {**typed, f"p{people[0].pk}_score": "950"})
    assert (wrong.status_code, "成绩应在0到100之间" in text_of(wrong)) == (422, True)
    assert send(clerk, at("training_results", training.pk), typed).status_code == 302
    assert send(clerk, at("training_close", training.pk), {}).status_code == 302
    assert "待补考" in text_of(clerk.get(training.get_absolute_url()))
    sun = text_of(visit_as(cast.nurse_sun).get(training.get_absolute_url()))
    assert ("95" in sun.split("参加人员和成绩")[1].split("培训考核信息")[0], "70" in sun) == (False, True)
    book = load_workbook(io.BytesIO(b"".join(clerk.get(at("training_xlsx", training.pk)).streaming_content)))
    assert {row[0].value for row in book.active.iter_rows(min_row=3)} == {"张主任", "孙护士"}
    made = Certificate.objects.get()
    assert "手卫生合格证" in text_of(clerk.get(at("certificate_list")))
    rule = {"kind": "消毒员证", "duty": "staff"}
    assert send(clerk, at("certificate_rule_new"), {"kind": "消毒员证"}).status_code == 422
    assert send(clerk, at("certificate_rule_new"), rule).status_code == 302
    assert "缺“消毒员证”" in text_of(clerk.get(at("certificate_list")))
    assert send(clerk, at("certificate_revoke", made.pk), {"because": "补考舞弊"}).status_code == 302
    given = {"person": cast.nurse_sun.pk, "kind": "消毒员证", "issued_on": "2026-01-05", "expires_on": "2029-01-04"}
    assert send(clerk, at("certificate_new"), given).status_code == 302
    assert visit_as(cast.zheng).get(made.get_absolute_url()).status_code == 404


@pytest.mark.parametrize(
    "page", ["indicator_list", "report_list", "indicator_set_list", "training_list", "certificate_list"]
)
def test_an_empty_list_says_what_will_stand_there(cast, page):
    answer = visit_as(cast.nurse_sun).get(at(page), {"words": "x", "period": "nonsense", "light": "blue", "page": "99"})
    assert (answer.status_code, "h1" in answer.content.decode()) == (200, True)

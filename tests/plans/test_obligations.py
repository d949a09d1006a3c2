"""What a plan asks for again and again is owed, counted, accepted, missed and explained."""

import pytest

from accountability import verify
from accountability.assignments import Assignment
from accountability.models import Notice, TrailEvent
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from plans import services
from plans.models import Obligation, Plan
from plans.services import opening
from tests import make
from tests.plans.quota_making import day, held

pytestmark = pytest.mark.django_db


# --- The quota ------------------------------------------------------------------------------------------------------


def test_a_quarter_s_meeting_is_owed_by_the_head_counted_once_and_done(year):
    duty = year.duty(unit="quarter", at_least=2)
    assert year.start() == 1
    quarter = year.owed(duty)
    assert (quarter.begins_on, quarter.due_on, quarter.needed) == (day("2026-01-01"), day("2026-03-31"), 2)
    task = quarter.assignment
    assert (task.kind, task.due_on, task.lead_unit) == ("obligation", day("2026-03-31"), year.cast.quality_office)
    assert task.holders.get().person == year.cast.chen

    year.at("2026-02-10")
    first, second = year.cast.icu, year.cast.surgery  # any row may be a source
    held(year, duty, "2026-02-10", first)
    held(year, duty, "2026-02-10", first)
    quarter.refresh_from_db()
    assert (quarter.done, quarter.state) == (1, "open")
    meter = quarter.meter(lambda _day: True)
    assert (meter.done, meter.needed, meter.missing, meter.days_left) == (1, 2, 1, 49)

    held(year, duty, "2026-03-01", second)
    quarter.refresh_from_db()
    task.refresh_from_db()
    assert (quarter.done, quarter.state, task.state) == (2, "done", Assignment.State.DONE)
    assert TrailEvent.objects.of(quarter).filter(verb="happening_counted").count() == 2
    assert [result.name for result in verify.run() if result.differences] == []


def test_what_was_recorded_by_mistake_counts_no_more(year):
    duty = year.duty()
    year.start()
    held(year, duty, "2026-01-05", year.cast.icu)
    assert year.owed(duty).state == "done"
    assert services.withdraw_happening(source=year.cast.icu, by=year.cast.chen, because="会议取消") == 1
    again = year.owed(duty)
    assert (again.state, again.done, again.assignment.state) == ("open", 0, "open")
    held(year, duty, "2026-01-05", year.cast.icu)
    assert year.owed(duty).done == 1


def test_only_its_kind_its_unit_and_its_days_count(year):
    duty = year.duty(subkind="quality_committee")
    year.start()
    assert held(year, duty, "2026-01-05", year.cast.icu) == []
    assert held(year, duty, "2026-01-05", year.cast.icu, kind="training", subkind="quality_committee") == []
    assert held(year, duty, "2026-01-05", year.cast.icu, unit=year.cast.icu, subkind="quality_committee") == []
    assert held(year, duty, "2026-04-05", year.cast.icu, subkind="quality_committee") == []
    assert len(held(year, duty, "2026-01-05", year.cast.icu, subkind="quality_committee")) == 1


def test_a_committee_s_meeting_counts_for_the_hospital_that_asked_for_it_by_name(year):
    committee = make.make_organization(year.cast.peoples_hospital, kind="committee", name="医保管理委员会")
    named = year.duty("每季度召开医院医保管理委员会", lead_unit=year.cast.peoples_hospital, subkind="insurance")
    any_meeting = year.duty("院长办公会", lead_unit=year.cast.peoples_hospital)
    year.start()
    held(year, named, "2026-01-05", committee, unit=committee, subkind="insurance")
    assert (year.owed(named).done, year.owed(any_meeting).done) == (1, 0)


def test_every_department_once_a_quarter_needs_all_of_them(year):
    cast = year.cast
    units = [cast.icu, cast.surgery]
    duty = year.duty("每季度全院全覆盖质控抽查", kind="inspection", owed_by="cover", unannounced=True)
    year.start()
    quarter = year.owed(duty)
    assert quarter.needed == 2
    held(year, duty, "2026-01-05", cast.qian, about=[cast.icu, cast.quality_office])
    held(year, duty, "2026-01-06", cast.chen, about=[cast.icu])
    assert year.owed(duty).done == 1
    held(year, duty, "2026-01-07", cast.head_gao, about=units)
    assert year.owed(duty).state == "done"


def test_each_department_of_a_class_owes_its_own(year):
    cast = year.cast
    key = year.duty("重点科室每月自查", unit="month", owed_by="each", department_class="key", kind="inspection")
    ordinary = year.duty(
        "普通科室半年自查", unit="half_year", owed_by="each", department_class="ordinary", kind="inspection"
    )
    named = year.duty(
        "手术相关科室每月自查", unit="month", owed_by="each", department_class="named", departments=[cast.surgery]
    )
    year.start()
    assert [one.organization for one in key.occurrences.all()] == [cast.icu]
    assert {one.organization for one in ordinary.occurrences.all()} == {cast.surgery, cast.quality_office}
    assert [one.organization for one in named.occurrences.all()] == [cast.surgery]
    assert key.occurrences.get().assignment.holders.get().person == cast.head_zhang

    year.at("2026-01-20")
    new = make.make_department(cast.peoples_hospital, name="血液透析室", is_key_department=True)
    year.open()
    assert {one.organization for one in key.occurrences.all()} == {cast.icu, new}
    assert key.occurrences.get(organization=new).assignment is None
    head = make.make_holder("head", new, name="透析室主任")
    year.at("2026-01-21")
    year.open()
    assert key.occurrences.get(organization=new).assignment.holders.get().person == head


# --- Opening --------------------------------------------------------------------------------------------------------


def test_a_period_is_opened_once_whenever_the_hour_strikes(year):
    duty = year.duty(unit="month")
    year.start()
    for moment in ("2026-01-31", "2026-02-01", "2026-02-01", "2026-04-10"):
        year.at(moment)
        year.open()
    assert [f"{one.begins_on:%m}" for one in duty.occurrences.order_by("begins_on")] == ["01", "02", "03", "04"]
    assert Assignment.objects.filter(kind="obligation").count() == 4


def test_many_periods_are_opened_some_at_a_time(year, monkeypatch):
    monkeypatch.setattr(opening, "MOST", 7)
    duty = year.duty("每日巡查", unit="day", lead_unit=year.cast.icu)
    other = year.duty("每周例会", unit="week")
    year.start()
    assert duty.occurrences.count() == 27  # from the 5th to the 31st
    assert other.occurrences.count() == 1
    assert Obligation.objects.to_open(day("2026-01-05")).count() == 0


def test_a_daily_duty_has_one_task_a_month_and_one_tap_a_day(year):
    duty = year.duty("每日到各科室巡视", unit="day", lead_unit=year.cast.icu, kind="inspection", proof="tap")
    year.start()
    assert Notice.objects.filter(person=year.cast.head_zhang).count() == 1
    task = Assignment.objects.get(kind="obligation")
    assert task.due_on == day("2026-01-31")
    services.tap(year.owed(duty, begins_on=day("2026-01-05")), by=year.cast.nurse_sun)
    with pytest.raises(AlreadyDone):
        services.tap(year.owed(duty, begins_on=day("2026-01-05")), by=year.cast.head_zhang)
    with pytest.raises(NotYet, match="还没有到"):
        services.tap(year.owed(duty, begins_on=day("2026-01-06")), by=year.cast.nurse_sun)
    with pytest.raises(NotAllowed):
        services.tap(year.owed(duty, begins_on=day("2026-01-06")), by=year.cast.head_gao)

    year.at("2026-01-31")
    for one in duty.occurrences.open().select_related("obligation"):
        services.tap(one, by=year.cast.nurse_sun)
    task.refresh_from_db()
    assert task.state == "done"
    last = year.owed(duty, begins_on=day("2026-01-31"))
    services.untap(last, by=year.cast.nurse_sun)
    task.refresh_from_db()
    assert (last.state, task.state) == ("open", "open")
    with pytest.raises(NotAllowed):
        services.untap(year.owed(duty, begins_on=day("2026-01-05")), by=year.cast.nurse_sun)

    year.at("2026-02-01")
    year.open()
    assert duty.occurrences.filter(begins_on__month=2).count() == 28
    assert Assignment.objects.filter(kind="obligation").count() == 2
    assert [result.name for result in verify.run() if result.differences] == []


def test_each_shift_of_working_days(year):
    duty = year.duty("交接班查房", unit="shift", shifts=2, workdays=True, lead_unit=year.cast.icu, proof="tap")
    year.start()
    assert duty.occurrences.count() == 2 * 20  # 5–31 January 2026, Monday to Friday
    assert {one.slot for one in duty.occurrences.all()} == {1, 2}


def test_what_happened_asks_once_within_its_days(year):
    duty = year.duty(
        "每起纠纷有原因分析、整改措施", unit="event", follow_days=7, kind="report", lead_unit=year.cast.icu
    )
    year.start()
    assert duty.occurrences.count() == 0
    asked = services.ask_after_event(duty, event="纠纷2026-01", on=day("2026-01-04"), by=year.cast.nurse_sun)
    assert (asked.due_on, asked.assignment.holders.get().person) == (day("2026-01-11"), year.cast.head_zhang)
    with pytest.raises(AlreadyDone):
        services.ask_after_event(duty, event="纠纷2026-01", on=day("2026-01-04"), by=year.cast.nurse_sun)
    with pytest.raises(Invalid):
        services.ask_after_event(duty, event="纠纷2026-02", on=day("2026-02-04"), by=year.cast.nurse_sun)
    with pytest.raises(Invalid):
        services.ask_after_event(duty, event=" ", on=day("2026-01-04"), by=year.cast.nurse_sun)


def test_a_ceiling_asks_for_nothing_and_shows_what_exceeds_it(year):
    duty = year.duty("全院性会议不超过1次", at_least=None, at_most=1)
    year.start()
    assert year.owed(duty).assignment is None
    held(year, duty, "2026-01-05", year.cast.icu)
    held(year, duty, "2026-01-05", year.cast.surgery)
    assert year.owed(duty).meter(lambda _day: True).state == "exceeded"


# --- Setting, starting, ending --------------------------------------------------------------------------------------


def test_regularly_must_be_set_before_the_plan_is_issued(year):
    vague = year.duty("定期召开会议，专题研究", unit="unspecified", at_least=None)
    either = year.duty("每季度或半年召开专题会", unit="quarter", alternative="half_year")
    year.duty()
    assert list(services.obligations_not_set(year.plan)) == [vague, either]
    with pytest.raises(NotYet, match="定期召开会议"):
        services.start_obligations(year.plan, by=year.cast.qian)
    services.change_obligation(vague, unit="month", at_least=1, by=year.cast.chen)
    services.change_obligation(either, unit="half_year", alternative="", by=year.cast.chen)
    assert year.start() == 3
    assert services.start_obligations(year.plan, by=year.cast.qian) == 0


def test_what_signers_are_shown_is_not_changed_behind_their_backs(year):
    duty = year.duty()
    Plan.objects.filter(pk=year.plan.pk).update(state="signing")
    for act in (
        lambda: services.change_obligation(duty, at_least=3, by=year.cast.qian),
        lambda: services.drop_obligation(duty, by=year.cast.qian),
        lambda: year.duty("又一项"),
    ):
        with pytest.raises(NotYet, match="已经送签"):
            act()
    assert list(year.plan.obligations.values_list("text", "at_least")) == [(duty.text, 1)]


def test_a_day_bound_to_the_year_ends_with_it_and_the_others_go_on_until_the_next_plan(year):
    drill = year.duty("6月底进行一次应急演练", unit="year", at_least=1, at_most=1, due="06-30", kind="drill")
    monthly = year.duty(unit="month")
    year.start()
    drill.refresh_from_db()
    monthly.refresh_from_db()
    assert (year.owed(drill).due_on, drill.ends_on, monthly.ends_on) == (day("2026-06-30"), day("2026-12-31"), None)

    year.at("2027-02-10")
    year.open()
    assert drill.occurrences.count() == 1
    assert monthly.occurrences.count() == 14
    assert services.end_obligations(year.plan, by=year.cast.qian, because="2027年计划已印发") == 2
    states = list(monthly.occurrences.order_by("begins_on").values_list("state", flat=True))
    assert states == ["open"] * 13 + ["withdrawn"]
    assert Assignment.objects.filter(kind="obligation", state="cancelled").count() == 1
    year.at("2027-03-01")
    year.open()
    assert monthly.occurrences.count() == 14


def test_a_plan_issued_in_february_owes_the_quarter_but_not_the_days_before(year):
    quarterly, daily, monthly = (
        year.duty(),
        year.duty("每日清点", unit="day"),
        year.duty(unit="month", due="每月10日前"),
    )
    year.at("2026-02-20")
    year.start()
    assert year.owed(quarterly).begins_on == day("2026-01-01")
    assert daily.occurrences.earliest("begins_on").begins_on == day("2026-02-20")
    assert monthly.occurrences.count() == 0  # due on the 10th, before the plan was there


def test_one_duty_is_stopped_with_a_reason(year):
    duty = year.duty("空气培养每月监测", unit="month")
    year.start()
    with pytest.raises(Invalid):
        services.end_obligation(duty, by=year.cast.chen, because=" ")
    with pytest.raises(NotAllowed):
        services.end_obligation(duty, by=year.cast.head_gao, because="按新规范不再监测")
    services.end_obligation(duty, by=year.cast.chen, because="按新规范不再监测")
    assert year.owed(duty).state == "withdrawn"
    with pytest.raises(AlreadyDone):
        services.end_obligation(duty, by=year.cast.chen, because="再停一次")


@pytest.mark.parametrize(
    ("told", "field"),
    [
        ({"text": " "}, "text"),
        ({"due": "开春以后"}, "due"),
        ({"at_least": 3, "at_most": 2}, "at_most"),
        ({"every": 0}, "every"),
        ({"owed_by": "entry"}, "register"),
        ({"owed_by": "each", "department_class": "type"}, "department_type"),
        ({"owed_by": "each", "department_class": "named"}, "departments"),
    ],
)
def test_what_cannot_be_owed_is_refused(year, told, field):
    with pytest.raises(Invalid) as refused:
        year.duty(**told)
    assert field in refused.value.errors
    assert not Obligation.objects.exists()

"""Units merge, people leave, tables are imported, two people tap at once: what is owed stays owed by somebody."""

import datetime
import io

import pytest
from openpyxl import load_workbook

from accountability import verify
from accountability.imports import Place, Row
from accountability.imports.registry import target_of
from accountability.models import Assignment
from engine import jobs
from engine.jobs import enqueue
from organizations import openings
from organizations.refusals import Invalid, NotYet, Stale
from organizations.services import reorganizing
from plans import quota_exports, services
from plans.models import Obligation, Occurrence, RegisterEntry
from plans.services import quota_reactions
from plans.services.registers import EXPIRY
from tests.engine.crowd import together

pytestmark = pytest.mark.django_db


def day(text):
    return datetime.date.fromisoformat(text)


def test_a_merged_department_s_duties_are_its_successor_s_and_owed_once(year):
    cast = year.cast
    led = year.duty("外科质控会", lead_unit=cast.surgery)
    each = year.duty("各科自查", unit="month", owed_by="each")
    named = year.duty(
        "手术科室自查", unit="month", owed_by="each", department_class="named", departments=[cast.surgery]
    )
    year.start()
    task = year.owed(led).assignment
    quota_reactions.give_duties(cast.surgery, cast.icu, because="科室合并")
    led.refresh_from_db()
    task.refresh_from_db()
    assert (led.lead_unit, year.owed(led).organization, task.lead_unit) == (cast.icu, cast.icu, cast.icu)
    states = dict(each.occurrences.values_list("organization__name", "state"))
    assert states == {"重症医学科": "open", "普外科": "withdrawn", "质控科": "open"}
    assert list(named.departments.all()) == [cast.icu]
    assert year.owed(named).organization == cast.icu
    year.at("2026-01-06")
    Obligation.objects.update(opened_until=None)
    year.open()
    assert named.occurrences.count() == 1
    assert [result.name for result in verify.run() if result.differences] == []


def test_a_moved_department_takes_its_periods_along(year):
    duty = year.duty(lead_unit=year.cast.icu)
    year.start()
    reorganizing.move_organization(year.cast.icu, parent=year.cast.surgery, by=None, because="并入大外科")
    year.cast.icu.refresh_from_db()
    duty.refresh_from_db()
    assert duty.org_path == year.owed(duty).org_path == year.cast.icu.path


def test_who_leaves_hands_over_the_duties_that_name_him(year):
    cast = year.cast
    duty = year.duty("临床用药点评", lead_unit=cast.icu, person=cast.nurse_sun)
    year.start()
    assert year.owed(duty).assignment.holders.get().person == cast.nurse_sun
    kinds = {opening.kind for opening in openings.of_person(cast.nurse_sun)}
    assert kinds == {"obligations", "tasks"}
    (opening,) = [one for one in openings.of_person(cast.nurse_sun) if one.kind == "obligations"]
    openings.kind_of("obligations").hand_over(opening, cast.nurse_sun, cast.head_zhang, "调离")
    duty.refresh_from_db()
    assert duty.person == cast.head_zhang
    assert {one.kind for one in openings.of_unit(cast.icu)} >= {"unit_obligations", "unit_tasks"}
    (led,) = [one for one in openings.of_unit(cast.icu) if one.kind == "unit_obligations"]
    openings.kind_of("unit_obligations").place(led.key, cast.surgery, "撤科")
    assert year.owed(duty).organization == cast.surgery


def test_the_next_plan_takes_over_when_it_is_issued(year):
    duty = year.duty(unit="month")
    quota_reactions.start_with_plan(year.plan, by=year.cast.qian)
    jobs.run_all()
    assert duty.occurrences.count() == 1
    quota_reactions.end_with_plan(year.plan, by=year.cast.qian, because="")
    duty.refresh_from_db()
    assert (duty.state, duty.ended_because) == ("ended", "已由新计划承接")


# --- Registers ------------------------------------------------------------------------------------------------------


@pytest.fixture
def lamps(year):
    """The hospital's lamps, calibrated until a day."""
    columns = [{"name": "强度", "kind": "number", "required": True}, {"name": "位置", "kind": "text"}]
    return services.found_register(
        year.cast.peoples_hospital, name="紫外线灯登记册", columns=columns, expires=True, by=year.cast.qian
    )


def lamp(year, lamps, label, until="2026-06-30"):
    told = {"valid_until": day(until), "values": {"强度": "92", "位置": "治疗室"}}
    return services.enter(lamps, label=label, organization=year.cast.icu, by=year.cast.qian, **told)


def test_what_is_about_to_expire_is_one_task_of_the_head_until_it_is_renewed(year, lamps):
    one = lamp(year, lamps, "1号灯", "2026-01-20")
    lamp(year, lamps, "2号灯")
    for _time in range(2):
        enqueue(EXPIRY)
        jobs.run_all()
    task = Assignment.objects.get(kind="register")
    assert (task.due_on, task.holders.get().person) == (day("2026-01-20"), year.cast.head_zhang)
    one.refresh_from_db()
    told = {"label": "1号灯", "organization": year.cast.icu, "values": one.values}
    with pytest.raises(Stale):
        services.change_entry(one, **told, valid_until=day("2027-01-20"), version=99, by=year.cast.qian)
    services.change_entry(one, **told, valid_until=day("2027-01-20"), by=year.cast.qian)
    task.refresh_from_db()
    assert task.state == "done"
    assert [result.name for result in verify.run() if result.differences] == []


def test_a_struck_out_lamp_owes_nothing_more_and_the_register_stays_while_it_is_used(year, lamps):
    duty = year.duty("每季度监测强度", owed_by="entry", register=lamps, kind="monitoring")
    one, _two = lamp(year, lamps, "1号灯"), lamp(year, lamps, "2号灯")
    year.start()
    assert duty.occurrences.count() == 2
    with pytest.raises(NotYet):
        services.close_register(lamps, by=year.cast.qian)
    services.retire_entry(one, because="报废", by=year.cast.qian)
    assert duty.occurrences.open().count() == 1
    services.end_obligation(duty, because="更换为LED", by=year.cast.qian)
    services.close_register(lamps, by=year.cast.qian)
    with pytest.raises(NotYet):
        lamp(year, lamps, "3号灯")


def test_a_table_of_lamps_is_imported_and_its_faults_are_told(year, lamps):
    target = target_of("register_entries")
    base = {"register": "紫外线灯登记册", "unit": "重症医学科", "valid_until": day("2026-06-30"), "filed_on": None,
            "filed_number": ""}  # fmt: skip
    cells = (
        {"label": "1号灯", "values": "强度：92；位置：治疗室"},
        {"label": "2号灯", "values": "强度=强"},
        {"label": "3号灯", "values": "亮度：1"},
        {"label": "4号灯", "values": "强度：90", "unit": "儿科"},
        {"label": "5号灯", "values": "强度：90", "register": "别的登记册"},
        {"label": "6号灯", "values": "强度：90", "valid_until": None},
    )
    rows = [Row(number, str(number), {**base, **told}) for number, told in enumerate(cells, 2)]
    known = target.know(Place(year.cast.peoples_hospital, year.cast.qian), rows)
    wrong = {(problem.number, problem.column) for problem in target.check(rows, known)}
    assert wrong == {(3, "values"), (4, "values"), (5, "unit"), (6, "register"), (7, "valid_until")}
    assert not target.exists(rows[0], known)
    target.apply(rows[0], known, by=year.cast.qian)
    assert target.exists(rows[0], known)
    entry = RegisterEntry.objects.get()
    assert entry.values == {"强度": "92", "位置": "治疗室"}
    elsewhere = target.know(Place(year.cast.tcm_hospital, year.cast.zheng), rows)
    assert elsewhere.registers == {}


def test_the_exported_register_holds_what_was_entered_and_no_formula(year, lamps):
    told = {"valid_until": day("2026-06-30"), "values": {"强度": "92", "位置": "=1+1"}}
    services.enter(lamps, label="=cmd", organization=year.cast.icu, by=year.cast.qian, **told)
    book = load_workbook(io.BytesIO(quota_exports.register_workbook(lamps).read()))
    shown, again = book.worksheets
    assert [cell.data_type for cell in shown[2]][:4] == ["s", "s", "s", "s"]
    assert again["G2"].value == "强度：92；位置：=1+1"


TOO_MANY = [{"name": f"{n}"} for n in range(13)]


@pytest.mark.parametrize("columns", [[{"name": "甲"}, {"name": "甲"}], [{"name": "甲", "kind": "formula"}], TOO_MANY])
def test_columns_that_cannot_be_kept_are_refused(year, columns):
    with pytest.raises(Invalid):
        services.found_register(year.cast.peoples_hospital, name="册", columns=columns, by=year.cast.qian)


# --- Two at once ----------------------------------------------------------------------------------------------------


@pytest.mark.django_db(transaction=True)
def test_two_taps_and_one_meeting_told_twice_count_once(year):
    daily = year.duty("每日清点", unit="day", lead_unit=year.cast.icu, proof="tap")
    meeting = year.duty()
    year.start()
    today = year.owed(daily, begins_on=day("2026-01-05"))

    def taps(person):
        services.tap(Occurrence.objects.get(pk=today.pk), by=person)

    def counts(person):
        services.count_happening(
            kind="meeting",
            unit=year.cast.quality_office,
            on=day("2026-01-05"),
            source=year.cast.icu,
            title="会",
            by=person,
        )

    people = [year.cast.nurse_sun, year.cast.head_zhang]
    together(*[lambda one=one: taps(one) for one in people], *[lambda one=one: counts(one) for one in people])
    assert (year.owed(daily, pk=today.pk).done, year.owed(meeting).done) == (1, 1)

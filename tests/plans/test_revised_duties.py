"""计划调整 of duties and targets: what was before its day stays, from its day on the new rule holds."""

import datetime

import pytest

from engine import jobs
from organizations.refusals import Invalid
from plans import services
from plans.models import Indicator, Measurement, Occurrence
from plans.services import measuring, revising
from tests.plans import measured
from tests.plans.making import fresh, open_seat, sign
from tests.plans.quota_making import day, held
from tests.plans.test_screens_obligations import page, post, visit

pytestmark = pytest.mark.django_db
OLD, NEW = {"unit": "quarter", "at_least": 2}, {"unit": "month", "at_least": 1}


@pytest.fixture
def owed(desk, year):
    """A plan in force since January with a duty of two a quarter, in the middle of February."""
    plan = desk.written()
    told = {"lead_unit": desk.cast.quality_office, "kind": "meeting", "by": desk.cast.qian}
    duty = services.draft_obligation(plan, text="召开质控例会", **OLD, **told)
    plan = desk.issued(fresh(plan))
    assert plan.obligations.get() == duty
    return plan, fresh(duty)


def revised(desk, plan, duty, *, on="2026-02-15", cut="share", **values):
    """A signed revision of the duty, in force."""
    clerk = desk.cast.qian
    revision = services.begin_revision(plan, because="工作量变化", effective_on=day(on), by=clerk)
    services.propose_duty_change(revision, obligation=duty, by=clerk, cut=cut, **values)
    services.submit_revision(fresh(revision), by=clerk)
    sign(revision)
    jobs.run_all()
    revising.apply_due()
    jobs.run_all()
    return fresh(duty)


def asked(duty):
    """What is asked: from, until, due, number, state."""
    rows = duty.occurrences.order_by("begins_on")
    return [(f"{one.begins_on:%m-%d}", f"{one.ends_on:%m-%d}", one.needed, one.state) for one in rows]


def test_the_cut_quarter_is_asked_its_share_and_months_follow(desk, year, owed):
    plan, duty = owed
    year.at("2026-02-20")
    duty = revised(desk, plan, duty, **NEW)
    # 2 × 45 of 90 days = 1 of the quarter; 14 of February's 28 days are half a meeting, rounded up
    assert asked(duty) == [("01-01", "02-14", 1, "open"), ("02-15", "02-28", 1, "open")]
    assert year.owed(duty, begins_on=day("2026-01-01")).due_on == day("2026-03-31")
    assert (duty.often, duty.starts_on, duty.revised_on) == ("每月 至少1次", day("2026-01-05"), day("2026-02-15"))
    year.at("2026-04-02")
    year.open()
    assert [row[:3] for row in asked(duty)[2:]] == [("03-01", "03-31", 1), ("04-01", "04-30", 1)]
    assert plan.editions.count() == 2


def test_what_was_done_or_handed_in_before_the_day_is_not_taken_back(desk, year, owed):
    plan, duty = owed
    for on in ("2026-01-20", "2026-02-02"):
        year.at(on)
        held(year, duty, on, plan if on < "2026-02" else desk.cast.quality_office)
    year.at("2026-02-20")
    duty = revised(desk, plan, duty, **NEW)
    assert asked(duty)[0] == ("01-01", "03-31", 2, "done")  # it was done before: it stays as it was


@pytest.mark.parametrize(
    ("cut", "rows"),
    [
        ("next", [("01-01", "03-31", 2, "open")]),
        ("whole", [("01-01", "03-31", 2, "withdrawn"), ("02-15", "02-28", 3, "open")]),
    ],
)
def test_the_revision_says_what_becomes_of_the_cut_period(desk, year, owed, cut, rows):
    plan, duty = owed
    year.at("2026-02-20")
    duty = revised(desk, plan, duty, cut=cut, unit="month", at_least=3)
    assert asked(duty) == rows
    year.at("2026-04-01")
    year.open()
    assert asked(duty)[-1] == ("04-01", "04-30", 3, "open")


def test_a_revision_approved_late_reaches_back_to_its_day_and_not_before(desk, year, owed):
    plan, duty = owed
    year.at("2026-07-03")
    year.open()
    before = year.owed(duty, begins_on=day("2026-01-01"))
    duty = revised(desk, plan, duty, on="2026-04-01", unit="quarter", at_least=4)
    assert [row[2:] for row in asked(duty)] == [(2, "open"), (4, "open"), (4, "open")]
    assert fresh(before).version == before.version


def test_a_daily_duty_is_asked_twice_from_the_day_on(desk, year):
    plan = desk.written()
    told = {"lead_unit": desk.cast.icu, "by": desk.cast.qian, "at_least": 1}
    duty = services.draft_obligation(plan, text="每日巡视", unit="day", **told)
    plan = desk.issued(fresh(plan))
    year.at("2026-01-12")
    duty = revised(desk, plan, fresh(duty), on="2026-01-10", unit="day", at_least=2)
    rows = dict(duty.occurrences.values_list("begins_on", "needed"))
    assert (rows[day("2026-01-09")], rows[day("2026-01-10")], rows[day("2026-01-31")]) == (1, 2, 2)
    assert len(rows) == 27


def test_a_dropped_duty_is_owed_no_more(desk, year, owed):
    plan, duty = owed
    clerk = desk.cast.qian
    revision = services.begin_revision(plan, because="不再需要", effective_on=day("2026-01-05"), by=clerk)
    services.propose_duty_drop(revision, obligation=duty, by=clerk)
    services.submit_revision(fresh(revision), by=clerk)
    sign(revision)
    jobs.run_all()
    assert (fresh(duty).state, [row[3] for row in asked(duty)]) == ("ended", ["withdrawn"])


def test_wrong_revisions_of_duties_are_refused_with_a_sentence(desk, year, owed):
    plan, duty = owed
    clerk = desk.cast.qian
    revision = services.begin_revision(plan, because="工作量变化", effective_on=day("2026-02-15"), by=clerk)
    for wrong, sentence in (
        (OLD, "没有变化"),
        ({"at_least": 3, "at_most": 2}, "至多次数"),
        ({"due": "开春"}, "这样的日期"),
        ({"at_least": None}, "确定频次"),
    ):
        with pytest.raises(Invalid, match=sentence):
            services.propose_duty_change(revision, obligation=duty, by=clerk, **wrong)
    assert not revision.lines.exists()


def test_the_revision_is_proposed_on_the_screen_and_shown_to_its_signer(desk, year, owed):
    plan, duty = owed
    clerk = visit(desk.cast.qian)
    begun = post(clerk, f"/plans/{plan.pk}/revisions/new/", because="工作量变化", effective_on="2026-02-15")
    assert "调整频次" in page(clerk, begun.url)
    address = f"{begun.url}duty/{duty.pk}/"
    typed = {"unit": "month", "every": "1", "at_least": "1", "at_most": "", "due": "", "cut": "share"}
    assert post(clerk, address, **{**typed, "at_most": "0"}).status_code == 422
    assert post(clerk, address, **typed).status_code == 302
    shown = page(clerk, begun.url)
    assert "按天数折算" in shown
    assert "每季度" in shown
    services.submit_revision(fresh(plan.revisions.get()), by=desk.cast.qian)
    seat = open_seat(plan.revisions.get())
    assert "按天数折算" in page(visit(seat.person), seat.get_absolute_url())
    assert visit(desk.cast.zheng).get(address).status_code == 404


def test_a_target_holds_for_the_periods_that_end_from_its_day_on(desk, year):
    cast = desk.cast
    plan = desk.issued()
    given = measured.drafted(cast, owner=desk.hospital, by=cast.qian, filled_by="itself", unit_kinds=[], plan=plan)
    one = measured.figure(given)
    measured.published(given, by=cast.vice_president_he)
    one = fresh(one)
    for span in (measured.JANUARY, measured.FEBRUARY):
        Measurement.objects.create(
            indicator=one, organization=desk.hospital, begins_on=span.begins_on, ends_on=span.ends_on, value=92,
            is_final=True, org_path=desk.hospital.path, institution_path=desk.hospital.path,
        )  # fmt: skip
    for row in Measurement.objects.all():
        measuring.judge(row)
        row.save()
    revision = services.begin_revision(plan, because="提高要求", effective_on=day("2026-02-10"), by=cast.qian)
    services.propose_target_change(revision, indicator=one, target=95, upper=None, warning=None, by=cast.qian)
    services.submit_revision(fresh(revision), by=cast.qian)
    sign(revision)
    year.at("2026-03-02")
    jobs.run_all()
    revising.apply_due()
    lights = Measurement.objects.order_by("begins_on").values_list("target", "light")
    assert [(int(target), light) for target, light in lights] == [(90, "green"), (95, "red")]
    assert Indicator.objects.get(pk=one.pk).target == 90
    assert Occurrence.objects.count() == 0
    assert datetime.date(2026, 2, 10) == one.targets.get().since

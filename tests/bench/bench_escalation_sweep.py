"""A hundred thousand open deadlines: what a sweep costs when few, and when very many, have become due."""

import datetime
import time
from collections.abc import Callable

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accountability.ladders import load_shipped_ladders
from accountability.models import Assignment, Escalation, EscalationReceipt, Holder, LadderStart
from accountability.sweeping import sweep, sweep_batch
from organizations.models import Duty, Organization
from organizations.services.workdays import seed_workdays
from tests import make

pytestmark = pytest.mark.django_db(transaction=True)

OPEN, DUE, HOSPITALS = 100_000, 2_000, 50
MONDAY = timezone.make_aware(datetime.datetime(2026, 3, 23, 18, 0))  # noqa: DTZ001 - made aware around it
FRIDAY = datetime.date(2026, 3, 20)


def _seconds(act: Callable[[], object]) -> float:
    """The processor's time, which a busy machine does not change."""
    began = time.process_time()
    act()
    return time.process_time() - began


@pytest.fixture
def deadlines() -> None:
    """A hundred thousand open tasks in fifty hospitals, two thousand of them due last Friday, the rest in summer."""
    seed_workdays(2026, by=None)
    load_shipped_ladders()
    city = make.make_organization(name="大江市卫生健康委员会")
    units = [make.make_hospital(city, name=f"第{number}医院") for number in range(HOSPITALS)]
    heads = [make.make_holder(Duty.HEAD, unit, name=f"主任{unit.pk}") for unit in units]
    kind = ContentType.objects.get_for_model(Organization)
    rows = [_task(number, units[number % HOSPITALS], kind) for number in range(OPEN)]
    Assignment.objects.bulk_create(rows, batch_size=1000)
    held = [Holder(assignment=row, person=heads[n % HOSPITALS], since=MONDAY) for n, row in enumerate(rows)]
    Holder.objects.bulk_create(held, batch_size=1000)


def _task(number: int, unit: Organization, kind: ContentType) -> Assignment:
    due_on = FRIDAY if number < DUE else FRIDAY + datetime.timedelta(days=90 + number % 30)
    return Assignment(
        source_type=kind,
        source_id=unit.pk,
        source_label=str(unit),
        title=f"任务{number}",
        lead_unit=unit,
        org_path=unit.path,
        institution_path=unit.institution_path,
        scheduled_on=due_on,
        due_on=due_on,
    )


def _floor(count: int) -> float:
    """Writing the same rows again by nothing but the database, and taking them back."""
    starts = list(LadderStart.objects.all()[:count])
    for row in starts:
        row.pk, row.deadline = None, datetime.date(2001, 1, 1)

    def write() -> None:
        LadderStart.objects.bulk_create(starts, batch_size=1000)
        raised = [
            Escalation(start=row, rung_id=first.rung_id, due_at=MONDAY, raised_at=MONDAY, org_path=row.org_path)
            for row in starts
        ]
        Escalation.objects.bulk_create(raised, batch_size=1000)
        told = [EscalationReceipt(escalation=row, receiver_id=told_first.receiver_id) for row in raised]
        EscalationReceipt.objects.bulk_create(told, batch_size=1000)

    first, told_first = Escalation.objects.earliest("pk"), EscalationReceipt.objects.earliest("pk")
    with transaction.atomic():
        taken = _seconds(write)
        transaction.set_rollback(True)
    return taken


def bench_a_sweep_over_a_hundred_thousand_open_deadlines(deadlines):
    swept = _seconds(lambda: sweep(MONDAY))
    raised = Escalation.objects.count()
    assert raised == DUE
    floor = _floor(DUE)
    with CaptureQueriesContext(connection) as queries:
        quiet = _seconds(lambda: sweep_batch(MONDAY))
    print(f"\n{connection.vendor}, {OPEN} open deadlines in {HOSPITALS} hospitals")
    print(
        f"the sweep that raises {raised} rungs: {swept:.2f} s, "
        f"{swept / floor:.1f} times the bare inserts ({floor:.2f} s)"
    )
    print(f"the sweep that finds nothing new: {quiet * 1000:.0f} ms, {len(queries)} queries")
    summer = MONDAY + datetime.timedelta(days=200)
    with CaptureQueriesContext(connection) as queries:
        one = _seconds(lambda: sweep_batch(summer))
    print(f"one batch of the worst case, all overdue at once: {one:.2f} s, {len(queries)} queries")
    assert raised <= OPEN

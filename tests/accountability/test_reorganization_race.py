"""Two at the same instant about one unit, one hand-over or one missed deadline: exactly one wins, nothing is torn."""

from collections import Counter
from collections.abc import Iterator
from datetime import date
from functools import partial

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils import timezone

from accountability import assignments, following, handing, verify
from accountability.ladders import load_shipped_ladders
from accountability.models import Assignment, Escalation, Handover, Holder, LadderStart, Notice, Seat, TrailEvent
from accountability.sweeping import RAISING, sweep
from engine import jobs
from engine.jobs import enqueue
from organizations import openings, paths
from organizations.models import Organization, UnitChange
from organizations.refusals import AlreadyDone, Refusal
from organizations.services import move_organization, plan_change
from tests import make
from tests.accountability.climbers import at, known_calendar
from tests.accountability.signers import answer
from tests.accountability.test_assignments import give
from tests.cast import Cast
from tests.engine.crowd import together

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.urls("tests.accountability.addresses")]
WHY = "江卫〔2026〕8号"
SIGNERS, WRITERS, ROUNDS = 6, 6, 4
FRIDAY, MONDAY_NIGHT = date(2026, 3, 20), at("2026-03-23 18:00")


def again(thing: Model) -> Model:
    """The row as another request would read it."""
    return type(thing)._default_manager.get(pk=thing.pk)


def differences() -> list[str]:
    return [found.sentence for result in verify.run() for found in result.differences]


def at_the_old_place(path: str) -> Iterator[tuple[str, int]]:
    """Every row that lies at or beneath a path."""
    low, high = paths.subtree(path)
    for model, names in following.followers():
        for name in names:
            there = model._base_manager.filter(**{f"{name}__gte": low, f"{name}__lt": high})
            yield from ((f"{model._meta.label_lower}.{name}", pk) for pk in there.values_list("pk", flat=True))


@pytest.mark.parametrize("planned", [False, True], ids=["the verb", "the registered change"])
def test_of_two_crossed_moves_one_is_done_and_the_tree_has_no_ring(cast: Cast, planned: bool) -> None:
    for number in range(ROUNDS):
        first, second = (make.make_hospital(cast.city, name=f"{name}院{number}") for name in "甲乙")

        def under(unit: Organization, parent: Organization) -> object:
            if planned:
                told = {"kind": "move", "target": again(parent), "on": timezone.localdate()}
                return plan_change(again(unit), by=None, because=WHY, **told)
            return move_organization(again(unit), parent=again(parent), by=None, because=WHY)

        answers = together(partial(under, first, second), partial(under, second, first))
        refused = [one for one in answers if isinstance(one, Refusal)]
        done = [one for one in answers if isinstance(one, Organization | UnitChange)]
        assert (len(done), len(refused)) == (1, 1), answers
        assert "自己的下级单位" in refused[0].message or "刷新页面" in refused[0].message
        low, high = sorted((again(first), again(second)), key=lambda unit: len(unit.path))
        assert low.parent == cast.city
        assert high.parent == low
        assert high.path == low.path + paths.step(high.pk)
    assert UnitChange.objects.count() == (ROUNDS if planned else 0)
    assert TrailEvent.objects.filter(verb="organization_moved").count() == ROUNDS
    assert differences() == []


def test_a_unit_moved_to_two_places_at_once_stands_at_one_of_them(cast: Cast) -> None:
    task = give(cast, cast.president_wu, lead_unit=cast.tcm_hospital, by=None)
    places = [cast.west_district, make.make_organization(cast.city, name="城南区卫生健康委员会")]
    acts = [
        partial(move_organization, again(cast.tcm_hospital), parent=again(place), by=None, because=WHY)
        for place in places
    ]
    answers = together(*acts)
    assert all(isinstance(one, Organization | Refusal) for one in answers), answers
    moved = [place for place, one in zip(places, answers, strict=True) if isinstance(one, Organization)]
    unit = again(cast.tcm_hospital)
    assert unit.parent in moved
    assert again(task).org_path == unit.path
    assert list(at_the_old_place(cast.tcm_hospital.path)) == []
    assert differences() == []


def test_a_third_signature_given_many_times_at_once_applies_the_hand_over_once(cast: Cast) -> None:
    for person in (cast.head_zhang, cast.head_gao, cast.president_wang, cast.qian):
        cast.account(person)
    task = give(cast, cast.head_zhang)
    heirs = {opening.mark: cast.head_gao for opening in openings.of_person(cast.head_zhang)}
    told = {"supervisor": cast.president_wang, "because": "退休", "by": cast.head_zhang}
    handover = handing.prepare_handover(cast.head_zhang, successors=heirs, **told)
    handing.submit_handover(handover, version=handover.version, by=cast.head_zhang)
    for person in (cast.head_zhang, cast.head_gao):
        answer(handover, person)  # type: ignore[arg-type]
    acts = [partial(answer, again(handover), again(cast.president_wang)) for _device in range(SIGNERS)]  # type: ignore[arg-type]
    answers = together(*acts)
    assert Counter(type(one) for one in answers) == {Seat: 1, AlreadyDone: SIGNERS - 1}, answers
    assert again(handover).state == Handover.State.APPLIED  # type: ignore[attr-defined]
    assert TrailEvent.objects.filter(verb="handover_applied").count() == 1
    assert task.holders.current().get().person == cast.head_gao
    assert Holder.objects.filter(assignment=task, person=cast.head_gao).count() == 1
    assert differences() == []


def test_a_third_signature_and_a_new_task_at_once_leave_nobody_with_work_unseen(cast: Cast) -> None:
    for person in (cast.head_zhang, cast.head_gao, cast.president_wang):
        cast.account(person)
    assert cast.qian
    old = give(cast, cast.head_zhang)
    heirs = {opening.mark: cast.head_gao for opening in openings.of_person(cast.head_zhang)}
    told = {"supervisor": cast.president_wang, "because": "退休", "by": cast.head_zhang}
    handover = handing.prepare_handover(cast.head_zhang, successors=heirs, **told)
    handing.submit_handover(handover, version=handover.version, by=cast.head_zhang)
    for person in (cast.head_zhang, cast.head_gao):
        answer(handover, person)  # type: ignore[arg-type]
    acts = (
        partial(answer, again(handover), again(cast.president_wang)),  # type: ignore[arg-type]
        partial(give, cast, cast.head_zhang, title="新来的任务"),
    )
    signed, given = together(*acts)
    assert isinstance(given, Assignment), given
    assert isinstance(signed, Seat | Refusal), signed
    taken = isinstance(signed, Seat)
    assert (again(handover).state == Handover.State.APPLIED) is taken  # type: ignore[attr-defined]
    assert old.holders.current().get().person == (cast.head_gao if taken else cast.head_zhang)
    assert given.holders.current().get().person == cast.head_zhang
    assert [one.label for one in openings.of_person(cast.head_zhang)][-1].startswith("新来的任务")
    assert differences() == []


def test_who_writes_in_a_unit_while_it_moves_leaves_nothing_at_the_old_place(cast: Cast) -> None:
    unit, old = cast.tcm_hospital, cast.tcm_hospital.path
    assert cast.president_wu.active
    assert cast.west_district.active
    tasks = [give(cast, cast.president_wu, lead_unit=unit, by=None, title=f"旧{n}") for n in range(WRITERS)]

    def gives(number: int) -> Assignment:
        return give(cast, cast.president_wu, lead_unit=again(unit), by=None, title=f"新{number}")

    def reports(task: Assignment) -> object:
        return assignments.report_progress(again(task), text="已完成一半", percent=50, by=again(cast.president_wu))

    acts = [partial(gives, number) for number in range(WRITERS)] + [partial(reports, task) for task in tasks]
    moving = partial(move_organization, again(unit), parent=again(cast.west_district), by=None, because=WHY)
    answers = together(moving, *acts)
    assert [one for one in answers if isinstance(one, Exception)] == []
    assert Assignment.objects.filter(lead_unit=unit).count() == 2 * WRITERS
    enqueue("accountability.follow_late")
    jobs.run_all()
    here = again(unit)
    assert here.parent == cast.west_district
    assert list(at_the_old_place(old)) == []
    places = set(Assignment.objects.filter(lead_unit=unit).values_list("org_path", "institution_path"))
    assert places == {(here.path, here.path)}
    assert differences() == []


def test_two_sweeps_at_once_raise_each_rung_once(cast: Cast) -> None:
    known_calendar(2026)
    load_shipped_ladders()
    assert cast.head_zhang.active
    count = 2 * RAISING + 20
    kind = ContentType.objects.get_for_model(Organization)
    place = {"org_path": cast.icu.path, "institution_path": cast.icu.institution_path, "lead_unit": cast.icu}
    source = {"source_type": kind, "source_id": cast.icu.pk, "source_label": str(cast.icu)}
    days = {"scheduled_on": FRIDAY, "due_on": FRIDAY}
    rows = [Assignment(title=f"任务{n}", **source, **place, **days) for n in range(count)]
    Assignment.objects.bulk_create(rows, batch_size=200)
    answers = together(*[partial(sweep, MONDAY_NIGHT)] * 3)
    assert [one for one in answers if not isinstance(one, int)] == []
    assert sweep(MONDAY_NIGHT) == 0, "nothing is left for another sweep"
    assert LadderStart.objects.count() == Escalation.objects.count() == count
    assert Escalation.objects.values("start", "rung").distinct().count() == count
    told = Notice.objects.filter(kind="escalation", person=cast.head_zhang)
    assert told.count() == told.values("source_id").distinct().count() == count
    assert TrailEvent.objects.filter(verb="escalated").count() == count

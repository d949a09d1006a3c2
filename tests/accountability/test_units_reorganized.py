"""Units are moved, merged, split and closed: rows follow, history stays, nothing is ownerless, bad input is refused."""

from datetime import date, timedelta

import pytest
from django.db import transaction
from django.utils import timezone

from accountability import assignments, following, trail, verify
from accountability.models import Assignment, Notice, SignedManifest, TrailBody, TrailEvent
from engine import jobs
from engine.jobs import enqueue
from organizations import openings
from organizations.models import Organization, PastPath, Succession, UnitChange
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet, Refusal, Stale
from organizations.services import (
    cancel_change,
    close_organization,
    delegate,
    found_organization,
    merge_organization,
    move_organization,
    plan_change,
    rename_organization,
    split_organization,
)
from organizations.services.planting import stamp_of
from organizations.sight import visible
from tests import make
from tests.accountability.signers import answer, paper_for
from tests.accountability.test_assignments import give
from tests.cast import Cast

WHY = "江卫〔2026〕8号"


def today(days: int = 0) -> date:
    return timezone.localdate() + timedelta(days=days)


def differences() -> list[str]:
    return [found.sentence for result in verify.run() for found in result.differences]


def sees(person: object, task: Assignment) -> bool:
    return visible(make.anew(person), Assignment).filter(pk=task.pk).exists()  # type: ignore[type-var]


def test_a_hospital_that_is_moved_takes_everything_with_it(cast: Cast) -> None:
    assert cast.director_cao.active
    west = make.make_holder("leader", cast.west_district, name="西主任")
    task = give(cast, cast.president_wu, lead_unit=cast.tcm_hospital, by=None)
    old = cast.tcm_hospital.path
    assert sees(cast.director_cao, task)
    assert not sees(west, task)
    move_organization(cast.tcm_hospital, parent=cast.west_district, by=cast.system_admin, because=WHY)
    task.refresh_from_db()
    assert cast.tcm_hospital.path.startswith(cast.west_district.path)
    assert task.org_path == task.institution_path == cast.tcm_hospital.path
    assert sees(west, task)
    assert sees(cast.president_wu, task)
    assert not sees(cast.director_cao, task)
    past = cast.tcm_hospital.past_parents.get()
    assert (past.parent, past.until) == (cast.east_district, today(-1))
    assert cast.tcm_hospital.parent_on(today(-1)) == cast.east_district
    assert cast.tcm_hospital.parent_on(today()) == cast.west_district
    assert PastPath.objects.filter(organization=cast.tcm_hospital, path=old).exists()
    assert differences() == []


def test_the_history_of_a_moved_unit_stays_byte_for_byte_and_goes_with_it(cast: Cast) -> None:
    west = make.make_holder("leader", cast.west_district, name="西主任")
    task = give(cast, cast.president_wu, lead_unit=cast.tcm_hospital, by=None)
    paper = paper_for(cast, cast.director_wang)
    answer(paper, cast.director_wang)
    before = dict(TrailBody.objects.values_list("pk", "text"))
    events = dict(TrailEvent.objects.values_list("pk", "sha256"))
    manifests = dict(SignedManifest.objects.values_list("pk", "body"))
    move_organization(cast.tcm_hospital, parent=cast.west_district, by=None, because=WHY)
    assert {pk: text for pk, text in TrailBody.objects.values_list("pk", "text") if pk in before} == before
    assert {pk: sha for pk, sha in TrailEvent.objects.values_list("pk", "sha256") if pk in events} == events
    assert dict(SignedManifest.objects.values_list("pk", "body")) == manifests
    old_event = trail.of(task).first()
    assert visible(make.anew(west), TrailEvent).filter(pk=old_event.pk).exists(), "the new superior reads what was done"
    assert not visible(make.anew(cast.director_cao), TrailEvent).filter(pk=old_event.pk).exists()
    assert visible(make.anew(cast.president_wu), TrailEvent).filter(pk=old_event.pk).exists()
    assert differences() == []


def test_a_department_that_changes_its_hospital_changes_its_institution(cast: Cast) -> None:
    task = give(cast, cast.nurse_sun)
    move_organization(cast.icu, parent=cast.tcm_hospital, by=None, because=WHY)
    task.refresh_from_db()
    assert task.institution_path == cast.icu.institution_path == cast.tcm_hospital.path
    assert sees(cast.president_wu, task)
    assert not sees(cast.president_wang, task)
    move_organization(cast.icu, parent=cast.peoples_hospital, by=None, because=WHY, on=None)
    task.refresh_from_db()
    assert task.institution_path == cast.peoples_hospital.path
    assert differences() == []


def test_a_move_under_oneself_or_nowhere_is_refused_and_leaves_nothing(cast: Cast) -> None:
    before = TrailEvent.objects.count()
    for unit, parent, said in (
        (cast.peoples_hospital, cast.peoples_hospital, "自己"),
        (cast.peoples_hospital, cast.icu, "自己的下级"),
        (cast.icu, cast.peoples_hospital, "已经在这个单位之下"),
        (cast.tcm_hospital, cast.icu, "独立机构不能"),
    ):
        with pytest.raises(Invalid, match=said):
            move_organization(unit, parent=parent, by=None, because=WHY)
    with pytest.raises(Invalid, match="原因"):
        move_organization(cast.icu, parent=cast.tcm_hospital, by=None, because=" ")
    with pytest.raises(NotAllowed):
        move_organization(cast.icu, parent=cast.tcm_hospital, by=cast.li, because=WHY)
    with pytest.raises(Invalid, match="还没有到"):
        move_organization(cast.icu, parent=cast.tcm_hospital, by=None, because=WHY, on=today(1))
    make.make_department(cast.tcm_hospital, name="重症医学科")
    before = TrailEvent.objects.count()
    with pytest.raises(Invalid, match="同名"):
        move_organization(cast.icu, parent=cast.tcm_hospital, by=None, because=WHY)
    assert TrailEvent.objects.count() == before
    assert not PastPath.objects.exists()


def test_a_form_that_showed_another_unit_is_stale(cast: Cast) -> None:
    stamp = stamp_of(cast.icu)
    rename_organization(cast.icu, name="重症医学中心", by=None)
    with pytest.raises(Stale, match="刷新"):
        move_organization(cast.icu, parent=cast.tcm_hospital, by=None, because=WHY, stamp=stamp)
    with pytest.raises(Stale):
        plan_change(cast.icu, kind="rename", name="重症科", on=today(), by=None, because=WHY, stamp=stamp)


def test_a_post_that_reaches_across_two_hospitals_stops_the_move(cast: Cast) -> None:
    make.make_holder("clerk", cast.icu, name="跨院人", oversees=cast.peoples_hospital)
    with pytest.raises(NotYet, match=r"跨院人.*跨越两个机构"):
        move_organization(cast.icu, parent=cast.tcm_hospital, by=None, because=WHY)


def test_a_proxy_across_two_hospitals_stops_the_move(cast: Cast) -> None:
    days = {"since": today(), "until": today(3)}
    delegate(cast.head_zhang.appointments.get(), proxy=cast.head_gao, by=cast.head_zhang, because="出差", **days)
    with pytest.raises(NotYet, match="代办授权跨越两个机构"):
        move_organization(cast.icu, parent=cast.tcm_hospital, by=None, because=WHY)


def test_two_departments_are_merged_and_their_work_is_the_heirs(cast: Cast) -> None:
    task = give(cast, cast.nurse_sun)
    old_path = cast.icu.path
    assert cast.head_gao.active
    merge_organization(cast.icu, into=cast.surgery, by=cast.system_admin, because=WHY)
    task.refresh_from_db()
    assert task.lead_unit == cast.surgery
    assert task.holders.current().get().person == cast.nurse_sun, "who answers goes with the work"
    cast.nurse_sun.refresh_from_db()
    assert cast.nurse_sun.home == cast.surgery
    held = cast.nurse_sun.appointments.valid().get()
    assert (held.post.organization, held.post.title, held.since) == (cast.surgery, "护师", today())
    assert not cast.icu.active
    assert cast.icu.path.startswith(cast.surgery.path)
    assert sees(cast.head_gao, task)
    succession = Succession.objects.get()
    assert (succession.predecessor, succession.successor, succession.predecessor_name) == (
        cast.icu,
        cast.surgery,
        "重症医学科",
    )
    event = TrailEvent.objects.filter(verb="assigned", org_path=old_path).get()
    assert visible(make.anew(cast.head_gao), TrailEvent).filter(pk=event.pk).exists()
    assert differences() == []


def test_a_hospital_merged_into_another_is_a_part_of_it(cast: Cast) -> None:
    ward = make.make_department(cast.tcm_hospital, name="针灸科")
    nurse = make.make_holder("staff", ward, name="针灸护士")
    task = give(cast, nurse, lead_unit=ward, by=None)
    merge_organization(cast.tcm_hospital, into=cast.peoples_hospital, by=None, because=WHY)
    ward.refresh_from_db()
    task.refresh_from_db()
    assert ward.institution_path == task.institution_path == cast.peoples_hospital.path
    assert sees(cast.president_wang, task)
    assert cast.tcm_hospital not in Organization.objects.institutions()
    assert differences() == []


def test_a_unit_is_not_merged_into_itself_or_into_its_own_part(cast: Cast) -> None:
    ward = make.make_department(cast.icu, name="监护一组")
    for into, said in ((cast.icu, "不能与自己合并"), (ward, "自己的下级"), (cast.tcm_hospital, "科室只能并入科室")):
        with pytest.raises(Invalid, match=said):
            merge_organization(cast.icu, into=into, by=None, because=WHY)


def test_a_unit_whose_head_is_in_office_is_not_merged(cast: Cast) -> None:
    assert cast.head_zhang.active
    with pytest.raises(NotYet, match=r"张主任.*还在任"):
        merge_organization(cast.icu, into=cast.surgery, by=None, because=WHY)


def test_a_split_gives_every_task_and_everybody_to_a_new_unit(cast: Cast) -> None:
    first, second = give(cast, cast.nurse_sun), give(cast, cast.head_zhang, title="培训")
    held = {
        one.pk: index
        for index, one in enumerate((cast.nurse_sun.appointments.get(), cast.head_zhang.appointments.get()))
    }
    tasks = {f"unit_tasks:{first.pk}": 0, f"unit_tasks:{second.pk}": 1}
    new = split_organization(
        cast.icu, parts=["综合监护室", "心脏监护室"], tasks=tasks, people=held, by=cast.system_admin, because=WHY
    )
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.lead_unit, second.lead_unit) == tuple(new)
    assert second.org_path == new[1].path
    assert cast.head_zhang.appointments.valid().get().post.organization == new[1]
    assert [row.successor for row in Succession.objects.filter(predecessor=cast.icu)] == new
    assert not sees(cast.nurse_sun, second)
    assert differences() == []


def test_a_split_that_leaves_a_task_or_a_person_without_a_place_is_refused(cast: Cast) -> None:
    task = give(cast, cast.nurse_sun)
    person = {cast.nurse_sun.appointments.get().pk: 0}
    told = {"parts": ["甲室", "乙室"], "by": None, "because": WHY}
    with pytest.raises(Invalid, match="1项未办结的任务没有指定"):
        split_organization(cast.icu, tasks={}, people=person, **told)
    with pytest.raises(Invalid, match="没有指定"):
        split_organization(cast.icu, tasks={f"unit_tasks:{task.pk}": 7}, people=person, **told)
    with pytest.raises(Invalid, match="孙护士"):
        split_organization(cast.icu, tasks={f"unit_tasks:{task.pk}": 0}, people={}, **told)
    with pytest.raises(Invalid, match="至少要有两个"):
        split_organization(cast.icu, tasks={}, people={}, **{**told, "parts": ["甲室", " "]})
    with pytest.raises(Invalid, match="重复"):
        split_organization(cast.icu, tasks={}, people={}, **{**told, "parts": ["甲室", "甲室"]})
    assert not Organization.objects.filter(name="甲室").exists()


def test_a_unit_with_open_work_people_or_units_beneath_is_not_closed(cast: Cast) -> None:
    task = give(cast, cast.nurse_sun)
    with pytest.raises(openings.StillOpen, match=r"1项未了事项.*整修隔离间") as refused:
        close_organization(cast.icu, by=None, because=WHY)
    assert refused.value.url == f"/units/{cast.icu.pk}/"
    assignments.complete(task, by=None)
    with pytest.raises(NotYet, match="还有人员在“重症医学科”任职"):
        close_organization(cast.icu, by=None, because=WHY)
    empty = make.make_department(cast.peoples_hospital, name="空科室")
    below = make.make_department(empty, name="空小组")
    with pytest.raises(NotYet, match="空小组"):
        close_organization(empty, by=None, because=WHY)
    close_organization(below, by=None, because=WHY)
    close_organization(empty, by=cast.system_admin, because=WHY)
    empty.refresh_from_db()
    assert not empty.active
    with pytest.raises(NotYet, match="已经停用"):
        close_organization(empty, by=None, because=WHY)
    with pytest.raises(NotYet, match="停用"):
        found_organization(empty, kind="department", name="新", by=None)
    assert differences() == []


def test_old_days_show_the_old_name(cast: Cast) -> None:
    rename_organization(cast.icu, name="重症医学中心", on=date(2024, 1, 1), by=None)
    assert cast.icu.name_on(date(2023, 12, 31)) == "重症医学科"
    assert cast.icu.name_on(date(2024, 1, 1)) == "重症医学中心"


def test_a_change_to_come_takes_effect_on_its_day_and_sight_with_it(cast: Cast) -> None:
    west = make.make_holder("leader", cast.west_district, name="西主任")
    task = give(cast, cast.president_wu, lead_unit=cast.tcm_hospital, by=None)
    change = plan_change(
        cast.tcm_hospital, kind="move", target=cast.west_district, on=today(5), by=cast.system_admin, because=WHY
    )
    assert change.state == UnitChange.State.PLANNED
    enqueue("accountability.apply_unit_changes")
    jobs.run_all()
    assert not sees(west, task), "its day has not come"
    with pytest.raises(AlreadyDone, match="划转"):
        plan_change(cast.tcm_hospital, kind="close", on=today(9), by=None, because=WHY)
    UnitChange.objects.update(on=today())
    enqueue("accountability.apply_unit_changes")
    jobs.run_all()
    change.refresh_from_db()
    assert change.state == UnitChange.State.APPLIED
    assert sees(west, task)
    assert Notice.objects.filter(person=cast.system_admin, text__contains="已按登记的日期生效").exists()


def test_what_became_open_meanwhile_stops_a_planned_change_with_a_notice(cast: Cast) -> None:
    empty = make.make_department(cast.peoples_hospital, name="空科室")
    change = plan_change(empty, kind="close", on=today(5), by=cast.system_admin, because=WHY)
    assert Organization.objects.get(pk=empty.pk).active
    give(cast, cast.nurse_sun, lead_unit=empty)
    UnitChange.objects.update(on=today())
    enqueue("accountability.apply_unit_changes")
    jobs.run_all()
    change.refresh_from_db()
    assert change.state == UnitChange.State.REFUSED
    assert "未了事项" in change.refusal
    assert Organization.objects.get(pk=empty.pk).active
    assert Notice.objects.filter(person=cast.system_admin, text__contains="到期未能生效").exists()


def test_what_is_impossible_today_is_not_planned_and_a_plan_can_be_cancelled(cast: Cast) -> None:
    give(cast, cast.nurse_sun)
    with pytest.raises(Refusal, match="未了事项"):
        plan_change(cast.icu, kind="close", on=today(5), by=cast.system_admin, because=WHY)
    assert not UnitChange.objects.exists()
    change = plan_change(cast.icu, kind="rename", name="重症中心", on=today(5), by=cast.system_admin, because=WHY)
    with pytest.raises(NotAllowed):
        cancel_change(change, by=cast.li, because="不改了")
    cancel_change(change, by=cast.system_admin, because="不改了")
    with pytest.raises(AlreadyDone):
        cancel_change(change, by=cast.system_admin, because="再取消")
    assert Organization.objects.get(pk=cast.icu.pk).name == "重症医学科"


def test_a_row_written_late_at_the_old_place_is_named_and_brought_home(cast: Cast) -> None:
    stale = Organization.objects.get(pk=cast.tcm_hospital.pk)
    assert cast.president_wu.active
    move_organization(cast.tcm_hospital, parent=cast.west_district, by=None, because=WHY)
    task = give(cast, cast.president_wu, lead_unit=stale, by=None)
    assert task.org_path == stale.path, "the writer had read the old path"
    assert any("不在机构树中" in sentence for sentence in differences())
    enqueue("accountability.follow_late")
    jobs.run_all()
    task.refresh_from_db()
    assert task.org_path == task.institution_path == cast.tcm_hospital.path
    assert differences() == []


def test_moving_twice_and_back_still_brings_everything_home(cast: Cast) -> None:
    first = Organization.objects.get(pk=cast.tcm_hospital.pk)
    move_organization(cast.tcm_hospital, parent=cast.west_district, by=None, because=WHY)
    second = Organization.objects.get(pk=cast.tcm_hospital.pk)
    move_organization(cast.tcm_hospital, parent=cast.east_district, by=None, because=WHY)
    tasks = [give(cast, cast.president_wu, lead_unit=unit, by=None) for unit in (first, second)]
    following.set_right(PastPath.objects.all())
    for task in tasks:
        task.refresh_from_db()
        assert task.org_path == cast.tcm_hospital.path
    assert differences() == []


def test_an_error_of_a_follower_undoes_the_whole_move(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    old = cast.tcm_hospital.path
    monkeypatch.setattr(trail, "record", lambda *a, **k: (_ for _ in ()).throw(NotYet("坏了")))
    with pytest.raises(NotYet), transaction.atomic():
        move_organization(cast.tcm_hospital, parent=cast.west_district, by=None, because=WHY)
    assert Organization.objects.get(pk=cast.tcm_hospital.pk).path == old

"""A task is given, handed over, reported on, evidenced, completed and reopened, and every row is kept."""

from datetime import date, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone

from accountability import assignments, trail, verify
from accountability.attachments import attach, gate
from accountability.models import Assignment, Holder, Notice
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.sight import visible
from tests import make
from tests.cast import Cast
from tests.engine.playground.papers import draft_paper

pytestmark = pytest.mark.urls("tests.accountability.addresses")
FRIDAY = date(2026, 3, 20)
Role = Holder.Role


@pytest.fixture
def task(cast: Cast) -> Assignment:
    """张主任 of the ICU is to repair the isolation room by Friday; 钱科长 gave it."""
    return give(cast, cast.head_zhang)


def give(cast: Cast, holder: Person, **other: object) -> Assignment:
    """A task that follows from a paper of the hospital."""
    given = {"title": "整修隔离间", "due_on": FRIDAY, "by": cast.qian, "lead_unit": cast.icu, **other}
    return assignments.assign(source=draft_paper(cast.peoples_hospital, by=cast.qian), holder=holder, **given)


def agreeing_rows() -> bool:
    """Whether every row agrees with the trail."""
    return [found for result in verify.run() for found in result.differences] == []


def test_a_task_says_from_what_it_follows_who_owes_it_and_by_when(cast: Cast, task: Assignment) -> None:
    assert (task.source_label, task.scheduled_on, task.due_on) == ("关于加强院感防控的通知", FRIDAY, FRIDAY)
    assert (task.org_path, task.institution_path) == (cast.icu.path, cast.peoples_hospital.path)
    held = task.holders.get()
    assert (held.person, held.role, held.post_label) == (cast.head_zhang, Role.LEAD, "重症医学科主任")
    assert trail.of(task).get().responsible_name == "张主任"
    notice = Notice.objects.unread(cast.head_zhang).get()
    assert notice.text == "您有新的任务：整修隔离间"
    assert notice.url == task.get_absolute_url()
    assert list(Assignment.objects.held_by(cast.head_zhang).open()) == [task]
    assert list(Assignment.objects.of(task.source)) == [task]
    assert agreeing_rows()


def test_a_deadline_in_the_past_is_legal_and_overdue(cast: Cast, task: Assignment) -> None:
    assert list(Assignment.objects.overdue(FRIDAY + timedelta(days=1))) == [task]
    assert not Assignment.objects.overdue(FRIDAY).exists()
    assert task.is_overdue(FRIDAY + timedelta(days=1))


def test_a_task_needs_words_and_somebody_in_office(cast: Cast) -> None:
    with pytest.raises(Invalid, match="请填写任务内容"):
        give(cast, cast.head_zhang, title=" ")
    gone = make.make_person(cast.icu, name="已调离")
    gone.active = False
    with pytest.raises(Invalid, match="已不在岗"):
        give(cast, gone)
    assert not Assignment.objects.exists()


def test_who_was_responsible_on_that_day_stays_known(cast: Cast, task: Assignment) -> None:
    before = timezone.now()
    assignments.change_holder(task, person=cast.nurse_sun, by=cast.head_zhang, because="外出进修")
    after = timezone.now()
    assert [task.lead_on(moment).person for moment in (before, after)] == [cast.head_zhang, cast.nurse_sun]
    assert task.lead_on(before - timedelta(days=1)) is None
    assert [held.because for held in task.holders.all()] == ["", "外出进修"]
    assert not Assignment.objects.held_by(cast.head_zhang).exists()
    assert list(Assignment.objects.held_by(cast.nurse_sun)) == [task]
    assert trail.of(task).last().told["changed"] == {"holder": ["张主任", "孙护士"]}
    with pytest.raises(AlreadyDone, match="已经是责任人"):
        assignments.change_holder(task, person=cast.nurse_sun, by=cast.qian, because="再说一次")
    assert agreeing_rows()


def test_there_is_one_lead_and_there_may_be_others_beside_him(cast: Cast, task: Assignment) -> None:
    assignments.add_holder(task, person=cast.vice_president_he, role=Role.LEADERSHIP, by=cast.qian)
    assignments.add_holder(task, person=cast.nurse_sun, role=Role.SUPPORT, by=cast.qian)
    with pytest.raises(AlreadyDone):
        assignments.add_holder(task, person=cast.nurse_sun, role=Role.SUPPORT, by=cast.qian)
    with pytest.raises(Invalid, match="责任人只有一名"):
        assignments.add_holder(task, person=cast.nurse_sun, role=Role.LEAD, by=cast.qian)
    with pytest.raises(IntegrityError), transaction.atomic():
        Holder.objects.create(assignment=task, person=cast.nurse_sun, role=Role.LEAD, since=timezone.now())
    assert list(Assignment.objects.held_by(cast.nurse_sun)) == [task]


def test_the_first_deadline_never_moves(cast: Cast, task: Assignment) -> None:
    assignments.report_progress(task, text="已订材料", percent=40, by=cast.head_zhang)
    assignments.change_holder(task, person=cast.nurse_sun, by=cast.qian, because="换人")
    assignments.supervise(task, by=cast.qian)
    assignments.complete(task, by=cast.qian)
    assignments.reopen(task, by=cast.qian, because="墙面返潮")
    task.refresh_from_db()
    assert (task.scheduled_on, task.due_on, task.version) == (FRIDAY, FRIDAY, 5)
    assert agreeing_rows()


def test_progress_is_reported_by_those_who_answer_for_it(cast: Cast, task: Assignment) -> None:
    assignments.report_progress(task, text="已订材料", percent=40, by=cast.head_zhang)
    assert (task.percent, task.reports.get().text) == (40, "已订材料")
    assignments.report_progress(task, text="代为报告", percent=50, by=cast.qian)
    with pytest.raises(NotAllowed, match="不是这项任务的责任人"):
        assignments.report_progress(task, text="路过看看", percent=60, by=cast.head_gao)
    with pytest.raises(Invalid, match="0—100"):
        assignments.report_progress(task, text="超额", percent=101, by=cast.head_zhang)
    with pytest.raises(Invalid, match="请填写进展"):
        assignments.report_progress(task, text="", percent=50, by=cast.head_zhang)
    assert task.percent == 50


def test_who_may_hand_a_task_on(cast: Cast, task: Assignment) -> None:
    with pytest.raises(NotAllowed, match="没有调整这项任务的权限"):
        assignments.change_holder(task, person=cast.nurse_sun, by=cast.head_gao, because="我说的")
    with pytest.raises(Invalid, match="请写明变更责任人的原因"):
        assignments.change_holder(task, person=cast.nurse_sun, by=cast.qian, because="")
    assert task.lead_on(timezone.now()).person == cast.head_zhang


def test_a_task_that_asks_for_evidence_is_not_done_without(cast: Cast) -> None:
    task = give(cast, cast.head_zhang, evidence_required="整修前后照片")
    with pytest.raises(NotYet, match="整修前后照片"):
        assignments.complete(task, by=cast.qian)
    with pytest.raises(Invalid, match="请上传佐证材料"):
        assignments.add_evidence(task, by=cast.head_zhang)
    checked = gate(SimpleUploadedFile("整修前后.txt", "隔离间门已更换。".encode(), "text/plain"))
    with transaction.atomic():
        attached = attach(checked, to=task, by=cast.head_zhang)
        assignments.add_evidence(task, attachment=attached, by=cast.head_zhang)
    assignments.complete(task, by=cast.qian)
    assert (task.state, task.percent, task.completed_by) == (Assignment.State.DONE, 100, cast.qian)
    with pytest.raises(AlreadyDone, match="钱科长已于"):
        assignments.report_progress(task, text="补充", percent=100, by=cast.head_zhang)
    assert agreeing_rows()


def test_a_reopened_task_is_owed_again_by_who_held_it(cast: Cast, task: Assignment) -> None:
    with pytest.raises(AlreadyDone, match="正在办理"):
        assignments.reopen(task, by=cast.qian, because="提前")
    assignments.complete(task, by=cast.qian)
    assert not Assignment.objects.held_by(cast.head_zhang).open().exists()
    assignments.reopen(task, by=cast.qian, because="复查不合格")
    assert (task.state, task.completed_at) == (Assignment.State.OPEN, None)
    assert list(Assignment.objects.held_by(cast.head_zhang).open()) == [task]
    assert Notice.objects.of(cast.head_zhang).first().text == "任务需重新办理：整修隔离间"


def test_a_task_is_put_on_the_supervised_list_once(cast: Cast, task: Assignment) -> None:
    assignments.supervise(task, by=cast.vice_president_he)
    assert task.supervised
    with pytest.raises(AlreadyDone):
        assignments.supervise(task, by=cast.vice_president_he)


def test_holders_and_those_above_see_a_task_and_strangers_do_not(cast: Cast, task: Assignment) -> None:
    assignments.add_holder(task, person=cast.president_wei, role=Role.SUPPORT, by=cast.qian)
    for seer in (cast.head_zhang, cast.qian, cast.li, cast.president_wei):
        assert visible(seer, Assignment).get() == task
        assert visible(seer, Holder).count() == 2
    for stranger in (cast.head_gao, cast.president_wu):
        assert not visible(stranger, Assignment).exists()
        assert not visible(stranger, Holder).exists()


def test_a_list_of_tasks_costs_two_queries(cast: Cast, django_assert_num_queries: pytest.FixtureRequest) -> None:
    for _number in range(4):
        give(cast, cast.head_zhang)
    with django_assert_num_queries(2):
        for task in Assignment.objects.held_by(cast.head_zhang).with_holders():
            assert (task.lead_unit.name, [str(held.person) for held in task.current_holders]) == (
                "重症医学科",
                ["张主任"],
            )

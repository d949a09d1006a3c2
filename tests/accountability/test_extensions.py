"""延期: asked before the deadline with a reason, decided by somebody else; the first date stays."""

import datetime

import pytest
from django.utils import timezone

from accountability import assignments, extensions, trail, verify
from accountability.models import Assignment, Extension, Notice
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.services import delegate
from organizations.sight import visible
from tests.accountability.climbers import task_of
from tests.cast import Cast

pytestmark = pytest.mark.urls("tests.accountability.addresses")
DAYS = datetime.timedelta(days=1)


@pytest.fixture
def task(cast: Cast) -> Assignment:
    """孙护士 owes something in five days; 何副院长 and 张主任 may decide about it."""
    assert cast.vice_president_he
    assert cast.head_zhang
    return task_of(cast, cast.nurse_sun, due_on=timezone.localdate() + 5 * DAYS)


def asked(task: Assignment, by: Person, *, days: int = 20, because: str = "设备未到货") -> Extension:
    due_on = timezone.localdate() + days * DAYS
    return extensions.ask_extension(task, due_on=due_on, because=because, by=by)


def test_an_extension_moves_the_deadline_and_never_the_first_date(cast: Cast, task: Assignment) -> None:
    first = task.due_on
    extension = asked(task, cast.nurse_sun)
    assert (task.due_on, extension.was_due_on) == (first, first)
    assert Notice.objects.unread(cast.vice_president_he).filter(kind="extension").count() == 1
    extensions.decide_extension(extension, agrees=True, opinion="同意", by=cast.vice_president_he)
    task.refresh_from_db()
    assert (task.scheduled_on, task.due_on) == (first, extension.due_on)
    assert Notice.objects.unread(cast.nurse_sun).first().text.startswith("延期申请已同意：整修隔离间")
    assert trail.of(task).last().told["changed"]["due_on"] == [first.isoformat(), extension.due_on.isoformat()]
    assert [found for result in verify.run() for found in result.differences] == []


def test_a_refused_one_moves_nothing_and_says_why(cast: Cast, task: Assignment) -> None:
    extension = asked(task, cast.nurse_sun)
    with pytest.raises(Invalid, match="请写明理由"):
        extensions.decide_extension(extension, agrees=False, by=cast.head_zhang)
    extensions.decide_extension(extension, agrees=False, opinion="可以先用备用设备", by=cast.head_zhang)
    task.refresh_from_db()
    assert task.due_on == task.scheduled_on
    assert "可以先用备用设备" in Notice.objects.unread(cast.nurse_sun).first().text
    with pytest.raises(AlreadyDone, match="张主任"):
        extensions.decide_extension(extension, agrees=True, by=cast.vice_president_he)


def test_bad_requests_get_a_sentence_and_leave_nothing(cast: Cast, task: Assignment) -> None:
    with pytest.raises(Invalid, match="请写明申请延期的理由"):
        asked(task, cast.nurse_sun, because=" ")
    for days in (4, 5):
        with pytest.raises(Invalid, match="应当晚于现在的期限"):
            asked(task, cast.nurse_sun, days=days)
    with pytest.raises(Invalid, match="最长两年"):
        asked(task, cast.nurse_sun, days=900)
    with pytest.raises(NotAllowed, match="不是这项任务的责任人"):
        asked(task, cast.head_gao)
    assert not Extension.objects.exists()


def test_after_the_deadline_it_is_too_late(cast: Cast) -> None:
    late = task_of(cast, cast.nurse_sun, due_on=timezone.localdate() - DAYS)
    with pytest.raises(NotYet, match="已过，不能再申请延期"):
        asked(late, cast.nurse_sun)
    today = task_of(cast, cast.nurse_sun, due_on=timezone.localdate())
    assert asked(today, cast.nurse_sun).pk


def test_there_is_one_open_request_at_a_time(cast: Cast, task: Assignment) -> None:
    extension = asked(task, cast.nurse_sun)
    with pytest.raises(AlreadyDone, match="已有一份待审批的延期申请"):
        asked(task, cast.nurse_sun, days=30)
    with pytest.raises(NotAllowed, match="只有申请人本人"):
        extensions.withdraw_extension(extension, by=cast.head_zhang)
    extensions.withdraw_extension(extension, by=cast.nurse_sun)
    with pytest.raises(AlreadyDone, match="已撤回"):
        extensions.decide_extension(extension, agrees=True, by=cast.head_zhang)
    assert asked(task, cast.nurse_sun, days=30).state == "waiting"


def test_nobody_decides_his_own(cast: Cast) -> None:
    task = task_of(cast, cast.head_zhang, due_on=timezone.localdate() + 5 * DAYS)
    extension = asked(task, cast.head_zhang)
    with pytest.raises(NotAllowed, match="不能审批自己"):
        extensions.decide_extension(extension, agrees=True, by=cast.head_zhang)
    today = timezone.localdate()
    post = cast.head_zhang.appointments.get()
    delegate(post, proxy=cast.president_wang, since=today, until=today, by=cast.head_zhang, because="外出")
    with pytest.raises(NotAllowed, match="责任人及其代办人"):
        extensions.decide_extension(extension, agrees=True, by=cast.president_wang)
    with pytest.raises(NotAllowed, match="没有审批这项延期的权限"):
        extensions.decide_extension(extension, agrees=True, by=cast.head_gao)
    assert extensions.decide_extension(extension, agrees=True, by=cast.director_liu).state == "approved"


def test_a_proxy_asks_for_the_holder_who_is_away(cast: Cast) -> None:
    task = task_of(cast, cast.head_zhang, due_on=timezone.localdate() + 5 * DAYS)
    today = timezone.localdate()
    post = cast.head_zhang.appointments.get()
    delegate(post, proxy=cast.nurse_sun, since=today, until=today, by=cast.head_zhang, because="外出")
    extension = asked(task, cast.nurse_sun)
    assert trail.of(extension).get().acting_for_name == "张主任"
    with pytest.raises(NotAllowed):
        extensions.decide_extension(extension, agrees=True, by=cast.head_zhang)


def test_a_task_that_was_done_meanwhile_is_not_extended(cast: Cast, task: Assignment) -> None:
    extension = asked(task, cast.nurse_sun)
    assignments.complete(task, by=cast.qian)
    with pytest.raises(NotYet, match="已经办结或撤销"):
        extensions.decide_extension(extension, agrees=True, by=cast.head_zhang)
    extension.refresh_from_db()
    assert extension.state == "waiting"
    with pytest.raises(AlreadyDone):
        asked(task, cast.nurse_sun, days=40)


def test_a_neighbour_does_not_see_it(cast: Cast, task: Assignment) -> None:
    extension = asked(task, cast.nurse_sun)
    for person in (cast.nurse_sun, cast.head_zhang, cast.vice_president_he, cast.li):
        assert visible(person, Extension).filter(pk=extension.pk).exists(), person
    assert not visible(cast.president_wu, Extension).exists()

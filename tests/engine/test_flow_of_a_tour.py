"""A flow from its start to its end, told as a story."""

from datetime import timedelta

import pytest
from django.dispatch import Signal
from django.utils import timezone
from viewflow.workflow.models import Task
from viewflow.workflow.status import PROCESS, STATUS

from engine import cancel, finish, hold, jobs, may_act, progress, release, require_turn, send_back
from engine.events import flow_cancelled, flow_finished, flow_started, released, sent_back, step_closed
from engine.models import Job, Turn
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from tests.cast import Cast
from tests.engine.playground import services
from tests.engine.playground.models import Stop, Tour

pytestmark = pytest.mark.django_db


def at(thing: Tour | Stop) -> list[str]:
    """Where the thing waits."""
    return list(Turn.objects.of(thing).open().values_list("node", flat=True))


def hears(signal: Signal) -> list[dict]:
    """Everything a signal says from now on."""
    heard: list[dict] = []

    def listen(**said: object) -> None:
        heard.append(said)

    signal.connect(listen, weak=False)
    return heard


@pytest.fixture
def heard() -> dict[str, list[dict]]:
    """Hear every event of the engine, by name; nobody listens any longer when the test is over."""
    return {
        "started": hears(flow_started), "finished": hears(flow_finished), "cancelled": hears(flow_cancelled),
        "back": hears(sent_back), "released": hears(released), "closed": hears(step_closed),
    }  # fmt: skip


def agreed(cast: Cast, **fields: object) -> Tour:
    """A tour that everybody has agreed to."""
    tour = services.plan_tour(cast.city, by=cast.li, **fields)
    services.submit_plan(tour, by=cast.li)
    services.agree(tour, by=cast.director_wang)
    return tour


def test_a_tour_goes_from_its_plan_to_its_report(cast: Cast, heard: dict) -> None:
    tour = services.plan_tour(cast.city, by=cast.li, stops=3)
    assert at(tour) == ["plan"]
    services.submit_plan(tour, by=cast.li)
    assert at(tour) == ["consent"]
    services.agree(tour, by=cast.director_wang)
    assert at(tour) == ["prepare"]
    jobs.run_all()
    tour.refresh_from_db()
    assert (at(tour), tour.state) == (["stops"], "prepared")
    for stop in Stop.objects.all():
        services.visit(stop, by=cast.zhao)
        jobs.run_all()
    assert at(tour) == ["report"]
    services.report(tour, by=cast.li)
    assert (at(tour), tour.state, tour.process.status) == ([], "closed", PROCESS.DONE)
    assert [said["thing"] for said in heard["started"]] == [tour, *Stop.objects.all()]
    assert [said["by"] for said in heard["finished"]] == [cast.zhao] * 3 + [cast.li]
    assert [(said["node"].name, said["how"]) for said in heard["closed"] if said["thing"] == tour] == [
        (node, "done") for node in ("plan", "consent", "prepare", "stops", "report")
    ]


def test_a_turn_remembers_what_waits_where_since_when_and_who_ended_it(cast: Cast) -> None:
    before = timezone.now()
    tour = services.plan_tour(cast.city, by=cast.li, title="冬季巡查")
    turn = Turn.objects.of(tour).get()
    assert (turn.label, turn.url, turn.flow, turn.node) == (
        "冬季巡查",
        f"/tours/{tour.pk}/",
        "playground.TourFlow",
        "plan",
    )
    assert (turn.title, turn.kind, turn.permission) == ("拟定巡查计划", "step", "playground.plan_tour")
    assert (turn.org_path, turn.institution_path) == (cast.city.path, cast.city.path)
    assert turn.due_on == timezone.localdate() + timedelta(days=3)
    assert turn.opened_at >= before
    assert (turn.is_open, turn.organization) == (True, cast.city)
    assert list(Turn.objects.overdue(on=turn.due_on)) == []
    assert list(Turn.objects.overdue(on=turn.due_on + timedelta(days=1))) == [turn]
    services.submit_plan(tour, by=cast.li)
    turn.refresh_from_db()
    assert (turn.closed_by, turn.how, turn.is_open) == (cast.li, "done", False)
    assert turn.closed_at >= turn.opened_at
    assert list(Turn.objects.overdue(on=turn.due_on + timedelta(days=1))) == []


def test_the_second_at_a_step_is_told_who_was_first(cast: Cast) -> None:
    tour = services.plan_tour(cast.city, by=cast.li)
    services.submit_plan(tour, by=cast.li)
    with pytest.raises(AlreadyDone) as refusal:
        services.submit_plan(tour, by=cast.li)
    assert (refusal.value.who, refusal.value.when) == ("李干事", Turn.objects.of(tour).at("plan").get().closed_at)
    assert "李干事" in refusal.value.message


def test_a_step_that_is_not_reached_yet_says_so(cast: Cast) -> None:
    tour = services.plan_tour(cast.city, by=cast.li)
    with hold(tour), pytest.raises(NotYet):
        finish(tour, "report", by=cast.li)


def test_only_who_has_the_right_where_the_thing_is_may_act(cast: Cast) -> None:
    tour = services.plan_tour(cast.peoples_hospital, by=cast.qian)
    assert may_act(tour, "plan", cast.qian)
    assert not may_act(tour, "plan", cast.li)  # the right reaches his own institution only
    assert not may_act(tour, "plan", cast.president_wang)
    assert not may_act(tour, "report", cast.qian)
    with hold(tour), pytest.raises(NotAllowed):
        require_turn(tour, "plan", by=cast.zheng)
    with hold(tour):
        assert require_turn(tour, "plan", by=cast.qian).node == "plan"


def test_a_plan_sent_back_opens_anew_with_a_new_deadline(cast: Cast, heard: dict) -> None:
    tour = services.plan_tour(cast.city, by=cast.li)
    services.submit_plan(tour, by=cast.li)
    with hold(tour):
        send_back(tour, to="plan", by=cast.director_wang, because="缺少名单")
    assert at(tour) == ["plan"]
    assert [(turn.node, turn.how) for turn in Turn.objects.of(tour).order_by("pk")] == [
        ("plan", "done"), ("consent", "returned"), ("plan", ""),
    ]  # fmt: skip
    assert Turn.objects.of(tour).open().get().due_on
    (said,) = heard["back"]
    assert (said["because"], said["by"], said["to"]) == ("缺少名单", cast.director_wang, "plan")
    services.submit_plan(tour, by=cast.li)
    assert at(tour) == ["consent"]
    with pytest.raises(Invalid), hold(tour):
        send_back(tour, to="plan", by=cast.director_wang, because="  ")


def test_a_finished_flow_may_be_taken_up_again(cast: Cast) -> None:
    tour = agreed(cast, leads=False)
    jobs.run_all()
    tour.refresh_from_db()
    assert tour.process.status == PROCESS.DONE
    with hold(tour):
        send_back(tour, to="report", by=cast.director_wang, because="补一份报告")
    assert (at(tour), tour.process.status) == (["report"], PROCESS.NEW)
    services.report(tour, by=cast.li)
    assert tour.process.status == PROCESS.DONE


def test_a_condition_and_a_service_see_the_row_as_it_is_not_as_it_was_held(cast: Cast) -> None:
    tour = services.plan_tour(cast.city, by=cast.li)
    with hold(tour):
        Tour.objects.filter(pk=tour.pk).update(leads=False)
        send_back(tour, to="stops", by=cast.li, because="直接进行")
    jobs.run_all()
    tour.refresh_from_db()
    assert (tour.state, tour.process.status) == ("closed", PROCESS.DONE)


def test_the_instance_at_hand_shows_what_the_flow_has_done(cast: Cast) -> None:
    tour = agreed(cast)
    jobs.run_all()
    same, again = Tour.objects.get(pk=tour.pk), Tour.objects.get(pk=tour.pk)
    assert again.remembered_state == "prepared"
    with hold(same):
        finish(again, "report", by=cast.li)
    assert (same.state, again.state, again.remembered_state) == ("closed", "closed", "closed")


def test_a_service_in_the_background_is_called_until_it_has_no_more_to_do(cast: Cast) -> None:
    tour = agreed(cast, batches=3)
    assert jobs.drain(limit=1) == 1
    work = Job.objects.get(kind="engine.run_service")
    assert (work.state, work.done, work.total, work.percent) == ("pending", 1, 3, 33)
    jobs.run_all()
    tour.refresh_from_db()
    assert (tour.prepared, tour.state, at(tour)) == (3, "prepared", ["report"])


def test_a_service_whose_node_was_left_meanwhile_is_not_called(cast: Cast) -> None:
    tour = agreed(cast)
    with hold(tour):
        send_back(tour, to="plan", by=cast.director_wang, because="撤回")
    jobs.run_all()
    tour.refresh_from_db()
    assert (tour.state, at(tour)) == ("submitted", ["plan"])


def test_a_service_that_fails_leaves_nothing_behind_and_the_node_waiting(cast: Cast) -> None:
    tour = agreed(cast, spoilt=True)
    jobs.drain()
    work = Job.objects.get(kind="engine.run_service")
    assert (work.state, work.attempts, at(tour)) == ("pending", 1, ["prepare"])
    assert "ValueError: 地图坏了" in work.error
    Tour.objects.update(spoilt=False)
    jobs.run_all()
    assert at(tour) == ["report"]


def test_cancelling_ends_everything_beneath_and_refuses_meanwhile(cast: Cast, heard: dict) -> None:
    tour = agreed(cast, stops=3)
    jobs.run_all()
    with hold(tour):
        cancel(tour, by=cast.director_liu, because="不办了")
    first = Stop.objects.first()
    with pytest.raises(NotYet, match="上级工作已经取消"):
        services.visit(first, by=cast.zhao)
    jobs.run_all()
    assert Turn.objects.open().count() == 0
    assert Task.objects.filter(status=STATUS.NEW).count() == 0
    assert {stop.process.status for stop in Stop.objects.all()} == {PROCESS.CANCELED}
    assert [(said["by"], said["because"]) for said in heard["cancelled"]] == [(cast.director_liu, "不办了")] * 4
    with pytest.raises(AlreadyDone, match="已经取消"):
        services.visit(first, by=cast.zhao)
    with pytest.raises(AlreadyDone), hold(tour):
        cancel(tour, by=cast.director_liu, because="再取消")


def test_cancelling_while_the_children_are_still_being_started_leaves_none(cast: Cast) -> None:
    tour = agreed(cast, stops=250)
    jobs.drain(limit=2)  # prepare, then the first hundred
    assert Stop.objects.filter(process__isnull=False).count() == 100
    with hold(tour):
        cancel(tour, by=cast.director_liu, because="不办了")
    jobs.run_all()
    assert Stop.objects.filter(process__isnull=False).count() == 100
    assert Stop.objects.filter(process__status=PROCESS.NEW).count() == 0


def test_cancelling_the_last_open_child_lets_the_parent_go_on(cast: Cast) -> None:
    tour = agreed(cast, stops=2)
    jobs.run_all()
    first, last = Stop.objects.order_by("pk")
    services.visit(first, by=cast.zhao)
    with hold(last):
        cancel(last, by=cast.li, because="该处已撤并")
    jobs.run_all()
    assert at(tour) == ["report"]


def test_releasing_goes_on_and_late_children_do_no_harm(cast: Cast, heard: dict) -> None:
    tour = agreed(cast, stops=3)
    jobs.run_all()
    stops = list(Stop.objects.order_by("pk"))
    services.visit(stops[0], by=cast.zhao)
    jobs.run_all()
    with hold(tour):
        release(tour, "stops", by=cast.director_wang, because="其余两处另行安排")
    assert (at(tour), at(stops[1])) == (["report"], ["visit"])
    assert Turn.objects.of(tour).at("stops").get().how == "released"
    assert heard["released"][0]["because"] == "其余两处另行安排"
    services.visit(stops[1], by=cast.zhao)
    jobs.run_all()
    assert at(tour) == ["report"]
    services.report(tour, by=cast.li)
    services.visit(stops[2], by=cast.zhao)
    jobs.run_all()
    tour.refresh_from_db()
    assert tour.process.status == PROCESS.DONE
    assert [said["thing"] for said in heard["finished"]].count(tour) == 1


def test_releasing_waits_until_every_child_was_started(cast: Cast) -> None:
    tour = agreed(cast, stops=120)
    jobs.drain(limit=2)
    with pytest.raises(NotYet), hold(tour):
        release(tour, "stops", by=cast.director_wang, because="先走")
    with pytest.raises(TypeError), hold(tour):
        release(tour, "plan", by=cast.director_wang, because="先走")


def test_going_through_the_children_again_starts_only_what_has_no_live_flow(cast: Cast) -> None:
    tour = agreed(cast, stops=3)
    jobs.run_all()
    stops = list(Stop.objects.order_by("pk"))
    services.visit(stops[0], by=cast.zhao)
    with hold(tour):
        send_back(tour, to="stops", by=cast.director_wang, because="重走")
    jobs.run_all()
    assert Turn.objects.filter(node="visit").count() == 4  # the one that was over is visited again
    assert Turn.objects.filter(node="visit").open().count() == 3
    assert progress(tour, "stops").open == 3
    for stop in stops:
        services.visit(stop, by=cast.zhao)
        assert at(tour) == ["stops"]
        jobs.run_all()
    assert at(tour) == ["report"]


def test_children_that_need_nobody_are_over_at_once(cast: Cast) -> None:
    tour = services.plan_tour(cast.city, by=cast.li, stops=150)
    Stop.objects.update(is_virtual=True)
    services.submit_plan(tour, by=cast.li)
    services.agree(tour, by=None)
    jobs.run_all()
    assert at(tour) == ["report"]
    assert Stop.objects.filter(process__status=PROCESS.DONE).count() == 150


@pytest.mark.parametrize("number", [0, 1, 100, 120, 250])
def test_the_flow_goes_on_after_the_last_of_any_number_of_children(cast: Cast, number: int) -> None:
    tour = agreed(cast, stops=number)
    jobs.run_all()
    stops = list(Stop.objects.order_by("pk"))
    for stop in stops:
        assert at(tour) == ["stops"]
        services.visit(stop, by=cast.zhao)
    jobs.run_all()
    assert at(tour) == ["report"]
    assert Turn.objects.filter(node="visit").count() == number
    how_far = progress(tour, "stops")
    assert (how_far.total, how_far.started, how_far.open, how_far.is_complete) == (number, number, 0, True)


def test_struck_items_get_no_flow(cast: Cast) -> None:
    tour = services.plan_tour(cast.city, by=cast.li, stops=3)
    Stop.objects.filter(name="第2站").update(is_struck=True)
    services.submit_plan(tour, by=cast.li)
    services.agree(tour, by=None)
    jobs.run_all()
    assert [stop.name for stop in Stop.objects.exclude(process=None).order_by("pk")] == ["第1站", "第3站"]


def test_nobody_finishes_what_waits_for_jobs_or_children(cast: Cast) -> None:
    tour = agreed(cast, stops=1)
    with pytest.raises(TypeError), hold(tour):
        finish(tour, "prepare", by=cast.li)
    with pytest.raises(TypeError), hold(tour):
        finish(tour, "stops", by=cast.li)
    with pytest.raises(LookupError), hold(tour):
        finish(tour, "lunch", by=cast.li)

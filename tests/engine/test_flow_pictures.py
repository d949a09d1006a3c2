"""Flows as pictures: where everything stands, what it says, and how a thing stands in its flow."""

from datetime import timedelta
from itertools import combinations
from typing import Any

import pytest
from django.utils import timezone

from engine import cancel, finish, hold, jobs, release, send_back
from engine.flow import all_flows, name_of
from engine.models import Turn
from engine.pictures.geometry import NOTE_SIGN, SIGN, Drawing, draw
from engine.pictures.graph import Arrow, Graph, Point, graph_of
from engine.pictures.layout import Placed, place
from engine.pictures.picture import Picture, picture_of
from engine.pictures.standing import stale_nodes
from engine.pictures.telling import Stand
from engine.pictures.wrapping import NOT_FIRST, width, wrapped
from organizations.models import Person
from tests.cast import Cast
from tests.engine.playground import services
from tests.engine.playground.flows import StopFlow, TourFlow
from tests.engine.playground.models import Stop, Tour

BOTH = pytest.mark.parametrize("down", [False, True], ids=["across", "down"])
FLOWS = pytest.mark.parametrize("flow", all_flows(), ids=name_of)


def picture(thing: Any, *, shown: bool = True) -> Picture:
    """The picture of a thing as the next request would draw it."""
    return picture_of(type(thing)._default_manager.get(pk=thing.pk), shows=lambda turn: shown)


def stands(thing: Any) -> dict[str, str]:
    """How every node stands."""
    drawing = picture(thing).drawings[0]
    return {shape.point.name: shape.stand.state for shape in drawing.shapes}


def notes(thing: Any, node: str) -> tuple[str, ...]:
    """What is written under a node."""
    drawing = picture(thing).drawings[0]
    return next(shape.stand.notes for shape in drawing.shapes if shape.point.name == node)


def drawn(graph: Graph, *, down: bool) -> tuple[Placed, Drawing]:
    """A graph of which nothing has begun."""
    placed = place(graph)
    later = {point.name: Stand("later") for point in graph.points}
    return placed, draw(graph, placed, later, frozenset(), down=down)


def overlaps(drawing: Drawing) -> list[tuple[str, str]]:
    """The points whose shapes lie on one another."""
    return [
        (one.point.name, other.point.name)
        for one, other in combinations(drawing.shapes, 2)
        if abs(one.x - other.x) < one.half_x + other.half_x and abs(one.y - other.y) < one.half_y + other.half_y
    ]


def too_wide(drawing: Drawing) -> list[str]:
    """The lines of text that are wider than the box they stand in."""
    return [
        words.text
        for shape in drawing.shapes
        if shape.point.is_box
        for words in shape.words
        if width(words.text) * (SIGN if words.css.endswith("title") else NOTE_SIGN) > shape.width - 6
    ]


# Words


@pytest.mark.parametrize(
    ("text", "room", "lines"),
    [
        ("核查", 10, ["核查"]),
        ("拟定并提交方案", 11, ["拟定", "并提交方案"]),
        ("确定名单并印发", 11, ["确定名单", "并印发"]),
        ("院办合规与预算一致性核稿", 16, ["院办合规", "与预算一致性核稿"]),
        ("期限2026年11月24日", 16, ["期限", "2026年11月24日"]),
        ("审核《方案》。", 12, ["审核", "《方案》。"]),
        ("提交方案，", 8, ["提交", "方案，"]),
        ("", 8, []),
        ("GB18030编码检查", 10, ["GB18030", "编码检查"]),
        ("Self-inspection in this phase?", 14, ["Self-", "inspection in", "this phase?"]),
    ],
)
def test_a_line_is_broken_where_it_reads_best(text: str, room: int, lines: list[str]) -> None:
    assert wrapped(text, room) == lines


@pytest.mark.parametrize("room", range(6, 30))
def test_no_line_is_too_wide_begins_with_a_mark_or_holds_one_sign(room: int) -> None:
    text = "医院感染（含重症监护、手术室）专项检查，须在2026年12月31日前完成；逾期的，由上一级机构督促。"
    lines = wrapped(text, room, most=20)
    assert all(width(line) <= room for line in lines)
    assert "".join(lines) == text
    if room >= 16:
        assert [line for line in lines if line[0] in NOT_FIRST] == []
    short = wrapped("提交阶段小结", room)
    assert [line for line in short if len(line) == 1] == []


def test_what_does_not_fit_is_cut_with_a_sign_that_it_goes_on() -> None:
    lines = wrapped("很长的名称" * 10, 10, most=2)
    assert len(lines) == 2
    assert lines[-1].endswith("…")
    assert width(lines[-1]) <= 10


# Where everything stands


@FLOWS
@BOTH
def test_every_flow_fits_its_picture(flow: Any, down: bool) -> None:
    graph = graph_of(flow)
    _placed, drawing = drawn(graph, down=down)
    assert overlaps(drawing) == []
    assert too_wide(drawing) == []
    assert len(drawing.lines) == len(graph.arrows)
    assert {shape.point.name for shape in drawing.shapes} == {point.name for point in graph.points}
    assert drawing.width <= (316 if down else 1112)
    for shape in drawing.shapes:
        assert shape.left >= 0
        assert shape.right <= drawing.width
        assert shape.top >= 0
        assert shape.top + shape.height <= drawing.height


@pytest.mark.parametrize(
    "flow", [flow for flow in all_flows() if not flow.__module__.startswith("tests.")], ids=name_of
)
def test_a_question_is_asked_in_words(flow: Any) -> None:
    for point in graph_of(flow).points:
        assert point.title
        assert not point.title.isascii()
        assert "_" not in point.title


def test_a_return_and_a_way_past_have_lanes_of_their_own() -> None:
    graph = graph_of(TourFlow)
    placed = place(graph)
    assert [(arrow.src, arrow.dst, arrow.label) for arrow in placed.under] == [("consent", "plan", "退回")]
    assert [(arrow.src, arrow.dst, arrow.label) for arrow in placed.over] == [("is_reported", "close", "否")]
    assert set(placed.rows.values()) == {0}


def _branching() -> Graph:
    boxes = [Point(name, "step", f"第{name}步") for name in "abcdef"]
    ways = [("s", "a"), ("a", "g"), ("g", "b"), ("b", "c"), ("c", "e"), ("g", "d"), ("d", "e"), ("g", "f"), ("f", "z")]
    points = [Point("s", "start", "开始"), *boxes, Point("g", "if", "重大？"), Point("z", "end", "结束")]
    return Graph(tuple(points), (*(Arrow(*way) for way in ways), Arrow("e", "z"), Arrow("e", "a", "退回", back=True)))


@BOTH
def test_branches_stand_in_rows_of_their_own(down: bool) -> None:
    placed, drawing = drawn(_branching(), down=down)
    assert {name for name, row in placed.rows.items() if row == 0} == set("sagbcez")
    assert placed.rows["d"] != placed.rows["f"]
    assert overlaps(drawing) == []
    assert [arrow.label for arrow in (*placed.over, *placed.under)] == ["退回"]


def test_lanes_that_would_cover_one_another_are_apart() -> None:
    points = tuple(Point(name, "step", name) for name in "abcd")
    ways = [Arrow("a", "b"), Arrow("b", "c"), Arrow("c", "d"), Arrow("c", "a", back=True), Arrow("d", "b", back=True)]
    placed = place(Graph(points, tuple(ways)))
    assert sorted(placed.under.values()) == [0, 1]


# How a thing stands


def test_what_comes_after_a_step_opened_again_is_to_be_done_anew() -> None:
    graph = graph_of(TourFlow)
    assert stale_nodes(graph, {"start": 1, "plan": 2, "consent": 3}) == frozenset()
    assert stale_nodes(graph, {"start": 1, "consent": 3, "plan": 4}) == {"consent"}
    assert stale_nodes(graph, {"start": 1, "plan": 4, "consent": 5}) == frozenset()


def agreed(cast: Cast, **fields: Any) -> Tour:
    """A tour that everybody has agreed to."""
    tour = services.plan_tour(cast.city, by=cast.li, **fields)
    services.submit_plan(tour, by=cast.li)
    services.agree(tour, by=cast.director_wang)
    return tour


@pytest.mark.django_db
def test_a_picture_follows_a_tour_from_its_plan_to_its_end(cast: Cast) -> None:
    tour = services.plan_tour(cast.city, by=cast.li, stops=3)
    assert stands(tour)["plan"] == "active"
    assert {state for node, state in stands(tour).items() if node not in ("start", "plan")} == {"later"}
    due = tour.plan_due_on
    assert notes(tour, "plan") == ("市卫健委", f"期限{due.month}月{due.day}日")
    services.submit_plan(tour, by=cast.li)
    assert (stands(tour)["plan"], stands(tour)["consent"]) == ("done", "active")
    today = timezone.localdate()
    assert notes(tour, "plan") == (f"李干事 · {today.month}月{today.day}日",)
    services.agree(tour, by=cast.director_wang)
    jobs.run_all()
    assert stands(tour)["stops"] == "active"
    assert notes(tour, "stops") == ("已办结0/3",)
    services.visit(Stop.objects.earliest("pk"), by=cast.zhao)
    jobs.run_all()
    assert notes(tour, "stops") == ("已办结1/3",)
    assert stands(tour)["stops"] == "active"
    for stop in Stop.objects.order_by("pk")[1:]:
        services.visit(stop, by=cast.zhao)
        jobs.run_all()
    assert (stands(tour)["stops"], stands(tour)["is_reported"], stands(tour)["report"]) == ("done", "done", "active")
    services.report(tour, by=cast.li)
    assert set(stands(tour).values()) == {"done"}
    assert picture(tour).summary == "流程已结束"


@pytest.mark.django_db
def test_a_step_that_was_opened_again_is_open_and_what_followed_is_not_done(cast: Cast) -> None:
    tour = services.plan_tour(cast.city, by=cast.li)
    services.submit_plan(tour, by=cast.li)
    with hold(tour):
        send_back(tour, "plan", by=cast.director_wang, because="线路太长。")
    assert (stands(tour)["plan"], stands(tour)["consent"]) == ("active", "again")
    assert notes(tour, "consent") == ("上一轮已退回",)
    assert "第2次办理" in notes(tour, "plan")
    services.submit_plan(tour, by=cast.li)
    assert (stands(tour)["plan"], stands(tour)["consent"]) == ("done", "active")
    assert notes(tour, "plan")[1:] == ("共办理2次",)


@pytest.mark.django_db
def test_a_finished_flow_that_is_opened_again_is_not_finished(cast: Cast) -> None:
    tour = agreed(cast, leads=False)
    jobs.run_all()
    assert stands(tour)["report"] == "skipped"
    assert stands(tour)["ended"] == "done"
    with hold(tour):
        send_back(tour, "plan", by=cast.li, because="又发现问题。")
    found = stands(tour)
    assert (found["plan"], found["ended"], found["consent"], found["report"]) == ("active", "again", "again", "later")


@pytest.mark.django_db
def test_what_was_passed_by_is_told_apart_from_what_is_to_come(cast: Cast) -> None:
    tour = agreed(cast, stops=1)
    Stop.objects.update(is_virtual=True)
    jobs.run_all()
    found = stands(Stop.objects.get())
    assert (found["visit"], found["visited"]) == ("skipped", "done")
    drawing = picture(Stop.objects.get()).drawings[0]
    ways = {arrow.label: line.passed for arrow, line in zip(graph_of(StopFlow).arrows, drawing.lines, strict=True)}
    assert (ways["是"], ways["否"]) == (True, False)
    assert stands(tour)["report"] == "active"


@pytest.mark.django_db
def test_a_flow_that_was_cancelled_waits_for_nobody(cast: Cast) -> None:
    tour = services.plan_tour(cast.city, by=cast.li)
    with hold(tour):
        cancel(tour, by=cast.li, because="不办了。")
    assert stands(tour)["plan"] == "cancelled"
    assert picture(tour).summary == "流程已结束"


@pytest.mark.django_db
def test_what_was_released_says_so(cast: Cast) -> None:
    tour = agreed(cast, stops=2)
    jobs.run_all()
    services.visit(Stop.objects.earliest("pk"), by=cast.zhao)
    jobs.run_all()
    with hold(tour):
        release(tour, "stops", by=cast.li, because="来不及了。")
    assert notes(tour, "stops")[1:] == ("已放行", "已办结1/2")
    assert stands(tour)["stops"] == "done"


@pytest.mark.django_db
def test_a_day_that_is_over_is_told_in_red_words(cast: Cast) -> None:
    tour = services.plan_tour(cast.city, by=cast.li)
    Turn.objects.of(tour).update(due_on=timezone.localdate() - timedelta(days=2))
    assert stands(tour)["plan"] == "overdue"
    assert notes(tour, "plan")[-1] == "逾期2天"
    Turn.objects.of(tour).update(due_on=timezone.localdate())
    assert stands(tour)["plan"] == "active"


@pytest.mark.django_db
def test_a_thing_that_has_not_begun_is_drawn_too(cast: Cast) -> None:
    tour = Tour.objects.create(title="草稿", org_path=cast.city.path)
    assert set(stands(tour).values()) == {"later"}
    assert picture(tour).summary == "流程还没有启动"


@pytest.mark.django_db
def test_the_text_says_how_every_step_stands_and_names_nobody_to_a_stranger(cast: Cast) -> None:
    tour = agreed(cast)
    told = picture(tour).text
    for point in graph_of(TourFlow).points:
        assert f"{point.title}：" in told
    assert "李干事" in told
    assert "王主任" in told
    strange = picture(tour, shown=False)
    for name in ("李干事", "王主任", "市卫健委"):
        assert name not in strange.text
        assert not any(name in words.text for shape in strange.drawings[0].shapes for words in shape.words)


@pytest.mark.django_db
def test_a_long_history_costs_no_more(cast: Cast, django_assert_max_num_queries: Any) -> None:
    tour = services.plan_tour(cast.city, by=cast.li, stops=30)
    for _round in range(5):
        services.submit_plan(tour, by=cast.li)
        with hold(tour):
            send_back(tour, "plan", by=cast.director_wang, because="再改。")
    _go_on(tour, cast.li, cast.director_wang)
    found = Tour.objects.select_related("process").get(pk=tour.pk)
    with django_assert_max_num_queries(4):
        picture_of(found, shows=lambda turn: True)


def _go_on(tour: Tour, clerk: Person, leader: Person) -> None:
    """Through the sign-off and into the stops."""
    services.submit_plan(tour, by=clerk)
    with hold(tour):
        finish(tour, "consent", by=leader)
    jobs.run_all()

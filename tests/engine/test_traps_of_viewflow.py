"""Every trap measured in viewflow 2.4.0 is closed, or a check proves that the construct is not used."""

import gc
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf import settings
from django.core.checks import Error
from django.template.exceptions import TemplateDoesNotExist
from django.template.loader import get_template
from django.urls import URLPattern, URLResolver, get_resolver
from viewflow.this_object import this as viewflow_this
from viewflow.workflow import nodes as stock
from viewflow.workflow.base import FlowMetaClass
from viewflow.workflow.exceptions import FlowRuntimeError
from viewflow.workflow.lock import no_lock
from viewflow.workflow.models import Process, Task

from engine import (
    Children,
    End,
    Flow,
    Function,
    If,
    Job,
    Sign,
    Start,
    Step,
    checks,
    hold,
    jobs,
    send_back,
    this,
    verify,
)
from engine.activations import activation_of
from engine.flow import all_flows, newest_flow
from engine.models import Turn
from tests.cast import Cast
from tests.engine.playground import services
from tests.engine.playground.flows import TourFlow
from tests.engine.playground.models import Tour

MakeFlow = Callable[..., type[Flow]]


@pytest.fixture
def a_flow() -> Iterator[MakeFlow]:
    """Make a flow that is gone after the test: Start, what is given, End."""

    def make(*, of: str = "playground.Tour", bases: tuple[type, ...] = (Flow,), **attributes: Any) -> type[Flow]:
        first = next((name for name, node in attributes.items() if hasattr(node, "_outgoing")), "ended")
        start = {"start": Start().Next(getattr(this, first))}
        return FlowMetaClass("TrialFlow", bases, {"of": of, **start, **attributes, "ended": End()})

    yield make
    gc.collect()


def codes(flow: type[Flow]) -> set[str]:
    """What the checks say about it."""
    return {code for code, _problem in checks.problems(flow)}


def a_step(to: str = "ended") -> Step:
    """A step without fault."""
    return Step("办", permission="playground.plan_tour").Next(getattr(this, to))


def test_every_flow_of_the_site_passes_every_check() -> None:
    assert checks.check_flows(None) == []
    assert len(all_flows()) > 2


def test_a_flow_without_fault_is_not_blamed(a_flow: MakeFlow) -> None:
    assert codes(a_flow(draft=a_step())) == set()


def test_f1_none_of_viewflows_pages_is_mounted_so_no_task_is_reached_through_anothers_address() -> None:
    def callbacks(resolver: URLResolver) -> Iterator[str]:
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLPattern):
                yield pattern.callback.__module__
            else:
                yield from callbacks(pattern)

    modules = set(callbacks(get_resolver("workflow_site.urls")))
    assert modules
    assert not [module for module in modules if module.startswith("viewflow")]


@pytest.mark.django_db
def test_f1_a_verb_names_thing_and_node_and_moves_nothing_else(cast: Cast) -> None:
    mine, other = (services.plan_tour(cast.city, by=cast.li) for _n in range(2))
    services.submit_plan(mine, by=cast.li)
    services.agree(mine, by=cast.director_wang)
    assert [turn.node for turn in Turn.objects.of(other)] == ["plan"]


@pytest.mark.django_db
def test_f2_nothing_is_revived_and_what_is_opened_anew_keeps_its_permission(cast: Cast) -> None:
    tour = services.plan_tour(cast.city, by=cast.li)
    services.submit_plan(tour, by=cast.li)
    with hold(tour):
        send_back(tour, to="plan", by=cast.director_wang, because="缺少名单")
    assert Turn.objects.of(tour).open().get().permission == "playground.plan_tour"
    cancelled = Task.objects.get(turn__how="returned")
    with pytest.raises(FlowRuntimeError):
        activation_of(cancelled, tour.process).revive()


def test_f3_viewflows_lock_that_locks_nothing_is_found(a_flow: MakeFlow) -> None:
    assert codes(a_flow(draft=a_step(), lock_impl=no_lock)) == {"engine.E002"}


def test_f4_f13_timers_boundaries_and_escalations_are_found(a_flow: MakeFlow) -> None:
    with_timer = a_step().OnTimeout("1", this.ended)
    assert "engine.E007" in codes(a_flow(draft=with_timer))
    with_compensation = a_step().CompensateWith(this.ended)
    assert "engine.E007" in codes(a_flow(draft=with_compensation))


@pytest.mark.parametrize(
    "node",
    [
        stock.View(lambda request: None).Next(viewflow_this.ended),
        stock.Handle().Next(viewflow_this.ended),
        stock.Split().Next(viewflow_this.ended),
        stock.Join().Next(viewflow_this.ended),
        stock.Timer(delay=None).Next(viewflow_this.ended),
        stock.Function(print).Next(viewflow_this.ended),
        stock.TerminateEnd(),
    ],
    ids=lambda node: type(node).__name__,
)
def test_no_join_split_view_handle_or_timer_of_viewflow_passes(a_flow: MakeFlow, node: Any) -> None:
    assert "engine.E007" in codes(a_flow(draft=node))


@pytest.mark.django_db
def test_f5_a_renamed_node_or_flow_is_named_and_breaks_no_list(cast: Cast) -> None:
    tours = [services.plan_tour(cast.city, by=cast.li) for _n in range(3)]
    assert verify() == []
    Task.objects.filter(flow_task=TourFlow.plan).filter(process=tours[0].process).update(
        flow_task="playground/flows.TourFlow.gone"
    )
    Process.objects.filter(pk=tours[1].process_id).update(flow_class="playground/flows.GoneFlow")
    Turn.objects.of(tours[2]).update(node="gone")
    assert verify() == [
        "流程 playground/flows.GoneFlow 在程序中不存在，涉及 1 个流程实例。",
        "节点 playground/flows.TourFlow.gone 在程序中不存在，涉及 1 个流程节点实例。",
        "待办节点 playground.TourFlow.gone 在程序中不存在，涉及 1 条待办。",
    ]
    assert all(isinstance(problem, Error) for problem in checks.check_stored_names(None, databases=["default"]))
    assert len([str(turn) for turn in Turn.objects.for_person(cast.li)]) == 3


@pytest.mark.django_db
def test_f6_f7_f8_no_task_belongs_to_an_account_or_asks_guardian(cast: Cast) -> None:
    tour = services.plan_tour(cast.city, by=cast.li, stops=2)
    services.submit_plan(tour, by=cast.li)
    services.agree(tour, by=cast.director_wang)
    jobs.run_all()
    assert not Task.objects.exclude(owner=None, owner_permission=None, owner_permission_obj_pk=None).exists()


@pytest.mark.django_db
def test_f10_there_is_one_token_a_process(cast: Cast) -> None:
    tour = services.plan_tour(cast.city, by=cast.li, stops=2)
    services.submit_plan(tour, by=cast.li)
    services.agree(tour, by=cast.director_wang)
    jobs.run_all()
    assert {str(task.token) for task in Task.objects.all()} == {"start"}


@pytest.mark.django_db
def test_f11_the_end_of_a_flow_writes_only_its_own_columns_of_the_process(cast: Cast) -> None:
    tour = services.plan_tour(cast.city, by=cast.li, leads=False)
    with hold(tour):
        Process.objects.filter(pk=tour.process_id).update(data={"kept": True})
        send_back(tour, to="report", by=None, because="直接")
    services.report(tour, by=cast.li)
    assert Process.objects.values_list("data", "status").get(pk=tour.process_id) == ({"kept": True}, "DONE")


def test_f12_viewflows_pages_middlewares_and_static_files_are_left_out() -> None:
    assert "viewflow" not in settings.INSTALLED_APPS
    assert not [name for name in settings.MIDDLEWARE if name.startswith("viewflow")]
    with pytest.raises(TemplateDoesNotExist):
        get_template("viewflow/base.html")


def test_a_step_says_its_permission_a_sign_its_route_and_content(a_flow: MakeFlow) -> None:
    assert codes(a_flow(draft=Step("办", permission="plan").Next(this.ended))) == {"engine.E008"}
    assert codes(a_flow(draft=Sign("签", route="", content="summary").Next(this.ended))) == {"engine.E009"}


def test_a_flow_names_properties_its_thing_has(a_flow: MakeFlow) -> None:
    due = Step("办", permission="playground.plan_tour", due="never").Next(this.ended)
    assert codes(a_flow(draft=due)) == {"engine.E012"}
    assert codes(a_flow(is_x=If("is_x").Then(this.ended).Else(this.ended))) == {"engine.E012"}
    assert codes(a_flow(items=Children("nobody", flow_of="playground.Stop").Next(this.ended))) == {"engine.E012"}
    assert codes(a_flow(items=Children("planned_stops", flow_of="playground.Gone").Next(this.ended))) == {"engine.E013"}
    assert codes(a_flow(items=Children("planned_stops", flow_of="organizations.Tag").Next(this.ended))) == {
        "engine.E013"
    }


def test_a_flow_holds_no_bodies(a_flow: MakeFlow) -> None:
    def body(thing: Any) -> bool:
        return bool(thing)

    assert codes(a_flow(act=Function(lambda tour: None).Next(this.ended))) == {"engine.E010"}
    assert codes(a_flow(act=Job(lambda tour: None).Next(this.ended))) == {"engine.E010"}
    assert codes(a_flow(is_x=If(body).Then(this.ended).Else(this.ended))) == {"engine.E010"}  # type: ignore[arg-type]


def test_a_flow_is_no_longer_than_a_table_of_contents(a_flow: MakeFlow) -> None:
    steps = {f"step_{n}": a_step(f"step_{n + 1}") for n in range(13)}
    assert codes(a_flow(**steps, step_13=a_step())) == {"engine.E003"}


def test_a_flow_carries_a_thing_that_flows(a_flow: MakeFlow) -> None:
    assert codes(a_flow(of="organizations.Tag", draft=a_step())) == {"engine.E006"}
    assert codes(a_flow(of="nothing", draft=a_step())) == {"engine.E006"}


def test_a_flow_is_never_subclassed(a_flow: MakeFlow) -> None:
    assert "engine.E004" in codes(a_flow(bases=(a_flow(draft=a_step()),)))


def test_a_flow_begins_at_one_start_and_leads_somewhere(a_flow: MakeFlow) -> None:
    assert codes(a_flow(draft=a_step(), second=Start().Next(this.draft))) == {"engine.E005"}
    assert codes(a_flow(draft=Step("办", permission="playground.plan_tour"))) == {"engine.E014"}


def test_new_things_enter_the_newest_flow_of_their_model(a_flow: MakeFlow) -> None:
    second = a_flow(draft=a_step())
    second.__name__ = "TourFlowV2"
    assert newest_flow(Tour) is second
    del second
    gc.collect()
    assert newest_flow(Tour) is TourFlow

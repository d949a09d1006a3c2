"""How a tour and its stops flow."""

from engine import Children, End, Flow, Function, If, Job, Sign, Start, Step, this
from tests.engine.playground import services


class TourFlow(Flow):
    """巡查."""

    of = "playground.Tour"

    start = Start().Next(this.plan)
    plan = Step("拟定巡查计划", permission="playground.plan_tour", due="plan_due_on", who="经办人").Next(this.consent)
    consent = Sign("巡查计划签批", route="signers", content="summary", returns_to=this.plan, who="主任").Next(
        this.prepare
    )
    prepare = Job(services.prepare).Next(this.stops)
    stops = Children("planned_stops", flow_of="playground.Stop").Next(this.is_reported)
    is_reported = If("is_reported").Then(this.report).Else(this.close)
    report = Step("巡查报告", permission="playground.report_tour", who="经办人").Next(this.close)
    close = Function(services.close).Next(this.ended)
    ended = End()


class StopFlow(Flow):
    """站点."""

    of = "playground.Stop"

    start = Start().Next(this.is_virtual)
    is_virtual = If("is_virtual").Then(this.visited).Else(this.visit)
    visit = Step("到场", permission="playground.visit_stop", who="检查员").Next(this.visited)
    visited = End()

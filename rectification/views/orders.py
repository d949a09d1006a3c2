"""Supervision by jurisdiction: handed down, signed for, carried out, reported; and results recognised."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

import engine
from organizations import paths
from organizations.models import Organization
from organizations.refusals import NotYet
from organizations.rights import may
from organizations.sight import visible
from rectification import services
from rectification.forms.asking import NothingForm
from rectification.forms.orders import OrderForm, OrderReportForm, RecogniseForm
from rectification.models import Campaign, OrderState, Participant, Phase, SupervisionOrder
from rectification.views.answering import Sheet, act_on_sheet, allow, find, way_back
from rectification.views.moves import waiting_at

MOST = 200


@login_required
@require_safe
def campaign_orders(request: HttpRequest, pk: int) -> HttpResponse:
    """What was handed down in a campaign, with the receipt and the progress of each."""
    campaign = find(request, Campaign, pk, "organization")
    rows = visible(request.user, SupervisionOrder).filter(campaign=campaign)
    orders: list[Any] = list(rows.select_related("to", "phase", "received_by").annotate(count=Count("units"))[:MOST])
    context = {"campaign": campaign, "orders": orders, "crumbs": way_back(campaign)}
    return render(request, "rectification/order_list.html", context)


@login_required
def order_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand units of a phase to a lower commission."""
    phase = find(request, Phase, pk, "campaign__organization")
    person = allow(request, "issue_order", phase.campaign.institution_path)
    below = paths.covering("path", [paths.subtree(phase.campaign.institution_path)])
    commissions = Organization.objects.active().filter(below, kind=Organization.Kind.COMMISSION)
    form = OrderForm(
        request.POST or None,
        initial={"due_on": phase.closes_on},
        commissions=commissions.exclude(path=phase.campaign.institution_path).order_by("path"),
    )
    sheet = Sheet(
        phase, _("交办属地督导"), _("交办"), icon="send",
        lead=_("按属地管理，由下级卫生健康行政部门检查其辖区内的参加单位；每家单位在一个阶段只交办一次。"),
        back=reverse("rectification:campaign_orders", args=[phase.campaign_id]),
        said=_("已交办，等待签收。"),
    )  # fmt: skip
    return act_on_sheet(request, sheet, form, lambda f: services.issue_order(phase, by=person, **f.cleaned_data))


@login_required
@require_safe
def order_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One handed-over supervision: its receipt, its units one by one, what was reported."""
    order = find(request, SupervisionOrder, pk, "campaign", "phase", "issuer", "to", "issued_by", "received_by")
    waiting = waiting_at(request, [order])
    units = list(order.progress)
    done = sum(unit.visited or unit.recognised for unit in units)
    at_work = order.state == OrderState.RECEIVED
    context = {
        "order": order,
        "units": units,
        "done": done,
        "moves": waiting.moves(),
        "turn": next(iter(waiting.turns), None),
        "may_report": at_work and may(request.user, "rectification.report_order", order.to),
        "may_inspect": at_work and may(request.user, "rectification.inspect", order.to),
        "crumbs": way_back(order.campaign),
    }
    return render(request, "rectification/order_detail.html", context)


@login_required
def order_receive(request: HttpRequest, pk: int) -> HttpResponse:
    """签收."""
    order = find(request, SupervisionOrder, pk, "campaign", "phase", "to", "issued_by")
    person = allow(request, "receive_order", order.to)
    if request.method != "POST":
        engine.require_turn(order, "receive", by=request.user)
    sheet = Sheet(
        order, _("签收属地督导"), _("确认签收"), lead=_("签收人负责组织督导，任务可以转办。"), said=_("已签收。")
    )
    form = NothingForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda _form: services.receive_order(order, by=person))


@login_required
def order_report(request: HttpRequest, pk: int) -> HttpResponse:
    """报告督导情况."""
    order = find(request, SupervisionOrder, pk, "campaign", "phase", "to", "assignment", "issued_by")
    person = allow(request, "report_order", order.to)
    sheet = Sheet(order, _("报告督导情况"), _("报告"), icon="send", said=_("督导情况已报告交办单位。"))
    form = OrderReportForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.report_order(order, by=person, **f.cleaned_data))


@login_required
def phase_recognise(request: HttpRequest, pk: int, participant: int) -> HttpResponse:
    """已查互认: let another body's inspection stand instead of another visit."""
    phase = find(request, Phase, pk, "campaign__organization")
    unit = get_object_or_404(
        visible(request.user, Participant).select_related("organization"), pk=participant, campaign=phase.campaign_id
    )
    person = allow(request, "inspect", unit.org_path)
    inspections = services.recognisable_for(phase, unit, by=person)
    if request.method != "POST" and not inspections.exists():
        raise NotYet(_("互认期内没有其他单位用同一检查表检查过该单位，不能互认。"))
    sheet = Sheet(
        phase, _("互认检查结果：%(unit)s") % {"unit": unit.name}, _("确认互认"),
        lead=_("互认后本阶段不再检查该单位；原检查和它登记的问题照旧。"), said=_("已互认。"),
    )  # fmt: skip
    form = RecogniseForm(request.POST or None, inspections=inspections)
    return act_on_sheet(
        request, sheet, form, lambda f: services.recognise(phase, participant=unit, by=person, **f.cleaned_data)
    )

"""上报与提级 on the screen: what waits for my receipt, what climbed in my unit, and the receipt itself."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accountability.deadline_forms import ReceiptForm
from accountability.incidents import REGISTER, acknowledge, may_acknowledge
from accountability.models import Escalation, EscalationReceipt, Extension, Ladder
from accountability.views.deadline_pages import Asking, asked, find, posted, visitor
from organizations.models import Person
from organizations.refusals import NotAllowed, NotFound
from organizations.rights import may
from organizations.sight import visible

A_PAGE = 30
PARTS = ("mine", "unit", "extensions")


@require_safe
@login_required
def escalation_list(request: HttpRequest) -> HttpResponse:
    """What waits for one's receipt; `?part=unit` what climbed within sight, `?part=extensions` what was asked for."""
    person = visitor(request)
    part = request.GET.get("part", "")
    part = part if part in PARTS else "mine"
    if part == "extensions":
        rows: QuerySet[Any] = visible(request.user, Extension).with_people().order_by("-pk")  # type: ignore[attr-defined]
    elif part == "mine":
        rows = Escalation.objects.waiting_for(person).with_matter().order_by("due_at", "pk")
    else:
        rows = visible(request.user, Escalation).with_matter().order_by("-pk")  # type: ignore[attr-defined]
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    here = reverse("escalation_list")
    words = {"mine": _("待我回执"), "unit": _("本单位的上报与提级"), "extensions": _("延期申请")}
    tabs = [
        {"label": label, "url": f"{here}?part={name}", "count": None, "current": name == part}
        for name, label in words.items()
    ]
    if part == "extensions":
        shown: list[dict[str, Any]] = [{"extension": one} for one in page]
        heads = (_("任务"), _("申请人"), _("期限"), _("状态"))
    else:
        now = timezone.now()
        shown = [{"escalation": one, "late": one.is_late(now), "slots": slots_of(one)} for one in page]
        heads = (_("事项"), _("规则"), _("时限"), _("回执"))
    columns = [{"label": label} for label in heads]
    context = {"tabs": tabs, "page": page, "rows": shown, "columns": columns, "part": part}
    return render(request, "accountability/escalation_list.html", context)


def slots_of(escalation: Escalation) -> list[dict[str, Any]]:
    """The receivers of a rung, who was told for each, and whether one of them confirmed."""
    slots: dict[int, dict[str, Any]] = {}
    for one in escalation.receipts.all():
        slot = slots.setdefault(one.receiver_id, {"label": one.receiver.label, "told": [], "given": None})
        slot["told"].append(one)
        slot["given"] = one if one.received_at else slot["given"]
    return list(slots.values())


@require_safe
@login_required
def escalation_show(request: HttpRequest, pk: int) -> HttpResponse:
    """One rung of one matter: what it is about, until when, and the receipts."""
    found = visible(request.user, Escalation).filter(pk=pk).with_matter().first()  # type: ignore[attr-defined]
    if found is None:
        raise NotFound
    person = visitor(request)
    registers = may(request.user, REGISTER, found)
    slots = slots_of(found)
    for slot in slots:
        slot["mine"] = None if slot["given"] else _answerable(slot["told"], person, registers=registers)
    context = {
        "escalation": found,
        "slots": slots,
        "facts": _facts(found),
        "late": found.is_late(),
        "source_url": _source_url(request, found),
    }
    return render(request, "accountability/escalation_show.html", context)


def _answerable(told: list[EscalationReceipt], person: Person, *, registers: bool) -> EscalationReceipt | None:
    """The receipt this person may give, if there is one."""
    mine = (one for one in told if one.person_id == person.pk or (one.person_id is None and registers))
    return next(mine, None)


def _source_url(request: HttpRequest, escalation: Escalation) -> str:
    """The page of the matter, for whoever sees it."""
    model, key = escalation.start.source_type.model_class(), escalation.start.source_id
    if model is None:
        return ""
    source = visible(request.user, model).filter(pk=key).first()
    address = getattr(source, "get_absolute_url", None)
    return str(address()) if address else ""


@require_http_methods(["GET", "POST"])
@login_required
def escalation_receive(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Confirm that one knows, or enter the confirmation of somebody outside."""
    related = ("escalation__start__ladder", "escalation__rung", "person", "receiver__organization", "received_by")
    receipt = find(request, EscalationReceipt, pk, *related)
    person = visitor(request)
    if not may_acknowledge(receipt, person):
        raise NotAllowed(_("这份回执由接收人本人办理；系统外单位的回执由登记人或者有接报登记权限的人员补登。"))
    asking = Asking(
        title=_("登记回执"),
        lead=_("回执后，这一级上报完成；规则还有下一级的，系统立即开始下一级计时。")
        if receipt.escalation.start.ladder.purpose == Ladder.Purpose.REPORT
        else _("回执表示您已知悉并督促办理；任务办结前，系统仍按规则继续提级。"),
        button=_("确认收到"),
        back=receipt.escalation.get_absolute_url(),
        facts=[*_facts(receipt.escalation), {"label": _("接收方"), "value": receipt.receiver.label}],
    )
    form = ReceiptForm(posted(request), is_outside=receipt.person_id is None)

    def act() -> str:
        acknowledge(receipt, by=person, **form.cleaned_data)
        messages.success(request, _("已登记回执。"))
        return receipt.escalation.get_absolute_url()

    return asked(request, asking, form, act)


def _facts(escalation: Escalation) -> list[dict[str, Any]]:
    start, rung = escalation.start, escalation.rung
    return [
        {"label": _("事项"), "value": start.source_label},
        {"label": _("规则"), "value": f"{start.ladder.name}（{start.ladder.basis}）"},
        {"label": _("级次"), "value": f"{rung.order} {rung.name}"},
        {"label": _("计时"), "value": rung.within},
        {"label": _("任务期限"), "value": f"{start.deadline:%Y-%m-%d}" if start.deadline else ""},
        {"label": _("时限"), "value": f"{timezone.localtime(escalation.due_at):%Y-%m-%d %H:%M}"},
        {"label": _("发出时间"), "value": f"{timezone.localtime(escalation.raised_at):%Y-%m-%d %H:%M}"},
        {"label": _("非工作时间"), "value": _("是，同时通知值班人员") if escalation.off_hours else ""},
    ]

"""What went up to a superior outside the system, along which path, and whether its receipt has come."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

import engine
from accountability.models import Attachment
from organizations.calendar import add_working_days
from organizations.models import Organization
from organizations.refusals import NotAllowed
from organizations.rights import may_anywhere, permission_q
from organizations.sight import visible
from rectification import services
from rectification.forms.asking import AskingForm
from rectification.forms.outside import OutsideForm, ReceiptForm
from rectification.models import Campaign, Collection, Finding, OutsideReport
from rectification.views.answering import Sheet, act_on_sheet, allow, find, visitor, way_back
from rectification.views.moves import waiting_at

PAGE, RECEIPT_DAYS = 30, 5
RIGHT = "rectification.report_outside"
OF = {"campaign": Campaign, "collection": Collection, "finding": Finding}


def own_places(request: HttpRequest) -> QuerySet[Organization]:
    """The institutions for which the visitor may report."""
    mine = permission_q(request.user, RIGHT, path_field="path")
    return Organization.objects.active().institutions().filter(mine).order_by("path")


@login_required
@require_safe
def outside_list(request: HttpRequest) -> HttpResponse:
    """Everything in sight, or what went up about one campaign; what waits for its receipt first when asked."""
    seen: Any = visible(request.user, OutsideReport)
    rows = seen.with_names()
    campaign = None
    if key := request.GET.get("campaign", ""):
        campaign = find(request, Campaign, int(key) if key.isdecimal() and len(key) < 18 else 0)
        rows = rows.filter(Q(campaign=campaign) | Q(finding__campaign=campaign) | Q(collection__campaign=campaign))
    waiting = bool(request.GET.get("waiting"))
    if waiting:
        rows = rows.waiting().order_by("receipt_due_on", "pk")
    of = f"campaign={campaign.pk}&" if campaign else ""
    context = {
        "page": Paginator(rows, PAGE).get_page(request.GET.get("page")),
        "campaign": campaign,
        "waiting": waiting,
        "tabs": [
            {"label": _("全部"), "url": f"?{of}", "current": not waiting},
            {"label": _("没有回执的"), "url": f"?{of}waiting=1", "current": waiting},
        ],
        "may_report": campaign is not None and campaign.is_issued and may_anywhere(request.user, RIGHT),
        "crumbs": way_back(campaign) if campaign else [],
    }
    return render(request, "rectification/outside_list.html", context)


@login_required
def campaign_outside_new(request: HttpRequest, pk: int) -> HttpResponse:
    """What went up about a campaign."""
    return _report(request, find(request, Campaign, pk, "organization"))


@login_required
def collection_outside_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Figures that went up on a superior's own paper or platform."""
    return _report(request, find(request, Collection, pk, "organization"))


@login_required
def finding_outside_new(request: HttpRequest, pk: int) -> HttpResponse:
    """A grave finding that went up at once: by the unit's own line, or straight from whoever found it."""
    return _report(request, find(request, Finding, pk, "campaign", "organization"))


def _report(request: HttpRequest, thing: Any) -> HttpResponse:
    person, places = visitor(request), own_places(request)
    owner = thing.organization
    at = places.filter(pk=owner.pk).first() or places.first()
    if at is None:
        raise NotAllowed(_("您现在的岗位没有这项权限，请联系有权限的人员办理。"))
    today = timezone.localdate()
    form = OutsideForm(
        request.POST or None,
        request.FILES or None,
        initial={"title": str(thing)[:200], "sent_on": today, "receipt_due_on": add_working_days(today, RECEIPT_DAYS)},
    )
    sheet = Sheet(
        thing, _("登记对外报送"), _("登记"), icon="send", files=True, said=_("已登记，等待对方回执。"),
        lead=_("%(unit)s向系统外的上级报送；对方接收人、日期、编号和回执收到后再登记。") % {"unit": at.name},
    )  # fmt: skip
    return act_on_sheet(request, sheet, form, lambda f: services.report_outside(thing, at=at, by=person, **_told(f)))


def _told(form: AskingForm) -> dict[str, Any]:
    """What was typed, its papers as the verbs take them."""
    told = dict(form.cleaned_data)
    told["files"] = told.pop("papers", ())
    return told


@login_required
@require_safe
def outside_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One report with its papers and its receipt, and what went up about the same thing by the other path."""
    report = find(
        request, OutsideReport, pk, "organization", "campaign", "collection", "finding", "sent_by", "entered_by"
    )
    waiting = waiting_at(request, [report])
    about: Any = report.about
    same = {name: about for name, model in OF.items() if isinstance(about, model)}
    others = visible(request.user, OutsideReport).filter(**same).exclude(pk=report.pk).select_related("organization")
    context = {
        "report": report,
        "moves": waiting.moves(),
        "files": Attachment.objects.of(report),
        "others": others.order_by("sent_on", "pk")[:PAGE],
        "crumbs": way_back(about, about.get_absolute_url()),
    }
    return render(request, "rectification/outside_detail.html", context)


@login_required
def outside_receive(request: HttpRequest, pk: int) -> HttpResponse:
    """登记回执."""
    report = find(request, OutsideReport, pk, "organization", "campaign", "collection", "finding")
    person = allow(request, "report_outside", report.organization)
    if request.method != "POST":
        engine.require_turn(report, "receive", by=request.user)
    form = ReceiptForm(request.POST or None, request.FILES or None, initial={"received_on": timezone.localdate()})
    sheet = Sheet(report, _("登记回执"), _("登记"), icon="check", lead=str(report), files=True, said=_("已登记回执。"))
    return act_on_sheet(request, sheet, form, lambda f: services.enter_outside_receipt(report, by=person, **_told(f)))

"""整改通知书, 质控反馈意见 and 督办单: the list, the paper itself, and its 签收."""

from dataclasses import replace
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

import engine
from accountability import sealings, trail
from accountability.documents import as_docx
from accountability.documents.marking import UNSEALED
from accountability.gate import MEDIA_TYPES, clean_name
from accountability.models import OfficialDocument
from organizations.models import Person
from organizations.sight import visible
from rectification import documents, permissions, services
from rectification.forms.asking import NothingForm
from rectification.forms.bulk import ReceiptForm
from rectification.models import Severity, Slip, SlipState
from rectification.views.answering import Sheet, act_on_sheet, allow, find, visitor
from rectification.views.moves import waiting_at

PAGE = 30
TABS = (
    ("", gettext_lazy("全部")),
    (SlipState.ISSUED, gettext_lazy("待签收")),
    (SlipState.RECEIVED, gettext_lazy("已签收")),
)


@login_required
@require_GET
def slip_list(request: HttpRequest) -> HttpResponse:
    """The papers in sight, newest first: what was sent, to whom, and who has not signed for it."""
    asked = request.GET.get("state", "")
    seen = visible(request.user, Slip)
    rows = seen.filter(state=asked) if asked in SlipState.values else seen
    paginator = Paginator(rows.select_related("participant", "issuer", "campaign", "received_by"), PAGE)
    page = paginator.get_page(request.GET.get("page"))
    tabs = [
        {"url": f"?state={value}", "label": label, "count": None, "current": asked == value} for value, label in TABS
    ]
    today = timezone.localdate()
    shown: list[Slip] = list(page.object_list)
    late = {slip.pk for slip in shown if not slip.is_received and slip.receive_due_on < today}
    context = {"page": page, "slips": shown, "tabs": tabs, "late": late}
    return render(request, "rectification/slip_list.html", context)


@login_required
@require_GET
def slip_show(request: HttpRequest, pk: int) -> HttpResponse:
    """One paper as it was issued, ready to be printed."""
    slip = find(request, Slip, pk, "participant", "issuer", "campaign", "issued_by", "received_by", "number")
    labels = dict(Severity.choices)
    lines = [line | {"severity": labels.get(line["severity"], "")} for line in slip.lines]
    waiting = waiting_at(request, [slip])
    context = {
        "slip": slip,
        "lines": lines,
        "moves": waiting.moves(),
        "turn": next(iter(waiting.turns), None),
        "findings": slip.findings.order_by("number_text", "pk"),
        "document": cast(Any, visible(request.user, OfficialDocument)).of(slip).first(),
        "may_lay_out": permissions.may(cast(Person, request.user), "issue_slip", slip.issuer),
    }
    return render(request, "rectification/slip_show.html", context)


@login_required
@require_GET
def slip_document(request: HttpRequest, pk: int) -> HttpResponse:
    """The paper as a docx in the layout of official documents, marked 未用印稿."""
    slip = find(request, Slip, pk, "participant", "issuer", "campaign")
    content = as_docx(replace(documents.of_slip(slip), banner=UNSEALED))
    trail.witness("downloaded", slip, by=visitor(request), extra={"as": "docx"})
    response = HttpResponse(content, content_type=MEDIA_TYPES["docx"])
    name = clean_name(f"{slip}.docx")
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
def slip_lay_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep the paper as an official document, for which the seal can be asked; a second time leads to the first."""
    slip = find(request, Slip, pk, "participant", "issuer", "campaign")
    person = allow(request, "issue_slip", slip.issuer)
    known = cast(Any, visible(request.user, OfficialDocument)).of(slip).first()
    if known is not None:
        return redirect(known)
    sheet = Sheet(
        slip,
        _("制作公文"),
        _("制作"),
        said=_("已制作公文，可以申请用印。"),
        lead=_("按公文格式制作并存入“公文和用印”；用印扫描件回传之前标明“未用印稿”。"),
        facts="rectification/_slip_about.html",
    )
    paper = documents.of_slip(slip)
    made: dict[str, Any] = {"source": slip, "unit": slip.issuer, "by": person}
    if request.method == "POST":
        made["checked"] = sealings.ready(paper)
    form = NothingForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda _form: sealings.lay_out(paper, **made), slip=slip)


@login_required
def slip_receive(request: HttpRequest, pk: int) -> HttpResponse:
    """签收."""
    slip = find(request, Slip, pk, "participant", "issuer", "campaign")
    person = allow(request, "receive_slip", slip)
    if request.method != "POST":
        engine.require_turn(slip, "receive", by=request.user)
    sheet = Sheet(
        slip,
        _("签收%(kind)s") % {"kind": slip.get_kind_display()},
        _("确认签收"),
        said=_("已签收，请按期整改并回复。"),
        lead=_("签收只表示已经收到，不表示认可；有异议的，请在期限内对具体问题提出陈述申辩。"),
        facts="rectification/_slip_about.html",
    )
    form = ReceiptForm(request.POST or None)
    return act_on_sheet(
        request, sheet, form, lambda f: services.receive_slip(slip, by=person, **f.cleaned_data), slip=slip
    )

"""公文 and 用印登记 on the screen: what was laid out, what still needs its seal, and the register of the seal."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accountability import sealings, trail
from accountability.documents import as_pdf, checks, printing
from accountability.gate import MEDIA_TYPES, clean_name, limit
from accountability.models import OfficialDocument, Sealing
from accountability.packages import examine
from accountability.sealing_forms import (
    AskSealForm,
    CheckForm,
    DecideSealForm,
    NothingForm,
    RegisterSealForm,
    ScanForm,
)
from accountability.views.deadline_pages import Asking, asked, find, posted, visitor
from organizations.refusals import NotAllowed, NotFound, Refusal
from organizations.rights import may, require
from organizations.sight import visible

A_PAGE = 50
State = Sealing.State
OPEN = {State.ASKED, State.APPROVED}


@require_safe
@login_required
def document_list(request: HttpRequest) -> HttpResponse:
    """Every official document within sight, the newest first; those without their seal on request."""
    rows = visible(request.user, OfficialDocument).select_related("organization", "laid_out_by")
    state = request.GET.get("state", "")
    if state in OfficialDocument.State.values:
        rows = rows.filter(state=state)
    page = Paginator(rows.order_by("-laid_out_at", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    columns = [{"label": label} for label in (_("公文"), _("发文单位"), _("格式"), _("制作"), _("用印"))]
    context = {
        "page": page,
        "rows": list(page),
        "columns": columns,
        "state": state,
        "states": OfficialDocument.State.choices,
    }
    return render(request, "accountability/document_list.html", context)


@require_safe
@login_required
def sealing_list(request: HttpRequest) -> HttpResponse:
    """用印登记: every line of the register within sight."""
    names = ("document", "asked_by", "decided_by", "sealed_by", "scan")
    rows = visible(request.user, Sealing).select_related(*names)
    page = Paginator(rows.order_by("-asked_at", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    heads = (_("公文"), _("印章和用途"), _("份数"), _("申请"), _("审批"), _("监印"), _("状态"))
    context = {"page": page, "rows": list(page), "columns": [{"label": label} for label in heads]}
    return render(request, "accountability/sealing_list.html", context)


@require_safe
@login_required
def document_show(request: HttpRequest, pk: int) -> HttpResponse:
    """One document: its file, where it comes from, and how far its seal is."""
    names = ("organization", "letterhead", "laid_out_by", "file__blob", "source_type")
    document = find(request, OfficialDocument, pk, *names)
    person = visitor(request)
    people = ("asked_by", "decided_by", "sealed_by", "returned_by", "scan__blob")
    seals = list(document.sealings.select_related(*people))
    living = next((one for one in seals if one.state not in {State.REFUSED, State.WITHDRAWN}), None)
    keeps, waits = may(request.user, sealings.KEEP, document), living.state if living else ""
    context = {
        "document": document,
        "facts": _facts(document),
        "sealings": seals,
        "living": living,
        "may_ask": keeps and living is None and document.state == OfficialDocument.State.UNSEALED,
        "may_decide": living is not None and waits == State.ASKED and sealings.may_decide(living, person),
        "may_withdraw": living is not None
        and waits in {State.ASKED, State.APPROVED}
        and living.asked_by_id == person.pk,
        "may_register": keeps and waits == State.APPROVED,
        "may_return": keeps and waits == State.SEALED,
        "may_print": keeps and waits in {State.APPROVED, State.SEALED},
        "has_pdf": printing.program() is not None,
        "replaced": printing.replaced() if printing.program() else {},
    }
    return render(request, "accountability/document_show.html", context)


def _facts(document: OfficialDocument) -> list[dict[str, Any]]:
    source = document.source
    address = source.get_absolute_url() if source is not None and hasattr(source, "get_absolute_url") else ""
    made = f"{document.laid_out_by} {timezone.localtime(document.laid_out_at):%Y-%m-%d %H:%M}"
    return [
        {"label": _("发文单位"), "value": document.organization},
        {"label": _("发文版头"), "value": document.letterhead or _("不带版头")},
        {"label": _("发文字号"), "value": document.number_text or _("无")},
        {"label": _("格式"), "value": document.get_form_display()},
        {"label": _("来源"), "value": document.source_label, "url": address},
        {"label": _("制作"), "value": made},
    ]


@require_safe
@login_required
def document_download(request: HttpRequest, pk: int, what: str) -> HttpResponse:
    """The file with its mark (docx or pdf), or without it for the printer once the seal is approved (print)."""
    document = find(request, OfficialDocument, pk, "organization", "file__blob")
    if what not in {"docx", "pdf", "print"}:
        raise NotFound
    person = visitor(request)
    content: bytes | None
    if what == "print":
        content = sealings.print_master(document, by=person)
    else:
        content = sealings.file_of(document)
        trail.witness("downloaded", document, by=person, extra={"as": what})
    extension = "pdf" if what == "pdf" else "docx"
    if what == "pdf":
        content = as_pdf(content)
        if content is None:
            raise NotFound(_("服务器没有安装LibreOffice，不能转换为PDF，请下载docx。"))
    response = HttpResponse(content, content_type=MEDIA_TYPES[extension])
    name = clean_name(f"{document.title[:80]}.{extension}")
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _asking(document: OfficialDocument, title: str, button: str, **more: Any) -> Asking:
    return Asking(title=title, button=button, back=document.get_absolute_url(), facts=_facts(document)[:3], **more)


@require_http_methods(["GET", "POST"])
@login_required
def sealing_ask(request: HttpRequest, pk: int) -> HttpResponseBase:
    """用印申请."""
    document = find(request, OfficialDocument, pk, "organization", "letterhead", "laid_out_by")
    require(visitor(request), sealings.KEEP, document)
    asking = _asking(document, _("申请用印"), _("提交审批"), columns=True)
    form = AskSealForm(posted(request))

    def act() -> str:
        given = dict(form.cleaned_data)
        sealings.ask(document, by=visitor(request), **given)
        messages.success(request, _("已提交用印审批。"))
        return document.get_absolute_url()

    return asked(request, asking, form, act)


def _sealing(request: HttpRequest, pk: int) -> Sealing:
    names = (
        "document__organization",
        "document__letterhead",
        "document__laid_out_by",
        "document__source_type",
        "asked_by",
    )
    return find(request, Sealing, pk, *names)


@require_http_methods(["GET", "POST"])
@login_required
def sealing_decide(request: HttpRequest, pk: int) -> HttpResponseBase:
    """用印审批."""
    sealing = _sealing(request, pk)
    if not sealings.may_decide(sealing, visitor(request)):
        raise NotAllowed(_("用印由申请人以外有审批权限的人审批。"))
    lead = _("%(who)s申请在本件%(copies)d份、每份%(pages)d页上加盖%(seal)s；用途：%(purpose)s") % {
        "who": sealing.asked_by, "copies": sealing.copies, "pages": sealing.pages,
        "seal": sealing.get_seal_display(), "purpose": sealing.purpose,
    }  # fmt: skip
    form = DecideSealForm(posted(request))

    def act() -> str:
        given = form.cleaned_data
        sealings.decide(sealing, approved=given["verdict"] == "yes", opinion=given["opinion"], by=visitor(request))
        messages.success(request, _("已提交审批结果。"))
        return sealing.get_absolute_url()

    return asked(request, _asking(sealing.document, _("用印审批"), _("提交"), lead=lead), form, act)


@require_http_methods(["GET", "POST"])
@login_required
def sealing_withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """撤回用印申请."""
    sealing = _sealing(request, pk)
    form = NothingForm(posted(request))

    def act() -> str:
        sealings.withdraw(sealing, by=visitor(request))
        messages.success(request, _("已撤回用印申请。"))
        return sealing.get_absolute_url()

    return asked(request, _asking(sealing.document, _("撤回用印申请"), _("确认撤回"), icon="undo-2"), form, act)


@require_http_methods(["GET", "POST"])
@login_required
def sealing_register(request: HttpRequest, pk: int) -> HttpResponseBase:
    """监印登记."""
    sealing = _sealing(request, pk)
    require(visitor(request), sealings.KEEP, sealing)
    form = RegisterSealForm(posted(request), initial={"copies": sealing.copies})
    lead = _("印章盖好后登记；监印人和用印时间由系统记录。")

    def act() -> str:
        sealings.register(sealing, by=visitor(request), **form.cleaned_data)
        messages.success(request, _("已登记用印：%(number)s。") % {"number": sealing.number_text})
        return sealing.get_absolute_url()

    return asked(request, _asking(sealing.document, _("监印登记"), _("登记用印"), lead=lead), form, act)


@require_http_methods(["GET", "POST"])
@login_required
def sealing_return(request: HttpRequest, pk: int) -> HttpResponseBase:
    """回传用印扫描件."""
    sealing = _sealing(request, pk)
    require(visitor(request), sealings.KEEP, sealing)
    form = ScanForm(posted(request), request.FILES or None)

    def act() -> str:
        sealings.return_scan(sealing, by=visitor(request), **form.cleaned_data)
        messages.success(request, _("用印扫描件已归入公文。"))
        return sealing.get_absolute_url()

    return asked(request, _asking(sealing.document, _("回传用印扫描件"), _("上传"), icon="upload"), form, act)


@require_http_methods(["GET", "POST"])
@login_required
def document_check(request: HttpRequest) -> HttpResponse:
    """版式检查: the defects of a docx against GB/T 9704; the file is not kept."""
    visitor(request)
    form = CheckForm(posted(request), request.FILES or None)
    context: dict[str, Any] = {"form": form, "found": None}
    if request.method == "POST" and form.is_valid():
        try:
            context |= {"found": _checked(form.cleaned_data["file"]), "name": form.cleaned_data["file"].name}
        except Refusal as refusal:
            form.add_error("file", refusal.message)
    return render(request, "accountability/document_check.html", context, status=422 if form.errors else None)


def _checked(upload: Any) -> list[checks.Defect]:
    """The defects of an upload that would pass the gate."""
    name = clean_name(str(upload.name))
    if upload.size > limit():
        raise checks.NoDocument(_("文件过大，不像一份公文。"))
    if not name.lower().endswith(".docx"):
        raise checks.NoDocument(_("版式检查只接受docx文件，请用WPS或Word另存为docx后重试。"))
    content = upload.read()
    upload.seek(0)
    examine(upload, name, "docx", content[:2048])
    return checks.check(content)

"""误传文件: the report by whoever sees the file, and what the security administrator and the second person decide."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accountability import uploads
from accountability.factor_forms import BecauseForm
from accountability.models import Attachment, WrongUpload
from accountability.upload_forms import WrongForm
from accountability.views.deadline_pages import Asking, asked, find, posted, visitor
from organizations.permissions import KEEP_PEOPLE
from organizations.refusals import NotFound
from organizations.rights import may
from organizations.sight import visible

State = WrongUpload.State
RELATED = ("attachment", "reported_by", "proposed_by", "decided_by")
WAYS = {"release": uploads.release, "propose": uploads.propose, "remove": uploads.remove}


@require_http_methods(["GET", "POST"])
@login_required
def wrong_upload_report(request: HttpRequest, uuid: UUID) -> HttpResponseBase:
    """Report a file one sees; from then on nobody sees it."""
    attachment = visible(request.user, Attachment).filter(uuid=uuid).first()
    if attachment is None:
        raise NotFound
    asking = Asking(
        title=_("报告误传文件"),
        button=_("报告并立即隔离"),
        back="/",
        lead=_(
            "提交后任何人不能再看到这个文件，安全管理员会核实处理。涉嫌国家秘密的，请同时按保密规定报告本单位保密部门。"
        ),
        icon="shield-alert",
        danger=True,
        facts=[{"label": _("文件"), "value": attachment.name}, {"label": _("所属"), "value": attachment.source_label}],
    )
    form = WrongForm(posted(request))

    def act() -> str:
        given = form.cleaned_data
        uploads.report(attachment, why=given["why"], note=given["note"], by=visitor(request))
        messages.success(request, _("已隔离，现在任何人都看不到这个文件；安全管理员会核实处理。"))
        return "/"

    return asked(request, asking, form, act)


@require_safe
@login_required
def wrong_upload_show(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of a report; the file's name and content are not shown."""
    upload = find(request, WrongUpload, pk, *RELATED)
    context = {"upload": upload, "facts": _facts(upload), "ways": _ways(request, upload)}
    return render(request, "accountability/wrong_upload_show.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def wrong_upload_decide(request: HttpRequest, pk: int, way: str) -> HttpResponseBase:
    """Release it, propose its removal, or confirm that as the second person."""
    upload = find(request, WrongUpload, pk, *RELATED)
    offered = _ways(request, upload)
    if way not in offered:
        raise NotFound
    asking = Asking(
        title=offered[way],
        button=_("确认"),
        back=upload.get_absolute_url(),
        lead=_("清除后不能恢复；此前的备份介质中可能仍有副本，须按保密规定另行清除。") if way != "release" else "",
        danger=way != "release",
        facts=_facts(upload),
    )
    form = BecauseForm(posted(request))

    def act() -> str:
        WAYS[way](upload, by=visitor(request), because=form.cleaned_data["because"])
        messages.success(request, _("已办理：%(what)s。") % {"what": offered[way]})
        return reverse("wrong_upload_show", args=[upload.pk])

    return asked(request, asking, form, act)


def _ways(request: HttpRequest, upload: WrongUpload) -> dict[str, str]:
    """What this visitor may decide now."""
    keeps, confirms = may(request.user, KEEP_PEOPLE, upload), may(request.user, uploads.CONFIRM, upload)
    ways: dict[str, str] = {}
    if upload.state == State.ISOLATED and keeps:
        ways["propose"] = _("提请清除")
    if upload.state == State.PROPOSED and confirms and upload.proposed_by_id != visitor(request).pk:
        ways["remove"] = _("确认清除")
    if upload.state in {State.ISOLATED, State.PROPOSED} and keeps:
        ways["release"] = _("不是误传，解除隔离")
    return ways


def _facts(upload: WrongUpload) -> list[dict[str, object]]:
    return [
        {"label": _("问题"), "value": upload.get_why_display()},
        {"label": _("说明"), "value": upload.note},
        {"label": _("报告人"), "value": upload.reported_by},
        {"label": _("状态"), "value": upload.get_state_display()},
        {"label": _("提出清除人"), "value": upload.proposed_by or ""},
        {"label": _("处理人"), "value": upload.decided_by or ""},
    ]

"""日志校验点 and 证据包 on the screen: what auditors keep, and what they take away."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accountability import trail
from accountability.evidence_forms import PersonForm, ThingForm
from accountability.models import Checkpoint, EvidenceBundle
from accountability.proofs import asking, carrying, checkpoints, gathering, keys, progress, withheld
from accountability.proofs.rights import TAKE
from accountability.verify_trail import SEALED_WITHIN
from accountability.views.deadline_pages import Asking, asked, posted, visitor
from accountability.views.trails import thing_seen
from organizations.models import Person
from organizations.refusals import Invalid, NotAllowed, NotFound, NotYet
from organizations.rights import may_anywhere
from organizations.sight import visible

A_PAGE = 30


def auditor(request: HttpRequest) -> Person:
    """The visitor, who may take proofs somewhere."""
    person = visitor(request)
    if not may_anywhere(request.user, TAKE):
        raise NotAllowed(_("日志校验点和证据包由审计人员、审计管理员查看，您现在的岗位没有这项权限。"))
    return person


@require_safe
@login_required
def checkpoint_list(request: HttpRequest) -> HttpResponse:
    """The checkpoints, newest first, the public key, and whether events wait too long for their seal."""
    auditor(request)
    page = Paginator(Checkpoint.objects.defer("peaks"), A_PAGE).get_page(request.GET.get("page"))
    waiting = carrying.waiting_since()
    late = waiting if waiting and timezone.now() - waiting > SEALED_WITHIN else None
    columns = [{"label": label} for label in (_("校验点"), _("时间"), _("校验树根"), _("签名（Ed25519）"))]
    public = keys.public_key()
    context = {"page": page, "columns": columns, "public": public, "key_id": keys.key_id(public), "late": late}
    return render(request, "accountability/checkpoint_list.html", context)


@require_safe
@login_required
def checkpoint_file(request: HttpRequest) -> FileResponse:
    """The file of all checkpoints, to be kept elsewhere; the taking is recorded before the first byte."""
    person = auditor(request)
    newest = checkpoints.newest()
    if newest is None or not checkpoints.file().exists():
        raise NotFound(_("还没有日志校验点，请几分钟后再试。"))
    trail.witness("downloaded", newest, by=person, extra={"file": "checkpoints.jsonl"})
    return _file(checkpoints.file(), f"checkpoints-{timezone.localdate()}.jsonl", "application/x-ndjson")


@require_safe
@login_required
def evidence_list(request: HttpRequest) -> HttpResponse:
    """The bundles one has asked for."""
    auditor(request)
    page = Paginator(visible(request.user, EvidenceBundle), A_PAGE).get_page(request.GET.get("page"))
    columns = [{"label": label} for label in (_("内容"), _("用途"), _("状态"), _("操作"))]
    unfinished = any(one.state == EvidenceBundle.State.ASKED for one in page)
    rows = [{"bundle": one, "percent": progress.percent(one, asking.place_of(one))} for one in page]
    context = {"page": page, "rows": rows, "columns": columns, "unfinished": unfinished}
    return render(request, "accountability/evidence_list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def evidence_of_thing(request: HttpRequest, label: str, pk: int) -> HttpResponseBase:
    """Ask for everything about one thing, from the page of its records."""
    thing = thing_seen(request, label, pk)
    person = auditor(request)
    back = reverse("trail", args=[label, pk])
    lead = _("证据包收入该对象及其下属事项中您有权查看的操作记录、办理意见和附件，可在其他电脑上独立核验。")
    facts = [{"label": thing._meta.verbose_name, "value": str(thing)}]
    page = Asking(_("导出证据包"), _("生成证据包"), back, lead=lead, icon="package", facts=facts)
    form = ThingForm(posted(request))
    return asked(request, page, form, lambda: _asked(request, _for_thing(thing, form, person)))


@require_http_methods(["GET", "POST"])
@login_required
def evidence_new(request: HttpRequest) -> HttpResponseBase:
    """Ask for a thing by its number, or for a person and a period."""
    person = auditor(request)
    lead = _("填写编号，或者填写姓名和起止日期；只收入您有权查看的内容。")
    page = Asking(_("导出证据包"), _("生成证据包"), reverse("evidence_list"), lead=lead, icon="package", columns=True)
    form = PersonForm(posted(request))

    def act() -> str:
        given = form.cleaned_data
        if given["number"]:
            thing = gathering.find(given["number"], eyes=person)
            if thing is None:
                raise Invalid({"number": _("没有找到这个编号，或者不在您的查看范围内。")})
            return _asked(request, _for_thing(thing, form, person))
        about = _named(request, given["name"])
        told = {"since": given["since"], "until": given["until"], "because": given["because"]}
        return _asked(request, asking.ask_for_person(about, **told, by=person))

    return asked(request, page, form, act)


def _named(request: HttpRequest, name: str) -> Person:
    """The one person of this name within sight."""
    found = list(visible(request.user, Person).filter(name=name)[:2])
    if len(found) != 1:
        said = _("查看范围内有多名同名人员，请改为在其办理的事项上导出。") if found else _("查看范围内没有这名人员。")
        raise Invalid({"name": said})
    return found[0]


def _for_thing(thing: Any, form: Any, by: Person) -> EvidenceBundle:
    return asking.ask_for_thing(thing, because=form.cleaned_data["because"], by=by)


def _asked(request: HttpRequest, bundle: EvidenceBundle) -> str:
    messages.success(request, _("正在生成证据包“%(label)s”，完成后会收到通知。") % {"label": bundle.label})
    return reverse("evidence_list")


@require_safe
@login_required
def evidence_download(request: HttpRequest, uuid: Any) -> FileResponse:
    """Send a bundle to whoever asked for it, while he still may take proofs; recorded before the first byte."""
    bundle = visible(request.user, EvidenceBundle).filter(uuid=uuid).first()
    if bundle is None:
        raise NotFound
    person = auditor(request)
    place = asking.place_of(bundle)
    if bundle.state != EvidenceBundle.State.MADE or not place.exists():
        raise NotYet(_("证据包还没有生成，或者文件已经丢失，请重新申请导出。"))
    asking.require_taker(bundle, by=person)
    withheld.require_clean(bundle, place)
    trail.witness("downloaded", bundle, by=person, extra={"sha256": bundle.sha256})
    return _file(place, f"证据包-{bundle.pk}.zip", "application/zip")


def _file(path: Any, name: str, media_type: str) -> FileResponse:
    """A file that the browser keeps and does not run."""
    response = FileResponse(path.open("rb"), as_attachment=True, filename=name, content_type=media_type)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response

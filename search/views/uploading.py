"""批量上传: many files in one step, their progress, and sending on what became a draft."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from engine import submissions
from organizations.models import Organization
from organizations.sight import sight_of
from search import permissions, services
from search.forms.uploading import UploadsForm
from search.models import EditionState, RegulationUpload, UploadedText

from .answering import Sheet, act_on_sheet, find, seen_editions, visitor

TONES = {
    UploadedText.State.WAITING: "waiting",
    UploadedText.State.DRAFTED: "done",
    UploadedText.State.REFUSED: "overdue",
}


@login_required
def upload_new(request: HttpRequest) -> HttpResponse:
    """Choose many files; they are kept at once and read in the background."""
    person, places = visitor(request), permissions.kept_places(request.user)
    if not places:
        raise Http404
    mine = Organization.objects.filter(pk__in=[place.pk for place in places]).order_by("path")
    units = Organization.objects.institutions().active().filter(sight_of(request.user).covers("path")).order_by("path")
    form = UploadsForm(request.POST or None, request.FILES or None, places=mine, units=units)
    form.fields["place"].initial = places[0].pk
    sheet = Sheet(
        _("批量上传"),
        _("上传"),
        "/library/",
        icon="files",
        files=True,
        said=_("文件已收到，正在逐份分条，完成后通知您。"),
        lead=_("名称、文号和日期从各份正文读取；每份成为一个草稿，核对后提交审核或入库。"),
    )

    def act(shown: Any) -> str:
        kept, refused = shown.cleaned_data["documents"]
        made = services.upload_files(kept, about=shown.about(), place=shown.cleaned_data["place"], by=person)
        for sentence in refused:
            messages.warning(request, sentence)
        return made.get_absolute_url()

    return act_on_sheet(request, sheet, form, act)


@require_safe
@login_required
def upload_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What became of each file; those that are drafts may be sent on together."""
    upload = find(request, RegulationUpload, pk, "place", "uploaded_by")
    files: list[Any] = list(upload.files.select_related("edition__regulation"))
    for row in files:
        row.tone = TONES[row.state]
    done = sum(row.state != UploadedText.State.WAITING for row in files)
    drafts = [row for row in files if row.edition and row.edition.state == EditionState.DRAFT]
    context = {
        "upload": upload,
        "files": files,
        "done": done,
        "total": len(files),
        "drafts": drafts,
        "may_send": bool(drafts) and permissions.may(visitor(request), "keep_library", upload),
        "crumbs": [{"label": _("法规库"), "url": "/library/"}],
    }
    return render(request, "search/upload_detail.html", context)


@require_POST
@login_required
def upload_send(request: HttpRequest, pk: int) -> HttpResponse:
    """提交审核 or 入库 of the ticked drafts, each by the rules that hold for it alone."""
    upload, by = find(request, RegulationUpload, pk), visitor(request)
    keys = [int(key) for key in request.POST.getlist("edition") if key.isdecimal() and len(key) < 19]
    mine = upload.files.filter(edition__in=keys).values("edition")
    chosen = list(seen_editions(request).filter(pk__in=mine).select_related("regulation").order_by("pk"))

    def run() -> HttpResponse:
        refused = services.send_on(chosen, by=by)
        for edition, sentence in refused:
            messages.warning(request, f"{edition.regulation.title}：{sentence}")
        count = len(chosen) - len(refused)
        if count:
            messages.success(request, ngettext("已提交%(n)s份。", "已提交%(n)s份。", count) % {"n": count})
        elif not refused:
            messages.warning(request, _("请先勾选要提交的草稿。"))
        return redirect(upload)

    return submissions.once(request, run)  # type: ignore[return-value]

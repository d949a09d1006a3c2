"""设置/导入: the tables that were uploaded, what was found in each, its progress and its result."""

from io import BytesIO
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST, require_safe

from accountability import trail
from accountability.imports import Target, batches, every_target, marking, target_of
from accountability.models import ImportBatch, ImportRow
from engine import submissions
from engine.models import Job
from organizations.models import Organization, Person
from organizations.refusals import NotFound, Refusal
from organizations.sight import sight_of, visible
from workflow_site.setup.forms import UploadForm, places_of

A_PAGE = 50
REFUSED = 422
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
TONES = {
    "checked": "waiting",
    "faulty": "overdue",
    "applying": "active",
    "applied": "done",
    "stopped": "overdue",
    "withdrawn": "",
    "ready": "waiting",
    "created": "done",
    "skipped": "",
    "failed": "overdue",
}


@require_safe
@login_required
def import_list(request: HttpRequest) -> HttpResponse:
    """What may be imported, and the tables that were uploaded, newest first."""
    targets = _targets(request)
    rows = visible(request.user, ImportBatch).select_related("organization", "uploaded_by").order_by("-pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    shown: list[Any] = list(page.object_list)
    for batch in shown:
        batch.title, batch.tone = _title(batch), TONES[batch.state]
    columns = [{"label": label} for label in (_("表格"), _("导入到"), _("行数"), _("状态"), _("上传"))]
    context = {"targets": targets, "page": page, "rows": shown, "columns": columns}
    return render(request, "setup/import_list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def import_new(request: HttpRequest, target: str) -> HttpResponseBase:
    """Upload a table; it is read and checked at once, and kept with everything that was found."""
    found = _target(request, target)
    offered = places_of(sight_of(request.user), found)
    if request.method == "GET":
        return _new_page(request, UploadForm(offered=offered), found)
    form = UploadForm(request.POST, request.FILES, offered=offered)
    if not form.is_valid():
        return _new_page(request, form, found, status=REFUSED)
    at: Organization = form.cleaned_data["organization"]
    try:
        prepared = batches.prepare(found, form.cleaned_data["table"], at=at, by=_person(request))
        return submissions.once(request, lambda: HttpResponseRedirect(batches.keep(prepared).get_absolute_url()))
    except Refusal as refusal:
        form.add_error("table", refusal.message)
        return _new_page(request, form, found, status=refusal.status)


@require_GET
@login_required
def import_sample(request: HttpRequest, target: str, extension: str) -> HttpResponseBase:
    """A sheet to fill in."""
    found = _target(request, target)
    name = _("%(title)s导入样表.%(extension)s") % {"title": found.title, "extension": extension}
    if extension == "csv":
        file = BytesIO(marking.sample_csv(found))
        return FileResponse(file, as_attachment=True, filename=name, content_type="text/csv; charset=utf-8")
    if extension == "xlsx":
        return FileResponse(marking.sample(found), as_attachment=True, filename=name, content_type=XLSX)
    raise NotFound


@require_safe
@login_required
def import_show(request: HttpRequest, pk: int) -> HttpResponse:
    """What was found in a table, cell by cell; then its progress; then its result."""
    batch = _batch(request, pk)
    part = request.GET.get("part", "")
    rows = batch.rows.order_by("number")
    if part not in {"all", "faulty"}:
        part = "faulty" if batch.faulty or batch.failed else "all"
    shown = rows.with_faults() if part == "faulty" else rows
    paginator = Paginator(shown, A_PAGE)
    paginator.count = _count(batch, part)
    page = paginator.get_page(request.GET.get("page"))
    context = {
        "batch": batch,
        "crumbs": _crumbs(),
        "thing_title": _title(batch),
        "page": page,
        "rows": [_row(batch, row) for row in page.object_list],
        "columns": [{"label": label} for label in (_("行"), _("内容与核对结果"), _("状态"))],
        "tabs": _tabs(batch, part),
        "tone": TONES[batch.state],
        "is_stuck": batch.state == ImportBatch.State.APPLYING and _is_stuck(batch),
        "may_withdraw": batch.state in ("checked", "faulty", "stopped") and not batch.done,
        "has_rows": batch.state != ImportBatch.State.WITHDRAWN,
    }
    return render(request, "setup/import_show.html", context)


@require_POST
@login_required
def import_apply(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Begin to apply it."""
    batch = _batch(request, pk)

    def act() -> HttpResponseRedirect:
        batches.begin(batch, by=_person(request))
        messages.success(request, _("已开始导入，可以离开本页，完成后会通知您。"))
        return HttpResponseRedirect(batch.get_absolute_url())

    return submissions.once(request, act)


@require_POST
@login_required
def import_withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give it up."""
    batch = _batch(request, pk)

    def act() -> HttpResponseRedirect:
        batches.withdraw(batch, by=_person(request))
        messages.success(request, _("已撤回，系统中没有任何改动。"))
        return HttpResponseRedirect(batch.get_absolute_url())

    return submissions.once(request, act)


@require_GET
@login_required
def import_marked(request: HttpRequest, pk: int) -> FileResponse:
    """The uploaded sheet with its bad cells marked; who took it is on record before the first byte leaves."""
    batch = _batch(request, pk)
    if not batch.rows.exists():
        raise NotFound(_("这个批次已撤回，各行内容已清除。"))
    trail.witness("import_marked", batch, by=_person(request))
    file = marking.marked(batch, batch.rows.order_by("number").iterator(chunk_size=1000))
    name = _("%(name)s_核对结果.xlsx") % {"name": batch.file_name.rpartition(".")[0]}
    return FileResponse(file, as_attachment=True, filename=name, content_type=XLSX)


def _targets(request: HttpRequest) -> list[Target]:
    """The tables this visitor may import somewhere; whoever may import none finds no such page."""
    sight = sight_of(request.user)
    found = [target for target in every_target() if places_of(sight, target)]
    if not found:
        raise NotFound
    return found


def _target(request: HttpRequest, name: str) -> Target:
    """One of them."""
    found = target_of(name)
    if found is None or found not in _targets(request):
        raise NotFound
    return found


def _batch(request: HttpRequest, pk: int) -> ImportBatch:
    """A table this visitor may see."""
    seen = visible(request.user, ImportBatch).select_related("organization", "uploaded_by", "applied_by")
    found = seen.filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


def _person(request: HttpRequest) -> Person:
    """Who acts."""
    person: Person = request.person  # type: ignore[attr-defined]
    return person


def _title(batch: ImportBatch) -> str:
    """What is imported, in words."""
    target = target_of(batch.target)
    return str(target.title) if target else batch.target


def _count(batch: ImportBatch, part: str) -> int:
    """How many rows a part has, known without counting them."""
    if batch.state == ImportBatch.State.WITHDRAWN:
        return 0
    return batch.total if part == "all" else max(batch.faulty, batch.failed)


def _tabs(batch: ImportBatch, part: str) -> list[dict[str, Any]]:
    """The rows with faults, and all of them."""
    here = batch.get_absolute_url()
    return [
        {"label": label, "url": f"{here}?part={name}", "count": _count(batch, name), "current": name == part}
        for name, label in (("faulty", _("有问题的行")), ("all", _("全部")))
    ]


def _row(batch: ImportBatch, row: ImportRow) -> dict[str, Any]:
    """A row as shown: what stands in it, and each fault with its heading and the cell it is about."""
    headings = {name: (heading, place) for place, (heading, name) in enumerate(batch.headings) if name}
    faults = []
    for column, sentence in row.errors:
        heading, place = headings.get(column, ("", -1))
        text = row.payload[place] if 0 <= place < len(row.payload) else ""
        faults.append({"heading": heading, "text": text, "sentence": sentence})
    content = " · ".join(text for text in row.payload if text and text != row.label)
    return {"row": row, "faults": faults, "content": content[:160], "tone": TONES[row.state]}


def _is_stuck(batch: ImportBatch) -> bool:
    """Whether the background work was given up after many failures."""
    return Job.objects.dead().filter(key=f"{batches.APPLY}:{batch.pk}").exists()


def _crumbs() -> list[dict[str, str]]:
    """The line above the heading: the way back to the list."""
    return [{"label": _("数据导入"), "url": reverse("import_list")}]


def _new_page(request: HttpRequest, form: UploadForm, target: Target, status: int = 200) -> HttpResponse:
    """The form as it stands."""
    return render(
        request, "setup/import_new.html", {"form": form, "target": target, "crumbs": _crumbs()}, status=status
    )

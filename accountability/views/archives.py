"""归档 on the screen: a unit's year 件 by 件, corrections, the package, and pruning by two people."""

from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accountability import archives, trail
from accountability.archives import FILE, PRUNE, packing
from accountability.forms import MoveForm, Reason
from accountability.models import ArchivePackage, ArchivePiece
from accountability.models.archives import Retention
from accountability.proofs import withheld
from accountability.views.deadline_pages import Asking, asked, find, posted, unit_asked, visitor
from organizations.models import Organization
from organizations.refusals import NotFound, NotYet
from organizations.rights import may
from organizations.sight import visible

A_PAGE = 50
LONGEST_YEAR = 4


class PieceForm(MoveForm):
    """What the list says of a piece."""

    title = forms.CharField(label=gettext_lazy("题名"), max_length=300)
    responsible = forms.CharField(label=gettext_lazy("责任者"), max_length=200)
    document_number = forms.CharField(label=gettext_lazy("文号"), max_length=120, required=False)
    dated = forms.DateField(
        label=gettext_lazy("日期"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    pages = forms.IntegerField(label=gettext_lazy("页数"), min_value=1, max_value=100_000)
    retention = forms.ChoiceField(label=gettext_lazy("保管期限"), choices=Retention.choices)
    because = None  # type: ignore[assignment]  # the list is corrected, no reason is asked for


class PruneForm(MoveForm):
    """Why."""

    because = Reason(label=gettext_lazy("鉴定意见和理由"), max_length=300)


class DecideForm(PruneForm):
    """Yes or no, and why."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("审批结果"), widget=forms.RadioSelect,
        choices=(("agree", gettext_lazy("同意销毁")), ("refuse", gettext_lazy("不同意"))),
    )  # fmt: skip
    field_order = ("verdict", "because")


@require_safe
@login_required
def archive_list(request: HttpRequest) -> HttpResponse:
    """The pieces of a year with what they lack, and the packages that were made."""
    unit = unit_asked(request)
    if not (may(request.user, FILE, unit) or may(request.user, PRUNE, unit)):
        raise NotFound
    year = _year(request)
    rows = visible(request.user, ArchivePiece).filter(organization=unit, year=year).order_by("n")
    columns = [{"label": label} for label in (_("件号和题名"), _("文号和日期"), _("保管期限"), _("状态"))]
    context = {
        "unit": unit,
        "year": year,
        "page": Paginator(rows, A_PAGE).get_page(request.GET.get("page")),
        "columns": columns,
        "packages": visible(request.user, ArchivePackage).filter(organization=unit).select_related("organization")[:10],
        "may_file": may(request.user, FILE, unit),
        "may_prune": may(request.user, PRUNE, unit),
    }
    return render(request, "accountability/archive_list.html", context)


def _year(request: HttpRequest) -> int:
    named = request.GET.get("year", "")
    return int(named) if named.isdecimal() and len(named) == LONGEST_YEAR else timezone.localdate().year


@require_http_methods(["GET", "POST"])
@login_required
def archive_act(request: HttpRequest, pk: int, year: int, act: str) -> HttpResponseBase:
    """File what was finished in a year, or ask for its package."""
    unit = find(request, Organization, pk)
    words = {
        "file": (_("编目归档"), _("把本单位这一年度办结、尚未归档的事项逐件编目；已归档的不重复。")),
        "pack": (
            _("生成归档包"),
            _("把这一年度的归档件连同目录、元数据和校验码打包，供移交档案部门；电子档案须经四性检测。"),
        ),
    }
    if act not in words or not may(request.user, FILE, unit):
        raise NotFound
    back = f"{reverse('archive_list')}?year={year}&unit={pk}"
    facts = [{"label": _("立档单位"), "value": unit}, {"label": _("年度"), "value": year}]
    page = Asking(words[act][0], words[act][0], back, lead=words[act][1], icon="archive", facts=facts)
    form = NothingForm(posted(request))

    def do() -> str:
        if act == "file":
            n = archives.file_year(unit, year, by=visitor(request))
            messages.success(request, _("已编目%(n)d件。") % {"n": n})
        else:
            packing.ask(unit, year, by=visitor(request))
            messages.success(request, _("正在生成归档包，完成后会收到通知。"))
        return back

    return asked(request, page, form, do)


class NothingForm(MoveForm):
    """Only a yes."""

    because = None  # type: ignore[assignment]  # nothing is to be said


@require_http_methods(["GET", "POST"])
@login_required
def archive_piece(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Correct what the list says of a piece."""
    piece = _piece(request, pk, FILE)
    names = ("title", "responsible", "document_number", "dated", "pages", "retention")
    page = Asking(_("修改归档件"), _("保存"), _back(piece), columns=True, facts=_facts(piece))
    form = PieceForm(posted(request), initial={name: getattr(piece, name) for name in names})

    def act() -> str:
        archives.correct(piece, by=visitor(request), **form.cleaned_data)
        return _back(piece)

    return asked(request, page, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def archive_prune(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Propose, or where it was proposed decide, that a piece be pruned."""
    piece = _piece(request, pk, FILE, PRUNE)
    deciding = piece.state == ArchivePiece.State.PROPOSED
    if not may(request.user, PRUNE if deciding else FILE, piece.organization):
        raise NotFound
    lead = _("销毁的是该件办理记录的正文；校验码和销毁记录永久保留，日志仍可校验。")
    title = _("审批销毁") if deciding else _("提出销毁")
    page = Asking(title, title, _back(piece), lead=lead, icon="trash-2", danger=True, facts=_facts(piece))
    form: Any = (DecideForm if deciding else PruneForm)(posted(request))

    def act() -> str:
        because = form.cleaned_data["because"]
        if deciding:
            agree = form.cleaned_data["verdict"] == "agree"
            archives.decide_pruning(piece, agree=agree, because=because, by=visitor(request))
        else:
            archives.propose_pruning(piece, because=because, by=visitor(request))
        return _back(piece)

    return asked(request, page, form, act)


@require_safe
@login_required
def archive_download(request: HttpRequest, uuid: UUID) -> FileResponse:
    """Send a package; recorded before the first byte."""
    package = visible(request.user, ArchivePackage).select_related("organization").filter(uuid=uuid).first()
    if package is None or not may(request.user, FILE, package.organization):
        raise NotFound
    place = packing.place_of(package)
    if package.state != ArchivePackage.State.MADE or not place.exists():
        raise NotYet(_("归档包还没有生成，或者文件已经丢失，请重新生成。"))
    withheld.require_clean(package, place)
    trail.witness("downloaded", package, by=visitor(request), extra={"sha256": package.sha256})
    name = f"归档包-{package.year}-{package.pk}.zip"
    response = FileResponse(place.open("rb"), as_attachment=True, filename=name, content_type="application/zip")
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "private, no-store"
    return response


def _piece(request: HttpRequest, pk: int, *permissions: str) -> ArchivePiece:
    piece = find(request, ArchivePiece, pk, "organization", "proposed_by")
    if not any(may(request.user, one, piece.organization) for one in permissions):
        raise NotFound
    return piece


def _back(piece: ArchivePiece) -> str:
    return f"{reverse('archive_list')}?year={piece.year}&unit={piece.organization_id}"


def _facts(piece: ArchivePiece) -> list[dict[str, Any]]:
    return [
        {"label": _("件号"), "value": f"{piece.year}-{piece.n:04d}"},
        {"label": _("题名"), "value": piece.title},
        {"label": _("提出人"), "value": piece.proposed_by},
        {"label": _("销毁理由"), "value": piece.because},
    ]

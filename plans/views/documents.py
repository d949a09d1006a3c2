"""Plans, summaries and letters of responsibility as official documents: downloaded, and kept for the seal."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any, NamedTuple

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accountability import sealings, trail
from accountability.documents import OfficialPaper, as_docx
from accountability.documents.marking import UNSEALED
from accountability.gate import MEDIA_TYPES, clean_name
from accountability.models import OfficialDocument
from organizations.models import Organization
from organizations.sight import visible
from plans import documents
from plans.forms.asking import ConfirmationForm
from plans.models import Plan, ResponsibilityLetter, Review
from plans.views.answering import Sheet, act_on_sheet, allow, find, visitor


class Kind(NamedTuple):
    """What may become a document: its model, how, by whose right, and what comes with it."""

    model: Any
    paper: Callable[[Any], OfficialPaper]
    right: str
    related: tuple[str, ...]


KINDS = {
    "plan": Kind(Plan, documents.of_plan, "draft_plan", ("organization", "number")),
    "review": Kind(Review, documents.of_review, "review_plan", ("plan__organization",)),
    "letter": Kind(ResponsibilityLetter, documents.of_letter, "issue_letters", ("plan__organization", "unit")),
}


def _found(request: HttpRequest, kind: str, pk: int) -> tuple[Any, Kind]:
    """The thing and how it becomes a document."""
    chosen = KINDS.get(kind)
    if chosen is None:
        raise Http404
    return find(request, chosen.model, pk, *chosen.related), chosen


def _unit(thing: Any) -> Organization:
    unit: Organization = (thing if isinstance(thing, Plan) else thing.plan).organization
    return unit


@login_required
@require_GET
def document_download(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """The docx as it stands, marked as a draft or as not sealed."""
    thing, chosen = _found(request, kind, pk)
    paper = chosen.paper(thing)
    banner = paper.banner or (UNSEALED if sealings.is_sealed(paper) else "")
    content = as_docx(replace(paper, banner=banner))
    trail.witness("downloaded", thing, by=visitor(request), extra={"as": "docx"})
    response = HttpResponse(content, content_type=MEDIA_TYPES["docx"])
    name = clean_name(f"{paper.title[:80]}.docx")
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response.headers["Cache-Control"] = "private, no-store"
    return response


@login_required
def document_lay_out(request: HttpRequest, kind: str, pk: int) -> HttpResponse:
    """Keep the paper as an official document, for which the seal can be asked; a second time leads to the first."""
    thing, chosen = _found(request, kind, pk)
    person = allow(request, chosen.right, thing)
    known = visible(request.user, OfficialDocument).of(thing).first()  # type: ignore[attr-defined]
    if known is not None:
        return redirect(known)
    lead = _("按公文格式制作并存入“公文和用印”；用印扫描件回传之前标明“未用印稿”。")
    sheet = Sheet(thing, _("制作公文"), _("制作"), lead=lead, icon="stamp", said=_("已制作公文，可以申请用印。"))
    paper = chosen.paper(thing)
    made: dict[str, Any] = {"source": thing, "unit": _unit(thing), "by": person}
    if request.method == "POST":
        made["checked"] = sealings.ready(paper)
    form = ConfirmationForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda _form: sealings.lay_out(paper, **made))

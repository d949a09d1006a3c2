"""Minutes and the excerpt of a decision, downloaded as official documents."""

from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accountability import trail
from accountability.documents import OfficialPaper, as_docx
from accountability.gate import MEDIA_TYPES, clean_name
from accountability.views.deadline_pages import find, visitor
from meetings import documents
from meetings.models import Decision, Minutes
from organizations.refusals import NotFound
from organizations.sight import visible

RELATED = ("meeting__kind", "meeting__organization", "meeting__body", "number")


@login_required
@require_safe
def minutes_document(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes of a meeting in the form of 纪要; marked 讨论稿 until they are signed."""
    paper = visible(request.user, Minutes).filter(meeting=pk).select_related(*RELATED).first()
    if paper is None:
        raise NotFound
    return _docx(request, paper, documents.of_minutes(paper))


@login_required
@require_safe
def decision_document(request: HttpRequest, pk: int) -> HttpResponse:
    """The excerpt for whoever has to carry one decision out."""
    decision = find(request, Decision, pk, "meeting__kind", "meeting__organization", "lead_unit", "holder")
    return _docx(request, decision, documents.of_decision(decision))


def _docx(request: HttpRequest, thing: Model, paper: OfficialPaper) -> HttpResponse:
    trail.witness("downloaded", thing, by=visitor(request), extra={"as": "docx"})
    response = HttpResponse(as_docx(paper), content_type=MEDIA_TYPES["docx"])
    name = clean_name(f"{paper.title[:80]}.docx")
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response.headers["Cache-Control"] = "private, no-store"
    return response

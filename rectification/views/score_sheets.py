"""The assessment sheet 考核表 of one unit as a paper to be signed and sealed."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accountability import trail
from accountability.documents import as_docx
from accountability.gate import MEDIA_TYPES, clean_name
from organizations.rights import may
from organizations.sight import visible
from rectification import documents
from rectification.models import RoundState, Score, ScoreLine
from rectification.views.answering import find, visitor
from rectification.views.filings import period_words


@login_required
@require_GET
def score_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """What the page shows of it, the rank only to whom the page shows it."""
    score = find(request, Score, pk, "round__rule__organization")
    lines = visible(request.user, ScoreLine).filter(score=score).select_related("item").order_by("item__order")
    open_rank = score.round.state == RoundState.PUBLISHED or may(request.user, "rectification.keep_scores", score.round)
    paper = documents.of_score(score, lines, period=str(period_words(score.round)), with_rank=open_rank)
    trail.witness("downloaded", score, by=visitor(request), extra={"as": "docx"})
    response = HttpResponse(as_docx(paper), content_type=MEDIA_TYPES["docx"])
    name = clean_name(_("考核表_%(unit)s.docx") % {"unit": score.name})
    response.headers["Content-Disposition"] = content_disposition_header(as_attachment=True, filename=name) or ""
    response.headers["Cache-Control"] = "private, no-store"
    return response

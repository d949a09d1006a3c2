"""Reading: the list, a document as of a day, one article with its history and who cites it."""

import datetime
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accountability import trail
from accountability.attachments import is_whole, stored
from accountability.incoming.reading import CIRCULATE
from organizations.models import Person
from organizations.refusals import NotFound
from organizations.rights import may_anywhere
from organizations.sight import visible
from search import permissions, services, size
from search.differences import Piece, differences
from search.forms.asking import DayField
from search.forms.library import LibraryForm
from search.models import Article, Citation, Download, Edition, Kind, Regulation, Relation, Status

from .answering import find, seen_editions, visitor
from .moves import moves_for

PAGE = 30
MOST_BACKLINKS = 20
STATUS_TONES = {
    Status.IN_FORCE: "done",
    Status.PARTLY_REPEALED: "waiting",
    Status.NOT_YET: "active",
    Status.AMENDED: "waiting",
    Status.REPEALED: "overdue",
    Status.ENDED: "overdue",
}


def toned(editions: list[Any]) -> list[Any]:
    """Each edition with the tone of its status; they were read `with_status`."""
    for edition in editions:
        edition.status_tone = STATUS_TONES[edition.status]
    return editions


@login_required
@require_GET
def regulation_list(request: HttpRequest) -> HttpResponse:
    """One page of the library: an edition a line, those in force unless another status is asked for."""
    form = LibraryForm(request.GET)
    rows = form.narrowed(seen_editions(request))
    paginator = Paginator(rows.select_related("regulation__issuer", "regulation__organization").newest_first(), PAGE)
    page = paginator.get_page(request.GET.get("page"))
    mine = seen_editions(request).unfinished().select_related("regulation")
    context = {
        "form": form,
        "asked": form.asked,
        "page": page,
        "rows": toned(list(page.object_list)),
        "drafts": list(mine.order_by("-drafted_at")[:10]),
        "may_keep": (may_keep := bool(permissions.kept_places(request.user))),
        "wants_faster": may_keep and size.wants_faster_engine(),
        "day": form.day,
    }
    return render(request, "search/regulation_list.html", context)


def day_asked(request: HttpRequest) -> datetime.date | None:
    """The day in the address, if it is one."""
    try:
        found: datetime.date | None = DayField(required=False).clean(request.GET.get("on", ""))
    except Exception:  # noqa: BLE001  whatever stands in an address
        return None
    return found


@login_required
@require_GET
def regulation_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The text of a document that applies on a day (today); where none does, the first or the last there is."""
    regulation = find(request, Regulation, pk, "issuer", "organization")
    editions = _editions(request, regulation)
    if not editions:
        raise Http404
    day = day_asked(request)
    on = day or timezone.localdate()
    published = [edition for edition in editions if edition.is_published]
    applying = [edition for edition in published if not edition.applies_from or edition.applies_from <= on]
    chosen = (applying or published[::-1] or editions)[0]
    return _page(request, regulation, chosen, editions, day)


@login_required
@require_GET
def edition_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One edition, whatever it is worth today."""
    edition = find(request, Edition, pk, "regulation__issuer", "regulation__organization")
    return _page(request, edition.regulation, edition, _editions(request, edition.regulation), None)


def _editions(request: HttpRequest, regulation: Regulation) -> list[Any]:
    """The editions of a document that the visitor sees, newest first, with what they are worth today."""
    seen = (
        seen_editions(request)
        .filter(regulation=regulation)
        .with_status()
        .annotate(taken=Count("downloads"))
        .newest_first()
    )
    return toned(list(seen.select_related("regulation", "source", "drafted_by", "published_by")))


def _page(
    request: HttpRequest, regulation: Regulation, edition: Edition, editions: list[Any], day: datetime.date | None
) -> HttpResponse:
    shown: Any = next(one for one in editions if one.pk == edition.pk)
    articles = list(shown.articles.annotate(cited=Count("citations", filter=Q(citations__withdrawn_at__isnull=True))))
    _mark_headings(articles)
    relations = _relations(request, regulation)
    newest = next((one for one in editions if one.is_published and one.status == Status.IN_FORCE), None)
    moves = moves_for(request, shown, keeps=_keeps(request, regulation))
    context = {
        "regulation": regulation,
        "edition": shown,
        "editions": editions,
        "articles": articles,
        "contents": [heading for article in articles for heading in article.new_headings],
        "facts": _facts(regulation, shown),
        "relations": relations,
        "newest": newest if newest and newest.pk != shown.pk else None,
        "status_tone": shown.status_tone,
        "day": day,
        "moves": moves,
        "sends": shown.is_published and may_anywhere(request.user, CIRCULATE),
        "downloads": shown.taken,
        "is_material": regulation.kind != Kind.REGULATION,
    }
    return render(request, "search/regulation_detail.html", context)


def _keeps(request: HttpRequest, regulation: Regulation) -> bool:
    return services.keeps(cast(Person, request.user), regulation)  # the account keeps the sight already looked up


def _mark_headings(articles: list[Any]) -> None:
    """Give every article the headings that begin with it, each with its depth and its place on the page."""
    before: list[str] = []
    for article in articles:
        now = article.headings
        shared = 0
        while shared < min(len(before), len(now)) and before[shared] == now[shared]:
            shared += 1
        article.new_headings = [
            {"text": text, "depth": depth + 1, "anchor": f"h{article.ordinal}-{depth}"}
            for depth, text in enumerate(now)
            if depth >= shared
        ]
        before = now


def _relations(request: HttpRequest, regulation: Regulation) -> list[dict[str, Any]]:
    """What is done to a document, and what its editions do to others."""
    seen = visible(request.user, Relation).select_related("by_edition__regulation", "to_regulation", "to_edition")
    rows = seen.filter(Q(to_regulation=regulation) | Q(by_edition__regulation=regulation)).order_by("-since", "pk")
    return [_relation(row, regulation) for row in rows[:50]]


def _relation(row: Relation, regulation: Regulation) -> dict[str, Any]:
    passive = row.to_regulation_id == regulation.pk
    other: Any = row.by_edition if passive else row.to_regulation
    return {
        "word": row.passive if passive else row.get_kind_display(),
        "label": str(other) if other else row.by_text,
        "url": other.get_absolute_url() if other else "",
        "since": row.since,
        "note": row.note,
    }


def _facts(regulation: Regulation, edition: Edition) -> list[dict[str, Any]]:
    """What one must know of an edition, label by label."""
    return [
        {"label": _("效力级别"), "value": regulation.get_level_display()},
        {"label": _("类别"), "value": regulation.get_kind_display()},
        {"label": _("发文机关"), "value": regulation.issuer or regulation.organization},
        {"label": _("文号"), "value": edition.document_number},
        {"label": _("版本"), "value": edition.label},
        {"label": _("公布日期"), "value": _shown(edition.issued_on)},
        {"label": _("施行日期"), "value": _shown(edition.effective_on)},
        {"label": _("有效期至"), "value": _shown(edition.ended_on)},
        {"label": _("阅读范围"), "value": regulation.get_access_display()},
        {"label": _("起草人"), "value": edition.drafted_by if regulation.is_own else ""},
        {"label": _("发布人"), "value": edition.published_by if regulation.is_own else ""},
        {"label": _("应复审日期"), "value": _shown(edition.review_due_on)},
    ]


def _shown(day: datetime.date | None) -> str:
    return f"{day:%Y-%m-%d}" if day else ""


@login_required
@require_GET
def article_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One article: its words, how they came about, who cites it."""
    cited = Count("citations", filter=Q(citations__withdrawn_at__isnull=True))
    rows: QuerySet[Any] = visible(request.user, Article).select_related("edition__regulation").annotate(cited=cited)
    article = rows.filter(pk=pk).first()
    if article is None:
        raise Http404
    editions = _editions(request, article.edition.regulation)
    edition = next(one for one in editions if one.pk == article.edition_id)
    beside = {one.ordinal - article.ordinal: one for one in _neighbours(article)}
    context = {
        "article": article,
        "edition": edition,
        "regulation": edition.regulation,
        "history": _history(article, [one for one in editions if one.is_published]),
        "cited": article.cited,
        "backlinks": _backlinks(request, article) if article.cited else [],
        "before": beside.get(-1),
        "after": beside.get(1),
        "to_copy": words_to_copy(article, edition),
    }
    return render(request, "search/article_detail.html", context)


def _neighbours(article: Article) -> QuerySet[Article]:
    """The articles before and after; ordinals have no gaps."""
    return Article.objects.filter(edition=article.edition_id, ordinal__in=[article.ordinal - 1, article.ordinal + 1])


def _backlinks(request: HttpRequest, article: Article) -> QuerySet[Citation]:
    """What cites it, as far as the visitor sees it."""
    seen = visible(request.user, Citation).filter(article=article, withdrawn_at__isnull=True)
    return seen.prefetch_related("source")[:MOST_BACKLINKS]


def words_to_copy(article: Article, edition: Edition) -> str:
    """The article as it is cited: 《…》（文号，日期）第…条：“…”."""
    told = [edition.document_number, _shown(edition.applies_from)]
    brackets = _("，").join(part for part in told if part)
    return f"{edition.regulation.cited_title}{f'（{brackets}）' if brackets else ''}{article.label}：“{article.text}”"


def _history(article: Article, editions: list[Any]) -> list[dict[str, Any]]:
    """The same article in every published edition, newest first, each with its difference to the one before."""
    if not article.number or len(editions) < 2:
        return []
    rows = Article.objects.numbered(article.number, article.suffix).filter(edition__in=editions)
    by_edition = {row.edition_id: row for row in rows}
    found = []
    for place, edition in enumerate(editions):
        row = by_edition.get(edition.pk)
        older = next((by_edition[one.pk] for one in editions[place + 1 :] if one.pk in by_edition), None)
        found.append({"edition": edition, "article": row, "pieces": _pieces(older, row)})
    return found


def _pieces(older: Article | None, newer: Article | None) -> list[Piece]:
    """What changed; nothing where the words are the same."""
    if older is None or newer is None or older.text == newer.text:
        return []
    return differences(older.text, newer.text)


@login_required
@require_GET
def edition_download(request: HttpRequest, pk: int) -> FileResponse:
    """The file an edition was read from; counted, and on record before the first byte leaves."""
    edition, person = find(request, Edition, pk, "regulation", "source"), visitor(request)
    if edition.source is None:
        raise Http404
    if not is_whole(edition.source.sha256):
        told = _("文件“%(name)s”已丢失或被改动，不能下载，请联系系统管理员恢复。")
        raise NotFound(told % {"name": edition.source_name})
    trail.witness("edition_downloaded", edition, by=person, extra={"sha256": edition.source.sha256})
    Download.objects.create(edition=edition, person=person)
    response = FileResponse(
        stored(edition.source.sha256).open("rb"),
        as_attachment=True,
        filename=edition.source_name,
        content_type=edition.source.media_type,
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "sandbox; default-src 'none'"
    response["Cache-Control"] = "private, no-store"
    return response

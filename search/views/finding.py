"""The search page: one box, the library and the work in tabs, filters with counts, saved searches."""

import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from engine import submissions
from organizations.refusals import Refusal
from search import findable, permissions
from search.findable import Findable
from search.finding import asked, likeness, work
from search.finding.catalogue import FILTERS
from search.finding.eyes import Eyes
from search.finding.results import Found, Wanted
from search.forms.finding import SaveForm
from search.models import Article, Regulation, SavedSearch
from search.services import looking, saved

from .answering import find, visitor
from .library import STATUS_TONES, day_asked

LIBRARY = "library"
LONGEST = 200
HEADINGS = {
    "status": gettext_lazy("时效"),
    "level": gettext_lazy("效力级别"),
    "issuer": gettext_lazy("发文机关"),
    "kind": gettext_lazy("类别"),
}
EXAMPLES = (
    gettext_lazy("医疗废物管理条例第三十二条"),
    gettext_lazy("“医疗废物” AND 登记"),
    gettext_lazy("医院感染暴发多长时间内报告"),
    gettext_lazy("ylfwgltl（名称首字母）"),
)


def _page_number(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if text.isdecimal() and len(text) < 6 else 1


def _filters(request: HttpRequest) -> dict[str, str]:
    return {name: value[:20] for name in FILTERS if (value := request.GET.get(name, ""))}


def _address(request: HttpRequest, **changed: str) -> str:
    """This page with something changed, from its first page on."""
    query = {key: value for key, value in request.GET.items() if key != "page"} | changed
    return "?" + urlencode({key: value for key, value in query.items() if value})


@login_required
@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """The one box; without words it shows how to ask and what was kept."""
    query = request.GET.get("q", "").strip()
    tab = request.GET.get("tab", LIBRARY)
    kinds = {kind.code: kind for kind in findable.kinds()}
    kind = kinds.get(tab)
    context: dict[str, Any] = {
        "query": query[:LONGEST],
        "cut": len(query) > LONGEST,
        "tab": kind.code if kind else LIBRARY,
        "tabs": _tabs(request, list(kinds.values()), kind),
        "day": day_asked(request),
        "filters": _filters(request),
    }
    if not any(sign.isalnum() for sign in query):
        context |= _start(request)
    elif kind is not None:
        context |= {"things": work.find(query[:LONGEST], kind, by=request.user, page=_page_number(request))}
    else:
        context |= _library(request, query[:LONGEST], context["day"])
    return render(request, "search/library_search.html", context)


def _start(request: HttpRequest) -> dict[str, Any]:
    person = visitor(request)
    kept = list(SavedSearch.objects.filter(person=person))
    return {"kept": kept, "examples": EXAMPLES, "keeps": bool(permissions.kept_places(request.user))}


def _tabs(request: HttpRequest, kinds: list[Findable], current: Findable | None) -> list[dict[str, Any]]:
    tabs = [{"label": _("法规制度"), "url": _address(request, tab=""), "current": current is None, "count": None}]
    for kind in kinds:
        address = "?" + urlencode({"q": request.GET.get("q", "")[:LONGEST], "tab": kind.code})
        tabs.append({"label": kind.tab, "url": address, "current": kind == current, "count": None})
    return tabs


def _library(request: HttpRequest, query: str, day: datetime.date | None) -> dict[str, Any]:
    wanted = Wanted(query, _filters(request), day, _page_number(request))
    found = asked.page(wanted, by=Eyes(request.user))
    mark = looking.note_asked(query, hits=found.articles, by=visitor(request)) if wanted.page == 1 else ""
    for document in found.documents:
        document.tone = STATUS_TONES[document.edition.status]  # type: ignore[attr-defined]
    return {
        "found": found,
        "mark": mark,
        "facets": _facets(request, found),
        "meant": _address(request, q=found.meant) if found.meant else "",
        "save_form": SaveForm(initial={"name": query}),
        "before": _address(request) + f"&page={found.page - 1}" if found.page > 1 else "",
        "after": _address(request) + f"&page={found.page + 1}" if found.page < found.pages else "",
        "here": request.GET.urlencode(),
    }


def _facets(request: HttpRequest, found: Found) -> list[dict[str, Any]]:
    """The filters with how many documents each leaves; a chosen one leads back."""
    facets = []
    for name, heading in HEADINGS.items():
        choices = found.facets.get(name, [])
        if len(choices) < 2 and not any(choice.chosen for choice in choices):
            continue
        rows = [
            {"choice": choice, "url": _address(request, **{name: "" if choice.chosen else choice.value})}
            for choice in choices
        ]
        facets.append({"heading": heading, "rows": rows})
    return facets


@login_required
@require_GET
def hit_open(request: HttpRequest) -> HttpResponse:
    """Go to a result and note that it was opened."""
    key, rank = request.GET.get("article", ""), request.GET.get("rank", "")
    is_article = bool(key)
    key = key or request.GET.get("regulation", "")
    if not (key.isdecimal() and len(key) < 19):
        raise Http404
    goal = find(request, Article, int(key)) if is_article else find(request, Regulation, int(key))
    if rank.isdecimal() and len(rank) < 6:
        looking.note_opened(request.GET.get("mark", "")[:200], rank=int(rank))
    return redirect(goal.get_absolute_url())


@login_required
@require_GET
def article_like(request: HttpRequest, pk: int) -> HttpResponse:
    """Articles of other documents that say much the same."""
    article = find(request, Article, pk, "edition__regulation")
    rows = likeness.like(article, by=Eyes(request.user))
    crumbs = [{"label": str(article), "url": article.get_absolute_url()}]
    return render(request, "search/article_like.html", {"article": article, "rows": rows, "crumbs": crumbs})


@login_required
@require_POST
def saved_new(request: HttpRequest) -> HttpResponse:
    """Keep the search in the address."""
    person, form = visitor(request), SaveForm(request.POST)
    form.is_valid()
    query = request.GET.get("q", "")
    filters = _filters(request)
    if day := day_asked(request):
        filters["on"] = day.isoformat()

    def act() -> HttpResponse:
        name, notify = form.cleaned_data.get("name", ""), form.cleaned_data.get("notify", False)
        saved.keep_search(query, filters=filters, name=name, notify=notify, by=person)
        messages.success(request, _("已收藏，可在检索首页查看。"))
        return redirect("search:search")

    try:
        return submissions.once(request, act)  # type: ignore[return-value]
    except Refusal as refusal:
        messages.error(request, refusal.message)
        return redirect("search:search")


@login_required
@require_GET
def saved_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask a kept search once more."""
    kept = find(request, SavedSearch, pk)
    page = redirect("search:search")
    page["Location"] += "?" + urlencode({"q": kept.query, **kept.filters})
    return page


@login_required
@require_POST
def saved_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep a search no longer."""
    kept = find(request, SavedSearch, pk)

    def act() -> HttpResponse:
        saved.drop_search(kept, by=visitor(request))
        messages.success(request, _("已删除收藏的检索。"))
        return redirect("search:search")

    return submissions.once(request, act)  # type: ignore[return-value]

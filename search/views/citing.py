"""What a thing cites: articles found in its words or by a search, adopted, taken back, looked at again."""

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Model
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from engine import submissions
from organizations import sight
from search import citing
from search.finding.eyes import Eyes
from search.finding.likeness import likely
from search.models import Article, Citation, FoundBy

from .answering import find, visitor

LONGEST = 200


def _thing(request: HttpRequest, label: str, pk: int) -> Any:
    """A thing that cites and of which the visitor may change what it cites; any other has no such page."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise Http404 from None
    if not sight.is_registered(model):
        raise Http404
    thing = find(request, model, pk)
    if not citing.may_change(visitor(request), thing):
        raise Http404
    return thing


@login_required
def thing_cite(request: HttpRequest, label: str, pk: int) -> HttpResponseBase:
    """The articles a thing cites, those its words name, and the likeliest others; the ticked ones are cited."""
    thing = _thing(request, label, pk)
    if request.method != "POST":
        return _page(request, thing)
    chosen = citing.chosen(request.POST.getlist("cite"), who=request.user)
    named = {article.pk for article in _named(request, thing)}
    if not chosen:
        messages.error(request, _("请先勾选要引用的条款。"))
        return _page(request, thing, 422)

    def act() -> HttpResponse:
        for article in chosen:
            found_by = FoundBy.RECOGNISED if article.pk in named else FoundBy.CHOSEN
            citing.cite(article, source=thing, by=visitor(request), found_by=found_by)
        said = ngettext("已引用%(count)d条，文字随之固定。", "已引用%(count)d条，文字随之固定。", len(chosen))
        messages.success(request, said % {"count": len(chosen)})
        return redirect("search:thing_cite", label, pk)

    return submissions.once(request, act)


def _named(request: HttpRequest, thing: Model) -> list[Article]:
    source = citing.source_of(thing)
    return citing.offer(source.words(thing), who=request.user) if source else []


def _page(request: HttpRequest, thing: Any, status: int = 200) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:LONGEST]
    citations = list(Citation.objects.of(thing).in_order())
    known = {citation.article_id for citation in citations}
    named = [article for article in _named(request, thing) if article.pk not in known]
    known |= {article.pk for article in named}
    source = citing.source_of(thing)
    words = query or (source.words(thing) if source else "")
    context = {
        "thing": thing,
        "kind": thing._meta.verbose_name,
        "query": query,
        "citations": citations,
        "may_cite": True,
        "named": named,
        "likely": [article for article in likely(words, by=Eyes(request.user)) if article.pk not in known],
        "crumbs": [{"label": str(thing), "url": thing.get_absolute_url()}],
    }
    return render(request, "search/thing_cite.html", context, status=status)


@login_required
@require_POST
def citation_change(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a citation back, or say that one has looked at what is said of it."""
    found, person = find(request, Citation, pk), visitor(request)
    model: Any = found.content_type.model_class()
    thing = sight.visible(request.user, model).filter(pk=found.object_id).first()
    if thing is None or not citing.may_change(person, thing):
        raise Http404

    def act() -> HttpResponse:
        if "settle" in request.POST:
            citing.settle(found, by=person)
            messages.success(request, _("已记录：依据已核对。"))
        else:
            citing.withdraw(found, by=person)
            messages.success(request, _("已取消引用。"))
        return redirect(thing)

    return submissions.once(request, act)

"""The library of checklists: what each asks, on which articles every item rests."""

from collections.abc import Iterable
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.db.models import Count, OuterRef, Subquery
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from organizations.models import Person
from organizations.sight import visible
from rectification.citations import keeps
from rectification.forms.asking import whole_number
from rectification.models import ChecklistItem, ChecklistVersion
from rectification.views.answering import way_back
from search.models import Citation


def citations_of(items: Iterable[ChecklistItem]) -> dict[int, list[Citation]]:
    """What each of these items cites, in one question."""
    found: dict[int, list[Citation]] = {}
    for citation in Citation.objects.of_all(ChecklistItem, (item.pk for item in items)).in_order():
        found.setdefault(citation.object_id, []).append(citation)
    return found


@login_required
@require_GET
def checklist_list(request: HttpRequest) -> HttpResponse:
    """The newest version of every checklist; with `?version=` the items of one."""
    versions = visible(request.user, ChecklistVersion).select_related("checklist__organization")
    if "version" in request.GET:
        found = versions.filter(pk=whole_number(request.GET["version"]) or 0).first()
        if found is None:
            raise Http404
        return _version(request, found)
    newest = ChecklistVersion.objects.filter(checklist=OuterRef("checklist")).order_by("-version").values("pk")[:1]
    rows = versions.filter(pk=Subquery(newest)).annotate(count=Count("items")).order_by("checklist__name")
    return render(request, "rectification/checklist_list.html", {"rows": rows[:200]})


def _version(request: HttpRequest, version: ChecklistVersion) -> HttpResponse:
    """The items of one version under their headings."""
    items = list(version.items.order_by("order"))
    cited = citations_of(items)
    sections: list[dict[str, Any]] = []
    for item in items:
        item.checklist_version = version
        if not sections or sections[-1]["name"] != item.section:
            sections.append({"name": item.section, "rows": []})
        sections[-1]["rows"].append({"item": item, "citations": cited.get(item.pk, [])})
    context = {
        "version": version,
        "sections": sections,
        "may_keep": bool(items) and keeps(cast(Person, request.user), items[0]),
        "crumbs": way_back(version.checklist, request.path),
    }
    return render(request, "rectification/checklist_show.html", context)

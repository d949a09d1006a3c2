"""The library of checklists: the lists, their versions, the items of one version, and drafts to be published."""

from collections.abc import Iterable
from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organizations.models import Person
from organizations.refusals import NotAllowed
from organizations.rights import may, may_anywhere
from organizations.sight import visible
from rectification import services
from rectification.citations import keeps
from rectification.forms.asking import ConfirmationForm
from rectification.models import Checklist, ChecklistItem, ChecklistVersion
from rectification.views.answering import Sheet, act_on_sheet, find, visitor
from search.models import Citation

PAGE = 30
KEEP = "rectification.keep_checklists"


def citations_of(items: Iterable[ChecklistItem]) -> dict[int, list[Citation]]:
    """What each of these items cites, in one question."""
    found: dict[int, list[Citation]] = {}
    for citation in Citation.objects.of_all(ChecklistItem, (item.pk for item in items)).in_order():
        found.setdefault(citation.object_id, []).append(citation)
    return found


@login_required
@require_safe
def checklist_list(request: HttpRequest) -> HttpResponse:
    """The lists that may be used, and the drafts of one's own unit."""
    published = Q(versions__published_on__isnull=False)
    rows = visible(request.user, Checklist).select_related("organization")
    rows = rows.annotate(
        newest=Max("versions__version", filter=published), editions=Count("versions", filter=published)
    )
    page = Paginator(rows.order_by("name", "pk"), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "may_keep": may_anywhere(request.user, KEEP)}
    return render(request, "rectification/checklist_list.html", context)


@login_required
@require_safe
def checklist_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The versions of one list, the newest first."""
    checklist = find(request, Checklist, pk, "organization")
    rows = visible(request.user, ChecklistVersion).filter(checklist=checklist).annotate(questions=Count("items"))
    context = {
        "checklist": checklist,
        "page": Paginator(rows.order_by("-version"), PAGE).get_page(request.GET.get("page")),
        "crumbs": _crumbs(),
    }
    return render(request, "rectification/checklist_detail.html", context)


@login_required
@require_safe
def checklist_version(request: HttpRequest, pk: int) -> HttpResponse:
    """The items of one version."""
    version = find(request, ChecklistVersion, pk, "checklist__organization")
    items = list(version.items.select_related("depends_on").order_by("order"))
    cited = citations_of(items)
    sections: list[dict[str, Any]] = []
    for item in items:
        item.checklist_version = version
        if not sections or sections[-1]["name"] != item.section:
            sections.append({"name": item.section, "rows": []})
        sections[-1]["rows"].append({"item": item, "citations": cited.get(item.pk, [])})
    draft = version.published_on is None
    context = {
        "version": version,
        "sections": sections,
        "is_draft": draft,
        "may_cite": not draft and bool(items) and keeps(cast(Person, request.user), items[0]),
        "may_publish": draft and may(request.user, KEEP, version),
        "crumbs": [*_crumbs(), {"label": version.checklist.name, "url": version.checklist.get_absolute_url()}],
    }
    return render(request, "rectification/checklist_version.html", context)


def _crumbs() -> list[dict[str, str]]:
    return [{"label": _("检查表库"), "url": reverse("rectification:checklist_list")}]


def _draft(request: HttpRequest, pk: int) -> ChecklistVersion:
    """A version whose list the visitor keeps."""
    version = find(request, ChecklistVersion, pk, "checklist__organization")
    if not may(request.user, KEEP, version):
        raise NotAllowed(_("您没有维护这份检查表的权限，请联系制定单位的经办人员。"))
    return version


@login_required
def checklist_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Let a draft be used."""
    version = _draft(request, pk)
    sheet = Sheet(
        version,
        _("发布检查表"),
        _("确认发布"),
        lead=_("发布后这一版不能再改；需要修改时重新导入，成为新的一版。"),
        icon="check",
        said=_("检查表已发布，拟定方案时可以选用。"),
    )
    form, person = ConfirmationForm(request.POST or None), visitor(request)
    return act_on_sheet(request, sheet, form, lambda f: services.publish_draft(version, by=person))


@login_required
def checklist_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    version = _draft(request, pk)
    sheet = Sheet(
        version,
        _("弃用草稿"),
        _("确认弃用"),
        lead=_("草稿的条目全部删除，可以改好表格后重新导入。"),
        icon="trash-2",
        danger=True,
        back=version.checklist.get_absolute_url(),
        said=_("草稿已弃用。"),
    )
    form, person = ConfirmationForm(request.POST or None), visitor(request)
    return act_on_sheet(request, sheet, form, lambda f: services.discard_draft(version, by=person))

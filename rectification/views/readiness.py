"""迎检: the list, its items with ratings and evidence, the printed index, the freeze."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accountability.consultations import ASK
from accountability.models import Attachment
from organizations import paths
from organizations.models import Person
from organizations.refusals import NotAllowed
from organizations.rights import may, may_anywhere
from organizations.sight import visible
from rectification import dossiers, services
from rectification.dossiers import Piece
from rectification.forms.asking import AskingForm, ConfirmationForm, NothingForm
from rectification.forms.readiness import MockForm, OwnerForm, RateForm, ReadinessForm
from rectification.models import KeptBox, Rating, Readiness, ReadinessItem
from rectification.services.readiness import KEEP
from rectification.views.adverse import institution_of
from rectification.views.answering import Sheet, act_on_sheet, answer, find, visitor, way_back

PAGE = 30


def _home() -> list[dict[str, str]]:
    return [{"label": _("迎检"), "url": reverse("rectification:readiness_list")}]


@login_required
@require_GET
def readiness_list(request: HttpRequest) -> HttpResponse:
    """What institutions in sight get ready for."""
    rows = visible(request.user, Readiness).select_related("organization").annotate(
        all=Count("items"), ready=Count("items", filter=Q(items__own_rating=Rating.READY))
    )  # fmt: skip
    page = Paginator(rows.order_by("-visit_on", "-pk"), PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "keeps": may_anywhere(request.user, KEEP)}
    return render(request, "rectification/readiness_list.html", context)


@login_required
def readiness_new(request: HttpRequest) -> HttpResponse:
    """Paste the body's list."""
    person = visitor(request)
    home = institution_of(person)
    if not may(request.user, KEEP, home.path):
        raise NotAllowed(_("迎检材料由本单位经办人员和科室负责人办理，您现在的岗位没有这项权限。"))
    form = ReadinessForm(request.POST or None, initial={"visit_on": timezone.localdate()})

    def page(shown: AskingForm, status: int = 200) -> HttpResponse:
        context = {"form": shown, "unit": home, "crumbs": _home()}
        return render(request, "rectification/readiness_new.html", context, status=status)

    def act() -> str:
        made = services.prepare_readiness(home, by=person, **form.cleaned_data)
        messages.success(request, _("已建立，请确定各条目的责任人。"))
        return made.get_absolute_url()

    return answer(request, form, act, page) if request.method == "POST" else page(form)


@login_required
@require_GET
def readiness_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """Every item with its owner, its ratings and what shows it."""
    readiness = find(request, Readiness, pk, "organization", "prepared_by", "frozen_by")
    items = (
        visible(request.user, ReadinessItem).filter(readiness=readiness).select_related("owner", "mock_by", "finding")
    )
    rows = list(items.prefetch_related("files").order_by("order"))
    for row in rows:
        row.readiness = readiness
    labels = {value: str(label) for value, label in Rating.choices}
    counts = {label: sum(row.own_rating == value for row in rows) for value, label in labels.items()}
    context = {
        "readiness": readiness,
        "rows": rows,
        "counts": counts,
        "gaps": sum(row.finding_id is not None for row in rows),
        "keeps": may(request.user, KEEP, readiness) and not readiness.is_frozen,
        "invites": may(request.user, ASK, readiness.institution_path),
        "crumbs": _home(),
    }
    return render(request, "rectification/readiness_detail.html", context)


@login_required
@require_GET
def readiness_index(request: HttpRequest, pk: int) -> HttpResponse:
    """The evidence index as the visitor last put it together: each item on its own sheets, the index with pages."""
    readiness = find(request, Readiness, pk, "organization")
    kept = visible(request.user, KeptBox).filter(readiness=readiness).order_by("-pk").first()
    context = {
        "readiness": readiness,
        "kept": kept,
        "box": dossiers.opened(kept.content) if kept else None,
        "make": reverse("rectification:readiness_index_make", args=[readiness.pk]),
        "crumbs": way_back(readiness),
    }
    return render(request, "rectification/readiness_index.html", context)


@login_required
def readiness_index_make(request: HttpRequest, pk: int) -> HttpResponse:
    """Put the index together; that it was taken is on record."""
    readiness = find(request, Readiness, pk, "organization")
    person = visitor(request)
    back = reverse("rectification:readiness_index", args=[readiness.pk])
    lead = _("按条目汇集自评和佐证并编目录和页码；编制后内容不再变动，有更新时可重新编制。")
    sheet = Sheet(readiness, _("编制佐证目录"), _("编制"), lead=lead, icon="archive", back=back, said=_("已编制。"))

    def act(_form: AskingForm) -> None:
        items = visible(request.user, ReadinessItem).filter(readiness=readiness).select_related("owner")
        rows = items.prefetch_related("files").order_by("order")
        box = dossiers.bound((_piece(row) for row in rows), with_files=_("附件（另附）："))
        services.keep_box(readiness, box=box, by=person)

    return act_on_sheet(request, sheet, NothingForm(request.POST or None), act)


def _piece(item: ReadinessItem) -> Piece:
    lines = [
        item.text,
        _("责任人：%(who)s") % {"who": item.owner},
        _("自评：%(rating)s %(note)s") % {"rating": item.get_own_rating_display() or "—", "note": item.own_note},
    ]
    return Piece(item.code, item.text[:40], lines, [file.name for file in item.files.all()])


@login_required
def readiness_freeze(request: HttpRequest, pk: int) -> HttpResponse:
    """封存."""
    readiness = find(request, Readiness, pk, "organization")
    person = _keeper(request, readiness)
    lead = _("封存后条目、自评和佐证都不再变动，来检人员看到的就是封存时的材料。")
    sheet = Sheet(readiness, _("封存迎检材料"), _("确认封存"), lead=lead, icon="lock", said=_("已封存。"))
    form = ConfirmationForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.freeze_readiness(readiness, by=person))


@login_required
def ready_item_give(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the owner."""
    item = find(request, ReadinessItem, pk, "readiness", "owner")
    person = _keeper(request, item)
    inside = paths.covering("home__path", [paths.subtree(item.institution_path)])
    people: QuerySet[Person] = Person.objects.filter(inside, active=True, is_guest=False).select_related("home")
    form = OwnerForm(request.POST or None, people=people.order_by("home__path", "name"))
    sheet = Sheet(item, _("确定责任人"), _("确定"), lead=str(item), icon="user-check", said=_("已确定并通知责任人。"))
    return act_on_sheet(request, sheet, form, lambda f: services.give_item(item, by=person, **f.cleaned_data))


@login_required
def ready_item_rate(request: HttpRequest, pk: int) -> HttpResponse:
    """自评, with what shows it."""
    item = find(request, ReadinessItem, pk, "readiness")
    person = visitor(request)
    if item.owner_id != person.pk:
        _keeper(request, item)
    known = Attachment.objects.of(item.readiness)
    given = {"rating": item.own_rating, "note": item.own_note}
    form = RateForm(request.POST or None, request.FILES or None, known=known, initial=given)
    sheet = Sheet(item, _("自评"), _("保存自评"), lead=str(item), icon="list-checks", files=True, said=_("已保存。"))

    def act(typed: AskingForm) -> None:
        told = dict(typed.cleaned_data)
        services.rate_item(item, files=told.pop("uploads"), by=person, **told)

    return act_on_sheet(request, sheet, form, act)


@login_required
def ready_item_mock(request: HttpRequest, pk: int) -> HttpResponse:
    """模拟检查."""
    item = find(request, ReadinessItem, pk, "readiness")
    person = _keeper(request, item)
    lead = _("%(item)s。评为“缺项”的自动列入本单位问题台账，按整改流程办理。") % {"item": item}
    sheet = Sheet(item, _("模拟检查"), _("保存"), lead=lead, icon="search-check", said=_("已保存。"))
    form = MockForm(request.POST or None, initial={"rating": item.mock_rating, "note": item.mock_note})
    return act_on_sheet(request, sheet, form, lambda f: services.mock_item(item, by=person, **f.cleaned_data))


def _keeper(request: HttpRequest, thing: Any) -> Person:
    """The visitor, who keeps these lists."""
    if not may(request.user, KEEP, thing):
        raise NotAllowed(_("迎检材料由本单位经办人员和科室负责人办理，您现在的岗位没有这项权限。"))
    return visitor(request)

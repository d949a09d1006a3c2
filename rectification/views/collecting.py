"""What is asked of the units with statistical forms: lists, asking, approval, chasing, adding up, export."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Exists, OuterRef, Q
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

import engine
from accountability import trail
from organizations.models import Person, Tag
from organizations.rights import may, may_anywhere, permission_q
from organizations.sight import visible
from rectification import filing_sheets, scope, services
from rectification.forms.asking import AskingForm, ConfirmationForm, whole_number
from rectification.forms.findings import BecauseForm
from rectification.forms.statistics import CollectionForm, RemindForm
from rectification.models import Campaign, Collection, CollectionState, Filing, Form, FormLayout
from rectification.models.choices import CampaignState
from rectification.models.statistics import VersionState
from rectification.views import summing
from rectification.views.answering import Sheet, act_on_sheet, allow, answer, find, visitor, way_back
from rectification.views.filings import period_words
from rectification.views.form_designs import own_unit
from rectification.views.ledger import SPREADSHEET
from rectification.views.moves import waiting_at

PAGE = 50
MOST_OWN = 20
MOST_REMINDED = 200


@login_required
@require_GET
def collection_list(request: HttpRequest) -> HttpResponse:
    """What my unit must file, and what is collected in my sight."""
    mine = permission_q(request.user, "rectification.fill_filing") | permission_q(
        request.user, "rectification.review_filing", path_field="confirm_path"
    )
    owing = visible(request.user, Filing).filter(mine, collection__state=CollectionState.OPEN).missing()  # type: ignore[attr-defined]
    own = owing.select_related("collection__organization").order_by("collection__due_on", "pk")[:MOST_OWN]
    rows = visible(request.user, Collection).select_related("organization", "campaign")
    rows = rows.annotate(asked=Count("filings"), reported=Count("filings", filter=Q(filings__state="reported")))
    campaign = whole_number(request.GET.get("campaign", ""))
    if campaign:
        rows = rows.filter(campaign=campaign)
    page = Paginator(rows.order_by("-due_on", "-pk"), PAGE).get_page(request.GET.get("page"))
    shown: list[Any] = list(page.object_list)
    for row in shown:
        row.period_words = period_words(row)
        row.sees_all = may(request.user, "rectification.collect_forms", row)
    context = {
        "page": page,
        "rows": shown,
        "own": own,
        "campaign": campaign,
        "may_collect": may_anywhere(request.user, "rectification.collect_forms"),
    }
    return render(request, "rectification/collection_list.html", context)


@login_required
def collection_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask units for a form; the burden is worked out when it is sent to the leader for approval."""
    form = find(request, Form, pk)
    unit, person = own_unit(request, "collect_forms"), visitor(request)
    version = form.versions.filter(state=VersionState.PUBLISHED).order_by("-number").first()
    if version is None:
        return render(
            request, "rectification/form_unpublished.html", {"form": form, "crumbs": way_back(form)}, status=422
        )
    campaign = _campaign(request, unit.institution_path)
    units = scope.universe(unit)
    regions = list(units.exclude(region="").order_by("region").values_list("region", flat=True).distinct())
    today = timezone.localdate()
    initial = {"title": form.name, "period": "once", "day": today, "odd_factor": 5}
    tags = list(Tag.objects.order_by("name").values_list("name", flat=True))
    asked = CollectionForm(request.POST or None, initial=initial, regions=regions, tags=tags)

    def page(shown: AskingForm, status: int = 200) -> HttpResponse:
        context = {"form": shown, "thing": form, "version": version, "campaign": campaign, "crumbs": way_back(form)}
        return render(request, "rectification/collection_new.html", context, status=status)

    def act() -> str:
        rule = asked.rule()
        collection = services.draft_collection(
            version, organization=unit, campaign=campaign, scope_rule=rule, by=person, **asked.cleaned_data
        )
        messages.success(request, _("报表任务已拟定，等待领导批准后下发。"))
        return collection.get_absolute_url()

    return answer(request, asked, act, page) if request.method == "POST" else page(asked)


def _campaign(request: HttpRequest, institution: str) -> Campaign | None:
    """The running campaign of the visitor's institution that the address names."""
    key = whole_number(request.GET.get("campaign", ""))
    own = visible(request.user, Campaign).filter(institution_path=institution, state=CampaignState.RUNNING)
    return own.filter(pk=key).first() if key else None


@login_required
@require_GET
def collection_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One collection: how far it is, added up along the tree, what is late and what stands out."""
    layouts = FormLayout.objects.filter(form=OuterRef("form_version__form"))
    collection: Any = find(request, Collection, pk, *NAMES, layout=Exists(layouts))
    filings = list(visible(request.user, Filing).filter(collection=collection).order_by("org_path"))
    tree = summing.added_up(collection, filings, whole_number(request.GET.get("under", "")))
    moves = waiting_at(request, [collection]).moves() if collection.state == CollectionState.APPROVING else []
    asks = may(request.user, "rectification.collect_forms", collection)
    chosen = summing.chosen(tree.filings, request.GET.get("state", ""))
    page = Paginator(chosen, PAGE).get_page(request.GET.get("page"))
    context = {
        "collection": collection,
        "version": collection.form_version,
        "facts": _facts(collection, whole=asks or bool(moves)),
        "tree": tree,
        "numbers": summing.numbers(collection, tree.filings),
        "pills": summing.pills(request, tree.filings),
        "page": page,
        "odd": summing.odd(collection, tree.filings),
        "moves": moves,
        "asks": asks,
        "layout": collection.layout,
        "burden": services.burden_of(collection) if collection.state == CollectionState.APPROVING else None,
        "crumbs": _back_to_list(),
    }
    return render(request, "rectification/collection_detail.html", context)


NAMES = ("form_version__form", "organization", "campaign", "drafted_by", "approved_by", "previous")


def _back_to_list() -> list[dict[str, str]]:
    return [{"label": _("统计报表"), "url": reverse("rectification:collection_list")}]


def _facts(collection: Collection, *, whole: bool) -> list[dict[str, Any]]:
    """What was asked of whom; who is asked besides a unit itself is the issuer's own business."""
    campaign = collection.campaign
    approved = collection.approved_at
    return [
        {"label": _("下发单位"), "value": collection.organization.name},
        {"label": _("专项工作"), "value": campaign, "url": campaign.get_absolute_url() if campaign else ""},
        {"label": _("附件序号"), "value": f"附件{collection.annex}" if collection.annex else ""},
        {"label": _("报表"), "value": collection.form_version, "url": collection.form_version.get_absolute_url()},
        {"label": _("报告期"), "value": f"{period_words(collection)}（{collection.get_period_display()}）"},
        {"label": _("报送截止"), "value": f"{collection.due_on:%Y-%m-%d}"},
        {"label": _("依据"), "value": collection.basis},
        {"label": _("报送范围"), "value": scope.describe(collection.scope_rule) if whole else ""},
        {"label": _("填报负担"), "value": burden_words(collection) if whole else ""},
        {"label": _("拟定人"), "value": collection.drafted_by},
        {"label": _("批准人"), "value": collection.approved_by},
        {"label": _("批准时间"), "value": f"{timezone.localtime(approved):%Y-%m-%d %H:%M}" if approved else ""},
    ]


def burden_words(collection: Collection) -> str:
    """What a collection costs the units in one line."""
    told = {
        "units": collection.units,
        "each": collection.form_version.minutes,
        "hours": round(collection.minutes / 60, 1),
    }
    return _("1 张表 × %(units)s 家 × %(each)s 分钟 = %(hours)s 小时") % told


@login_required
def collection_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader sees the burden and answers for it."""
    collection, person = _to_approve(request, pk)
    sheet = Sheet(
        collection,
        _("批准下发报表"),
        _("批准并下发"),
        lead=_("批准后向各单位下发；批准人和填报负担一并记录。"),
        facts="rectification/_collection_burden.html",
        said=_("已批准，正在向各单位下发。"),
    )
    form = ConfirmationForm(request.POST or None)
    about = {"collection": collection, "burden": services.burden_of(collection)}
    return act_on_sheet(request, sheet, form, lambda f: services.approve_collection(collection, by=person), **about)


@login_required
def collection_decline(request: HttpRequest, pk: int) -> HttpResponse:
    """The leader does not want the units asked."""
    collection, person = _to_approve(request, pk)
    sheet = Sheet(
        collection, _("不同意下发"), _("确认不同意"), icon="ban", danger=True, said=_("已退回拟定人，报表不下发。")
    )
    form = BecauseForm(request.POST or None)
    return act_on_sheet(
        request, sheet, form, lambda f: services.decline_collection(collection, by=person, **f.cleaned_data)
    )


def _to_approve(request: HttpRequest, pk: int) -> tuple[Collection, Person]:
    collection = find(request, Collection, pk, *NAMES)
    person = allow(request, "approve_collection", collection)
    if request.method != "POST":
        engine.require_turn(collection, "approve", by=request.user)
    return collection, person


@login_required
def collection_remind(request: HttpRequest, pk: int) -> HttpResponse:
    """The list of those who owe, with their telephones; remind them by notice, or note a call down."""
    collection = find(request, Collection, pk, *NAMES)
    person = allow(request, "collect_forms", collection)
    owing = list(collection.filings.missing().select_related("filled_by").order_by("org_path")[:MOST_REMINDED])
    contacts = summing.contacts(owing)
    named = [(filing.pk, filing.unit_name) for filing in owing]
    form = RemindForm(request.POST or None, owing=named, initial={"filings": [pk for pk, _name in named]})
    rows: list[dict[str, Any]] = [
        {"filing": filing, "contact": contacts.get(filing.organization_id, "")} for filing in owing
    ]
    chosen = set(form["filings"].value() or ())
    for row in rows:
        row["ticked"] = bool({row["filing"].pk, str(row["filing"].pk)} & chosen)

    def page(shown: AskingForm, status: int = 200) -> HttpResponse:
        context = {"form": shown, "collection": collection, "rows": rows, "crumbs": way_back(collection)}
        context["more"] = max(0, collection.filings.missing().count() - len(rows)) if len(rows) == MOST_REMINDED else 0
        return render(request, "rectification/collection_remind.html", context, status=status)

    def act() -> str:
        keys = {int(pk) for pk in form.cleaned_data["filings"]}
        told = [filing for filing in owing if filing.pk in keys]
        how, note = form.cleaned_data["how"], form.cleaned_data["note"]
        count = services.remind_filings(collection, filings=told, how=how, note=note, by=person)
        messages.success(request, _("已催报 %(count)s 家单位。") % {"count": count})
        return collection.get_absolute_url()

    return answer(request, form, act, page) if request.method == "POST" else page(form)


@login_required
def collection_close(request: HttpRequest, pk: int) -> HttpResponse:
    """Nothing more is taken in."""
    collection = find(request, Collection, pk)
    person = allow(request, "collect_forms", collection)
    lead = _("截止后各单位不能再填报和更正，汇总数以此为准。")
    sheet = Sheet(collection, _("截止收表"), _("确认截止"), lead=lead, icon="lock", danger=True, said=_("已截止收表。"))
    form = ConfirmationForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.close_collection(collection, by=person))


@login_required
def collection_again(request: HttpRequest, pk: int) -> HttpResponse:
    """The same form for the next period."""
    collection = find(request, Collection, pk)
    person = allow(request, "collect_forms", collection)
    lead = _("报送单位、依据和截止日期的间隔与本期相同，仍须领导批准后下发。")
    sheet = Sheet(
        collection, _("建立下一期"), _("建立下一期"), lead=lead, icon="copy-plus", said=_("下一期已建立，等待批准。")
    )
    form = ConfirmationForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: services.collect_again(collection, by=person))


@login_required
@require_GET
def collection_xlsx(request: HttpRequest, pk: int) -> FileResponse:
    """What was reported as one sheet, in our layout or in the superior's own; who took it is on record first."""
    collection = find(request, Collection, pk, *NAMES)
    person = allow(request, "collect_forms", collection)
    filings = list(visible(request.user, Filing).filter(collection=collection).order_by("org_path"))
    layout = FormLayout.objects.filter(form=collection.form_version.form_id).first()
    as_superior = layout is not None and "superior" in request.GET
    trail.witness("collection_exported", collection, by=person, extra={"superior": as_superior, "rows": len(filings)})
    paper = summing.paper(collection, filings, by=person)
    if layout is not None and as_superior:
        if layout.kind == "grid":
            paper = summing.summed_paper(paper)
        file = filing_sheets.superior_workbook(layout, paper)
    else:
        file = filing_sheets.own_workbook(paper, as_list=True)
    name = f"{collection.title}_{period_words(collection)}_{_('汇总')}.xlsx"
    return FileResponse(file, as_attachment=True, filename=name, content_type=SPREADSHEET)

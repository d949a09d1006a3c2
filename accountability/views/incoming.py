"""收文 on the screen: the register with its filters, a new entry, and the 阅办单 on one page."""

from typing import Any

from django.apps import apps
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

import engine
from accountability.incoming import becoming, directing, reading, registering
from accountability.incoming_forms import IncomingFilterForm, NewIncomingForm
from accountability.models import (
    Assignment,
    Attachment,
    Circulation,
    Derivation,
    Directive,
    IncidentReport,
    IncomingDocument,
    Reading,
    Seat,
    Urge,
)
from accountability.views.deadline_pages import Asking, asked, find, posted, units_with, visitor
from organizations import sight
from organizations.refusals import NotAllowed, NotFound
from organizations.rights import may
from organizations.sight import visible

A_PAGE = 30
NAMED_READERS = 60
State = IncomingDocument.State
COUNTED = 3000
SOURCES = (IncidentReport,)


@require_safe
@login_required
def incoming_list(request: HttpRequest) -> HttpResponse:
    """The register within sight, the newest first, narrowed by what the address asks."""
    form = IncomingFilterForm(request.GET)
    seen = narrowed(visible(request.user, IncomingDocument), form)
    state = request.GET.get("state", "")
    today = timezone.localdate()
    tabs = _tabs(request, seen, state, today)
    rows = _of_state(seen, state, today).with_names().order_by("-received_on", "-pk")  # type: ignore[attr-defined]
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    for row in page.object_list:
        row.is_late = row.due_on is not None and row.due_on < today and row.state not in IncomingDocument.SETTLED
    heads = (_("收文"), _("来文单位"), _("缓急"), _("承办"), _("时限"), _("状态"))
    context = {
        "form": form,
        "asked": form.asked,
        "tabs": tabs,
        "page": page,
        "rows": list(page.object_list),
        "columns": [{"label": label} for label in heads],
        "may_keep": bool(units_with(request, registering.KEEP)),
    }
    return render(request, "accountability/incoming_list.html", context)


def narrowed(seen: QuerySet[IncomingDocument], form: IncomingFilterForm) -> QuerySet[IncomingDocument]:
    """What is left of the register; a filter that cannot be read narrows nothing."""
    told = form.cleaned_data if form.is_valid() else {}
    if words := (told.get("q") or "").replace("\0", "").strip():
        fields = ("number_text", "sender", "their_number", "title")
        found = Q()
        for field in fields:
            found |= Q(**{f"{field}__contains": words})
        seen = seen.filter(found)
    for name in ("kind", "urgency"):
        if told.get(name):
            seen = seen.filter(**{name: told[name]})
    return seen.filter(received_on__gte=told["since"]) if told.get("since") else seen


def _of_state(seen: QuerySet[IncomingDocument], state: str, today: Any) -> QuerySet[IncomingDocument]:
    if state == "late":
        return seen.overdue(today)  # type: ignore[attr-defined]
    return seen.filter(state=state) if state in State.values else seen


def _tabs(request: HttpRequest, seen: QuerySet[IncomingDocument], state: str, today: Any) -> list[dict[str, Any]]:
    """One pill for each state with the number of rows, in one query."""
    counts = seen.order_by().aggregate(
        all=Count("pk"),
        late=Count("pk", filter=Q(due_on__lt=today) & ~Q(state__in=IncomingDocument.SETTLED)),
        **{value: Count("pk", filter=Q(state=value)) for value in State.values},
    )
    query = request.GET.copy()
    query.pop("page", None)
    tabs = []
    for value, label in (("", _("全部")), *State.choices[:3], ("late", _("已逾期")), *State.choices[3:]):
        query["state"] = value
        shown = {"label": label, "count": counts[value or "all"], "current": state == value}
        tabs.append({"url": f"?{query.urlencode()}", **shown})
    return tabs


@require_http_methods(["GET", "POST"])
@login_required
def incoming_new(request: HttpRequest) -> HttpResponseBase:
    """Register a paper that came in; with `source` it follows from a report taken by telephone."""
    units = units_with(request, registering.KEEP)
    if not units:
        raise NotAllowed(_("您没有收文登记的权限，请交办公室或者综合科登记。"))
    source = source_asked(request, SOURCES)
    asking = Asking(
        title=_("收文登记"),
        lead=_("签收后当日登记，编号由系统依次编排；同一来文单位的同一文号只登记一次。"),
        button=_("登记并取号"),
        back=reverse("incoming_list"),
        facts=[{"label": _("来源"), "value": source}] if source else [],
        columns=True,
    )
    initial = _from_report(source) if isinstance(source, IncidentReport) else {}
    form = NewIncomingForm(posted(request), request.FILES or None, units=units, initial=initial)

    def act() -> str:
        told = form.cleaned_data
        made = registering.register_incoming(
            told["organization"], paper=form.paper(), files=told["files"], by=visitor(request), source=source
        )
        messages.success(request, _("已登记：%(number)s，请拟办。") % {"number": made.number_text})
        return made.get_absolute_url()

    return asked(request, asking, form, act)


def source_asked(request: HttpRequest, models: tuple[type[Model], ...]) -> Any:
    """The thing an address names as `source`, where the visitor sees it; nothing where none is named."""
    named = request.GET.get("source", "")
    if not named:
        return None
    label, _sep, key = named.partition(":")
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise NotFound from None
    if model not in models or not key.isdecimal() or len(key) > 18 or not sight.is_registered(model):
        raise NotFound
    found = visible(request.user, model).filter(pk=int(key)).first()
    if found is None:
        raise NotFound
    return found


def _from_report(report: IncidentReport) -> dict[str, Any]:
    return {
        "organization": report.organization_id,
        "sender": report.reporter_unit or report.reporter,
        "title": _("关于%(what)s的报告") % {"what": report.content[:60]},
        "kind": IncomingDocument.Kind.REPORT,
        "urgency": IncomingDocument.Urgency.URGENT,
        "summary": report.content,
    }


@require_safe
@login_required
def incoming_show(request: HttpRequest, pk: int) -> HttpResponse:
    """The 阅办单: everything that happened to a paper on one page that prints as one sheet."""
    document = find(
        request,
        IncomingDocument,
        pk,
        "organization",
        "lead_unit",
        "holder",
        "proposed_by",
        "registered_by",
        "closed_by",
    )
    person, keeps = visitor(request), may(request.user, registering.KEEP, document)
    seats = list(_seats(document))
    tasks = list(Assignment.objects.of(document).with_holders())
    circulations = list(Circulation.objects.of(document).with_counts())
    readings = Reading.objects.living().filter(circulation__in=circulations).select_related("person")
    mine = readings.filter(person=person, known_at__isnull=True).first()
    context = {
        "document": document,
        "files": Attachment.objects.of(document),
        "instructions": seats,
        "supporting": list(document.supporting_units.all()),
        "tasks": tasks,
        "circulations": circulations,
        "readings": list(readings.order_by("known_at", "pk")[:NAMED_READERS]),
        "my_reading": mine,
        "derivations": Derivation.objects.of(document),
        "urges": Urge.objects.of(document).select_related("sent_by"),
        "keeps": keeps,
        "directs": may(request.user, directing.KEEP, document),
        "sends": reading.is_readable(document) and may(request.user, reading.CIRCULATE, document),
        "acts": _acts(request, document) if keeps else [],
        "offers": becoming.offers(document, who=request.user) if keeps else [],
    }
    return render(request, "accountability/incoming_show.html", context)


def _seats(document: IncomingDocument) -> list[Any]:
    """What each leader has written, in order, and which directive it has become."""
    name = document._meta.model_name
    seats = list(
        Seat.objects.filter(
            request__content_type__app_label="accountability",
            request__content_type__model=name,
            request__object_id=document.pk,
        )
        .exclude(state=Seat.State.CANCELLED)
        .select_related("on_behalf_of", "person", "request")
        .order_by("pk")
    )
    known = {}
    if seats:
        found = Directive.objects.filter(source_type__model="seat", source_id__in=[one.pk for one in seats])
        known = {one.source_id: one for one in found}
    for one in seats:
        one.directive = known.get(one.pk)  # type: ignore[attr-defined]
    return seats


def _acts(request: HttpRequest, document: IncomingDocument) -> list[dict[str, Any]]:
    """What the office may do now, the next step first."""
    who, state = visitor(request), document.state
    found: list[tuple[str, str, str]] = []
    if state == State.REGISTERED and engine.may_act(document, "propose", who):
        found.append(("incoming_propose", _("拟办"), "pen-line"))
    if state == State.HANDLING and engine.may_act(document, "follow", who):
        found.append(("incoming_close", _("办结"), "circle-check"))
    if state not in IncomingDocument.SETTLED:
        found.append(("incoming_task", _("交办任务"), "list-todo"))
    if state == State.HANDLING:
        found.append(("incoming_urge", _("催办"), "bell-ring"))
    if state == State.REGISTERED:
        found += [("incoming_edit", _("修改登记"), "pencil"), ("incoming_void", _("作废"), "ban")]
    if state not in (State.INSTRUCTING, State.VOID):
        found.append(("incoming_files", _("补充附件"), "paperclip"))
    return [{"url": reverse(name, args=[document.pk]), "label": label, "icon": icon} for name, label, icon in found]

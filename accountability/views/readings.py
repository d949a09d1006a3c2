"""传阅 on the screen: what I have to read, reading it, giving something to read, and who has not read it."""

from typing import Any, cast

from django.apps import apps
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accountability.incoming import reading
from accountability.incoming_forms import BecauseForm, UrgeForm
from accountability.models import Circulation, Reading, Urge
from accountability.reading_forms import CirculationForm, KnowForm, ReadersForm
from accountability.views.deadline_pages import Asking, answered, asked, find, posted, units_with, visitor
from organizations import sight
from organizations.refusals import NotAllowed, NotFound, NotYet
from organizations.sight import visible

A_PAGE = 30
READERS_A_PAGE = 50


@require_safe
@login_required
def reading_list(request: HttpRequest) -> HttpResponse:
    """What the visitor has to read, nearest day first, or what he has read."""
    person, today = visitor(request), timezone.localdate()
    read = request.GET.get("part") == "read"
    known = Reading.objects.living().filter(person=person, known_at__isnull=False)
    owed = Reading.objects.to_read(person)
    rows = known.select_related("circulation__sent_by").order_by("-known_at") if read else owed
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    for row in cast(Any, page.object_list):
        row.late = row.is_late(today)
    here = reverse("reading_list")
    tabs = [
        {"label": _("待阅"), "url": here, "count": owed.count(), "current": not read},
        {"label": _("已阅"), "url": f"{here}?part=read", "count": None, "current": read},
    ]
    sends = bool(units_with(request, reading.CIRCULATE))
    context = {"page": page, "rows": list(page.object_list), "tabs": tabs, "is_read": read, "sends": sends}
    return render(request, "accountability/reading_list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def reading_show(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Read one thing, and say so."""
    found = find(request, Reading, pk, "circulation__sent_by", "circulation__organization", "person")
    person = visitor(request)
    if found.person_id != person.pk:
        raise NotFound
    circulation = found.circulation
    form = KnowForm(posted(request), circulation=circulation)

    def page(shown: Any, status: int = 200) -> HttpResponse:
        context = {
            "reading": found,
            "circulation": circulation,
            "form": shown,
            "is_owed": found.known_at is None and found.withdrawn_at is None,
            "wrong": reading.wrong_answers(found) if request.method == "GET" else [],
        }
        return render(request, "accountability/reading_show.html", context, status=status)

    if request.method == "GET":
        reading.open_reading(found, by=person)
        return page(form)

    def act() -> str:
        told = form.cleaned_data
        reading.know(found, by=person, opinion=told["opinion"], answers=form.answers())
        if found.known_at is None:
            messages.warning(request, _("有题目没有答对，请重新阅读后再答。"))
            return found.get_absolute_url()
        messages.success(request, _("已确认阅知。"))
        return reverse("reading_list")

    return answered(request, form, act, page)


@require_safe
@login_required
def circulation_list(request: HttpRequest) -> HttpResponse:
    """What was given to people to read, within sight, with how many know it."""
    seen = visible(request.user, Circulation).with_counts()  # type: ignore[attr-defined]
    rows = seen.select_related("sent_by", "organization").order_by("-sent_at", "-pk")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    heads = (_("传阅内容"), _("传阅单位"), _("传阅时间"), _("期限"), _("已阅"))
    context = {"page": page, "rows": list(page.object_list), "columns": [{"label": label} for label in heads]}
    return render(request, "accountability/circulation_list.html", context)


def _thing(request: HttpRequest, label: str, pk: int) -> Model:
    """The thing by its model's label and key, where it may be seen and given to people."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError):
        raise NotFound from None
    if not sight.is_registered(model):
        raise NotFound
    found = visible(request.user, model).filter(pk=pk).first()
    if found is None:
        raise NotFound
    return found


@require_http_methods(["GET", "POST"])
@login_required
def circulation_new(request: HttpRequest, label: str, pk: int) -> HttpResponseBase:
    """Give a thing to people to read."""
    thing, places = _thing(request, label, pk), units_with(request, reading.CIRCULATE)
    if not places:
        raise NotAllowed(_("您没有发起传阅的权限，请由经办人员或者负责人办理。"))
    if not reading.is_readable(thing):
        raise NotYet(_("“%(label)s”现在不能传阅，请在其正式登记或者发布以后再传阅。") % {"label": thing})
    place = places[0]
    form = CirculationForm(posted(request), home=place)

    def page(shown: Any, status: int = 200) -> HttpResponse:
        context = {"thing": thing, "form": shown, "place": place}
        return render(request, "accountability/circulation_new.html", context, status=status)

    if request.method == "GET":
        return page(form)

    def act() -> str:
        told = form.cleaned_data
        made = reading.circulate(
            thing, to=form.readers(), by=visitor(request), due_on=told["due_on"], note=told["note"], quiz=form.quiz(),
            at=place,
        )  # fmt: skip
        messages.success(request, _("已传阅，阅读人已收到通知。"))
        return made.get_absolute_url()

    return answered(request, form, act, page)


@require_safe
@login_required
def circulation_show(request: HttpRequest, pk: int) -> HttpResponse:
    """Who knows it by department, and who still does not."""
    circulation, person = find(request, Circulation, pk, "sent_by", "organization", "withdrawn_by"), visitor(request)
    seen = visible(request.user, Reading).filter(circulation=circulation)
    departments = list(seen.by_department())  # type: ignore[attr-defined]
    for one in departments:
        one["percent"] = round(one["known"] * 100 / one["asked"])
    asked_all, known_all = (sum(one[name] for one in departments) for name in ("asked", "known"))
    unread = request.GET.get("part", "unread") == "unread"
    living = seen.filter(withdrawn_at__isnull=True).select_related("person", "unit")
    rows = living.filter(known_at__isnull=unread).order_by("unit__path", "person__name", "pk")
    page = Paginator(rows, READERS_A_PAGE).get_page(request.GET.get("page"))
    here = circulation.get_absolute_url()
    tabs = [
        {"label": _("未阅名单"), "url": here, "count": asked_all - known_all, "current": unread},
        {"label": _("已阅名单"), "url": f"{here}?part=read", "count": known_all, "current": not unread},
    ]
    context = {
        "circulation": circulation,
        "departments": departments,
        "asked": asked_all,
        "known": known_all,
        "percent": round(known_all * 100 / asked_all) if asked_all else 0,
        "page": page,
        "rows": list(page.object_list),
        "tabs": tabs,
        "is_unread": unread,
        "sends": circulation.withdrawn_at is None and reading.may_send(circulation, person),
        "urges": Urge.objects.of(circulation).select_related("sent_by"),
        "may_open": _may_open(request, circulation),
    }
    return render(request, "accountability/circulation_show.html", context)


def _may_open(request: HttpRequest, circulation: Circulation) -> bool:
    """Whether the visitor sees the thing itself."""
    model: Any = circulation.source_type.model_class()
    return bool(
        circulation.source_url and sight.is_registered(model)
        and visible(request.user, model).filter(pk=circulation.source_id).exists()
    )  # fmt: skip


def _sent(request: HttpRequest, pk: int) -> Circulation:
    """A circulation the visitor looks after."""
    circulation = find(request, Circulation, pk, "organization")
    if not reading.may_send(circulation, visitor(request)):
        raise NotAllowed(_("传阅由发起人或者本单位有传阅权限的人员管理。"))
    return circulation


def _moved(
    request: HttpRequest, circulation: Circulation, form: Any, verb: Any, said: str, **words: Any
) -> HttpResponseBase:
    facts = [{"label": _("传阅内容"), "value": circulation.source_label}]
    asking = Asking(back=circulation.get_absolute_url(), facts=facts, **words)

    def act() -> str:
        verb(visitor(request))
        messages.success(request, said)
        return circulation.get_absolute_url()

    return asked(request, asking, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def circulation_urge(request: HttpRequest, pk: int) -> HttpResponseBase:
    """催办 everybody who has not read it."""
    circulation, form = _sent(request, pk), UrgeForm(posted(request))

    def verb(by: Any) -> None:
        reading.urge_readers(circulation, by=by, text=form.cleaned_data["text"])

    lead = _("向全部未阅人员发出催办通知，四小时内不重复。")
    words = {"title": _("催办未阅人员"), "button": _("催办"), "lead": lead, "icon": "bell-ring"}
    return _moved(request, circulation, form, verb, _("已催办。"), **words)


@require_http_methods(["GET", "POST"])
@login_required
def circulation_add(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give it to further people."""
    circulation = _sent(request, pk)
    form = ReadersForm(posted(request), home=circulation.organization)

    def verb(by: Any) -> None:
        reading.add_readers(circulation, to=form.readers(), by=by)

    words = {"title": _("增加传阅对象"), "button": _("增加"), "icon": "user-plus"}
    return _moved(request, circulation, form, verb, _("已增加传阅对象。"), **words)


@require_http_methods(["GET", "POST"])
@login_required
def circulation_withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """撤回."""
    circulation, form = _sent(request, pk), BecauseForm(posted(request))

    def verb(by: Any) -> None:
        reading.withdraw(circulation, because=form.cleaned_data["because"], by=by)

    lead = _("未阅人员不再需要阅读；已阅的记录保留。")
    words = {"title": _("撤回传阅"), "button": _("确认撤回"), "lead": lead, "icon": "undo-2", "danger": True}
    return _moved(request, circulation, form, verb, _("传阅已撤回。"), **words)

"""调阅 on the screen of whoever lends: the list, the request with its numbered list, the decision, the code."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accountability import consultations
from accountability.consultation_forms import ConsultationForm, DecideForm, ItemForm
from accountability.consultations import APPROVE, ASK
from accountability.forms import MoveForm
from accountability.models import Attachment, Consultation, ConsultationItem, TrailEvent
from accountability.proofs import gathering
from accountability.records import Period
from accountability.views.deadline_pages import Asking, answered, asked, find, posted, units_with, visitor
from accountability.views.trails import entries
from organizations.models import Organization, Person
from organizations.refusals import Invalid, NotFound
from organizations.rights import may, may_anywhere, who_may
from organizations.sight import visible

A_PAGE = 30
State = Consultation.State


@require_safe
@login_required
def consultation_list(request: HttpRequest) -> HttpResponse:
    """What was asked for from outside, newest first."""
    if not (may_anywhere(request.user, ASK) or may_anywhere(request.user, APPROVE)):
        raise NotFound
    rows = visible(request.user, Consultation).select_related("organization", "asked_by", "decided_by")
    page = Paginator(rows, A_PAGE).get_page(request.GET.get("page"))
    columns = [{"label": label} for label in (_("来函单位和编号"), _("事由"), _("调阅截止日期"), _("状态"))]
    context = {"page": page, "columns": columns, "may_ask": bool(units_with(request, ASK))}
    return render(request, "accountability/consultation_list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def consultation_new(request: HttpRequest) -> HttpResponseBase:
    """Write down a letter."""
    unit = _unit(request)
    lead = _("先登记调阅函和范围，再列出材料清单，由领导审批后，调阅人员凭调阅码只读查看，到期自动终止。")
    page = Asking(_("登记调阅"), _("保存"), reverse("consultation_list"), lead=lead, columns=True,
                  facts=[{"label": _("单位"), "value": unit}])  # fmt: skip
    form = ConsultationForm(posted(request), request.FILES or None)

    def act() -> str:
        made = consultations.ask(unit, by=visitor(request), **form.cleaned_data)
        messages.success(request, _("已登记，请列入要调阅的材料。"))
        return made.get_absolute_url()

    return asked(request, page, form, act)


def _unit(request: HttpRequest) -> Organization:
    """The institution that is asked: the one in which the visitor acts, where he may ask."""
    units = units_with(request, ASK)
    if not units:
        raise NotFound
    path = units[0].institution_path
    return Organization.objects.get(path=path)


@require_http_methods(["GET", "POST"])
@login_required
def consultation_detail(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One request with its list; the asker adds to it here."""
    one = find(request, Consultation, pk, "organization", "asked_by", "decided_by", "ended_by")
    form = ItemForm(posted(request))

    def page(shown: Any, status: int | None = None) -> HttpResponse:
        return _page(request, one, shown, status)

    def act() -> str:
        added = consultations.add(one, _meant(request, one, form), by=visitor(request))
        messages.success(request, _("已列入%(n)d项。") % {"n": added})
        return one.get_absolute_url()

    return page(form) if request.method == "GET" else answered(request, form, act, page)


def _meant(request: HttpRequest, one: Consultation, form: Any) -> list[Any]:
    """The thing of a number, or what a person answered for within the period."""
    number, name = form.cleaned_data["number"], form.cleaned_data["name"]
    if number:
        thing = gathering.find(number, eyes=visitor(request))
        if thing is None:
            raise Invalid({"number": _("没有找到这个编号，或者不在您的查看范围内。")})
        return [thing]
    people = list(visible(request.user, Person).filter(name=name)[:2]) if name else []
    if len(people) != 1:
        raise Invalid({"name": _("请填写编号，或者查看范围内唯一的一名人员的姓名。")})
    return list(consultations.of_term(one, people[0], Period(one.since, one.until), by=visitor(request)))


def _page(request: HttpRequest, one: Consultation, form: Any, status: int | None) -> HttpResponse:
    mine = one.asked_by_id == visitor(request).pk
    events = TrailEvent.objects.of(one).select_related("seal")
    context = {
        "one": one,
        "form": form,
        "items": one.items.order_by("n"),
        "may_list": mine and one.state == State.ASKED,
        "may_renew": mine and one.is_open(),
        "may_decide": not mine and one.state == State.ASKED and may(request.user, APPROVE, one.organization),
        "may_end": one.state == State.APPROVED and (mine or may(request.user, APPROVE, one.organization)),
        "is_over": one.state == State.APPROVED and not one.is_open(),
        "letters": visible(request.user, Attachment).filter(
            content_type__app_label="accountability", content_type__model="consultation", object_id=one.pk
        ),
        "approvers": who_may(APPROVE, one.organization).exclude(pk=one.asked_by_id) if one.state == State.ASKED else [],
        "entries": entries(events),
        "code": request.session.pop(f"code-{one.pk}", ""),
    }
    return render(request, "accountability/consultation_detail.html", context, status=status)


@require_http_methods(["GET", "POST"])
@login_required
def consultation_decide(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Approve or refuse."""
    one = find(request, Consultation, pk, "organization", "asked_by")
    if not may(request.user, APPROVE, one.organization):
        raise NotFound
    facts: list[dict[str, Any]] = [
        {"label": _("来函单位"), "value": f"{one.letter_from} {one.letter_number}"},
        {"label": _("调阅人员"), "value": one.readers},
        {"label": _("调阅事由"), "value": one.purpose},
        {"label": _("材料期间"), "value": f"{one.since} — {one.until}"},
        {"label": _("清单"), "value": _("%(n)d项") % {"n": one.items.count()}},
        {"label": _("调阅截止日期"), "value": one.read_until},
    ]
    page = Asking(_("审批调阅"), _("提交"), one.get_absolute_url(), facts=facts, icon="stamp")
    form = DecideForm(posted(request))

    def act() -> str:
        because = form.cleaned_data["because"]
        if form.cleaned_data["verdict"] == "refuse":
            consultations.refuse(one, because=because, by=visitor(request))
        else:
            request.session[f"code-{one.pk}"] = consultations.approve(one, opinion=because, by=visitor(request))
        return one.get_absolute_url()

    return asked(request, page, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def consultation_act(request: HttpRequest, pk: int, act: str) -> HttpResponseBase:
    """End it before its day, or give another code."""
    one = find(request, Consultation, pk, "organization", "asked_by")
    words = {
        "end": (_("终止调阅"), _("终止后立即不能再看，已看的记录保留。")),
        "renew": (_("换发调阅码"), _("换发后原调阅码立即失效，新的调阅码只显示一次。")),
    }
    if act not in words:
        raise NotFound
    page = Asking(words[act][0], words[act][0], one.get_absolute_url(), lead=words[act][1], danger=act == "end")
    from_form = MoveForm(posted(request))

    def do() -> str:
        if act == "end":
            consultations.end(one, because=from_form.cleaned_data["because"], by=visitor(request))
        else:
            request.session[f"code-{one.pk}"] = consultations.renew_code(one, by=visitor(request))
        return one.get_absolute_url()

    return asked(request, page, from_form, do)


@require_http_methods(["GET", "POST"])
@login_required
def consultation_item_remove(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a thing off the list."""
    item = find(request, ConsultationItem, pk, "consultation")
    back = item.consultation.get_absolute_url()
    page = Asking(_("移出清单"), _("移出"), back, facts=[{"label": _("材料"), "value": str(item)}], danger=True)
    form = MoveForm(posted(request))

    def act() -> str:
        consultations.remove(item, by=visitor(request))
        return back

    return asked(request, page, form, act)

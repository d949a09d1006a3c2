"""处理情况登记 on the screen: numbers only in the list, the record on its own page, each reading on record."""

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

from accountability import trail
from accountability.incoming import handling
from accountability.models import HandlingRecord
from accountability.publication_forms import AppealForm, HandlingForm, ReaderForm, ReplyForm
from accountability.views.deadline_pages import MOST_DIGITS, Asking, asked, find, posted, units_with, visitor
from organizations.refusals import NotAllowed
from organizations.rights import may, require
from organizations.sight import visible

A_PAGE = 30
READS = 30
KNOWN, MOST_KNOWN = ("basis", "veto_checked"), 200


@require_safe
@login_required
def handling_list(request: HttpRequest) -> HttpResponse:
    """The numbers of what the visitor may read; whom it is about stands on each one's own page."""
    rows = visible(request.user, HandlingRecord).with_names()  # type: ignore[attr-defined]
    page = Paginator(rows.order_by("-decided_on", "-pk"), A_PAGE).get_page(request.GET.get("page"))
    heads = (_("编号"), _("类别"), _("决定机关"), _("决定日期"), _("状态"))
    context = {
        "page": page,
        "rows": list(page.object_list),
        "columns": [{"label": label} for label in heads],
        "may_register": bool(units_with(request, handling.REGISTER)),
    }
    return render(request, "accountability/handling_list.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def handling_new(request: HttpRequest) -> HttpResponseBase:
    """Register what was decided elsewhere."""
    units = units_with(request, handling.REGISTER)
    if not units:
        raise NotAllowed(_("您没有登记处理情况的权限，请由纪检或者审计人员登记。"))
    asking = Asking(
        title=_("处理情况登记（依据有权机关决定）"),
        lead=_("只登记有权机关已经作出的决定；不登记问题线索和谈话内容。仅可阅人和登记人员可见，每次查阅都有记录。"),
        button=_("登记"),
        back=reverse("handling_list"),
        columns=True,
    )
    form = HandlingForm(posted(request), units=units, group=request.GET.get("group", ""), initial=_known(request))

    def act() -> str:
        told = form.cleaned_data
        made = handling.register_handling(
            told["organization"], decision=form.decision(), readers=list(told["readers"]), by=visitor(request)
        )
        messages.success(request, _("已登记：%(number)s。") % {"number": made.number_text})
        return made.get_absolute_url()

    return asked(request, asking, form, act)


def _known(request: HttpRequest) -> dict[str, Any]:
    """What the page that led here knows already; it only stands in the form, to be read and completed."""
    told: dict[str, Any] = {name: request.GET[name][:MOST_KNOWN] for name in KNOWN if name in request.GET}
    unit = request.GET.get("unit", "")
    return told | ({"unit": int(unit)} if unit.isdecimal() and len(unit) <= MOST_DIGITS else {})


@require_safe
@login_required
def handling_show(request: HttpRequest, pk: int) -> HttpResponse:
    """One record; that it was read is recorded before it is shown."""
    record = find(request, HandlingRecord, pk, "kind", "organization", "unit", "person__home", "registered_by")
    trail.witness("handling_read", record, by=visitor(request))
    readers = record.readers.select_related("person").order_by("pk")
    registers = may(request.user, handling.REGISTER, record)
    context = {
        "record": record,
        "facts": _facts(record, _("、").join(str(one.person) for one in readers)),
        "reads": trail.of(record).filter(verb="handling_read").order_by("-pk")[:READS] if registers else [],
        "registers": registers,
    }
    return render(request, "accountability/handling_show.html", context)


def _facts(record: HandlingRecord, readers: str) -> list[dict[str, Any]]:
    def day(value: Any) -> str:
        return f"{value:%Y-%m-%d}" if value else ""

    about = f"{record.person}（{record.person.home}）" if record.person else str(record.unit)
    return [
        {"label": _("登记编号"), "value": record.number_text},
        {"label": _("类别"), "value": record.kind.get_group_display()},
        {"label": _("方式"), "value": record.kind},
        {"label": _("对象"), "value": about},
        {"label": _("决定机关"), "value": record.authority},
        {"label": _("决定文号"), "value": record.decision_number},
        {"label": _("依据"), "value": record.basis},
        {"label": _("决定日期"), "value": day(record.decided_on)},
        {"label": _("影响期至"), "value": day(record.until)},
        {"label": _("整改或者回复期限"), "value": day(record.reply_due_on)},
        {"label": _("回复情况"), "value": f"{day(record.replied_on)} {record.reply}".strip()},
        {"label": _("申诉结果"), "value": record.appeal},
        {"label": _("撤销或变更日期"), "value": day(record.revoked_on)},
        {"label": _("一票否决核对"), "value": record.veto_checked},
        {"label": _("可阅人"), "value": readers},
        {"label": _("登记人"), "value": record.registered_by},
    ]


def _kept(request: HttpRequest, pk: int) -> HandlingRecord:
    record = find(request, HandlingRecord, pk, "organization", "kind")
    require(visitor(request), handling.REGISTER, record)
    return record


def _moved(request: HttpRequest, record: HandlingRecord, form: Any, verb: Any, **words: Any) -> HttpResponseBase:
    asking = Asking(
        back=record.get_absolute_url(), facts=[{"label": _("登记编号"), "value": record.number_text}], **words
    )

    def act() -> str:
        verb(visitor(request))
        messages.success(request, _("已登记。"))
        return record.get_absolute_url()

    return asked(request, asking, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def handling_reply(request: HttpRequest, pk: int) -> HttpResponseBase:
    """登记回复."""
    record, form = _kept(request, pk), ReplyForm(posted(request))

    def verb(by: Any) -> None:
        handling.note_reply(record, by=by, **form.cleaned_data)

    return _moved(request, record, form, verb, title=_("登记回复情况"), button=_("登记"))


@require_http_methods(["GET", "POST"])
@login_required
def handling_appeal(request: HttpRequest, pk: int) -> HttpResponseBase:
    """登记申诉结果."""
    record, form = _kept(request, pk), AppealForm(posted(request))

    def verb(by: Any) -> None:
        handling.note_appeal(record, by=by, **form.cleaned_data)

    return _moved(request, record, form, verb, title=_("登记申诉结果"), button=_("登记"))


@require_http_methods(["GET", "POST"])
@login_required
def handling_reader(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Name one more reader."""
    record = _kept(request, pk)
    form = ReaderForm(posted(request), home=record.organization)

    def verb(by: Any) -> None:
        handling.name_reader(record, person=form.cleaned_data["person"], by=by)

    return _moved(request, record, form, verb, title=_("增加可阅人"), button=_("增加"))

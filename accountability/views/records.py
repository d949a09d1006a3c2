"""履职记录 on the screen: one person and one period, for whoever may read it; each reading by others is on record."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from accountability import records, trail
from accountability.evidence_forms import ThingForm
from accountability.proofs import asking
from accountability.proofs.rights import TAKE
from accountability.records import Period
from accountability.views.deadline_pages import Asking, asked, posted, visitor
from organizations.models import Person
from organizations.refusals import NotFound
from organizations.rights import may
from organizations.sight import visible

A_PAGE, A_YEAR = 30, 365
LONGEST = timedelta(days=3660)
HEADS = {
    "signed": (gettext_lazy("事项"), gettext_lazy("办理方式"), gettext_lazy("办理结果"), gettext_lazy("时间")),
    "delegated": (gettext_lazy("委托岗位"), gettext_lazy("代办人"), gettext_lazy("代办范围"), gettext_lazy("期间")),
    "posts": (gettext_lazy("岗位"), gettext_lazy("职责"), gettext_lazy("任职日期"), gettext_lazy("免职日期")),
}
TASK_HEADS = (gettext_lazy("任务"), gettext_lazy("承办单位"), gettext_lazy("完成期限"), gettext_lazy("状态"))


class PeriodForm(forms.Form):
    """From when to when."""

    since = forms.DateField(
        label=gettext_lazy("起始日期"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )
    until = forms.DateField(
        label=gettext_lazy("截止日期"), widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )

    def clean(self) -> dict[str, Any]:
        """The end is not before the beginning, and not more than ten years after it."""
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and not since <= until <= since + LONGEST:
            self.add_error("until", _("截止日期不能早于起始日期，期间不能超过十年。"))
        return given


class TakeForm(ThingForm, PeriodForm):
    """The period, and what the bundle is for."""

    field_order = ("since", "until", "because")


@require_safe
@login_required
def person_record(request: HttpRequest, pk: int) -> HttpResponse:
    """What one person owed, did, was late with, signed and delegated, and the posts held, in a period."""
    person = _find(request, pk)
    form, period = period_of(request)
    part = request.GET.get("part", "")
    part = part if part in records.PARTS else "owed"
    if person.pk != visitor(request).pk:
        told = {"part": part, "since": str(period.since), "until": str(period.until)}
        trail.witness("read", person, by=visitor(request), extra=told)
    counted = records.counts(person, period, who=request.user)
    page = Paginator(records.rows(part, person, period, who=request.user), A_PAGE).get_page(request.GET.get("page"))
    asked_for = f"since={period.since}&until={period.until}"
    tabs = [
        {"label": label, "url": f"?part={name}&{asked_for}", "count": counted[name], "current": name == part}
        for name, label in records.PARTS.items()
    ]
    context = {
        "someone": person,
        "form": form,
        "period": period,
        "part": part,
        "part_label": records.PARTS[part],
        "tabs": tabs,
        "page": page,
        "columns": [{"label": label} for label in HEADS.get(part, TASK_HEADS)],
        "row": f"accountability/_record_{part if part in HEADS else 'task'}.html",
        "evidence": f"{reverse('evidence_of_person', args=[pk])}?{asked_for}" if _may_take(request, person) else "",
    }
    return render(request, "accountability/person_record.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def evidence_of_person(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask for what a person did within a period, to be taken away."""
    person = _find(request, pk)
    if not _may_take(request, person):
        raise NotFound
    _form, period = period_of(request)
    back = reverse("person_record", args=[pk])
    page = Asking(_("导出证据包"), _("生成证据包"), back, icon="package", columns=True,
                  lead=_("收入该人员在期间内办理的、您有权查看的操作记录、办理意见和附件。"),
                  facts=[{"label": _("姓名"), "value": person}])  # fmt: skip
    form = TakeForm(posted(request), initial={"since": period.since, "until": period.until})

    def act() -> str:
        bundle = asking.ask_for_person(person, **form.cleaned_data, by=visitor(request))
        messages.success(request, _("正在生成证据包“%(label)s”，完成后会收到通知。") % {"label": bundle.label})
        return reverse("evidence_list")

    return asked(request, page, form, act)


def _may_take(request: HttpRequest, person: Person) -> bool:
    who: Any = request.user
    return may(who, TAKE, person.home)


def _find(request: HttpRequest, pk: int) -> Person:
    """A person whose record the visitor may read; nobody else has one."""
    person = visible(request.user, Person).select_related("home").filter(pk=pk).first()
    if person is None or not records.may_see(request.user, person):
        raise NotFound
    return person


def period_of(request: HttpRequest) -> tuple[PeriodForm, Period]:
    """The period an address names; the last year where it names none or a wrong one."""
    today: date = timezone.localdate()
    usual = Period(today - timedelta(days=A_YEAR), today)
    if "since" not in request.GET:
        return PeriodForm(initial={"since": usual.since, "until": usual.until}), usual
    form = PeriodForm(request.GET)
    return form, Period(**form.cleaned_data) if form.is_valid() else usual

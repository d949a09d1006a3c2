"""Several rows of the ledger at once: the same verbs and rules as for one, each refusal told with its number."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from organizations import paths
from organizations.models import Person
from organizations.rights import may_anywhere
from organizations.sight import visible
from rectification import services
from rectification.forms.asking import AskingForm, whole_number
from rectification.forms.bulk import ApproveForm, LeaderForm, LimitForm, SlipForm
from rectification.models import Finding
from rectification.services.wording import first_few
from rectification.views.answering import answer, visitor

MOST = 200


@dataclass(frozen=True)
class Act:
    """One thing that may be done to several findings."""

    name: str
    label: Any
    button: Any
    lead: Any
    right: str
    icon: str = "check"


ACTS = (
    Act(
        "approve", gettext_lazy("批准整改措施"), gettext_lazy("确认批准"),
        gettext_lazy("逐条按同样的规则审核：自己拟定的、没有轮到审核的不会批准，并逐条说明。"), "approve_measures",
    ),
    Act(
        "leader", gettext_lazy("确定责任领导"), gettext_lazy("确定"),
        gettext_lazy("责任领导应当在责任单位任职；已下达的任务同时变更。"), "name_leader", "user-check",
    ),
    Act(
        "limit", gettext_lazy("确定整改限期"), gettext_lazy("确定"),
        gettext_lazy("单位提交整改措施之前可以确定；之后由责任人申请延期。"), "set_limit", "calendar-clock",
    ),
    Act(
        "slip", gettext_lazy("发出整改通知或督办单"), gettext_lazy("编号并发出"),
        gettext_lazy("一份通知只发一家单位，发出后等待该单位签收；督办单同时将问题和任务列入督办。"),
        "issue_slip", "mail",
    ),
)  # fmt: skip
"""核查 is no bulk action: each problem is looked at for itself."""


def offered(request: HttpRequest) -> list[Act]:
    """The acts to which the visitor has the right somewhere."""
    return [act for act in ACTS if may_anywhere(request.user, f"rectification.{act.right}")]


def _chosen(request: HttpRequest) -> list[Finding]:
    """The ticked rows that the visitor sees, oldest first, so that every bulk locks in one order."""
    asked = request.POST.getlist("pk") if request.method == "POST" else request.GET.getlist("pk")
    keys = [key for each in asked[: MOST + 1] if (key := whole_number(each)) is not None]
    rows = visible(request.user, Finding).filter(pk__in=keys)
    return list(rows.select_related("organization", "department", "campaign").order_by("pk"))


def _people(findings: list[Finding]) -> QuerySet[Person]:
    """Who works in the units of the chosen findings."""
    ranges = [paths.subtree(path) for path in {finding.institution_path for finding in findings}]
    inside = paths.covering("home__path", ranges)
    return Person.objects.filter(inside, active=True).select_related("home").order_by("home__path", "name")


def _form(act: Act, request: HttpRequest, findings: list[Finding]) -> AskingForm:
    sent = request.POST if request.method == "POST" else None
    match act.name:
        case "leader":
            return LeaderForm(sent, people=_people(findings))
        case "limit":
            return LimitForm(sent)
        case "slip":
            contact = findings[0].campaign.contact if findings else ""
            return SlipForm(sent, initial={"contact": contact, "kind": "order", "text": _slip_text()})
        case _:
            return ApproveForm(sent or None)


def _slip_text() -> str:
    return _("请逐条分析原因，制定整改措施，明确责任人和完成时限，按期整改并报送整改报告；同类问题一并排查。")


def _verb(act: Act, form: AskingForm, person: Person) -> Callable[[Finding], object]:
    match act.name:
        case "leader":
            return lambda finding: services.name_leader(finding, by=person, **form.cleaned_data)
        case "limit":
            return lambda finding: services.set_limit(finding, by=person, **form.cleaned_data)
        case _:
            return lambda finding: services.approve_measures(finding, by=person)


def _tell(request: HttpRequest, outcome: services.Outcome) -> None:
    """How many were done, and of each refusal whom it concerns."""
    if count := len(outcome.done):
        messages.success(request, ngettext("已办理 %(n)d 条。", "已办理 %(n)d 条。", count) % {"n": count})
    for sentence, findings in outcome.refused.items():
        which = first_few(finding.number_text for finding in findings)
        messages.warning(request, _("未办理 %(n)d 条（%(which)s）：%(why)s") % {
            "n": len(findings), "which": which, "why": sentence,
        })  # fmt: skip


@login_required
def ledger_bulk(request: HttpRequest) -> HttpResponse:
    """Ask what is needed for the ticked rows, then do it row by row."""
    person = visitor(request)
    wanted = request.POST.get("act") or request.GET.get("act") or ""
    act = next((one for one in offered(request) if one.name == wanted), None)
    if act is None:
        raise Http404
    findings = _chosen(request)
    form = _form(act, request, findings)
    home = reverse("rectification:ledger")

    def page(shown: AskingForm, status: int = 200) -> HttpResponse:
        context = {"act": act, "form": shown, "findings": findings, "most": MOST, "home": home}
        return render(request, "rectification/ledger_bulk.html", context, status=status)

    def run() -> str:
        if act.name == "slip":
            slip = services.issue_slip(findings, by=person, **form.cleaned_data)
            messages.success(request, _("%(slip)s已发出，等待签收。") % {"slip": slip})
            return slip.get_absolute_url()
        _tell(request, services.in_bulk(findings, _verb(act, form, person)))
        return home

    if request.method != "POST" or not findings or len(findings) > MOST:
        return page(form, 200 if request.method != "POST" else 422)
    return answer(request, form, run, page)

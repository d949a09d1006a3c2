"""One finding from its registration to its 销号, each step on a sheet of its own."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import Exists, OuterRef, QuerySet, Subquery
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET

import engine
from accountability import themed
from accountability.models import Attachment, Extension, Holder
from organizations import paths
from organizations.models import Organization, Person, Workday
from organizations.refusals import NotYet
from organizations.rights import may
from rectification import reported_up, services
from rectification.forms.asking import AskingForm, ConfirmationForm, whole_number
from rectification.forms.findings import (
    BecauseForm,
    FindingForm,
    ReportForm,
    VerifyForm,
)
from rectification.models import CorrectiveMeasure, Demand, Finding, Inspection
from rectification.views import pleas
from rectification.views.answering import Sheet, act_on_sheet, allow, answer, find, way_back
from rectification.views.finding_articles import offers_for
from rectification.views.histories import finding_history
from rectification.views.moves import waiting_at
from rectification.views.workdays import Workdays
from search import citing
from search.models import Citation

NAMES = ("campaign", "organization", "department", "participant", "author", "item", "inspection", "leader")
ONE_LEVEL_UP = gettext_lazy("本单位没有登记人、整改人以外的合格人员，由上一级单位核查。")


def _measures(finding: Finding, reader: Person | None = None) -> QuerySet[CorrectiveMeasure]:
    """The measures of the present plan, each with the name of who answers for it now as `lead`.

    `is_owed` are those for which the reader may ask an extension: he, or whom he acts for, answers for them.
    """
    leads = Holder.objects.current().filter(assignment=OuterRef("assignment"), role=Holder.Role.LEAD)
    asked = Extension.objects.filter(assignment=OuterRef("assignment"))
    rows: QuerySet[CorrectiveMeasure] = finding.measures_in_force.select_related("assignment", "proposed_holder")
    return rows.annotate(
        lead=Subquery(leads.values("person__name")[:1]),
        is_owed=Exists(Holder.objects.owed_by(reader).filter(assignment=OuterRef("assignment"))),
        extension=Subquery(asked.order_by("-pk").values("pk")[:1]),
        extension_waits=Exists(asked.waiting()),
        named_working=Subquery(Workday.objects.filter(day=OuterRef("proposed_due_on")).values("working")[:1]),
    )


def _facts(finding: Finding) -> list[dict[str, Any]]:
    """What one must know of a finding, label by label."""
    yes = _("是，当场已整改") if finding.fixed_on_spot else ""
    return [
        {"label": _("编号"), "value": finding.number_text},
        {"label": _("专项工作"), "value": finding.campaign.title, "url": finding.campaign.get_absolute_url()},
        {"label": _("责任单位"), "value": finding.organization.name, "url": finding.participant.get_absolute_url()},
        {"label": _("责任科室"), "value": finding.department},
        {"label": _("部位"), "value": finding.place},
        {"label": _("来源"), "value": finding.get_source_display()},
        {"label": _("性质"), "value": finding.get_actuality_display()},
        {"label": _("整改方式"), "value": finding.get_demand_display()},
        {"label": _("检查条目"), "value": finding.item},
        {"label": _("发现日期"), "value": f"{finding.found_on:%Y-%m-%d}"},
        {"label": _("登记人"), "value": finding.author},
        {"label": _("责任领导"), "value": finding.leader},
        {"label": _("配合科室"), "value": finding.supporting_words},
        {"label": _("分析方法"), "value": finding.get_cause_method_display()},
        {"label": _("原因类别"), "value": finding.get_cause_kind_display()},
        {"label": _("整改限期"), "value": f"{finding.limit_on:%Y-%m-%d}" if finding.limit_on else ""},
        {"label": _("陈述申辩截止"), "value": f"{finding.objection_until:%Y-%m-%d}" if finding.objection_until else ""},
        {"label": _("立行立改"), "value": yes},
        {"label": _("轮次"), "value": finding.round if finding.round > 1 else ""},
        {"label": _("退回次数"), "value": finding.returned_times or ""},
        {"label": _("重新启动次数"), "value": finding.reopened_times or ""},
    ]


@login_required
@require_GET
def finding_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The finding, what is to be done about it now, and everything that was done."""
    finding = find(
        request, Finding, pk, *NAMES, "withdrawn_by",
        cites=Exists(Citation.objects.from_each(Finding)),
        **themed.asked_for(request.user, Finding), **pleas.asked_for(), **reported_up.asked_for(request.user),
    )  # fmt: skip
    pleaded = pleas.briefly(finding)
    waiting = waiting_at(request, [finding, *(one.key for one in pleaded if one.is_pending)])
    context = {
        "finding": finding,
        "facts": _facts(finding),
        "measures": _measures(finding, getattr(request, "person", None)),
        "today": timezone.localdate(),
        "files": Attachment.objects.of(finding),
        "moves": waiting.moves(),
        "turn": next(iter(waiting.of(finding)), None),
        "pleas": pleaded,
        "asks": pleas.asks(request, finding, pleaded),
        "may_reopen": finding.is_closed and may(request.user, "rectification.reopen_finding", finding.verify_path),
        "entries": finding_history(finding, waiting.of(finding)),
        "one_level_up": ONE_LEVEL_UP if finding.one_level_up else "",
        "citations": Citation.objects.of(finding).in_order() if cast(Any, finding).cites else (),
        "may_cite": finding.author_id == getattr(request.user, "person_id", None),
    }
    return render(request, "rectification/finding_detail.html", context)


def departments_of(path: str) -> QuerySet[Organization]:
    """The departments of a unit."""
    inside = paths.covering("path", [paths.subtree(path)])
    return Organization.objects.departments().active().filter(inside).order_by("path")


@login_required
def finding_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Register a finding at an inspection; `?item=` names the item whose answer led here."""
    inspection = find(request, Inspection, pk, "participant", "campaign", "phase")
    person = allow(request, "register_finding", inspection)
    items = inspection.checklist_version.items
    asked = request.POST.get("item") or request.GET.get("item") or ""
    key = whole_number(asked)
    item = get_object_or_404(items, pk=key) if key is not None else None
    severity, cites = (item.severity, item.cites) if item else ("general", "")
    initial = {"severity": severity, "cited_text": cites, "found_on": timezone.localdate()}
    is_seeking = "recognise" in request.POST
    typed = None if is_seeking else request.POST or None  # who looks for articles is not scolded for what is missing
    initial |= request.POST.dict() if is_seeking else {}
    form = FindingForm(typed, initial=initial, departments=departments_of(inspection.org_path))

    chosen = citing.chosen(request.POST.getlist("cite"), who=request.user)

    def page(shown: AskingForm, status: int = 200) -> HttpResponse:
        offers = offers_for(request, shown, item, chosen)
        crumbs = way_back(inspection)
        context = {"form": shown, "inspection": inspection, "item": item, "crumbs": crumbs, "offers": offers}
        return render(request, "rectification/finding_new.html", context, status=status)

    if is_seeking and request.htmx:  # type: ignore[attr-defined]
        return render(
            request, "rectification/_finding_offers.html", {"offers": offers_for(request, form, item, chosen)}
        )
    if request.method != "POST" or is_seeking:
        return page(form)

    def act() -> str:
        finding = services.register_finding(inspection, item=item, by=person, cites=chosen, **form.cleaned_data)
        messages.success(request, _("已登记入台账：%(number)s。") % {"number": finding.number_text})
        if finding.due_on and (hint := Workdays([finding.due_on]).hint(finding.due_on)):
            messages.info(request, hint.due)
        return f"{inspection.get_absolute_url()}{f'#item-{item.pk}' if item else ''}"

    return answer(request, form, act, page)


RIGHTS = {
    "plan": ("plan_measures", "org_path"),
    "approve": ("approve_measures", "approve_path"),
    "rectify": ("report_rectified", "org_path"),
    "verify": ("verify_finding", "verify_path"),
}
"""The right each step asks for, and which of the finding's places it is asked at."""


def step(request: HttpRequest, pk: int, node: str) -> tuple[Finding, Person]:
    """The finding and the visitor, who has the right; whose turn it is the verb asks for itself when it runs."""
    finding = find(request, Finding, pk, *NAMES)
    right, place = RIGHTS[node]
    at = getattr(finding, place)
    person = allow(request, right, finding if at == finding.org_path else at)  # the finding knows its institution
    if request.method != "POST":
        engine.require_turn(finding, node, by=request.user)
    return finding, person


def _about(finding: Finding) -> dict[str, Any]:
    """What a decision about a finding must be able to read."""
    return {"finding": finding, "measures": _measures(finding), "files": Attachment.objects.of(finding)}


@login_required
def finding_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve the measures; their assignments begin."""
    finding, person = step(request, pk, "approve")
    sheet = Sheet(
        finding,
        _("批准整改措施"),
        _("确认批准"),
        said=_("措施已批准，任务已下达责任人。"),
        lead=_("批准后，每条措施成为责任人的任务，按拟定时限办理。"),
        facts="rectification/_finding_about.html",
    )
    form = ConfirmationForm(request.POST or None)
    return act_on_sheet(
        request, sheet, form, lambda f: services.approve_measures(finding, by=person), **_about(finding)
    )


@login_required
def finding_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Return the measures with a reason."""
    finding, person = step(request, pk, "approve")
    sheet = Sheet(
        finding,
        _("退回整改措施"),
        _("确认退回"),
        icon="undo-2",
        danger=True,
        facts="rectification/_finding_about.html",
        said=_("已退回修改，理由已一并送达拟定人。"),
    )
    form = BecauseForm(request.POST or None)
    return act_on_sheet(
        request,
        sheet,
        form,
        lambda f: services.return_measures(finding, by=person, **f.cleaned_data),
        **_about(finding),
    )


ASKED = {
    Demand.WRITTEN: gettext_lazy("检查单位要求书面提交整改：请逐条写明整改情况，需要盖章的上传附件。"),
    Demand.REINSPECTION: gettext_lazy("检查单位要求再次督查：请到现场核实后填写结论。"),
}


def _asked_for(finding: Finding, demand: Demand) -> str:
    """What whoever found it asked for, where it is asked of this step."""
    return str(ASKED[demand]) if finding.demand == demand else ""


@login_required
def finding_report(request: HttpRequest, pk: int) -> HttpResponse:
    """申请销号: report the fix with its evidence."""
    finding, person = step(request, pk, "rectify")
    said = _("提交后由登记人、整改人以外的人员核查，核查通过才能销号。")
    sheet = Sheet(
        finding,
        _("申请销号"),
        _("提交核查"),
        said=_("整改情况已提交，等待核查。"),
        lead=f"{_asked_for(finding, Demand.WRITTEN)}{said}",
        icon="send",
        files=True,
        facts="rectification/_finding_about.html",
    )
    form = ReportForm(request.POST or None, request.FILES or None)

    def act(shown: AskingForm) -> None:
        services.report_rectified(
            finding, text=shown.cleaned_data["text"], attachments=tuple(shown.cleaned_data["attachments"]), by=person
        )

    return act_on_sheet(request, sheet, form, act, **_about(finding))


@login_required
def finding_verify(request: HttpRequest, pk: int) -> HttpResponse:
    """核查: fixed, partly fixed or not fixed, with an opinion."""
    finding, person = step(request, pk, "verify")
    said = ONE_LEVEL_UP if finding.one_level_up else _("登记人和整改人本人不能核查。")
    sheet = Sheet(
        finding,
        _("核查"),
        _("提交核查结论"),
        said=_("核查结论已提交。"),
        lead=f"{_asked_for(finding, Demand.REINSPECTION)}{said}",
        icon="search-check",
        facts="rectification/_finding_about.html",
    )
    form = VerifyForm(request.POST or None)
    return act_on_sheet(
        request, sheet, form, lambda f: services.verify_finding(finding, by=person, **f.cleaned_data), **_about(finding)
    )


@login_required
def finding_reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a closed finding up again, with the reason."""
    finding = find(request, Finding, pk, *NAMES)
    person = allow(request, "reopen_finding", finding.verify_path)
    if request.method != "POST" and not finding.is_closed:
        raise NotYet(_("这个问题还没有销号，不需要重新启动整改。"))
    sheet = Sheet(
        finding,
        _("重新启动整改"),
        _("确认重新启动"),
        said=_("已重新启动整改，由责任单位重新制定措施。"),
        icon="rotate-ccw",
        danger=True,
        lead=_("问题回到“制定整改措施”，轮次加一；原有销号记录保留。"),
        facts="rectification/_finding_about.html",
    )
    form = BecauseForm(request.POST or None)
    return act_on_sheet(
        request, sheet, form, lambda f: services.reopen_finding(finding, by=person, **f.cleaned_data), **_about(finding)
    )

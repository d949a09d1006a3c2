"""会议记录 typed while the meeting runs, and the decisions that come out of it."""

from collections import Counter
from typing import Any
from urllib.parse import urlencode

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from accountability import assignments
from accountability.incoming import directing
from accountability.models import Assignment, Holder
from accountability.views.deadline_pages import find, posted, visitor
from meetings import permissions, services
from meetings.forms.asking import NoForm, ReasonForm, label_of
from meetings.forms.records import (
    AdoptForm,
    DecisionForm,
    FinishForm,
    ProgressForm,
    StatementEditForm,
    StatementForm,
)
from meetings.models import Decision, DecisionState, Meeting, Statement
from meetings.views.asking import Page, ask, crumb
from meetings.views.speeches import POINTS, directives_of
from organizations import rights
from organizations.sight import visible

PAGE = 30
TABS = (
    ("", gettext_lazy("全部")),
    ("open", gettext_lazy("办理中")),
    ("late", gettext_lazy("已逾期")),
    ("done", gettext_lazy("已办结")),
)


@login_required
def meeting_record(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The record with the line on which the next sentence is typed; agenda, speaker and manner stay chosen."""
    meeting = find(request, Meeting, pk, "kind", "organization")
    person = visitor(request)
    said = visible(request.user, Statement).filter(meeting=meeting, struck=False)
    rows = list(said.select_related("item").order_by("order", "pk"))
    keeps = permissions.works_at(person, meeting)
    if request.method == "POST":
        permissions.require_desk(person, meeting)
    chosen = {name: request.GET[name] for name in ("item", "manner", "speaker") if name in request.GET}
    form = StatementForm(posted(request), who=request.user, meeting=meeting, initial=chosen)
    page = Page(
        _("会议记录"),
        _("记下"),
        meeting.get_absolute_url(),
        icon="plus",
        template="meetings/record_write.html",
        crumb=meeting.title,
        more={
            "meeting": meeting,
            "rows": rows,
            "may_write": keeps and meeting.is_recording,
            "speeches": _speeches(request, meeting, rows),
        },
    )

    def act() -> str:
        words = form.cleaned_data
        services.note_statement(meeting, by=person, **words)
        kept = {"manner": words["manner"]}
        if words["item"]:
            kept["item"] = str(words["item"].pk)
        if words["speaker"]:
            kept["speaker"] = label_of(words["speaker"])
        return f"{request.path}?{urlencode(kept)}#write"

    return ask(request, page, form, act, said=_("已记下。"))


def _speeches(request: HttpRequest, meeting: Meeting, rows: list[Statement]) -> list[dict[str, Any]]:
    """Who stressed or demanded something, how often, and the directive it became; for whoever keeps directives."""
    said = Counter((one.speaker_id, one.speaker_label) for one in rows if one.manner in POINTS and one.speaker_id)
    if not said or meeting.restricted or not meeting.is_held:
        return []
    if not rights.may(request.user, directing.KEEP, meeting.organization):
        return []
    made = directives_of(request, meeting)
    return [{"key": key, "label": label, "n": n, "directive": made.get(key)} for (key, label), n in said.items()]


@login_required
def statement_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Correct a sentence."""
    said = find(request, Statement, pk, "meeting__kind", "meeting__organization", "item")
    person = visitor(request)
    permissions.require_desk(person, said.meeting)
    initial = {"manner": said.manner, "text": said.text, "version": said.version}
    form = StatementEditForm(posted(request), initial=initial)
    home = reverse("meetings:meeting_record", args=[said.meeting_id])
    page = Page(_("修改记录"), _("保存"), home, said.speaker_label, crumb=_("会议记录"))
    return ask(request, page, form, lambda: _revised(said, form, person))


def _revised(said: Statement, form: StatementEditForm, person: object) -> None:
    services.revise_statement(said, by=person, **form.cleaned_data)  # type: ignore[arg-type]


@login_required
def statement_strike(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a sentence off the record."""
    said = find(request, Statement, pk, "meeting__kind", "meeting__organization")
    person = visitor(request)
    permissions.require_desk(person, said.meeting)
    home = reverse("meetings:meeting_record", args=[said.meeting_id])
    page = Page(_("删去记录"), _("删去"), home, said.text, icon="trash-2", danger=True, crumb=_("会议记录"))
    return ask(request, page, NoForm(posted(request)), lambda: services.strike_statement(said, by=person))


@login_required
def decision_new(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Write down a decision."""
    meeting = find(request, Meeting, pk, "kind", "organization")
    person = visitor(request)
    permissions.require_desk(person, meeting)
    form = DecisionForm(posted(request), meeting=meeting, initial={"item": request.GET.get("item")})
    page = Page(_("记录议定事项"), _("保存"), meeting.get_absolute_url(), crumb=meeting.title)

    def act() -> str:
        words = form.cleaned_data
        services.note_decision(meeting, text=words["text"], item=words["item"], by=person)
        return reverse("meetings:decisions_adopt", args=[meeting.pk])

    return ask(request, page, form, act)


@login_required
def decisions_adopt(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One screen on which every noted decision gets its units, person, day and evidence."""
    meeting = find(request, Meeting, pk, "kind", "organization")
    person = visitor(request)
    permissions.require_desk(person, meeting)
    noted = meeting.decisions.filter(state=DecisionState.NOTED).select_related("lead_unit", "holder__home")
    rows = list(noted.prefetch_related("supporting_units").order_by("order", "pk"))
    form = AdoptForm(posted(request), who=request.user, decisions=rows)
    lead = _("填齐牵头单位、责任人和完成时限的立即成为任务并通知责任人；没有填齐的保留，纪要送签前须补齐。")
    page = Page(
        _("交办议定事项"),
        _("保存并交办"),
        meeting.get_absolute_url(),
        lead,
        template="meetings/decisions_adopt.html",
        crumb=meeting.title,
        more={"meeting": meeting},
    )

    def act() -> str:
        left = services.adopt_decisions(meeting, duties=form.duties(), by=person)
        return request.path if left else meeting.get_absolute_url()

    return ask(request, page, form, act, said=_("已保存，填齐的议定事项已经交办。"))


@login_required
@require_safe
def decision_list(request: HttpRequest) -> HttpResponse:
    """Every decision the visitor may see, with what became of it."""
    chosen = request.GET.get("state", "")
    rows = visible(request.user, Decision).filter(state=DecisionState.ADOPTED)
    today = timezone.localdate()
    opened = Assignment.State.OPEN
    if chosen == "open":
        rows = rows.filter(assignment__state=opened)
    elif chosen == "late":
        rows = rows.filter(assignment__state=opened, assignment__due_on__lt=today)
    elif chosen == "done":
        rows = rows.filter(assignment__state=Assignment.State.DONE)
    rows = rows.select_related("meeting__kind", "lead_unit", "holder", "assignment").order_by(
        "-meeting__starts_at", "order"
    )
    pills = [
        {"label": label, "url": f"?state={code}" if code else "?", "current": code == chosen, "count": None}
        for code, label in TABS
    ]
    context = {"page": Paginator(rows, PAGE).get_page(request.GET.get("page")), "pills": pills}
    return render(request, "meetings/decision_list.html", context)


@login_required
@require_safe
def decision_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The excerpt of one decision: what, who, until when, how far; with it whoever owes it works."""
    related = (
        "meeting__kind",
        "meeting__organization",
        "item",
        "lead_unit",
        "holder",
        "assignment",
        "meeting__minutes__number",
    )
    decision = find(request, Decision, pk, *related)
    person = visitor(request)
    task = decision.assignment
    reports, evidence, owes = [], [], False
    if task is not None:
        reports = list(task.reports.select_related("reported_by").order_by("-pk"))
        evidence = list(task.evidence.select_related("attachment", "added_by"))
        owes = Holder.objects.owed_by(person).filter(assignment=task).exists()
    is_open = task is not None and task.state == Assignment.State.OPEN
    context = {
        "decision": decision,
        "task": task,
        "reports": reports,
        "evidence": evidence,
        "may_work": task is not None and is_open and (owes or rights.may(request.user, assignments.REPORT, task)),
        "may_withdraw": decision.state != DecisionState.WITHDRAWN
        and decision.meeting.is_recording
        and permissions.works_at(person, decision.meeting),
        "meeting_url": decision.meeting.get_absolute_url() if _sees(request, decision) else "",
        "supporting": list(decision.supporting_units.all()),
    }
    return render(request, "meetings/decision_detail.html", context)


def _sees(request: HttpRequest, decision: Decision) -> bool:
    """Whether the visitor sees the meeting, and not the decision alone."""
    return visible(request.user, Meeting).filter(pk=decision.meeting_id).exists()


@login_required
def decision_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change the words of a decision that nobody owes yet."""
    decision = find(request, Decision, pk, "meeting__kind", "meeting__organization")
    person = visitor(request)
    permissions.require_desk(person, decision.meeting)
    form = DecisionForm(posted(request), initial={"text": decision.text, "version": decision.version})
    page = Page(_("修改议定事项"), _("保存"), decision.meeting.get_absolute_url(), crumb=decision.meeting.title)

    def act() -> None:
        words = form.cleaned_data
        services.revise_decision(decision, version=words["version"] or 0, text=words["text"], by=person)

    return ask(request, page, form, act)


@login_required
def decision_withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a decision back."""
    decision = find(request, Decision, pk, "meeting__kind", "meeting__organization", "assignment")
    person = visitor(request)
    permissions.require_desk(person, decision.meeting)
    form = ReasonForm(posted(request))
    lead = _("撤回后任务随之撤销，责任人会收到通知；需要改动的，请撤回后重新记录。")
    home = decision.meeting.get_absolute_url()
    page = Page(_("撤回议定事项"), _("确认撤回"), home, lead, icon="undo-2", danger=True, crumb=crumb(decision))

    def act() -> None:
        services.withdraw_decision(decision, by=person, because=form.cleaned_data["because"])

    return ask(request, page, form, act)


@login_required
def decision_report(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Say how far it is."""
    decision = find(request, Decision, pk, "meeting__kind", "assignment")
    person = visitor(request)
    form = ProgressForm(posted(request), initial={"percent": decision.assignment.percent if decision.assignment else 0})
    page = Page(
        _("报告进展"), _("报告"), decision.get_absolute_url(), decision.text, icon="send", crumb=crumb(decision)
    )
    return ask(request, page, form, lambda: services.report_on(decision, by=person, **form.cleaned_data))


@login_required
def decision_finish(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Say that it is done."""
    decision = find(request, Decision, pk, "meeting__kind", "assignment")
    person = visitor(request)
    form = FinishForm(posted(request))
    page = Page(_("办结"), _("确认办结"), decision.get_absolute_url(), decision.text, crumb=crumb(decision))
    return ask(request, page, form, lambda: _finished(decision, form, person))


def _finished(decision: Decision, form: FinishForm, person: object) -> None:
    services.finish_decision(decision, text=form.cleaned_data["text"], by=person)  # type: ignore[arg-type]

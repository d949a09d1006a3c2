"""A task on its own page: what it follows from, who answers for it, what was reported, and what may be done now."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accountability import assignments
from accountability.incoming import reading, tasks
from accountability.incoming_forms import BecauseForm, HolderForm, ReportForm, UrgeForm
from accountability.models import Assignment, Attachment, Derivation, Extension, Holder, Urge
from accountability.views.deadline_pages import Asking, asked, find, posted, visitor
from organizations.refusals import NotAllowed
from organizations.sight import visible

State = Assignment.State


@require_safe
@login_required
def task_show(request: HttpRequest, pk: int) -> HttpResponse:
    """One task."""
    task, person = find(request, Assignment, pk, "lead_unit", "assigned_by", "completed_by"), visitor(request)
    works, changes = tasks.may_work_on(task, person), tasks.may_change(task, person)
    is_open = task.state == State.OPEN and getattr(task.source, "tasks_have_pages", False)
    source_seen = _source_seen(request, task)
    said = Derivation.objects.filter(
        target_type__app_label="accountability", target_type__model="assignment", target_id=task.pk
    ).first()
    context = {
        "task": task,
        "facts": _facts(task, source_seen),
        "sentence": said.sentence if said else "",
        "holders": task.holders.select_related("person").order_by("since", "pk"),
        "entries": _entries(task),
        "files": Attachment.objects.of(task),
        "urges": Urge.objects.of(task).select_related("sent_by"),
        "is_late": task.is_overdue(timezone.localdate()),
        "works": is_open and works,
        "changes": is_open and changes,
        "may_extend": is_open and Holder.objects.owed_by(person).filter(assignment=task).exists(),
        "extensions": Extension.objects.filter(assignment=task).select_related("asked_by").order_by("pk"),
    }
    return render(request, "accountability/task_show.html", context)


def _source_seen(request: HttpRequest, task: Assignment) -> bool:
    """Whether the visitor may follow the link to what the task comes from."""
    model = type(task.source) if task.source is not None else None
    return model is not None and visible(request.user, model).filter(pk=task.source_id).exists()


def _facts(task: Assignment, source_seen: bool) -> list[dict[str, Any]]:
    source_url = task.source.get_absolute_url() if source_seen and task.source else ""
    units = _("、").join(str(one) for one in task.supporting_units.order_by("path"))
    return [
        {"label": _("来源"), "value": task.source_label, "url": source_url},
        {"label": _("承办单位"), "value": task.lead_unit},
        {"label": _("协办单位"), "value": units},
        {"label": _("完成期限"), "value": f"{task.due_on:%Y-%m-%d}"},
        {"label": _("原定期限"), "value": f"{task.scheduled_on:%Y-%m-%d}" if task.scheduled_on != task.due_on else ""},
        {"label": _("须提交的佐证"), "value": task.evidence_required},
        {"label": _("是否列入督办"), "value": _("已列入督办") if task.supervised else ""},
        {"label": _("交办人"), "value": task.assigned_by},
        {"label": _("交办时间"), "value": f"{timezone.localtime(task.assigned_at):%Y-%m-%d %H:%M}"},
        {"label": _("办结人"), "value": task.completed_by},
    ]


def _entries(task: Assignment) -> list[dict[str, Any]]:
    """What was reported, newest first."""
    reports = task.reports.select_related("reported_by").order_by("-pk")
    return [
        {
            "icon": "send",
            "title": _("进展%(percent)d%%") % {"percent": one.percent},
            "meta": str(one.reported_by or ""),
            "at": one.reported_at,
            "text": one.text,
        }
        for one in reports
    ]


def _asking(task: Assignment, title: str, button: str, **more: Any) -> Asking:
    facts: list[dict[str, Any]] = [
        {"label": _("任务"), "value": task},
        {"label": _("来源"), "value": task.source_label},
    ]
    return Asking(title=title, button=button, back=reverse("task_show", args=[task.pk]), facts=facts, **more)


@require_http_methods(["GET", "POST"])
@login_required
def task_report(request: HttpRequest, pk: int) -> HttpResponseBase:
    """报告进展, or 办结."""
    task, person = find(request, Assignment, pk), visitor(request)
    if not tasks.may_work_on(task, person):
        raise NotAllowed(_("您不是这项任务的责任人，请联系承办单位。"))
    done = request.GET.get("done") == "1"
    initial = {"percent": 100 if done else task.percent, "is_done": done}
    form = ReportForm(posted(request), request.FILES or None, initial=initial)
    asking = _asking(task, _("报告进展"), _("提交"), icon="send")

    def act() -> str:
        tasks.report(task, by=person, **form.cleaned_data)
        messages.success(request, _("任务已办结。") if form.cleaned_data["is_done"] else _("进展已提交。"))
        return reverse("task_show", args=[task.pk])

    return asked(request, asking, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def task_holder(request: HttpRequest, pk: int) -> HttpResponseBase:
    """变更责任人."""
    task, person = _changed_by(request, pk)
    form = HolderForm(posted(request), home=task.lead_unit)
    asking = _asking(task, _("变更责任人"), _("确认变更"), icon="user-check")

    def act() -> str:
        assignments.change_holder(task, by=person, **form.cleaned_data)
        messages.success(request, _("责任人已变更。"))
        return reverse("task_show", args=[task.pk])

    return asked(request, asking, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def task_withdraw(request: HttpRequest, pk: int) -> HttpResponseBase:
    """撤销."""
    task, person = _changed_by(request, pk)
    form = BecauseForm(posted(request))
    asking = _asking(task, _("撤销任务"), _("确认撤销"), icon="x", danger=True)

    def act() -> str:
        tasks.withdraw(task, by=person, because=form.cleaned_data["because"])
        messages.success(request, _("任务已撤销。"))
        return reverse("task_show", args=[task.pk])

    return asked(request, asking, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def task_urge(request: HttpRequest, pk: int) -> HttpResponseBase:
    """催办."""
    task, person = _changed_by(request, pk)
    form = UrgeForm(posted(request))
    held = [one.person for one in task.holders.current().select_related("person")]
    names = _("、").join(str(one) for one in held)
    asking = _asking(task, _("催办"), _("催办"), lead=_("催办对象：%(names)s") % {"names": names}, icon="bell-ring")

    def act() -> str:
        reading.urge(task, to=held, by=person, text=form.cleaned_data["text"])
        messages.success(request, _("已催办。"))
        return reverse("task_show", args=[task.pk])

    return asked(request, asking, form, act)


def _changed_by(request: HttpRequest, pk: int) -> tuple[Assignment, Any]:
    """An open task and the visitor, who gave it or may hand it on."""
    task, person = find(request, Assignment, pk, "lead_unit"), visitor(request)
    if not tasks.may_change(task, person):
        raise NotAllowed(_("您没有调整这项任务的权限，请联系交办人或承办单位负责人。"))
    return task, person

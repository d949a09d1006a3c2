"""延期 on the screen: asked from the page of the task, read, decided and taken back on a page of its own."""

import datetime
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accountability.clocks import Calendar
from accountability.deadline_forms import DecisionForm, ExtensionForm
from accountability.extensions import ask_extension, decide_extension, owes, require_decider, withdraw_extension
from accountability.models import Assignment, Extension
from accountability.views.deadline_pages import Asking, answered, asked, day_words, find, posted, visitor
from organizations.acting import one_act
from organizations.models import Person
from organizations.refusals import Invalid, NotAllowed


@require_http_methods(["GET", "POST"])
@login_required
def extension_new(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask for a later deadline of a task one owes."""
    task = find(request, Assignment, pk, "lead_unit", "source_type")
    person = visitor(request)
    if not owes(task, person)[0]:
        raise NotAllowed(_("延期由任务的责任人申请，您不是这项任务的责任人。"))
    calendar = Calendar.around(task.due_on, timezone.localdate())
    asking = Asking(
        title=_("申请延期"),
        lead=_("在期限届满前提出，由交办人或者单位负责人审批；原定日期保留，审批同意后期限才变更。"),
        button=_("提交申请"),
        icon="send",
        back=task.get_absolute_url(),
        facts=_facts_of(task, calendar),
        missing_years=calendar.missing(task.due_on, timezone.localdate()),
    )
    form = ExtensionForm(posted(request))

    def act() -> str:
        given = form.cleaned_data
        day = _moved(given["due_on"], given["rest_day"])
        made = ask_extension(task, due_on=day, because=given["because"], by=person)
        told = {"day": day_words(day)}
        messages.success(request, _("已提交延期申请，申请延至%(day)s，请等待审批。") % told)
        return made.get_absolute_url()

    return asked(request, asking, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def extension_show(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What was asked, and the decision by whoever may take it."""
    extension = find(request, Extension, pk, "assignment__lead_unit", "asked_by", "decided_by")
    form = DecisionForm(posted(request))

    def page(shown: Any, status: int | None = None) -> HttpResponse:
        return _page(request, extension, shown, status)

    if request.method == "GET":
        return page(form)
    return answered(request, form, lambda: _decided(request, extension, form), page)


def _decided(request: HttpRequest, extension: Extension, form: DecisionForm) -> str:
    """Do what the pressed button says."""
    person, verdict = visitor(request), request.POST.get("verdict", "")
    if verdict == "withdraw":
        withdraw_extension(extension, by=person)
        messages.success(request, _("已撤回延期申请。"))
    elif verdict in ("agree", "refuse"):
        decide_extension(extension, agrees=verdict == "agree", opinion=form.cleaned_data["opinion"], by=person)
        messages.success(request, _("已同意延期。") if verdict == "agree" else _("已办理：不同意延期。"))
    else:
        raise Invalid({"opinion": _("请点击“同意延期”或者“不同意”。")})
    return extension.get_absolute_url()


def _page(request: HttpRequest, extension: Extension, form: Any, status: int | None) -> HttpResponse:
    person = visitor(request)
    calendar = Calendar.around(extension.due_on, extension.was_due_on)
    waits = extension.state == Extension.State.WAITING
    context = {
        "extension": extension,
        "form": form,
        "facts": _facts(extension, calendar),
        "may_decide": waits and _may_decide(request, extension, person),
        "may_withdraw": waits and extension.asked_by_id == person.pk,
        "missing_years": calendar.missing(extension.due_on),
        "task_url": extension.assignment.get_absolute_url(),
    }
    return render(request, "accountability/extension_show.html", context, status=status)


def _may_decide(request: HttpRequest, extension: Extension, person: Person) -> bool:
    try:
        with one_act():
            require_decider(extension, by=person, who=request.user)
    except NotAllowed:
        return False
    return True


def _moved(day: datetime.date, choice: str) -> datetime.date:
    """The day itself, or the working day beside it as was chosen; 照原日 is always legal."""
    if choice == ExtensionForm.AS_IS:
        return day
    return Calendar.around(day).near(day, -1 if choice == ExtensionForm.BEFORE else 1)


def _facts_of(task: Assignment, calendar: Calendar) -> list[dict[str, Any]]:
    return [
        {"label": _("任务"), "value": task.title},
        {"label": _("承办单位"), "value": task.lead_unit},
        {"label": _("原定完成日期"), "value": _told(task.scheduled_on, calendar)},
        {"label": _("现在的期限"), "value": _told(task.due_on, calendar)},
    ]


def _facts(extension: Extension, calendar: Calendar) -> list[dict[str, Any]]:
    decided = timezone.localtime(extension.decided_at) if extension.decided_at else None
    return [
        {"label": _("任务"), "value": extension.assignment.title, "url": extension.assignment.get_absolute_url()},
        {"label": _("承办单位"), "value": extension.assignment.lead_unit},
        {"label": _("原定完成日期"), "value": _told(extension.assignment.scheduled_on, calendar)},
        {"label": _("申请时的期限"), "value": _told(extension.was_due_on, calendar)},
        {"label": _("申请延至"), "value": _told(extension.due_on, calendar)},
        {"label": _("延期理由"), "value": extension.because},
        {"label": _("申请人"), "value": extension.asked_by},
        {"label": _("申请时间"), "value": f"{timezone.localtime(extension.asked_at):%Y-%m-%d %H:%M}"},
        {"label": _("办理人"), "value": extension.decided_by},
        {"label": _("审批时间"), "value": f"{decided:%Y-%m-%d %H:%M}" if decided else ""},
        {"label": _("审批意见"), "value": extension.opinion},
    ]


def _told(day: datetime.date, calendar: Calendar) -> str:
    """A day, and whether it is no working day, with the working days beside it."""
    if calendar.works(day):
        return day_words(day)
    told = {"day": day_words(day), "before": calendar.near(day, -1), "after": calendar.near(day, 1)}
    return _("%(day)s（不是工作日；前一个工作日%(before)s，后一个工作日%(after)s）") % told

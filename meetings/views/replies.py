"""回执: one's own page of a meeting, and the answer to a leave."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accountability.views.deadline_pages import Asking, asked, find, posted, visitor
from meetings import services
from meetings.forms.attendance import LeaveForm, ReplyForm
from meetings.models import Attendance
from meetings.services.replies import require_answerer
from meetings.views.attendance import facts_of
from meetings.views.desks import keeps, require_keeper
from organizations import paths
from organizations.models import Organization, Person
from organizations.refusals import NotAllowed


@require_http_methods(["GET", "POST"])
@login_required
def attendance_show(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What one is asked to, and the answer; whoever may not answer only reads."""
    row = find(request, Attendance, pk, "meeting__kind", "meeting__organization", "meeting__chair", "person", "unit")
    by, meeting = visitor(request), row.meeting
    when = date_format(timezone.localtime(meeting.starts_at), "Y年n月j日 H:i")
    facts = [
        *facts_of(row),
        {"label": _("时间"), "value": when},
        {"label": _("地点"), "value": meeting.place},
        {"label": _("主办单位"), "value": meeting.organization},
        {"label": _("参会要求"), "value": meeting.notes},
    ]
    if request.method == "GET" and not (meeting.is_open and not row.is_here and _may_answer(by, row)):
        context = {"row": row, "facts": facts, "works": keeps(request, meeting)}
        return render(request, "meetings/attendance_show.html", context)
    require_answerer(by, row)
    asking = Asking(
        title=_("会议回执"),
        lead=_("因故不能参加的请说明原因；委托他人参会的请写明受托人。"),
        button=_("提交回执"),
        back=meeting.get_absolute_url(),
        facts=facts,
    )
    form = ReplyForm(posted(request), attendance=row, people=_colleagues(row))

    def act() -> str:
        services.answer(row, by=by, **form.cleaned_data)
        messages.success(request, _("已回执：%(reply)s。") % {"reply": row.get_reply_display()})
        return row.get_absolute_url()

    return asked(request, asking, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def attendance_leave(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Grant or decline a leave."""
    row = find(request, Attendance, pk, "meeting__kind", "person")
    by = visitor(request)
    require_keeper(request, row.meeting)
    back = row.get_absolute_url()
    asking = Asking(title=_("办理请假"), button=_("确认"), back=back, facts=facts_of(row))
    form = LeaveForm(posted(request))

    def act() -> str:
        services.decide_leave(row, by=by, **form.cleaned_data)
        messages.success(request, _("已办理请假：%(state)s。") % {"state": row.state_label})
        return back

    return asked(request, asking, form, act)


def _may_answer(by: Person, row: Attendance) -> bool:
    try:
        require_answerer(by, row)
    except NotAllowed:
        return False
    return True


def _colleagues(row: Attendance) -> "QuerySet[Person]":
    """Who could come instead: people in office in the same institution."""
    unit: Organization | None = row.unit
    if unit is None:
        return Person.objects.none()
    low, high = paths.subtree(unit.institution_path)
    inside = {"appointments__post__organization__path__gte": low, "appointments__post__organization__path__lt": high}
    rows = Person.objects.filter(active=True, is_guest=False, **inside)
    others = rows if row.person_id is None else rows.exclude(pk=row.person_id)
    return others.select_related("home").order_by("name", "pk").distinct()

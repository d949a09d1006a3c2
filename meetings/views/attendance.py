"""Who has come: the list of the desk with its figures, quick sign-in, the paper sheet and corrections afterwards."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Q
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accountability.attachments import attach
from accountability.models import Attachment
from accountability.views.deadline_pages import Asking, asked, find, posted, visitor
from engine import submissions
from meetings import attending, services
from meetings.forms.attendance import CorrectionForm, GuestForm, ScanForm
from meetings.models import Attendance, Meeting, Presence, Reply
from meetings.views.desks import keeps, require_keeper
from organizations.refusals import NotAllowed
from organizations.sight import sight_of, visible

A_PAGE = 50
MOST_ON_PAPER = 500
MOST_DIGITS = 12
FILTERS: dict[str, tuple[Any, Q]] = {
    "": (gettext_lazy("全部"), Q()),
    "open": (gettext_lazy("未到"), Q(state__in=(Presence.EXPECTED, Presence.LEAVE_ASKED))),
    "here": (gettext_lazy("已到"), Q(state__in=(Presence.PRESENT, Presence.LATE))),
    "late": (gettext_lazy("迟到"), Q(state=Presence.LATE)),
    "asked": (gettext_lazy("请假待批"), Q(state=Presence.LEAVE_ASKED)),
    "excused": (gettext_lazy("请假"), Q(state=Presence.EXCUSED)),
    "absent": (gettext_lazy("缺席"), Q(state=Presence.ABSENT)),
    "silent": (gettext_lazy("未回执"), Q(expected=True, reply=Reply.NONE)),
    "guests": (gettext_lazy("来宾"), Q(expected=False)),
}


@require_safe
@login_required
def attendance_list(request: HttpRequest, pk: int) -> HttpResponse:
    """The list within sight with its figures; the desk signs people in here."""
    meeting = find(request, Meeting, pk, "kind", "organization", "chair", "recorder")
    seen = visible(request.user, Attendance).filter(meeting=meeting)
    chosen, name = request.GET.get("show", ""), request.GET.get("name", "").strip()[:60]
    rows = seen.filter(FILTERS.get(chosen, FILTERS[""])[1])
    if name:
        rows = rows.filter(Q(name__icontains=name) | Q(unit_name__icontains=name))
    ordered = cast(Any, rows).in_order().select_related("person", "proxy")
    page = Paginator(ordered, A_PAGE).get_page(request.GET.get("page"))
    works = keeps(request, meeting)
    figures, whole = attending.categories(meeting) if _sees_figures(request, meeting) else ([], None)
    context = {
        "meeting": meeting,
        "page": page,
        "name": name,
        "chosen": chosen,
        "figures": figures,
        "whole": whole,
        "standing": attending.standing(meeting) if whole and meeting.kind.quorum else None,
        "works": works,
        "scans": Attachment.objects.of(meeting).filter(note=_("签到表")) if works else [],
        "pills": [
            {"label": label, "url": f"?show={key}", "count": None, "current": key == chosen}
            for key, (label, _q) in FILTERS.items()
        ],
        "columns": [{"label": label} for label in _headings(works=works)],
    }
    return render(request, "meetings/attendance_list.html", context)


@require_POST
@login_required
def attendance_register(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Sign in somebody who stands before the desk, or who comes for him."""
    row = find(request, Attendance, pk, "meeting__kind")
    back = _back(request, row.meeting)

    def act() -> HttpResponseRedirect:
        signed = services.register(row, by=visitor(request), by_proxy="proxy" in request.POST)
        said = _("%(who)s：%(state)s。") if signed.is_first else _("%(who)s已经签到（%(state)s），不重复登记。")
        told = {"who": signed.attendance.shown_name, "state": signed.attendance.state_label}
        messages.success(request, said % told)
        return HttpResponseRedirect(back)

    return submissions.once(request, act)


@require_http_methods(["GET", "POST"])
@login_required
def attendance_correct(request: HttpRequest, pk: int) -> HttpResponseBase:
    """补签 and corrections, with the reason."""
    row = find(request, Attendance, pk, "meeting__kind", "person")
    by = visitor(request)
    require_keeper(request, row.meeting)
    back = reverse("meetings:attendance_list", args=[row.meeting_id])
    asking = Asking(
        title=_("补签或更正到会情况"),
        lead=_("更正前后的情况、办理人和理由都保留在操作记录中。"),
        button=_("确认更正"),
        back=back,
        facts=facts_of(row),
    )
    form = CorrectionForm(posted(request))

    def act() -> str:
        services.make_up(row, by=by, **form.cleaned_data)
        messages.success(request, _("已更正：%(who)s，%(state)s。") % {"who": row.name, "state": row.state_label})
        return back

    return asked(request, asking, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def guest_new(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Let the desk sign in a guest."""
    meeting = _kept(request, pk)
    back = reverse("meetings:attendance_list", args=[meeting.pk])
    asking = Asking(
        title=_("登记来宾"),
        lead=_("没有账号的外单位人员在这里登记签到。"),
        button=_("登记并签到"),
        icon="user-plus",
        back=back,
        facts=[{"label": _("会议"), "value": meeting}],
        columns=True,
    )
    form = GuestForm(posted(request))

    def act() -> str:
        signed = services.add_guest(meeting, by=visitor(request), **form.cleaned_data)
        said = _("已登记：%(who)s。") if signed.is_first else _("%(who)s已经签到，不重复登记。")
        messages.success(request, said % {"who": signed.attendance})
        return back

    return asked(request, asking, form, act)


@require_safe
@login_required
def attendance_sheet(request: HttpRequest, pk: int) -> HttpResponse:
    """The sheet to be printed and signed by hand."""
    meeting = _kept(request, pk)
    rows = list(meeting.attendances.filter(expected=True).in_order()[: MOST_ON_PAPER * 10])
    return render(request, "meetings/attendance_sheet.html", {"meeting": meeting, "rows": rows, "blank": range(5)})


@require_http_methods(["GET", "POST"])
@login_required
def attendance_paper(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take over the signatures of the paper sheet: tick who signed."""
    meeting = _kept(request, pk)
    back = reverse("meetings:attendance_list", args=[meeting.pk])
    if request.method == "POST":

        def act() -> HttpResponseRedirect:
            keys = [int(key) for key in request.POST.getlist("signed") if key.isdecimal() and len(key) < MOST_DIGITS]
            count = services.register_paper(meeting, attendances=keys, by=visitor(request))
            messages.success(request, _("已按纸质签到表登记%(n)d人。") % {"n": count})
            return HttpResponseRedirect(back)

        return submissions.once(request, act)
    waiting = meeting.attendances.filter(expected=True).exclude(state__in=("present", "late")).in_order()
    page = Paginator(waiting, MOST_ON_PAPER).get_page(request.GET.get("page"))
    return render(request, "meetings/attendance_paper.html", {"meeting": meeting, "page": page})


@require_http_methods(["GET", "POST"])
@login_required
def attendance_scan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Keep the scan of the signed sheet with the meeting."""
    meeting = _kept(request, pk)
    back = reverse("meetings:attendance_list", args=[meeting.pk])
    form = ScanForm(posted(request), request.FILES or None)
    checked = form.checked() if request.method == "POST" else None
    if checked is None:
        status = 200 if request.method == "GET" else 422
        return render(request, "meetings/attendance_scan.html", {"meeting": meeting, "form": form}, status=status)

    def act() -> HttpResponseRedirect:
        attach(checked, to=meeting, by=visitor(request), note=_("签到表"))
        messages.success(request, _("已保存签到表扫描件。"))
        return HttpResponseRedirect(back)

    return submissions.once(request, act)


@require_POST
@login_required
def attendance_urge(request: HttpRequest, pk: int) -> HttpResponseBase:
    """催回执."""
    meeting = _kept(request, pk)

    def act() -> HttpResponseRedirect:
        count = services.urge_answers(meeting, by=visitor(request))
        messages.success(request, _("已催%(n)d人回执。") % {"n": count})
        return HttpResponseRedirect(reverse("meetings:attendance_list", args=[meeting.pk]))

    return submissions.once(request, act)


def facts_of(row: Attendance) -> list[dict[str, Any]]:
    """What is known of one person and one meeting."""
    return [
        {"label": _("会议"), "value": row.meeting},
        {"label": _("姓名"), "value": row.shown_name},
        {"label": _("单位、职务"), "value": f"{row.unit_name} {row.post}".strip()},
        {"label": _("参会身份"), "value": f"{row.get_capacity_display()} {row.category}".strip()},
        {"label": _("回执"), "value": row.get_reply_display()},
        {"label": _("回执说明"), "value": row.reply_note},
        {"label": _("到会情况"), "value": row.state_label},
        {"label": _("更正理由"), "value": row.because},
    ]


def _kept(request: HttpRequest, pk: int) -> Meeting:
    meeting = find(request, Meeting, pk, "kind", "organization", "chair", "recorder")
    require_keeper(request, meeting)
    return meeting


def _sees_figures(request: HttpRequest, meeting: Meeting) -> bool:
    """The figures of the whole are for the host's own house and for the desk."""
    homes = [scope.institution_path for scope in sight_of(request.user).scopes]
    named = (meeting.chair_id, meeting.recorder_id, meeting.arranged_by_id)
    return visitor(request).pk in named or (not meeting.restricted and meeting.institution_path in homes)


def _headings(*, works: bool) -> list[str]:
    shown = [_("姓名"), _("单位、职务"), _("类别"), _("回执"), _("到会情况"), _("签到")]
    return [*shown, _("办理")] if works else shown


def _back(request: HttpRequest, meeting: Meeting) -> str:
    """The same part of the list again."""
    if not keeps(request, meeting):
        raise NotAllowed(_("签到由会务人员登记，本人请扫描会场屏幕上的二维码。"))
    address = reverse("meetings:attendance_list", args=[meeting.pk])
    shown = request.POST.get("show", "")
    return f"{address}?show={shown}" if shown in FILTERS and shown else address

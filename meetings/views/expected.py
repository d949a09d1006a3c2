"""The list of those who should come: its conditions, single names, the order of precedence."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from accountability.views.deadline_pages import Asking, asked, find, posted, visitor
from engine import submissions
from engine.models import Job
from meetings import attending, clashing, expecting, services
from meetings.forms.attendance import NamedForm, PlaceForm, ReasonForm, RuleForm
from meetings.models import Attendance, ExpectedRule, Meeting
from meetings.services.lists import LISTING
from meetings.views.attendance import facts_of
from meetings.views.desks import require_keeper
from organizations.models import Organization, Person
from organizations.refusals import Invalid
from organizations.sight import visible

MOST_BODIES = 200
MOST_PEOPLE = 2000


@require_safe
@login_required
def expected_show(request: HttpRequest, pk: int) -> HttpResponse:
    """The categories with their conditions, and how many people the list holds."""
    meeting = _kept(request, pk)
    waiting = Job.objects.unfinished().filter(kind=LISTING, payload__meeting=meeting.pk)
    _rows, whole = attending.categories(meeting)
    context = {
        "meeting": meeting,
        "rules": list(meeting.expected.all()),
        "whole": whole,
        "running": waiting.first(),
        "clashes": clashing.of(meeting) if meeting.is_open else None,
    }
    return render(request, "meetings/expected_show.html", context)


@require_http_methods(["GET", "POST"])
@login_required
def expected_new(request: HttpRequest, pk: int) -> HttpResponse | HttpResponseBase:
    """One more category; `preview` shows whom it means before it is kept."""
    meeting = _kept(request, pk)
    back = reverse("meetings:expected_show", args=[meeting.pk])
    bodies = visible(request.user, Organization).filter(kind__in=("committee", "group"), active=True)[:MOST_BODIES]
    form = RuleForm(posted(request), bodies=list(bodies))
    if request.method == "POST" and "preview" in request.POST and form.is_valid():
        return _preview(request, meeting, form)
    asking = Asking(
        title=_("添加应到人员"),
        lead=_("各项条件同时满足；同一项内选几个，满足其一即可；不填表示不限。"),
        button=_("保存这一类人员"),
        back=back,
        facts=[{"label": _("会议"), "value": meeting}],
    )

    def act() -> str:
        given = form.cleaned_data
        made = services.add_rule(
            meeting, category=given["category"], capacity=given["capacity"], rule=form.rule(), by=visitor(request)
        )
        messages.success(request, _("已添加：%(rule)s。") % {"rule": made})
        return back

    return asked(request, asking, form, act)


@require_POST
@login_required
def expected_drop(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take a category away."""
    rule = find(request, ExpectedRule, pk, "meeting__kind")
    back = reverse("meetings:expected_show", args=[rule.meeting_id])

    def act() -> HttpResponseRedirect:
        services.drop_rule(rule, by=visitor(request))
        messages.success(request, _("已删除人员类别，重新生成名单后生效。"))
        return HttpResponseRedirect(back)

    return submissions.once(request, act)


@require_POST
@login_required
def expected_list(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Make the list in the background."""
    meeting = _kept(request, pk)

    def act() -> HttpResponseRedirect:
        services.list_expected(meeting, by=visitor(request))
        messages.success(request, _("正在生成应到名单，请稍候刷新。"))
        return HttpResponseRedirect(reverse("meetings:expected_show", args=[meeting.pk]))

    return submissions.once(request, act)


@require_http_methods(["GET", "POST"])
@login_required
def expected_person(request: HttpRequest, pk: int) -> HttpResponseBase:
    """List somebody by name."""
    meeting = _kept(request, pk)
    back = reverse("meetings:attendance_list", args=[meeting.pk])
    asking = Asking(
        title=_("单独列入名单"),
        button=_("列入应到名单"),
        icon="user-plus",
        back=back,
        facts=[{"label": _("会议"), "value": meeting}],
    )
    form = NamedForm(posted(request), people=_people(request))

    def act() -> str:
        row = services.add_person(meeting, by=visitor(request), **form.cleaned_data)
        messages.success(request, _("已列入：%(who)s。") % {"who": row})
        return back

    return asked(request, asking, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def attendance_remove(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Take somebody off the list."""
    row = find(request, Attendance, pk, "meeting__kind", "person")
    by, meeting = visitor(request), row.meeting
    require_keeper(request, meeting)
    back = reverse("meetings:attendance_list", args=[meeting.pk])
    asking = Asking(
        title=_("移出应到名单"), button=_("确认移出"), icon="x", danger=True, back=back, facts=facts_of(row)
    )
    form = ReasonForm(posted(request))

    def act() -> str:
        services.remove_person(row, by=by, **form.cleaned_data)
        messages.success(request, _("已移出应到名单。"))
        return back

    return asked(request, asking, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def attendance_place(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Give somebody a place in the order of precedence."""
    row = find(request, Attendance, pk, "meeting__kind", "person")
    by, meeting = visitor(request), row.meeting
    require_keeper(request, meeting)
    back = reverse("meetings:attendance_list", args=[meeting.pk])
    asking = Asking(title=_("调整排序"), button=_("保存排序"), back=back, facts=facts_of(row))
    form = PlaceForm(posted(request))

    def act() -> str:
        services.place(row, by=by, **form.cleaned_data)
        messages.success(request, _("已调整排序。"))
        return back

    return asked(request, asking, form, act)


def _preview(request: HttpRequest, meeting: Meeting, form: RuleForm) -> HttpResponse:
    """Whom a category means, before it is kept."""
    try:
        rule = expecting.clean(form.rule())
    except Invalid as refusal:
        form.take_refusal(refusal)
        found, said = [], ""
    else:
        found, said = expecting.expected(rule, meeting.organization, on=meeting.day), expecting.describe(rule)
    context = {"meeting": meeting, "form": form, "found": found[:100], "count": len(found), "said": said}
    return render(request, "meetings/expected_preview.html", context, status=422 if form.errors else 200)


def _people(request: HttpRequest) -> "QuerySet[Person]":
    """The people within sight, by name."""
    rows = visible(request.user, Person).filter(active=True, is_guest=False).select_related("home")
    kept = rows.order_by("name", "pk")
    return kept.filter(name__icontains=name[:60]) if (name := request.GET.get("name", "").strip()) else kept


def _kept(request: HttpRequest, pk: int) -> Meeting:
    meeting = find(request, Meeting, pk, "kind", "organization", "chair", "recorder")
    require_keeper(request, meeting)
    return meeting

"""不良事件: reported by anybody, read by the officers alone."""

from typing import Any, cast

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from accountability import trail
from engine import submissions
from organizations.models import Organization, Person
from organizations.refusals import Refusal
from organizations.sight import visible
from rectification import services
from rectification.forms.adverse import (
    AcceptForm,
    AnalyseForm,
    ChannelForm,
    CloseForm,
    ReportForm,
)
from rectification.forms.asking import AskingForm
from rectification.models import AdverseEvent
from rectification.views.answering import Sheet, act_on_sheet, answer, find, visitor

PAGE = 30
NAME_OFFICERS = "rectification.name_adverse_officer"


def institution_of(person: Person) -> Organization:
    """Where a person works."""
    return Organization.objects.get(path=person.home.institution_path)


def officer_of(person: Person) -> Organization | None:
    """The institution whose reports the person reads today; nothing for everybody else."""
    home = institution_of(person)
    return home if services.officers_of(home).filter(person=person).exists() else None


@login_required
@require_safe
def adverse_list(request: HttpRequest) -> HttpResponse:
    """The reports in sight: an officer's institution's, and those one made in confidence oneself."""
    visitor(request)
    asked = request.GET.get("state", "")
    seen = visible(request.user, AdverseEvent)
    rows = seen.filter(state=asked) if asked in AdverseEvent.State.values else seen
    page = Paginator(rows.select_related("kind", "level", "number"), PAGE).get_page(request.GET.get("page"))
    choices = [("", _("全部")), *AdverseEvent.State.choices]
    tabs = [{"url": f"?state={key}", "label": label, "count": None, "current": asked == key} for key, label in choices]
    context = {
        "page": page,
        "rows": list(page.object_list),
        "tabs": tabs,
    }
    return render(request, "rectification/adverse_list.html", context)


@login_required
def adverse_new(request: HttpRequest) -> HttpResponse:
    """保密上报: the name is seen by the officers, who are named on the page, and by nobody else."""
    person = visitor(request)
    home = institution_of(person)
    form = ReportForm(request.POST or None, levels=services.levels_of(home))
    department = person.home if person.home.path != home.path else None

    def act() -> str:
        event = services.report_adverse(home, by=person, department=department, **form.cleaned_data)
        messages.success(request, _("已保密上报，编号%(number)s；办结后会通知您。") % {"number": event.number})
        return event.get_absolute_url()

    if request.method == "POST":
        return answer(request, form, act, lambda shown, status: _report_page(request, home, shown, status))
    return _report_page(request, home, form)


def _report_page(request: HttpRequest, home: Organization, form: AskingForm, status: int = 200) -> HttpResponse:
    officers = list(services.officers_of(home))
    context = {
        "form": form,
        "home": home,
        "officers": officers,
        "officer_names": _("、").join(officer.person.name for officer in officers),
        "crumbs": [{"label": _("不良事件"), "url": "/adverse/"}],
    }
    return render(request, "rectification/adverse_new.html", context, status=status)


@require_http_methods(["GET", "HEAD", "POST"])
def adverse_anonymous(request: HttpRequest, pk: int) -> HttpResponse:
    """匿名上报, without an account: neither account nor address is kept; who is logged in is asked to log out first."""
    home = get_object_or_404(Organization.objects.institutions().active(), pk=pk)
    if request.user.is_authenticated:
        return render(request, "rectification/adverse_anonymous.html", {"home": home, "is_known": True})
    form = ReportForm(request.POST or None, levels=services.levels_of(home))
    context = {"home": home, "form": form}
    if request.method != "POST":
        return render(request, "rectification/adverse_anonymous.html", context)
    if form.is_valid():
        try:
            return cast(HttpResponse, submissions.once(request, lambda: _taken(home, form)))
        except Refusal as refusal:
            form.take_refusal(refusal)
    return render(request, "rectification/adverse_anonymous.html", context, status=422)


def _taken(home: Organization, form: ReportForm) -> HttpResponse:
    services.report_adverse(home, by=None, **form.cleaned_data)
    return redirect("rectification:adverse_thanks", pk=home.pk)


@require_safe
def adverse_thanks(request: HttpRequest, pk: int) -> HttpResponse:
    """The anonymous report was taken; there is no number, because nobody could ask with it."""
    home = get_object_or_404(Organization.objects.institutions().active(), pk=pk)
    return render(request, "rectification/adverse_thanks.html", {"home": home})


@login_required
@require_safe
def adverse_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One report; an officer's reading is on record, the reporter's own is not."""
    person = visitor(request)
    related = ("kind", "level", "number", "organization", "reporter__person", "reporter__department")
    event = find(request, AdverseEvent, pk, *related)
    is_officer = services.officers_of(event.organization).filter(person=person).exists()
    reporter = getattr(event, "reporter", None)
    if is_officer and request.method == "GET":
        trail.witness("adverse_read", event, by=person)
    context = {
        "event": event,
        "is_officer": is_officer,
        "reporter": reporter,
        "steps": _steps(event) if is_officer else [],
        "crumbs": [{"label": _("不良事件"), "url": "/adverse/"}],
    }
    return render(request, "rectification/adverse_detail.html", context)


def _steps(event: AdverseEvent) -> list[dict[str, Any]]:
    """What an officer may do next."""
    if not event.is_open:
        return []
    steps = [("adverse_accept", _("受理定级"), "clipboard-check")]
    if event.state == AdverseEvent.State.ACCEPTED:
        steps = [("adverse_analyse", _("原因分析"), "search"), ("adverse_close", _("办结"), "check")]
    if event.kind.channel:
        steps.append(("adverse_channel", _("登记国家渠道回执"), "receipt-text"))
    return [{"name": name, "label": label, "icon": icon} for name, label, icon in steps]


def _for_officers(request: HttpRequest, pk: int) -> tuple[AdverseEvent, Person]:
    """The report, for an officer of its institution; for the reporter himself it is no page to act on."""
    person = visitor(request)
    event = find(request, AdverseEvent, pk, "kind", "level", "number", "organization")
    if not services.officers_of(event.organization).filter(person=person).exists():
        raise Http404
    return event, person


@login_required
def adverse_accept(request: HttpRequest, pk: int) -> HttpResponse:
    """受理定级."""
    event, by = _for_officers(request, pk)
    initial = {"kind": event.kind_id, "level": event.level_id}
    form = AcceptForm(request.POST or None, initial=initial, levels=services.levels_of(event.organization))
    sheet = Sheet(event, _("受理定级"), _("受理"), lead=_("核对类别，按本单位的分级标准定级。"))
    return act_on_sheet(request, sheet, form, lambda f: services.accept_adverse(event, by=by, **f.cleaned_data))


@login_required
def adverse_analyse(request: HttpRequest, pk: int) -> HttpResponse:
    """原因分析."""
    event, by = _for_officers(request, pk)
    form = AnalyseForm(request.POST or None, initial={"method": event.method, "causes": event.causes})
    sheet = Sheet(event, _("原因分析"), _("保存"), lead=_("只分析制度、流程、环境、设备和培训，不评价个人。"))
    return act_on_sheet(request, sheet, form, lambda f: services.analyse_adverse(event, by=by, **f.cleaned_data))


@login_required
def adverse_channel(request: HttpRequest, pk: int) -> HttpResponse:
    """国家渠道回执."""
    event, by = _for_officers(request, pk)
    initial = {"receipt": event.channel_receipt, "on": event.channel_on or timezone.localdate()}
    form = ChannelForm(request.POST or None, initial=initial)
    sheet = Sheet(event, _("登记国家渠道回执"), _("登记"), lead=event.kind.channel_rule)
    return act_on_sheet(request, sheet, form, lambda f: services.note_channel(event, by=by, **f.cleaned_data))


@login_required
def adverse_close(request: HttpRequest, pk: int) -> HttpResponse:
    """办结."""
    event, by = _for_officers(request, pk)
    form = CloseForm(request.POST or None, initial={"conclusion": event.conclusion})
    if event.way == AdverseEvent.Way.ANONYMOUS:
        del form.fields["feedback"]
    sheet = Sheet(event, _("办结"), _("确认办结"), lead=_("办结后不再修改；需要改进的，另行提出改进事项。"))
    return act_on_sheet(request, sheet, form, lambda f: services.close_adverse(event, by=by, **f.cleaned_data))

"""What is learnt from adverse events without names, and who reads the reports."""

from typing import cast

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from organizations import paths
from organizations.models import Organization, Person
from organizations.rights import may
from organizations.sight import sight_of, visible
from rectification import services
from rectification.forms.adverse import ImprovementForm, LessonForm, OfficerEndForm, OfficerForm
from rectification.forms.asking import AskingForm
from rectification.models import AdverseLesson, AdverseOfficer, Improvement
from rectification.views.adverse import NAME_OFFICERS, institution_of, officer_of
from rectification.views.answering import Sheet, act_on_sheet, find, visitor

PAGE = 20


def _people(home: Organization) -> QuerySet[Person]:
    """Who works in an institution."""
    inside = paths.covering("home__path", [paths.subtree(home.path)])
    return Person.objects.filter(inside, active=True).select_related("home").order_by("home__path", "name")


@login_required
@require_safe
def lesson_list(request: HttpRequest) -> HttpResponse:
    """The cases in sight, newest first, and what one's own institution is mending.

    Whose case it is stands there only for those who see the institution: what others learn from it needs no name.
    """
    person, seen = visitor(request), sight_of(request.user)
    rows = visible(request.user, AdverseLesson).select_related("organization", "kind")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    mending = visible(request.user, Improvement).select_related("assignment__lead_unit")[:PAGE]
    context = {
        "page": page,
        "rows": [(row, seen.sees(row.org_path)) for row in page.object_list],
        "mending": list(mending),
        "is_officer": officer_of(person) is not None,
    }
    return render(request, "rectification/lesson_list.html", context)


def _office(request: HttpRequest) -> tuple[Organization, Person]:
    """The visitor's institution, if he is an officer of it."""
    person = visitor(request)
    home = officer_of(person)
    if home is None:
        raise Http404
    return home, person


@login_required
def lesson_new(request: HttpRequest) -> HttpResponse:
    """分享警示案例."""
    home, by = _office(request)
    form = LessonForm(request.POST or None)
    sheet = Sheet(
        home,
        _("分享警示案例"),
        _("发布"),
        icon="megaphone",
        back="/adverse/lessons/",
        lead=_("案例不得出现报告人、科室和患者信息；系统核对报告人和报告科室的名称，其余请逐字核对。"),
        said=_("案例已发布。"),
    )
    return act_on_sheet(request, sheet, form, lambda f: services.share_lesson(home, by=by, **f.cleaned_data))


@login_required
def improvement_new(request: HttpRequest) -> HttpResponse:
    """提出改进事项."""
    home, by = _office(request)
    units = Organization.objects.active().filter(paths.covering("path", [paths.subtree(home.path)])).order_by("path")
    form = ImprovementForm(request.POST or None, units=units, people=_people(home))
    sheet = Sheet(
        home,
        _("提出改进事项"),
        _("提出并下达"),
        icon="wrench",
        back="/adverse/lessons/",
        lead=_("改进事项作为任务下达；文字不得出现报告人、报告科室和患者信息，也不引用事件编号。"),
        said=_("改进事项已下达。"),
    )
    return act_on_sheet(request, sheet, form, lambda f: services.open_improvement(home, by=by, **f.cleaned_data))


@login_required
def adverse_officers(request: HttpRequest) -> HttpResponse:
    """Who reads the reports of one's institution; named here by its leaders."""
    person = visitor(request)
    home = institution_of(person)
    if request.method == "POST" and not may(request.user, NAME_OFFICERS, home.path):
        raise Http404
    form = OfficerForm(request.POST or None, people=_people(home), initial={"since": timezone.localdate()})
    sheet = Sheet(home, _("不良事件管理员"), _("指定"), back=request.path, said=_("管理员已指定。"))
    if request.method == "POST":
        return act_on_sheet(
            request, sheet, form, lambda f: cast(object, services.name_officer(home, by=person, **f.cleaned_data))
        )
    rows = visible(request.user, AdverseOfficer).filter(organization=home).select_related("person", "named_by")
    today = timezone.localdate()
    context = {
        "home": home,
        "rows": [(row, row.until is None or row.until >= today) for row in rows],
        "form": form,
        "may_name": may(request.user, NAME_OFFICERS, home.path),
        "crumbs": [{"label": _("不良事件"), "url": "/adverse/"}],
    }
    return render(request, "rectification/adverse_officers.html", context)


@login_required
def adverse_officer_end(request: HttpRequest, pk: int) -> HttpResponse:
    """撤换管理员."""
    person = visitor(request)
    officer = find(request, AdverseOfficer, pk, "organization", "person")
    if not may(request.user, NAME_OFFICERS, officer.org_path):
        raise Http404
    sheet = Sheet(
        officer, _("撤换管理员"), _("确认撤换"), danger=True, lead=_("撤换后该人员不再看到不良事件报告，立即生效。")
    )

    people = _people(officer.organization).exclude(pk=officer.person_id)

    def act(form: AskingForm) -> None:
        services.end_officer(officer, by=person, successor=form.cleaned_data["successor"])

    return act_on_sheet(request, sheet, OfficerEndForm(request.POST or None, people=people), act)

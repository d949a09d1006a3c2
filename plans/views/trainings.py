"""培训考核 on the screen: list, plan, approval, people, results, closing."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

import engine
from accountability import trail
from organizations.models import Organization, Person
from organizations.rights import may, may_anywhere
from organizations.sight import visible
from plans import indicator_sheets, judging
from plans.forms.indicator_asking import BecauseForm, ConfirmForm
from plans.forms.trainings import HoldForm, PeopleForm, ResultsForm, TrainingForm
from plans.models import Training, TrainingResult, TrainingState
from plans.services import trainings
from plans.services.trainings import Mark

from .indicator_answering import (
    Sheet,
    act_on_sheet,
    allow,
    answer,
    find,
    history,
    moves_of,
    own_unit,
    returned_to,
    visitor,
    waiting_at,
)

PAGE = 50
ON_ONE_PAGE = 40
MOST_PEOPLE = 400


@login_required
@require_GET
def training_list(request: HttpRequest) -> HttpResponse:
    """Every training in sight, with how many came and passed."""
    state = request.GET.get("state", "")
    rows = visible(request.user, Training)
    rows = rows.filter(state=state) if state in TrainingState.values else rows
    page = Paginator(rows.order_by("-due_on", "-pk"), PAGE).get_page(request.GET.get("page"))
    shown = _counted([one.pk for one in page.object_list])
    pills = [
        {"label": label, "url": f"?state={value}", "current": state == value, "count": None}
        for value, label in [("", _("全部")), *TrainingState.choices]
    ]
    context = {
        "page": page,
        "rows": shown,
        "pills": pills,
        "may_keep": may_anywhere(request.user, "plans.keep_trainings"),
    }
    return render(request, "plans/training_list.html", context)


def _counted(keys: list[int]) -> list[Any]:
    """The trainings with their rates; one query."""
    found: list[Any] = list(
        Training.objects.filter(pk__in=keys).counted().select_related("organization").order_by("-due_on", "-pk")
    )
    for one in found:
        one.came_rate = _rate(one.came_count, one.expected_count)
        one.passed_rate = _rate(one.passed_count, one.examined_count)
    return found


def _rate(part: int, whole: int) -> str:
    return f"{judging.plain(judging.Decimal(part) * 100 / whole, 1)}%" if whole else ""


@login_required
@require_GET
def training_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One training: its plan, who came and how they did as far as the visitor may know."""
    training = find(request, Training, pk, "organization", "drafted_by", "approved_by")
    [counted] = _counted([pk])
    seen = visible(request.user, TrainingResult).filter(training=training)
    page = Paginator(seen.select_related("person", "department").order_by("org_path", "pk"), PAGE)
    shown = page.get_page(request.GET.get("page"))
    keeps = may(request.user, "plans.keep_trainings", training)
    over = training.state in (TrainingState.CLOSED, TrainingState.CANCELLED)
    context = {
        "training": training,
        "counted": counted,
        "facts": _facts(training),
        "page": shown,
        "rows": shown.object_list,
        "moves": moves_of(waiting_at(request, training)),
        "returned": returned_to(training) if training.state == TrainingState.DRAFT else None,
        "keeps": keeps,
        "may_expect": keeps and not over,
        "may_cancel": keeps and not training.was_held and training.state != TrainingState.CANCELLED,
        "certificates": training.certificates.count() if keeps else 0,
        "entries": history(training),
        "crumbs": [{"label": _("培训考核"), "url": reverse("plans:training_list")}],
    }
    return render(request, "plans/training_detail.html", context)


def _facts(one: Training) -> list[dict[str, Any]]:
    marks = {"full": judging.plain(one.full_mark), "least": judging.plain(one.pass_mark)}
    gives = _("%(kind)s，有效%(months)d个月") % {"kind": one.certificate, "months": one.certificate_months or 0}
    return [
        {"label": _("组织单位"), "value": one.organization.name},
        {"label": _("类别"), "value": one.get_kind_display()},
        {"label": _("主题"), "value": one.topic},
        {"label": _("计划日期"), "value": one.due_on.isoformat()},
        {"label": _("举办日期"), "value": one.held_on and one.held_on.isoformat()},
        {"label": _("培训方式"), "value": one.get_method_display()},
        {"label": _("培训对象"), "value": one.audience},
        {"label": _("工作目标"), "value": one.goal},
        {"label": _("授课人"), "value": one.teacher},
        {"label": _("地点"), "value": one.place},
        {"label": _("学时"), "value": judging.plain(one.hours)},
        {"label": _("考核形式"), "value": one.get_exam_display()},
        {"label": _("分数"), "value": _("满分%(full)s，%(least)s分合格") % marks if one.has_exam else ""},
        {"label": _("补考截止"), "value": one.resit_by and one.resit_by.isoformat()},
        {"label": _("发给证书"), "value": gives if one.certificate_months else one.certificate},
        {"label": _("来源"), "value": one.source_label},
        {"label": _("拟定人"), "value": one.drafted_by},
        {"label": _("审核人"), "value": one.approved_by},
        {"label": _("取消理由"), "value": one.because},
    ]


@login_required
def training_new(request: HttpRequest) -> HttpResponse:
    """Plan a training."""
    unit, person = own_unit(request, "keep_trainings"), visitor(request)
    sheet = Sheet(
        _("拟定培训考核"),
        _("保存"),
        reverse("plans:training_list"),
        crumb=_("培训考核"),
        icon="save",
        wide=True,
        lead=_("组织单位：%(unit)s。培训内容、方式、对象和目标写明后才能提交审核。") % {"unit": unit.name},
        said=_("已保存，请确定应参加人员并提交审核。"),
    )
    initial = {"due_on": timezone.localdate(), "full_mark": 100, "pass_mark": 60}  # nosec B105  a mark
    form = TrainingForm(request.POST or None, initial=initial)

    def act(shown: TrainingForm) -> str:
        given = {name: value for name, value in shown.cleaned_data.items() if name != "version"}
        return trainings.plan_training(unit, by=person, **given).get_absolute_url()

    return act_on_sheet(request, sheet, form, act)


@login_required
def training_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the plan while it is a draft."""
    training = find(request, Training, pk)
    person = allow(request, "keep_trainings", training)
    home = training.get_absolute_url()
    sheet = Sheet(_("修改培训考核"), _("保存"), home, crumb=training, icon="save", wide=True, said=_("已保存。"))
    initial = {name: getattr(training, name) for name in TrainingForm.base_fields}
    form = TrainingForm(request.POST or None, initial=initial)

    def act(shown: TrainingForm) -> None:
        given = dict(shown.cleaned_data)
        trainings.change_training(training, version=given.pop("version") or 0, by=person, **given)

    return act_on_sheet(request, sheet, form, act)


@login_required
def training_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand it to whoever approves it."""
    training = find(request, Training, pk)
    person = allow(request, "keep_trainings", training)
    home = training.get_absolute_url()
    sheet = Sheet(_("提交审核"), _("提交"), home, crumb=training, icon="send", said=_("已提交，等待负责人审核。"))
    form = ConfirmForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: trainings.submit_training(training, by=person))


@login_required
def training_approve(request: HttpRequest, pk: int) -> HttpResponse:
    """Approve the plan."""
    training = find(request, Training, pk, "organization", "drafted_by", "approved_by")
    person = allow(request, "approve_training", training.approve_path)
    if request.method != "POST":
        engine.require_turn(training, "approve", by=request.user)
    sheet = Sheet(
        _("审核培训考核"),
        _("审核通过"),
        training.get_absolute_url(),
        crumb=training,
        facts="plans/_training_plan.html",
        said=_("已审核通过。"),
    )
    form = ConfirmForm(request.POST or None)
    more = {"training": training, "facts": _facts(training)}
    return act_on_sheet(request, sheet, form, lambda f: trainings.approve_training(training, by=person), **more)


@login_required
def training_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to its drafter."""
    training = find(request, Training, pk)
    person = allow(request, "approve_training", training.approve_path)
    home = training.get_absolute_url()
    sheet = Sheet(_("退回修改"), _("确认退回"), home, crumb=training, icon="undo-2", danger=True)
    form = BecauseForm(request.POST or None)
    return act_on_sheet(
        request, sheet, form, lambda f: trainings.return_training(training, by=person, **f.cleaned_data)
    )


@login_required
def training_cancel(request: HttpRequest, pk: int) -> HttpResponse:
    """It will not take place."""
    training = find(request, Training, pk)
    person = allow(request, "keep_trainings", training)
    home = training.get_absolute_url()
    sheet = Sheet(_("取消培训考核"), _("确认取消"), home, crumb=training, icon="ban", danger=True)
    form = BecauseForm(request.POST or None)
    return act_on_sheet(
        request, sheet, form, lambda f: trainings.cancel_training(training, by=person, **f.cleaned_data)
    )


@login_required
def training_people(request: HttpRequest, pk: int) -> HttpResponse:
    """Say who should come."""
    training = find(request, Training, pk)
    person = allow(request, "keep_trainings", training)
    units = Organization.objects.active().within(training.org_path).order_by("path")
    staff = Person.objects.filter(active=True, home__path__startswith=training.institution_path)
    sheet = Sheet(
        _("确定应参加人员"),
        _("加入名单"),
        training.get_absolute_url(),
        crumb=training,
        icon="user-plus",
        lead=_("按科室和职责加入，也可以逐个加入；已在名单里的不重复加入。"),
        said=_("名单已更新。"),
    )
    form = PeopleForm(request.POST or None, departments=units, people=staff.order_by("home__path", "pk")[:MOST_PEOPLE])
    form.fields["people"].queryset = staff.order_by("home__path", "pk")  # type: ignore[attr-defined]

    def act(shown: PeopleForm) -> None:
        told = shown.cleaned_data
        by_department = trainings.people_of(told["departments"], told["duties"]) if told["departments"] else []
        trainings.expect_people(training, people=[*by_department, *told["people"].select_related("home")], by=person)

    return act_on_sheet(request, sheet, form, act)


@login_required
def training_hold(request: HttpRequest, pk: int) -> HttpResponse:
    """It took place."""
    training = find(request, Training, pk)
    person = allow(request, "keep_trainings", training)
    sheet = Sheet(
        _("登记举办情况"),
        _("登记"),
        training.get_absolute_url(),
        crumb=training,
        icon="calendar-check",
        lead=_("登记后即可录入参加情况和成绩；次数计入常态化工作任务。"),
        said=_("已登记举办。"),
    )
    initial = {name: getattr(training, name) for name in ("teacher", "place", "hours")}
    initial["held_on"] = min(training.due_on, timezone.localdate())
    form = HoldForm(request.POST or None, initial=initial)
    return act_on_sheet(request, sheet, form, lambda f: trainings.hold_training(training, by=person, **f.cleaned_data))


@login_required
def training_results(request: HttpRequest, pk: int) -> HttpResponse:
    """Enter how the people of one page did."""
    training = find(request, Training, pk, "organization")
    person = allow(request, "keep_trainings", training)
    rows = training.results.select_related("person", "department").order_by("org_path", "pk")
    page = Paginator(rows, ON_ONE_PAGE).get_page(request.GET.get("page"))
    form = ResultsForm(request.POST or None, training=training, rows=list(page.object_list))

    def show(status: int = 200) -> HttpResponse:
        lines = [
            {"row": row, "fields": [form[name] for name in form.fields if name.startswith(f"p{row.person_id}_")]}
            for row in form.rows
        ]
        context = {
            "training": training,
            "form": form,
            "page": page,
            "lines": lines,
            "crumbs": [{"label": training.title, "url": training.get_absolute_url()}],
        }
        return render(request, "plans/training_results.html", context, status=status)

    def run() -> str:
        marks = {key: Mark(**given) for key, given in form.told().items()}
        trainings.enter_results(training, marks=marks, by=person)
        messages.success(request, _("已保存。"))
        return request.get_full_path() if page.has_next() else training.get_absolute_url()

    return answer(request, form, run, show) if request.method == "POST" else show()


@login_required
def training_close(request: HttpRequest, pk: int) -> HttpResponse:
    """All results are in."""
    training = find(request, Training, pk)
    person = allow(request, "keep_trainings", training)
    lead = _("办结后成绩不能再改；合格人员自动发给“%(kind)s”。") % {"kind": training.certificate}
    sheet = Sheet(
        _("办结培训考核"),
        _("办结"),
        training.get_absolute_url(),
        crumb=training,
        icon="circle-check",
        said=_("已办结。"),
        lead=lead if training.certificate else _("办结后成绩不能再改。"),
    )
    form = ConfirmForm(request.POST or None)

    def act(_form: object) -> None:
        trainings.close_training(training, by=person)

    return act_on_sheet(request, sheet, form, act)


@login_required
@require_GET
def training_xlsx(request: HttpRequest, pk: int) -> FileResponse:
    """How everybody in sight did, as a workbook that can be filled in and imported."""
    training = find(request, Training, pk)
    person = visitor(request)
    rows = visible(request.user, TrainingResult).filter(training=training).select_related("person", "department")
    trail.witness("training_results_exported", training, by=person)
    taken = f"{person} {timezone.localtime():%Y-%m-%d %H:%M}"
    file = indicator_sheets.marks(rows.order_by("org_path", "pk"), title=training.title, taken_by=taken)
    return FileResponse(
        file, as_attachment=True, filename=f"{training.title}.xlsx", content_type=indicator_sheets.SPREADSHEET
    )

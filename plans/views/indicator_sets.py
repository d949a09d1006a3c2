"""Sets of indicators on the screen: list, one version, its figures edited, published, copied, retired; who is late."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import Count, Q, prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from organizations.models import Organization, Person
from organizations.rights import may, may_anywhere
from organizations.sight import visible
from plans.forms.indicator_asking import BecauseForm, ConfirmForm
from plans.forms.indicators import CopyForm, IndicatorForm, ReporterForm, SetForm, TargetForm
from plans.models import Indicator, IndicatorReport, IndicatorSet, IndicatorTarget, Reporter, SetState
from plans.periods import Span
from plans.services import indicator_sets, indicators, reports

from .indicator_answering import (
    Sheet,
    act_on_sheet,
    allow,
    find,
    history,
    moves_of,
    own_unit,
    returned_to,
    visitor,
    waiting_at,
)

PAGE = 50
PERIODS = 6


def _list_crumbs() -> list[dict[str, str]]:
    return [
        {"label": _("指标"), "url": reverse("plans:indicator_list")},
        {"label": _("指标集"), "url": reverse("plans:indicator_set_list")},
    ]


@login_required
@require_GET
def indicator_set_list(request: HttpRequest) -> HttpResponse:
    """Every version in sight, the newest of each set first."""
    rows = visible(request.user, IndicatorSet).select_related("organization")
    rows = rows.annotate(figures=Count("indicators")).order_by("name", "series", "-number")
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": page.object_list,
        "may_keep": may_anywhere(request.user, "plans.keep_indicators"),
        "crumbs": _list_crumbs()[:1],
    }
    return render(request, "plans/indicator_set_list.html", context)


@login_required
@require_GET
def indicator_set_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One version: its figures, what may be done with it, who has reported which period."""
    one = find(request, IndicatorSet, pk, "organization", "drafted_by", "published_by", "previous", "plan")
    keeps = may(request.user, "plans.keep_indicators", one)
    figures = list(one.indicators.prefetch_related("targets__organization").order_by("order"))
    prefetch_related_objects([figure for figure in figures if figure.may_have_parts], "parts")
    reported = visible(request.user, IndicatorReport).filter(indicator_set=one)
    context = {
        "set": one,
        "figures": figures,
        "facts": _facts(one),
        "keeps": keeps,
        "edits": keeps and one.is_draft,
        "moves": moves_of(waiting_at(request, one)) if one.is_open else [],
        "returned": returned_to(one) if one.is_draft else None,
        "periods": _periods(reported),
        "owing": reported.missing().count() if keeps else 0,  # type: ignore[attr-defined]
        "copies": keeps and one.state in (SetState.PUBLISHED, SetState.RETIRED),
        "reporters": list(
            visible(request.user, Reporter).filter(indicator_set=one).select_related("organization", "person")[:PAGE]
        ),
        "may_name": one.state == SetState.PUBLISHED and may_anywhere(request.user, "plans.fill_indicators"),
        "entries": history(one),
        "crumbs": _list_crumbs(),
    }
    return render(request, "plans/indicator_set_detail.html", context)


def _facts(one: IndicatorSet) -> list[dict[str, Any]]:
    kinds = dict(Organization.Kind.choices)
    levels = dict(Organization.Level.choices)
    return [
        {"label": _("归口单位"), "value": one.organization.name},
        {"label": _("版次"), "value": _("第%(number)s版") % {"number": one.number}},
        {"label": _("自何日起执行"), "value": one.starts_on.isoformat()},
        {"label": _("依据"), "value": one.basis},
        {"label": _("所属计划"), "value": one.plan and str(one.plan)},
        {"label": _("填报主体"), "value": one.get_filled_by_display()},
        {"label": _("机构类别"), "value": _("、").join(str(kinds.get(key, key)) for key in one.unit_kinds)},
        {"label": _("机构级别"), "value": _("、").join(str(levels.get(key, key)) for key in one.unit_levels)},
        {"label": _("报送期限"), "value": _("期末后%(days)d日内") % {"days": one.due_days}},
        {"label": _("拟定人"), "value": one.drafted_by},
        {"label": _("发布人"), "value": one.published_by},
        {"label": _("上一版"), "value": one.previous, "url": one.previous and one.previous.get_absolute_url()},
        {"label": _("说明"), "value": one.note},
    ]


def _periods(reported: Any) -> list[dict[str, Any]]:
    """How far each of the newest periods is; one query."""
    up = Count("pk", filter=Q(state="reported"))
    late = Count("pk", filter=~Q(state="reported") & Q(due_on__lt=timezone.localdate()))
    rows = (
        reported.order_by()
        .values("period", "begins_on", "ends_on", "due_on")
        .annotate(all=Count("pk"), up=up, late=late)
    )
    return [
        {**row, "label": str(Span(row["period"], row["begins_on"], row["ends_on"]))}
        for row in rows.order_by("-begins_on", "period")[:PERIODS]
    ]


@login_required
def indicator_set_new(request: HttpRequest) -> HttpResponse:
    """Begin a set."""
    unit, person = own_unit(request, "keep_indicators"), visitor(request)
    sheet = Sheet(
        _("拟定指标集"),
        _("保存，继续增加指标"),
        reverse("plans:indicator_set_list"),
        crumb=_("指标集"),
        icon="save",
        lead=_("归口单位：%(unit)s。") % {"unit": unit.name},
        said=_("指标集已建立，请增加指标。"),
        wide=True,
    )
    form = SetForm(
        request.POST or None, initial={"due_days": 10, "starts_on": timezone.localdate().replace(month=1, day=1)}
    )

    def act(shown: SetForm) -> str:
        given = {name: value for name, value in shown.cleaned_data.items() if name != "version"}
        return indicator_sets.draft_set(unit, by=person, **given).get_absolute_url()

    return act_on_sheet(request, sheet, form, act)


@login_required
def indicator_set_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change the head of a draft."""
    one = find(request, IndicatorSet, pk)
    person = allow(request, "keep_indicators", one)
    sheet = Sheet(
        _("修改指标集"), _("保存"), one.get_absolute_url(), crumb=one, icon="save", wide=True, said=_("已保存。")
    )
    form = SetForm(request.POST or None, initial={name: getattr(one, name) for name in SetForm.base_fields})

    def act(shown: SetForm) -> None:
        given = dict(shown.cleaned_data)
        indicator_sets.change_set(one, version=given.pop("version") or 0, by=person, **given)

    return act_on_sheet(request, sheet, form, act)


@login_required
def indicator_new(request: HttpRequest, pk: int) -> HttpResponse:
    """Add a figure to a draft."""
    one = find(request, IndicatorSet, pk)
    person = allow(request, "keep_indicators", one)
    sheet = Sheet(
        _("增加指标"), _("保存"), one.get_absolute_url(), crumb=one, icon="save", wide=True, said=_("指标已增加。")
    )
    form = IndicatorForm(request.POST or None, initial={"period": "month", "comparator": ">=", "unit": "%"})
    return act_on_sheet(
        request, sheet, form, lambda f: _ignore(indicators.add_indicator(one, by=person, **f.cleaned_data))
    )


def _ignore(_made: object) -> None:
    """The page goes back to the set."""


@login_required
def indicator_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Change a figure of a draft."""
    one = find(request, Indicator, pk, "indicator_set")
    person = allow(request, "keep_indicators", one)
    home = one.indicator_set.get_absolute_url()
    sheet = Sheet(_("修改指标"), _("保存"), home, crumb=one.indicator_set, icon="save", wide=True, said=_("已保存。"))
    form = IndicatorForm(request.POST or None, initial=IndicatorForm.initial_of(one))
    return act_on_sheet(request, sheet, form, lambda f: indicators.change_indicator(one, by=person, **f.cleaned_data))


@login_required
def indicator_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a figure out of a draft."""
    one = find(request, Indicator, pk, "indicator_set")
    person = allow(request, "keep_indicators", one)
    home = one.indicator_set.get_absolute_url()
    sheet = Sheet(
        _("删除指标"), _("确认删除"), home, crumb=one.indicator_set, lead=one.name, icon="trash-2", danger=True
    )
    form = ConfirmForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: indicators.remove_indicator(one, by=person))


@login_required
def indicator_target(request: HttpRequest, pk: int) -> HttpResponse:
    """Say another target for some units or a year."""
    one = find(request, Indicator, pk, "indicator_set__organization")
    person = allow(request, "keep_indicators", one)
    sheet = Sheet(
        _("下达分类目标值"),
        _("下达"),
        one.indicator_set.get_absolute_url(),
        crumb=one.indicator_set,
        icon="target",
        wide=True,
        lead=_("“%(name)s”的一般要求是%(words)s；对单位、类别、年度另有要求的，以最具体的为准。")
        % {"name": one.name, "words": one.standard_words or _("限值待定")},
        said=_("已下达。"),
    )
    form = TargetForm(request.POST or None, units=reports.units_of(one.indicator_set))
    return act_on_sheet(request, sheet, form, lambda f: _ignore(indicators.set_target(one, by=person, **f.told())))


@login_required
def target_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a target of a draft back."""
    target = find(request, IndicatorTarget, pk, "indicator__indicator_set", "organization")
    one = target.indicator.indicator_set
    person = allow(request, "keep_indicators", one)
    sheet = Sheet(
        _("删除分类目标值"),
        _("确认删除"),
        one.get_absolute_url(),
        crumb=one,
        icon="trash-2",
        danger=True,
        lead=f"{target.indicator.name} · {target.whom}",
    )
    form = ConfirmForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: indicators.remove_target(target, by=person))


@login_required
def indicator_set_submit(request: HttpRequest, pk: int) -> HttpResponse:
    """Hand the draft to whoever publishes it."""
    one = find(request, IndicatorSet, pk)
    person = allow(request, "keep_indicators", one)
    sheet = Sheet(
        _("提交发布"),
        _("提交"),
        one.get_absolute_url(),
        crumb=one,
        icon="send",
        lead=_("提交后由拟定人以外的负责人发布；发布后各单位按周期填报。"),
        said=_("已提交，等待负责人发布。"),
    )
    form = ConfirmForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: indicator_sets.submit_set(one, by=person))


@login_required
def indicator_set_publish(request: HttpRequest, pk: int) -> HttpResponse:
    """Put it into force."""
    one = find(request, IndicatorSet, pk)
    person = allow(request, "publish_indicators", one.publish_path)
    sheet = Sheet(
        _("发布指标集"),
        _("发布"),
        one.get_absolute_url(),
        crumb=one,
        said=_("已发布。"),
        lead=_("发布后不能再修改，需要修改时另存为新版；上一版同时停止执行，已有数值仍按原版评价。"),
        facts="plans/_set_figures.html",
    )
    figures = list(one.indicators.prefetch_related("parts", "targets__organization").order_by("order"))
    form = ConfirmForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: indicator_sets.publish_set(one, by=person), figures=figures)


@login_required
def indicator_set_return(request: HttpRequest, pk: int) -> HttpResponse:
    """Back to its drafter."""
    one = find(request, IndicatorSet, pk)
    person = allow(request, "publish_indicators", one.publish_path)
    sheet = Sheet(_("退回修改"), _("确认退回"), one.get_absolute_url(), crumb=one, icon="undo-2", danger=True)
    form = BecauseForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: indicator_sets.return_set(one, by=person, **f.cleaned_data))


@login_required
def indicator_set_copy(request: HttpRequest, pk: int) -> HttpResponse:
    """The same figures as a new draft."""
    one = find(request, IndicatorSet, pk, "organization")
    person = allow(request, "keep_indicators", one)
    sheet = Sheet(
        _("另存为新版"),
        _("建立新版"),
        one.get_absolute_url(),
        crumb=one,
        icon="copy",
        lead=_("指标、分类目标值和填报人一并带入新版；现行版继续执行，直到新版发布。"),
        said=_("新版已建立，请修改后提交发布。"),
    )
    form = CopyForm(request.POST or None, initial={"starts_on": timezone.localdate()})
    return act_on_sheet(
        request,
        sheet,
        form,
        lambda f: indicator_sets.copy_as_new_version(one, by=person, **f.cleaned_data).get_absolute_url(),
    )


@login_required
def indicator_set_retire(request: HttpRequest, pk: int) -> HttpResponse:
    """No more periods are opened."""
    one = find(request, IndicatorSet, pk)
    person = allow(request, "keep_indicators", one)
    sheet = Sheet(
        _("停用指标集"),
        _("确认停用"),
        one.get_absolute_url(),
        crumb=one,
        icon="ban",
        danger=True,
        lead=_("停用后不再下发填报，已有数值照常可查。"),
    )
    form = BecauseForm(request.POST or None)
    return act_on_sheet(request, sheet, form, lambda f: indicator_sets.retire_set(one, by=person, **f.cleaned_data))


@login_required
def indicator_set_reporter(request: HttpRequest, pk: int) -> HttpResponse:
    """My unit names who reports."""
    one = find(request, IndicatorSet, pk)
    unit, person = own_unit(request, "fill_indicators"), visitor(request)
    people = Person.objects.filter(
        active=True, home__path__startswith=unit.institution_path, appointments__isnull=False
    )
    sheet = Sheet(
        _("指定填报人"),
        _("指定"),
        one.get_absolute_url(),
        crumb=one,
        icon="user-check",
        lead=_("%(unit)s的填报提醒只发给指定的人；其他有填报权限的人员仍可填报。") % {"unit": unit.name},
        said=_("已指定。"),
    )
    known = Reporter.objects.filter(indicator_set=one, organization=unit).values_list("person", flat=True).first()
    form = ReporterForm(request.POST or None, people=people.distinct().order_by("pk"), initial={"person": known})

    def act(shown: ReporterForm) -> None:
        indicator_sets.name_reporter(one, organization=unit, person=shown.cleaned_data["person"], by=person)

    return act_on_sheet(request, sheet, form, act)

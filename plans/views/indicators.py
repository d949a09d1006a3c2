"""Indicators on the screen: the list with its lights, one indicator over all units, one unit's trend and comparison."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db.models import OuterRef, Q, QuerySet, Subquery, prefetch_related_objects
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET

from accountability import trail
from organizations.models import Organization
from organizations.rights import may, may_anywhere
from organizations.sight import visible
from plans import indicator_sheets, judging, trending
from plans.forms.indicator_asking import BecauseForm
from plans.forms.indicators import CheckForm, EventForm, IndicatorFilter
from plans.judging import Light
from plans.models import CountedEvent, Indicator, IndicatorKind, MeasuredBy, Measurement, MeasurementCorrection
from plans.periods import Span, span_of
from plans.services import comparing, counted_events, reports

from .indicator_answering import Sheet, act_on_sheet, allow, find, seen_of, visitor

PAGE = 50
PERIODS = 12
MOST_UNITS = 200
MOST_EVENTS = 20


@login_required
@require_GET
def indicator_list(request: HttpRequest) -> HttpResponse:
    """Every indicator in force that the visitor sees, with how its newest values stand."""
    form = IndicatorFilter(request.GET)
    form.is_valid()
    asked = form.cleaned_data
    rows = visible(request.user, Indicator).filter(indicator_set__state="published")
    if words := asked.get("words", "").strip():
        rows = rows.filter(Q(name__icontains=words) | Q(indicator_set__name__icontains=words))
    if asked.get("period"):
        rows = rows.filter(period=asked["period"])
    own = own_places(request)
    mine = visible(request.user, Measurement).own().final().filter(indicator=OuterRef("pk")).order_by("-begins_on")  # type: ignore[attr-defined]
    near = mine.filter(org_path__in=own)
    rows = rows.annotate(
        newest=Subquery(mine.values("begins_on")[:1]),
        own_pk=Subquery(near.values("pk")[:1]),
        own_light=Subquery(near.values("light")[:1]),
    )
    if asked.get("light"):
        rows = rows.filter(own_light=asked["light"]) if own else rows
    found = rows.select_related("indicator_set__organization").prefetch_related("parts")
    page = Paginator(found.order_by("indicator_set__name", "order", "pk"), PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": _with_values(request, list(page.object_list)),
        "form": form,
        "asked": sum(bool(value) for value in asked.values()),
        "may_keep": may_anywhere(request.user, "plans.keep_indicators"),
        "own_unit": _own_institution(request),
    }
    return render(request, "plans/indicator_list.html", context)


def own_places(request: HttpRequest) -> list[str]:
    """The paths whose own values are shown first: what the visitor looks after, and his institution."""
    sight = seen_of(request)
    return sorted({path for scope in sight.scopes for path in (scope.path, scope.institution_path)})


def _own_institution(request: HttpRequest) -> Organization | None:
    held = getattr(getattr(request, "acting", None), "appointment", None)
    return held.post.scope.institution if held else None


def _with_values(request: HttpRequest, rows: list[Any]) -> list[Any]:
    """To each indicator its own newest value and the lights of all units in sight; two queries."""
    values = Measurement.objects.in_bulk([row.own_pk for row in rows if row.own_pk])
    newest = {row.pk: row.newest for row in rows if row.newest}
    lights: dict[int, dict[str, int]] = {row.pk: {} for row in rows}
    told = visible(request.user, Measurement).own().final().filter(indicator__in=newest)  # type: ignore[attr-defined]
    told = told.filter(begins_on__in=set(newest.values())).values_list("indicator", "begins_on", "light")
    for key, begins_on, light in told[: MOST_UNITS * PAGE]:
        if newest[key] == begins_on:
            lights[key][light] = lights[key].get(light, 0) + 1
    for row in rows:
        value = values.get(row.own_pk)
        if value is not None:
            value.indicator = row
        row.own_value = value
        row.span_words = str(Span(row.period, row.newest, row.newest)) if row.newest else ""
        row.lights = _counted(lights[row.pk])
    return rows


def _counted(lights: dict[str, int]) -> list[dict[str, Any]]:
    return [{"light": str(one.value), "label": one.label, "count": lights[one]} for one in Light if lights.get(one)]


@login_required
@require_GET
def indicator_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """What an indicator means, and the values of every unit in sight in one period."""
    indicator = find(request, Indicator, pk, "indicator_set__organization", "objective")
    prefetch_related_objects([indicator], "parts")
    values = visible(request.user, Measurement).own().final().filter(indicator=indicator)  # type: ignore[attr-defined]
    begins = list(values.order_by("-begins_on").values_list("begins_on", flat=True).distinct()[:PERIODS])
    chosen = next(
        (day for day in begins if day.isoformat() == request.GET.get("period")), begins[0] if begins else None
    )
    rows = values.filter(begins_on=chosen).select_related("organization").order_by("org_path")
    light = request.GET.get("light")
    if light:
        rows = rows.filter(light=light)
    page = Paginator(rows, PAGE).get_page(request.GET.get("page"))
    shown = list(page.object_list)
    for row in shown:
        row.indicator = indicator
    whole = page.paginator.num_pages == 1 and not light
    told = values.filter(begins_on=chosen).order_by()
    lights = [row.light for row in shown] if whole else list(told.values_list("light", flat=True))
    context = {
        "indicator": indicator,
        "facts": facts_of(indicator),
        "targets": list(indicator.targets.select_related("organization")),
        "rows": shown,
        "page": page,
        "chosen": chosen,
        "periods": [
            {
                "label": str(Span(indicator.period, day, day)),
                "url": f"?period={day.isoformat()}",
                "current": day == chosen,
            }
            for day in begins
        ],
        "lights": _counted({one: lights.count(one) for one in set(lights)}),
        "trail_url": reverse("trail", args=["plans.indicatorset", indicator.indicator_set_id]),
        "crumbs": crumbs(indicator),
    }
    return render(request, "plans/indicator_detail.html", context)


def crumbs(indicator: Indicator) -> list[dict[str, str]]:
    """The way back."""
    return [
        {"label": _("指标"), "url": reverse("plans:indicator_list")},
        {"label": str(indicator.indicator_set), "url": indicator.indicator_set.get_absolute_url()},
    ]


def facts_of(indicator: Indicator) -> list[dict[str, Any]]:
    """The definition."""
    sample = _("分母不少于%(least)d") % {"least": indicator.minimum_sample} if indicator.minimum_sample else ""
    return [
        {"label": _("要求"), "value": indicator.standard_words},
        {"label": _("黄线"), "value": judging.plain(indicator.warning)},
        {"label": _("类型"), "value": indicator.get_kind_display()},
        {"label": _("报送周期"), "value": _("每%(period)s") % {"period": indicator.get_period_display()}},
        {"label": _("分子"), "value": indicator.numerator},
        {"label": _("分母"), "value": indicator.denominator},
        {"label": _("统计范围"), "value": indicator.population},
        {"label": _("最小样本"), "value": sample},
        {"label": _("数据来源"), "value": indicator.get_source_display()},
        {"label": _("应达到日期"), "value": indicator.reach_by and indicator.reach_by.isoformat()},
        {"label": _("限值依据"), "value": indicator.cited_text},
        {"label": _("计划目标"), "value": indicator.objective and str(indicator.objective)},
        {"label": _("归口单位"), "value": indicator.indicator_set.organization.name},
    ]


@login_required
@require_GET
def indicator_unit(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """One unit's values of one indicator: trend, comparison, checks from outside, corrections, events."""
    indicator, place = _of_unit(request, pk, unit)
    values = visible(request.user, Measurement).series_of(indicator).filter(organization=place)  # type: ignore[attr-defined]
    rows = list(
        values.select_related("indicator__indicator_set", "report").order_by("-begins_on", "origin")[: 2 * PERIODS]
    )
    own = [row for row in rows if row.origin == MeasuredBy.OWN and row.is_final][:PERIODS]
    checks = {row.begins_on: row for row in rows if row.origin == MeasuredBy.CHECK}
    around = comparing.circles(indicator, place, [row.span for row in own]) if own else {}
    events = _events(request, indicator, place)
    context = {
        "indicator": indicator,
        "unit": place,
        "facts": facts_of(indicator),
        "rows": [
            {
                "value": row,
                "circles": around.get(row.span, []),
                "check": (check := checks.get(row.begins_on)),
                "gap": _gap(row, check),
            }
            for row in own
        ],
        "circle_names": list(dict.fromkeys(one.name for found in around.values() for one in found)),
        "picture": picture(indicator, own, around),
        "corrections": _corrections(own),
        "events": events,
        "days_without": counted_events.days_without(indicator, place) if indicator.is_counted_by_events else None,
        "may_record": indicator.is_counted_by_events and may(request.user, "plans.record_events", place),
        "may_check": indicator.is_checked and may(request.user, "plans.check_indicators", place),
        "crumbs": [*crumbs(indicator), {"label": indicator.name, "url": indicator.get_absolute_url()}],
    }
    return render(request, "plans/indicator_unit.html", context)


def _of_unit(request: HttpRequest, pk: int, unit: int) -> tuple[Indicator, Organization]:
    """The indicator, and the unit where the visitor sees something of it: its place, or a value of it."""
    indicator = find(request, Indicator, pk, "indicator_set__organization")
    place = Organization.objects.filter(pk=unit).first()
    if place is None or not (
        seen_of(request).sees(place.path)
        or visible(request.user, Measurement).filter(indicator=indicator, organization=place).exists()
    ):
        return find(request, Indicator, 0), Organization()
    return indicator, place


def _corrections(rows: Sequence[Measurement]) -> list[MeasurementCorrection]:
    """What was changed in these values after they had gone up; one query."""
    returned = [row.pk for row in rows if row.report and row.report.returns]
    if not returned:
        return []
    found = MeasurementCorrection.objects.filter(measurement__in=returned)
    return list(found.select_related("by", "measurement__indicator").order_by("-at"))


def _gap(own: Measurement, check: Measurement | None) -> str:
    """By how much the unit's own value is better or worse than the checked one."""
    if check is None or own.value is None or check.value is None:
        return ""
    gap = own.value - check.value
    return f"{'+' if gap > 0 else ''}{judging.plain(gap, own.indicator.decimals)}"


def _events(request: HttpRequest, indicator: Indicator, place: Organization) -> list[CountedEvent]:
    if not indicator.is_counted_by_events:
        return []
    seen: QuerySet[CountedEvent] = visible(request.user, CountedEvent).of(indicator)  # type: ignore[attr-defined]
    here = seen.filter(org_path__startswith=place.path).select_related("organization", "recorded_by")
    return list(here.order_by("-happened_on", "-pk")[:MOST_EVENTS])


def picture(
    indicator: Indicator, own: Sequence[Measurement], around: dict[Span, list[comparing.Circle]]
) -> trending.Picture | None:
    """The trend, oldest first, with the widest circle beside it and the newest standard across."""
    if not own:
        return None
    points = [
        trending.Point(
            str(row.span),
            row.value,
            row.shown,
            row.light,
            around[row.span][-1].value if around.get(row.span) else None,
        )
        for row in reversed(own)
    ]
    upper = own[0].upper if indicator.comparator == judging.Comparator.RANGE else None
    return trending.drawn(points, target=None if indicator.kind == IndicatorKind.GRADE else own[0].target, upper=upper)


@login_required
@require_GET
def unit_series(request: HttpRequest, unit: int) -> FileResponse:
    """Everything that was measured of one unit, as a workbook."""
    place = Organization.objects.filter(pk=unit).first()
    values = visible(request.user, Measurement).final().filter(organization=unit)  # type: ignore[attr-defined]
    if place is None or not (seen_of(request).sees(place.path) or values.exists()):
        find(request, Measurement, 0)
    person = visitor(request)
    rows: Iterable[Measurement] = values.select_related("indicator__indicator_set").prefetch_related(
        "indicator__parts"
    ).order_by("indicator__indicator_set__name", "indicator__order", "begins_on")  # fmt: skip
    name = place.name if place else ""
    trail.witness("indicator_series_exported", place, by=person) if place else None
    file = indicator_sheets.series(rows, unit=name, taken_by=f"{person} {timezone.localtime():%Y-%m-%d %H:%M}")
    return FileResponse(
        file, as_attachment=True, filename=f"{name}_{_('指标数据')}.xlsx", content_type=indicator_sheets.SPREADSHEET
    )


@login_required
def event_new(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """Register something that should not have happened."""
    indicator, place = _of_unit(request, pk, unit)
    person = allow(request, "record_events", place)
    home = reverse("plans:indicator_unit", args=[pk, unit])
    sheet = Sheet(
        _("登记计数事件"),
        _("登记"),
        home,
        crumb=indicator.name,
        icon="circle-alert",
        lead=_("%(unit)s“%(name)s”。登记后连续天数重新计算；要求零发生的，同时登记问题、通知上级。")
        % {"unit": place.name, "name": indicator.name},
    )
    form = EventForm(request.POST or None, initial={"happened_on": timezone.localdate()})
    return act_on_sheet(
        request, sheet, form, lambda f: counted_events.record_event(indicator, place, by=person, **f.cleaned_data)
    )


@login_required
def event_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take back what was registered by mistake."""
    event = find(request, CountedEvent, pk, "indicator__indicator_set", "organization")
    person = allow(request, "record_events", event)
    sheet = Sheet(
        _("撤销计数事件"),
        _("确认撤销"),
        event.get_absolute_url(),
        crumb=event.indicator.name,
        icon="undo-2",
        danger=True,
        lead=str(event),
    )
    form = BecauseForm(request.POST or None)
    return act_on_sheet(
        request, sheet, form, lambda f: counted_events.withdraw_event(event, by=person, **f.cleaned_data)
    )


@login_required
def check_new(request: HttpRequest, pk: int, unit: int) -> HttpResponse:
    """Enter what was measured at a check."""
    indicator, place = _of_unit(request, pk, unit)
    person = allow(request, "check_indicators", place)
    row = Measurement(indicator=indicator, organization=place)
    home = reverse("plans:indicator_unit", args=[pk, unit])
    sheet = Sheet(
        _("登记督查核对值"),
        _("登记"),
        home,
        crumb=indicator.name,
        icon="search-check",
        lead=_("%(unit)s“%(name)s”，与单位自查值并列显示，差距一目了然。")
        % {"unit": place.name, "name": indicator.name},
    )
    form = CheckForm(request.POST or None, row=row, initial={"day": timezone.localdate()})

    def act(shown: CheckForm) -> None:
        typed = dict(shown.cleaned_data)
        span = span_of(indicator.period, typed.pop("day"))
        reports.check_value(indicator, place, span, entered={**typed, "parts": typed}, by=person)

    return act_on_sheet(request, sheet, form, act)

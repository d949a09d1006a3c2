"""A unit's values of one period: opened, filled in, reviewed by another person, sent up, returned, corrected."""

import datetime
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import notices, trail
from accountability.signing.manifests import in_first_language
from organizations import paths, rights
from organizations.models import Organization, OrganizationLink, Person
from organizations.refusals import AlreadyDone, Invalid, NotYet, Stale
from plans import events, judging
from plans import indicator_permissions as permissions
from plans.models import (
    FilledBy,
    Indicator,
    IndicatorReport,
    IndicatorSet,
    MeasuredBy,
    Measurement,
    MeasurementCorrection,
    ReportReminder,
    ReportState,
    SetState,
)
from plans.periods import Span

from . import measuring
from .writing import required

CHUNK = 100
FIRST = 5


def units_of(indicator_set: IndicatorSet) -> QuerySet[Organization]:
    """Who reports the values of a set today, in the order of the tree."""
    owner, units = indicator_set.organization, Organization.objects.active()
    if indicator_set.filled_by == FilledBy.ITSELF:
        return units.filter(pk=owner.pk)
    if indicator_set.filled_by == FilledBy.DEPARTMENTS:
        found = units.departments().filter(institution_path=owner.institution_path)
        return found.filter(is_key_department=True) if indicator_set.key_departments_only else found.order_by("path")
    links = OrganizationLink.objects.in_force().filter(
        paths.covering("superior__path", [paths.subtree(owner.path)]), superior__institution_path=owner.institution_path
    )
    lows = [owner.path, *links.values_list("subordinate__path", flat=True)]
    found = units.institutions().filter(paths.covering("path", paths.merged(lows))).exclude(pk=owner.pk)
    if indicator_set.unit_kinds:
        found = found.filter(kind__in=indicator_set.unit_kinds)
    if indicator_set.unit_levels:
        found = found.filter(level__in=indicator_set.unit_levels)
    return found.order_by("path")


def open_reports(indicator_set: IndicatorSet, span: Span, *, by: Person | None) -> int:
    """Give every unit of a set its report of a period that has ended; how many were new."""
    if span.ends_on >= timezone.localdate():
        raise NotYet(_("%(period)s还没有结束，不能填报。") % {"period": span})
    if span.begins_on < indicator_set.starts_on and span.ends_on < indicator_set.starts_on:
        raise NotYet(_("%(period)s在这套指标执行之前，不填报。") % {"period": span})
    given = indicator_set.reports.filter(period=span.period, begins_on=span.begins_on).values("organization")
    pending = list(units_of(indicator_set).exclude(pk__in=given))
    for place in range(0, len(pending), CHUNK):
        _open_some(indicator_set, span, pending[place : place + CHUNK], by)
    return len(pending)


def _open_some(indicator_set: IndicatorSet, span: Span, units: Sequence[Organization], by: Person | None) -> None:
    """A hundred at a time: what was opened by somebody else meanwhile is left alone."""
    indicators = list(indicator_set.indicators.filter(period=span.period).counted_in(span.ends_on).whole())
    with engine.hold(indicator_set):
        if indicator_set.state != SetState.PUBLISHED or not indicators:
            return
        taken = indicator_set.reports.filter(period=span.period, begins_on=span.begins_on, organization__in=units)
        known = set(taken.values_list("organization", flat=True))
        due = span.ends_on + datetime.timedelta(days=indicator_set.due_days)
        fresh = [_report(indicator_set, span, unit, due) for unit in units if unit.pk not in known]
        reports = IndicatorReport.objects.bulk_create(fresh)
        rows = Measurement.objects.bulk_create(
            empty(indicator, report) for report in reports for indicator in indicators
        )
        told = {"period": str(span), "count": len(reports)}
        trail.record("indicator_reports_opened", indicator_set, by=by, also=[*reports, *rows], extra=told)
    for report in reports:
        with engine.hold(report):
            engine.start(report, by=by)
    _tell_opened(indicator_set, span, reports)


def _report(indicator_set: IndicatorSet, span: Span, unit: Organization, due: datetime.date) -> IndicatorReport:
    places = {"org_path": unit.path, "institution_path": unit.institution_path, "confirm_path": unit.path}
    return IndicatorReport(
        indicator_set=indicator_set, organization=unit, unit_name=unit.name, due_on=due, **span._asdict(), **places
    )


def empty(indicator: Indicator, report: IndicatorReport) -> Measurement:
    """The row of a figure in a report, not filled in yet and not saved."""
    return Measurement(
        indicator=indicator, report=report, organization=report.organization, begins_on=report.begins_on,
        ends_on=report.ends_on, org_path=report.org_path, institution_path=report.institution_path,
    )  # fmt: skip


def rows_of(report: IndicatorReport) -> list[Measurement]:
    """The values of a report in the order of the set, with what judging needs."""
    rows = report.measurements.own().select_related("indicator__indicator_set", "organization")
    return list(rows.prefetch_related("indicator__parts", "indicator__targets").order_by("indicator__order", "pk"))


def save_report(
    report: IndicatorReport,
    *,
    values: Mapping[int, measuring.Entered],
    by: Person,
    version: int | None = None,
    remark: str | None = None,
) -> None:
    """Keep what was typed so far, by indicator; every fault is told at once, at its field."""
    with engine.hold(report):
        engine.require_turn(report, "fill", by=by)
        if version is not None and report.version != version:
            raise Stale(_("这份填报在您填写期间已被本单位其他人修改，请刷新页面后重新填写。"))
        rows: list[Any] = []
        errors: dict[str, Any] = {}
        for row in rows_of(report):
            if row.indicator.is_worked_out or row.indicator_id not in values:
                continue
            try:
                measuring.take(row, values[row.indicator_id])
            except Invalid as refusal:
                errors |= refusal.errors
            row.measured_by = by
            measuring.judge(row)
            rows.append(row)
        if errors:
            raise Invalid(errors)
        for row in rows:
            row.save()
        report.filled_by = by
        report.remark = report.remark if remark is None else remark.strip()
        report.version += 1
        report.save()
        trail.record("indicator_report_saved", report, by=by, also=rows)


def submit_report(report: IndicatorReport, *, by: Person, because: str = "") -> None:
    """Hand the values to whoever reviews them; with a value missing they stay."""
    with engine.hold(report):
        engine.require_turn(report, "fill", by=by)
        rows = _work_out(report)
        lacking = [row.indicator.name for row in rows if _is_missing(row)]
        if lacking:
            told = {"count": len(lacking), "which": _("、").join(lacking[:FIRST])}
            raise NotYet(_("还有%(count)d项没有填写：%(which)s。本期不适用的，请勾选并写明理由。") % told)
        place = permissions.nearest_place("review_indicators", report.org_path, {by.pk})
        if place is None:
            raise NotYet(_("本单位和上级单位都没有可以审核的人员，请先联系上级单位设置审核人员。"))
        if any(row.reported for row in rows):
            report.returned_because = because.strip() or report.returned_because
        report.confirm_path, report.state = place, ReportState.SUBMITTED
        report.filled_by, report.submitted_at = by, timezone.now()
        report.version += 1
        report.save()
        trail.record("indicator_report_submitted", report, by=by, also=rows)
        engine.finish(report, "fill", by=by)


def _is_missing(row: Measurement) -> bool:
    if row.is_out_of_use or row.indicator.is_worked_out or row.value is not None:
        return False
    return row.denominator is None


def _work_out(report: IndicatorReport) -> list[Measurement]:
    """All values, those that nobody types worked out from what is on record now, all judged anew."""
    rows = rows_of(report)
    for row in rows:
        if row.indicator.is_worked_out:
            measuring.work_out(row)
        measuring.judge(row)
        row.save()
    return rows


def review_report(report: IndicatorReport, *, by: Person) -> None:
    """Another person than the filler has looked at it: it goes up, changes are logged, red values are told."""
    with engine.hold(report):
        engine.require_turn(report, "review", by=by)
        permissions.refuse_author(by, report.filled_by_id)
        now, rows = timezone.now(), _work_out(report)
        corrections = _log_corrections(report, rows)
        report.state, report.reviewed_by, report.reported_at = ReportState.REPORTED, by, now
        report.first_reported_at = report.first_reported_at or now
        report.returned_because = ""
        report.version += 1
        report.save()
        for row in rows:
            row.is_final, row.reported = True, _as_reported(row)
            row.save()
        told = {row.measurement.indicator.name: [row.old, row.new] for row in corrections}
        trail.record("indicator_report_reviewed", report, by=by, also=[*rows, *corrections], changed=told)
        for row in rows:
            measuring.raise_breach(row, by=by)
        _tell_alarms(report, rows)
        events.report_reviewed.send(sender=IndicatorReport, thing=report, by=by)
        engine.finish(report, "review", by=by)


def _as_reported(row: Measurement) -> dict[str, Any]:
    return {
        "numerator": judging.plain(row.numerator), "denominator": judging.plain(row.denominator),
        "value": judging.plain(row.value), "parts": row.parts, "is_out_of_use": row.is_out_of_use,
    }  # fmt: skip


def words_of(indicator: Indicator, said: Mapping[str, Any]) -> str:
    """What was reported, in one line."""
    if said.get("is_out_of_use"):
        return _("本期不适用")
    shown = indicator.shown(_kept(said.get("value")))
    if said.get("denominator"):
        return f"{said['numerator']}/{said['denominator']} {shown}".strip()
    return shown


def _kept(text: Any) -> Decimal | None:
    """A figure as it was kept."""
    return Decimal(text) if text else None


def _log_corrections(report: IndicatorReport, rows: Sequence[Measurement]) -> list[MeasurementCorrection]:
    """Every value that differs from what had gone up; nothing for a first report."""
    return MeasurementCorrection.objects.bulk_create(
        MeasurementCorrection(
            measurement=row,
            old=words_of(row.indicator, row.reported)[:300],
            new=words_of(row.indicator, _as_reported(row))[:300],
            because=report.returned_because or _("重新计算"),
            by=report.filled_by,
        )
        for row in rows
        if row.reported and row.reported != _as_reported(row)
    )


def return_for_rework(report: IndicatorReport, *, by: Person, because: str) -> None:
    """The unit's reviewer sends it back to whoever filled it in."""
    reason = required("because", because, _("请写明退回的理由。"))
    with engine.hold(report):
        engine.require_turn(report, "review", by=by)
        was_up = report.first_reported_at is not None
        _send_back(report, ReportState.RETURNED if was_up else ReportState.OPEN, by=by, because=reason)


def return_for_correction(report: IndicatorReport, *, by: Person, because: str) -> None:
    """What has gone up comes back: by the owner of the set, or at the unit's own wish."""
    reason = required("because", because, _("请写明哪些数需要更正、为什么。"))
    with engine.hold(report.indicator_set, report):
        if not permissions.may(by, "review_indicators", report.confirm_path):
            permissions.require(by, "keep_indicators", report.indicator_set)
        if report.state != ReportState.REPORTED:
            raise NotYet(_("这份填报还没有上报，或者已经退回，不需要再退回更正。"))
        report.returns += 1
        report.returned_because = reason
        _send_back(report, ReportState.RETURNED, by=by, because=reason)


def _send_back(report: IndicatorReport, state: ReportState, *, by: Person, because: str) -> None:
    report.state = state
    report.version += 1
    report.save()
    rows = list(report.measurements.own())
    for row in rows:
        row.is_final = False
        row.save(update_fields=["is_final"])
    trail.record("indicator_report_returned", report, by=by, because=because, also=rows)
    if report.filled_by is not None:
        with in_first_language():
            text = _("被退回：%(thing)s。%(because)s") % {"thing": str(report), "because": because.rstrip("。")}
        notices.notify([report.filled_by], text=text, url=report.get_absolute_url(), source=report, kind="returned")
    engine.send_back(report, to="fill", by=by, because=because)


def check_value(
    indicator: Indicator, unit: Organization, span: Span, *, entered: measuring.Entered, by: Person
) -> Measurement:
    """Somebody who checks a unit enters what he measured there; it stands beside the unit's own value."""
    with engine.hold(indicator.indicator_set):
        permissions.require(by, "check_indicators", unit)
        if not indicator.is_checked:
            raise NotYet(_("这项指标没有规定督查核对。"))
        if span.begins_on > timezone.localdate():
            raise Invalid({"day": _("不能登记还没有到来的时期。")})
        row = Measurement(
            indicator=indicator, organization=unit, origin=MeasuredBy.CHECK, begins_on=span.begins_on,
            ends_on=span.ends_on, measured_by=by, is_final=True, org_path=unit.path,
            institution_path=unit.institution_path,
        )  # fmt: skip
        measuring.take(row, entered)
        if row.value is None:
            raise Invalid({"value": _("请填写核对所得的数值。")})
        measuring.judge(row)
        try:
            with transaction.atomic():
                row.save()
        except IntegrityError as error:
            raise AlreadyDone(_("这个单位本期的督查核对值已经登记过。")) from error
        trail.record("indicator_checked", row, by=by)
        measuring.raise_breach(row, by=by)
    return row


def remind_reports(
    indicator_set: IndicatorSet, *, reports: Sequence[IndicatorReport], by: Person, how: str = "notice", note: str = ""
) -> int:
    """Remind units that have not reported: by notice, or noted down after a telephone call."""
    if not reports:
        raise Invalid({"reports": _("请至少选择一家要催报的单位。")})
    if how == ReportReminder.How.PHONE and not note.strip():
        raise Invalid({"note": _("请写明电话催报的情况，例如接听人和答复。")})
    with engine.hold(indicator_set):
        permissions.require(by, "keep_indicators", indicator_set)
        owing = list(indicator_set.reports.missing().filter(pk__in=[one.pk for one in reports]).order_by("pk"))
        for report in owing:
            report.reminded += 1
        IndicatorReport.objects.bulk_update(owing, ["reminded"])
        rows = ReportReminder.objects.bulk_create(
            ReportReminder(report=report, how=how, note=note.strip(), by=by) for report in owing
        )
        told = {"count": len(rows), "units": [report.unit_name for report in owing[:FIRST]]}
        trail.record("indicator_reports_reminded", indicator_set, by=by, also=[*owing, *rows], extra=told)
        if how == ReportReminder.How.NOTICE:
            tell_owing(owing)
    return len(owing)


def who_fills(report: IndicatorReport) -> list[Person]:
    """The person named for it; where nobody was named, everybody who may."""
    named = report.indicator_set.reporters.filter(organization=report.organization_id, person__active=True).first()
    return [named.person] if named else list(rights.who_may("plans.fill_indicators", report))


def tell_owing(owing: Sequence[IndicatorReport]) -> None:
    """Each is led to his own unit's page."""
    with in_first_language():
        text = _("催报：“%(what)s”截止 %(due)s，请尽快填报。")
        for report in owing:
            words = text % {"what": str(report), "due": report.due_on.isoformat()}
            people = who_fills(report)
            notices.notify(people, text=words, url=report.get_absolute_url(), source=report, kind="indicator_reminded")


def _tell_opened(indicator_set: IndicatorSet, span: Span, reports: Sequence[IndicatorReport]) -> None:
    """One notice to everybody who fills, leading to the list of what he has to fill in."""
    paths_asked = [report.org_path for report in reports]
    if not paths_asked:
        return
    named = Q(pk__in=indicator_set.reporters.values("person"))
    with in_first_language():
        told = {"what": indicator_set.name, "period": str(span), "due": reports[0].due_on.isoformat()}
        text = _("请填报“%(what)s”%(period)s的指标，截止 %(due)s。") % told
    url = reports[0].get_absolute_url() if len(reports) == 1 else reverse("plans:report_list")
    people = Person.objects.filter(named, active=True)
    notices.notify(people, text=text, url=url, source=indicator_set, kind="indicator_asked")


def _tell_alarms(report: IndicatorReport, rows: Sequence[Measurement]) -> None:
    """Those who decide in the unit hear of values that get worse period by period."""
    names = [row.indicator.name for row in rows if row.is_alarming]
    if not names:
        return
    with in_first_language():
        told = {"unit": report.unit_name, "which": _("、").join(names[:FIRST])}
        text = _("%(unit)s的指标连续走坏：%(which)s，请分析原因。") % told
    people = rights.who_may("plans.review_indicators", report)
    notices.notify(people, text=text, url=report.get_absolute_url(), source=report, kind="indicator_alarm")

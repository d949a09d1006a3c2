"""进展报送: a superior is told at the set rhythm how a plan stands, and signs for it."""

import datetime
from dataclasses import dataclass

from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import notices, trail
from accountability.signing.manifests import in_first_language
from organizations import rights
from organizations.models import Person
from organizations.refusals import AlreadyDone, NotYet
from plans import events, permissions
from plans.models import Plan, PlanReport, PlanState, Rhythm

from . import standing, wording

MONTHS = {Rhythm.MONTH: 1, Rhythm.QUARTER: 3, Rhythm.HALF_YEAR: 6}
GRACE = datetime.timedelta(days=10)


@dataclass(frozen=True)
class Period:
    """One period of a rhythm: how it is called, its last day, and until when it is reported."""

    code: str
    label: str
    ends_on: datetime.date
    due_on: datetime.date


def periods(plan: Plan, until: datetime.date) -> list[Period]:
    """The periods of a plan's rhythm that are over on a day, oldest first."""
    if not plan.report_every or plan.effective_on is None:
        return []
    step = MONTHS[Rhythm(plan.report_every)]
    found = []
    for year in plan.years:
        for number in range(1, 12 // step + 1):
            one = _period(year, number, step)
            if plan.effective_on <= one.ends_on < until:
                found.append(one)
    return found


def owed(plan: Plan, on: datetime.date) -> list[Period]:
    """The periods that were not reported."""
    sent = set(plan.progress_reports.values_list("period", flat=True))
    return [one for one in periods(plan, on) if one.code not in sent]


def send_report(plan: Plan, *, period: str, text: str, by: Person) -> PlanReport:
    """Report a period; the figures of this moment go with the words."""
    today = timezone.localdate()
    with engine.hold(plan):
        permissions.require(by, "report_plan", plan)
        if plan.state != PlanState.IN_FORCE or plan.report_to is None:
            raise NotYet(_("计划没有在执行，或者没有规定报送单位，不需要报送进展。"))
        found = next((one for one in owed(plan, today) if one.code == period), None)
        if found is None:
            raise AlreadyDone(_("这一期已经报送，或者还没有到期。"))
        report = PlanReport.objects.create(
            plan=plan,
            period=found.code,
            to=plan.report_to,
            org_path=plan.org_path,
            institution_path=plan.institution_path,
            to_path=plan.report_to.path,
            due_on=found.due_on,
            text=wording.required("text", text, _("请填写进展情况。")),
            figures=standing.figures(plan, today),
            sent_by=by,
        )
        trail.record("plan_reported", report, by=by, also=[plan])
        events.plan_reported.send(sender=PlanReport, thing=report, by=by)
    with in_first_language():
        told = _("%(unit)s报送计划进展：%(report)s") % {"unit": plan.organization, "report": report}
    receivers = rights.who_may("plans.receive_report", report.to_path)
    notices.notify(receivers, text=told, url=report.get_absolute_url(), source=report, kind="plan_report")
    return report


def receive_report(report: PlanReport, *, by: Person) -> None:
    """签收 by the superior."""
    with engine.hold(report):
        permissions.require(by, "receive_report", report.to)
        if report.received_at is not None:
            raise AlreadyDone(who=report.received_by, when=report.received_at)
        report.received_by, report.received_at = by, timezone.now()
        report.version += 1
        report.save()
        trail.record("plan_report_received", report, by=by)
    with in_first_language():
        told = _("%(unit)s已签收：%(report)s") % {"unit": report.to, "report": report}
    notices.notify([report.sent_by], text=told, url=report.get_absolute_url(), source=report, kind="plan_report")


def _period(year: int, number: int, step: int) -> Period:
    month = number * step
    first_after = datetime.date(year + month // 12, month % 12 + 1, 1)
    last = first_after - datetime.timedelta(days=1)
    code = {1: f"{year}M{number:02d}", 3: f"{year}Q{number}", 6: f"{year}H{number}"}[step]
    return Period(code, label_of(code), last, last + GRACE)


def label_of(code: str) -> str:
    """A period in words."""
    year, kind, number = int(code[:4]), code[4], int(code[5:])
    if kind == "M":
        return _("%(year)d年%(n)d月") % {"year": year, "n": number}
    if kind == "Q":
        return _("%(year)d年第%(n)d季度") % {"year": year, "n": number}
    return _("%(year)d年上半年") % {"year": year} if number == 1 else _("%(year)d年下半年") % {"year": year}

"""What is due again and again: reports of periods that ended, reminders before and after a deadline, certificates."""

import datetime

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import trail
from accountability.notices import notify
from accountability.signing.manifests import in_first_language
from engine.jobs import More, job
from engine.models import Job
from engine.recurring import every
from organizations import rights
from organizations.models import Person
from plans.models import Certificate, IndicatorReport, IndicatorSet
from plans.periods import Period, span_of
from plans.services import reports

OPEN, REMIND, CERTIFICATES = "plans.open_reports", "plans.remind_reports", "plans.remind_certificates"
BATCH = 100
SOON = datetime.timedelta(days=3)
EXPIRING = datetime.timedelta(days=60)
HOURS = 60  # minutes


@job(OPEN, title=gettext_lazy("下发上一期的指标填报"))
def open_reports(asked: Job) -> None:
    """Every set in force: the period that ended last of each rhythm its figures have."""
    today = timezone.localdate()
    for indicator_set in IndicatorSet.objects.published().select_related("organization").order_by("pk"):
        rhythms = set(indicator_set.indicators.values_list("period", flat=True))
        for period in [one for one in Period.values if one in rhythms]:
            span = span_of(period, today).before
            if span.ends_on >= indicator_set.starts_on:
                reports.open_reports(indicator_set, span, by=None)


@job(REMIND, title=gettext_lazy("提醒临期和逾期的指标填报"))
def remind_reports(asked: Job) -> More | None:
    """Each unit once when three days are left or fewer, and once when the day has passed."""
    today = timezone.localdate()
    soon = Q(due_on__range=(today, today + SOON), reminded=0)
    late = Q(due_on__lt=today, told_late_at__isnull=True)
    owing = list(
        IndicatorReport.objects.missing().filter(soon | late).select_related("indicator_set").order_by("pk")[:BATCH]
    )
    for report in owing:
        report.reminded += 1
        if report.due_on < today:
            report.told_late_at = timezone.now()
    IndicatorReport.objects.bulk_update(owing, ["reminded", "told_late_at"])
    for report in owing:
        trail.record("indicator_reports_reminded", report, by=None)
    reports.tell_owing(owing)
    return More(asked.done + len(owing)) if len(owing) == BATCH else None


@job(CERTIFICATES, title=gettext_lazy("提醒即将到期的证书"))
def remind_certificates(asked: Job) -> More | None:
    """Holder and keepers once, sixty days before a certificate ends."""
    today = timezone.localdate()
    waiting = Certificate.objects.expiring(EXPIRING.days).filter(reminded_on__isnull=True, person__active=True)
    rows = list(waiting.select_related("person").order_by("pk")[:BATCH])
    for one in rows:
        one.reminded_on = today
    Certificate.objects.bulk_update(rows, ["reminded_on"])
    for one in rows:
        trail.record("certificate_reminded", one, by=None)
        _tell(one)
    return More(asked.done + len(rows)) if len(rows) == BATCH else None


def _tell(certificate: Certificate) -> None:
    with in_first_language():
        told = {"who": str(certificate.person), "kind": certificate.kind, "day": f"{certificate.expires_on:%Y-%m-%d}"}
        text = _("%(who)s的“%(kind)s”将于%(day)s到期，请及时复训、换证。") % told
    people = rights.who_may("plans.keep_certificates", certificate)
    told_to = [certificate.person, *Person.objects.filter(pk__in=people.values("pk"))]
    notify(told_to, text=text, url=certificate.get_absolute_url(), source=certificate, kind="certificate_expiring")


def declare() -> None:
    """Let them be done by the clock."""
    every(OPEN, minutes=6 * HOURS)
    every(REMIND, minutes=6 * HOURS)
    every(CERTIFICATES, minutes=12 * HOURS)

"""Two people at one report at the same moment: one is acknowledged, the other told."""

import threading

import pytest
from django.db import connection

from organizations.refusals import Refusal
from plans.models import IndicatorReport, Measurement, MeasurementCorrection
from plans.services import reports
from rectification.models import Finding
from tests.cast import Cast
from tests.plans.measured import MARCH, monthly, rate, report_of


def _together(*acts):
    """Run these at one moment in threads of their own; what each came to."""
    barrier, told = threading.Barrier(len(acts)), [""] * len(acts)

    def run(place, act):
        try:
            barrier.wait(20)
            act()
            told[place] = "done"
        except Refusal as refusal:
            told[place] = type(refusal).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, act)) for place, act in enumerate(acts)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    return sorted(told)


@pytest.mark.django_db(transaction=True)
def test_one_value_is_submitted_reviewed_and_told_once():
    cast = Cast()
    hands = monthly(cast)
    chiefs = (cast.president_wang, cast.vice_president_he)
    clerks = (cast.qian, cast.qian)
    report = report_of(hands, cast.peoples_hospital, MARCH)
    reports.save_report(report, values=rate(hands, 50, 100), by=cast.qian)

    def again():
        return IndicatorReport.objects.get(pk=report.pk)

    submitted = _together(*(lambda who=who: reports.submit_report(again(), by=who) for who in clerks))
    assert submitted == ["AlreadyDone", "done"]
    reviewed = _together(*(lambda who=who: reports.review_report(again(), by=who) for who in chiefs))
    assert reviewed == ["AlreadyDone", "done"]
    assert (Finding.objects.count(), Measurement.objects.count(), MeasurementCorrection.objects.count()) == (1, 1, 0)
    opened = _together(*(lambda: reports.open_reports(hands.indicator_set, MARCH.before, by=None) for _ in range(2)))
    assert opened == ["done", "done"]
    assert IndicatorReport.objects.count() == 2

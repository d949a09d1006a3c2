"""暂缓整改和豁免整改: asked, decided by a leader, over on its day; then the problem is open again."""

import datetime

import pytest
from django.utils import timezone

from accountability import trail
from accountability.models import Assignment
from engine import jobs
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from rectification import services
from rectification.models import Finding, FindingState, Waiver, WaiverState
from rectification.services.waivers import KIND
from tests.rectification.making import fresh, open_nodes

SOON = datetime.timedelta(days=60)


def asked(stage, finding, **fields):
    told = {"kind": "defer", "because": "需新建净化手术间，已列入下年预算。", "control": "手术改在二号间。", **fields}
    told.setdefault("until", timezone.localdate() + SOON)
    return services.ask_waiver(finding, by=stage.cast.qian, **told)


def test_a_granted_waiver_rests_the_finding_and_ends_its_tasks(stage):
    finding = stage.approved(stage.supervision_finding())
    waiver = asked(stage, finding)
    services.decide_waiver(waiver, agree=True, opinion="同意暂缓。", by=stage.cast.director_wang)

    finding = fresh(finding)
    assert (finding.state, finding.waived_until, open_nodes(finding)) == (FindingState.WAIVED, waiver.until, [])
    assert Assignment.objects.get().state == Assignment.State.CANCELLED
    assert not Finding.objects.overdue(on=timezone.localdate() + SOON).exists()
    assert Finding.objects.open().get() == finding


def test_when_its_day_has_passed_the_finding_is_open_again_in_a_new_round(stage):
    finding = stage.approved(stage.supervision_finding())
    waiver = asked(stage, finding)
    services.decide_waiver(waiver, agree=True, opinion="同意暂缓。", by=stage.cast.director_wang)
    jobs.enqueue(KIND, key="early", by=None)
    jobs.run_all()
    assert fresh(finding).state == FindingState.WAIVED
    Waiver.objects.filter(pk=waiver.pk).update(until=timezone.localdate() - datetime.timedelta(days=1))

    jobs.enqueue(KIND, key="due", by=None)
    jobs.run_all()

    finding = fresh(finding)
    assert (finding.state, finding.round, finding.waived_until) == (FindingState.REGISTERED, 2, None)
    assert open_nodes(finding) == ["plan"]
    assert finding.plan_due_on > timezone.localdate()
    assert fresh(waiver).state == WaiverState.ENDED
    assert trail.of(finding).filter(verb="waiver_ended", actor_id=None).exists()
    again = stage.reported(finding)
    services.verify_finding(again, conclusion="fixed", opinion="已整改。", by=stage.cast.li)
    assert fresh(again).is_closed


def test_a_refused_waiver_changes_nothing(stage):
    finding = stage.approved(stage.supervision_finding())
    waiver = asked(stage, finding, kind="exempt")
    services.decide_waiver(waiver, agree=False, opinion="涉及患者安全，不同意。", by=stage.cast.director_wang)
    assert (fresh(finding).state, open_nodes(finding)) == (FindingState.RECTIFYING, ["rectify"])
    assert fresh(waiver).state == WaiverState.REFUSED
    asked(stage, fresh(finding))


def test_who_asked_or_fixes_does_not_decide(stage):
    waiver = asked(stage, stage.approved(stage.finding()))
    for person in (stage.cast.qian, stage.cast.nurse_sun):
        with pytest.raises(NotAllowed):
            services.decide_waiver(waiver, agree=True, opinion="同意。", by=person)
    services.decide_waiver(waiver, agree=True, opinion="同意。", by=stage.cast.vice_president_he)


def test_days_that_make_no_sense_and_second_requests_are_refused(stage):
    finding = stage.approved(stage.supervision_finding())
    for day, words in ((0, "晚于今天"), (400, "最长180天")):
        with pytest.raises(Invalid, match=words):
            asked(stage, finding, until=timezone.localdate() + datetime.timedelta(days=day))
    waiver = asked(stage, finding)
    with pytest.raises(AlreadyDone):
        asked(stage, finding)
    services.report_rectified(finding, text="已完成。", by=stage.cast.qian)
    with pytest.raises(NotYet, match="不再需要"):
        services.decide_waiver(waiver, agree=True, opinion="同意。", by=stage.cast.director_wang)
    services.decide_waiver(waiver, agree=False, opinion="已整改，不需要。", by=stage.cast.director_wang)

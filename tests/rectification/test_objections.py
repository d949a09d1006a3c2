"""陈述申辩: a unit states its case before a finding counts; the finder does not decide; nothing is erased."""

import datetime

import pytest
from django.utils import timezone

from accountability import trail
from accountability.models import Assignment, Notice
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from rectification import services
from rectification.models import Finding, FindingState, ObjectionState, Severity
from tests.rectification.making import fresh, make_finding, open_nodes, plan


def objected(stage, **fields):
    finding = stage.supervision_finding(**fields)
    return services.file_objection(finding, text="交接记录存于电子病历，检查时未调阅。", by=stage.cast.qian)


def test_an_accepted_objection_takes_the_finding_off_and_keeps_its_number(stage):
    objection = objected(stage)
    finding = objection.finding
    assert not Finding.objects.counting().filter(pk=finding.pk).exists()

    services.decide_objection(objection, outcome="accepted", opinion="经调阅，记录完整。", by=stage.cast.director_wang)

    finding = fresh(finding)
    assert (finding.state, finding.withdrawn_by, open_nodes(finding)) == (
        FindingState.WITHDRAWN, stage.cast.director_wang, [],
    )  # fmt: skip
    assert finding.number.text == finding.number_text != ""
    assert not Finding.objects.open().exists()
    assert not Finding.objects.counting().exists()
    verbs = list(trail.of(finding).values_list("verb", flat=True))
    assert [verb for verb in verbs if "objection" in verb or "withdrawn" in verb] == [
        "objection_filed", "objection_decided", "finding_withdrawn",
    ]  # fmt: skip
    assert Notice.objects.filter(person=stage.cast.qian, kind="plea_decided").exists()
    other = make_finding(finding.inspection, by=stage.cast.zhao, description="另一处缺签名。")
    assert other.number_text > finding.number_text


def test_a_rejected_objection_lets_the_finding_count_and_is_heard_once(stage):
    objection = objected(stage)
    finding = objection.finding
    services.decide_objection(objection, outcome="upheld", opinion="复核后情况属实。", by=stage.cast.director_wang)

    assert fresh(objection).state == ObjectionState.UPHELD
    assert Finding.objects.counting().get() == finding
    with pytest.raises(AlreadyDone):
        services.file_objection(finding, text="再次申辩。", by=stage.cast.qian)
    plan(fresh(finding), holder=stage.cast.nurse_sun, by=stage.cast.qian)


def test_the_inspector_and_the_unit_do_not_decide(stage):
    objection = objected(stage)
    for person in (stage.cast.zhao, stage.cast.qian):
        with pytest.raises(NotAllowed):
            services.decide_objection(objection, outcome="upheld", opinion="维持。", by=person)
    assert fresh(objection).state == ObjectionState.PENDING


def test_nothing_goes_on_while_an_objection_waits(stage):
    objection = objected(stage)
    with pytest.raises(NotYet, match="陈述申辩"):
        plan(objection.finding, holder=stage.cast.nurse_sun, by=stage.cast.qian)
    with pytest.raises(NotYet, match="陈述申辩"):
        services.withdraw_finding(objection.finding, because="登记错误", by=stage.cast.director_wang)
    assert Assignment.objects.count() == 0


def test_a_partly_accepted_objection_makes_the_finding_less_severe(stage):
    objection = objected(stage, severity=Severity.MAJOR)
    finding = objection.finding
    limit = finding.limit_on
    with pytest.raises(Invalid, match="更轻"):
        services.decide_objection(
            objection, outcome="partly", severity="major", opinion="部分属实。", by=stage.cast.director_wang
        )
    services.decide_objection(
        objection, outcome="partly", severity="general", opinion="部分属实。", by=stage.cast.director_wang
    )
    finding = fresh(finding)
    assert (finding.severity, finding.state) == (Severity.GENERAL, FindingState.REGISTERED)
    assert finding.limit_on > limit
    assert fresh(objection).severity_before == Severity.MAJOR


def test_the_window_the_own_findings_and_the_accepted_ones_are_refused_with_their_reason(stage):
    finding = stage.supervision_finding()
    assert finding.objection_until > timezone.localdate()
    assert not Finding.objects.counting().exists()
    Finding.objects.filter(pk=finding.pk).update(objection_until=timezone.localdate() - datetime.timedelta(days=1))
    assert Finding.objects.counting().exists()
    with pytest.raises(NotYet, match="届满"):
        services.file_objection(finding, text="申辩。", by=stage.cast.qian)
    Finding.objects.filter(pk=finding.pk).update(objection_until=timezone.localdate())
    plan(fresh(finding), holder=stage.cast.nurse_sun, by=stage.cast.qian)
    with pytest.raises(NotYet, match="视为认可"):
        services.file_objection(finding, text="申辩。", by=stage.cast.qian)


def test_a_unit_does_not_object_to_itself(stage):
    finding = stage.finding()
    assert finding.objection_until is None
    assert Finding.objects.counting().get() == finding
    with pytest.raises(NotYet, match="自己发现"):
        services.file_objection(finding, text="申辩。", by=stage.cast.qian)


def test_a_leader_of_the_finding_side_withdraws_and_the_tasks_end(stage):
    finding = stage.approved(stage.supervision_finding())
    with pytest.raises(NotAllowed):
        services.withdraw_finding(finding, because="重复登记。", by=stage.cast.zhao)
    services.withdraw_finding(finding, because="与另一问题重复。", by=stage.cast.director_wang)
    task = Assignment.objects.get()
    assert (fresh(finding).state, task.state) == (FindingState.WITHDRAWN, Assignment.State.CANCELLED)
    with pytest.raises(NotYet):
        services.withdraw_finding(finding, because="再撤一次。", by=stage.cast.director_wang)

"""Row 128: whoever finds a problem asks for it to be fixed at once, answered in writing, or looked at again."""

import pytest

from organizations.refusals import Invalid
from rectification import services
from rectification.models import Demand, Finding
from tests.rectification.making import fresh, participant_of
from tests.rectification.pages import at, post, text_of, visit_as


def written_down(stage, *, words, **more) -> Finding:
    """The hospital's clerk writes a problem down in its self-inspection."""
    inspection = stage.self_inspection
    sent = {"severity": "general", "description": words, **more}
    assert post(visit_as(stage.cast.qian), at("finding_new", inspection.pk), **sent).status_code == 302
    return Finding.objects.get(description=words)


@pytest.fixture
def inspected(stage):
    """A self-inspection is open in the hospital."""
    stage.self_inspection = stage.inspection_of(stage.cast.peoples_hospital)
    return stage


def test_a_problem_is_to_be_fixed_at_once_where_nothing_else_is_asked(inspected):
    assert written_down(inspected, words="手卫生依从性低。").demand == Demand.IMMEDIATE
    page = visit_as(inspected.cast.qian).get(at("finding_new", inspected.self_inspection.pk))
    assert page.context["form"]["demand"].value() == Demand.IMMEDIATE


def test_the_ledger_is_narrowed_to_one_way_of_fixing(inspected):
    qian = visit_as(inspected.cast.qian)
    for words, demand in (("甲类问题。", "immediate"), ("乙类问题。", "written"), ("丙类问题。", "reinspection")):
        written_down(inspected, words=words, demand=demand)
    listed = text_of(qian.get(at("ledger"), {"demand": "written"}))
    assert ("甲类问题" in listed, "乙类问题" in listed, "丙类问题" in listed) == (False, True, False)
    assert text_of(qian.get(at("ledger"), {"demand": "nothing"})).count("类问题。") == 3, (
        "what is unknown is not applied"
    )
    finding = Finding.objects.get(demand="reinspection")
    assert "再次督查" in text_of(qian.get(finding.get_absolute_url()))


def test_a_finding_of_before_says_nothing_of_a_way(inspected):
    finding = written_down(inspected, words="旧问题。")
    Finding.objects.filter(pk=finding.pk).update(demand="")
    assert "整改方式" not in facts_of(inspected, finding)
    Finding.objects.filter(pk=finding.pk).update(demand="written")
    assert "书面提交整改" in facts_of(inspected, finding)


def facts_of(stage, finding) -> str:
    """The facts of a finding as its page shows them."""
    page = visit_as(stage.cast.qian).get(finding.get_absolute_url())
    return str([fact for fact in page.context["facts"] if fact["value"]])


def test_who_reports_and_who_verifies_is_told_what_was_asked(stage):
    cast = stage.cast
    finding = stage.approved(stage.finding(demand=Demand.WRITTEN))
    qian = visit_as(cast.qian)
    assert "要求书面提交整改" in text_of(qian.get(at("finding_report", finding.pk)))
    services.report_rectified(finding, text="已整改。", by=cast.qian)
    verifier = visit_as(cast.zhao)
    assert "再次督查：请到现场" not in text_of(verifier.get(at("finding_verify", finding.pk)))
    Finding.objects.filter(pk=finding.pk).update(demand=Demand.REINSPECTION)
    assert "再次督查：请到现场" in text_of(verifier.get(at("finding_verify", finding.pk)))


def test_a_problem_handed_down_names_its_way_too_and_an_unknown_one_is_refused(stage):
    cast, campaign = stage.cast, stage.issue()
    unit = participant_of(campaign, cast.peoples_hospital)
    told = {"source": "unit_risk", "severity": "general", "by": cast.qian}
    made = services.enter_finding(unit, description="设备老化。", demand=Demand.WRITTEN, **told)
    assert fresh(made).demand == Demand.WRITTEN
    with pytest.raises(Invalid, match="请选择整改方式"):
        services.enter_finding(unit, description="另一处。", demand="later", **told)
    with pytest.raises(Invalid, match="请选择整改方式"):
        stage.finding(demand="later")
    assert Finding.objects.count() == 1

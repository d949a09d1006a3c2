"""逐级上报 told over HTTP: a finding goes up two ways, by its unit and by whoever supervises it, with receipts."""

import pytest
from django.utils import timezone

from accountability import incidents, verify
from accountability.ladders import load_shipped_ladders
from accountability.models import Escalation, EscalationReceipt, IncidentReport
from accountability.walks import walking
from organizations.models import Duty
from organizations.refusals import NotAllowed
from organizations.sight import visible
from rectification import services
from rectification.models import Finding, Severity
from tests import make
from tests.rectification.making import make_finding, participant_of
from tests.screens.visitors import comes_in, visit_as

pytestmark = pytest.mark.django_db


@pytest.fixture
def grave(stage) -> Finding:
    """What the city's inspector found in the hospital is of the gravest kind."""
    load_shipped_ladders()
    return stage.supervision_finding(severity=Severity.MAJOR, interim_control="停用该手术间。")


def reports(visitor, finding) -> IncidentReport:
    """The visitor reports up what the finding's page says."""
    visitor.opens(finding.get_absolute_url())
    visitor.follows("逐级上报")
    assert finding.number_text in visitor.reads()
    visitor.presses("登记")
    return IncidentReport.objects.get()


def confirms(person, report) -> None:
    """Whoever was told says that he knows."""
    visitor, step = comes_in(person), Escalation.objects.filter(start__source_id=report.pk).latest("pk")
    visitor.opens(step.get_absolute_url())
    visitor.follows("确认收到")
    visitor.presses("确认收到")
    assert visitor.status == 200


def told() -> set[str]:
    """Who was told so far."""
    return set(EscalationReceipt.objects.values_list("person__name", flat=True))


def test_a_hospital_reports_a_grave_finding_step_by_step_with_receipts(stage, grave):
    cast = stage.cast
    qian = comes_in(cast.qian)
    qian.opens(grave.get_absolute_url())
    qian.follows("逐级上报")
    assert "临时控制措施：停用该手术间。" in qian.reads(), "what is known is not typed again"
    report = reports(qian, grave)
    assert (report.organization, report.ladder.code) == (cast.peoples_hospital, "step-by-step")
    qian.follows(grave.number_text)
    qian.follows(report.number_text)
    assert "转科交接记录缺少接收医师签名" in qian.reads(), "each leads to the other"

    assert told() == {"王院长", "何副院长"}
    for leader in (cast.vice_president_he, cast.president_wang):
        confirms(leader, report)
    assert {"李干事", "王主任"} <= told(), "once the hospital's leaders know, it goes to the city"
    chain = walking.walk(grave, who=cast.zhou)
    assert "incidentreport" in {node.model._meta.model_name for node in walking.flat(chain.ahead)}
    assert [difference for result in verify.run() for difference in result.differences] == []


def test_the_supervisor_reports_what_he_found_on_his_own_path(stage):
    load_shipped_ladders()
    cast, phase = stage.cast, stage.open("supervise")
    cao = cast.director_cao
    make.make_holder(Duty.PRINCIPAL, cast.east_district, name="严主任")
    with stage.acts_as(cast.han):
        unit = participant_of(phase.campaign, cast.tcm_hospital)
        visit = services.open_inspection(
            phase, participant=unit, kind="supervision", inspectors=[cast.han], by=cast.han
        )
    finding = make_finding(visit, by=cast.han, severity=Severity.MAJOR)
    report = reports(comes_in(cast.han), finding)
    assert report.organization == cast.east_district, "the district reports, not the hospital"
    assert told() == {cao.name, "严主任"}
    for receipt in EscalationReceipt.objects.all():
        confirms(receipt.person, report)
    assert {"李干事", "王主任"} <= told()
    assert not visible(cast.zheng, IncidentReport).exists()
    zheng = comes_in(cast.zheng)
    zheng.opens(finding.get_absolute_url())
    assert zheng.status == 200
    assert report.number_text not in zheng.reads(), "the hospital does not read what its supervisor reports of it"


def test_only_what_one_sees_and_what_may_be_reported_is_reported(stage, grave):
    zheng = comes_in(stage.cast.zheng)
    for source in (
        f"rectification.finding:{grave.pk}",
        f"rectification.campaign:{grave.campaign_id}",
        "rectification:1",
    ):
        zheng.opens(f"/incidents/new/?source={source}")
        assert zheng.status == 404
    assert not IncidentReport.objects.exists()


def test_the_page_of_a_reported_finding_costs_no_more(stage, grave, django_assert_max_num_queries):
    report = reports(comes_in(stage.cast.qian), grave)
    reader = visit_as(stage.cast.qian)
    reader.get(grave.get_absolute_url())
    with django_assert_max_num_queries(12):
        page = reader.get(grave.get_absolute_url())
    assert report.number_text in page.content.decode()


def test_nobody_reports_up_what_he_does_not_see(stage, grave):
    neighbour = make.make_holder(Duty.CLERK, stage.cast.tcm_hospital)
    now = timezone.now()
    told = {"reporter": "某人", "content": "听说的事", "found_at": now, "received_at": now, "by": neighbour}
    with pytest.raises(NotAllowed, match="看不到"):
        incidents.register_incident(stage.cast.tcm_hospital, source=grave, **told)
    with pytest.raises(NotAllowed, match="看不到"):
        incidents.register_incident(stage.cast.tcm_hospital, source=stage.cast.tcm_hospital, **told)
    assert not IncidentReport.objects.exists()

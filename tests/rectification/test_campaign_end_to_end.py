"""The Wuxi campaign from its scheme to the last close-out, through the verbs, with the jobs drained."""

import datetime

from accountability.models import Notice
from engine import jobs
from rectification import services
from rectification.models import CampaignState, Conclusion, Delivery, FindingState, InspectionState, PhaseState
from tests.rectification.making import (
    answer_everything,
    complete_self_inspection,
    deliver_required,
    fresh,
    make_finding,
    open_nodes,
    sign,
)


def test_the_template_gives_the_printed_days_of_2017(stage):
    windows = [(phase.name, phase.opens_on, phase.closes_on) for phase in stage.draft().phases.all()]
    day = datetime.date
    assert windows == [
        ("组织部署", day(2017, 2, 10), day(2017, 2, 23)),
        ("自查自纠", day(2017, 2, 13), day(2017, 2, 28)),
        ("督导抽查", day(2017, 3, 1), day(2017, 3, 10)),
        ("总结整改", day(2017, 3, 11), day(2017, 3, 25)),
    ]


def test_a_campaign_runs_from_its_scheme_to_the_last_close_out(stage):
    campaign = stage.issue()
    it_is_issued_to_three_units(stage, campaign)
    deploy, check, supervise, conclude = campaign.phases.order_by("order")
    for phase in (deploy, check):  # both are open at once
        services.open_phase(phase, by=stage.cast.director_wang)
    jobs.run_all()
    it_is_delivered_and_signed(stage, deploy)
    finding = two_units_answer_and_one_is_released(stage, check)
    it_is_delivered_and_signed(stage, check)
    outside = the_inspector_visits(stage, supervise)
    it_is_delivered_and_signed(stage, supervise)
    services.open_phase(conclude, by=stage.cast.director_wang)
    it_is_delivered_and_signed(stage, conclude)

    assert open_nodes(campaign) == ["conclude"]
    services.conclude_campaign(fresh(campaign), summary="专项整治工作完成。", by=stage.cast.li)
    sign(campaign)
    assert fresh(campaign).state == CampaignState.CLOSED
    assert {fresh(each).state for each in (finding, outside)} == {FindingState.REGISTERED}
    services.verify_finding(
        stage.reported(finding), conclusion=Conclusion.FIXED, opinion="现场核查属实。", by=stage.cast.zhao
    )
    assert fresh(finding).state == FindingState.CLOSED
    assert not Delivery.objects.filter(backdated=True).exists()


def it_is_issued_to_three_units(stage, campaign):
    assert campaign.state == CampaignState.RUNNING
    assert campaign.number.text.startswith("ZX-")
    units = dict(campaign.participants.values_list("name", "in_focus"))
    assert units == {"江州市人民医院": True, "城东中医院": True, "何氏诊所": False}
    assert Notice.objects.filter(person=stage.cast.qian, kind="campaign_issued").count() == 1


def it_is_delivered_and_signed(stage, phase):
    deliver_required(phase, by=stage.cast.li)
    services.submit_phase(fresh(phase), by=stage.cast.li)
    sign(phase)
    assert fresh(phase).state == PhaseState.CLOSED


def two_units_answer_and_one_is_released(stage, check):
    cast = stage.cast
    hospital = stage.inspection_of(cast.peoples_hospital, fresh(check))
    answer_everything(hospital, by=cast.qian, failing={8})
    item = hospital.checklist_version.items.get(order=8)
    finding = make_finding(hospital, by=cast.qian, item=item, severity="major", department=cast.icu)
    services.submit_self_inspection(hospital, by=cast.qian)
    services.confirm_self_inspection(hospital, by=cast.vice_president_he)
    complete_self_inspection(
        stage.inspection_of(cast.tcm_hospital, check), filler=cast.zheng, confirmer=cast.president_wu
    )
    jobs.run_all()
    assert open_nodes(check) == ["self_inspect"]
    services.release_participants(fresh(check), by=cast.director_wang, because="诊所人员外出进修，后补。")
    assert open_nodes(check) == ["complete"]
    assert stage.inspection_of(cast.clinic, check).state == InspectionState.RELEASED
    return finding


def the_inspector_visits(stage, supervise):
    cast = stage.cast
    services.open_phase(supervise, by=cast.director_liu)
    visit = stage.visit(cast.tcm_hospital, phase=fresh(supervise))
    answer_everything(visit, by=cast.zhao, failing={1})
    outside = make_finding(visit, by=cast.zhao)
    services.submit_inspection(visit, by=cast.zhao)
    return outside

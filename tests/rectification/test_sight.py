"""Who sees what of a campaign: its head is for all who take part, a unit's own things are for that unit and above."""

from organizations.sight import visible
from rectification import services
from rectification.models import (
    Answer,
    Campaign,
    CampaignTemplate,
    ChecklistVersion,
    CorrectiveMeasure,
    Delivery,
    Finding,
    Inspection,
    Output,
    Participant,
    Phase,
    ScopeChange,
)
from tests.rectification.making import FIRST_DAY, answer_everything, deliver_required, make_finding


def test_a_draft_is_seen_inside_the_issuers_institution_only(stage):
    cast = stage.cast
    campaign = stage.draft()
    assert campaign in visible(cast.li, Campaign)
    assert campaign in visible(cast.director_wang, Campaign)
    assert campaign.phases.first() in visible(cast.zhao, Phase)
    for outsider in (cast.zheng, cast.qian, cast.jiang, cast.lin, cast.nurse_sun):
        assert not visible(outsider, Campaign).exists()
        assert not visible(outsider, Phase).exists()


def test_a_districts_draft_is_hidden_from_the_city_until_it_is_issued(stage):
    cast = stage.cast
    campaign = services.draft_campaign(
        CampaignTemplate.objects.get(code="four-phases"),
        organization=cast.east_district,
        title="城东区整治",
        starts_on=FIRST_DAY,
        by=cast.jiang,
    )
    assert campaign in visible(cast.han, Campaign)
    assert campaign not in visible(cast.li, Campaign)


def test_an_issued_campaign_shows_its_head_to_units_that_take_part_and_not_the_others(stage):
    cast = stage.cast
    phase = stage.open("self_inspect")
    campaign = phase.campaign
    for member in (cast.zheng, cast.qian, cast.head_zhang, cast.jiang, cast.doctor_he):
        assert campaign in visible(member, Campaign)
        assert phase in visible(member, Phase)
        assert visible(member, Output).count() == Output.objects.count()
    assert not visible(cast.lin, Campaign).exists()
    assert not visible(cast.president_wei, Campaign).exists()
    assert visible(cast.zheng, Participant).get().organization == cast.tcm_hospital
    assert visible(cast.jiang, Participant).get().organization == cast.tcm_hospital
    assert visible(cast.li, Participant).count() == 3
    assert not visible(cast.zheng, ScopeChange).exists()
    assert visible(cast.zheng, Inspection).get().participant.organization == cast.tcm_hospital
    assert visible(cast.director_liu, Inspection).count() == 3


def test_what_a_unit_says_and_owes_stays_with_it_and_those_above(stage):
    cast = stage.cast
    phase = stage.open("self_inspect")
    inspection = stage.inspection_of(cast.peoples_hospital, phase)
    answer_everything(inspection, by=cast.qian)
    finding = make_finding(inspection, by=cast.qian, department=cast.surgery)
    finding = stage.approved(finding, holder=cast.nurse_sun)
    deliver_required(phase, by=cast.li)
    for model, neighbour, insider in (
        (Answer, cast.zheng, cast.president_wang),
        (Finding, cast.zheng, cast.head_gao),
        (CorrectiveMeasure, cast.jiang, cast.li),
    ):
        assert not visible(neighbour, model).exists()
        assert visible(insider, model).exists()
    assert visible(cast.zheng, Delivery).count() == 1  # the issuer's own
    assert finding in visible(cast.nurse_sun, Finding)  # in another department, but she holds the measure
    assert finding not in visible(cast.head_zhang, Finding)
    assert visible(cast.nurse_sun, ChecklistVersion).exists()


def test_the_list_of_campaigns_costs_the_same_however_many(stage, django_assert_max_num_queries):
    cast = stage.cast
    stage.issue()
    stage.issue(title="第二项")
    account = cast.account(cast.zheng)
    with django_assert_max_num_queries(5):
        assert len(visible(account, Campaign)) == 2

"""Row 126 and F15: an inspection may order a preparation meeting before it and an analysis meeting after it."""

import datetime

import pytest
from django.utils import timezone

from meetings import services as meetings
from organizations.refusals import Invalid, NotYet
from rectification import gatherings, services
from rectification.models import Campaign, CampaignMeeting, CampaignTemplate, Inspection, Per, Phase
from tests.meetings.making import Hall
from tests.rectification.making import deliver_required, fresh, sign
from tests.rectification.pages import at, post, text_of, visit_as


@pytest.fixture
def hall(stage) -> Hall:
    """The hospital holds meetings, with everybody on stage."""
    meetings.load_shipped_kinds()
    stage.cast.head_zhang, stage.cast.head_gao, stage.cast.president_wang  # noqa: B018 - they come on stage
    return Hall(stage.cast)


def asked(stage, *, per=Per.CAMPAIGN) -> Campaign:
    """The hospital's quarterly round, which asks for both meetings; issued, of this year."""
    cast, today = stage.cast, timezone.localdate()
    cast.icu, cast.surgery  # noqa: B018 - on stage
    template = CampaignTemplate.objects.get(code="four-phases")
    draft = services.draft_campaign(
        template,
        organization=cast.peoples_hospital,
        title="季度质控督导",
        starts_on=today,
        contact="质控科",
        by=cast.qian,
    )
    check, clerk = draft.phases.get(kind="supervise"), visit_as(cast.qian)
    for name, meeting in (("督导前准备会", "before"), ("总结、分析会", "after")):
        sent = {"name": name, "per": per, "required": "on", "due_on": today.isoformat(), "meeting": meeting}
        assert post(clerk, at("output_new", check.pk), **sent).status_code == 302
    assert "总结、分析会（检查后分析会）" in text_of(clerk.get(at("campaign_phases", draft.pk)))
    services.submit_scheme(fresh(draft), by=cast.qian)
    sign(draft)
    return fresh(draft)


def opened(stage, campaign) -> Phase:
    phase = campaign.phases.get(kind="supervise")
    services.open_phase(phase, by=stage.cast.president_wang)
    return fresh(phase)


def met(stage, campaign, meeting, output):
    """The clerk enters a meeting as one that the phase asks for."""
    sent = {"meeting": f"meetings.meeting:{meeting.pk}", "output": output.pk}
    return post(visit_as(stage.cast.qian), at("campaign_meeting_link", campaign.pk), **sent)


def missing_meetings(phase) -> list[str]:
    return [str(one) for one in services.missing_outputs(fresh(phase)) if one.output.meeting]


def test_a_round_waits_for_its_two_meetings_and_a_linked_meeting_is_enough(stage, hall):
    campaign = asked(stage)
    phase = opened(stage, campaign)
    before, after = phase.outputs.exclude(meeting="").order_by("pk")
    assert missing_meetings(phase) == ["督导前准备会（检查前准备会）", "总结、分析会（检查后分析会）"]
    qian = visit_as(stage.cast.qian)
    deliver_required_but_meetings(phase, by=stage.cast.qian)
    assert "总结、分析会（检查后分析会）" in text_of(qian.get(at("phase_submit", phase.pk)))
    with pytest.raises(NotYet, match="检查前准备会"):
        services.submit_phase(phase, by=stage.cast.qian)
    page = qian.get(campaign.get_absolute_url())
    assert f"{at('campaign_meeting_link', campaign.pk)}?for={before.pk}" in page.content.decode()
    assert met(stage, campaign, hall.held(title="质控督导准备会"), before).status_code == 302
    assert missing_meetings(phase) == ["总结、分析会（检查后分析会）"]
    assert "已召开" in text_of(qian.get(campaign.get_absolute_url()))
    assert met(stage, campaign, hall.held(title="质控分析会"), after).status_code == 302
    assert missing_meetings(phase) == []
    words = text_of(qian.get(at("campaign_meetings", campaign.pk)))
    assert f"{phase.name} · 督导前准备会（检查前准备会）" in words
    services.submit_phase(fresh(phase), by=stage.cast.qian)
    table = str(fresh(phase).sign_off_manifest())
    assert "质控督导准备会" in table
    with pytest.raises(NotYet, match="正在审批"):
        services.unlink_meeting(CampaignMeeting.objects.get(output=before), by=stage.cast.qian)
    sign(phase)
    with pytest.raises(NotYet, match="阶段已经结束"):
        services.unlink_meeting(CampaignMeeting.objects.get(output=before), by=stage.cast.qian)


def deliver_required_but_meetings(phase, *, by) -> None:
    """What the phase asks for beside its meetings."""
    for output in phase.outputs.filter(required=True, per=Per.CAMPAIGN, meeting=""):
        services.deliver(output, delivered_on=timezone.localdate(), text="已印发。", by=by)


def test_a_meeting_that_was_not_held_in_the_system_may_still_be_written_down(stage, hall):
    phase = opened(stage, asked(stage))
    deliver_required(phase, by=stage.cast.qian)
    assert missing_meetings(phase) == []


def test_taken_out_again_it_is_missing_again(stage, hall):
    campaign = asked(stage)
    phase = opened(stage, campaign)
    before = phase.outputs.get(meeting="before")
    met(stage, campaign, hall.held(), before)
    services.unlink_meeting(CampaignMeeting.objects.get(), by=stage.cast.qian)
    assert "督导前准备会（检查前准备会）" in missing_meetings(phase)


def test_each_unit_holds_its_own_where_the_round_says_so(stage, hall):
    campaign = asked(stage, per=Per.PARTICIPANT)
    phase = opened(stage, campaign)
    before = phase.outputs.get(meeting="before")
    assert "督导前准备会（检查前准备会）（江州市人民医院）" in missing_meetings(phase)
    met(stage, campaign, hall.held(), before)
    assert all("准备会" not in one for one in missing_meetings(phase))
    assert "已列入 1 家" in text_of(visit_as(stage.cast.qian).get(campaign.get_absolute_url()))


def test_only_a_meeting_that_the_phase_asks_for_of_this_house_is_met(stage, hall):
    cast, campaign = stage.cast, asked(stage)
    opened(stage, campaign)
    city = stage.issue()
    Campaign.objects.filter(pk=city.pk).update(starts_on=timezone.localdate(), ends_on=timezone.localdate())
    notice = city.phases.first().outputs.first()
    meeting = hall.held()
    found = gatherings.offered(cast.qian, fresh(city))[f"meetings.meeting:{meeting.pk}"]
    with pytest.raises(Invalid, match="阶段要求的会议"):
        services.link_meeting(fresh(city), meeting=found, output=notice, by=cast.qian)
    wanted = campaign.phases.get(kind="supervise").outputs.get(meeting="before")
    with pytest.raises(Invalid, match="本专项工作"):
        services.link_meeting(fresh(city), meeting=found, output=wanted, by=cast.qian)
    type(notice).objects.filter(pk=notice.pk).update(meeting="before", per=Per.CAMPAIGN)
    with pytest.raises(Invalid, match="由主办单位召开"):
        services.link_meeting(fresh(city), meeting=found, output=fresh(notice), by=cast.qian)
    assert not CampaignMeeting.objects.exists()


@pytest.mark.parametrize(
    ("moment", "days", "told"), [("before", -3, "准备会晚于首次检查"), ("after", 3, "分析会早于首次检查")]
)
def test_a_meeting_at_the_wrong_moment_is_pointed_out_and_counts(stage, hall, moment, days, told):
    cast, campaign = stage.cast, asked(stage)
    phase = opened(stage, campaign)
    unit = campaign.participants.get()
    visit = services.open_inspection(
        phase, participant=unit, kind="spot_check", department=cast.icu, inspectors=[cast.qian], by=cast.qian
    )
    Inspection.objects.filter(pk=visit.pk).update(opened_at=timezone.now() + datetime.timedelta(days=days))
    met(stage, campaign, hall.held(), phase.outputs.get(meeting=moment))
    assert told in text_of(visit_as(cast.qian).get(at("campaign_meetings", campaign.pk)))
    assert not [one for one in services.missing_outputs(phase) if one.output.meeting == moment]


def test_the_next_round_and_the_template_ask_for_the_same_meetings(stage, hall):
    cast, campaign = stage.cast, asked(stage)
    phase, today = opened(stage, campaign), timezone.localdate()
    again = services.deploy_again(
        phase, opens_on=today, closes_on=today, because="整改不到位。", by=cast.president_wang
    )
    assert set(again.outputs.exclude(meeting="").values_list("meeting", flat=True)) == {"before", "after"}
    template = services.save_as_template(campaign, name="季度督导", by=cast.qian)
    assert template.phases.filter(outputs__meeting="after").exists()
    made = services.draft_campaign(
        template,
        organization=cast.peoples_hospital,
        title="下季度督导",
        starts_on=today,
        contact="质控科",
        by=cast.qian,
    )
    assert made.phases.get(kind="supervise", name=phase.name).outputs.filter(meeting="before").exists()
    assert "检查前准备会" in str(made.scheme_manifest())


def test_the_pages_cost_the_same_with_many_meetings(stage, hall, django_assert_max_num_queries):
    campaign = asked(stage)
    phase = opened(stage, campaign)
    for output in phase.outputs.exclude(meeting=""):
        for day in range(2):
            met(stage, campaign, hall.held(title=f"会议{output.pk}{day}", days=-day), output)
    qian = visit_as(stage.cast.qian)
    for address in (at("campaign_meetings", campaign.pk), at("campaign_meeting_link", campaign.pk)):
        qian.get(address)
        with django_assert_max_num_queries(12):
            assert qian.get(address).status_code == 200

"""D18: the meetings of a campaign lie in its dossier box in their order, with notice, sign-in and minutes."""

import pytest
from django.utils import timezone

from meetings import services as meetings
from meetings.models import Attendance, Meeting
from organizations.refusals import AlreadyDone, NotAllowed, NotYet
from rectification import gatherings, services
from rectification.models import CampaignMeeting, KeptBox
from tests.meetings.making import Hall
from tests.rectification.making import fresh
from tests.rectification.pages import at, post, text_of, visit_as


@pytest.fixture
def hall(stage) -> Hall:
    """The hospital holds meetings, with everybody on stage."""
    meetings.load_shipped_kinds()
    stage.cast.head_zhang, stage.cast.head_gao, stage.cast.president_wang  # noqa: B018 - they come on stage
    return Hall(stage.cast)


@pytest.fixture
def campaign(stage):
    """The city's campaign, this year's."""
    made = stage.issue()
    type(made).objects.filter(pk=made.pk).update(starts_on=timezone.localdate(), ends_on=timezone.localdate())
    return fresh(made)


def link(client, campaign, meeting):
    return post(client, at("campaign_meeting_link", campaign.pk), meeting=f"meetings.meeting:{meeting.pk}")


def test_a_department_meeting_is_linked_by_its_hospital_and_lies_in_the_box(stage, hall, campaign):
    cast = stage.cast
    hall_meeting = hall.issued(title="科室动员会")
    Attendance.objects.create(meeting=hall_meeting, name="高主任", unit_name="检验科")
    hospital, office = visit_as(cast.qian), visit_as(cast.li)
    assert "科室动员会" in text_of(hospital.get(at("campaign_meeting_link", campaign.pk)))
    assert link(hospital, campaign, hall_meeting).status_code == 302
    linked = CampaignMeeting.objects.get()
    assert (linked.label, linked.organization) == ("科室动员会", cast.peoples_hospital)
    page = hospital.get(at("campaign_meetings", campaign.pk))
    assert hall_meeting.get_absolute_url() in page.content.decode()
    assert "科室动员会" not in text_of(visit_as(cast.zheng).get(at("campaign_meetings", campaign.pk)))
    assert post(office, at("campaign_dossier_make", campaign.pk)).status_code == 302
    box = text_of(office.get(at("campaign_dossier", campaign.pk)))
    places = [box.index(word) for word in ("工作方案", "会议通知：", "签到：", "会议纪要：", "检查记录")]
    assert places == sorted(places)
    assert "重症医学科完善手卫生督查制度" in box
    assert KeptBox.objects.get().made_by == cast.li


def test_meetings_stand_in_the_order_of_their_days(stage, hall, campaign):
    later, earlier = hall.held(title="第二次会议"), hall.held(title="第一次会议", days=-3)
    for one in (later, earlier):
        assert link(visit_as(stage.cast.qian), campaign, one).status_code == 302
    office = visit_as(stage.cast.li)
    post(office, at("campaign_dossier_make", campaign.pk))
    box = text_of(office.get(at("campaign_dossier", campaign.pk)))
    assert box.index("第一次会议") < box.index("第二次会议")


def test_what_only_those_present_may_read_stays_out_of_the_box(stage, hall, campaign):
    qian = stage.cast.qian
    meeting = hall.issued(title="研究人事的会议")
    Meeting.objects.filter(pk=meeting.pk).update(restricted=True)
    Attendance.objects.create(meeting=meeting, person=qian, name=qian.name, unit_name="医务科")
    assert link(visit_as(qian), campaign, meeting).status_code == 302
    (paper,) = gatherings.pieces(qian, CampaignMeeting.objects.all())
    told = " ".join((paper.title, *paper.lines))
    assert "仅参会人员可见" in told
    assert "研究人事" not in told
    assert "重症医学科" not in told


def test_it_is_linked_once_by_its_own_house_and_taken_out_again(stage, hall, campaign):
    cast = stage.cast
    meeting = hall.held()
    found = gatherings.offered(cast.qian, campaign)[f"meetings.meeting:{meeting.pk}"]
    made = services.link_meeting(campaign, meeting=found, by=cast.qian)
    with pytest.raises(AlreadyDone):
        services.link_meeting(campaign, meeting=found, by=cast.qian)
    with pytest.raises(NotAllowed):
        services.unlink_meeting(made, by=cast.zheng)
    assert visit_as(cast.zheng).get(at("campaign_meeting_unlink", made.pk)).status_code == 404
    assert post(visit_as(cast.qian), at("campaign_meeting_unlink", made.pk)).status_code == 302
    with pytest.raises(AlreadyDone):
        services.unlink_meeting(made, by=cast.qian)
    with pytest.raises(NotYet):
        services.link_meeting(stage.draft(title="另一项"), meeting=found, by=cast.qian)


def test_a_meeting_that_was_not_held_and_one_of_strangers_is_not_offered(stage, hall, campaign):
    planned = hall.noticed(days=2)
    held = hall.held(title="本院会议")
    assert list(gatherings.offered(stage.cast.qian, campaign)) == [f"meetings.meeting:{held.pk}"]
    assert gatherings.offered(stage.cast.zheng, campaign) == {}
    refused = link(visit_as(stage.cast.qian), campaign, planned)
    assert refused.status_code == 422


def test_a_box_stays_as_it_was_put_together_and_is_its_makers(stage, hall, campaign):
    cast = stage.cast
    office = visit_as(cast.li)
    post(office, at("campaign_dossier_make", campaign.pk))
    assert link(visit_as(cast.qian), campaign, hall.held(title="后来的会议")).status_code == 302
    assert "后来的会议" not in text_of(office.get(at("campaign_dossier", campaign.pk)))
    assert "还没有编制" in text_of(visit_as(cast.zhao).get(at("campaign_dossier", campaign.pk)))
    post(office, at("campaign_dossier_make", campaign.pk))
    assert "后来的会议" in text_of(office.get(at("campaign_dossier", campaign.pk)))
    assert KeptBox.objects.count() == 2


def test_the_list_costs_the_same_for_many_meetings(stage, hall, campaign, django_assert_max_num_queries):
    cast = stage.cast
    for n in range(4):
        meeting = hall.held(title=f"会议{n}", days=-n)
        found = gatherings.offered(cast.qian, campaign)[f"meetings.meeting:{meeting.pk}"]
        services.link_meeting(campaign, meeting=found, by=cast.qian)
    client = visit_as(cast.qian)
    client.get(at("campaign_meetings", campaign.pk))
    with django_assert_max_num_queries(12):
        assert "会议3" in text_of(client.get(at("campaign_meetings", campaign.pk)))
    for n in range(3):
        hall.held(title=f"另一会议{n}", days=-n)
    with django_assert_max_num_queries(12):
        assert "另一会议2" in text_of(client.get(at("campaign_meeting_link", campaign.pk)))

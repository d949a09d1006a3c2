"""F15: a campaign that comes again, its editions side by side with four marks read from their rows."""

import datetime

import pytest
from django.utils import timezone

from accountability.models import Notice, TrailEvent
from engine import jobs
from engine.models import Turn
from organizations.models import Person
from organizations.refusals import Invalid, NotAllowed
from rectification import services
from rectification.models import Campaign, CampaignState
from rectification.services import editing, recurring
from tests import make
from tests.rectification.making import answer_everything, fresh, make_finding
from tests.rectification.pages import at, post, text_of, visit_as


def test_the_next_edition_belongs_to_the_series_and_its_day_is_told(stage):
    cast = stage.cast
    first = stage.issue(title="第一季度安全大检查")
    client = visit_as(cast.li)
    assert post(client, at("campaign_recur", first.pk), recurs="2").status_code == 422
    assert post(client, at("campaign_recur", first.pk), recurs="3").status_code == 302
    start = services.months_after(first.starts_on, 3)
    second = services.copy_campaign(first, title="第二季度安全大检查", starts_on=start, by=cast.li)
    third = services.copy_campaign(second, title="第三季度安全大检查", starts_on=start, by=cast.li)
    assert (second.series, third.series) == (first, first)
    page = text_of(client.get(at("campaign_series", third.pk)))
    assert "每季度" in page
    for title in ("第一季度安全大检查", "第二季度安全大检查", "第三季度安全大检查"):
        assert title in page
    assert "下一期应于 2017 年 8 月 10 日 开始" in page
    with pytest.raises(Invalid):
        services.set_recurrence(first, recurs=5, by=cast.li)
    with pytest.raises(NotAllowed):
        services.set_recurrence(first, recurs=1, by=cast.qian)


def test_the_four_marks_follow_the_rows(stage):
    cast = stage.cast
    phase = stage.open("supervise")
    campaign, client = phase.campaign, visit_as(cast.li)
    address = at("campaign_series", campaign.pk)
    assert "0次检查" in text_of(client.get(address))
    visit = stage.visit(cast.tcm_hospital, phase=phase)
    answer_everything(visit, by=cast.zhao)
    finding = make_finding(visit, by=cast.zhao, fixed_on_spot=True)
    services.submit_inspection(visit, by=cast.zhao)
    page = text_of(client.get(address))
    assert "1次检查" in page
    assert "已办结0/1" in page
    services.verify_finding(fresh(finding), conclusion="fixed", opinion="已看。", by=cast.li)
    page = text_of(client.get(address))
    assert "已办结1/1" in page
    assert "未公布" in page
    assert "实施中" in page
    Campaign.objects.filter(pk=campaign.pk).update(state=CampaignState.CLOSED)
    assert "已结束" in text_of(client.get(address))


def test_a_month_has_its_last_day():
    assert services.months_after(datetime.date(2026, 11, 30), 3) == datetime.date(2027, 2, 28)
    assert services.months_after(datetime.date(2026, 1, 31), 1) == datetime.date(2026, 2, 28)
    assert services.months_after(datetime.date(2026, 12, 15), 12) == datetime.date(2027, 12, 15)


def test_the_series_costs_the_same_for_many_editions(stage, django_assert_max_num_queries):
    cast = stage.cast
    first = stage.issue()
    client = visit_as(cast.li)
    for n in range(3):
        services.copy_campaign(first, title=f"第{n}期", starts_on=timezone.localdate(), by=cast.li)
    client.get(at("campaign_series", first.pk))
    with django_assert_max_num_queries(12):
        client.get(at("campaign_series", first.pk))


@pytest.fixture
def quarterly(stage):
    """A campaign of every quarter whose next edition begins in three weeks."""
    first = stage.issue(title="安全大检查")
    begins = services.months_after(timezone.localdate() + datetime.timedelta(days=21), -3)
    length = first.ends_on - first.starts_on
    Campaign.objects.filter(pk=first.pk).update(starts_on=begins, ends_on=begins + length)
    services.set_recurrence(fresh(first), recurs=3, by=stage.cast.li)
    return fresh(first)


def test_the_next_edition_is_drafted_in_time_and_lies_with_the_clerk(stage, quarterly):
    cast = stage.cast
    jobs.enqueue("rectification.next_editions")
    jobs.run_all()
    made = Campaign.objects.get(series=quarterly)
    assert made.starts_on == services.months_after(quarterly.starts_on, 3)
    assert (made.state, made.drafted_by, made.requirements) == ("draft", cast.li, quarterly.requirements)
    assert made.phases.count() == quarterly.phases.count()
    assert f"安全大检查（{made.starts_on.year}年{made.starts_on.month}月）" == made.title
    assert Turn.objects.of(made).open().get().node == "draft"
    told = Notice.objects.get(kind="edition_drafted")
    assert told.person == cast.li
    assert "没有检查、没有全部落实、没有总结、没有考核" in told.text
    event = TrailEvent.objects.of(made).get(verb="campaign_drafted")
    assert event.actor_id is None
    assert made.title in text_of(visit_as(cast.li).get("/"))


def test_it_is_drafted_once_however_often_it_is_asked_for(stage, quarterly):
    for _n in range(3):
        jobs.enqueue("rectification.next_editions")
        jobs.run_all()
    assert Campaign.objects.filter(series=quarterly).count() == 1
    assert Notice.objects.filter(kind="edition_drafted").count() == 1


def test_a_draft_that_died_half_way_leaves_nothing_and_is_made_the_next_time(stage, quarterly, monkeypatch):
    def dies(*_told, **_more):
        raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(editing.engine, "start", dies)
        with pytest.raises(KeyboardInterrupt):
            services.draft_next(quarterly)
    assert not Campaign.objects.filter(series=quarterly).exists()
    assert services.draft_next(fresh(quarterly)) is not None
    assert services.draft_next(fresh(quarterly)) is None


def test_a_series_that_cannot_be_drafted_holds_up_no_other(stage, quarterly, monkeypatch):
    other = stage.issue(title="消毒供应检查")
    Campaign.objects.filter(pk=other.pk).update(starts_on=quarterly.starts_on, ends_on=quarterly.ends_on)
    services.set_recurrence(fresh(other), recurs=3, by=stage.cast.li)
    copy = recurring.copy_as

    def breaks(source, **told):
        if source.pk == quarterly.pk:
            raise ValueError("broken")
        return copy(source, **told)

    monkeypatch.setattr(recurring, "copy_as", breaks)
    jobs.enqueue("rectification.next_editions")
    jobs.drain()
    assert Campaign.objects.filter(series=other).count() == 1
    assert not Campaign.objects.filter(series=quarterly).exists()


def test_it_waits_for_its_time_and_for_the_last_edition(stage, quarterly):
    begins = services.months_after(quarterly.starts_on, 3)
    assert services.draft_next(quarterly, today=begins - datetime.timedelta(days=31)) is None
    made = services.draft_next(quarterly, today=begins - datetime.timedelta(days=30))
    after = services.months_after(begins, 3) - datetime.timedelta(days=1)
    assert services.draft_next(fresh(quarterly), today=after) is None  # nobody has issued the last one
    Campaign.objects.filter(pk=made.pk).update(state=CampaignState.RUNNING)
    assert services.draft_next(fresh(quarterly), today=after).starts_on == services.months_after(begins, 3)
    services.set_recurrence(fresh(quarterly), recurs=0, by=stage.cast.li)
    Campaign.objects.update(state=CampaignState.RUNNING)
    assert services.draft_next(fresh(quarterly), today=services.months_after(after, 3)) is None


def test_periods_that_have_gone_by_are_not_made_up_for(stage, quarterly):
    years_later = services.months_after(quarterly.starts_on, 30)
    made = services.draft_next(quarterly, today=years_later)
    assert made.starts_on == years_later


def test_where_the_clerk_has_left_somebody_else_of_the_house_drafts_it(stage, quarterly):
    successor = make.make_holder("clerk", stage.cast.city)
    Person.objects.filter(pk=stage.cast.li.pk).update(active=False)
    assert services.draft_next(quarterly).drafted_by == successor

"""F15: a campaign that comes again, its editions side by side with four marks read from their rows."""

import datetime

import pytest
from django.utils import timezone

from organizations.refusals import Invalid, NotAllowed
from rectification import services
from rectification.models import Campaign, CampaignState
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

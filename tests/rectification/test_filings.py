"""A form on its way: asked, approved with its burden, filled in, reviewed, sent up, returned, corrected."""

import datetime

import pytest
from django.utils import timezone

from accountability import verify
from accountability.models import Notice, TrailEvent
from accountability.trail import label
from organizations.models import Duty
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.services import appoint, create_post
from rectification import services
from rectification.models import Collection, Correction, Filing, FilingState, Form
from tests.rectification.filing import SUMMARY, asked, beds, filed, of
from tests.rectification.making import fresh, open_nodes

IN_FIVE_DAYS = datetime.timedelta(days=5)


def test_the_whole_way_of_a_form(stage):
    cast = stage.cast
    collection = asked(stage)
    assert (collection.state, collection.units, collection.minutes) == ("open", 3, 60)
    assert (collection.approved_by, collection.drafted_by) == (cast.director_wang, cast.li)
    filing = of(collection, cast.peoples_hospital)
    assert open_nodes(filing) == ["fill"]

    filing = filed(filing, by=cast.qian, reviewer=cast.vice_president_he)
    assert (filing.state, filing.values["D1"], filing.values["H1"]) == ("reported", "4", "50")
    assert not filing.is_late

    services.return_for_correction(filing, by=cast.li, because="培训人次与通知不符。")
    assert (fresh(filing).state, open_nodes(filing)) == ("returned", ["fill"])
    assert Notice.objects.filter(person=cast.qian, kind="returned").exists()
    services.save_filing(filing, values={**SUMMARY, "B1": "36"}, by=cast.qian)
    services.submit_filing(filing, by=cast.qian)
    services.report_filing(filing, by=cast.vice_president_he)

    [correction] = Correction.objects.all()
    told = (correction.label, correction.old, correction.new, correction.because, correction.by)
    assert told == ("参加培训人员", "30", "36", "培训人次与通知不符。", cast.qian)
    assert fresh(filing).returns == 1
    assert [str(found) for result in verify.run() for found in result.differences] == []
    assert {verb for verb in TrailEvent.objects.values_list("verb", flat=True) if label(verb) == verb} == set()


def test_nobody_passes_what_he_wrote_himself(stage):
    cast = stage.cast
    draft = services.draft_collection(
        Form.objects.get(code="rectification-summary").versions.get(),
        organization=cast.city,
        due_on=timezone.localdate(),
        by=cast.li,
    )
    with pytest.raises(NotAllowed):
        services.approve_collection(draft, by=cast.li)
    leads = create_post(cast.peoples_hospital, title="院长助理", duty=Duty.LEADER, by=None)
    appoint(cast.qian, post=leads, since=timezone.localdate(), by=None)
    filing = of(asked(stage), cast.peoples_hospital)
    services.save_filing(filing, values=SUMMARY, by=cast.qian)
    services.submit_filing(filing, by=cast.qian)
    with pytest.raises(NotAllowed, match="本人填报"):
        services.report_filing(filing, by=cast.qian)
    services.report_filing(filing, by=cast.president_wang)


def test_where_a_unit_has_one_person_its_superior_reviews(stage):
    cast = stage.cast
    filing = of(asked(stage), cast.clinic)
    services.file_zero(filing, by=cast.doctor_he, phone="0510-7654321")
    assert (filing.state, filing.is_zero, filing.values["E1"]) == ("submitted", True, "0")
    assert filing.confirm_path != filing.org_path
    with pytest.raises(NotAllowed):
        services.report_filing(filing, by=cast.doctor_he)


def test_what_does_not_agree_is_kept_but_not_sent(stage):
    cast = stage.cast
    filing = of(asked(stage, beds(stage)), cast.peoples_hospital)
    wrong = {"A1": "10", "A2": "20", "A3": "31", "B1": "9", "B2": "x", "B3": "20.5", "C1": "77"}
    worked = services.save_filing(filing, values=wrong, by=cast.qian)
    assert [fault.cell for fault in worked.faults] == ["B2", "B3"]
    with pytest.raises(NotYet, match="还有2处不能上报：“外科 · 占用床日”请填写数字"):
        services.submit_filing(filing, by=cast.qian)
    services.save_filing(filing, values={**wrong, "B2": "18", "B3": "27"}, by=cast.qian)
    with pytest.raises(NotYet, match="合计行应等于前两行之和（现在左边是 30，右边是 31）"):
        services.submit_filing(filing, by=cast.qian)
    services.save_filing(filing, values={**wrong, "A3": "30", "B2": "18", "B3": "27"}, by=cast.qian)
    services.submit_filing(filing, by=cast.qian)
    assert fresh(filing).values["C1"] == "90"


def test_a_rate_over_nothing_is_empty_with_a_remark(stage):
    filing = of(asked(stage, beds(stage)), stage.cast.peoples_hospital)
    zeros = {"A1": "0", "A2": "0", "A3": "0", "B1": "0", "B2": "0", "B3": "0"}
    worked = services.save_filing(filing, values=zeros, by=stage.cast.qian)
    assert ("C1" in worked.values, worked.remarks["C1"]) == (False, "分母为零，不计算")
    services.submit_filing(filing, by=stage.cast.qian)


def test_a_hint_asks_for_an_explanation_and_then_lets_pass(stage):
    filing = of(asked(stage), stage.cast.peoples_hospital)
    services.save_filing(filing, values={**SUMMARY, "B1": "1"}, by=stage.cast.qian)
    with pytest.raises(Invalid, match="说明"):
        services.submit_filing(filing, by=stage.cast.qian)
    services.save_filing(filing, values={**SUMMARY, "B1": "1"}, by=stage.cast.qian, remark="一次为线上会议。")
    services.submit_filing(filing, by=stage.cast.qian)


def test_a_unit_is_reminded_by_notice_or_telephone_until_it_has_reported(stage):
    cast = stage.cast
    collection = asked(stage)
    filed(of(collection, cast.peoples_hospital), by=cast.qian, reviewer=cast.president_wang)
    everybody = list(collection.filings.all())
    assert services.remind_filings(collection, filings=everybody, by=cast.li) == 2
    assert not Notice.objects.filter(person=cast.qian, kind="form_reminded").exists()
    notice = Notice.objects.get(person=cast.zheng, kind="form_reminded")
    assert notice.url == of(collection, cast.tcm_hospital).get_absolute_url()
    with pytest.raises(Invalid, match="接听人"):
        services.remind_filings(collection, filings=everybody, by=cast.li, how="phone")
    services.remind_filings(collection, filings=everybody, by=cast.li, how="phone", note="郑科长答复今日报送。")
    assert of(collection, cast.tcm_hospital).reminded == 2
    with pytest.raises(NotAllowed):
        services.remind_filings(collection, filings=everybody, by=cast.qian)


def test_the_next_period_asks_the_same_units_once(stage):
    today = datetime.date(2026, 11, 20)
    first = asked(stage, period="quarter", day=today, due_on=datetime.date(2027, 1, 5))
    assert (first.begins_on, first.ends_on) == (datetime.date(2026, 10, 1), datetime.date(2026, 12, 31))
    following = services.collect_again(first, by=stage.cast.li)
    assert (following.begins_on, following.ends_on) == (datetime.date(2027, 1, 1), datetime.date(2027, 3, 31))
    assert (following.due_on, following.units) == (datetime.date(2027, 4, 5), 3)
    with pytest.raises(AlreadyDone):
        services.collect_again(fresh(first), by=stage.cast.li)


@pytest.mark.parametrize(
    ("kind", "begins", "ends"),
    [("month", (2, 1), (2, 28)), ("quarter", (1, 1), (3, 31)), ("half", (1, 1), (6, 30)), ("year", (1, 1), (12, 31))],
)
def test_a_day_lies_in_its_period(kind, begins, ends):
    found = services.period_of(kind, datetime.date(2026, 2, 10))
    assert found == (datetime.date(2026, *begins), datetime.date(2026, *ends))


def test_inside_a_campaign_only_its_units_are_asked(stage):
    campaign = stage.issue()
    services.remove_participant(
        campaign.participants.get(organization=stage.cast.clinic), by=stage.cast.li, because="停业。"
    )
    collection = asked(stage, campaign=campaign, annex=1)
    assert set(collection.filings.values_list("unit_name", flat=True)) == {"江州市人民医院", "城东中医院"}


def test_a_declined_form_reaches_nobody_and_its_drafter_hears_why(stage):
    cast = stage.cast
    draft = services.draft_collection(
        beds(stage), organization=cast.city, due_on=timezone.localdate() + IN_FIVE_DAYS, by=cast.li
    )
    services.decline_collection(draft, by=cast.director_wang, because="数据系统中已有，不再向基层要表。")
    assert (fresh(draft).state, Filing.objects.count()) == ("declined", 0)
    assert "已有" in Notice.objects.get(person=cast.li, kind="returned").text


def test_after_the_end_nothing_is_filed_or_returned(stage):
    cast = stage.cast
    collection = asked(stage)
    reported = filed(of(collection, cast.peoples_hospital), by=cast.qian, reviewer=cast.president_wang)
    services.close_collection(collection, by=cast.li)
    with pytest.raises(NotYet, match="已经截止"):
        services.return_for_correction(reported, by=cast.li, because="更正。")
    late = of(collection, cast.tcm_hospital)
    with pytest.raises(NotYet, match="已经截止"):
        services.save_filing(late, values=SUMMARY, by=cast.zheng)


def test_what_is_refused_before_anybody_is_asked(stage):
    cast = stage.cast
    version = beds(stage)
    today = timezone.localdate()
    with pytest.raises(NotYet, match="没有任何单位"):
        services.draft_collection(
            version, organization=cast.city, due_on=today, scope_rule={"tags": ["无此标签"]}, by=cast.li
        )
    early = today - datetime.timedelta(days=400)
    with pytest.raises(Invalid, match="截止日期"):
        services.draft_collection(version, organization=cast.city, due_on=early, period="month", by=cast.li)
    draft = services.redraft_form(version.form, by=cast.li)
    with pytest.raises(NotYet, match="先发布"):
        services.draft_collection(draft, organization=cast.city, due_on=today, by=cast.li)
    assert not Collection.objects.exists()


def test_a_form_sent_back_inside_the_unit_is_still_its_first(stage):
    cast = stage.cast
    filing = of(asked(stage), cast.peoples_hospital)
    services.save_filing(filing, values=SUMMARY, by=cast.qian)
    services.submit_filing(filing, by=cast.qian)
    services.return_for_rework(filing, by=cast.president_wang, because="请核对隐患数。")
    assert fresh(filing).state == FilingState.OPEN
    filed(fresh(filing), by=cast.qian, reviewer=cast.president_wang)
    assert not Correction.objects.exists()

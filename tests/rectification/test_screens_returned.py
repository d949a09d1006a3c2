"""Why something came back stands where the work is, and the pages say what a button leads to."""

import datetime

import pytest
from django.utils import timezone

from accountability import returns
from engine import jobs
from engine.models import Turn
from rectification import services
from rectification.models import CampaignState, Phase
from rectification.views import gantt
from tests import make
from tests.rectification.making import answer_everything, fresh, participant_of, sign
from tests.rectification.pages import at, post, scheme_of, text_of, visit_as

SAID = "第3项请附抽查数。"


def _returned_inspection(stage):
    """A self-inspection that its head has sent back."""
    inspection = stage.inspection_of(stage.cast.tcm_hospital)
    answer_everything(inspection, by=stage.cast.zheng)
    services.submit_self_inspection(inspection, by=stage.cast.zheng)
    services.return_self_inspection(inspection, by=stage.cast.president_wu, because=SAID)
    return inspection


def test_the_reason_stands_above_the_checklist_until_it_is_handed_in_again(stage):
    inspection = _returned_inspection(stage)
    client = visit_as(stage.cast.zheng)
    page = text_of(client.get(inspection.get_absolute_url()))
    assert "退回：吴院长" in page
    assert page.index(SAID) < page.index("必填条目都已填写")
    assert SAID in text_of(client.get(at("inspection_submit", inspection.pk)))
    assert SAID in text_of(client.get("/")), "the notice on the page of the day says it too"
    services.submit_self_inspection(inspection, by=stage.cast.zheng)
    assert SAID not in text_of(visit_as(stage.cast.president_wu).get(at("inspection_confirm", inspection.pk)))


def test_a_step_that_nobody_returned_has_no_reason(stage):
    stage.inspection_of(stage.cast.tcm_hospital)
    assert returns.reasons(Turn.objects.open()) == {}


def test_the_reason_stands_above_a_returned_plan_and_above_a_report(stage):
    cast, finding = stage.cast, stage.planned(stage.finding())
    services.return_measures(finding, by=cast.vice_president_he, because="请写明抽查频次。")
    assert "请写明抽查频次。" in text_of(visit_as(cast.qian).get(at("finding_plan", finding.pk)))
    colleague = make.make_holder("clerk", cast.quality_office, name="袁干事", oversees=cast.peoples_hospital)
    other = stage.reported(stage.finding())
    services.verify_finding(other, conclusion="not_fixed", opinion="夜班仍未双签。", by=colleague)
    assert "夜班仍未双签。" in text_of(visit_as(cast.qian).get(at("finding_report", other.pk)))


def test_the_reason_stands_above_a_returned_scheme(stage):
    campaign = stage.draft()
    services.submit_scheme(campaign, by=stage.cast.li)
    sign(campaign, verdict="return", opinion="目标请量化。")
    page = text_of(visit_as(stage.cast.li).get(at("campaign_edit", campaign.pk)))
    assert "目标请量化。" in page


def test_only_required_items_are_counted_as_left(stage):
    inspection = stage.inspection_of(stage.cast.clinic)
    items = inspection.checklist_version.items
    item = items.order_by("order").first()
    type(item).objects.filter(pk=item.pk).update(required=False)
    left = items.filter(required=True).count()
    page = text_of(visit_as(stage.cast.doctor_he).get(inspection.get_absolute_url()))
    assert f"还有 {left} 项必填条目没有填写" in page


def test_the_drafter_gives_up_his_draft(stage):
    campaign, client = stage.draft(), visit_as(stage.cast.li)
    assert "撤销草稿" in text_of(client.get(campaign.get_absolute_url()))
    page = text_of(client.get(at("campaign_cancel", campaign.pk)))
    assert "撤销后草稿不再办理" in page
    assert "已登记的问题" not in page
    assert post(client, at("campaign_cancel", campaign.pk), because="改用新模板。").status_code == 302
    assert fresh(campaign).state == CampaignState.CANCELLED
    assert "草稿已撤销。" in text_of(client.get("/"))


def test_a_refused_submission_leads_to_the_page_where_it_is_put_right(stage):
    campaign, client = stage.draft(contact=""), visit_as(stage.cast.li)
    answer = post(client, at("campaign_submit", campaign.pk))
    assert answer.status_code == 422
    assert at("campaign_edit", campaign.pk) in answer.content.decode()
    sent = scheme_of(campaign, contact="")
    assert "请填写联系人及电话。" in text_of(post(client, at("campaign_edit", campaign.pk), **sent))


def test_the_leader_releases_only_the_ticked_units(stage):
    phase = stage.open("self_inspect")
    jobs.run_all()
    client = visit_as(stage.cast.director_wang)
    page = client.get(at("phase_release", phase.pk)).content.decode()
    assert page.count(" checked") == 3
    clinic = participant_of(phase.campaign, stage.cast.clinic)
    sent = {"because": "外出进修。", "participants": [clinic.pk]}
    assert post(client, at("phase_release", phase.pk), **sent).status_code == 302
    assert list(phase.releases.values_list("participant__name", flat=True)) == ["何氏诊所"]
    assert post(client, at("phase_release", phase.pk), because="外出进修。").status_code == 422


def test_nobody_is_offered_to_be_released_where_nobody_is_missing(stage):
    phase = stage.open("supervise")
    assert not phase.outputs.filter(per="participant", required=True).exists()
    client = visit_as(stage.cast.director_wang)
    assert at("phase_release", phase.pk) not in client.get(phase.campaign.get_absolute_url()).content.decode()


def test_the_numbers_of_a_participant_are_called_his(stage):
    campaign = stage.issue()
    assert "您可见的单位" in text_of(visit_as(stage.cast.zheng).get(campaign.get_absolute_url()))
    assert "您可见的单位" not in text_of(visit_as(stage.cast.director_wang).get(campaign.get_absolute_url()))


def test_only_a_phase_that_is_due_has_a_filled_button(stage):
    campaign = stage.issue()
    far = timezone.localdate() + datetime.timedelta(days=200)
    first, *others = campaign.phases.order_by("order")
    Phase.objects.filter(pk__in=[one.pk for one in others]).update(opens_on=far, closes_on=far)
    page = visit_as(stage.cast.director_wang).get(campaign.get_absolute_url()).content.decode()
    assert f'bh-button--main" href="{at("phase_open", first.pk)}"' in page
    for one in others:
        assert at("phase_open", one.pk) in page
        assert f'bh-button--main" href="{at("phase_open", one.pk)}"' not in page


def test_the_day_of_a_finding_is_today_unless_it_is_changed(stage):
    inspection = stage.inspection_of(stage.cast.clinic)
    page = visit_as(stage.cast.doctor_he).get(at("finding_new", inspection.pk)).content.decode()
    assert f'name="found_on" value="{timezone.localdate():%Y-%m-%d}"' in page


@pytest.mark.parametrize("today", [datetime.date(2026, 12, 3), datetime.date(2026, 12, 20), datetime.date(2027, 1, 8)])
def test_the_axis_says_another_year_and_keeps_clear_of_today(today):
    phase = Phase(name="自查", opens_on=datetime.date(2026, 12, 1), closes_on=datetime.date(2027, 2, 10))
    drawn = gantt.draw([phase], today=today)
    assert drawn is not None
    assert drawn.today is not None
    now = float(drawn.today.rstrip("%"))
    assert all(not -20 < float(tick.left.rstrip("%")) - now < 6 for tick in drawn.ticks)
    assert len(drawn.ticks) <= gantt.MOST_TICKS
    changed = [tick.label for tick in drawn.ticks if tick.label.startswith("20")]
    assert 1 <= len(changed) <= 2
    assert drawn.bars[0].days == ("2026/12/1—2027/2/10" if today.year == 2027 else "12/1—2027/2/10")


def test_a_title_that_names_its_unit_is_not_said_twice(stage):
    post_of = stage.cast.zhao.appointments.first().post
    post_of.title = f"{post_of.organization}督导员"
    assert str(post_of) == post_of.title

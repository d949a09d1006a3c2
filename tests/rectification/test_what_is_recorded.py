"""Every row the verbs wrote agrees with its newest event, and every verb has its Chinese name."""

from accountability import trail, verify
from accountability.models import Notice, TrailEvent
from rectification import services
from rectification.models import Conclusion, Finding
from rectification.trail_words import VERBS
from tests.rectification.making import answer_everything, deliver_required, fresh, make_finding, participant_of, sign


def test_after_a_whole_story_everything_verifies(stage):
    cast = stage.cast
    phase = stage.open("self_inspect")
    campaign = phase.campaign
    inspection = stage.inspection_of(cast.peoples_hospital, phase)
    answer_everything(inspection, by=cast.qian, failing={1})
    answer_everything(inspection, by=cast.qian, failing={2})
    finding = stage.reported(
        make_finding(inspection, by=cast.qian, item=inspection.checklist_version.items.get(order=2))
    )
    services.submit_self_inspection(inspection, by=cast.qian)
    services.return_self_inspection(inspection, by=cast.president_wang, because="请复核第3项。")
    services.submit_self_inspection(inspection, by=cast.qian)
    services.confirm_self_inspection(inspection, by=cast.president_wang)
    services.verify_finding(finding, conclusion=Conclusion.PARTIAL, opinion="夜班未改。", by=cast.zhao)
    services.report_rectified(fresh(finding), text="夜班已改。", by=cast.qian)
    services.verify_finding(fresh(finding), conclusion=Conclusion.FIXED, opinion="属实。", by=cast.zhao)
    services.reopen_finding(fresh(finding), by=cast.director_wang, because="回头看又发现。")
    services.add_participant(campaign, organization=cast.private_hospital, by=cast.li, because="新近执业。")
    services.remove_participant(participant_of(campaign, cast.clinic), by=cast.li, because="停业。")
    services.release_participants(fresh(phase), by=cast.director_wang, because="时限已到。")
    deliver_required(phase, by=cast.li)
    services.submit_phase(fresh(phase), by=cast.li)
    sign(phase, verdict="return", opinion="请补充说明。")
    services.submit_phase(fresh(phase), by=cast.li)
    sign(phase)
    visit = stage.visit(cast.tcm_hospital, phase=stage.open("supervise", campaign))
    answer_everything(visit, by=cast.zhao)
    services.submit_inspection(visit, by=cast.zhao)
    services.cancel_campaign(fresh(campaign), by=cast.director_wang, because="上级统一部署。")

    assert [str(found) for result in verify.run() for found in result.differences] == []
    unnamed = {verb for verb in TrailEvent.objects.values_list("verb", flat=True) if trail.label(verb) == verb}
    assert unnamed == set()
    assert "finding_reopened" in VERBS


def test_a_finding_changed_behind_the_verbs_is_noticed(stage):
    finding = stage.finding()
    Finding.objects.filter(pk=finding.pk).update(severity="major")
    assert [found for result in verify.run() for found in result.differences]


def test_a_finding_closed_without_proof_is_noticed(stage):
    finding = stage.finding()
    Finding.objects.filter(pk=finding.pk).update(state="closed")
    ledger = next(result for result in verify.run() if result.name == "ledger")
    assert [found.sentence for found in ledger.differences] == [
        f"{finding.number_text}已销号，但本轮没有“属实已整改”的核查或销号记录"
    ]
    assert ledger.count == 1


def test_whoever_sent_something_hears_that_it_came_back(stage):
    cast = stage.cast
    finding = stage.planned(stage.finding())
    services.return_measures(finding, by=cast.vice_president_he, because="没有写培训。")
    notice = Notice.objects.get(person=cast.qian, kind="returned")
    assert (notice.url, "没有写培训" in notice.text) == (finding.get_absolute_url(), True)

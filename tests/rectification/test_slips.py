"""整改通知书, 质控反馈意见, 督办单: numbered, frozen, signed for by the unit."""

import datetime

import pytest
from django.urls import reverse
from django.utils import timezone

from accountability import letterheads, sealings
from accountability.documents import checks
from accountability.models import Assignment, Notice, OfficialDocument
from organizations.models import Organization
from organizations.refusals import Invalid, NotAllowed, NotYet
from rectification import services
from rectification.models import Campaign, Finding, Nature, SlipState
from tests.rectification.making import fresh, make_finding, open_nodes
from tests.rectification.pages import at, post, text_of, visit_as

TOLD = {"text": "请逐条整改。", "contact": "医政处 0510-1234567"}


def sent(stage, *findings, kind="order", by=None):
    day = timezone.localdate() + datetime.timedelta(days=10)
    return services.issue_slip(findings, kind=kind, reply_by=day, by=by or stage.cast.li, **TOLD)


def test_a_unit_signs_for_its_notice_and_the_paper_stays_as_it_was_issued(stage):
    finding = stage.supervision_finding(description="抢救车药品过期。")
    slip = sent(stage, finding)
    assert slip.number_text.startswith("TZ")
    assert slip.number_text.endswith("-001")
    assert (slip.state, open_nodes(slip), slip.issuer) == (SlipState.ISSUED, ["receive"], stage.cast.city)
    assert Notice.objects.filter(person=stage.cast.qian, kind="slip_issued").exists()
    Finding.objects.filter(pk=finding.pk).update(description="改过的描述。")

    with pytest.raises(NotAllowed):
        services.receive_slip(slip, by=stage.cast.zheng)
    services.receive_slip(slip, by=stage.cast.qian, note="已转感控科。")

    slip = fresh(slip)
    assert (slip.state, slip.received_by) == (SlipState.RECEIVED, stage.cast.qian)
    assert slip.lines[0]["description"] == "抢救车药品过期。"
    page = text_of(visit_as(stage.cast.li).get(slip.get_absolute_url()))
    for words in ("抢救车药品过期。", "钱科长", "已转感控科。", slip.number_text, "结果不作为行政处罚依据"):
        assert words in page


def test_a_supervision_slip_puts_findings_and_tasks_under_supervision(stage):
    finding = stage.approved(stage.finding())
    slip = sent(stage, finding, kind="supervise")
    assert slip.number_text.startswith("DB")
    assert fresh(finding).supervisor == stage.cast.li
    assert Assignment.objects.get().supervised


def test_quality_control_orders_nothing(stage):
    finding = stage.supervision_finding()
    Campaign.objects.update(nature=Nature.QUALITY_CONTROL)
    with pytest.raises(Invalid, match="质控反馈意见"):
        sent(stage, fresh(finding))
    assert sent(stage, fresh(finding), kind="feedback").number_text.startswith("FK")
    Campaign.objects.update(nature=Nature.SUPERVISION)
    Organization.objects.filter(pk=stage.cast.city.pk).update(kind=Organization.Kind.QC_CENTER)
    with pytest.raises(Invalid, match="质控反馈意见"):
        sent(stage, fresh(finding))


def test_one_paper_goes_to_one_unit_about_open_problems(stage):
    finding = stage.supervision_finding()
    other = make_finding(stage.visit(stage.cast.tcm_hospital, phase=finding.phase), by=stage.cast.zhao)
    with pytest.raises(Invalid, match="同一单位"):
        sent(stage, finding, other)
    services.withdraw_finding(other, because="误登。", by=stage.cast.director_wang)
    with pytest.raises(NotYet, match="已撤销"):
        sent(stage, fresh(other))
    with pytest.raises(Invalid, match="1—200"):
        sent(stage)
    with pytest.raises(NotAllowed):
        sent(stage, finding, by=stage.cast.zheng)


def test_the_unit_signs_on_its_screen_and_the_list_tells_who_has_not(stage):
    slip = sent(stage, stage.supervision_finding())
    client = visit_as(stage.cast.qian)
    assert "待签收" in text_of(client.get(at("slip_list")))
    assert "签收" in text_of(client.get(slip.get_absolute_url()))
    assert post(client, at("slip_receive", slip.pk), note="").status_code == 302
    assert fresh(slip).is_received
    assert slip.number_text not in text_of(client.get(at("slip_list"), {"state": "issued"}))
    assert visit_as(stage.cast.zheng).get(slip.get_absolute_url()).status_code == 404
    assert post(client, at("slip_receive", slip.pk), note="").status_code == 409


def test_the_list_of_papers_costs_the_same_whatever_its_length(stage, django_assert_max_num_queries):
    finding = stage.supervision_finding()
    for _number in range(4):
        sent(stage, fresh(finding), kind="feedback")
    client = visit_as(stage.cast.li)
    client.get(at("slip_list"))
    with django_assert_max_num_queries(12):
        client.get(at("slip_list"))


def test_a_notice_is_offered_as_an_official_document_and_kept_for_the_seal(stage):
    slip = sent(stage, stage.supervision_finding(description="抢救车药品过期。"))
    client = visit_as(stage.cast.li)
    file = client.get(reverse("rectification:slip_document", args=[slip.pk]))
    assert checks.check(file.content) == []
    told = "".join(one["text"] for one in checks.measure(file.content)["paragraphs"])
    assert "抢救车药品过期。" in told
    assert slip.number_text in told
    letterheads.authorise(
        stage.cast.city, mark="江州市卫生健康委员会", code="江卫", printed_by="", basis="", by=stage.cast.director_liu
    )
    answer = post(client, reverse("rectification:slip_lay_out", args=[slip.pk]))
    assert answer.status_code == 302
    document = OfficialDocument.objects.get()
    assert (document.form, document.state, document.source) == ("letter", "unsealed", slip)
    assert checks.check(sealings.file_of(document)) == []
    assert document.get_absolute_url() in client.get(slip.get_absolute_url()).content.decode()
    again = client.get(reverse("rectification:slip_lay_out", args=[slip.pk]))
    assert again.url == document.get_absolute_url()
    assert visit_as(stage.cast.qian).get(reverse("rectification:slip_lay_out", args=[slip.pk])).status_code == 403

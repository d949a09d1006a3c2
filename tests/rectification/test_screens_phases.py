"""The screens of a phase: opening, outputs, submission, release by name."""

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from accountability.models import Attachment
from engine import jobs
from engine.submissions import new_nonce
from rectification import services
from rectification.models import Delivery, PhaseState
from tests.rectification.making import complete_self_inspection, deliver_required, fresh
from tests.rectification.pages import at, ids, post, text_of, visit_as


def test_opening_outside_the_window_is_pointed_out_and_done(stage):
    phase = stage.issue().phases.get(kind="deploy")
    client = visit_as(stage.cast.director_wang)
    assert "今天不在计划时间内，仍可启动" in text_of(client.get(at("phase_open", phase.pk)))
    nonce = new_nonce()
    answers = [post(client, at("phase_open", phase.pk), nonce=nonce) for _click in range(2)]
    assert {answer["Location"] for answer in answers} == {phase.get_absolute_url()}
    assert fresh(phase).state == PhaseState.OPEN
    assert fresh(phase).opened_by == stage.cast.director_wang


def test_a_clerk_does_not_open_a_phase(stage):
    phase = stage.issue().phases.get(kind="deploy")
    answer = post(visit_as(stage.cast.li), at("phase_open", phase.pk))
    assert answer.status_code == 403
    assert "启动阶段" in text_of(answer)
    assert fresh(phase).state == PhaseState.PLANNED


def test_an_output_with_its_true_earlier_date_is_shown_as_entered_later(stage):
    phase = stage.open("deploy")
    output = phase.outputs.filter(per="campaign").first()
    client = visit_as(stage.cast.li)
    answer = post(client, at("output_deliver", output.pk), delivered_on="2017-02-13", text="已印发自查通知。")
    assert answer["Location"] == phase.get_absolute_url()
    assert Delivery.objects.get(output=output).backdated
    assert "补录" in text_of(client.get(phase.campaign.get_absolute_url()))
    page = text_of(client.get(at("output_deliver", output.pk)))
    assert "已印发自查通知。" in page
    assert "补录" in page


def test_the_page_of_an_output_carries_the_lines_on_secrecy_and_patients(stage):
    output = stage.open("deploy").outputs.filter(per="campaign").first()
    page = text_of(visit_as(stage.cast.li).get(at("output_deliver", output.pk)))
    assert "本系统为非涉密系统，严禁上传、处理、传输国家秘密；工作秘密和敏感信息请按本单位规定办理。" in page
    assert "请先遮挡患者姓名、面部、住院号、腕带等信息。" in page
    assert output.evidence_minimum in page


def test_a_file_that_is_not_what_its_name_says_is_refused_and_the_text_is_kept(stage):
    output = stage.open("deploy").outputs.filter(per="campaign").first()
    today = timezone.localdate().isoformat()
    wrong = SimpleUploadedFile("方案.pdf", b"MZ\x90\x00 this is a program", content_type="application/pdf")
    fields = {"delivered_on": today, "text": "已印发工作方案。", "attachments": wrong}
    answer = post(visit_as(stage.cast.li), at("output_deliver", output.pk), **fields)
    assert answer.status_code == 422
    assert "方案.pdf" in text_of(answer)
    assert "已印发工作方案。" in text_of(answer)
    assert not Delivery.objects.exists()
    assert not Attachment.objects.exists()


def test_a_good_file_stays_with_the_output(stage):
    output = stage.open("deploy").outputs.filter(per="campaign").first()
    good = SimpleUploadedFile("通知.txt", "关于开展专项整治的通知".encode(), content_type="text/plain")
    fields = {"delivered_on": timezone.localdate().isoformat(), "text": "已印发。", "attachments": good}
    client = visit_as(stage.cast.li)
    assert post(client, at("output_deliver", output.pk), **fields).status_code == 302
    assert "通知.txt" in text_of(client.get(at("output_deliver", output.pk)))


def test_a_future_day_is_refused_beside_its_field(stage):
    output = stage.open("deploy").outputs.filter(per="campaign").first()
    tomorrow = (timezone.localdate() + datetime.timedelta(days=1)).isoformat()
    answer = post(visit_as(stage.cast.li), at("output_deliver", output.pk), delivered_on=tomorrow, text="将印发。")
    assert answer.status_code == 422
    assert "完成日期不能晚于今天。" in text_of(answer)


def test_a_unit_delivers_for_itself_alone(stage):
    phase = stage.open("deploy")
    output = phase.outputs.filter(per="participant").first()
    mine = phase.campaign.participants.get(organization=stage.cast.tcm_hospital)
    theirs = phase.campaign.participants.get(organization=stage.cast.peoples_hospital)
    client = visit_as(stage.cast.zheng)
    page = text_of(client.get(at("output_deliver", output.pk)))
    assert "城东中医院" in page
    assert "江州市人民医院" not in page
    fields = {"delivered_on": timezone.localdate().isoformat(), "text": "已传达。"}
    assert post(client, at("output_deliver", output.pk), participant=theirs.pk, **fields).status_code == 422
    assert post(client, at("output_deliver", output.pk), participant=mine.pk, **fields).status_code == 302
    assert Delivery.objects.get().participant == mine


def test_who_has_no_part_in_an_output_reads_it_and_delivers_nothing(stage):
    output = stage.open("deploy").outputs.filter(per="campaign").first()
    client = visit_as(stage.cast.director_wang)
    assert "登记完成情况" not in text_of(client.get(at("output_deliver", output.pk)))
    assert post(client, at("output_deliver", output.pk), delivered_on="2017-02-13", text="x").status_code == 403


def test_the_submission_names_what_is_missing_before_and_after_the_click(stage):
    phase = stage.open("deploy")
    missing = phase.outputs.filter(per="campaign", required=True).first()
    client = visit_as(stage.cast.li)
    assert missing.name in text_of(client.get(at("phase_submit", phase.pk)))
    answer = post(client, at("phase_submit", phase.pk))
    assert answer.status_code == 422
    assert missing.name in text_of(answer)
    deliver_required(phase, by=stage.cast.li)
    assert "必交成果已齐。" in text_of(client.get(at("phase_submit", phase.pk)))
    assert post(client, at("phase_submit", phase.pk)).status_code == 302
    assert fresh(phase).state == PhaseState.SIGNING


def test_the_release_names_every_unit_that_is_missing_and_asks_for_a_reason(stage):
    cast = stage.cast
    phase = stage.open("self_inspect")
    done = stage.inspection_of(cast.tcm_hospital, phase)
    complete_self_inspection(done, filler=cast.zheng, confirmer=cast.president_wu)
    jobs.run_all()
    client = visit_as(cast.director_wang)
    page = text_of(client.get(at("phase_release", phase.pk)))
    assert "何氏诊所 自查填报中" in page
    assert "江州市人民医院" in page
    assert "城东中医院" not in page
    assert post(client, at("phase_release", phase.pk), because="  ").status_code == 422
    units = ids(phase.campaign.participants.exclude(name="城东中医院"))
    sent = {"because": "人员外出进修，后补。", "participants": units}
    assert post(client, at("phase_release", phase.pk), **sent).status_code == 302
    names = set(phase.releases.values_list("participant__name", flat=True))
    assert names >= {"何氏诊所", "江州市人民医院"}
    assert "城东中医院" not in names


def test_only_a_leader_releases(stage):
    phase = stage.open("self_inspect")
    assert visit_as(stage.cast.li).get(at("phase_release", phase.pk)).status_code == 403
    assert post(visit_as(stage.cast.li), at("phase_release", phase.pk), because="x").status_code == 403
    assert not phase.releases.exists()
    assert "点名放行" in text_of(visit_as(stage.cast.director_wang).get(phase.campaign.get_absolute_url()))
    assert "点名放行" not in text_of(visit_as(stage.cast.li).get(phase.campaign.get_absolute_url()))


def test_a_phase_stays_hidden_from_who_does_not_see_its_campaign(stage):
    draft = stage.draft()
    phase = draft.phases.get(kind="deploy")
    output = phase.outputs.first()
    client = visit_as(stage.cast.zheng)
    for address in (
        at("phase_open", phase.pk),
        at("phase_submit", phase.pk),
        at("phase_release", phase.pk),
        at("output_deliver", output.pk),
        at("inspection_open", phase.pk),
    ):
        assert client.get(address).status_code == 404
        assert post(client, address).status_code == 404
    assert services.missing_outputs(phase)

"""A finding on the screen, from its registration to its close-out and back."""

import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from engine.submissions import new_nonce
from organizations.models import Duty, Workday
from rectification import services
from rectification.models import Finding, FindingState
from tests import make
from tests.rectification.making import fresh
from tests.rectification.pages import at, measures, post, text_of, visit_as

SOON = (timezone.localdate() + datetime.timedelta(days=10)).isoformat()


def test_a_finding_is_registered_from_the_item_that_failed(stage):
    inspection = stage.inspection_of(stage.cast.peoples_hospital)
    item = inspection.checklist_version.items.order_by("order").first()
    client = visit_as(stage.cast.qian)
    form = client.get(at("finding_new", inspection.pk), {"item": item.pk}).content.decode()
    assert item.requirement in form
    assert item.cites in form
    nonce = new_nonce()
    fields = {
        "item": item.pk,
        "severity": "serious",
        "description": "转科交接缺签名。",
        "department": stage.cast.icu.pk,
    }
    answers = [post(client, at("finding_new", inspection.pk), nonce=nonce, **fields) for _click in range(2)]
    assert {one["Location"] for one in answers} == {f"{inspection.get_absolute_url()}#item-{item.pk}"}
    finding = Finding.objects.get()
    assert (finding.severity, finding.department, finding.author) == ("serious", stage.cast.icu, stage.cast.qian)


def test_an_empty_description_is_refused_and_the_rest_is_kept(stage):
    inspection = stage.inspection_of(stage.cast.peoples_hospital)
    answer = post(
        visit_as(stage.cast.qian), at("finding_new", inspection.pk), severity="major", description="", place="3楼治疗室"
    )
    assert answer.status_code == 422
    assert "3楼治疗室" in answer.content.decode()
    assert "请先遮挡患者姓名、面部、住院号、腕带等信息。" in text_of(answer)
    assert not Finding.objects.exists()


def test_a_limit_on_a_day_of_rest_is_taken_and_pointed_out(stage):
    inspection = stage.inspection_of(stage.cast.peoples_hospital)
    client, day = visit_as(stage.cast.qian), datetime.date(2027, 3, 20)
    answer = post(
        client, at("finding_new", inspection.pk), severity="serious", description="交接缺签名。", due_on=day.isoformat()
    )
    assert Finding.objects.get().due_on == day
    said = text_of(client.get(answer["Location"]))
    assert "整改限期2027-03-20不是工作日（前一个工作日2027-03-19，后一个工作日2027-03-22），仍按该日计算" in said


def test_a_department_of_another_house_is_not_offered(stage):
    inspection = stage.inspection_of(stage.cast.tcm_hospital)
    form = visit_as(stage.cast.zheng).get(at("finding_new", inspection.pk)).content.decode()
    assert "重症医学科" not in form
    answer = post(
        visit_as(stage.cast.zheng),
        at("finding_new", inspection.pk),
        severity="general",
        description="缺签名。",
        department=stage.cast.icu.pk,
    )
    assert answer.status_code == 422


def test_several_measures_are_planned_each_with_its_holder_and_day(stage):
    finding = stage.finding()
    client = visit_as(stage.cast.qian)
    address = at("finding_plan", finding.pk)
    assert "制定整改措施" in text_of(client.get(address))
    one = {"text": "补签并培训。", "goal": "签名率100%", "holder": stage.cast.nurse_sun.pk, "due_on": SOON}
    more = post(client, address, more="1", **measures(one))
    assert more.status_code == 200
    assert "措施 2" in text_of(more)
    assert "补签并培训。" in more.content.decode()
    two = {"text": "每周抽查。", "goal": "连续四周合格", "holder": stage.cast.head_zhang.pk, "due_on": SOON}
    assert post(client, address, **measures(one, two))["Location"] == finding.get_absolute_url()
    assert fresh(finding).state == FindingState.APPROVING
    assert fresh(finding).measures_in_force.count() == 2


def test_a_deadline_on_a_rest_day_is_pointed_out_and_accepted(stage):
    finding = stage.finding()
    Finding.objects.filter(pk=finding.pk).update(limit_on=datetime.date(2027, 12, 31))
    client = visit_as(stage.cast.qian)
    address = at("finding_plan", finding.pk)
    Workday.objects.all().delete()
    row = {"text": "补签。", "goal": "100%", "holder": stage.cast.nurse_sun.pk, "due_on": "2027-03-20"}
    odd = {**row, "due_on": "0206-03-20"}
    typed = text_of(post(client, address, more="1", **measures(row, odd)))
    assert typed.count("不是工作日：可提前到 2027 年 3 月 19 日，可顺延到 2027 年 3 月 22 日，也可保持不变") == 1
    assert "2027 年的法定节假日安排尚未录入" in typed
    answer = post(client, address, **measures(row, {**row, "due_on": "2027-03-22"}))
    assert fresh(finding).due_on == datetime.date(2027, 3, 22)
    said = text_of(client.get(answer["Location"]))
    assert "完成时限2027-03-20不是工作日（前一个工作日2027-03-19，后一个工作日2027-03-22），已按所填日期提交" in said
    leader = visit_as(stage.cast.vice_president_he)
    assert text_of(leader.get(at("finding_approve", finding.pk))).count("拟定时限不是工作日") == 1


def test_a_measure_without_a_day_is_refused_beside_its_field(stage):
    finding = stage.finding()
    row = {"text": "补签。", "goal": "100%", "holder": stage.cast.nurse_sun.pk, "due_on": ""}
    answer = post(visit_as(stage.cast.qian), at("finding_plan", finding.pk), **measures(row))
    assert answer.status_code == 422
    assert "补签。" in answer.content.decode()
    assert fresh(finding).state == FindingState.REGISTERED


def test_a_returned_plan_opens_with_what_was_planned_and_the_reason_in_red(stage):
    finding = stage.planned(stage.finding())
    head = visit_as(stage.cast.vice_president_he)
    assert post(head, at("finding_return", finding.pk), because="").status_code == 422
    assert post(head, at("finding_return", finding.pk), because="目标没有分母定义。").status_code == 302
    client = visit_as(stage.cast.qian)
    page = client.get(finding.get_absolute_url()).content.decode()
    assert page.count("目标没有分母定义。") == 1
    assert "bh-timeline__item--returned" in page
    assert "补签并培训全科医师。" in client.get(at("finding_plan", finding.pk)).content.decode()


def test_the_planner_is_told_in_words_that_he_may_not_approve(stage):
    finding = stage.finding()
    make.make_appointment(stage.cast.qian, duty=Duty.HEAD, at=stage.cast.peoples_hospital)
    finding = stage.planned(finding)
    answer = post(visit_as(stage.cast.qian), at("finding_approve", finding.pk))
    assert answer.status_code == 403
    assert "措施拟定人不能审核自己拟定的措施" in text_of(answer)
    assert fresh(finding).state == FindingState.APPROVING


def test_the_fix_is_reported_with_evidence(stage):
    finding = stage.approved(stage.finding())
    client = visit_as(stage.cast.qian)
    assert "申请销号" in text_of(client.get(finding.get_absolute_url()))
    proof = SimpleUploadedFile("培训签到.txt", "培训签到表".encode(), content_type="text/plain")
    fields = {"text": "已培训，抽查合格。", "attachments": proof}
    assert post(client, at("finding_report", finding.pk), **fields).status_code == 302
    page = text_of(client.get(finding.get_absolute_url()))
    assert "培训签到.txt" in page
    assert "已培训，抽查合格。" in page
    assert fresh(finding).state == FindingState.VERIFYING


def test_a_masked_program_is_refused_and_nothing_is_reported(stage):
    finding = stage.approved(stage.finding())
    wrong = SimpleUploadedFile("佐证.docx", b"\x7fELF program", content_type="application/msword")
    answer = post(visit_as(stage.cast.qian), at("finding_report", finding.pk), text="已完成整改。", attachments=wrong)
    assert answer.status_code == 422
    assert "已完成整改。" in text_of(answer)
    assert fresh(finding).state == FindingState.RECTIFYING


def test_one_level_up_is_said_and_the_fixer_has_no_button(stage):
    finding = stage.reported(stage.finding())
    assert finding.one_level_up
    page = text_of(visit_as(stage.cast.zhao).get(at("finding_verify", finding.pk)))
    assert "由上一级单位核查" in page
    assert "已按措施完成整改，现场已复查。" in page
    verify = at("finding_verify", finding.pk)
    assert verify in visit_as(stage.cast.zhao).get(finding.get_absolute_url()).content.decode()
    assert verify not in visit_as(stage.cast.qian).get(finding.get_absolute_url()).content.decode()


def test_the_author_of_a_finding_is_refused_in_words(stage):
    finding = stage.supervision_finding()
    stage.reported(finding)
    finding = fresh(finding)
    answer = post(visit_as(stage.cast.zhao), at("finding_verify", finding.pk), conclusion="fixed", opinion="属实。")
    assert answer.status_code == 403
    assert "您是该问题的登记人，不能核查" in text_of(answer)
    assert "属实。" in text_of(answer)
    assert fresh(finding).state == FindingState.VERIFYING


def test_a_partial_fix_goes_back_with_the_opinion_and_the_next_steps_are_dashed(stage):
    finding = stage.reported(stage.finding())
    verifier = visit_as(stage.cast.zhao)
    fields = {"conclusion": "partial", "opinion": "两份病历仍缺签名。"}
    assert post(verifier, at("finding_verify", finding.pk), **fields).status_code == 302
    assert fresh(finding).state == FindingState.RECTIFYING
    page = verifier.get(finding.get_absolute_url()).content.decode()
    assert "部分整改" in page
    assert "两份病历仍缺签名。" in page
    assert "bh-timeline__item--waiting" in page
    assert "bh-timeline__item--later" in page


def test_a_verified_finding_is_struck_off_and_may_be_taken_up_again(stage):
    finding = stage.reported(stage.finding())
    verifier = visit_as(stage.cast.zhao)
    nonce = new_nonce()
    fields = {"nonce": nonce, "conclusion": "fixed", "opinion": "现场核查属实。"}
    answers = [post(verifier, at("finding_verify", finding.pk), **fields) for _click in range(2)]
    assert {one["Location"] for one in answers} == {finding.get_absolute_url()}
    page = text_of(verifier.get(finding.get_absolute_url()))
    assert "已销号" in page
    assert "属实已整改" in page
    assert "重新启动整改" in page
    assert post(verifier, at("finding_reopen", finding.pk), because="").status_code == 422
    assert post(verifier, at("finding_reopen", finding.pk), because="回头看又发现缺签名。").status_code == 302
    assert fresh(finding).round == 2
    assert "回头看又发现缺签名。" in text_of(verifier.get(finding.get_absolute_url()))


def test_who_came_second_is_told_who_was_first(stage):
    finding = stage.planned(stage.finding())
    services.approve_measures(finding, by=stage.cast.vice_president_he)
    answer = post(visit_as(stage.cast.president_wang), at("finding_approve", finding.pk))
    assert answer.status_code == 409
    assert "何副院长" in text_of(answer)


def test_another_hospitals_finding_does_not_exist(stage):
    finding = stage.finding()
    client = visit_as(stage.cast.zheng)
    for step in ("detail", "plan", "approve", "return", "report", "verify", "reopen"):
        assert client.get(at(f"finding_{step}", finding.pk)).status_code == 404
        assert client.post(at(f"finding_{step}", finding.pk)).status_code in (404, 405)


def test_the_page_costs_the_same_whatever_happened(stage, django_assert_max_num_queries):
    finding = stage.finding()
    client = visit_as(stage.cast.qian)
    client.get(finding.get_absolute_url())
    with django_assert_max_num_queries(12):
        client.get(finding.get_absolute_url())
    finding = stage.reported(finding)
    services.verify_finding(finding, conclusion="partial", opinion="仍缺两份。", by=stage.cast.zhao)
    with django_assert_max_num_queries(12):
        assert client.get(finding.get_absolute_url()).status_code == 200


def test_the_page_on_which_measures_are_approved_keeps_to_its_queries(stage, django_assert_max_num_queries):
    finding = stage.finding()
    stage.planned(finding)
    client, address = visit_as(stage.cast.president_wang), at("finding_approve", finding.pk)
    client.get(address)
    with django_assert_max_num_queries(12):
        assert client.get(address).status_code == 200

"""The shipped papers load once, and a published checklist never changes."""

import json
from decimal import Decimal
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command

from accountability.models import Attachment
from engine.submissions import new_nonce
from organizations.refusals import Invalid, NotAllowed, NotYet
from rectification import services
from rectification.models import (
    AnswerKind,
    CampaignTemplate,
    Checklist,
    ChecklistItem,
    ChecklistVersion,
    Inspection,
)
from tests.rectification.making import fresh
from tests.rectification.pages import at, post, text_of, visit_as

CORE_SYSTEMS = [
    "首诊负责",
    "三级查房",
    "会诊",
    "分级护理",
    "值班和交接班",
    "疑难病例讨论",
    "急危重患者抢救",
    "术前讨论",
    "死亡病例讨论",
    "查对",
    "手术安全核查",
    "手术分级管理",
    "新技术和新项目准入",
    "危急值报告",
    "病历管理",
    "抗菌药物分级管理",
    "临床用血审核",
    "信息安全管理",
]


def test_the_shipped_checklist_asks_for_all_eighteen_core_systems(stage):
    items = ChecklistItem.objects.filter(checklist_version__checklist__code="core-systems")
    sections = list(dict.fromkeys(items.order_by("order").values_list("section", flat=True)))
    assert sections[:18] == CORE_SYSTEMS
    assert set(items.values_list("answer_kind", flat=True)) == {"choice", "number", "ratio", "text"}
    assert not items.filter(cites="").exists()


def test_the_shipped_haemodialysis_list_uses_every_kind_of_answer_and_premises(stage):
    items = ChecklistItem.objects.filter(checklist_version__checklist__code="haemodialysis-infection-control")
    assert set(items.values_list("answer_kind", flat=True)) == set(AnswerKind.values)
    assert not items.filter(cites="").exists()
    premises = {item.code: (item.depends_on.code, item.depends_choice) for item in items.exclude(depends_on=None)}
    assert premises == {"3.4": ("3.3", "pass"), "5.3": ("5.2", "fail")}
    assert items.get(code="2.3").range_words == "0.8—5米"


def test_loading_the_shipped_papers_twice_changes_nothing(stage):
    before = (CampaignTemplate.objects.count(), Checklist.objects.count(), ChecklistItem.objects.count())
    services.load_shipped()
    assert (CampaignTemplate.objects.count(), Checklist.objects.count(), ChecklistItem.objects.count()) == before
    assert before[:2] == (2, 2)
    answer = StringIO()
    call_command("load_papers", "--json", stdout=answer)
    assert json.loads(answer.getvalue()) == {"templates": 2, "checklists": 2}


def test_a_new_version_leaves_the_old_one_and_its_campaigns_alone(stage):
    campaign = stage.draft()
    version = services.publish_checklist(
        code="core-systems", name="同名", items=[{"section": "甲", "requirement": "乙"}], by=None
    )
    assert (version.version, str(version)) == (2, "医疗质量安全核心制度落实情况自查表（第2版）")
    assert campaign.checklist_version.version == 1
    assert stage.draft(title="新的").checklist_version == version


def test_publishing_needs_items_and_the_right(stage):
    with pytest.raises(Invalid):
        services.publish_checklist(code="x", name="空表", items=[], by=None)
    with pytest.raises(NotAllowed):
        services.publish_checklist(
            code="x",
            name="表",
            items=[{"section": "甲", "requirement": "乙"}],
            by=stage.cast.zheng,
            organization=stage.cast.city,
        )


def publish(*items: dict[str, object]) -> ChecklistVersion:
    told = [{"section": "甲", "requirement": "乙", **item} for item in items]
    return services.publish_checklist(code="x", name="表", items=told, by=None)


@pytest.mark.parametrize(
    ("items", "sentence"),
    [
        (({"code": "1"}, {"code": "1"}), "条目编号“1”重复（第1条和第2条）"),
        (({"code": "1", "depends_on": "2", "depends_choice": "pass"}, {"code": "2"}), "不在前面的条目中"),
        (({"code": "1"}, {"code": "2", "depends_on": "1"}), "请填写前提判定"),
        (({"code": "1", "depends_choice": "pass"},), "没有前提条目"),
        (
            ({"code": "1", "answer_kind": "text"}, {"code": "2", "depends_on": "1", "depends_choice": "pass"}),
            "判定条目",
        ),
        (({"code": "1", "answer_kind": "number", "lowest": 5, "highest": 2},), "最小值不能大于最大值"),
    ],
)
def test_a_list_that_contradicts_itself_is_refused_whole(stage, items, sentence):
    with pytest.raises(Invalid, match=sentence):
        publish(*items)
    assert not Checklist.objects.filter(code="x").exists()


@pytest.fixture
def dialysis(stage) -> Inspection:
    """The clinic inspects itself with the haemodialysis list."""
    version = ChecklistVersion.objects.get(checklist__code="haemodialysis-infection-control")
    inspection = stage.inspection_of(stage.cast.clinic)
    Inspection.objects.filter(pk=inspection.pk).update(checklist_version=version)
    return fresh(inspection)


def item_of(inspection: Inspection, code: str) -> ChecklistItem:
    return inspection.checklist_version.items.get(code=code)


def test_an_item_is_asked_only_where_its_premise_is_met(stage, dialysis):
    he, premise, further = stage.cast.doctor_he, item_of(dialysis, "5.2"), item_of(dialysis, "5.3")
    assert not dialysis.asked_items.filter(pk=further.pk).exists()
    with pytest.raises(NotYet, match=r"只在“16. 透析用水和透析液”判定为不符合时填写"):
        services.answer_item(dialysis, item=further, choice="pass", by=he)
    services.answer_items(dialysis, answers={premise: {"choice": "fail"}, further: {"choice": "fail"}}, by=he)
    assert dialysis.asked_items.filter(pk=further.pk).exists()
    assert {answer.item.code for answer in dialysis.proposed_findings} == {"5.2", "5.3"}
    services.answer_item(dialysis, item=premise, choice="pass", by=he)
    assert not dialysis.proposed_findings.exists(), "what is no longer asked no longer counts"


def test_the_page_shows_and_hides_with_the_premise(stage, dialysis):
    client, premise = visit_as(stage.cast.doctor_he), item_of(dialysis, "5.2")
    further = item_of(dialysis, "5.3")
    sent = {"nonce": new_nonce(), "choice": "fail"}
    assert f'id="item-{further.pk}"' not in client.get(dialysis.get_absolute_url()).content.decode()
    answer = client.post(at("inspection_answer", dialysis.pk, premise.pk), sent, headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"
    assert f'id="item-{further.pk}"' in client.get(dialysis.get_absolute_url()).content.decode()


def test_a_number_outside_its_range_is_refused(stage, dialysis):
    with pytest.raises(Invalid, match=r"数值应当在0.8—5米之间"):
        services.answer_item(dialysis, item=item_of(dialysis, "2.3"), number=50, by=stage.cast.doctor_he)
    services.answer_item(dialysis, item=item_of(dialysis, "2.3"), number=Decimal("1.2"), by=stage.cast.doctor_he)


PICTURE = (
    b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00\x1f\x15\xc4\x89"
    b"\x00\x00\x00\rIDATx\x9cc\xf8\xcf\xc0\xf0\x1f\x00\x05\x00\x01\xff\x89\x99=\x1d\x00\x00\x00\x00IEND\xaeB`\x82"
)


def test_a_photograph_and_a_signed_paper_are_answers(stage, dialysis):
    photo, paper, client = item_of(dialysis, "2.2"), item_of(dialysis, "1.3"), visit_as(stage.cast.doctor_he)
    assert "请上传照片。" in text_of(post(client, at("inspection_answer", dialysis.pk, photo.pk)))
    text = SimpleUploadedFile("签到.txt", "签到".encode(), "text/plain")
    assert "请上传 JPG 或 PNG 图片。" in text_of(
        post(client, at("inspection_answer", dialysis.pk, photo.pk), attachments=text)
    )
    picture = SimpleUploadedFile("现场.png", PICTURE, "image/png")
    assert post(client, at("inspection_answer", dialysis.pk, photo.pk), attachments=picture).status_code == 302
    signed = SimpleUploadedFile("签到.txt", "签到".encode(), "text/plain")
    assert post(client, at("inspection_answer", dialysis.pk, paper.pk), attachments=signed).status_code == 302
    page = text_of(client.get(dialysis.get_absolute_url()))
    assert "现场.png" in page
    assert "签到.txt" in page
    answer = dialysis.answers.get(item=photo)
    assert Attachment.objects.of(answer).get().org_path == dialysis.org_path
    assert post(client, at("inspection_answer", dialysis.pk, photo.pk), note="同前").status_code == 302

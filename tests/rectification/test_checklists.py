"""The shipped papers load once, and a published checklist never changes."""

import json
from io import StringIO

import pytest
from django.core.management import call_command

from organizations.refusals import Invalid, NotAllowed
from rectification import services
from rectification.models import AnswerKind, CampaignTemplate, Checklist, ChecklistItem

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
    assert set(items.values_list("answer_kind", flat=True)) == set(AnswerKind.values)
    assert not items.filter(cites="").exists()


def test_loading_the_shipped_papers_twice_changes_nothing(stage):
    before = (CampaignTemplate.objects.count(), Checklist.objects.count(), ChecklistItem.objects.count())
    services.load_shipped()
    assert (CampaignTemplate.objects.count(), Checklist.objects.count(), ChecklistItem.objects.count()) == before
    assert before[:2] == (2, 1)
    answer = StringIO()
    call_command("load_papers", "--json", stdout=answer)
    assert json.loads(answer.getvalue()) == {"templates": 2, "checklists": 1}


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

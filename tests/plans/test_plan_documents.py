"""A plan, its summary and its letters as official documents."""

import pytest
from django.urls import reverse

from accountability import letterheads, sealings
from accountability.documents import as_docx, checks
from accountability.models import OfficialDocument
from plans import documents, services
from plans.models import ResponsibilityLetter
from tests import make
from tests.plans.making import fresh

HEAD = {"mark": "江州市人民医院", "code": "江医", "printed_by": "", "basis": ""}


def text_of(content):
    return [one["text"] for one in checks.measure(content)["paragraphs"] if one["text"]]


def test_an_issued_plan_is_a_notice_with_the_plan_and_its_tasks_behind_it(desk):
    plan = fresh(desk.issued(desk.written(purpose="坚持以病人为中心。", requirements="各科室要高度重视。")))
    letterheads.authorise(desk.hospital, by=desk.cast.president_wang, **HEAD)
    paper = documents.of_plan(plan)
    content = as_docx(paper)
    assert checks.check(content) == []
    said = text_of(content)
    assert said[0] == "江州市人民医院文件"
    assert "关于印发2026年院感工作计划的通知" in said[1].replace("\n", "")
    assert any(line.startswith("一、指导思想") for line in said)
    assert any("牵头：重症医学科" in line for line in said)
    assert "附件：2026年院感工作计划任务分解表" in said
    assert paper.dated is not None
    assert paper.banner == ""


def test_a_draft_says_so_and_without_a_letterhead_nothing_is_red(desk):
    paper = documents.of_plan(desk.written())
    assert (paper.banner, paper.mark, paper.number) == ("送审稿", "", "")
    assert checks.check(as_docx(paper)) == []


def test_a_letter_of_responsibility_has_room_for_both_signatures(desk):
    plan = fresh(desk.issued())
    services.draft_letters(plan, by=desk.cast.qian, issuer=desk.cast.president_wang)
    letter = ResponsibilityLetter.objects.earliest("pk")
    content = as_docx(documents.of_letter(letter))
    assert checks.check(content) == []
    assert any(line.startswith("责任部门：") for line in text_of(content))


def test_a_plan_is_downloaded_and_kept_for_the_seal(desk, client):
    plan = fresh(desk.issued())
    client.force_login(make.make_account(desk.cast.qian))
    address = reverse("plans:document_download", args=["plan", plan.pk])
    file = client.get(address)
    assert checks.check(file.content) == []
    assert client.get(reverse("plans:document_download", args=["moon", plan.pk])).status_code == 404
    page = client.get(reverse("plans:document_lay_out", args=["plan", plan.pk])).content.decode()
    sent = {"nonce": page.split('name="nonce" value="')[1].split('"')[0]}
    assert client.post(reverse("plans:document_lay_out", args=["plan", plan.pk]), sent).status_code == 302
    document = OfficialDocument.objects.get()
    assert document.source == plan
    assert checks.check(sealings.file_of(document)) == []
    client.force_login(make.make_account(desk.cast.president_wu))
    assert client.get(address).status_code == 404


def test_a_plan_of_many_lines_costs_a_constant_number_of_queries(desk, django_assert_max_num_queries):
    plan = desk.written()
    for number in range(20):
        desk.measure(plan, text=f"任务{number}", lead_unit=desk.cast.icu)
    with django_assert_max_num_queries(8):
        documents.of_plan(plan)


@pytest.fixture(autouse=True)
def _no_files_elsewhere(settings, tmp_path):
    settings.FILES_DIR = tmp_path

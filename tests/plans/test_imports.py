"""A plan comes in as a file or as words: what is refused leaves nothing behind, what is read is looked through."""

import io
from decimal import Decimal

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from engine import jobs
from organizations.refusals import AlreadyDone, Invalid, NotYet, Refusal
from plans import services
from plans.models import ImportState, Objective, PlanImport, ReadingKind, ReadingVerdict
from tests.plans.making import TEXT, fresh


def docx(text=TEXT, name="计划.docx"):
    paper = Document()
    for line in text.splitlines():
        paper.add_paragraph(line)
    out = io.BytesIO()
    paper.save(out)
    return SimpleUploadedFile(name, out.getvalue())


@pytest.mark.parametrize(
    "upload",
    [
        SimpleUploadedFile("计划.doc", b"\xd0\xcf\x11\xe0" + b"0" * 600),
        SimpleUploadedFile("计划.wps", b"\xd0\xcf\x11\xe0" + b"0" * 600),
        SimpleUploadedFile("计划.docx", b"PK\x03\x04" + b"broken" * 40),
        SimpleUploadedFile("计划.docx", b""),
        SimpleUploadedFile("plan.txt", b"Annual plan of the hospital. Quality meetings monthly."),
        SimpleUploadedFile("计划.txt", ("工作计划" * 500_000).encode()),
        SimpleUploadedFile("计划.exe", b"MZ" + b"0" * 100),
    ],
    ids=["doc", "wps", "damaged", "empty", "English", "two megabytes", "program"],
)
def test_what_is_no_plan_is_refused_with_a_sentence_and_leaves_nothing(desk, upload):
    plan = desk.draft()
    with pytest.raises(Refusal) as refused:
        services.start_import(plan, upload=upload, by=desk.cast.qian)
    assert len(refused.value.message) > 8
    assert not PlanImport.objects.exists()
    assert not plan.measures.exists()


def test_a_word_file_becomes_sections_measures_obligations_and_documents(desk):
    plan = desk.draft()
    asked = services.start_import(plan, upload=docx(), annexed=True, by=desk.cast.qian)
    assert asked.state == ImportState.READ
    kinds = set(asked.readings.values_list("kind", flat=True))
    assert {"measure", "obligation", "indicator", "date", "basis"} <= kinds
    with pytest.raises(NotYet, match="没有核对"):
        services.finish_import(asked, by=desk.cast.qian)
    services.decide_many(
        asked, asked.readings.values_list("pk", flat=True), verdict=ReadingVerdict.CONFIRMED, by=desk.cast.qian
    )
    for left in asked.readings.open():
        services.decide_reading(left, verdict=ReadingVerdict.DROPPED, by=desk.cast.qian)
    services.finish_import(fresh(asked), by=desk.cast.qian)
    plan = fresh(plan)
    assert [str(one) for one in plan.sections.all()] == ["一、指导思想", "二、工作措施"]
    assert "认真贯彻" in plan.sections.first().text
    monthly = plan.obligations.get(unit="month")
    assert (monthly.at_least, str(monthly.lead_unit)) == (1, "质控科")
    assert plan.basis.get().title == "医院感染管理办法"
    assert "频次要求" in str(plan.plan_manifest())
    (figures,) = plan.indicator_sets.all()
    passed = figures.indicators.get()
    assert (figures.state, passed.name, passed.comparator, passed.target) == ("draft", "合格率", ">=", 95)
    assert "达到95%以上" in passed.source_text
    assert asked.readings.get(kind=ReadingKind.INDICATOR).made == passed
    with pytest.raises(AlreadyDone):
        services.finish_import(fresh(asked), by=desk.cast.qian)


def test_a_finding_is_corrected_and_an_unread_sentence_becomes_a_measure(desk):
    plan = desk.draft()
    text = "2026年工作计划\n一、工作目标\n1. 感染发病率控制在3%以下。\n二、措施\n1. 经常开展巡查，发展党员23名。\n"
    asked = services.start_import(plan, text=text, by=desk.cast.qian)
    assert asked.readings.exclude(doubt="").exists() or asked.readings.filter(kind=ReadingKind.UNREAD).exists()
    unread = asked.readings.filter(kind=ReadingKind.UNREAD).first()
    with pytest.raises(Invalid, match="不能直接确认"):
        services.decide_reading(unread, verdict=ReadingVerdict.CONFIRMED, by=desk.cast.qian)
    services.take_as_measure(unread, by=desk.cast.qian)
    figure = asked.readings.filter(kind=ReadingKind.INDICATOR).first()
    with pytest.raises(Invalid, match="比较方式"):
        services.decide_reading(
            figure, verdict=ReadingVerdict.CHANGED, corrected={"comparator": "大于"}, by=desk.cast.qian
        )
    services.decide_reading(figure, verdict=ReadingVerdict.CHANGED, corrected={"value": 2.5}, by=desk.cast.qian)
    assert fresh(figure).result["value"] == 2.5
    for left in asked.readings.open():
        services.decide_reading(
            left, verdict="dropped" if left.kind in ("unread", "obligation") else "confirmed", by=desk.cast.qian
        )
    services.finish_import(fresh(asked), by=desk.cast.qian)
    aim = Objective.objects.get(plan=plan)
    assert plan.measures.exists()
    rate, members = plan.indicator_sets.get().indicators.order_by("pk")
    assert (rate.name, rate.comparator, rate.target, rate.objective) == ("感染发病率", "<=", Decimal("2.5"), aim)
    assert (members.name, members.target) == ("党员", 23)


def test_a_long_text_is_read_in_the_background(desk):
    plan = desk.draft()
    asked = services.start_import(plan, text=TEXT + "加强管理，落实责任。\n" * 2500, by=desk.cast.qian)
    assert asked.state == ImportState.WAITING
    with pytest.raises(NotYet, match="正在识别"):
        services.finish_import(asked, by=desk.cast.qian)
    with pytest.raises(NotYet, match="上一份导入"):
        services.start_import(fresh(plan), text=TEXT, by=desk.cast.qian)
    jobs.run_all()
    assert fresh(asked).state == ImportState.READ
    services.drop_import(fresh(asked), by=desk.cast.qian)
    assert not plan.imports.open().exists()


def test_the_review_page_costs_the_same_however_long_the_text(desk, client, django_assert_max_num_queries):
    plan = desk.draft()
    asked = services.start_import(plan, text=TEXT * 40, by=desk.cast.qian)
    client.force_login(desk.cast.account(desk.cast.qian))
    client.get(asked.get_absolute_url())
    with django_assert_max_num_queries(12):
        page = client.get(asked.get_absolute_url())
    assert page.status_code == 200
    assert "<mark" in page.content.decode()

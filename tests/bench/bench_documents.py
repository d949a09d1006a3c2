"""How long an official document of thirty pages takes, how large it is, and what its PDF costs where there is one.

./run bench tests/bench/bench_documents.py
"""

import io
import time
from datetime import date

from pypdf import PdfReader

from accountability.documents import (
    Attachment,
    Heading,
    OfficialPaper,
    PaperKind,
    Paragraph,
    Table,
    as_docx,
    as_pdf,
    checks,
)

SECTION = (
    "坚持以病人为中心，以质量安全核心制度落实为主线，健全计划、执行、检查、改进闭环管理，确保全年不发生重大医疗质量安全责任事件。"
    "各科室要结合实际，逐项明确责任人、完成时限和佐证材料，每季度末月二十五日前报送进展情况。"
)


def a_plan_of(pages: int) -> OfficialPaper:
    """A notice with a plan of about so many pages: text, measures and tables."""
    blocks: list[Heading | Paragraph | Table] = []
    for number in range(pages // 2):
        blocks += [Heading(1, f"第{number + 1}项重点工作"), *[Paragraph(SECTION)] * 4]
        blocks += [Heading(3, "落实责任。", SECTION) for _one in range(3)]
        rows = tuple((str(n), "重点病种临床路径管理和变异分析", "医务科", "9月底") for n in range(1, 9))
        blocks.append(Table(("序号", "任务", "责任科室", "时限"), rows))
    plan = Attachment("2026年度工作计划", tuple(blocks), is_issued_with=True)
    return OfficialPaper(
        PaperKind.DOCUMENT,
        "衡水市人民医院关于印发2026年度工作计划的通知",
        issuer="衡水市人民医院",
        number="衡医〔2026〕1号",
        addressees=("各科室",),
        blocks=(Paragraph("现将计划印发给你们。"),),
        attachments=(plan,),
        signature="衡水市人民医院",
        dated=date(2026, 3, 5),
    )


def timed(what, work):
    """Run three times, print the best and return what was made."""
    best, found = 1e9, None
    for _one in range(3):
        started = time.perf_counter()
        found = work()
        best = min(best, time.perf_counter() - started)
    print(f"{what}: {best:.2f} s")
    return found


def bench_thirty_pages() -> None:
    """Lay out, measure, and print where LibreOffice is installed."""
    paper = a_plan_of(30)
    as_docx(paper)
    content = timed("docx of the plan", lambda: as_docx(paper))
    print(f"{len(content) / 1024:.0f} KB")
    found = timed("measured against the standard", lambda: checks.check(content))
    print(f"{len(found)} defects")
    pdf = timed("pdf", lambda: as_pdf(content))
    if pdf is not None:
        print(f"{len(PdfReader(io.BytesIO(pdf)).pages)} pages")

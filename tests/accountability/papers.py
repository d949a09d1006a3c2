"""Official documents as the office of a hospital would have them laid out."""

from datetime import date

from accountability.documents import Attachment, Heading, OfficialPaper, PaperKind, Paragraph, SigningPlaces, Table

TASKS = Table(
    ("序号", "任务", "责任科室", "完成时限"),
    tuple((str(n), "重点病种临床路径管理和变异分析，按季度通报", "医务科、质控办", "9月底") for n in range(1, 41)),
)
PLAN = (
    Heading(1, "总体要求"),
    Paragraph("坚持以病人为中心，健全“计划、执行、检查、改进”闭环管理，确保全年不发生重大医疗质量安全责任事件。"),
    Heading(1, "主要目标和措施"),
    Heading(2, "提升重点病种规范化诊疗水平"),
    Heading(3, "落实临床路径管理。", "选定12个重点病种，入径率达到75%以上，由医务科牵头、质控办配合。"),
    Heading(3, "加强静脉血栓栓塞症防治。", "规范预防率达到85%以上。"),
    Heading(4, "住院患者入院24小时内完成首次风险评估；"),
    Heading(4, "中高危患者预防措施落实率纳入科室月度考核。"),
    Heading(2, "降低手术与用药风险"),
    Paragraph("各项任务责任科室和完成时限见下表。"),
    TASKS,
    Heading(1, "保障措施"),
    Paragraph("各责任科室要于每季度末月25日前报送进展情况。"),
)


def a_notice(**changes):
    """关于印发…的通知 with the plan behind it and two attachments."""
    said = {
        "kind": PaperKind.DOCUMENT,
        "issuer": "衡水市人民医院",
        "number": "衡医〔2026〕12号",
        "title": "衡水市人民医院关于印发2026年度医疗质量与患者安全工作计划的通知",
        "addressees": ("各科室", "各病区", "机关各部门"),
        "blocks": (
            Paragraph("经院长办公会研究同意，现将《2026年度医疗质量与患者安全工作计划》印发给你们。"),
            Paragraph("请结合实际认真组织实施，重要情况及时报告院办公室。"),
        ),
        "attachments": (
            Attachment("2026年度医疗质量与患者安全工作计划", PLAN, is_issued_with=True),
            Attachment("2026年度目标任务分解表", (TASKS,)),
            Attachment("医疗质量安全指标口径说明及数据来源、统计周期和责任人一览表", (Paragraph("略。"),)),
        ),
        "signature": "衡水市人民医院",
        "dated": date(2026, 3, 5),
        "note": "此件公开发布",
        "copies_to": ("市卫生健康委员会", "市医疗质量控制中心"),
        "printed_by": "衡水市人民医院办公室",
        "printed_on": date(2026, 3, 6),
    }
    return OfficialPaper(**(said | changes))


def a_letter(**changes):
    """A letter of the commission about problems found."""
    said = {
        "kind": PaperKind.LETTER,
        "issuer": "衡水市卫生健康委员会",
        "number": "衡卫函〔2026〕117号",
        "title": "关于高值医用耗材追溯管理问题限期整改的函",
        "addressees": ("衡水市人民医院",),
        "blocks": (
            Paragraph("2026年11月12日，我委专项检查组对你院开展现场检查，发现以下问题。"),
            Heading(1, "存在问题"),
            Heading(3, "条码与收费明细不能逐一对应。", "抽查40例，不符3例。"),
            Heading(1, "整改要求"),
            Paragraph("逐项制定措施，明确责任人和时限，整改完成后申请销号。"),
        ),
        "attachments": (Attachment("问题清单", (Table(("序号", "问题"), (("1", "条码不符"),)),)),),
        "signature": "衡水市卫生健康委员会",
        "dated": date(2026, 11, 16),
        "copies_to": ("市医疗保障局",),
    }
    return OfficialPaper(**(said | changes))


def some_minutes(**changes):
    """Minutes of a meeting of the president's office: no addressees, no seal."""
    said = {
        "kind": PaperKind.MINUTES,
        "issuer": "衡水市人民医院院长办公会",
        "number": "第21期",
        "title": "研究2027年度医疗质量计划等事项",
        "blocks": (
            Paragraph("2026年11月26日，院长王某主持召开第21次院长办公会，研究年度计划等事项。现将议定事项纪要如下："),
            Heading(1, "审议年度医疗质量与患者安全工作计划"),
            Paragraph("会议同意该计划，由医务科修改后按程序印发。（责任人：李某；完成时限：12月5日）"),
        ),
        "attendance": (("出席", "王某、张某、赵某"), ("请假", "周某"), ("列席", "李某、孙某")),
        "copies_to": ("院领导", "各科室"),
        "printed_by": "衡水市人民医院办公室",
        "printed_on": date(2026, 11, 27),
    }
    return OfficialPaper(**(said | changes))


def a_letter_of_responsibility():
    """目标责任书: no head, two places for signatures."""
    return OfficialPaper(
        PaperKind.PLAIN,
        "2026年度医疗质量目标责任书",
        blocks=(
            Heading(1, "责任目标"),
            Paragraph("手卫生依从率不低于85%。"),
            SigningPlaces((("责任单位：（签字）", "年　月　日"), ("主要负责人：（签字）", "年　月　日"))),
        ),
    )


ALL = {"notice": a_notice, "letter": a_letter, "minutes": some_minutes, "plain": a_letter_of_responsibility}

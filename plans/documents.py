"""Plans as official documents: 关于印发…的通知 with the plan behind it, the summary, the letter of responsibility."""

import re
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import letterheads
from accountability.documents import (
    Attachment,
    Block,
    Heading,
    OfficialPaper,
    PaperKind,
    Paragraph,
    SigningPlaces,
    Table,
)
from accountability.documents.paper import day
from accountability.signing.manifests import in_first_language
from organizations.models import Organization
from plans.models import Measure, Plan, ResponsibilityLetter, Review

SEVERAL = re.compile(r"[、，,；;\r\n]+")


def of_plan(plan: Plan) -> OfficialPaper:
    """The notice that issues a plan, with the plan and its table of tasks behind it; before it is signed, the plan."""
    with in_first_language():
        measures = list(plan.measures.standing().with_owners().order_by("section__order", "section", "order", "pk"))
        title = plan.title.removeprefix(plan.organization.name)
        table = Attachment(_("%(title)s任务分解表") % {"title": title}, (_table(measures),))
        if plan.signed_at is None:
            contents = _contents(plan, measures)
            return OfficialPaper(
                kind=PaperKind.PLAIN, title=plan.title, blocks=contents, attachments=(table,), banner=_("送审稿"),
                is_to_be_sealed=False,
            )  # fmt: skip
        return _headed(_notice(plan, title, measures, table), plan.organization)


def _notice(plan: Plan, title: str, measures: list[Measure], table: Attachment) -> OfficialPaper:
    """关于印发…的通知, dated the day the plan was signed."""
    words = _("经研究，现将《%(title)s》印发给你们，请结合实际认真组织实施。") % {"title": title}
    blocks: list[Block] = [Paragraph(words)]
    if plan.contact:
        blocks.append(Paragraph(_("联系人及电话：%(contact)s。") % {"contact": plan.contact}))
    signed = timezone.localdate(plan.signed_at)
    return OfficialPaper(
        kind=PaperKind.PLAIN,
        title=_("%(unit)s关于印发%(title)s的通知") % {"unit": plan.organization.name, "title": title},
        number=plan.number.text if plan.number else "",
        addressees=_named(plan.addressees) or (_("各科室"),),
        blocks=tuple(blocks),
        attachments=(Attachment(plan.title, _contents(plan, measures), is_issued_with=True), table),
        signature=plan.organization.name,
        dated=signed,
        copies_to=_named(plan.copies_to),
        printed_on=timezone.localdate(plan.issued_at) if plan.issued_at else signed,
    )


def _headed(paper: OfficialPaper, unit: Organization) -> OfficialPaper:
    """Under the unit's own red head where one is authorised; without it neither a head nor a number (条例 art. 17)."""
    head = letterheads.of(unit)
    if head is None:
        return replace(paper, number="", printed_on=None)
    number = paper.number if paper.number.startswith(head.code) else ""  # a ledger number is no 发文字号
    return replace(paper, kind=PaperKind.DOCUMENT, issuer=head.mark, number=number, printed_by=head.printed_by)


def _named(text: str) -> tuple[str, ...]:
    """The names in a field where they were written one after the other."""
    return tuple(name for part in SEVERAL.split(text) if (name := part.strip(" \u3000：:。")))


def _contents(plan: Plan, measures: list[Measure]) -> tuple[Block, ...]:
    """The plan itself: what for, what to reach, heading by heading what to do, what is demanded."""
    blocks: list[Block] = []
    if plan.purpose:
        blocks += [Heading(1, _("指导思想和总体目标")), Paragraph(plan.purpose)]
    if objectives := list(plan.objectives.standing().order_by("order", "pk")):
        blocks.append(Heading(1, _("工作目标")))
        blocks += [Heading(3, one.text) for one in objectives]
    under: dict[int | None, list[Measure]] = {}
    for measure in measures:
        under.setdefault(measure.section_id, []).append(measure)
    if None in under:
        blocks.append(Heading(1, _("主要任务")))
        blocks += [_measure(one) for one in under[None]]
    for section in plan.sections.standing().order_by("order", "pk"):
        blocks.append(Heading(section.level, section.heading))
        if section.text:
            blocks.append(Paragraph(section.text))
        blocks += [_measure(one, min(max(section.level + 1, 3), 4)) for one in under.get(section.pk, ())]
    if plan.requirements:
        blocks += [Heading(1, _("工作要求")), Paragraph(plan.requirements)]
    return tuple(blocks)


def _measure(measure: Measure, level: int = 3) -> Heading:
    """One task with who answers for it and until when."""
    told = []
    if measure.lead_unit:
        told.append(_("牵头：%(unit)s") % {"unit": measure.lead_unit})
    if others := [str(unit) for unit in measure.supporting_units.all()]:
        told.append(_("配合：%(units)s") % {"units": "、".join(others)})
    if measure.person:
        told.append(_("责任人：%(person)s") % {"person": measure.person})
    if measure.due_on:
        told.append(_("完成时限：%(day)s") % {"day": day(measure.due_on)})
    return Heading(level, measure.text, f"（{'；'.join(told)}）" if told else "")


def _table(measures: list[Measure]) -> Table:
    rows = tuple(
        (
            str(number),
            one.text,
            one.target,
            str(one.lead_unit or ""),
            str(one.person or ""),
            f"{one.due_on:%Y-%m-%d}" if one.due_on else "",
        )
        for number, one in enumerate(measures, 1)
    )
    heads = (_("序号"), _("任务措施"), _("目标值或成果"), _("牵头单位"), _("责任人"), _("完成时限"))
    return Table(heads, rows, widths=(7, 37, 19, 14, 10, 13))


def of_review(review: Review) -> OfficialPaper:
    """The half-year review or the year-end summary: the unit's words, the figures and what comes next."""
    with in_first_language():
        plan = review.plan
        blocks: list[Block] = [Heading(1, _("工作开展情况")), Paragraph(review.text)]
        if figures := review.standing.get("figures"):
            rows = tuple((str(label), str(value)) for label, value in figures)
            blocks += [Heading(1, _("任务完成情况")), Table((_("项目"), _("数量")), rows, widths=(70, 30))]
        if review.next_steps:
            blocks += [Heading(1, _("下一步安排")), Paragraph(review.next_steps)]
        words = review.get_kind_display()
        approved = timezone.localdate(review.approved_at) if review.approved_at else None
        return OfficialPaper(
            kind=PaperKind.PLAIN,
            title=_("%(title)s%(kind)s") % {"title": plan.title.removesuffix(_("计划")), "kind": words},
            blocks=tuple(blocks),
            signature=plan.organization.name,
            dated=approved,
            banner="" if approved else _("送审稿"),
        )


def of_letter(letter: ResponsibilityLetter) -> OfficialPaper:
    """目标责任书: what one answers for, and room for both signatures."""
    with in_first_language():
        plan = letter.plan
        opening = _("为落实《%(plan)s》，明确责任，签订本责任书。") % {"plan": plan.title}
        blocks: list[Block] = [Paragraph(opening), Heading(1, _("责任事项"))]
        blocks += [_measure(one) for one in letter.measures.standing().with_owners().order_by("order", "pk")]
        if letter.duties:
            blocks += [Heading(1, _("责任内容")), Paragraph(letter.duties)]
        if letter.rewards:
            blocks += [Heading(1, _("考核和奖惩")), Paragraph(letter.rewards)]
        both = (
            (_("%(unit)s（盖章）") % {"unit": plan.organization}, _("签订领导：")),
            (_("责任部门：%(unit)s") % {"unit": letter.unit}, _("责任人：")),
        )
        date = _("年　月　日")
        return OfficialPaper(
            kind=PaperKind.PLAIN,
            title=_("%(title)s目标责任书") % {"title": plan.title.removesuffix(_("计划"))},
            blocks=(*blocks, SigningPlaces(tuple((*place, date) for place in both))),
            is_to_be_sealed=False,
        )

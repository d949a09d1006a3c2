"""Official documents of campaigns: 整改通知书, 质控反馈意见, 督办单 and the scheme as papers of the standard's form."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import letterheads
from accountability.documents import Block, Heading, OfficialPaper, PaperKind, Paragraph, SigningPlaces, Table
from accountability.documents.paper import day
from accountability.signing.manifests import in_first_language
from organizations.models import Organization
from rectification.models import Campaign, Score, ScoreItem, ScoreLine, Severity, Slip, SlipKind
from rectification.summaries import Chapter

TITLES = {
    SlipKind.ORDER: gettext_lazy("关于%(campaign)s发现问题限期整改的通知"),
    SlipKind.FEEDBACK: gettext_lazy("关于%(campaign)s发现问题的质控反馈意见"),
    SlipKind.SUPERVISE: gettext_lazy("关于督办%(campaign)s有关问题整改的通知"),
}


def of_slip(slip: Slip) -> OfficialPaper:
    """A slip as the unit receives it; a letter where its issuer has a letterhead, otherwise without a red head."""
    with in_first_language():
        return headed(_slip(slip), slip.issuer)


def headed(paper: OfficialPaper, unit: Organization) -> OfficialPaper:
    """The paper under the unit's own head as a letter; without an authorised one it stays without."""
    head = letterheads.of(unit)
    if head is None:
        return paper
    return replace(paper, kind=PaperKind.LETTER, issuer=head.mark)


def _slip(slip: Slip) -> OfficialPaper:
    """The words of the page, in the order of a document."""
    told = {"campaign": slip.campaign.title, "n": len(slip.lines)}
    opening = _("在“%(campaign)s”中，发现你单位存在%(n)d个问题，具体见下表。现将有关要求通知如下。") % told
    reply = _("请于%(day)s前书面回复整改情况。联系人及电话：%(contact)s。")
    blocks: list[Block] = [
        Paragraph(opening),
        Heading(1, _("存在问题")),
        _lines(slip),
        Heading(1, _("工作要求")),
        Paragraph(slip.text),
        Paragraph(reply % {"day": day(slip.reply_by), "contact": slip.contact}),
    ]
    if slip.campaign.disclaimer:
        blocks.append(Paragraph(slip.campaign.disclaimer))
    return OfficialPaper(
        kind=PaperKind.PLAIN,
        title=str(TITLES[SlipKind(slip.kind)]) % {"campaign": slip.campaign.title},
        addressees=(slip.participant.name,),
        blocks=tuple(blocks),
        signature=slip.issuer.name,
        dated=timezone.localdate(slip.issued_at),
        note=_("%(kind)s编号：%(number)s") % {"kind": slip.get_kind_display(), "number": slip.number_text},
    )


def _lines(slip: Slip) -> Table:
    """The problems as they were frozen when the slip was issued."""
    labels = dict(Severity.choices)
    rows = tuple(
        (
            str(line["number"]),
            f"{line['department']}：{line['description']}" if line.get("department") else str(line["description"]),
            str(line["cites"]),
            str(labels.get(line["severity"], "")),
            str(line["due_on"] or "—"),
        )
        for line in slip.lines
    )
    return Table((_("编号"), _("问题"), _("依据"), _("程度"), _("整改时限")), rows, widths=(15, 42, 23, 8, 12))


def of_summary(campaign: Campaign, chapters: Sequence[Chapter]) -> OfficialPaper:
    """工作总结 as a draft to be worked on: the chapters as they were drafted from the rows."""
    with in_first_language():
        blocks: list[Block] = []
        for chapter in chapters:
            blocks += [Heading(1, chapter.title), Paragraph("".join(chapter.paragraphs))]
        return OfficialPaper(
            kind=PaperKind.PLAIN,
            title=_("%(title)s工作总结") % {"title": campaign.title},
            blocks=tuple(blocks),
            signature=campaign.organization.name,
            dated=timezone.localdate(),
            note=_("系统按记录生成的初稿，数字截至%(day)s") % {"day": day(timezone.localdate())},
        )


MOST_CAUSES = 20


def of_score(score: Score, lines: Iterable[ScoreLine], *, period: str, with_rank: bool) -> OfficialPaper:
    """考核表 of one unit: every item with its points and what caused them, and places for the signatures."""
    rule = score.round.rule
    told = {"basis": rule.basis, "full": rule.full_marks, "total": score.total}
    result = _("依据：%(basis)s。满分%(full)s分，得分%(total)s分。") % told
    if with_rank:
        result += _("名次第%(rank)d。") % {"rank": score.rank}
        result += _("末位否决。") if score.vetoed else ""
        result += _("表扬候选。") if score.candidate else ""
    rows = tuple((line.item.name, _way(line.item), f"{line.points}", _causes(line)) for line in lines)
    return OfficialPaper(
        kind=PaperKind.PLAIN,
        title=_("%(period)s%(rule)s考核表") % {"period": period, "rule": rule.name},
        addressees=(score.name,),
        blocks=(
            Paragraph(result),
            Table((_("考核项目"), _("计分方式"), _("加减分"), _("事由")), rows, widths=(22, 26, 12, 40)),
            SigningPlaces(
                (
                    (_("考核人（签名）："), _("日期：")),
                    (_("被考核单位负责人（签名、盖章）："), _("日期：")),
                )
            ),
        ),
        signature=rule.organization.name,
        dated=timezone.localdate(),
    )


def _way(item: ScoreItem) -> str:
    """How an item counts; where it is given by hand, within which range."""
    told = {"way": item.get_kind_display(), "marks": item.marks}
    return _("%(way)s，每次%(marks)s分") % told if item.is_by_hand else str(item.get_kind_display())


def _causes(line: ScoreLine) -> str:
    """The rows behind an item, the first twenty by name."""
    named = [f"{cause['label']} {cause['points']}" for cause in line.causes[:MOST_CAUSES]]
    if len(line.causes) > MOST_CAUSES:
        named.append(_("等%(n)d项") % {"n": len(line.causes)})
    return "；".join(named) or "—"

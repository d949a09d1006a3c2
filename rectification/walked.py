"""How the things of rectification follow from one another: what 责任链 walks over."""

import re
from collections.abc import Collection, Iterable
from itertools import chain

from django.utils.translation import gettext_lazy as _

from accountability import walks

from .models import (
    Campaign,
    Checklist,
    ChecklistItem,
    ChecklistVersion,
    CloseOut,
    CorrectiveMeasure,
    Delivery,
    Draw,
    Filing,
    Finding,
    Inspection,
    LookBack,
    Objection,
    Output,
    Participant,
    Phase,
    Recognition,
    Release,
    Reopening,
    Score,
    ScoreLine,
    ScoreObjection,
    ScoreRound,
    SitePaper,
    Slip,
    SupervisionOrder,
    Verification,
    VisitResult,
    Waiver,
)  # fmt: skip
from .models import (
    Collection as FormCollection,
)

IN_ADDRESS = re.compile(r"/findings/(\d{1,18})/")
Keys = Collection[int] | None


def declare() -> None:
    """Register every kind, with what lies behind it."""
    _campaigns()
    _inspections()
    _findings()
    _forms_and_scores()


def _campaigns() -> None:
    campaign = (_("所属专项工作"), _("阶段与成果"))
    walks.register(Campaign, by="drafted_by", at="drafted_at", related=("drafted_by",))
    walks.register(Phase, back={"campaign": campaign}, related=("campaign",))
    walks.register(Participant, back={"campaign": (_("所属专项工作"), _("参加单位"))})
    walks.register(Output, back={"phase": (_("所属阶段"), _("要求的成果"))})
    walks.register(
        Delivery,
        back={"output": (_("要求的成果"), _("提交的成果")), "participant": (_("参加单位"), _("提交的成果"))},
        by="by",
        at="recorded_at",
        related=("by", "output__phase", "participant"),
    )
    walks.register(
        Release, back={"phase": (_("所属阶段"), _("放行"))}, by="by", at="at", related=("by", "phase", "participant")
    )
    walks.register(
        Draw,
        back={
            "phase": (_("所属阶段"), _("随机抽取")),
            "campaign": (_("所属专项工作"), _("随机抽取")),
            "replaces": (_("原抽取"), _("重新抽取")),
        },
        by="drawn_by",
        at="drawn_at",
        related=("drawn_by", "phase"),
    )


def _inspections() -> None:
    walks.register(Checklist)
    walks.register(ChecklistVersion, back={"checklist": (_("检查表"), _("版本"))}, related=("checklist",))
    walks.register(ChecklistItem, back={"checklist_version": (_("检查表版本"), _("检查条目"))},
                   related=("checklist_version__checklist",))  # fmt: skip
    walks.register(
        Inspection,
        back={
            "phase": (_("所属阶段"), _("开展检查")),
            "campaign": (_("所属专项工作"), _("开展检查")),
            "draw": (_("随机抽取"), _("据以检查")),
            "participant": (_("被检查单位"), _("接受检查")),
            "checklist_version": (_("所用检查表"), _("据以检查")),
        },
        by="filled_by",
        at="submitted_at",
        related=("filled_by", "campaign", "participant", "department", "inspecting_unit"),
    )
    walks.register(
        SitePaper, back={"inspection": (_("检查"), _("现场检查记录"))}, by="recorded_by", at="recorded_at",
        related=("recorded_by", "inspection__participant", "inspection__department"), has_page=False,
    )  # fmt: skip

    walks.register(
        VisitResult, back={"inspection": (_("检查"), _("调查和指导结果"))}, by="by", at="at",
        related=("by", "inspection__participant"), has_page=False,
    )  # fmt: skip
    walks.register(
        Recognition, back={"inspection": (_("所互认的检查"), _("互认")), "phase": (_("所属阶段"), _("互认"))}, by="by",
        at="at", related=("by", "inspection__participant", "inspection__department"), has_page=False,
    )  # fmt: skip


def _findings() -> None:
    walks.register(
        Finding,
        back={
            "item": (_("检查条目"), _("发现问题")),
            "inspection": (_("检查"), _("发现问题")),
            "campaign": (_("所属专项工作"), _("发现问题")),
        },
        by="author",
        at="recorded_at",
        related=("author",),
    )
    about = (_("所针对的问题"), _("整改措施"))
    walks.register(
        CorrectiveMeasure, back={"finding": about}, forward={"assignment": (_("落实措施"), _("交办任务"))},
        related=("finding",),
    )  # fmt: skip
    for model, word, by, at in (
        (Verification, _("核查"), "verifier", "at"),
        (CloseOut, _("销号"), "by", "at"),
        (Reopening, _("重新启动整改"), "by", "at"),
        (LookBack, _("回头看"), "by", "at"),
    ):
        back = {"finding": (_("所针对的问题"), word)}
        walks.register(model, back=back, by=by, at=at, related=(by, "finding"), has_page=False)
    for decided, word in ((Objection, _("陈述申辩")), (Waiver, _("暂缓豁免"))):
        back = {"finding": (_("所针对的问题"), word)}
        walks.register(decided, back=back, by="filed_by", at="filed_at", related=("filed_by", "finding"))
    walks.register(
        SupervisionOrder, back={"phase": (_("所属阶段"), _("属地督导"))}, by="issued_by", at="issued_at",
        related=("issued_by", "to", "phase"),
    )  # fmt: skip
    walks.register(Slip, by="issued_by", at="issued_at", related=("issued_by",))
    walks.pair(Finding, Slip, words=(_("通知所列问题"), _("整改通知")), pairs=_slips)


def _slips(findings: Keys, slips: Keys) -> Iterable[tuple[int, int]]:
    """Which findings a notice lists."""
    rows = Slip.findings.through.objects.order_by("slip")
    chosen = rows.filter(finding__in=findings) if findings is not None else rows.filter(slip__in=slips or ())
    return chosen.values_list("finding_id", "slip_id")[:1000]


def _forms_and_scores() -> None:
    walks.register(FormCollection, back={"campaign": (_("所属专项工作"), _("统计报表"))}, by="drafted_by",
                   related=("drafted_by",))  # fmt: skip
    walks.register(
        Filing, back={"collection": (_("报表任务"), _("单位报表"))}, by="filled_by", at="submitted_at",
        related=("filled_by", "collection"),
    )  # fmt: skip
    walks.register(ScoreRound, at="published_at", by="published_by", related=("published_by", "rule"))
    walks.register(Score, back={"round": (_("所属考核"), _("考核得分"))}, related=("round__rule",))
    walks.register(
        ScoreLine,
        back={"score": (_("考核得分"), _("考核明细"))},
        related=("item", "score__round__rule"),
        has_page=False,
    )
    walks.register(
        ScoreObjection, back={"score": (_("考核得分"), _("考核异议"))}, by="by", at="at", related=("by", "item"),
        has_page=False,
    )  # fmt: skip
    walks.pair(Finding, ScoreLine, words=(_("扣分事由"), _("计入考核")), pairs=_causes)


def _causes(findings: Keys, lines: Keys) -> Iterable[tuple[int, int]]:
    """Which findings an item of a score counted, as its causes name them."""
    rows = ScoreLine.objects.exclude(causes=[])
    if lines is not None:
        rows = rows.filter(pk__in=lines)
    else:
        units = Finding.objects.filter(pk__in=findings or ()).values("organization")
        rows = rows.filter(score__organization__in=units)
    named = (
        ((int(found[1]), pk) for cause in causes if (found := IN_ADDRESS.search(cause.get("url", ""))))
        for pk, causes in rows.order_by("-pk").values_list("pk", "causes")[:200]
    )
    return [pair for pair in chain.from_iterable(named) if findings is None or pair[0] in findings]

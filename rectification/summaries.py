"""工作总结 drafted from rows alone: five chapters, every number with the address of the rows it counts.

Nothing is invented: a sentence stands where rows stand, and what is missing is said. What it counts is what the reader
of the draft may see, so that a number and the list behind it agree.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from rectification.models import (
    Campaign,
    CauseKind,
    Delivery,
    Finding,
    FindingSource,
    Inspection,
    InspectionKind,
    InspectionState,
    Phase,
    Severity,
    StandingTask,
)
from rectification.models.choices import SELF_INSPECTING, PhaseState
from rectification.models.querysets import SETTLED, UNFIXED

TOP = 5
STATES: dict[str, list[str]] = {
    "all": [state for state in InspectionState.values if state != InspectionState.WITHDRAWN],
    "done": [InspectionState.CONFIRMED],
    "rest": [InspectionState.OPEN, InspectionState.SUBMITTED],
    "released": [InspectionState.RELEASED],
}
"""How the draft sums up the states of self-inspections."""
MARK = "\x00"


@dataclass(frozen=True)
class Part:
    """A piece of a sentence; a number has the address of what it counts."""

    text: str
    url: str = ""


@dataclass(frozen=True)
class Number:
    """A count and where its rows are read."""

    value: int
    url: str


@dataclass(frozen=True)
class Chapter:
    """A heading and its sentences."""

    title: str
    sentences: list[list[Part]]

    @property
    def paragraphs(self) -> list[str]:
        """The sentences as plain text."""
        return ["".join(part.text for part in sentence) for sentence in self.sentences]


@dataclass(frozen=True)
class Seen:
    """The rows of one campaign that the reader may see."""

    campaign: Campaign
    counts: Mapping[str, int]  # units, focus units, own deliveries, deliveries of units
    inspections: QuerySet[Inspection]
    deliveries: QuerySet[Delivery]
    findings: QuerySet[Finding]
    standing: QuerySet[StandingTask]


def drafted(seen: Seen) -> list[Chapter]:
    """The five chapters, by a constant number of questions."""
    phases = list(seen.campaign.phases.order_by("order"))
    counts = finding_counts(seen.findings)
    inspected = _inspected(seen)
    return [
        Chapter(_("活动开展情况"), list(_activities(seen, phases))),
        Chapter(_("自查自纠情况"), list(_self_checks(seen, phases, inspected, counts))),
        Chapter(_("督导检查情况"), list(_visits(seen, inspected, counts))),
        Chapter(_("存在的主要问题"), list(_problems(seen, counts))),
        Chapter(_("整改情况和下一步措施"), list(_fixes(seen, counts))),
    ]


def as_text(chapters: Iterable[Chapter]) -> str:
    """The draft as it may be worked on by hand."""
    heads = (_("一、%(title)s"), _("二、%(title)s"), _("三、%(title)s"), _("四、%(title)s"), _("五、%(title)s"))
    told = (
        head % {"title": one.title} + "\n" + "".join(one.paragraphs) for head, one in zip(heads, chapters, strict=False)
    )
    return "\n\n".join(told)


def says(sentence: str, **numbers: Number | str) -> list[Part]:
    """A sentence whose named places are numbers with their addresses, or words."""
    parts = (sentence % {name: f"{MARK}{name}{MARK}" for name in numbers}).split(MARK)
    found = []
    for place, text in enumerate(parts):
        given = numbers[text] if place % 2 else text
        found.append(Part(str(given.value), given.url) if isinstance(given, Number) else Part(given))
    return [part for part in found if part.text]


def ledger_of(campaign: Campaign, **filters: str) -> str:
    """The ledger that holds exactly these rows."""
    return f"{reverse('rectification:ledger')}?{urlencode({'campaign': str(campaign.pk), **filters})}"


def finding_counts(findings: QuerySet[Finding]) -> dict[str, int]:
    """All that the chapters say of findings, in one question."""
    today = timezone.localdate()
    asked = {
        "all": Q(),
        "withdrawn": Q(state="withdrawn"),
        "closed": Q(state="closed"),
        "open": ~Q(state__in=SETTLED),
        "verifying": Q(state="verifying"),
        "waived": Q(state="waived"),
        "overdue": Q(state__in=UNFIXED, due_on__lt=today),
        "repeated": Q(repeats__gt=0),
        **{f"of_{source}": Q(source=source) for source in FindingSource.values},
        **{f"done_{source}": Q(source=source, state="closed") for source in FindingSource.values},
        **{severity: Q(severity=severity) for severity in Severity.values},
    }
    return findings.order_by().aggregate(**{name: Count("pk", filter=query) for name, query in asked.items()})


def _activities(seen: Seen, phases: list[Phase]) -> Iterable[list[Part]]:
    campaign = seen.campaign
    window = {"first": date_format(campaign.starts_on), "last": date_format(campaign.ends_on)}
    yield says(
        _("%(issuer)s于%(first)s至%(last)s组织开展“%(title)s”。"),
        issuer=campaign.organization.name,
        title=campaign.title,
        **window,
    )
    wall = reverse("rectification:campaign_wall", args=[campaign.pk])
    yield says(
        _("参加单位%(all)s家，其中重点单位%(focus)s家。"),
        all=Number(seen.counts["units"], wall),
        focus=Number(seen.counts["focus"], f"{wall}?focus=1"),
    )
    yield says(
        _("主办单位登记阶段成果%(own)s项，参加单位提交成果%(units)s份。"),
        own=Number(seen.counts["own"], "?list=own"),
        units=Number(seen.counts["given"], "?list=given"),
    )
    undone = [phase.name for phase in phases if phase.state != PhaseState.CLOSED]
    if undone:
        yield says(_("（尚未结束的阶段：%(names)s。）"), names=_("、").join(undone))


def _inspected(seen: Seen) -> dict[tuple[str, str], int]:
    """Inspections by kind and state."""
    rows = seen.inspections.exclude(state=InspectionState.WITHDRAWN).order_by().values_list("kind", "state")
    return {(kind, state): count for kind, state, count in rows.annotate(Count("pk"))}


def _self_checks(
    seen: Seen, phases: list[Phase], inspected: dict[tuple[str, str], int], counts: dict[str, int]
) -> Iterable[list[Part]]:
    first = next((phase for phase in phases if phase.kind in SELF_INSPECTING), None)
    if first is None:
        yield says(_("（本次没有安排自查阶段。）"))
        return
    states = {state: count for (kind, state), count in inspected.items() if kind == InspectionKind.SELF}
    counted = {name: sum(states.get(state, 0) for state in found) for name, found in STATES.items()}
    yield says(
        _("应开展自查%(all)s份，已审核%(done)s份，尚未完成%(rest)s份，放行%(released)s份。"),
        **{name: Number(n, f"?list=inspections&kind=self&state={name}") for name, n in counted.items()},
    )
    yield says(
        _("各单位自查发现问题%(found)s个，已销号%(done)s个。"),
        found=Number(counts["of_self"], ledger_of(seen.campaign, source="self")),
        done=Number(counts["done_self"], ledger_of(seen.campaign, source="self", status="closed")),
    )


def _visits(seen: Seen, inspected: dict[tuple[str, str], int], counts: dict[str, int]) -> Iterable[list[Part]]:
    kinds: dict[str, int] = {}
    for (kind, _state), count in inspected.items():
        if kind != InspectionKind.SELF:
            kinds[kind] = kinds.get(kind, 0) + count
    if not kinds:
        yield says(_("（没有督导检查记录。）"))
    labels = dict(InspectionKind.choices)
    for kind in sorted(kinds):
        number = Number(kinds[kind], f"?list=inspections&kind={kind}")
        yield says(_("开展%(kind)s%(count)s次。"), kind=str(labels[kind]), count=number)
    sources = dict(FindingSource.choices)
    for source in FindingSource.values:
        if source != FindingSource.SELF and counts[f"of_{source}"]:
            yield says(
                _("%(source)s问题%(found)s个，已销号%(done)s个。"),
                source=str(sources[source]),
                found=Number(counts[f"of_{source}"], ledger_of(seen.campaign, source=source)),
                done=Number(counts[f"done_{source}"], ledger_of(seen.campaign, source=source, status="closed")),
            )


def _problems(seen: Seen, counts: dict[str, int]) -> Iterable[list[Part]]:
    campaign = seen.campaign
    if not counts["all"]:
        yield says(_("（台账中没有问题。）"))
        return
    yield says(
        _("台账登记问题%(all)s个，其中重大%(major)s个、较大%(serious)s个、一般%(general)s个。"),
        all=Number(counts["all"], ledger_of(campaign)),
        **{name: Number(counts[name], ledger_of(campaign, severity=name)) for name in Severity.values},
    )
    if counts["withdrawn"]:
        yield says(_("经复核撤销%(n)s个。"), n=Number(counts["withdrawn"], ledger_of(campaign, status="withdrawn")))
    if counts["repeated"]:
        yield says(_("属于屡查屡犯的%(n)s个。"), n=Number(counts["repeated"], ledger_of(campaign, status="repeated")))
    yield from _where_and_why(seen)


def _where_and_why(seen: Seen) -> Iterable[list[Part]]:
    """The parts of the checklist that fail most, and what the units say it came from; who has not said counts too."""
    sections: Counter[str] = Counter()
    causes: Counter[str] = Counter()
    for section, cause, count in (
        seen.findings.order_by().values_list("item__section", "cause_kind").annotate(Count("pk"))
    ):
        sections[section] += count
        causes[cause] += count
    most = sorted(((n, name) for name, n in sections.items() if name), key=lambda told: (-told[0], told[1]))
    for count, section in most[:TOP]:
        number = Number(count, ledger_of(seen.campaign, section=section))
        yield says(_("“%(section)s”方面%(n)s个。"), section=section, n=number)
    labels = dict(CauseKind.choices)
    for cause, count in sorted(causes.items(), key=lambda told: (not told[0], -told[1], told[0])):
        if cause:
            number = Number(count, ledger_of(seen.campaign, cause=cause))
            yield says(_("原因属于%(cause)s的%(n)s个。"), cause=str(labels[cause]), n=number)
        else:
            yield says(_("（%(n)s个问题还没有填写原因类别。）"), n=str(count))


def _fixes(seen: Seen, counts: dict[str, int]) -> Iterable[list[Part]]:
    campaign = seen.campaign
    yield says(
        _("已销号%(closed)s个，待核查%(verifying)s个，未销号%(open)s个，其中逾期%(overdue)s个。"),
        closed=Number(counts["closed"], ledger_of(campaign, status="closed")),
        verifying=Number(counts["verifying"], ledger_of(campaign, state="verifying")),
        open=Number(counts["open"], ledger_of(campaign, status="open")),
        overdue=Number(counts["overdue"], ledger_of(campaign, status="overdue")),
    )
    if counts["waived"]:
        yield says(_("经批准暂缓或豁免%(n)s个。"), n=Number(counts["waived"], ledger_of(campaign, state="waived")))
    tasks = list(seen.standing.select_related("lead_unit", "holder").order_by("pk"))
    if not tasks:
        yield says(_("（尚未登记长效措施。）"))
        return
    address = f"{reverse('rectification:campaign_closing', args=[campaign.pk])}#standing"
    yield says(_("确定长效措施%(n)s条："), n=Number(len(tasks), address))
    for task in tasks:
        text = task.text.rstrip("。；")
        yield says(_("%(text)s（%(unit)s，%(who)s）；"), text=text, unit=task.lead_unit.name, who=task.holder.name)


def listed(seen: Seen, name: str, kind: str = "", state: str = "all") -> QuerySet[Any] | None:
    """The rows behind a number that have no list of their own elsewhere; none for a list there is not."""
    if name == "inspections" and kind in InspectionKind.values:
        rows = seen.inspections.filter(kind=kind, state__in=STATES.get(state, STATES["all"]))
        return rows.select_related("participant", "phase", "campaign").order_by("org_path", "pk")
    if name in ("own", "given"):
        given = seen.deliveries.filter(participant__isnull=name == "own")
        return given.select_related("output__phase", "participant").order_by("output", "pk")
    return None

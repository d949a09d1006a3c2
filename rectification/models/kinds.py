"""What each way of inspecting brings forth, as data: findings, a rate, advice, or a second look at what was closed."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext_lazy as _

from .choices import FindingSource, InspectionKind


@dataclass(frozen=True)
class KindRule:
    """One way of inspecting."""

    brings: Any
    """What comes out of it, in one sentence for the page."""
    source: str = ""
    """The source of its findings; empty where it makes none."""
    follows_case: bool = False
    """Whether it follows one case, by its code, through several departments."""
    counts: bool = False
    """Whether it counts heads on one day."""
    advises: bool = False
    """Whether it leaves advice."""
    looks_back: bool = False
    """Whether it looks again at what was struck off the ledger."""

    @property
    def makes_findings(self) -> bool:
        """Whether problems may be registered from it."""
        return bool(self.source)

    @property
    def has_result(self) -> bool:
        """Whether it is handed in with a record of its own besides the answers."""
        return self.counts or self.advises


KINDS: Mapping[str, KindRule] = {
    InspectionKind.SELF: KindRule(_("自查发现的问题由本单位登记。"), FindingSource.SELF),
    InspectionKind.SUPERVISION: KindRule(_("逐项判定，发现的问题登记入台账。"), FindingSource.SUPERVISION),
    InspectionKind.SPOT_CHECK: KindRule(_("逐项判定，发现的问题登记入台账。"), FindingSource.SPOT_CHECK),
    InspectionKind.LOOK_BACK: KindRule(
        _("复看已销号的问题：没有反弹的记录在案，反弹的重新启动整改。"), FindingSource.SUPERVISION, looks_back=True
    ),
    InspectionKind.TRACER: KindRule(
        _("按病例代码追踪一个病例经过的各科室，问题分别落到责任科室。"), FindingSource.SUPERVISION, follows_case=True
    ),
    InspectionKind.PREVALENCE: KindRule(
        _("登记调查日的应查、实查和现患例数，计算现患率和实查率；不登记问题，不计分。"), counts=True
    ),
    InspectionKind.GUIDANCE: KindRule(_("只提指导建议，不登记问题，不计分。"), advises=True),
}

"""Ladders are laid as versions: a change is the next one, and what climbs already keeps the one it began with."""

import json
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from accountability import trail
from accountability.clocks import require_clock
from accountability.digest import plain
from accountability.models import Ladder, Rung, RungReceiver
from organizations.models import Duty, Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotYet
from organizations.rights import require

KEEP = "accountability.keep_ladders"
SHIPPED = Path(__file__).with_name("shipped") / "ladders.json"
LONGEST = 9999
Where, Start, Purpose = RungReceiver.Where, Rung.Start, Ladder.Purpose
STARTS = {Purpose.REPORT: (Start.FOUND, Start.RECEIVED), Purpose.OVERDUE: (Start.DUE,)}
HEIGHTS = {Where.UNIT: 0, Where.INSTITUTION: 1, Where.UP_ONE: 2, Where.UP_TWO: 3, Where.UP_THREE: 4}
RANKS = {Duty.CLERK: 0, Duty.HEAD: 1, Duty.LEADER: 2, Duty.PRINCIPAL: 3}


@dataclass(frozen=True)
class Receiver:
    """Who is told: a duty somewhere, a person, or somebody outside the system."""

    duty: str = ""
    where: str = Where.INSTITUTION
    organization: Organization | None = None
    person: Person | None = None
    outside: str = ""

    def row(self, rung: Rung, order: int) -> RungReceiver:
        """The row, not yet saved."""
        return RungReceiver(
            rung=rung,
            order=order,
            duty=self.duty,
            where=self.where,
            organization=self.organization,
            person=self.person,
            outside=plain(self.outside.strip(), 80),
        )

    @property
    def height(self) -> int | None:
        """How far up it is; nothing where that cannot be compared."""
        if self.outside or self.person or self.where not in HEIGHTS:
            return None
        return HEIGHTS[Where(self.where)] * 10 + RANKS.get(Duty(self.duty), 0)


@dataclass(frozen=True)
class RungGiven:
    """One rung as it is laid."""

    name: str
    amount: int
    clock: str
    start: str
    receivers: tuple[Receiver, ...]


def lay_ladder(
    organization: Organization | None,
    *,
    code: str,
    purpose: str,
    name: str,
    basis: str,
    rungs: Sequence[RungGiven],
    by: Person | None,
    note: str = "",
    replaces: Ladder | None = None,
    version: int = 0,
) -> Ladder:
    """Lay the next version of a rule for a unit; a shipped one belongs to no unit and stays what others use."""
    if organization is not None:
        require(by, KEEP, organization)
    _check_words(name=name, basis=basis, purpose=purpose)
    check_rungs(rungs, purpose=purpose)
    with transaction.atomic():
        before = _before(organization, code, replaces)
        ladder = Ladder.objects.create(
            organization=organization,
            code=code,
            version=version or (replaces.version + 1 if replaces else 1),
            name=plain(name.strip(), 80),
            purpose=purpose,
            basis=plain(basis.strip(), 300),
            note=plain(note.strip(), 300),
            supersedes=replaces,
            made_by=by,
        )
        also = [*before, *_write_rungs(ladder, rungs)]
        trail.record("ladder_laid", ladder, by=by, also=also, extra={"version": ladder.version})
    return ladder


def retire_ladder(ladder: Ladder, *, by: Person | None, because: str) -> Ladder:
    """Begin it no more; what climbs already goes on, and the unit follows the rule above it again."""
    if not because.strip():
        raise Invalid({"because": _("请写明停用的原因。")})
    if ladder.organization is None:
        raise NotYet(_("系统自带的规则不能停用，可以制定本单位的规则来代替。"))
    require(by, KEEP, ladder.organization)
    with transaction.atomic():
        ladder.refresh_from_db(from_queryset=Ladder.objects.select_for_update(no_key=True))
        if not ladder.active:
            raise AlreadyDone(_("这一版已经停用，请刷新页面查看。"))
        ladder.active = False
        ladder.save(update_fields=["active"])
        trail.record("ladder_retired", ladder, by=by, because=because.strip())
    return ladder


def check_rungs(rungs: Sequence[RungGiven], *, purpose: str) -> None:
    """Refuse a ladder that stands still, loops or goes back, and a rung without clock, start or receiver."""
    if not rungs:
        raise Invalid({"rungs": _("请至少填写一级。")})
    for order, rung in enumerate(rungs, start=1):
        _check_rung(rung, order, purpose)
    for order, (lower, upper) in enumerate(pairwise(rungs), start=2):
        _check_step(lower, upper, order)
    seen: dict[frozenset[Receiver], int] = {}
    for order, rung in enumerate(rungs, start=1):
        first = seen.setdefault(frozenset(rung.receivers), order)
        if first != order:
            told = {"n": order, "first": first}
            raise Invalid({"rungs": _("第%(n)d级与第%(first)d级的接收方相同，规则会原地循环，请改为更高一级。") % told})


def _check_words(*, name: str, basis: str, purpose: str) -> None:
    if not name.strip():
        raise Invalid({"name": _("请填写规则名称。")})
    if not basis.strip():
        raise Invalid({"basis": _("请填写依据：法规条款，或者“本单位内部管理规定”。")})
    if purpose not in Purpose.values:
        raise Invalid({"purpose": _("请选择用途：逐级上报或者超时提级。")})


def _check_rung(rung: RungGiven, order: int, purpose: str) -> None:
    told: dict[str, Any] = {"n": order, "most": LONGEST}
    if not rung.name.strip():
        raise Invalid({"rungs": _("第%(n)d级没有填写事项，例如“报上级卫生健康主管部门”。") % told})
    require_clock(rung.clock)
    if rung.start not in STARTS[Purpose(purpose)]:
        told["known"] = _("、").join(str(one.label) for one in STARTS[Purpose(purpose)])
        raise Invalid({"rungs": _("第%(n)d级的起算时间与用途不符，请从“%(known)s”中选择。") % told})
    if not 1 <= rung.amount <= LONGEST:
        raise Invalid({"rungs": _("第%(n)d级的时限应当是1—%(most)d之间的整数。") % told})
    if not rung.receivers:
        raise Invalid({"rungs": _("第%(n)d级没有接收方，请至少选择一个。") % told})


def _check_step(lower: RungGiven, upper: RungGiven, order: int) -> None:
    """From one rung to the next it goes up, in place and in time."""
    below, above = _height(lower.receivers), _height(upper.receivers)
    if below is not None and above is not None and above < below:
        raise Invalid({"rungs": _("第%(n)d级的接收方比上一级低，规则不能往回走，请调整顺序。") % {"n": order}})
    together = upper.start == lower.start != Start.RECEIVED and upper.clock == lower.clock
    if together and upper.amount <= lower.amount:
        raise Invalid({"rungs": _("第%(n)d级的时限不长于上一级，请填写更长的时限。") % {"n": order}})


def _height(receivers: Iterable[Receiver]) -> int | None:
    return max((one.height for one in receivers if one.height is not None), default=None)


def _before(organization: Organization | None, code: str, replaces: Ladder | None) -> list[Ladder]:
    """The unit's version in force, switched off; whoever laid another meanwhile was first."""
    if organization is not None:
        Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    mine = Ladder.objects.active().filter(organization=organization, code=code)
    found = list(mine.select_for_update(of=("self",), no_key=True).select_related("made_by"))
    if organization is not None and found and (replaces is None or replaces.pk != found[0].pk):
        raise AlreadyDone(who=found[0].made_by, when=found[0].made_at)
    if replaces is not None and not Ladder.objects.active().filter(pk=replaces.pk).exists():
        raise AlreadyDone(_("这一版已经停用，请打开现行的一版再修改。"))
    for one in found:
        one.active = False
        one.save(update_fields=["active"])
    return found


def _write_rungs(ladder: Ladder, given: Sequence[RungGiven]) -> list[Rung | RungReceiver]:
    rungs = [
        Rung(
            ladder=ladder,
            order=order,
            name=plain(one.name.strip(), 80),
            amount=one.amount,
            clock=one.clock,
            start=one.start,
        )
        for order, one in enumerate(given, start=1)
    ]
    Rung.objects.bulk_create(rungs)
    receivers = [
        who.row(rung, order)
        for rung, one in zip(rungs, given, strict=True)
        for order, who in enumerate(dict.fromkeys(one.receivers), start=1)
    ]
    RungReceiver.objects.bulk_create(receivers)
    return [*rungs, *receivers]


def load_shipped_ladders() -> int:
    """Lay the shipped rules that are not there yet; how many were laid."""
    laid = 0
    for one in json.loads(SHIPPED.read_text(encoding="utf-8")):
        if Ladder.objects.filter(organization=None, code=one["code"], version__gte=one["version"]).exists():
            continue
        rungs = [
            RungGiven(
                name=rung["name"],
                amount=rung["amount"],
                clock=rung["clock"],
                start=rung["start"],
                receivers=tuple(Receiver(**who) for who in rung["receivers"]),
            )
            for rung in one["rungs"]
        ]
        words = {name: one[name] for name in ("code", "purpose", "name", "basis", "note", "version")}
        lay_ladder(None, rungs=rungs, by=None, **words)
        laid += 1
    return laid

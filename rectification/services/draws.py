"""The verbs of a draw: freeze its population and commit to a seed, draw once, redo it for a reason, publish it."""

import datetime
import json
import secrets
from collections.abc import Sequence

from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import trail
from accountability.signing.manifests import in_first_language
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotYet
from rectification import drawing, permissions
from rectification.models import (
    Draw,
    DrawState,
    Inspection,
    InspectionKind,
    InspectionState,
    ObjectKind,
    Participant,
    Phase,
    PhaseState,
)

from . import locking, populations, telling, wording
from .inspections import open_inspection
from .populations import FEWEST, Rules

SEED_BYTES = 32


def freeze_draw(phase: Phase, *, rules: Rules, by: Person, because: str = "", replaces: Draw | None = None) -> Draw:
    """Fix the population and publish its hash with that of the seed; a further draw of the phase needs its reason."""
    with locking.hold_open(phase):
        permissions.require(by, "hold_draw", phase)
        if phase.state != PhaseState.OPEN:
            raise NotYet(_("阶段还没有启动或者已经结束，不能抽取。"))
        batch = phase.draws.count() + 1
        if batch > 1:
            because = wording.required("because", because, _("本阶段已经抽取过，请写明再次抽取的理由。"))
        _check_rules(phase, rules)
        withdrawn = _replace(replaces, phase) if replaces is not None else []
        gathered = populations.gather(phase, rules, by=by)
        sent = populations.inspectors_for(rules, by=by)
        told = populations.frozen(phase, rules, gathered, sent, about=_about(phase, rules, batch, by))
        _refuse_impossible(told, rules)
        seed, text = secrets.token_hex(SEED_BYTES), drawing.canonical(told)
        draw = Draw.objects.create(
            campaign=phase.campaign,
            phase=phase,
            batch=batch,
            object_kind=rules.kind,
            org_path=phase.org_path,
            institution_path=phase.institution_path,
            asked=rules.stored,
            population=text,
            population_sha256=drawing.digest(text),
            seed=seed,
            seed_sha256=drawing.digest(seed),
            attended=gathered.attended,
            replaces=replaces,
            because=because.strip(),
            frozen_by=by,
        )
        _note_replaced(replaces, withdrawn, by=by, because=because)
        shown = {"population_sha256": draw.population_sha256, "seed_sha256": draw.seed_sha256}
        trail.record("draw_frozen", draw, by=by, because=because, extra=shown)
    return draw


def carry_out_draw(draw: Draw, *, by: Person, outside: str = "") -> None:
    """Draw, once: the seed is revealed, the result stands, and what is to be inspected gets its inspections."""
    with locking.hold_open(draw.phase, draw):
        permissions.require(by, "hold_draw", draw)
        if draw.state == DrawState.DRAWN:
            raise AlreadyDone(who=draw.drawn_by, when=draw.drawn_at)
        if draw.state == DrawState.REPLACED:
            raise NotYet(_("这次抽取已经作废，请到重新抽取的记录中办理。"))
        population = json.loads(draw.population)
        try:
            drawn = drawing.draw(population, seed=draw.seed, outside=outside.strip())
        except drawing.DrawError as error:
            raise NotYet(_("检查人员的年度派出次数不够，请增加检查人员后重新抽取。")) from error
        draw.outside = outside.strip()
        draw.result = drawing.canonical(drawing.result_of(drawn))
        draw.result_sha256 = drawing.digest(draw.result)
        draw.state = DrawState.DRAWN
        draw.drawn_by, draw.drawn_at = by, timezone.now()
        draw.save()
        trail.record("draw_carried_out", draw, by=by, extra={"result_sha256": draw.result_sha256})
        if draw.is_inspected:
            _send_out(draw, drawn, by=by)


def publish_draw(draw: Draw, *, where: str, since: datetime.date, until: datetime.date, by: Person) -> None:
    """Register where and how long the list was published; samples of people and papers are not."""
    with locking.hold_open(draw):
        permissions.require(by, "hold_draw", draw)
        if draw.state != DrawState.DRAWN:
            raise NotYet(_("还没有抽取或者已经作废，不能公示。"))
        if not draw.is_inspected:
            raise NotYet(_("人员和病历等资料的抽样结果不公示，只归档备查。"))
        place = wording.required("where", where, _("请填写公示载体，例如委网站、院内公示栏。"))
        if until < since:
            raise Invalid({"until": _("公示截止日期不能早于公示日期。")})
        draw.published_where, draw.published_on, draw.published_until = place, since, until
        draw.published_by = by
        draw.save()
        trail.record("draw_published", draw, by=by)


def _check_rules(phase: Phase, rules: Rules) -> None:
    """The kind has what it needs; two inspectors or more go to each object."""
    if rules.kind in (ObjectKind.INSTITUTION, ObjectKind.DEPARTMENT):
        if phase.campaign.checklist_version_id is None:
            raise NotYet(_("专项工作没有检查表，抽取后无法开展检查；请先在方案中选定检查表。"))
        if sum(number for _pool, number in rules.team) < FEWEST:
            raise Invalid({"team_one": _("每个对象至少派两名检查人员，请增加人数。")})
    elif rules.team:
        raise Invalid({"team_one": _("人员和资料的抽样不另派检查人员，请把人数留空。")})
    if rules.kind == ObjectKind.PERSON and rules.unit is None:
        raise Invalid({"unit": _("请选择从哪个单位的人员中抽取。")})
    if rules.count < 1:
        raise Invalid({"count": _("至少抽取1个对象。")})


def _about(phase: Phase, rules: Rules, batch: int, by: Person) -> dict[str, object]:
    """What a record says of itself, in the words that are stored for everybody."""
    with in_first_language():
        kind = str(ObjectKind(rules.kind).label)
    return {
        "issuer": phase.campaign.organization.name,
        "campaign": phase.campaign.title,
        "phase": phase.name,
        "batch": batch,
        "kind": kind,
        "unit": rules.unit.name if rules.unit else "",
        "frozen_on": timezone.localdate().isoformat(),
        "frozen_by": by.name,
    }


def _refuse_impossible(told: dict[str, object], rules: Rules) -> None:
    """What could not be drawn, or to whom nobody could be sent, is said before anything is frozen."""
    objects: Sequence[dict[str, str]] = told["objects"]  # type: ignore[assignment]
    inspectors: Sequence[dict[str, object]] = told["inspectors"]  # type: ignore[assignment]
    if rules.count > len(objects):
        raise Invalid(
            {
                "count": _("要抽取%(asked)d个，符合条件的只有%(there)d个，请减少数量或者放宽条件。")
                % {"asked": rules.count, "there": len(objects)}
            }
        )
    for pool, number in rules.team:
        name = populations.pool_name(pool)
        mine = [one for one in inspectors if one["pool"] == name]
        if len(mine) < number:
            raise Invalid(
                {
                    "team_one": _(
                        "“%(pool)s”现有可派的检查人员%(there)d名，每个对象要派%(asked)d名，请增加人员或减少人数。"
                    )
                    % {"pool": name, "there": len(mine), "asked": number}
                }
            )
        _refuse_short(name, mine, number * rules.count)
    names = {one["id"]: one["name"] for one in objects}
    if stuck := drawing.lacking(told) if rules.team else []:
        raise NotYet(
            _("回避后没有足够的检查人员可派往%(units)s，请增加检查人员后再抽取。")
            % {"units": wording.first_few(names[one] for one in stuck)}
        )


def _refuse_short(name: str, mine: Sequence[dict[str, object]], needed: int) -> None:
    """The quotas of the year, where everybody has one, must suffice for all objects."""
    quotas = [one["most"] for one in mine]
    if (
        all(isinstance(quota, int) for quota in quotas)
        and sum(quota for quota in quotas if isinstance(quota, int)) < needed
    ):
        raise Invalid(
            {"team_one": _("“%(pool)s”今年剩余的派出次数不够这次抽取，请增加人员或减少数量。") % {"pool": name}}
        )


def _replace(replaced: Draw, phase: Phase) -> list[Inspection]:
    """The earlier draw gives way; its inspections are called back as long as nobody has begun them."""
    with engine.hold(replaced):
        if replaced.phase_id != phase.pk or replaced.state == DrawState.REPLACED:
            raise NotYet(_("这次抽取已经作废，不能再次作废。"))
        begun = replaced.inspections.exclude(answers=None, findings=None)
        if begun.exists():
            raise NotYet(
                _("抽中的单位已经开始检查（%(which)s），不能作废重抽；需要增加对象时请另抽一批。")
                % {"which": wording.first_few(one.participant.name for one in begun.distinct())}
            )
        replaced.state = DrawState.REPLACED
        replaced.save()
        withdrawn = list(replaced.inspections.order_by("pk"))
        for inspection in withdrawn:
            inspection.state = InspectionState.WITHDRAWN
            inspection.version += 1
            inspection.save()
    return withdrawn


def _note_replaced(replaced: Draw | None, withdrawn: Sequence[Inspection], *, by: Person, because: str) -> None:
    if replaced is not None:
        trail.record("draw_replaced", replaced, by=by, because=because, also=withdrawn)


def _send_out(draw: Draw, drawn: Sequence[drawing.Drawn], *, by: Person) -> None:
    """One spot check for each object, through the verb everybody uses; the inspectors are told."""
    people = Person.objects.in_bulk({_key(who) for one in drawn for who in one.inspectors})
    places = Organization.objects.in_bulk({_key(one.object) for one in drawn})
    homes = {place.institution_path for place in places.values()}
    rows = Participant.objects.active().filter(campaign=draw.campaign_id, org_path__in=homes)
    units = {unit.org_path: unit for unit in rows.select_related("campaign")}
    for one in drawn:
        place = places[_key(one.object)]
        unit = units.get(place.institution_path)
        if unit is None:
            raise NotYet(_("“%(unit)s”已从参加单位名单中剔除，请重新抽取。") % {"unit": place.name})
        open_inspection(
            draw.phase,
            participant=unit,
            kind=InspectionKind.SPOT_CHECK,
            inspectors=[people[_key(who)] for who in one.inspectors],
            by=by,
            department=place if draw.object_kind == ObjectKind.DEPARTMENT else None,
            draw=draw,
        )
    telling.of_draw(draw, list(people.values()))


def _key(identity: str) -> int:
    """The key of a row from its id in the record."""
    return int(identity[1:])

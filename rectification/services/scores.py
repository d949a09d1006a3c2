"""Assessing units or departments: a rule with its basis, a round worked out from rows, objections, publication."""

import datetime
from collections import defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import trail
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotYet
from rectification import permissions, scope, scoring, scoring_sources
from rectification.models import Filing, Finding, FindingState
from rectification.models.querysets import FindingQuerySet
from rectification.models.scores import (
    BY_HAND,
    RoundState,
    Score,
    ScoreGrant,
    ScoreItem,
    ScoreLevel,
    ScoreLine,
    ScoreObjection,
    ScoreObjectionState,
    ScoreRound,
    ScoreRule,
    marks_of,
)

from . import wording
from .collecting import period_of

FEWEST_DAYS = 3


def write_rule(
    *, organization: Organization, name: str, basis: str, items: Sequence[Mapping[str, Any]], by: Person, **fields: Any
) -> ScoreRule:
    """A rule of a unit; without its own basis (the document and its number) nobody is assessed."""
    permissions.require(by, "keep_scores", organization)
    wording.required("basis", basis, _("请填写考核依据的文件和文号；没有依据不得考核排名。"))
    if not items:
        raise Invalid({"items": _("请至少写一个考核项目。")})
    for item in items:
        _check_item(item)
    places = {"org_path": organization.path, "institution_path": organization.institution_path}
    with transaction.atomic():
        rule = ScoreRule.objects.create(
            organization=organization, name=name.strip(), basis=basis.strip(), by=by, **places, **fields
        )
        rows = ScoreItem.objects.bulk_create(
            ScoreItem(rule=rule, order=place, **item) for place, item in enumerate(items, 1)
        )
        trail.record("score_rule_written", rule, by=by, also=rows)
    return rule


def _check_item(item: Mapping[str, Any]) -> None:
    """Points are positive, and a range from–to is given only where somebody grants within it."""
    if item["points"] <= 0 or (item.get("most") is not None and item["most"] <= 0):
        raise Invalid({"items": _("“%(name)s”的分值和上限要大于零，扣分还是加分由计分方式决定。") % item})
    least = item.get("least")
    if least is None:
        return
    if item["kind"] not in BY_HAND:
        raise Invalid({"items": _("“%(name)s”由系统按记录核算，不写“每次最少”；只有手工加分、扣分的项目才写。") % item})
    if not 0 < least <= item["points"]:
        raise Invalid({"items": _("“%(name)s”的“每次最少”要大于零，且不大于分值。") % item})
    if item.get("most") is not None and item["most"] < least:
        raise Invalid({"items": _("“%(name)s”的“最多”不能小于“每次最少”。") % item})


def open_round(rule: ScoreRule, *, period: str, day: datetime.date, by: Person) -> ScoreRound:
    """Work out a period; `day` lies anywhere in it."""
    begins, ends = period_of(period, day)
    with engine.hold(rule):
        permissions.require(by, "keep_scores", rule)
        if begins > timezone.localdate():
            raise NotYet(_("考核期还没有开始，请选择已经开始的考核期。"))
        if rule.rounds.filter(begins_on=begins, ends_on=ends).exists():
            raise AlreadyDone(_("这一期考核已经建立，请在考核列表中查看。"))
        units = list(_assessed(rule))
        if not units:
            raise NotYet(_("没有可以考核的单位或科室，请先维护机构。"))
        places = {"org_path": rule.org_path, "institution_path": rule.institution_path}
        made = ScoreRound.objects.create(
            rule=rule, period=period, begins_on=begins, ends_on=ends, algorithm=scoring.ALGORITHM, **places
        )
        scores = Score.objects.bulk_create(
            Score(
                round=made,
                organization=unit,
                name=unit.name,
                total=rule.full_marks,
                org_path=unit.path,
                institution_path=unit.institution_path,
            )
            for unit in units
        )
        lines = ScoreLine.objects.bulk_create(
            ScoreLine(score=score, item=item, points=0) for score in scores for item in rule.items.all()
        )
        with engine.hold(made):
            changed = _work_out(made)
            trail.record("score_round_opened", made, by=by, also=[*scores, *lines, *changed])
    return made


def work_out_again(round_: ScoreRound, *, by: Person) -> None:
    """The same period from today's rows; only before those assessed have seen it."""
    with engine.hold(round_):
        permissions.require(by, "keep_scores", round_)
        if round_.state != RoundState.DRAFT:
            raise NotYet(_("考核结果已经发给被考核单位，不能重新核算；请通过异议更正。"))
        round_.algorithm = scoring.ALGORITHM
        round_.version += 1
        round_.save()
        trail.record("score_round_worked_out", round_, by=by, also=_work_out(round_))


def grant_points(score: Score, *, item: ScoreItem, points: Decimal, because: str, by: Person) -> ScoreGrant:
    """Give or take points by hand: only where the rule has an item for it, within its range, with the reason."""
    reason = wording.required("because", because, _("请写明加减分的理由和依据。"))
    with engine.hold(score.round):
        permissions.require(by, "keep_scores", score.round)
        _refuse_published(score.round)
        if item.rule_id != score.round.rule_id or not item.is_by_hand:
            raise Invalid({"item": _("这个项目由系统按记录核算，不能手工加减分。")})
        if not item.fewest <= points <= item.points:
            told = {"least": marks_of(item.least or Decimal(0)), "most": marks_of(item.points)}
            raise Invalid({"points": _("规则规定每次在 %(least)s 到 %(most)s 分之间，请核对。") % told})
        grant = ScoreGrant.objects.create(score=score, item=item, points=points, because=reason, by=by)
        changed = _work_out(score.round, only=item)
        trail.record("score_points_granted", score, by=by, because=reason, also=[grant, *changed])
    return grant


def announce_round(round_: ScoreRound, *, until: datetime.date, by: Person) -> None:
    """Show each unit its own points and open the window for objections."""
    with engine.hold(round_):
        permissions.require(by, "keep_scores", round_)
        if round_.state != RoundState.DRAFT:
            raise AlreadyDone(_("已经发给被考核单位征求异议，请刷新页面查看。"))
        if until < timezone.localdate() + datetime.timedelta(days=FEWEST_DAYS):
            raise Invalid({"until": _("异议期至少 %(days)d 天，请改晚一些。") % {"days": FEWEST_DAYS}})
        round_.state, round_.objections_until = RoundState.OBJECTING, until
        round_.version += 1
        round_.save()
        trail.record("score_round_announced", round_, by=by)


def object_to_score(score: Score, *, item: ScoreItem, text: str, by: Person) -> ScoreObjection:
    """The assessed unit says why an item is wrong, within the window."""
    reason = wording.required("text", text, _("请写明异议的理由和佐证。"))
    with engine.hold(score.round, score):
        permissions.require(by, "object_score", score)
        round_ = score.round
        if round_.state != RoundState.OBJECTING or timezone.localdate() > (
            round_.objections_until or datetime.date.min
        ):
            raise NotYet(_("现在不在异议期内，不能提出异议。"))
        if item.rule_id != round_.rule_id:
            raise Invalid({"item": _("请选择本次考核的项目。")})
        objection = ScoreObjection.objects.create(score=score, item=item, text=reason, by=by)
        trail.record("score_objected", score, by=by, because=reason, also=[objection])
    return objection


def decide_score_objection(objection: ScoreObjection, *, points: Decimal | None, answer: str, by: Person) -> None:
    """Answer an objection; with `points` the item counts that instead, and what it was is kept."""
    words = wording.required("answer", answer, _("请写明答复。"))
    score = objection.score
    with engine.hold(score.round, score, objection):
        permissions.require(by, "keep_scores", score.round)
        permissions.refuse_author(by, {objection.by_id})
        if objection.state != ScoreObjectionState.OPEN:
            raise AlreadyDone(who=objection.decided_by, when=objection.decided_at)
        line = score.lines.get(item=objection.item)
        objection.state = ScoreObjectionState.REJECTED if points is None else ScoreObjectionState.UPHELD
        objection.old_points, objection.new_points = line.points, line.points if points is None else points
        objection.answer, objection.decided_by, objection.decided_at = words, by, timezone.now()
        objection.save()
        line.points = objection.new_points
        line.save()
        changed = _add_up(score.round)
        told = {str(objection.item): [str(objection.old_points), str(objection.new_points)]}
        trail.record("score_objection_decided", score, by=by, changed=told, also=[objection, line, *changed])


def publish_round(round_: ScoreRound, *, by: Person) -> None:
    """A leader publishes the ranking: after the window, with every objection answered."""
    with engine.hold(round_):
        permissions.require(by, "publish_scores", round_)
        if round_.state != RoundState.OBJECTING:
            raise NotYet(_("考核结果要先发给被考核单位征求异议，才能公布。"))
        if timezone.localdate() <= (round_.objections_until or datetime.date.max):
            told = {"until": round_.objections_until}
            raise NotYet(_("异议期到 %(until)s 结束，之后才能公布。") % told)
        if ScoreObjection.objects.filter(score__round=round_, state=ScoreObjectionState.OPEN).exists():
            raise NotYet(_("还有异议没有答复，请先逐条答复再公布。"))
        round_.state = RoundState.PUBLISHED
        round_.published_by, round_.published_at = by, timezone.now()
        round_.version += 1
        round_.save()
        trail.record("score_round_published", round_, by=by)


def _assessed(rule: ScoreRule) -> Any:
    """The institutions beneath the unit, or its own departments."""
    if rule.level == ScoreLevel.DEPARTMENT:
        inside = Organization.objects.departments().active().filter(institution_path=rule.institution_path)
        return inside.order_by("path")
    return scope.evaluate(scope.DEFAULT_SCOPE, rule.organization).exclude(pk=rule.organization_id)


def _refuse_published(round_: ScoreRound) -> None:
    if round_.state == RoundState.PUBLISHED:
        raise NotYet(_("考核结果已经公布，不能再改。"))


def _work_out(round_: ScoreRound, *, only: ScoreItem | None = None) -> list[Any]:
    """Every line from its rows, then totals and ranks; an item an objection has settled stays as it was settled."""
    facts = _facts(round_)
    today = min(timezone.localdate(), round_.ends_on + datetime.timedelta(days=1))
    grants: dict[tuple[int, int], list[ScoreGrant]] = defaultdict(list)
    for grant in ScoreGrant.objects.filter(score__round=round_).order_by("pk"):
        grants[grant.score_id, grant.item_id].append(grant)
    settled = ScoreObjection.objects.filter(score__round=round_, state=ScoreObjectionState.UPHELD)
    kept = set(settled.values_list("score", "item"))
    lines = list(ScoreLine.objects.filter(score__round=round_).select_related("score", "item"))
    lines = [line for line in lines if (line.score_id, line.item_id) not in kept]
    if only is not None:
        lines = [line for line in lines if line.item_id == only.pk]
    for line in lines:
        known = facts.get(line.score.organization_id, scoring.Facts())
        worked = scoring.line_of(line.item, known, grants[line.score_id, line.item_id], today)
        line.points, line.causes = worked.points, worked.causes
    ScoreLine.objects.bulk_update(lines, ["points", "causes"], batch_size=500)
    return [*lines, *_add_up(round_)]


def _add_up(round_: ScoreRound) -> list[Score]:
    """Totals, ranks, vetoes and candidates for commendation from the lines."""
    totals: dict[int, Decimal] = defaultdict(Decimal)
    for key, points in ScoreLine.objects.filter(score__round=round_).values_list("score", "points"):
        totals[key] += points
    scores = list(round_.scores.all())
    for score in scores:
        score.total = max(Decimal(0), round_.rule.full_marks + totals[score.pk])
    places = scoring.ranked({score.pk: score.total for score in scores}, round_.rule.veto_bottom)
    first = scoring.candidates(places, round_.rule.commend_top)
    for score in scores:
        score.rank, score.vetoed = places[score.pk]
        score.candidate = score.pk in first
    Score.objects.bulk_update(scores, ["total", "rank", "vetoed", "candidate"], batch_size=500)
    return scores


def uncounted(round_: ScoreRound) -> int:
    """How many findings of the period do not count yet: under objection, or still open to one."""
    standing = _looked_at(round_).exclude(state=FindingState.WITHDRAWN)
    return standing.exclude(pk__in=standing.counting().values("pk")).count()


def _looked_at(round_: ScoreRound) -> FindingQuerySet:
    """The findings of the unit's range that were found or fell due in the period."""
    inside = (round_.begins_on, round_.ends_on)
    rows = Finding.objects.filter(source__in=scoring.COUNTED_SOURCES, org_path__startswith=round_.org_path)
    return rows.filter(Q(found_on__range=inside) | Q(due_on__range=inside))


def _due_inside(finding: Finding, inside: tuple[datetime.date, datetime.date]) -> datetime.date | None:
    """The day a finding fell due within the period; while it is waived nothing is due."""
    if finding.due_on is None or finding.state == FindingState.WAIVED:
        return None
    return finding.due_on if inside[0] <= finding.due_on <= inside[1] else None


def _facts(round_: ScoreRound) -> dict[int, scoring.Facts]:
    """What the period's rows say of every unit, in two queries however many units there are."""
    inside = (round_.begins_on, round_.ends_on)
    by_department = round_.rule.level == ScoreLevel.DEPARTMENT
    findings: dict[int, list[scoring.Fact]] = defaultdict(list)
    rows = _looked_at(round_).counting().order_by("pk")
    for finding in rows.annotate(unit=F("department" if by_department else "organization")):
        fact = scoring.Fact(
            url=finding.get_absolute_url(),
            label=f"{finding.number_text} {finding.description[:60]}",
            severity=finding.severity,
            due_on=_due_inside(finding, inside),
            done_on=timezone.localdate(finding.reported_at) if finding.reported_at else None,
            found=inside[0] <= finding.found_on <= inside[1],
        )
        findings[finding.unit].append(fact)
    forms: dict[int, list[scoring.Fact]] = defaultdict(list)
    filed = Filing.objects.filter(
        collection__institution_path=round_.institution_path, collection__due_on__range=inside
    ).select_related("collection")
    for filing in filed.order_by("pk"):
        first = filing.first_reported_at
        forms[filing.organization_id].append(
            scoring.Fact(
                url=filing.get_absolute_url(),
                label=filing.collection.title,
                due_on=filing.due_on,
                done_on=timezone.localdate(first) if first else None,
                returns=filing.returns,
            )
        )
    others = scoring_sources.facts_of(round_)
    units = {*findings, *forms, *others}
    return {unit: scoring.Facts(findings.get(unit, ()), forms.get(unit, ()), others.get(unit, {})) for unit in units}

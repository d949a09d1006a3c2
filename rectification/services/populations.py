"""What a draw chooses from, gathered and frozen: objects with strata and weights, who was left out, who may go."""

import datetime
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.signing.manifests import in_first_language
from organizations import paths
from organizations.models import Appointment, Duty, Organization, Person
from organizations.models.links import in_force
from organizations.refusals import Invalid
from organizations.rights import permission_q
from organizations.sight import Who, sight_of
from rectification import avoidance
from rectification.models import (
    Attention,
    Campaign,
    Inspection,
    InspectionState,
    Inspector,
    InspectorPool,
    ObjectKind,
    Participant,
    Phase,
    PoolMember,
    Stratum,
)
from rectification.models.choices import labels_of

FEWEST = 2
MOST_LISTED = 5000
QUARTER = 3
TOGETHER = "·"


@dataclass(frozen=True)
class Rules:
    """What a draw is asked for; `team` says how many inspectors come from which pool (none: everybody in sight)."""

    kind: str
    count: int
    strata: Sequence[str] = ()
    team: Sequence[tuple[InspectorPool | None, int]] = ()
    unseen_days: int = 0
    unseen_campaigns: int = 0
    coverage: bool = False
    focus_weight: int = 1
    unit: Participant | None = None
    documents: Sequence[str] = ()

    @property
    def stored(self) -> dict[str, Any]:
        """As the draw keeps it, to be offered again when it is redone."""
        return {
            "kind": self.kind,
            "count": self.count,
            "strata": list(self.strata),
            "team": [[pool.pk if pool else None, number] for pool, number in self.team],
            "unseen_days": self.unseen_days,
            "unseen_campaigns": self.unseen_campaigns,
            "coverage": self.coverage,
            "focus_weight": self.focus_weight,
            "unit": self.unit.pk if self.unit else None,
            "documents": list(self.documents),
        }


@dataclass
class Candidate:
    """One object that may be drawn: its id in the record, its name, its place, and what it is called in a refusal."""

    id: str
    name: str
    path: str
    key: int = 0
    level: str = ""
    region: str = ""
    in_focus: bool = False
    stratum: str = ""
    weight: int = 1
    turn: int = 0


@dataclass
class Gathered:
    """The objects, those left out with the reason, and the attentions that weighed."""

    objects: list[Candidate]
    left_out: list[dict[str, str]] = field(default_factory=list)
    attended: list[int] = field(default_factory=list)


def gather(phase: Phase, rules: Rules, *, by: Person) -> Gathered:
    """Everything that may be drawn in this phase by this person, weighed and divided."""
    if rules.kind == ObjectKind.DOCUMENT:
        return Gathered(_documents(rules.documents))
    units = list(units_of(phase, by))
    if rules.unit is not None:
        units = [unit for unit in units if unit.pk == rules.unit.pk]
    if rules.kind == ObjectKind.PERSON:
        found = Gathered(_people(units))
    else:
        found = _without_seen(phase, rules, _places(units, rules.kind))
    _weigh(found, rules, phase)
    for one in found.objects:
        one.stratum = TOGETHER.join(_stratum(one, name) for name in rules.strata)
    return found


def units_of(phase: Phase, by: Who) -> QuerySet[Participant]:
    """The participating units the person may inspect; his own institutions only where the issuer looks at itself."""
    allowed = permission_q(by, "rectification.inspect", institution_field="org_path")
    own = {scope.institution_path for scope in sight_of(by).scopes} - {phase.campaign.institution_path}
    return (
        phase.campaign.participants.active()
        .filter(allowed)
        .exclude(org_path__in=own)
        .select_related("campaign")
        .order_by("org_path")
    )


def _stratum(one: Candidate, name: str) -> str:
    """What a candidate is in one division, in the site's first language."""
    with in_first_language():
        words = {
            Stratum.LEVEL: one.level or _("未定级"),
            Stratum.REGION: one.region or _("未注明行政区"),
            Stratum.RISK: _("重点") if one.in_focus else _("一般"),
        }
        return str(words[Stratum(name)])


def _places(units: Sequence[Participant], kind: str) -> list[Candidate]:
    """The units themselves, or their departments."""
    if kind == ObjectKind.INSTITUTION:
        return [_place(unit, unit.organization_id, unit.name, in_focus=unit.in_focus) for unit in units]
    homes = {unit.org_path: unit for unit in units}
    parts = Organization.objects.active().departments().filter(institution_path__in=list(homes)).order_by("path")
    return [
        _place(home, part.pk, f"{home.name}{part.name}", in_focus=part.is_key_department, path=_avoided(home, part))
        for part in parts
        if (home := homes[part.institution_path])
    ]


def _avoided(home: Participant, part: Organization) -> str:
    """The path nobody who works there is sent to: the whole unit, or the department where a unit looks at itself."""
    return part.path if home.campaign.looks_at_itself(home.org_path) else home.org_path


def _place(unit: Participant, key: int, name: str, *, in_focus: bool, path: str = "") -> Candidate:
    with in_first_language():
        level = str(labels_of("level").get(unit.level, ""))
    return Candidate(f"u{key}", name, path or unit.org_path, key, level=level, region=unit.region, in_focus=in_focus)


def _people(units: Sequence[Participant]) -> list[Candidate]:
    """Everybody in office in the units; where a unit looks at itself nobody is examined by his own department."""
    inside = paths.covering("post__organization__path", paths.merged(unit.org_path for unit in units))
    held = Appointment.objects.valid().filter(inside, person__active=True).with_places().order_by("person", "pk")
    alone = {unit.org_path for unit in units if unit.campaign.looks_at_itself(unit.org_path)}
    found: dict[int, Candidate] = {}
    for one in held:
        place = one.post.organization
        name, path = f"{one.person.name}（{place.name}）", place.institution_path
        path = place.path if path in alone else path
        found.setdefault(one.person_id, Candidate(f"p{one.person_id}", name, path, one.person_id))
    return list(found.values())


def _documents(lines: Iterable[str]) -> list[Candidate]:
    """One object a line: a code, and after a comma the stratum."""
    found: dict[str, Candidate] = {}
    for line in lines:
        code, _comma, stratum = line.replace("，", ",").partition(",")
        code = code.strip()
        if not code:
            continue
        if code in found:
            raise Invalid({"documents": _("编号“%(code)s”重复，请删除一行。") % {"code": code}})
        found[code] = Candidate(f"d{code}", code, "", stratum=stratum.strip())
    if len(found) > MOST_LISTED:
        raise Invalid({"documents": _("一次最多列出%(most)d份资料，请分批抽取。") % {"most": MOST_LISTED}})
    return list(found.values())


def seen_from_outside(kind: str) -> tuple[QuerySet[Inspection], str]:
    """The visits that count as an inspection of an object, and the column that names the object."""
    visits = Inspection.objects.from_outside().exclude(state=InspectionState.WITHDRAWN)
    if kind == ObjectKind.DEPARTMENT:
        return visits.filter(department__isnull=False), "department"
    return visits, "participant__organization"


def _without_seen(phase: Phase, rules: Rules, objects: list[Candidate]) -> Gathered:
    """Those not inspected recently, the others named with the reason; what is due this quarter comes first."""
    visits, column = seen_from_outside(rules.kind)
    visits = visits.filter(**{f"{column}__in": [one.key for one in objects]})
    why: dict[int, str] = {}
    with in_first_language():
        if rules.unseen_campaigns:
            lately = _campaigns_of(phase.campaign)[: rules.unseen_campaigns]
            told = _("近%(n)d项专项工作中已检查") % {"n": rules.unseen_campaigns}
            why |= dict.fromkeys(visits.filter(campaign__in=list(lately)).values_list(column, flat=True), told)
        if rules.unseen_days:
            since = timezone.now() - datetime.timedelta(days=rules.unseen_days)
            told = _("近%(n)d天内已检查") % {"n": rules.unseen_days}
            why |= dict.fromkeys(visits.filter(opened_at__gte=since).values_list(column, flat=True), told)
    if rules.coverage:
        covered = set(
            visits.filter(opened_at__date__gte=quarter_of(timezone.localdate())).values_list(column, flat=True)
        )
        for one in objects:
            one.turn = 1 if one.key in covered else 0
    left_out = [{"id": one.id, "name": one.name, "why": why[one.key]} for one in objects if one.key in why]
    return Gathered([one for one in objects if one.key not in why], left_out)


def _campaigns_of(campaign: Campaign) -> QuerySet[Any]:
    """The keys of the issuer's campaigns up to this one, the latest first."""
    own = Campaign.objects.issued().filter(organization=campaign.organization_id, starts_on__lte=campaign.starts_on)
    return own.order_by("-starts_on", "-pk").values_list("pk", flat=True)


def quarter_of(day: datetime.date) -> datetime.date:
    """The first day of a day's quarter."""
    return day.replace(month=(day.month - 1) // QUARTER * QUARTER + 1, day=1)


def _weigh(found: Gathered, rules: Rules, phase: Phase) -> None:
    """The focus and the attentions in force of the issuer make an object heavier."""
    paid = Attention.objects.filter(in_force(), institution_path=phase.institution_path)
    column = "person" if rules.kind == ObjectKind.PERSON else "unit"
    weights = {key: (weight, pk) for key, weight, pk in paid.values_list(column, "weight", "pk") if key}
    for one in found.objects:
        one.weight = rules.focus_weight if one.in_focus else 1
        if one.key in weights:
            weight, pk = weights[one.key]
            one.weight *= weight
            found.attended.append(pk)


@dataclass(frozen=True)
class Sent:
    """An inspector who may be sent: from which pool, and how often still this year (None: without limit)."""

    person: Person
    pool: str
    most: int | None = None


def inspectors_for(rules: Rules, *, by: Person) -> list[Sent]:
    """The people of every pool asked for; who is in two pools counts in the first one."""
    found: dict[int, Sent] = {}
    for pool, _number in rules.team:
        for one in _members(pool) if pool else _in_sight(by):
            found.setdefault(one.person.pk, one)
    return sorted(found.values(), key=lambda one: one.person.pk)


def pool_name(pool: InspectorPool | None) -> str:
    """What a record calls a pool."""
    with in_first_language():
        return pool.name if pool else _("检查人员")


def _in_sight(by: Person) -> list[Sent]:
    """All inspectors in the person's range."""
    posts = Appointment.objects.valid().filter(post__duty=Duty.INSPECTOR)
    people = Person.objects.filter(sight_of(by).covers("home__path"), pk__in=posts.values("person"), active=True)
    return [Sent(person, pool_name(None)) for person in people]


def _members(pool: InspectorPool) -> list[Sent]:
    """The members in office whose quota of the year is not used up."""
    today = timezone.localdate()
    members = PoolMember.objects.on(today).filter(pool=pool).select_related("person")
    sent = (
        Inspector.objects.filter(person__in=members.values("person"), inspection__opened_at__year=today.year)
        .exclude(Q(inspection__state=InspectionState.WITHDRAWN))
        .values("person")
        .annotate(times=Count("pk"))
    )
    used = dict(sent.order_by().values_list("person", "times"))
    found = []
    for member in members:
        left = None if member.yearly_most is None else member.yearly_most - used.get(member.person_id, 0)
        if left is None or left > 0:
            found.append(Sent(member.person, pool.name, left))
    return found


def frozen(
    phase: Phase, rules: Rules, gathered: Gathered, sent: Sequence[Sent], *, about: dict[str, Any]
) -> dict[str, Any]:
    """The population as a record keeps it, in one order whatever the order of the rows."""
    keys = {one.person.pk: f"p{one.person.pk}" for one in sent}
    barred = avoidance.pairs(keys, {one.path for one in gathered.objects if one.path}) if sent else set()
    return {
        "about": about,
        "rules": {
            "count": rules.count,
            "strata": list(rules.strata),
            "team": [[pool_name(pool), number] for pool, number in rules.team],
            "unseen_days": rules.unseen_days,
            "unseen_campaigns": rules.unseen_campaigns,
            "coverage": rules.coverage,
        },
        "objects": [
            {"id": one.id, "name": one.name, "stratum": one.stratum, "weight": one.weight, "turn": one.turn}
            for one in sorted(gathered.objects, key=lambda one: one.id)
        ],
        "left_out": gathered.left_out,
        "inspectors": [
            {"id": keys[one.person.pk], "name": one.person.name, "pool": one.pool, "most": one.most} for one in sent
        ],
        "avoids": sorted(
            [keys[person], one.id] for one in gathered.objects for person in keys if (person, one.path) in barred
        ),
    }

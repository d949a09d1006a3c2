"""Who may keep the library, and who reads what in it."""

from functools import reduce
from operator import or_

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations import paths, rights, sight
from organizations.models import Duty, Organization, Person
from organizations.refusals import NotAllowed
from organizations.rights import Place
from organizations.sight import Sight

from . import models

OWN = "own"

DEFAULTS: dict[str, tuple[tuple[str, ...], str]] = {
    "keep_library": ((Duty.CLERK, Duty.HEAD), OWN),
    "give_opinion": ((Duty.CLERK, Duty.HEAD), OWN),
    "check_regulation": ((Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL), OWN),
    "publish_regulation": ((Duty.LEADER, Duty.PRINCIPAL), OWN),
}

NAMES = {
    "keep_library": gettext_lazy("维护法规库"),
    "give_opinion": gettext_lazy("反馈制度征求意见"),
    "check_regulation": gettext_lazy("审核本单位制度"),
    "publish_regulation": gettext_lazy("发布本单位制度"),
}


def declare() -> None:
    """Tell organizations which duties have which rights, and who sees the rows of every model."""
    for name, (duties, reach) in DEFAULTS.items():
        for duty in duties:
            rights.default(duty, f"search.{name}", reach)
    for model, rule in SIGHT.items():
        sight.register(model, rule)


def require(by: Person, name: str, at: Place) -> None:
    """Refuse a person who has not this right there."""
    if not rights.exercise(by, f"search.{name}", at):
        raise NotAllowed(_("您在该单位没有“%(right)s”的权限，请由有权限的人员办理。") % {"right": NAMES[name]})


def may(by: Person, name: str, at: Place) -> bool:
    """Whether a person has this right there."""
    return rights.may(by, f"search.{name}", at)


def kept_places(who: sight.Who) -> list[Organization]:
    """The units for which a person keeps a library, the widest first."""
    seen = sight.sight_of(who)
    duties = {right.duty for right in seen.rights if right.permission == "search.keep_library"}
    mine = [scope.path for scope in seen.scopes if scope.gives_rights and scope.duty in duties]
    return list(Organization.objects.filter(path__in=mine).order_by("path")) if mine else []


def keeps_for_all(place: Organization) -> bool:
    """Whether what this unit enters may be everybody's: only an administration at the top of the tree."""
    return place.parent_id is None and place.kind == Organization.Kind.COMMISSION


def nearest_place(name: str, at: str, without: set[int]) -> str | None:
    """The path at or above which somebody but these persons and their proxies has the right; none where nobody has."""
    partial = without | rights.stand_ins(without)
    for place in reversed(paths.lineage(at)):
        if rights.who_may(f"search.{name}", place).exclude(pk__in=partial).exists():
            return place
    return None


def refuse_stand_in(by: Person, people: set[int]) -> None:
    """Four eyes: neither an author nor who acts for him today judges the text."""
    if by.pk in people or by.pk in rights.stand_ins(people):
        raise NotAllowed(_("您是起草人或正代起草人办理事务，不能审核、发布这份制度，请由其他人员办理。"))


def my_places(seen: Sight) -> list[str]:
    """The units over and including those the person sits in or looks after."""
    return sorted(
        {above for s in seen.scopes for path in (s.path, s.institution_path) for above in paths.lineage(path)}
    )


def _readable(seen: Sight, prefix: str = "") -> Q:
    """The documents whose published editions a person reads: public ones, his institution's, those opened to him."""
    around = my_places(seen)
    named = models.Regulation.readers.through.objects.filter(
        regulation=OuterRef(f"{prefix}pk" if not prefix else prefix.removesuffix("__")), organization__path__in=around
    )
    own = Q(**{f"{prefix}access": models.Access.SUBTREE, f"{prefix}institution_path__in": around})
    units = Q(Exists(named), **{f"{prefix}access": models.Access.UNITS})
    covered = ~Q(**{f"{prefix}org_path": ""}) & seen.covers(f"{prefix}org_path")
    return reduce(or_, [own, units, covered, Q(**{f"{prefix}access": models.Access.PUBLIC})])


def _concerned(seen: Sight) -> Q:
    """Drafts: their author, those who look after the place where they are written, and the units asked."""
    mine = sorted({scope.institution_path for scope in seen.scopes})
    asked = models.OpinionRequest.objects.filter(_asked(seen), edition=OuterRef("pk"))
    return Q(drafted_by=seen.person) | (Q(institution_path__in=mine) & seen.covers("org_path")) | Q(Exists(asked))


def _asked(seen: Sight) -> Q:
    """The requests put to a unit in which the person sits or which he looks after within his own institution."""
    seats = {path for scope in seen.scopes for path in (scope.path, scope.institution_path)}
    mine = sorted({scope.institution_path for scope in seen.scopes})
    return Q(org_path__in=sorted(seats)) | (Q(institution_path__in=mine) & seen.covers("org_path"))


def editions(seen: Sight) -> Q:
    """Published ones by the readers of their document; drafts by whom they concern."""
    if not seen.scopes:
        return Q(drafted_by=seen.person)
    published = Q(state=models.EditionState.PUBLISHED) & _readable(seen, "regulation__")
    return published | (~Q(state=models.EditionState.PUBLISHED) & _concerned(seen))


def regulations(seen: Sight) -> Q:
    """Documents of which the person sees an edition."""
    return Q(pk__in=models.Edition.objects.filter(editions(seen)).order_by().values("regulation"))


def _through_edition(field: str) -> sight.Rule:
    """What is seen by whoever sees the edition."""

    def rule(seen: Sight) -> Q:
        return Q(**{f"{field}__in": models.Edition.objects.filter(editions(seen)).values("pk")})

    return rule


def requests(seen: Sight) -> Q:
    """Requests for opinions: the units asked, and those who keep the draft."""
    mine = sorted({scope.institution_path for scope in seen.scopes})
    kept = Q(edition__institution_path__in=mine) & seen.covers("edition__org_path")
    return _asked(seen) | kept | Q(asked_by=seen.person)


def relations(seen: Sight) -> Q:
    """Relations to documents the person sees, made by nothing he does not see."""
    by = Q(by_edition__isnull=True) | Q(by_edition__in=models.Edition.objects.filter(editions(seen)).values("pk"))
    return by & Q(to_regulation__in=models.Regulation.objects.filter(regulations(seen)).values("pk"))


def uploads(seen: Sight) -> Q:
    """What was uploaded together: whoever uploaded it, and those who look after the place within the institution."""
    mine = sorted({scope.institution_path for scope in seen.scopes})
    return Q(uploaded_by=seen.person) | (Q(institution_path__in=mine) & seen.covers("org_path"))


SIGHT: dict[type, sight.Rule] = {
    models.RegulationUpload: uploads,
    models.UploadedText: lambda seen: Q(
        upload__in=models.RegulationUpload.objects.filter(uploads(seen)).order_by().values("pk")
    ),
    models.Regulation: regulations,
    models.Edition: editions,
    models.Article: _through_edition("edition"),
    models.Relation: relations,
    models.OpinionRequest: requests,
    models.Citation: lambda seen: seen.covers("org_path") | (Q(org_path="") if seen.scopes else Q(pk__in=[])),
    models.SavedSearch: lambda seen: Q(person=seen.person),
    models.Term: lambda seen: Q(org_path="") | Q(org_path__in=my_places(seen)) | seen.covers("org_path"),
    models.IssuingAuthority: lambda seen: Q(pk__isnull=False) if seen.person else Q(pk__in=[]),
}

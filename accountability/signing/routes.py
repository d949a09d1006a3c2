"""Who is asked: the unit's own route, or the usual one; and the people behind each of its steps."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.models.routes import SignRoute, SignRouteStep, Where
from accountability.models.signing import Policy, Word
from organizations import paths
from organizations.acting import current
from organizations.models import Appointment, Duty, Organization, Person, Post
from organizations.refusals import NotYet
from organizations.rights import institution_path_of, stand_ins


@dataclass(frozen=True)
class RouteStep:
    """One step of a route: the word, the policy, and who is asked: people, a post, or duties at a path."""

    word: str
    duties: tuple[str, ...] = ()
    at: str = ""
    people: tuple[Person, ...] = ()
    post: Post | None = None
    policy: str = Policy.ANY
    ratio: int = 100
    optional: bool = False
    nearest: bool = False
    in_person: bool = False
    row: SignRouteStep | None = field(default=None, compare=False)

    @property
    def asked(self) -> dict[str, Any]:
        """Who is asked, as it is stored with the request."""
        return {
            "duties": list(self.duties),
            "at": self.at,
            "people": [person.pk for person in self.people],
            "post": self.post.pk if self.post else None,
            "optional": self.optional,
            "nearest": self.nearest,
            **({"in_person": True} if self.in_person else {}),
        }

    @property
    def asked_label(self) -> str:
        """Who is asked, in words: the people, the post, or 「无锡市卫健委 分管领导或主要负责人」."""
        if self.people:
            return "、".join(str(person) for person in self.people)[:120]
        if self.post:
            return str(self.post)[:120]
        unit = Organization.objects.filter(path=self.at).first()
        duties = _("或").join(str(Duty(duty).label) for duty in self.duties)
        return f"{unit or ''} {duties}".strip()[:120]


@dataclass(frozen=True)
class Asked:
    """One person found for a step, and the post he was found by."""

    person: Person
    appointment: Appointment | None


NOBODY = gettext_lazy(
    "“%(step)s”一步没有可以办理的人：请先为“%(who)s”任命在职人员（拟稿人不能办理自己的材料），再送签。"
)


def route_for(subject: str, thing: models.Model) -> list[RouteStep]:
    """The route for `subject` of the nearest unit at or above the thing that has one, else the usual one."""
    at = str(getattr(thing, "org_path", ""))
    unit = drafting_unit(drafter_of(thing), at)
    row = _nearest_route(subject, at)
    if row is None:
        return default_route(at, unit)
    steps = row.steps.select_related("person", "post__organization", "organization").order_by("order")
    return [_from_row(step, at=at, unit=unit) for step in steps]


def default_route(at: str, unit: str) -> list[RouteStep]:
    """审核 by the head of the drafting unit where there is one, then 签发 by the leader in charge or the principal."""
    head = RouteStep(word=Word.REVIEW, duties=(Duty.HEAD,), at=unit, optional=True, nearest=True)
    return [head, RouteStep(word=Word.ISSUE, duties=(Duty.LEADER, Duty.PRINCIPAL), at=at)]


def declared_route(thing: models.Model, declared: str) -> list[RouteStep]:
    """The route a Sign node names by a property of the thing: a subject, or steps; an empty one is the usual one."""
    steps = getattr(thing, declared) or thing._meta.label_lower
    if isinstance(steps, str):
        return route_for(steps, thing)
    at = str(getattr(thing, "org_path", ""))
    unit = drafting_unit(drafter_of(thing), at)
    return [_as_step(step, at=at, unit=unit) for step in steps]


def authors_of(thing: models.Model) -> list[Person]:
    """The people whose own work this is; none of them may approve it (四眼, by person, not by account or role)."""
    return [person for person in getattr(thing, "authors", ()) if person is not None]


def barred(thing: models.Model) -> set[int]:
    """Who may not approve it: its authors, and whoever acts for one of them today (四眼 across 代办)."""
    authors = {person.pk for person in authors_of(thing)}
    return authors | stand_ins(authors)


def drafter_of(thing: models.Model) -> Person | None:
    """Who sends the thing for signature: the author who acts now, else the first author, else whoever acts."""
    authors, acting = authors_of(thing), current()
    if acting and (not authors or acting.person in authors):
        return acting.person
    return authors[0] if authors else None


def drafting_unit(drafter: Person | None, at: str) -> str:
    """The unit the drafter writes for: as whom he acts now, else a post of his in that institution, else `at`."""
    if drafter is None:
        return at
    acting = current()
    if acting and acting.person == drafter and acting.appointment:
        return acting.appointment.post.organization.path
    institution = institution_path_of(at)
    mine = Appointment.objects.valid().filter(person=drafter).select_related("post__organization").by_precedence()
    return next((a.org_path for a in mine if a.post.organization.institution_path == institution), at)


def find(asked: dict[str, Any], *, without: Collection[int]) -> list[Asked]:
    """The people behind a step in the order of their posts, each once, without those who may not approve this."""
    if asked["people"]:
        found = _named(asked["people"])
    elif asked["post"]:
        found = _holders(Q(post=asked["post"]))
    else:
        found = _by_duty(asked)
    return [one for one in found if one.person.pk not in without]


def require(step_word: str, label: str, found: Sequence[Asked]) -> None:
    """Refuse where nobody can be asked, naming the post to fill."""
    if not found:
        raise NotYet(NOBODY % {"step": Word(step_word).label, "who": label})


def _named(people: Iterable[int]) -> list[Asked]:
    """Named people, each as the post he would act as."""
    wanted = list(people)
    known = Person.objects.filter(active=True, is_guest=False).in_bulk(wanted)
    posts: dict[int, Appointment] = {}
    for appointment in Appointment.objects.valid().filter(person__in=wanted).with_places().by_precedence():
        posts.setdefault(appointment.person_id, appointment)
    return [Asked(known[pk], posts.get(pk)) for pk in dict.fromkeys(wanted) if pk in known]


def _holders(condition: Q) -> list[Asked]:
    """Everybody in office today under a condition on the appointment, by precedence, each person once."""
    held = Appointment.objects.valid().filter(condition, person__active=True, person__is_guest=False)
    found: dict[int, Asked] = {}
    for appointment in held.with_places().by_precedence():
        found.setdefault(appointment.person_id, Asked(appointment.person, appointment))
    return list(found.values())


def _by_duty(asked: dict[str, Any]) -> list[Asked]:
    """The holders of duties who look after a path within its own institution; the nearest of them where so asked."""
    lineage, institution = paths.lineage(asked["at"]), institution_path_of(asked["at"])
    oversees = Q(post__oversees__path__in=lineage) | Q(
        post__oversees__isnull=True, post__organization__path__in=lineage
    )
    at_home = Q(post__organization__institution_path=institution, post__duty__in=asked["duties"])
    found = _holders(oversees & at_home)
    if not asked["nearest"] or not found:
        return found
    closest = max(_closeness(one, asked["at"]) for one in found)
    return [one for one in found if _closeness(one, asked["at"]) == closest]


def _closeness(one: Asked, at: str) -> tuple[bool, int]:
    """How near a holder sits: those of the unit itself first, then the narrowest scope."""
    post = one.appointment.post if one.appointment else None
    return (post.organization.path == at, len(post.scope.path)) if post else (False, 0)


def _nearest_route(subject: str, at: str) -> SignRoute | None:
    """The active route of the nearest unit at or above a path."""
    routes = SignRoute.objects.filter(subject=subject, active=True, organization__path__in=paths.lineage(at))
    return routes.order_by("-organization__path").first()


def _as_step(step: Any, *, at: str, unit: str) -> RouteStep:
    """A step as a thing declares it: ready, as a row, or with only what matters."""
    if isinstance(step, SignRouteStep):
        return _from_row(step, at=at, unit=unit)
    if step.people or step.post or step.at:
        return step
    return RouteStep(**{**step.__dict__, "at": at})


def _from_row(step: SignRouteStep, *, at: str, unit: str) -> RouteStep:
    """A stored step, seen from the thing's place and the drafter's unit."""
    return RouteStep(
        word=step.word,
        duties=(step.duty,) if step.duty else (),
        at=_place(step, at=at, unit=unit),
        people=(step.person,) if step.person else (),
        post=step.post,
        policy=step.policy,
        ratio=step.ratio,
        optional=step.optional,
        nearest=step.where == Where.DRAFTING_UNIT,
        row=step,
    )


def _place(step: SignRouteStep, *, at: str, unit: str) -> str:
    """The path a stored step's duty is looked for at."""
    if step.where == Where.DRAFTING_UNIT:
        return unit
    if step.where == Where.NAMED and step.organization:
        return step.organization.path
    institution = institution_path_of(at)
    if step.where == Where.SUPERIOR:
        return paths.lineage(institution)[-2] if len(paths.lineage(institution)) > 1 else institution
    return institution

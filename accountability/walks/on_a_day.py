"""Who was responsible for a thing on a given day: by task, by post, and by delegation."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import trail
from accountability.models import Holder
from accountability.walks.steps import Node
from organizations import paths
from organizations.models import Appointment, Delegation, Duty, Organization

TIERS = (
    (Duty.PRINCIPAL, gettext_lazy("总责（主要负责人）")),
    (Duty.LEADER, gettext_lazy("分管责任（分管领导）")),
    (Duty.HEAD, gettext_lazy("具体责任（科室负责人）")),
)


@dataclass
class Answering:
    """One person who answered that day: how, in which post, from when to when, and who acted for him."""

    tier: str
    who: str
    post: str
    since: date | None
    until: date | None
    about: str = ""
    proxies: list[str] = field(default_factory=list)
    person: int = 0


def answering(thing: Any, tasks: list[Node], on: date) -> list[Answering]:
    """Everybody who answered for a thing and the tasks in its chain on a day, the widest responsibility first."""
    found = [*_by_post(trail.path_of(thing), on), *_by_task([node.pk for node in tasks], on)]
    given = _delegations({one.person for one in found}, on)
    for one in found:
        one.proxies = given.get(one.person, [])
    return found


def _by_post(path: str, on: date) -> list[Answering]:
    """The principal and leaders of the institution, and the head of the unit, as they were appointed that day."""
    if not path:
        return []
    above = paths.lineage(path)
    unit = Organization.objects.filter(path__in=above).order_by("-path").first()
    if unit is None:
        return []
    home = Q(post__organization__institution_path=unit.institution_path, post__organization__path__in=above)
    held = Appointment.objects.valid(on).filter(home, post__duty__in=[duty for duty, _tier in TIERS])
    order = {duty: place for place, (duty, _tier) in enumerate(TIERS)}
    words = dict(TIERS)
    rows = sorted(held.with_places().by_precedence(), key=lambda one: order[Duty(one.post.duty)])
    return [
        Answering(str(words[Duty(one.post.duty)]), str(one.person), str(one.post), one.since, one.until,
                  person=one.person_id)
        for one in rows
    ]  # fmt: skip


def _by_task(tasks: list[int], on: date) -> list[Answering]:
    start, end = day_of(on)
    then = Q(until__isnull=True) | Q(until__gt=start)
    rows = Holder.objects.filter(then, assignment__in=tasks, since__lt=end).select_related("person", "assignment")
    return [
        Answering(
            str(one.get_role_display()),
            str(one.person),
            one.post_label,
            timezone.localtime(one.since).date(),
            timezone.localtime(one.until).date() if one.until else None,
            about=one.assignment.title,
            person=one.person_id,
        )
        for one in rows.order_by("assignment", "role", "since")[:60]
    ]


def _delegations(people: set[int], on: date) -> dict[int, list[str]]:
    """Who acted for these people that day, also where the delegation was taken back since."""
    start, _end = day_of(on)
    standing = Q(revoked_at__isnull=True) | Q(revoked_at__gte=start)
    rows = Delegation.objects.filter(standing, since__lte=on, until__gte=on, appointment__person__in=people)
    found: dict[int, list[str]] = {}
    for one in rows.with_people():
        said = _("%(who)s代办（%(covers)s）") % {"who": one.proxy, "covers": one.get_covers_display()}
        found.setdefault(one.appointment.person_id, []).append(said)
    return found


def day_of(on: date) -> tuple[datetime, datetime]:
    """The first moment of a day and of the next."""
    start = timezone.make_aware(datetime.combine(on, time()))
    return start, start + timedelta(days=1)

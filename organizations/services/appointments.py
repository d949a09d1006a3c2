"""People are registered, posts created and held."""

from datetime import date

from django.db import transaction
from django.db.models import Count, Q
from django.utils.translation import gettext as _

from organizations import events, openings, paths, rights, separation, sight
from organizations.models import Appointment, Organization, Person, Post
from organizations.permissions import KEEP_PEOPLE
from organizations.refusals import Invalid, NotAllowed, NotYet
from organizations.separation import ADMINISTRATORS
from organizations.services.writing import write


@transaction.atomic
def register_person(
    home: Organization,
    *,
    name: str,
    by: Person | None,
    staff_number: str = "",
    mobile: str = "",
    is_guest: bool = False,
) -> Person:
    """Register somebody at the unit where he works."""
    rights.require(by, KEEP_PEOPLE, home)
    person = Person(home=home, name=name.strip(), staff_number=staff_number, mobile=mobile, is_guest=is_guest)
    write(person)
    events.person_registered.emit(person, by=by)
    return person


@transaction.atomic
def create_post(
    organization: Organization,
    *,
    title: str,
    duty: str,
    by: Person | None,
    oversees: Organization | None = None,
    precedence: int = 100,
) -> Post:
    """Create a post in a unit; its holder looks after that unit, or after `oversees` within the same institution."""
    rights.require(by, KEEP_PEOPLE, oversees or organization)
    rights.require(by, KEEP_PEOPLE, organization)
    if oversees and not paths.contains(organization.institution_path, oversees.path):
        raise Invalid({"oversees": _("负责范围超出了本机构，请在本机构及其下级中选择。")})
    post = Post(organization=organization, title=title, duty=duty, oversees=oversees, precedence=precedence)
    write(post)
    events.post_created.emit(post, by=by)
    return post


@transaction.atomic
def appoint(
    person: Person,
    *,
    post: Post,
    since: date,
    by: Person | None,
    until: date | None = None,
    because: str = "",
) -> Appointment:
    """Let a person hold a post from a day to a day, both included; the day may lie in the past."""
    rights.require(by, KEEP_PEOPLE, post.scope)
    Person.objects.select_for_update(no_key=True).get(pk=person.pk)
    _may_hold(person, post, since, until, by)
    appointment = Appointment(person=person, post=post, since=since, until=until)
    write(appointment)
    sight.forget(person)
    events.person_appointed.emit(appointment, by=by, because=because)
    return appointment


def _may_hold(person: Person, post: Post, since: date, until: date | None, by: Person | None) -> None:
    if by is not None and by.pk == person.pk:
        raise NotAllowed(_("不能给自己任职，请由其他管理员办理。"))
    if not person.active:
        raise NotYet(_("该人员已停用，请先恢复后再任职。"))
    meanwhile = Q(until__isnull=True) | Q(until__gte=since)
    if until:
        meanwhile &= Q(since__lte=until)
    held = person.appointments.filter(meanwhile)
    if held.filter(post=post).exists():
        raise Invalid({"since": _("该人员在此期间已任这一职务，不必重复登记。")})
    if post.duty in ADMINISTRATORS and held.filter(post__duty__in=ADMINISTRATORS - {post.duty}).exists():
        raise Invalid({"post": separation.two_chairs()})


def in_two_chairs(on: date | None = None) -> list[Person]:
    """Who holds two kinds of administrator on a day: nobody, unless rows were changed past the verbs."""
    held = Appointment.objects.valid(on).filter(post__duty__in=ADMINISTRATORS)
    kinds = held.values("person").annotate(kinds=Count("post__duty", distinct=True)).filter(kinds__gt=1)
    return list(Person.objects.filter(pk__in=kinds.values("person")))


@transaction.atomic
def end_appointment(
    appointment: Appointment,
    *,
    until: date,
    by: Person | None,
    because: str = "",
    at_once: bool = False,
) -> Appointment:
    """Let a person hold a post for the last time on a day; refused while work is in his hands.

    `at_once` is for what cannot wait (a suspension, a death): it needs the reason, and the work falls to the head.
    """
    rights.require(by, KEEP_PEOPLE, appointment.post.scope)
    if by is not None and by.pk == appointment.person_id:
        raise NotAllowed(_("不能给自己免职，请由其他管理员办理。"))
    Appointment.objects.select_for_update(no_key=True).get(pk=appointment.pk)
    appointment.refresh_from_db()
    if appointment.until and appointment.until < until:
        raise Invalid({"until": _("这项任职已经终止，请核对日期；需要续任时请另行任职。")})
    if at_once and not because.strip():
        raise Invalid({"because": _("立即免职须写明原因，未交接的工作将通知其科室负责人处理。")})
    if not at_once:
        openings.refuse_leaving(appointment.person, leaving=appointment)
    changed: events.Changed = {"until": [appointment.until, until]}
    appointment.until = until
    write(appointment)
    sight.forget(appointment.person)
    events.appointment_ended.emit(appointment, by=by, because=because, changed=changed)
    return appointment

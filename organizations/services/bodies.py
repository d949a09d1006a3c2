"""Committees 委员会 and groups 专班 are founded with a charter; people sit in them from when to when."""

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations import events, rights, sight
from organizations.models import Charter, Membership, Organization, Person
from organizations.permissions import KEEP_BODIES
from organizations.refusals import AlreadyDone, Invalid, NotYet, Stale
from organizations.services.units import BODIES, found_organization
from organizations.services.writing import write

Role = Membership.Role
CHARTER = ("purpose", "rules", "territory", "basis", "founded_on", "ends_on")


@transaction.atomic
def found_body(host: Organization, *, kind: str, name: str, by: Person | None, **charter: Any) -> Organization:
    """Found a committee or group of a unit, with what it is for."""
    if kind not in BODIES:
        raise Invalid({"kind": _("请选择委员会或专班。")})
    unit = found_organization(host, kind=kind, name=name, by=by, because=str(charter.get("basis") or ""))
    made = Charter(organization=unit, **_cleaned(charter))
    write(made)
    events.charter_written.emit(made, by=by, changed={})
    return unit


@transaction.atomic
def found_bodies(
    hosts: Collection[Organization], *, kind: str, name: str, by: Person | None, **charter: Any
) -> list[Organization]:
    """The same group in many departments at once, each under its own name; who has one of that name keeps it."""
    if not hosts:
        raise Invalid({"hosts": _("请选择要设立的科室。")})
    known = set(Organization.objects.active().filter(parent__in=hosts, name=name).values_list("parent_id", flat=True))
    return [found_body(host, kind=kind, name=name, by=by, **charter) for host in hosts if host.pk not in known]


@transaction.atomic
def write_charter(body: Organization, *, version: int, by: Person | None, **charter: Any) -> Charter:
    """Change what a committee or group is for; whoever read an older text is told so."""
    _require_keeper(body, by)
    found, _made = Charter.objects.select_for_update(no_key=True).get_or_create(organization=body)
    if found.version != version:
        raise Stale
    changed = {}
    for name, value in _cleaned(charter).items():
        if getattr(found, name) != value:
            changed[name] = [getattr(found, name), value]
            setattr(found, name, value)
    found.version += 1
    write(found)
    events.charter_written.emit(found, by=by, changed=changed)
    return found


@transaction.atomic
def seat_member(
    body: Organization,
    *,
    person: Person,
    role: str,
    since: date,
    by: Person | None,
    until: date | None = None,
    labour: str = "",
    time: str = Membership.Time.PART,
) -> Membership:
    """Let a person sit in a committee or group from a day on; one chair at a time."""
    _require_keeper(body, by)
    if not person.active:
        raise Invalid({"person": _("“%(who)s”已不在岗，请另选人员。") % {"who": person}})
    open_ones = Membership.objects.select_for_update().filter(organization=body).valid(since)
    if open_ones.filter(person=person).exists():
        raise AlreadyDone(_("“%(who)s”已经在“%(body)s”中。") % {"who": person, "body": body})
    if role == Role.CHAIR and (held := open_ones.filter(role=Role.CHAIR).first()):
        told = _("“%(body)s”已有%(role)s“%(who)s”，请先办理其离任。")
        raise NotYet(told % {"body": body, "role": held.get_role_display(), "who": held.person})
    seat = Membership(
        organization=body,
        person=person,
        role=role,
        role_order=Membership.ORDER.get(role, 4),
        labour=labour.strip(),
        time=time,
        since=since,
        until=until,
    )
    write(seat)
    sight.forget(person)
    events.member_seated.emit(seat, by=by)
    return seat


@transaction.atomic
def end_membership(seat: Membership, *, until: date, by: Person | None, because: str = "") -> Membership:
    """End a person's sitting there with a last day; the row stays."""
    found = Membership.objects.select_for_update(no_key=True).select_related("organization", "person").get(pk=seat.pk)
    _require_keeper(found.organization, by)
    if found.until is not None and found.until < timezone.localdate():
        raise AlreadyDone(_("“%(who)s”已经离任，不需要再办理。") % {"who": found.person})
    before, found.until = found.until, until
    write(found)
    events.member_left.emit(found, by=by, because=because, changed={"until": [before, until]})
    return found


def _require_keeper(body: Organization, by: Person | None) -> None:
    """Whoever keeps committees and groups there."""
    rights.require(by, KEEP_BODIES, body)
    if body.kind not in BODIES:
        raise Invalid({"organization": _("请选择委员会或专班。")})
    if not body.active:
        raise NotYet(_("“%(unit)s”已经停用，请选择在用的单位。") % {"unit": body})


def _cleaned(charter: dict[str, Any]) -> dict[str, Any]:
    if unknown := set(charter) - set(CHARTER):
        raise TypeError(f"A charter has no {', '.join(sorted(unknown))}.")
    return {name: value.strip() if isinstance(value, str) else value for name, value in charter.items()}

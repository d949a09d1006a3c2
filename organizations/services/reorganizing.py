"""Units are moved, merged, split and closed; nothing open is left without somebody who answers for it."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations import events, openings, paths, rights, sight
from organizations.models import (
    Appointment,
    Delegation,
    Duty,
    Organization,
    OrganizationLink,
    Person,
    Post,
    Succession,
    UnitChange,
)
from organizations.permissions import KEEP_ORGANIZATIONS
from organizations.refusals import Invalid, NotYet
from organizations.services.linking import carry_each, carry_links, end_links, links_of
from organizations.services.planting import (
    ONE_DAY,
    day_of,
    locked,
    refuse_reaching_across,
    replant,
    require_active,
)
from organizations.services.units import found_organization
from organizations.services.writing import write

Kind = UnitChange.Kind
LEADING = frozenset({Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL, Duty.SYSTEM_ADMIN, Duty.SECURITY_ADMIN, Duty.AUDIT_ADMIN})
LEAST_PARTS = 2


@transaction.atomic
def move_organization(
    organization: Organization,
    *,
    parent: Organization,
    by: Person | None,
    because: str,
    on: date | None = None,
    stamp: str = "",
) -> Organization:
    """划转: set a unit, with everything beneath it, under another superior from a day on, today by default."""
    _require(by, because, organization, parent)
    unit, above = locked(organization, parent, stamp=stamp)
    first_day = day_of(unit, on)
    require_active(unit, above)
    if paths.contains(unit.path, above.path):
        raise Invalid({"parent": _("不能划转到自己或者自己的下级单位之下，请另选上级单位。")})
    if unit.parent_id == above.pk:
        raise Invalid({"parent": _("该机构已经在这个单位之下，不需要划转。")})
    if unit.is_institution and not above.is_institution:
        raise Invalid({"parent": _("独立机构不能划转到科室、院区、委员会或者专班之下，请选择机构。")})
    refuse_reaching_across(unit, above.institution_path)
    old, before = unit.path, unit.parent
    rows = replant(unit, above, on=first_day)
    organization.refresh_from_db()
    changed: events.Changed = {"parent": [str(before or ""), str(above)], "path": [old, unit.path]}
    events.organization_moved.emit(organization, by=by, because=because, changed=changed, also=rows)
    return organization


@transaction.atomic
def merge_organization(
    organization: Organization,
    *,
    into: Organization,
    by: Person | None,
    because: str,
    on: date | None = None,
    stamp: str = "",
) -> Organization:
    """合并: a unit goes into another from a day on; its open work, its people and its history go with it."""
    _require(by, because, organization, into)
    unit, heir = locked(organization, into, stamp=stamp)
    first_day = day_of(unit, on)
    _may_go_into(unit, heir)
    _refuse_leading_posts(unit)
    old, before = unit.path, unit.parent
    also = [
        *_carry_posts({held.pk: heir for held in held_at(unit)}, unit, first_day),
        *_carry_people(unit, heir),
        *carry_links(unit, [heir], first_day),
    ]
    unit.active, unit.absorbed = False, True
    rows = replant(unit, heir, on=first_day)
    succession = _succeed(unit, heir, Kind.MERGE, first_day)
    organization.refresh_from_db()
    changed: events.Changed = {
        "active": [True, False],
        "parent": [str(before or ""), str(heir)],
        "path": [old, unit.path],
    }
    events.organization_merged.emit(
        organization, by=by, because=because, changed=changed, also=[*rows, *also, succession]
    )
    events.units_replaced.emit(organization, by=by, because=because, also=[succession])
    return organization


@transaction.atomic
def split_organization(
    organization: Organization,
    *,
    parts: Sequence[str],
    tasks: Mapping[str, int],
    people: Mapping[int, int],
    by: Person | None,
    because: str,
    links: Mapping[int, int] | None = None,
    on: date | None = None,
    stamp: str = "",
) -> list[Organization]:
    """拆分: new units come out of one, which ends; every open task and every post held goes to one of them.

    `tasks` maps the mark of each opening, `people` the key of each appointment, to the place of its part in `parts`;
    `links` the key of a link likewise: one that is not named holds for every part from now on.
    The first part keeps the history of the old unit and what is not named.
    """
    _require(by, because, organization)
    (unit,) = locked(organization, stamp=stamp)
    first_day = day_of(unit, on)
    _require_divisible(unit)
    names = _names_of(parts)
    open_marks = {opening.mark for opening in tasks_of(unit)}
    _refuse_ownerless(open_marks, tasks, len(names))
    held = held_at(unit)
    _refuse_homeless(held, people, len(names))
    old, before = unit.path, unit.parent
    _close(unit)
    new = _parts_of(unit, names, by, because)
    also = [
        *_carry_posts({one.pk: new[people[one.pk]] for one in held}, unit, first_day),
        *_carry_people(unit, new[0], {one.person_id: new[people[one.pk]] for one in held}),
        *_split_links(unit, new, links or {}, first_day),
    ]
    unit.absorbed = True
    rows = replant(unit, new[0], on=first_day)
    successions = [_succeed(unit, part, Kind.SPLIT, first_day) for part in new]
    organization.refresh_from_db()
    changed: events.Changed = {"active": [True, False], "parent": [str(before), str(new[0])], "path": [old, unit.path]}
    rows_too = [*rows, *also, *successions]
    events.organization_split.emit(organization, by=by, because=because, changed=changed, also=rows_too)
    for mark in sorted(open_marks):
        _place(mark, new[tasks[mark]], because)
    events.units_replaced.emit(organization, by=by, because=because, also=successions)
    return new


def _require_divisible(unit: Organization) -> None:
    require_active(unit)
    if unit.parent is None:
        raise NotYet(_("没有上级单位的机构不能拆分，请联系系统管理员。"))


def _close(unit: Organization) -> None:
    """It takes nothing more from now on."""
    unit.active = False
    write(unit, unchecked=("path", "institution_path"))


def _parts_of(unit: Organization, names: Sequence[str], by: Person | None, because: str) -> list[Organization]:
    """New units of the same kind under the same superior."""
    kept: dict[str, Any] = {
        name: getattr(unit, name)
        for name in ("level", "grade", "ownership", "region", "is_key_department", "department_type")
    }
    return [
        found_organization(unit.parent, kind=unit.kind, name=name, by=by, because=because, **kept) for name in names
    ]


@transaction.atomic
def close_organization(
    organization: Organization, *, by: Person | None, because: str, on: date | None = None, stamp: str = ""
) -> Organization:
    """撤销: a unit ends without a successor, which it may only when nothing is open and nobody sits in it."""
    _require(by, because, organization)
    (unit,) = locked(organization, stamp=stamp)
    first_day = day_of(unit, on)
    if not unit.active:
        raise NotYet(_("“%(unit)s”已经停用，不需要再撤销。") % {"unit": unit})
    below = Organization.objects.within(unit.path).active().exclude(pk=unit.pk).first()
    if below:
        raise NotYet(_("“%(unit)s”之下还有“%(below)s”，请先划转或者撤销下级单位。") % {"unit": unit, "below": below})
    openings.refuse_open(unit)
    if held := openings.posts_held(unit.path):
        raise NotYet(
            _("还有人员在“%(unit)s”任职（%(post)s），请先免职或者调任。") % {"unit": unit, "post": held[0].label}
        )
    unit.active = False
    write(unit, unchecked=("path", "institution_path"))
    also = end_links(links_of(unit, first_day), first_day)
    organization.refresh_from_db()
    events.organization_closed.emit(
        organization, by=by, because=because, changed={"active": [True, False], "on": ["", first_day]}, also=also
    )
    return organization


def tasks_of(unit: Organization) -> list[openings.Opening]:
    """The open tasks of a unit that a split hands to one of its parts: those of the unit itself that can be placed."""
    return [
        opening
        for kind in openings.kinds()
        if kind.of_unit and kind.place
        for opening in kind.of_unit(unit.path)
        if opening.org_path == unit.path
    ]


def _require(by: Person | None, because: str, *units: Organization) -> None:
    """The right at every place concerned, and a reason."""
    for unit in units:
        rights.require(by, KEEP_ORGANIZATIONS, unit)
    if not because.strip():
        raise Invalid({"because": _("请写明变更的依据和原因，例如批准文件的文号。")})


def _may_go_into(unit: Organization, heir: Organization) -> None:
    if unit.pk == heir.pk:
        raise Invalid({"target": _("不能与自己合并，请另选并入的单位。")})
    require_active(unit, heir)
    if paths.contains(unit.path, heir.path):
        raise Invalid({"target": _("不能并入自己的下级单位，请另选并入的单位。")})
    if unit.parent_id is None:
        raise NotYet(_("没有上级单位的机构不能合并，请联系系统管理员。"))
    if unit.is_institution != heir.is_institution:
        raise Invalid({"target": _("机构只能并入机构，科室只能并入科室，请另选并入的单位。")})
    refuse_reaching_across(unit, heir.institution_path)


def held_at(unit: Organization) -> list[Appointment]:
    """Who holds a post of the unit itself, today or later."""
    held = Appointment.objects.filter(post__organization=unit).with_places().select_related("post").order_by("pk")
    today = timezone.localdate()
    return [one for one in held if one.until is None or one.until >= today]


def _refuse_leading_posts(unit: Organization) -> None:
    """Two heads do not sit on one chair: the posts of the unit's leaders are handed over before it goes."""
    leading = next((held for held in held_at(unit) if held.post.duty in LEADING), None)
    if leading:
        told = {"unit": unit, "who": leading.person, "post": leading.post.title}
        raise NotYet(
            _("“%(unit)s”的%(post)s“%(who)s”还在任，请先交接工作并免去这一职务，或者改任其他岗位，再办理合并。") % told
        )


def _refuse_ownerless(open_marks: set[str], tasks: Mapping[str, int], count: int) -> None:
    if missing := open_marks - {mark for mark, part in tasks.items() if 0 <= part < count}:
        raise Invalid(
            {"tasks": _("还有%(count)d项未办结的任务没有指定由哪个新单位承接，请逐项指定。") % {"count": len(missing)}}
        )


def _refuse_homeless(held: Sequence[Appointment], people: Mapping[int, int], count: int) -> None:
    homeless = next((one for one in held if not 0 <= people.get(one.pk, -1) < count), None)
    if homeless:
        told = {"who": homeless.person, "post": homeless.post.title}
        raise Invalid({"people": _("“%(who)s”（%(post)s）没有指定到哪个新单位任职，请逐人指定。") % told})


def _names_of(parts: Sequence[str]) -> list[str]:
    names = [name.strip() for name in parts if name.strip()]
    if len(names) < LEAST_PARTS:
        raise Invalid({"parts": _("拆分后至少要有两个单位，请每行填写一个新单位的名称。")})
    if len(set(names)) != len(names):
        raise Invalid({"parts": _("新单位的名称有重复，请核对。")})
    return names


def _carry_posts(to: Mapping[int, Organization], unit: Organization, on: date) -> list[Appointment | Post]:
    """End each post held in the unit and give its holder the same one at the new place; the rows changed."""
    changed: list[Appointment | Post] = []
    for held in Appointment.objects.filter(pk__in=to).with_places().order_by("pk"):
        _refuse_delegated(held)
        heir, last = to[held.pk], held.until
        post = Post(
            organization=heir,
            title=held.post.title,
            duty=held.post.duty,
            oversees=None if held.post.oversees_id == unit.pk else held.post.oversees,
            precedence=held.post.precedence,
        )
        write(post)
        held.until = max(on - ONE_DAY, held.since)
        write(held)
        begun = Appointment(person=held.person, post=post, since=max(on, held.since), until=last)
        write(begun)
        sight.forget(held.person)
        changed += [post, held, begun]
    return changed


def _refuse_delegated(held: Appointment) -> None:
    """A proxy's authorisation hangs on the post; it is revoked and given anew, never silently ended."""
    given = (
        Delegation.objects.standing().filter(appointment=held, until__gte=timezone.localdate()).with_people().first()
    )
    if given:
        told = {"who": given.grantor, "proxy": given.proxy}
        raise NotYet(_("“%(who)s”委托“%(proxy)s”代办的授权还有效，请先撤销，机构变更后重新授权。") % told)


def _carry_people(unit: Organization, heir: Organization, to: Mapping[int, Organization] | None = None) -> list[Person]:
    """Who works in the unit works in its heir from now on."""
    people = list(Person.objects.filter(home=unit).order_by("pk"))
    for person in people:
        person.home = (to or {}).get(person.pk, heir)
        write(person)
    return people


def _split_links(
    unit: Organization, parts: Sequence[Organization], chosen: Mapping[int, int], on: date
) -> list[OrganizationLink]:
    """Each link goes to the part that was named for it, else to all."""
    found = links_of(unit, on)
    heirs = {
        link.pk: [parts[place]] if 0 <= (place := chosen.get(link.pk, -1)) < len(parts) else parts for link in found
    }
    return carry_each(heirs, found, unit, on)


def _succeed(unit: Organization, heir: Organization, kind: str, on: date) -> Succession:
    succession = Succession(predecessor=unit, successor=heir, kind=kind, on=on, predecessor_name=unit.name)
    write(succession)
    return succession


def _place(mark: str, unit: Organization, because: str) -> None:
    """Let a new unit answer for an open task."""
    name, _colon, key = mark.partition(":")
    kind = openings.kind_of(name)
    if kind and kind.place:
        kind.place(int(key), unit, because)

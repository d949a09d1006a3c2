"""Units come into being, are renamed and are linked."""

from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from organizations import events, paths, rights
from organizations.fields import PATH_LENGTH
from organizations.models import Organization, OrganizationLink, PastName, Person, Specialty, Tag
from organizations.permissions import KEEP_BODIES, KEEP_ORGANIZATIONS
from organizations.refusals import Invalid, NotAllowed, NotYet
from organizations.services.writing import write

PATHS = ("path", "institution_path")
ONE_DAY = timedelta(days=1)
BODIES = (Organization.Kind.COMMITTEE, Organization.Kind.GROUP)


@transaction.atomic
def found_organization(
    parent: Organization | None,
    *,
    kind: str,
    name: str,
    by: Person | None,
    tags: Iterable[Tag] = (),
    specialties: Iterable[Specialty] = (),
    because: str = "",
    **attrs: Any,
) -> Organization:
    """Found a unit under its superior; without one it stands outside the tree."""
    above = parent and Organization.objects.select_for_update(no_key=True).get(pk=parent.pk)
    _may_found(above, kind, by)
    unit = Organization(parent=above, kind=kind, name=name.strip(), path=f"new/{uuid4().hex}", **attrs)
    write(unit, unchecked=PATHS)
    unit.path = (above.path if above else "") + paths.step(unit.pk)
    unit.institution_path = unit.path if above is None or unit.is_institution else above.institution_path
    unit.save(update_fields=PATHS)
    unit.tags.set(tags)
    unit.specialties.set(specialties)
    events.organization_founded.emit(unit, by=by, because=because)
    return unit


def _may_found(above: Organization | None, kind: str, by: Person | None) -> None:
    if above is not None:
        may_found_body = by is not None and kind in BODIES and rights.may(by, KEEP_BODIES, above)
        rights.require(by, KEEP_BODIES if may_found_body else KEEP_ORGANIZATIONS, above)
        if not above.active:
            raise NotYet(_("上级单位已停用，请选择在用的单位。"))
        if len(above.path) + len(paths.step(0)) > PATH_LENGTH:
            raise Invalid({"parent": _("机构层级太深，请挂在更高一级的单位下。")})
        return
    if by is not None and not rights.may_anywhere(by, KEEP_ORGANIZATIONS):
        raise NotAllowed(_("您现在的岗位不能设立机构，请联系系统管理员。"))
    if kind in Organization.DEPENDENT_KINDS:
        raise Invalid({"parent": _("科室、院区、委员会和专班必须设在一个机构之下，请先选择所属机构。")})


@transaction.atomic
def rename_organization(
    organization: Organization,
    *,
    name: str,
    by: Person | None,
    short_name: str | None = None,
    on: date | None = None,
    because: str = "",
) -> Organization:
    """Give a unit another name from a day on, today by default; the old name is kept with its last day."""
    first_day = on or timezone.localdate()
    rights.require(by, KEEP_ORGANIZATIONS, organization)
    unit = Organization.objects.select_for_update(no_key=True).get(pk=organization.pk)
    last = unit.past_names.order_by("-until").first()
    _name_may_change(unit, name.strip(), first_day, last)
    PastName.objects.create(
        organization=unit,
        name=unit.name,
        since=last.until + ONE_DAY if last else None,
        until=first_day - ONE_DAY,
    )
    changed: events.Changed = {"name": [unit.name, name.strip()]}
    unit.name = name.strip()
    if short_name is not None:
        changed["short_name"] = [unit.short_name, short_name]
        unit.short_name = short_name
    write(unit)
    organization.refresh_from_db()
    events.organization_renamed.emit(organization, by=by, because=because, changed=changed)
    return organization


def _name_may_change(unit: Organization, name: str, first_day: date, last: PastName | None) -> None:
    if name == unit.name:
        raise Invalid({"name": _("新名称与现名称相同，请核对。")})
    if first_day > timezone.localdate():
        raise Invalid({"on": _("更名日期还没有到，请在启用新名称的当天或之后登记。")})
    if last and first_day <= last.until + ONE_DAY:
        raise Invalid({"on": _("更名日期不晚于上一次更名，请核对。")})


@transaction.atomic
def link_organizations(
    superior: Organization,
    *,
    subordinate: Organization,
    kind: str,
    since: date,
    by: Person | None,
    until: date | None = None,
    because: str = "",
) -> OrganizationLink:
    """Let a unit look after another one across the tree, from a day to a day."""
    rights.require(by, KEEP_ORGANIZATIONS, superior)
    if not _is_outside(subordinate):
        rights.require(by, KEEP_ORGANIZATIONS, subordinate)
    if superior != subordinate and paths.contains(subordinate.path, superior.path):
        raise Invalid({"subordinate": _("主管方本身是对方的下级，不能反过来建立这种关系。")})
    link = OrganizationLink(kind=kind, superior=superior, subordinate=subordinate, since=since, until=until)
    same = OrganizationLink.objects.filter(kind=kind, superior=superior, subordinate=subordinate)
    if same.filter(_overlapping(since, until)).exists():
        raise Invalid({"since": _("这两个单位在此期间已有同样的关系，不必重复登记。")})
    write(link)
    events.organizations_linked.emit(link, by=by, because=because)
    return link


def _is_outside(unit: Organization) -> bool:
    """Whether nobody in the tree keeps this unit: it only reports here."""
    return unit.parent_id is None and unit.kind != Organization.Kind.COMMISSION


def _overlapping(since: date, until: date | None) -> Q:
    condition = Q(until__isnull=True) | Q(until__gte=since)
    return condition & Q(since__lte=until) if until else condition


@transaction.atomic
def end_link(link: OrganizationLink, *, until: date, by: Person | None, because: str = "") -> OrganizationLink:
    """Let a link hold for the last time on a day."""
    rights.require(by, KEEP_ORGANIZATIONS, link.superior)
    OrganizationLink.objects.select_for_update(no_key=True).get(pk=link.pk)
    link.refresh_from_db()
    if link.until and link.until < until:
        raise Invalid({"until": _("这项关系已经终止，请核对日期。")})
    changed: events.Changed = {"until": [link.until, until]}
    link.until = until
    write(link)
    events.link_ended.emit(link, by=by, because=because, changed=changed)
    return link

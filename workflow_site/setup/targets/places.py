"""Units as a table names them: by code, name or short name, and only those beneath the unit that imports."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import TypeVar

from django.utils.translation import gettext as _

from accountability.imports import Place
from organizations import rights
from organizations.models import Alias, Organization

SLICE = 5_000
Value = TypeVar("Value")

FIELDS = ("pk", "name", "short_name", "code", "kind", "path", "institution_path", "parent_id", "active")


@dataclass
class Units:
    """The units in use beneath a place, found by what a cell says."""

    place: Organization
    by_path: dict[str, Organization] = field(default_factory=dict)
    institutions: dict[str, list[Organization]] = field(default_factory=lambda: defaultdict(list))
    children: dict[tuple[int, str], Organization] = field(default_factory=dict)
    departments: dict[tuple[str, str], list[Organization]] = field(default_factory=lambda: defaultdict(list))

    def add(self, unit: Organization, aliases: Iterable[str] = ()) -> None:
        """Let a unit be found from now on."""
        self.by_path[unit.path] = unit
        if unit.parent_id:
            self.children[unit.parent_id, unit.name] = unit
        for name in {unit.name, unit.short_name, unit.code or "", *aliases} - {""}:
            if unit.is_institution:
                self.institutions[name].append(unit)
            else:
                self.departments[unit.institution_path, name].append(unit)

    def institution(self, said: str) -> tuple[Organization | None, str]:
        """The institution a cell names, or the sentence why there is none; an empty cell is the place itself."""
        if not said:
            own = self.by_path.get(self.place.institution_path)
            return own, "" if own else _("导入单位不是机构，请填写所属机构。")
        return _only(self.institutions.get(said, []), said, self.place)

    def department(self, institution: Organization, said: str) -> tuple[Organization | None, str]:
        """The part of an institution that a cell names; an empty cell is the institution itself."""
        if not said:
            return institution, ""
        return _only(self.departments.get((institution.path, said), []), said, institution)


def _only(found: list[Organization], said: str, within: Organization) -> tuple[Organization | None, str]:
    """The one unit of a name; the sentence where there is none, or more than one."""
    if len(found) == 1:
        return found[0], ""
    told = {"said": said, "within": within.name}
    if found:
        return None, _("“%(within)s”范围内有不止一个单位叫“%(said)s”，请改填机构代码。") % told
    return None, _("“%(within)s”范围内没有“%(said)s”这个单位，请核对名称，或先导入该单位。") % told


def units_beneath(place: Place, permission: str) -> Units:
    """The units in use at and beneath the importing unit in which the importer holds the right; two queries."""
    rows = Organization.objects.active().within(place.organization.path)
    if place.by is not None:
        rows = rows.filter(rights.permission_q(place.by, permission, path_field="path"))
    units = Units(place.organization)
    aliases: dict[int, list[str]] = defaultdict(list)
    for key, name in Alias.objects.filter(organization__in=rows.order_by().values("pk")).values_list(
        "organization", "name"
    ):
        aliases[key].append(name)
    for unit in rows.only(*FIELDS).order_by("path"):
        units.add(unit, aliases.get(unit.pk, ()))
    return units


def in_slices(values: Iterable[Value]) -> Iterator[list[Value]]:
    """The distinct values, as many at a time as a database takes in one question."""
    rest = iter(dict.fromkeys(values))
    while part := list(islice(rest, SLICE)):
        yield part

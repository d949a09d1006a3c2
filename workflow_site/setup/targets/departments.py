"""科室: the parts of institutions, departments above all."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.imports import Column, Kind, Place, Problem, Row, Target
from organizations.models import DepartmentType, Organization, Person
from organizations.permissions import KEEP_ORGANIZATIONS
from organizations.refusals import NotYet
from organizations.services import found_organization
from workflow_site.setup.targets.places import Units, units_beneath

KINDS = {value: label for value, label in Organization.Kind.choices if value in Organization.DEPENDENT_KINDS}


@dataclass
class Known:
    """The units beneath the place and the types of departments."""

    units: Units
    types: dict[str, DepartmentType] = field(default_factory=dict)


def know(place: Place, rows: Sequence[Row]) -> Known:
    """What the rows refer to."""
    known = Known(units_beneath(place, KEEP_ORGANIZATIONS))
    for one in DepartmentType.objects.all():
        known.types[one.code] = known.types[one.name] = one
    return known


def check(rows: Sequence[Row], known: Known) -> Iterator[Problem]:
    """Each institution exists, each department above exists there or stands further up."""
    names: dict[tuple[str, str, str], Row] = {}
    coming: set[tuple[str, str]] = set()
    for row in rows:
        institution, why = known.units.institution(row["institution"])
        if institution is None:
            yield Problem(row.number, "institution", why)
        elif row["above"] and (institution.path, row["above"]) not in coming:
            above, why = known.units.department(institution, row["above"])
            if above is None:
                yield Problem(row.number, "above", why)
        if row["type"] and row["type"] not in known.types:
            yield Problem(row.number, "type", _unknown_type(row["type"], known))
        if institution is None:
            continue
        where = (institution.path, row["above"], row["name"])
        first = names.setdefault(where, row)
        if row["name"] and first.key != row.key:
            told = {"number": first.number}
            yield Problem(row.number, "name", _("与第%(number)d行是同一机构的同名科室，请删除一行。") % told)
        coming.add((institution.path, row["name"]))


def _unknown_type(said: str, known: Known) -> str:
    if not known.types:
        return _("系统中还没有登记科室类别，请把此项留空。")
    return _("没有“%(said)s”这个科室类别，请填写类别的名称或编码，或者留空。") % {"said": said}


def _above(row: Row, known: Known) -> Organization | None:
    """The unit right above the department of a row."""
    institution, _why = known.units.institution(row["institution"])
    return known.units.department(institution, row["above"])[0] if institution else None


def exists(row: Row, known: Known) -> bool:
    """Whether the unit above has a part of this name."""
    above = _above(row, known)
    return above is not None and (above.pk, row["name"]) in known.units.children


def apply(row: Row, known: Known, *, by: Person | None) -> Organization:
    """Found the department in its institution."""
    above = _above(row, known)
    if above is None:
        raise NotYet(_("上级科室有重名，无法确定，请改用不同的名称后重新上传。"))
    unit = found_organization(
        above,
        kind=row["kind"],
        name=row["name"],
        short_name=row["short_name"],
        telephone=row["telephone"],
        is_key_department=row["is_key_department"],
        department_type=known.types.get(row["type"]),
        by=by,
        because=_("导入表格第%(number)d行") % {"number": row.number},
    )
    known.units.add(unit)
    return unit


TARGET = Target(
    name="departments",
    title=gettext_lazy("科室"),
    permission=KEEP_ORGANIZATIONS,
    columns=(
        Column(
            "institution", gettext_lazy("所属机构"), longest=120,
            about=gettext_lazy("机构代码、名称或简称；空白表示导入单位本身"),
        ),
        Column("name", gettext_lazy("科室名称"), required=True, longest=120),
        Column(
            "above", gettext_lazy("上级科室"), longest=120,
            about=gettext_lazy("同一机构内的科室名称；空白表示直属机构；也可以是本表前面的行"),
        ),
        Column(
            "kind", gettext_lazy("类别"), kind=Kind.CHOICE, choices=KINDS,
            otherwise=Organization.Kind.DEPARTMENT.value, about=gettext_lazy("空白为科室"),
        ),
        Column("type", gettext_lazy("科室类别"), longest=60, about=gettext_lazy("系统中登记的类别名称或编码；可不填")),
        Column(
            "is_key_department", gettext_lazy("重点科室"), kind=Kind.YES, otherwise=False,
            about=gettext_lazy("填“是”或“否”，空白为否"),
        ),
        Column("short_name", gettext_lazy("简称"), longest=60),
        Column("telephone", gettext_lazy("电话"), longest=40),
    ),
    key=("institution", "above", "name"),
    know=know,
    check=check,
    exists=exists,
    apply=apply,
    samples=(
        {"institution": "江北区人民医院", "name": "重症医学科", "is_key_department": "是", "telephone": "8001"},
        {"institution": "JB0001", "name": "血液透析室", "above": "肾内科", "kind": "科室"},
    ),
    lead=gettext_lazy("机构的科室，也可以是院区、委员会、专班；所属机构须已在系统中。"),
)  # fmt: skip

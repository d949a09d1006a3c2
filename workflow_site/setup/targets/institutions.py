"""机构: commissions, centres, hospitals and the like, each under its superior."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.imports import Column, Kind, Place, Problem, Row, Target
from organizations.models import Organization, Person
from organizations.permissions import KEEP_ORGANIZATIONS
from organizations.refusals import NotYet
from organizations.services import found_organization
from workflow_site.setup.targets.places import Units, in_slices, units_beneath

KINDS = {value: label for value, label in Organization.Kind.choices if value not in Organization.DEPENDENT_KINDS}
ATTRIBUTES = (
    "short_name", "level", "grade", "ownership", "directly_affiliated", "region", "address", "telephone",
)  # fmt: skip


@dataclass
class Known:
    """The units beneath the place, and who holds the codes of the table anywhere."""

    units: Units
    codes: dict[str, tuple[str, int | None]] = field(default_factory=dict)


def know(place: Place, rows: Sequence[Row]) -> Known:
    """What the rows refer to."""
    known = Known(units_beneath(place, KEEP_ORGANIZATIONS))
    for codes in in_slices(row["code"] for row in rows if row["code"]):
        for code, name, parent in Organization.objects.filter(code__in=codes).values_list("code", "name", "parent"):
            known.codes[str(code)] = (name, parent)
    return known


def check(rows: Sequence[Row], known: Known) -> Iterator[Problem]:
    """Each superior exists or stands further up; no code and no name beneath one superior is taken twice."""
    coming: Counter[str] = Counter()
    codes: dict[str, int] = {}
    names: dict[tuple[str, str], Row] = {}
    for row in rows:
        parent, why = known.units.institution(row["parent"])
        said = row["parent"]
        if parent is None and coming[said] != 1:
            yield Problem(row.number, "parent", _two_above(said) if coming[said] else why)
        if row["code"]:
            yield from _code_problems(row, parent, known, codes)
        where = (parent.path if parent else said, row["name"])
        first = names.setdefault(where, row)
        if row["name"] and first.key != row.key:
            told = {"number": first.number}
            yield Problem(row.number, "name", _("与第%(number)d行是同一上级下的同名单位，请删除一行。") % told)
        coming.update({row["name"], row["short_name"], row["code"]} - {""})


def _two_above(said: str) -> str:
    return _("本表前面有不止一行叫“%(said)s”，请改填机构代码。") % {"said": said}


def _code_problems(row: Row, parent: Organization | None, known: Known, codes: dict[str, int]) -> Iterator[Problem]:
    """A code belongs to one unit, here and in the table."""
    code = row["code"]
    holder = known.codes.get(code)
    if holder and holder != (row["name"], parent.pk if parent else None):
        yield Problem(row.number, "code", _("机构代码“%(code)s”已被其他单位使用，请核对。") % {"code": code})
    if code in codes:
        told = {"number": codes[code]}
        yield Problem(row.number, "code", _("机构代码与第%(number)d行相同，请核对。") % told)
    codes.setdefault(code, row.number)


def exists(row: Row, known: Known) -> bool:
    """Whether the superior has a unit of this name."""
    parent, _why = known.units.institution(row["parent"])
    return parent is not None and (parent.pk, row["name"]) in known.units.children


def apply(row: Row, known: Known, *, by: Person | None) -> Organization:
    """Found the institution under its superior."""
    parent, why = known.units.institution(row["parent"])
    if parent is None:
        raise NotYet(why)
    attributes = {name: row[name] for name in ATTRIBUTES}
    because = _("导入表格第%(number)d行") % {"number": row.number}
    unit = found_organization(
        parent, kind=row["kind"], name=row["name"], code=row["code"] or None, by=by, because=because, **attributes
    )
    known.units.add(unit)
    return unit


TARGET = Target(
    name="institutions",
    title=gettext_lazy("机构"),
    permission=KEEP_ORGANIZATIONS,
    columns=(
        Column("name", gettext_lazy("机构名称"), required=True, longest=120, about=gettext_lazy("全称，与印章一致")),
        Column("code", gettext_lazy("机构代码"), longest=40, about=gettext_lazy("全市唯一；没有可不填")),
        Column("kind", gettext_lazy("类别"), required=True, kind=Kind.CHOICE, choices=KINDS),
        Column(
            "parent",
            gettext_lazy("上级单位"),
            longest=120,
            about=gettext_lazy("机构代码、名称或简称；空白表示导入单位本身；也可以是本表前面的行"),
        ),
        Column(
            "level", gettext_lazy("级别"), kind=Kind.CHOICE, choices=dict(Organization.Level.choices),
            otherwise=Organization.Level.NONE.value,
        ),
        Column(
            "grade", gettext_lazy("等次"), kind=Kind.CHOICE, choices=dict(Organization.Grade.choices),
            otherwise=Organization.Grade.NONE.value,
        ),
        Column(
            "ownership", gettext_lazy("举办性质"), kind=Kind.CHOICE, choices=dict(Organization.Ownership.choices),
            otherwise=Organization.Ownership.PUBLIC.value, about=gettext_lazy("空白为公立"),
        ),
        Column(
            "directly_affiliated", gettext_lazy("委直属"), kind=Kind.YES, otherwise=False,
            about=gettext_lazy("填“是”或“否”，空白为否"),
        ),
        Column("short_name", gettext_lazy("简称"), longest=60),
        Column("region", gettext_lazy("行政区"), longest=60),
        Column("address", gettext_lazy("地址"), longest=200),
        Column("telephone", gettext_lazy("电话"), longest=40),
    ),
    key=("parent", "name"),
    know=know,
    check=check,
    exists=exists,
    apply=apply,
    samples=(
        {
            "name": "江北区卫生健康委员会", "code": "JB0000", "kind": "卫生健康委", "short_name": "江北区",
            "region": "江北区",
        },
        {
            "name": "江北区人民医院", "code": "JB0001", "kind": "医院", "parent": "JB0000", "level": "二级",
            "grade": "甲等", "ownership": "公立", "directly_affiliated": "否", "region": "江北区",
            "address": "江北区健康路1号", "telephone": "0000-0000000",
        },
    ),
    lead=gettext_lazy("卫生健康委、质控中心、医院、卫生院等独立机构；上级单位须已在系统中，或在本表前面的行中。"),
)  # fmt: skip

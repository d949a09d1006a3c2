"""登记项: the lines of registers, whatever the columns of each; a line names its register."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.imports import Column, Kind, Place, Problem, Row, Target
from organizations import rights
from organizations.models import Organization, Person
from organizations.refusals import Invalid, NotYet
from plans import services
from plans.models import Register, RegisterEntry
from plans.services.registers import checked_values
from workflow_site.setup.targets.places import SLICE

KEEP = "plans.keep_registers"
LONGEST = 2000


@dataclass
class Known:
    """The registers kept beneath the place, the units in each one's institution, and what stands in them."""

    registers: dict[str, Register] = field(default_factory=dict)
    twice: set[str] = field(default_factory=set)
    units: dict[tuple[str, str], Organization] = field(default_factory=dict)
    standing: set[tuple[int, int, str]] = field(default_factory=set)

    def register(self, row: Row) -> Register | None:
        """The one register of a row's name."""
        return None if row["register"] in self.twice else self.registers.get(row["register"])

    def unit(self, row: Row, register: Register) -> Organization | None:
        """The unit of a row; an empty cell is the unit that keeps the register."""
        if not row["unit"]:
            return register.organization
        return self.units.get((register.institution_path, row["unit"]))


def know(place: Place, rows: Sequence[Row]) -> Known:
    """Registers, units and entries; four queries."""
    known = Known()
    kept = Register.objects.kept().filter(org_path__startswith=place.organization.path)
    if place.by is not None:
        kept = kept.filter(rights.permission_q(place.by, KEEP))
    for register in kept.filter(name__in={row["register"] for row in rows}).select_related("organization"):
        if register.name in known.registers:
            known.twice.add(register.name)
        known.registers[register.name] = register
    institutions = {one.institution_path for one in known.registers.values()}
    named = {row["unit"] for row in rows if row["unit"]}
    for unit in Organization.objects.active().filter(institution_path__in=institutions, name__in=named):
        known.units[unit.institution_path, unit.name] = unit
    keys = [one.pk for one in known.registers.values()]
    labels = list({row["label"] for row in rows})
    for start in range(0, len(labels), SLICE):
        entries = RegisterEntry.objects.active().filter(register__in=keys, label__in=labels[start : start + SLICE])
        known.standing |= set(entries.values_list("register", "organization", "label"))
    return known


def check(rows: Sequence[Row], known: Known) -> Iterator[Problem]:
    """The register and the unit exist, and every cell is of its column's kind."""
    for row in rows:
        register = known.register(row)
        if register is None:
            twice = row["register"] in known.twice
            why = (
                _("有不止一本登记册叫“%(name)s”，请在较小的范围内导入。")
                if twice
                else _("没有“%(name)s”这本登记册，或者不由您维护，请先建立登记册。")
            )
            yield Problem(row.number, "register", why % {"name": row["register"]})
            continue
        if known.unit(row, register) is None:
            yield Problem(row.number, "unit", _("本机构没有“%(name)s”这个科室，请核对名称。") % {"name": row["unit"]})
        if register.expires and not row["valid_until"]:
            yield Problem(row.number, "valid_until", _("请填写有效期。"))
        yield from _cells(row, register)


def _cells(row: Row, register: Register) -> Iterator[Problem]:
    given = values_of(row["values"])
    unknown = [name for name in given if name not in register.names]
    if unknown:
        yield Problem(row.number, "values", _("登记册没有“%(name)s”这个栏目，请核对。") % {"name": unknown[0]})
        return
    try:
        checked_values(register, given)
    except Invalid as why:
        yield Problem(row.number, "values", why.message)


def values_of(text: str) -> dict[str, str]:
    """强度：92；位置：治疗室 as values by the names of columns."""
    pairs = (part.replace("=", "：").replace(":", "：").partition("：") for part in text.replace(";", "；").split("；"))
    return {name.strip(): value.strip() for name, _mark, value in pairs if name.strip()}


def exists(row: Row, known: Known) -> bool:
    """Whether the line stands in its register."""
    register = known.register(row)
    unit = known.unit(row, register) if register else None
    return bool(register and unit and (register.pk, unit.pk, row["label"]) in known.standing)


def apply(row: Row, known: Known, *, by: Person | None) -> RegisterEntry:
    """Enter the line."""
    register = known.register(row)
    unit = known.unit(row, register) if register else None
    if register is None or unit is None:
        raise NotYet(_("登记册或者科室已经变更，请重新上传。"))
    entry = services.enter(
        register,
        label=row["label"],
        organization=unit,
        by=by,
        valid_until=row["valid_until"] or None,
        filed_on=row["filed_on"] or None,
        filed_number=row["filed_number"],
        values=values_of(row["values"]),
    )
    known.standing.add((register.pk, unit.pk, row["label"]))
    return entry


TARGET = Target(
    name="register_entries",
    title=gettext_lazy("登记项"),
    permission=KEEP,
    columns=(
        Column("register", gettext_lazy("登记册"), required=True, longest=80, about=gettext_lazy("登记册的名称")),
        Column("label", gettext_lazy("名称"), required=True, longest=120),
        Column("unit", gettext_lazy("所在科室"), longest=120, about=gettext_lazy("空白表示登记册的维护单位")),
        Column("valid_until", gettext_lazy("有效期至"), kind=Kind.DAY),
        Column("filed_on", gettext_lazy("备案日期"), kind=Kind.DAY),
        Column("filed_number", gettext_lazy("备案编号"), longest=80),
        Column(
            "values", gettext_lazy("其他栏目"), longest=LONGEST,
            about=gettext_lazy("写成“强度：92；位置：治疗室”，栏目须是登记册已有的"),
        ),
    ),
    key=("register", "unit", "label"),
    know=know,
    check=check,
    exists=exists,
    apply=apply,
    samples=(
        {"register": "紫外线灯登记册", "label": "1号灯", "unit": "重症医学科", "values": "强度：92；位置：治疗室"},
    ),
    lead=gettext_lazy("导入前请先建立登记册；登记册“导出”里的“导入用”一页可以直接修改后导入。"),
    label="label",
)  # fmt: skip

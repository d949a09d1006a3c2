"""What follows from the cells of a form by itself: computed columns, faults, sums over units, odd values.

Pure functions over values as they are stored: a mapping of cell (`A1`) to text; numbers are written as plain decimals.
"""

import datetime
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal, InvalidOperation
from statistics import median
from typing import Any

from django.utils.translation import gettext as _

from rectification import formulas
from rectification.models import ColumnKind, Filing, FormCheck, FormColumn, FormVersion

Values = Mapping[str, str]
LONGEST = 500
LARGEST = Decimal(10) ** 11
FEWEST_FOR_A_MEDIAN = 5
NUMBER = re.compile(r"-?\d{1,12}(\.\d{1,4})?")
NOTHING_TO_TELL = "无"


@dataclass(frozen=True)
class Fault:
    """What is wrong with one cell or one relation, as a sentence; a hint does not stop the filing."""

    cell: str
    sentence: str
    stops: bool = True


@dataclass
class Worked:
    """A form worked out: every cell with its text, the remarks beside empty results, and the faults."""

    values: dict[str, str] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)

    @property
    def stopping(self) -> list[Fault]:
        """What must be put right before the form may be sent."""
        return [fault for fault in self.faults if fault.stops]


@dataclass(frozen=True)
class Odd:
    """A value that stands out, and why."""

    filing: Filing
    column: FormColumn
    row: int
    value: Decimal
    sentence: str


def shown(value: Decimal | None) -> str:
    """A number as it is stored and shown: plain digits."""
    return "" if value is None else f"{value:f}"


def number(text: str) -> Decimal | None:
    """A stored number; nothing for an empty cell."""
    try:
        return Decimal(text) if text else None
    except InvalidOperation:
        return None


def work_out(version: FormVersion, given: Mapping[str, Any]) -> Worked:
    """Clean what was filled in, work out the computed columns, and look for faults."""
    worked = Worked()
    for row, line in version.lines:
        for column in version.design:
            if column.is_computed:
                continue
            cell = f"{column.code}{row}"
            text, sentence = _cleaned(column, str(given.get(cell) or ""))
            if text:
                worked.values[cell] = text
            if sentence:
                worked.faults.append(Fault(cell, _at(line, column) + sentence))
    _compute(version, worked)
    if not worked.stopping:
        worked.faults += list(_broken(version, worked.values))
    return worked


def zero(version: FormVersion) -> dict[str, str]:
    """The cells of a zero report: noughts, and 无 where words are asked for."""
    filled = {}
    for row, _line in version.lines:
        for column in version.design:
            if column.kind in (ColumnKind.WHOLE, ColumnKind.DECIMAL):
                filled[f"{column.code}{row}"] = "0"
            elif column.kind == ColumnKind.TEXT:
                filled[f"{column.code}{row}"] = NOTHING_TO_TELL
    return filled


def totals(version: FormVersion, several: Iterable[Values]) -> Worked:
    """The sums over several units; rates are worked out anew from the sums, never added up."""
    summed: dict[str, Decimal] = defaultdict(Decimal)
    for values in several:
        for cell, text in values.items():
            value = number(text)
            if value is not None:
                summed[cell] += value
    filled = [column.code for column in version.design if column.is_number and not column.is_computed]
    cells = (f"{code}{row}" for code in filled for row, _line in version.lines)
    worked = Worked({cell: shown(formulas.rounded(summed[cell])) for cell in cells if cell in summed})
    _compute(version, worked)
    return worked


def odd_values(filings: Sequence[Filing], version: FormVersion, before: Mapping[int, Values], factor: int) -> list[Odd]:
    """The values beyond `factor` times the median of all units, or beyond it against the unit's last period."""
    found = []
    for row, _line in version.lines:
        for column in version.design:
            if column.is_number:
                cell = f"{column.code}{row}"
                held = [(filing, number(filing.values.get(cell, ""))) for filing in filings]
                there = [(filing, value) for filing, value in held if value is not None]
                found += list(_odd_in(there, column, row, cell, before, factor))
    return found


def completeness(version: FormVersion, values: Values) -> tuple[int, int]:
    """How many of the cells a unit fills in are filled, and how many there are."""
    asked = [f"{column.code}{row}" for column in version.design if not column.is_computed for row, _l in version.lines]
    return sum(bool(values.get(cell)) for cell in asked), len(asked)


def differences(version: FormVersion, old: Values, new: Values) -> list[tuple[str, str, str, str]]:
    """The filled-in cells that changed: cell, label, old and new text."""
    return [
        (cell, label_of(line, column), old.get(cell, ""), new.get(cell, ""))
        for row, line in version.lines
        for column in version.design
        if not column.is_computed and old.get(cell := f"{column.code}{row}", "") != new.get(cell, "")
    ]


def label_of(line: str, column: FormColumn) -> str:
    """Row and column of a cell in words."""
    return f"{line} · {column.name}" if line else column.name


def _at(line: str, column: FormColumn) -> str:
    return _("“%(where)s”") % {"where": label_of(line, column)}


def _cleaned(column: FormColumn, given: str) -> tuple[str, str]:
    """The text to be kept, and what is wrong with it."""
    text = unicodedata.normalize("NFKC", given).strip() if column.kind != ColumnKind.TEXT else given.strip()
    if not text:
        return "", _("没有填写。") if column.required else ""
    match column.kind:
        case ColumnKind.TEXT:
            return text[:LONGEST], "" if len(text) <= LONGEST else _("太长，最多 %(n)d 个字。") % {"n": LONGEST}
        case ColumnKind.DAY:
            return _cleaned_day(text)
    return _cleaned_number(column, text.replace(",", ""))


def _cleaned_day(text: str) -> tuple[str, str]:
    try:
        return datetime.date.fromisoformat(text).isoformat(), ""
    except ValueError:
        return text[:20], _("请按“2026-03-01”的写法填写日期。")


def _cleaned_number(column: FormColumn, text: str) -> tuple[str, str]:
    if not NUMBER.fullmatch(text):
        return text[:20], _("请填写数字，小数最多 4 位。")
    value = formulas.rounded(Decimal(text))
    kept = shown(value)
    if abs(value) >= LARGEST:
        return kept, _("数字太大，请核对计量单位。")
    if column.kind == ColumnKind.WHOLE and value != value.to_integral_value():
        return kept, _("请填写整数。")
    if column.lowest is not None and value < column.lowest:
        return kept, _("不能小于 %(least)s。") % {"least": shown(formulas.rounded(column.lowest))}
    if column.highest is not None and value > column.highest:
        return kept, _("不能大于 %(most)s。") % {"most": shown(formulas.rounded(column.highest))}
    return kept, ""


def _numbers(version: FormVersion, values: Values) -> dict[str, Decimal | None]:
    codes = version.counted_codes
    cells = (f"{code}{row}" for code in codes for row, _line in version.lines)
    return {cell: number(values.get(cell, "")) for cell in cells}


def _compute(version: FormVersion, worked: Worked) -> None:
    """Work out the computed columns in the order in which they need each other."""
    computed = {column.code: column.formula for column in version.design if column.is_computed}
    cells = _numbers(version, worked.values)
    for code in formulas.order_of(computed):
        node = formulas.read(computed[code])
        for row, _line in version.lines:
            sheet = formulas.Sheet(cells, version.row_count)
            value = formulas.worked_out(node, sheet, row)
            cell = f"{code}{row}"
            cells[cell] = value
            if value is not None:
                worked.values[cell] = shown(value)
            elif sheet.divided_by_zero:
                worked.remarks[cell] = _("分母为零，不计算")


def _broken(version: FormVersion, values: Values) -> Iterator[Fault]:
    """The relations that do not hold, with both sides."""
    sheet = formulas.Sheet(_numbers(version, values), version.row_count)
    for check in version.relations:
        node = formulas.read_check(check.expression)
        for row in rows_of(check, version.row_count):
            fits, left, right = formulas.holds(node, sheet, row)
            if not fits:
                yield Fault(_first_cell(node, row), _sentence(version, check, node, row, left, right), check.must)


def rows_of(check: FormCheck, rows: int) -> range:
    """The rows in which a relation is looked at: all, or once where it names its cells by row."""
    node = formulas.read_check(check.expression)
    return range(1, rows + 1) if any(not row for _code, row in formulas.named(node)) else range(1, 2)


def _first_cell(node: formulas.Node, row: int) -> str:
    names = sorted(formulas.named(node))
    return f"{names[0][0]}{names[0][1] or row}" if names else ""


def _sentence(version: FormVersion, check: FormCheck, node: formulas.Node, row: int, left: Any, right: Any) -> str:
    line = version.rows[row - 1] if version.rows else ""
    where = _("“%(line)s”行：") % {"line": line} if line else ""
    told = {"what": str(check).rstrip("。"), "left": shown(left), "sign": node.kind, "right": shown(right)}
    return where + _("%(what)s（现在左边是 %(left)s，右边是 %(right)s）。") % told


def _odd_in(
    there: list[tuple[Filing, Decimal]], column: FormColumn, row: int, cell: str, before: Mapping[int, Values], n: int
) -> Iterator[Odd]:
    middle = median(value for _filing, value in there) if len(there) >= FEWEST_FOR_A_MEDIAN else None
    for filing, value in there:
        last = number(before.get(filing.organization_id, {}).get(cell, ""))
        if middle and abs(value) > n * abs(middle):
            told = {"n": n, "middle": shown(formulas.rounded(Decimal(middle)))}
            yield Odd(filing, column, row, value, _("超过各单位中位数 %(middle)s 的 %(n)d 倍") % told)
        elif last and (abs(value) > n * abs(last) or abs(value) * n < abs(last)):
            told = {"n": n, "last": shown(last)}
            yield Odd(filing, column, row, value, _("与上期 %(last)s 相差 %(n)d 倍以上") % told)

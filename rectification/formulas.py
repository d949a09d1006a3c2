"""The formulas of statistical forms: columns are letters, rows are numbers, as in any worksheet.

`A + B`, `rate(B, A)`, `sum(A)` hold in each row; `A1 + A2` names cells. A formula is read by a small parser of its own
and nothing of it is ever executed. What is empty stays empty: an empty cell adds nothing, a product or quotient with
an empty cell is empty, and a division by zero gives an empty cell with a remark.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal, DecimalException
from typing import Any

from django.utils.translation import gettext as _

LONGEST = 200
DEEPEST = 20
PLACES = Decimal("0.0001")
LARGEST = Decimal(10) ** 15
TOKEN = re.compile(r"\s*(?:(\d+(?:\.\d+)?)|([A-Z]{1,2})(\d{0,3})(?![A-Z(])|(SUM|RATE)|(<=|>=|<>|!=|[-+*/(),=<>]))")
CHINESE = {"合计": "SUM", "求和": "SUM", "比率": "RATE", "×": "*", "÷": "/", "≤": "<=", "≥": ">=", "≠": "<>", "、": ","}
COMPARISONS: dict[str, Callable[[Decimal, Decimal], bool]] = {
    "=": lambda left, right: left == right,
    "<=": lambda left, right: left <= right,
    ">=": lambda left, right: left >= right,
    "<": lambda left, right: left < right,
    ">": lambda left, right: left > right,
    "<>": lambda left, right: left != right,
}

Value = Decimal | None
Cells = Mapping[str, Value]


class BadFormula(ValueError):
    """A formula that cannot be read; its text is the sentence for whoever wrote it."""


@dataclass(frozen=True)
class Node:
    """One operation of a read formula and what it is applied to."""

    kind: str
    parts: tuple[Any, ...]


@dataclass
class Sheet:
    """What a formula is worked out over: the numbers of the cells, how many rows there are, and what was remarked."""

    cells: Cells
    rows: int = 1
    divided_by_zero: bool = False


def normalized(text: str) -> str:
    """A formula as it is kept: half-width signs, capital letters, Chinese names of functions replaced."""
    plain = unicodedata.normalize("NFKC", text)
    for word, sign in CHINESE.items():
        plain = plain.replace(word, sign)
    return " ".join(plain.upper().replace("!=", "<>").split())


def read(text: str) -> Node:
    """A formula as a tree of operations."""
    return _Reader(text).whole()


def read_check(text: str) -> Node:
    """A relation between two formulas, such as `A = B + C`."""
    return _Reader(text).relation()


def named(node: Node) -> set[tuple[str, int]]:
    """The columns a formula names, each with its row, 0 where it names the row it stands in."""
    if node.kind == "cell":
        return {(node.parts[0], node.parts[1])}
    return {found for part in node.parts if isinstance(part, Node) for found in named(part)}


def worked_out(node: Node, sheet: Sheet, row: int) -> Value:
    """What a formula gives in one row; nothing where it cannot be worked out."""
    try:
        value = _value(node, sheet, row)
    except DecimalException:
        return None
    return None if value is None or abs(value) >= LARGEST else rounded(value)


def holds(node: Node, sheet: Sheet, row: int) -> tuple[bool, Value, Value]:
    """Whether a relation holds in one row, and its two sides; with an empty side there is nothing to compare."""
    left, right = (worked_out(part, sheet, row) for part in node.parts)
    fits = left is None or right is None or COMPARISONS[node.kind](left, right)
    return fits, left, right


def rounded(value: Decimal) -> Decimal:
    """To four places, without zeros at the end."""
    exact = value.quantize(PLACES, ROUND_HALF_UP)
    return exact.quantize(Decimal(1)) if exact == exact.to_integral_value() else exact.normalize()


def order_of(formulas: Mapping[str, str]) -> list[str]:
    """The computed columns in the order in which they can be worked out; a circle is refused with its columns."""
    needs = {code: {name for name, _row in named(read(text))} & formulas.keys() for code, text in formulas.items()}
    done: list[str] = []
    while len(done) < len(needs):
        ready = [code for code, needed in needs.items() if code not in done and needed <= set(done)]
        if not ready:
            circle = sorted(set(needs) - set(done))
            raise BadFormula(_("公式互相引用成了循环：%(codes)s。请改其中一个公式。") % {"codes": _("、").join(circle)})
        done += ready
    return done


def refuse_unknown(node: Node, codes: Iterable[str], rows: int) -> None:
    """Refuse a formula that names a column or a row the form does not have, or one without numbers."""
    known = set(codes)
    for code, row in sorted(named(node)):
        if code not in known:
            raise BadFormula(_("公式用到的栏目 %(code)s 不存在或者不是数字栏，请核对栏目代号。") % {"code": code})
        if row > rows:
            raise BadFormula(_("公式用到的第 %(row)d 行不存在，这张表只有 %(rows)d 行。") % {"row": row, "rows": rows})


def _value(node: Node, sheet: Sheet, row: int) -> Value:
    match node.kind:
        case "number":
            return Decimal(node.parts[0])
        case "cell":
            return sheet.cells.get(f"{node.parts[0]}{node.parts[1] or row}")
        case "sum":
            return _sum(node, sheet, row)
    operands = [_value(part, sheet, row) for part in node.parts]
    return _combined(node.kind, operands, sheet)


def _combined(sign: str, operands: list[Value], sheet: Sheet) -> Value:
    left, right = operands if len(operands) == 2 else (Decimal(0), operands[0])
    if sign in "+-":
        if right is None and (left is None or len(operands) == 1):
            return None
        return (left or Decimal(0)) + (right or Decimal(0)) * (1 if sign == "+" else -1)
    if left is None or right is None:
        return None
    if sign == "*":
        return left * right
    if right == 0:
        sheet.divided_by_zero = True
        return None
    return left / right * (100 if sign == "rate" else 1)


def _sum(node: Node, sheet: Sheet, row: int) -> Value:
    """A column named without a row is added up over all rows."""
    found: list[Decimal] = []
    for part in node.parts:
        here = range(1, sheet.rows + 1) if part.kind == "cell" and not part.parts[1] else [row]
        values = (_value(part, sheet, each) for each in here)
        found += [value for value in values if value is not None]
    return sum(found, Decimal(0)) if found else None


class _Reader:
    """Reads one formula from left to right."""

    def __init__(self, text: str) -> None:
        if len(text) > LONGEST:
            raise BadFormula(_("公式太长，最多 %(most)d 个字符，请拆成几个栏目。") % {"most": LONGEST})
        self.text = normalized(text)
        self.tokens = list(self._split())
        self.place = 0
        self.depth = 0

    def _split(self) -> Iterator[tuple[str, Any]]:
        place = 0
        while place < len(self.text):
            found = TOKEN.match(self.text, place)
            if found is None:
                rest = self.text[place:].strip()[:10]
                sentence = _("公式“%(text)s”里的“%(rest)s”看不懂，只能写栏目代号、数字、加减乘除、括号、合计和比率。")
                raise BadFormula(sentence % {"text": self.text, "rest": rest})
            number, column, row, function, sign = found.groups()
            if number:
                yield "number", number
            elif column:
                yield "cell", (column, int(row or 0))
            else:
                yield "sign", function or sign
            place = found.end()

    def whole(self) -> Node:
        """The formula, and nothing after it."""
        node = self._terms()
        if self.place < len(self.tokens):
            raise self._unreadable()
        return node

    def relation(self) -> Node:
        """Two formulas with a comparison between them."""
        left = self._terms()
        sign = self._taken(*COMPARISONS)
        if not sign:
            raise BadFormula(_("校验关系要写成比较的式子，例如“A = B + C”。"))
        right = self._terms()
        if self.place < len(self.tokens):
            raise self._unreadable()
        return Node(sign, (left, right))

    def _terms(self) -> Node:
        self.depth += 1
        if self.depth > DEEPEST:
            raise BadFormula(_("公式的括号套得太深，请拆成几个栏目。"))
        node = self._factors()
        while sign := self._taken("+", "-"):
            node = Node(sign, (node, self._factors()))
        self.depth -= 1
        return node

    def _factors(self) -> Node:
        node = self._single()
        while sign := self._taken("*", "/"):
            node = Node(sign, (node, self._single()))
        return node

    def _single(self) -> Node:
        kind, value = self.tokens[self.place] if self.place < len(self.tokens) else ("end", "")
        self.place += 1
        if kind == "number":
            return Node("number", (value,))
        if kind == "cell":
            return Node("cell", tuple(value))
        if value in ("SUM", "RATE"):
            return self._function(value)
        if value == "-":
            return Node("-", (self._single(),))
        if value != "(":
            raise self._unreadable()
        node = self._terms()
        self._expect(")")
        return node

    def _function(self, name: str) -> Node:
        self._expect("(")
        parts = [self._terms()]
        while self._taken(","):
            parts.append(self._terms())
        self._expect(")")
        if name == "RATE" and len(parts) != 2:
            raise BadFormula(_("比率要写两个数：比率(分子, 分母)。"))
        return Node(name.lower(), tuple(parts))

    def _taken(self, *signs: str) -> str:
        if self.place < len(self.tokens):
            kind, value = self.tokens[self.place]
            if kind == "sign" and value in signs:
                self.place += 1
                return str(value)
        return ""

    def _expect(self, sign: str) -> None:
        if not self._taken(sign):
            raise self._unreadable()

    def _unreadable(self) -> BadFormula:
        return BadFormula(_("公式“%(text)s”没有写完整，请核对括号和符号。") % {"text": self.text})

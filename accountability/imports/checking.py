"""Checking is pure: rows and what is known go in, every fault comes out at once."""

import hashlib
import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from accountability.imports.reading import Cell, Line, Table
from accountability.imports.registry import Column, Kind, Problem, Row, Target

DAY = re.compile(r"(\d{4})(?:[-/.年]\s*(\d{1,2})[-/.月]\s*(\d{1,2})日?|(\d{2})(\d{2}))(?:\s+00:00:00)?")
YES = {"是", "有", "√", "y", "yes", "true", "1"}
NO = {"", "否", "无", "×", "n", "no", "false", "0"}
KEY_LENGTH = 64


@dataclass(frozen=True)
class Verdict:
    """What was found about one row."""

    row: Row
    line: Line
    problems: tuple[Problem, ...]
    exists: bool


def check(target: Target, table: Table, know: Callable[[Sequence[Row]], Any]) -> list[Verdict]:
    """Every row with all its faults; `know` is asked once, everything else is pure."""
    rows, problems = read_rows(target, table)
    found = list(rows.values())
    known = know(found)
    problems += [*twice(target, found), *_own(target, found, known, problems)]
    faults: dict[int, list[Problem]] = defaultdict(list)
    for problem in dict.fromkeys(problems):
        faults[problem.number].append(problem)
    return [
        Verdict(row, line, tuple(faults[line.number]), line.number not in faults and target.exists(row, known))
        for line, row in zip(table.lines, found, strict=True)
    ]


def _own(target: Target, rows: Sequence[Row], known: Any, so_far: Iterable[Problem]) -> list[Problem]:
    """What the target finds; a cell that could not even be read is not judged a second time."""
    unread = {(problem.number, problem.column) for problem in so_far}
    return [problem for problem in target.check(rows, known) if (problem.number, problem.column) not in unread]


def read_rows(target: Target, table: Table) -> tuple[dict[int, Row], list[Problem]]:
    """The rows with their values, and what could not be read."""
    rows: dict[int, Row] = {}
    problems: list[Problem] = []
    for line in table.lines:
        rows[line.number], faults = read_row(target, table.headings, line)
        problems += faults
    return rows, problems


def read_row(target: Target, headings: Sequence[tuple[str, str]], line: Line) -> tuple[Row, list[Problem]]:
    """One row; a value that cannot be read is as if the cell were empty."""
    cells = {name: cell for (_heading, name), cell in zip(headings, line.cells, strict=True) if name}
    values: dict[str, Any] = {}
    problems = []
    for column in target.columns:
        cell = cells.get(column.name, Cell(""))
        value, fault = (column.otherwise, cell.fault) if cell.fault else _value(column, cell.text)
        values[column.name] = value
        if fault:
            problems.append(Problem(line.number, column.name, fault))
    return Row(line.number, _key(target, values), values), problems


def _key(target: Target, values: dict[str, Any]) -> str:
    """The key of a row, short enough to be stored whatever the columns hold."""
    text = "\x1f".join(str(values[name]).casefold() for name in target.key)
    return hashlib.sha256(text.encode()).hexdigest()[:KEY_LENGTH]


def twice(target: Target, rows: Iterable[Row]) -> Iterator[Problem]:
    """Rows whose key stands in an earlier row."""
    first: dict[str, int] = {}
    labels = _("、").join(str(target.column(name).label) for name in target.key)
    for row in rows:
        if row.key in first:
            told = {"number": first[row.key], "labels": labels}
            yield Problem(row.number, target.label, _("与第%(number)d行重复（%(labels)s相同），请删除一行。") % told)
        first.setdefault(row.key, row.number)


def _value(column: Column, text: str) -> tuple[Any, str]:
    """The value of a cell, or the column's own and what is wrong."""
    if not text:
        return column.otherwise, _("此项必填。") if column.required else ""
    if column.kind is Kind.DAY:
        return _day(column, text)
    if column.kind is Kind.YES:
        known = text.casefold() in YES | NO
        return text.casefold() in YES, "" if known else _("请填写“是”或“否”。")
    if column.kind is Kind.CHOICE:
        return _choice(column, text)
    if len(text) > column.longest:
        return column.otherwise, _("超过%(most)d个字，请缩短。") % {"most": column.longest}
    return text, ""


def _day(column: Column, text: str) -> tuple[Any, str]:
    """A day as people write it."""
    if found := DAY.fullmatch(text):
        year, month, day = (int(part) for part in found.groups() if part is not None)
        try:
            return date(year, month, day), ""
        except ValueError:
            return column.otherwise, _("没有这一天，请核对日期。")
    return column.otherwise, _("请按“2026-01-05”的样式填写日期。")


def _choice(column: Column, text: str) -> tuple[Any, str]:
    """One of the stored values, by its words or by itself."""
    for value, words in column.choices.items():
        if text in (value, str(words)):
            return value, ""
    offered = _("、").join(str(words) for words in column.choices.values())
    return column.otherwise, _("请填写下列之一：%(offered)s。") % {"offered": offered}

"""The formulas of statistical forms: letters and numbers, nothing that could be executed."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rectification import formulas

CELLS = {"A1": Decimal(3), "A2": Decimal(4), "B1": Decimal(0), "B2": Decimal(8), "C1": None, "C2": None}


def value(text: str, row: int = 1) -> Decimal | None:
    return formulas.worked_out(formulas.read(text), formulas.Sheet(CELLS, rows=2), row)


@pytest.mark.parametrize(
    ("text", "result"),
    [
        ("A + B", 3),
        ("a＋b", 3),
        ("A + C", 3),
        ("-A + 2 * (A2 - 1)", 3),
        ("A1 * A2 / 2", 6),
        ("合计（A）", 7),
        ("SUM(A1, B2)", 11),
        ("比率(A, A2)", 75),
    ],
)
def test_a_formula_is_worked_out_in_its_row(text, result):
    assert value(text) == result


@pytest.mark.parametrize("text", ["C", "C + C", "-C", "A * C", "A / C", "C / A"])
def test_what_is_empty_stays_empty(text):
    assert value(text) is None


def test_a_division_by_zero_is_empty_and_remarked():
    sheet = formulas.Sheet(CELLS, rows=2)
    assert formulas.worked_out(formulas.read("RATE(A, B)"), sheet, 1) is None
    assert sheet.divided_by_zero


@pytest.mark.parametrize(
    "text", ["A +", "A ** B", "__import__('os')", "(A", "A)", "RATE(A)", "A B", "A.b", "", "(" * 60 + "A", "A=B"]
)
def test_what_is_no_formula_is_refused_with_a_sentence(text):
    with pytest.raises(formulas.BadFormula) as refused:
        formulas.read(text)
    assert str(refused.value).endswith("。")


@given(st.text(max_size=60))
def test_no_text_does_anything_but_be_read_or_refused(text):
    try:
        node = formulas.read(text)
    except formulas.BadFormula:
        return
    formulas.worked_out(node, formulas.Sheet(CELLS, rows=2), 1)


def test_a_number_too_large_to_print_is_no_result():
    assert value("999999999 * 999999999 * 999999999") is None


def test_computed_columns_are_ordered_and_a_circle_is_named():
    assert formulas.order_of({"D": "E + A", "E": "A * 2"}) == ["E", "D"]
    with pytest.raises(formulas.BadFormula, match="D、E"):
        formulas.order_of({"D": "E + 1", "E": "D + 1", "F": "A"})

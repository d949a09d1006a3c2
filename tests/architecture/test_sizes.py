"""Nothing is so long that it must be scrolled to be understood."""

import ast

import pytest

from tests.architecture import tree

FILE, CLASS, FUNCTION, TEMPLATE = 400, 250, 40, 150


def _length(node):
    """Lines of a class or function without its decorators and docstring."""
    first = node.body[0]
    documented = isinstance(first, ast.Expr) and isinstance(first.value, ast.Constant)
    docstring = first.end_lineno - first.lineno + 1 if documented else 0
    return node.end_lineno - node.lineno + 1 - docstring


@pytest.mark.parametrize(
    ("suffixes", "limit"),
    [((".py", ".css", ".js"), FILE), ((".html", ".txt.tpl"), TEMPLATE)],
    ids=["code", "templates"],
)
def test_a_file_is_short(suffixes, limit):
    kept = [path for path in tree.our_files(*suffixes) if "migrations" not in path.parts]
    lengths = {tree.named(path): len(path.read_text(encoding="utf-8").splitlines()) for path in kept}
    assert {name: length for name, length in lengths.items() if length > limit} == {}


@pytest.mark.parametrize(
    ("kinds", "limit"),
    [((ast.ClassDef,), CLASS), ((ast.FunctionDef, ast.AsyncFunctionDef), FUNCTION)],
    ids=["classes", "functions"],
)
def test_a_class_and_a_function_are_short(kinds, limit):
    found = [
        f"{tree.named(path)}:{node.lineno} {node.name} has {_length(node)} lines"
        for path in [*tree.product_files(), *tree.test_files()]
        for node in ast.walk(tree.parsed(path))
        if isinstance(node, kinds) and _length(node) > limit
    ]
    assert found == []

"""Sideways meets in one file: no event of ours is listened to anywhere else, and nothing listens to saving."""

import ast
from collections.abc import Iterator
from importlib import import_module

from django.dispatch import Signal

from tests.architecture.tree import APPS, ROOT, named, parsed, product_files

WIRING = "workflow_site/wiring.py"
DOING_BUSINESS = {"pre_save", "post_save", "pre_delete", "post_delete", "m2m_changed", "pre_init", "post_init"}


def framework_names(module: ast.Module) -> set[str]:
    """What a module imports from Django."""
    return {
        alias.asname or alias.name
        for node in ast.walk(module)
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("django.")
        for alias in node.names
    }


def listening(module: ast.Module) -> Iterator[tuple[int, str]]:
    """Line and signal of every `signal.connect(…)` and `@receiver(signal)`."""
    for node in ast.walk(module):
        if not isinstance(node, ast.Call):
            continue
        if isinstance(node.func, ast.Attribute) and node.func.attr == "connect":
            yield node.lineno, ast.unparse(node.func.value)
        if isinstance(node.func, ast.Name) and node.func.id == "receiver":
            yield node.lineno, ast.unparse(node.args[0])


def test_events_of_ours_are_listened_to_in_the_wiring_only() -> None:
    found = [
        f"{named(path)}:{line} {signal}"
        for path in product_files()
        if named(path) != WIRING
        for line, signal in listening(parsed(path))
        if signal not in {"wiring", "sqlite3", "psycopg"}
        and signal.partition(".")[0] not in framework_names(parsed(path))
    ]
    assert found == []


def test_nothing_listens_to_saving_or_deleting() -> None:
    found = [
        f"{named(path)}:{line} {signal}"
        for path in product_files()
        for line, signal in listening(parsed(path))
        if signal.rpartition(".")[2] in DOING_BUSINESS
    ]
    assert found == []


def test_signals_are_declared_in_the_events_of_an_app() -> None:
    found = [
        named(path)
        for path in product_files()
        if path.name != "events.py"
        for node in ast.walk(parsed(path))
        if isinstance(node, ast.Call) and ast.unparse(node.func).rpartition(".")[2] == "Signal"
    ]
    assert found == []


def test_every_module_of_events_declares_some() -> None:
    for app in APPS:
        if (ROOT / app / "events.py").exists():
            events = vars(import_module(f"{app}.events")).values()
            assert any(isinstance(event, Signal) for event in events), app

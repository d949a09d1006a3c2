"""What the architecture tests look at: our own files and what Python reads in them."""

import ast
from collections.abc import Iterator
from functools import cache
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
LAYERS = [
    ["workflow_site"],
    ["plans", "meetings", "rectification"],
    ["search"],
    ["accountability"],
    ["engine"],
    ["organizations"],
]
APPS = [app for layer in LAYERS for app in layer]


def height(app: str) -> int:
    """How high an app lies; the ground is 0."""
    return next(len(LAYERS) - 1 - depth for depth, layer in enumerate(LAYERS) if app in layer)


def product_files(*, migrations: bool = False) -> list[Path]:
    """Every module of the product."""
    found = [path for app in APPS for path in sorted((ROOT / app).rglob("*.py"))]
    return [path for path in found if migrations or "migrations" not in path.parts]


def test_files() -> list[Path]:
    """Every module of the suite."""
    return sorted((ROOT / "tests").rglob("*.py"))


def our_files(*suffixes: str) -> list[Path]:
    """Every file of ours with one of these endings, apart from what is installed or written at run time."""
    hidden = {".venv", "var", ".git", "node_modules"}
    found = (path for suffix in suffixes for path in ROOT.rglob(f"*{suffix}"))
    kept = (path for path in found if path.is_file() and not hidden & set(path.relative_to(ROOT).parts))
    return sorted(path for path in kept if not any(part.endswith("_cache") for part in path.parts))


def named(path: Path) -> str:
    """A file as it is called in the repository."""
    return path.relative_to(ROOT).as_posix()


@cache
def parsed(path: Path) -> ast.Module:
    """A module's syntax tree."""
    return ast.parse(path.read_text(encoding="utf-8"), filename=str(path))


def imported(path: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every module that a file imports, wherever in the file."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.lineno, node.module


def dotted(node: ast.expr) -> str:
    """`a.b.c` for an expression that is one, else an empty string."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute) and (left := dotted(node.value)):
        return f"{left}.{node.attr}"
    return ""


def calls(path: Path) -> Iterator[tuple[int, str]]:
    """Line and dotted name of every call in a file."""
    for node in ast.walk(parsed(path)):
        if isinstance(node, ast.Call):
            yield node.lineno, dotted(node.func)

"""The templates and style sheets keep to the rules of the house."""

import re
from pathlib import Path

import pytest
from django.conf import settings

ROOT = Path(settings.BASE_DIR)
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
SHEETS = sorted((ROOT / "static" / "css").glob("*.css"))
SELECTOR_CLASS = re.compile(r"\.([A-Za-z][\w-]*)")
NOT_OURS = {"errorlist"}  # Django's own
FONT_SIZE = re.compile(r"font-size:\s*([\d.]+)(rem|px)")


def rel(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", TEMPLATES, ids=rel)
def test_a_template_is_short_and_has_nothing_inline(path: Path):
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= 150
    assert not re.search(r"\sstyle\s*=|\son[a-z]+\s*=\s*[\"']|<style|javascript:", text)
    assert not re.search(r"<script(?![^>]*\bsrc=)", text)


@pytest.mark.parametrize("path", SHEETS, ids=rel)
def test_a_style_sheet_is_short_and_every_class_carries_the_prefix(path: Path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)
    assert len(text.splitlines()) <= 400
    selectors = re.findall(r"([^{}]+)\{", text)
    used = {name for selector in selectors if "@" not in selector for name in SELECTOR_CLASS.findall(selector)}
    assert {name for name in used if not name.startswith("bh-")} <= NOT_OURS


@pytest.mark.parametrize("path", SHEETS, ids=rel)
def test_no_print_is_smaller_than_thirteen_pixels(path: Path):
    text = path.read_text(encoding="utf-8")
    on_screen = text.split("@media print")[0]
    sizes = [float(size) * (15 if unit == "rem" else 1) for size, unit in FONT_SIZE.findall(on_screen)]
    assert all(size >= 12.99 or size * 16 / 15 >= 13 for size in sizes)


def test_every_class_a_template_names_is_known_to_a_style_sheet():
    known = {name for path in SHEETS for name in SELECTOR_CLASS.findall(path.read_text(encoding="utf-8"))}
    own = [path for path in TEMPLATES if "rectification" not in path.parts]
    named = {
        name
        for path in own
        for value in re.findall(r'class="([^"]*)"', path.read_text(encoding="utf-8"))
        for name in re.findall(r"(?<![\w-])bh-[\w-]*[\w](?=[\s\"]|$)", re.sub(r"\{%.*?%\}|\{\{.*?\}\}", " ", value))
    }
    hooks = {
        "bh-table__tick",
        "bh-nav",
        "bh-list",
        "bh-files",
        "bh-timeline",
        "bh-facts",
        "bh-notice",
        "bh-login__brand",
    }
    assert named - known - hooks == set()

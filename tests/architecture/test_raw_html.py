"""No text of a user reaches a page, a sheet or an address unguarded: the few places that could are named here."""

import re

from tests.architecture import tree

RAW = re.compile(
    r"\bmark_safe\b|\bSafeString\(|\bSafeData\b|\|\s*safe\b|\|\s*safeseq\b|autoescape\s+off|\bformat_html_join\b"
)
FORMATTED = {"engine/templatetags/engine_forms.py"}
"""Modules that build HTML, by format_html, which escapes what it is given."""

TABLES = {
    "accountability/archives/packing.py",
    "accountability/imports/marking.py",
    "meetings/services/issuing.py",
    "plans/indicator_sheets.py",
    "plans/quota_exports.py",
    "rectification/exports.py",
    "rectification/filing_sheets.py",
}
"""Modules that write tables; tests/site/test_formulas.py feeds each of them formulas."""
WRITES_TABLES = re.compile(r"csv\.(Dict)?[wW]riter\(|\bWorkbook\(|\.create_sheet\(|\bdata_type = ")

FOLLOWS = {
    "workflow_site/workbench/views.py",
    "workflow_site/middleware.py",
}
"""Modules that go where a request says, each after asking url_has_allowed_host_and_scheme."""
FROM_A_LIST = {"plans/views/obligation_months.py"}
"""Modules where the request only chooses among addresses of ours."""
ASKS_WHERE = re.compile(r"""(?:POST|GET)(?:\.get\(|\[)["'](?:next|back|to|url|return)["']|headers\.get\(["']Referer""")
CHECKED = "url_has_allowed_host_and_scheme"


def _matching(pattern: re.Pattern[str], *suffixes: str) -> set[str]:
    roots = (*tree.APPS, "templates")
    files = (path for path in tree.our_files(*suffixes) if path.relative_to(tree.ROOT).parts[0] in roots)
    return {tree.named(path) for path in files if pattern.search(path.read_text(encoding="utf-8"))}


def test_nothing_is_put_into_a_page_unescaped() -> None:
    assert _matching(RAW, ".py", ".html") == set()
    assert _matching(re.compile(r"\bformat_html\("), ".py") == FORMATTED


def test_every_module_that_writes_a_table_is_fed_formulas() -> None:
    assert _matching(WRITES_TABLES, ".py") == TABLES


def test_every_module_that_goes_where_it_is_told_asks_whether_that_is_here() -> None:
    found = _matching(ASKS_WHERE, ".py")
    assert found <= FOLLOWS | FROM_A_LIST | {
        name for name in found if CHECKED in (tree.ROOT / name).read_text(encoding="utf-8")
    }
    assert [name for name in FOLLOWS if CHECKED not in (tree.ROOT / name).read_text(encoding="utf-8")] == []

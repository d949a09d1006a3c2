"""SECURITY.md names tests that are there."""

import re

from tests.architecture import tree


def test_every_test_it_names_is_there():
    text = (tree.ROOT / "SECURITY.md").read_text(encoding="utf-8")
    rows = [line for line in text.splitlines() if line.startswith("| ") and not line.startswith(("| ---", "| threat"))]
    assert len(rows) >= 12
    for row in rows:
        named = re.findall(r"`(tests/[\w/]+\.py)`", row)
        assert named, row
        assert [name for name in named if not (tree.ROOT / name).exists()] == []

"""What every screen of rectification has in its head and in its body."""

import re
from pathlib import Path

import pytest
from django.conf import settings

from tests.rectification.pages import at, visit_as

PAGES = sorted((Path(settings.BASE_DIR) / "templates" / "rectification").glob("[!_]*.html"))


@pytest.mark.parametrize("name", ["campaign_list", "campaign_new", "ledger"])
def test_the_style_sheets_are_linked_once_and_in_the_head(stage, name):
    page = visit_as(stage.cast.li).get(at(name)).content.decode()
    head, body = page.split("</head>")
    sheets = re.findall(r'<link rel="stylesheet" href="([^"]+)"', head)
    assert any("rectification/screens" in sheet for sheet in sheets)
    assert len(sheets) == len(set(sheets))
    assert "stylesheet" not in body


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.name)
def test_every_screen_names_its_styles(path):
    text = path.read_text(encoding="utf-8")
    assert "{% block styles %}" in text or '{% include "components/_styles.html" %}' in text  # a page of its own

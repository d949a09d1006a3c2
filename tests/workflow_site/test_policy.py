"""Reports of browsers about the content policy: named in it, taken from anybody, written short and not too often."""

import json
import logging

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from workflow_site.workbench import policy

pytestmark = pytest.mark.django_db
REPORT = {
    "csp-report": {
        "document-uri": "https://bihuan.example/ledger/?words=张三",
        "violated-directive": "script-src",
        "blocked-uri": "https://evil.example/x.js\nFAKE LINE",
    }
}


@pytest.fixture(autouse=True)
def _nothing_kept() -> None:
    cache.clear()


def report(content: bytes, **more: str) -> int:
    return int(Client(enforce_csrf_checks=True).post("/csp/", content, "application/csp-report", **more).status_code)


def test_every_page_names_the_address_and_allows_nothing_inline() -> None:
    told = Client().get(reverse("login"))["Content-Security-Policy"]
    assert "report-uri /csp/" in told
    assert "unsafe" not in told
    assert "default-src 'none'" in told
    assert "script-src 'self'" in told


def test_a_report_is_one_line_without_what_was_asked(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "bihuan.csp"):
        assert report(json.dumps(REPORT).encode()) == 204
    [line] = [record.getMessage() for record in caplog.records if record.name == "bihuan.csp"]
    assert "blocked-uri=https://evil.example/x.jsFAKELINE" in line
    assert "\n" not in line
    assert "words" not in line


@pytest.mark.parametrize("content", [b"", b"[]", b"{", b'"x"', b"\xff\xfe"])
def test_rubbish_is_refused_without_an_error(content: bytes) -> None:
    assert report(content) == 400


def test_a_flood_of_reports_fills_no_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.WARNING, "bihuan.csp"):
        assert {report(json.dumps(REPORT).encode()) for _each in range(policy.MOST + 20)} == {204}
    assert len([record for record in caplog.records if record.name == "bihuan.csp"]) == policy.MOST
    assert report(b"x" * (policy.LARGEST + 1)) == 413

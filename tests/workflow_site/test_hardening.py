"""What a server in a hospital must be: nothing kept in browsers, addresses not believed, passwords of some strength."""

import os
import re
import stat
import subprocess
import sys

import pytest
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from accountability.models.trail import TrailEvent
from accountability.proofs import checkpoints
from tests import make
from tests.architecture.tree import ROOT
from tests.cast import Cast, cast
from tests.screens.visitors import visit_as

__all__ = ["cast"]
WRONG = "falsch-falsch"


@pytest.mark.django_db
def test_no_page_of_somebody_signed_in_is_kept(cast: Cast):
    client = visit_as(cast.zhou)
    for name in ("workbench", "notices", "checkpoint_list"):
        assert "no-store" in client.get(reverse(name))["Cache-Control"]
    assert "no-store" in client.get("/nowhere/")["Cache-Control"]


class TestBehindAProxy:
    @staticmethod
    def guess(username, address, password=WRONG):
        told = {"username": username, "password": password}
        return Client().post(reverse("login"), told, HTTP_X_FORWARDED_FOR=address).status_code

    @pytest.mark.django_db
    def test_each_visitor_has_his_own_guesses(self, cast: Cast, settings):
        settings.PROXIES = 1
        name = cast.account(cast.li).username
        for _each in range(settings.AXES_FAILURE_LIMIT):
            self.guess(name, "203.0.113.5")
        assert self.guess(name, "203.0.113.5") == 429
        assert self.guess(name, "198.51.100.7", make.PASSWORD) == 302

    @pytest.mark.django_db
    def test_what_a_visitor_writes_into_the_header_is_not_believed(self, cast: Cast, settings):
        settings.PROXIES = 1
        name = cast.account(cast.li).username
        for number in range(settings.AXES_FAILURE_LIMIT):
            self.guess(name, f"10.0.0.{number}, 203.0.113.5")
        assert self.guess(name, "192.0.2.1, 203.0.113.5") == 429

    @pytest.mark.django_db
    @pytest.mark.parametrize(
        ("proxies", "header", "address"),
        [
            (0, "203.0.113.5", "127.0.0.1"),
            (1, "203.0.113.5", "203.0.113.5"),
            (2, "203.0.113.5, 10.0.0.1", "203.0.113.5"),
            (2, "203.0.113.5", "127.0.0.1"),
            (1, "rubbish'; --", "127.0.0.1"),
            (1, "2001:DB8::1", "2001:db8::1"),
        ],
    )
    def test_the_trail_tells_the_visitors_address(self, cast: Cast, settings, tmp_path, proxies, header, address):
        settings.PROXIES, settings.KEYS_DIR = proxies, tmp_path / "keys"
        settings.CHECKPOINT_FILE = tmp_path / "checkpoints.jsonl"
        client = visit_as(cast.zhou)
        checkpoints.make()
        settings.CHECKPOINT_FILE.write_text("")
        client.get(reverse("checkpoint_file"), HTTP_X_FORWARDED_FOR=header)
        assert TrailEvent.objects.filter(verb="downloaded").latest("pk").ip == address


@pytest.mark.parametrize("weak", ["short1A", "nurcleinebuchstaben", "kleinund12345678", "12345678", "Password1234"[:8]])
def test_a_weak_password_is_refused(weak):
    with pytest.raises(ValidationError):
        validate_password(weak)


def test_a_password_of_three_kinds_is_taken():
    validate_password("Hushi-zhan-7")


def _started(tmp_path, *arguments, **environment):
    told = {**os.environ, "DATABASE_URL": "", "BIHUAN_VAR": str(tmp_path / "var"), **environment}
    return subprocess.run([sys.executable, *arguments], cwd=ROOT, env=told, capture_output=True, text=True, check=False)


CONFIGURED = {
    "BIHUAN_HTTPS": "yes",
    "BIHUAN_ALLOWED_HOSTS": "bihuan.example",
    "BIHUAN_TRUSTED_ORIGINS": "https://bihuan.example",
    "BIHUAN_PROXIES": "1",
    "BIHUAN_CHECKPOINT_SYSLOG": "127.0.0.1:5514",
}


def _asked(tmp_path, monkeypatch, *options, **environment):
    """What `manage.py check` answers a site with these settings: its exit code and all it says."""
    for name in [name for name in os.environ if name.startswith("BIHUAN_") or name == "DJANGO_ALLOW_ASYNC_UNSAFE"]:
        monkeypatch.delenv(name)  # the tests' own
    done = _started(tmp_path, "manage.py", "check", "--fail-level", "WARNING", *options, **environment)
    return done.returncode, done.stdout + done.stderr


def test_a_configured_site_passes_every_check_and_nothing_is_said(tmp_path, monkeypatch):
    code, said = _asked(tmp_path, monkeypatch, "--deploy", **CONFIGURED)
    assert (code, "no issues" in said) == (0, True), said


def test_https_alone_is_clean_and_what_only_the_operator_knows_is_told(tmp_path, monkeypatch):
    code, said = _asked(tmp_path, monkeypatch, "--deploy", BIHUAN_HTTPS="1")
    assert code == 0, said
    assert re.findall(r"\((\w+\.\w\d+)\)", said) == ["bihuan.I006", "bihuan.I007", "bihuan.I008"]
    assert all(name in said for name in ("BIHUAN_ALLOWED_HOSTS", "BIHUAN_PROXIES", "BIHUAN_CHECKPOINT_SYSLOG"))


def test_the_plain_start_on_ones_own_machine_is_not_scolded(tmp_path, monkeypatch):
    code, said = _asked(tmp_path, monkeypatch)
    assert (code, "no issues" in said) == (0, True), said


def test_what_stands_open_still_fails_a_site_with_https(tmp_path, monkeypatch):
    for name, value, number in (("DEMO", "yes", "E004"), ("LOG_DAYS", "30", "E001"), ("LOGIN_ATTEMPTS", "99", "W009")):
        code, said = _asked(tmp_path, monkeypatch, "--deploy", **CONFIGURED, **{f"BIHUAN_{name}": value})
        assert (code, f"bihuan.{number}" in said) == (1, True), said


def test_the_page_about_going_live_names_what_the_checks_ask_for():
    page = (ROOT / "docs" / "going-live.md").read_text(encoding="utf-8")
    assert [name for name in CONFIGURED if name not in page] == []
    numbers = set(re.findall(r"bihuan\.[EWI]\d{3}", (ROOT / "workflow_site" / "deployed.py").read_text()))
    assert [number for number in sorted(numbers) if number not in page] == []


def test_what_the_site_writes_is_its_owners_alone_even_where_it_was_open(tmp_path):
    (tmp_path / "var").mkdir(mode=0o755)
    _started(tmp_path, "-c", "import workflow_site.settings")
    assert stat.S_IMODE((tmp_path / "var").stat().st_mode) == 0o700


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("BIHUAN_CHECKPOINT_MINUTES", "0"),
        ("BIHUAN_CHECKPOINT_SYSLOG", "collector"),
        ("BIHUAN_CHECKPOINT_SYSLOG", "collector:99999"),
        ("BIHUAN_SMTP_URL", "mail.example.com"),
        ("BIHUAN_SMTP_URL", "smtp://mail.example.com:port"),
        ("BIHUAN_PROXIES", "one"),
    ],
)
def test_a_wrong_value_is_refused_by_its_name(tmp_path, variable, value):
    refused = _started(tmp_path, "-c", "import workflow_site.settings", **{variable: value})
    assert refused.returncode != 0
    assert variable in refused.stderr.splitlines()[-1]

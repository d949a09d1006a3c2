"""The script that prepares a fresh clone says clearly what it cannot do."""

import importlib.machinery
import importlib.util
import os
import socket
import subprocess
import sys
from types import ModuleType

import pytest

from tests.architecture.tree import ROOT


@pytest.fixture
def script(tmp_path, monkeypatch) -> ModuleType:
    """The script as a module that works in an empty folder."""
    loader = importlib.machinery.SourceFileLoader("run_script", str(ROOT / "run"))
    monkeypatch.setattr(sys, "dont_write_bytecode", True)
    monkeypatch.delenv("DATABASE_URL", raising=False)
    module = importlib.util.module_from_spec(importlib.util.spec_from_loader("run_script", loader))
    loader.exec_module(module)
    for name, place in {"ROOT": tmp_path, "VENV": tmp_path / ".venv", "VAR": tmp_path / "var"}.items():
        monkeypatch.setattr(module, name, place)
    return module


def ran(*arguments, **environment):
    """What the script says before it prepares anything."""
    command = [sys.executable, "run", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )


def test_help_names_every_verb():
    said = ran("--help")
    assert said.returncode == 0
    verbs = ("test", "check", "bench", "worker", "faults", "manage")
    for word in (*[f"./run {verb}" for verb in verbs], "--no-demo", "PORT", "BROKER_URL"):
        assert word in said.stdout


def test_an_unknown_word_is_refused():
    said = ran("tset")
    assert said.returncode == 1
    assert "unknown: tset" in said.stderr


def test_a_taken_port_is_named_before_anything_is_prepared():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        said = ran(PORT=str(taken.getsockname()[1]), HOST="127.0.0.1")
    assert said.returncode == 1
    assert "PORT=8001 ./run" in said.stderr


@pytest.mark.parametrize("port", ["eighty", "0", "70000"])
def test_a_port_that_is_none_is_refused(port):
    assert f"not '{port}'" in ran(PORT=port).stderr


def test_without_ensurepip_and_pip_the_one_line_that_helps_is_named(script, monkeypatch):
    monkeypatch.setattr(script.shutil, "which", lambda name: None)
    with pytest.raises(SystemExit) as refused:
        script.installer()
    assert f"apt install python{sys.version_info.major}.{sys.version_info.minor}-venv" in str(refused.value)


def test_catalogues_are_compiled_when_they_changed_and_none_is_no_mistake(script, tmp_path, monkeypatch):
    monkeypatch.setattr(script, "PYTHON", sys.executable)
    script.compile_catalogues()
    po = tmp_path / "locale" / "en" / "LC_MESSAGES" / "django.po"
    po.parent.mkdir(parents=True)
    po.write_text('msgid ""\nmsgstr "Content-Type: text/plain; charset=utf-8\\n"\n\nmsgid "问题"\nmsgstr "Finding"\n')
    script.compile_catalogues()
    assert b"Finding" in po.with_suffix(".mo").read_bytes()


def test_the_locks_digest_follows_their_content(script, tmp_path):
    lock = tmp_path / "requirements.txt"
    lock.write_text("a==1")
    before = script.fingerprint(lock)
    lock.write_text("a==2")
    assert before != script.fingerprint(lock)


def test_a_database_file_is_found_by_its_address(script, monkeypatch, tmp_path):
    assert script.database_file() == tmp_path / "var" / "bihuan.sqlite3"
    monkeypatch.setattr(script, "DATABASE_URL", "sqlite:////srv/bihuan.sqlite3")
    assert str(script.database_file()) == "/srv/bihuan.sqlite3"

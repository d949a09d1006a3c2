"""The README is the map: it names every app, every dependency and every command, and nothing that is gone."""

import re

from tests.architecture import tree

README = (tree.ROOT / "README.md").read_text(encoding="utf-8")


def _required(name):
    """The packages asked for by an `.in` file, in lower case."""
    lines = (tree.ROOT / name).read_text(encoding="utf-8").splitlines()
    return [found.group().lower() for line in lines if (found := re.match(r"[A-Za-z][\w.-]*", line))]


def test_every_app_is_named():
    assert [app for app in tree.APPS if f"`{app}`" not in README] == []


def test_every_dependency_has_a_line():
    table = {line.split("|")[1].strip().strip("`").lower() for line in README.splitlines() if line.startswith("| ")}
    wanted = [*_required("requirements.in"), *_required("requirements-dev.in")]
    assert [name for name in wanted if name not in table] == []


def test_every_dependency_says_why():
    for name in ("requirements.in", "requirements-dev.in"):
        lines = (tree.ROOT / name).read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if re.match(r"[A-Za-z]", line) and not re.search(r" # \w", line)] == []


def test_the_locks_hold_what_is_asked_for_with_hashes_and_no_address():
    for name in ("requirements", "requirements-dev"):
        lock = (tree.ROOT / f"{name}.txt").read_text(encoding="utf-8")
        locked = dict(re.findall(r"^([\w.-]+)==(\S+) \\\n    --hash=sha256:", lock, re.MULTILINE))
        assert [package for package in _required(f"{name}.in") if package not in locked] == []
        assert len(locked) == len(re.findall(r"^[\w.-]+==", lock, re.MULTILINE))
        assert not re.search(r"://|--index-url|--find-links|--trusted-host", lock)


def test_every_path_it_names_is_there():
    named = re.findall(r"`([\w./-]+/[\w./-]*|[\w-]+\.(?:py|md|txt|toml|in))`", README)
    made_at_run_time = (".venv/", "var/")
    kept = [path for path in named if not path.startswith(made_at_run_time)]
    assert [path for path in kept if not (tree.ROOT / path).exists()] == []

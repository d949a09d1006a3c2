"""One database per test run, put back after each transactional test, and no test skipped unnoticed."""

import gc
import os
import shutil
import uuid
from collections.abc import Generator, Iterator
from copy import copy
from pathlib import Path
from typing import Any

import hypothesis
import pytest
from django.conf import settings
from django.template import Context, Template
from django.test import client
from django.test.utils import ContextList
from django.utils import translation
from pytest_django import DjangoDbBlocker

from tests import restoring, told
from tests.environment import SCRATCH
from tests.grounds import _found, _ground, asks_the_database

__all__ = ["_found", "_ground"]

WHOLE = "BIHUAN_WHOLE_SUITE"
ALLOWED_SKIPS = Path(__file__).parent / "allowed_skips.txt"
SELDOM = (50_000, 20, 20)
"""When the collector of rubbish looks; at Python's own figures it took a tenth of the processor's time."""

LONGEST_FIRST = (
    "tests/browser/test_walk.py",
    "tests/site/test_walk.py",
    "tests/engine/test_many_at_once.py",
    "tests/site/",
    "tests/browser/",
    "tests/broker/",
    "tests/faults/",
)
"""What takes long begins early, so that no process is left alone with it at the end (`--no-loadscope-reorder`)."""


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Put the long files first, and leave what no database changes to the run on SQLite, where both are run whole."""

    def turn(item: pytest.Item) -> int:
        return next((n for n, begun in enumerate(LONGEST_FIRST) if item.nodeid.startswith(begun)), len(LONGEST_FIRST))

    items.sort(key=turn)
    if os.environ.get(WHOLE) and not _on_sqlite():
        left = [item for item in items if not _asks_the_database(item)]
        config.hook.pytest_deselected(items=left)
        items[:] = [item for item in items if _asks_the_database(item)]


def _on_sqlite() -> bool:
    return bool(settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"))


def _is_told(config: pytest.Config) -> bool:
    """Whether every verb is held to the law of the trail: on PostgreSQL, and not where something is measured."""
    return not _on_sqlite() and not any("bench" in pattern for pattern in config.getini("python_files"))


def _asks_the_database(item: pytest.Item) -> bool:
    """Whether the test could end otherwise on another database."""
    return item.get_closest_marker("once") is None and asks_the_database(item)


def pytest_configure(config: pytest.Config) -> None:
    """Give this run a database of its own, a quick password hasher and unhashed names of static files."""
    hypothesis.settings.register_profile("bihuan", deadline=None)  # the machine may be busy
    hypothesis.settings.load_profile("bihuan")
    database = settings.DATABASES["default"]
    if not hasattr(config, "workerinput"):  # the processes of a run are told which files by name
        os.environ[WHOLE] = "yes" if config.args_source is pytest.Config.ArgsSource.TESTPATHS else ""
    name = str(SCRATCH / "test.sqlite3") if _on_sqlite() else f"test_bihuan_{uuid.uuid4().hex[:12]}"
    database["TEST"] = {**database.get("TEST", {}), "NAME": name}
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.WHITENOISE_AUTOREFRESH = settings.WHITENOISE_USE_FINDERS = True  # files as they lie, nothing collected


def pytest_sessionstart(session: pytest.Session) -> None:
    """Let tests write rows without an event for each; those about that guard put it up (`tests/accountability`)."""
    from accountability import untold  # noqa: PLC0415  the apps are loaded only now

    untold.wanted = False
    client.store_rendered_templates = _keep_what_the_page_was_given


def _keep_what_the_page_was_given(
    store: dict[str, Any], signal: object, sender: Template, template: Template, context: Context, **told: Any
) -> None:
    """Keep for `answer.context` what the first template was given, not once more at each part and each field of it."""
    if "context" not in store:
        store["context"] = ContextList([copy(context)])


def pytest_collection_finish(session: pytest.Session) -> None:
    """Let the collector of rubbish leave alone what lives as long as the run, and look at the rest less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*SELDOM)


def pytest_unconfigure(config: pytest.Config) -> None:
    """Leave nothing behind."""
    shutil.rmtree(SCRATCH, ignore_errors=True)


@pytest.fixture(scope="session")
def django_db_setup(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, request: pytest.FixtureRequest
) -> Iterator[restoring.Copy]:
    """Keep a copy of the migrated database and let every transactional test end by going back to where it began."""
    with django_db_blocker.unblock():
        if _is_told(request.config):
            told.install()
        copy = restoring.keep_copy(SCRATCH, "migrated")
    restoring.restore_instead_of_flush()
    yield copy
    with django_db_blocker.unblock():
        restoring.remove_copies()


@pytest.fixture
def restored_database(transactional_db: None) -> None:
    """For a test that commits; `@pytest.mark.django_db(transaction=True)` does the same."""


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    """Every test begins in the site's first language."""
    with translation.override(settings.LANGUAGE_CODE):
        yield


@pytest.fixture(autouse=True)
def _every_verb_is_told(request: pytest.FixtureRequest) -> Iterator[list[str]]:
    """What a verb changes without an event fails the test in which it does."""
    if not _is_told(request.config) or not _asks_the_database(request.node):
        yield []
        return
    with told.every_block() as untold_changes:
        yield untold_changes
    assert untold_changes == [], "a verb changed rows of which no event tells"


@pytest.fixture(autouse=True)
def _no_checkpoints_of_others() -> Iterator[None]:
    """What a test's checkpoints told of its events goes with them."""
    yield
    settings.CHECKPOINT_FILE.unlink(missing_ok=True)


def _allowed_to_skip() -> set[str]:
    """The tests that may be skipped: one node id a line, what follows a # is the reason."""
    lines = ALLOWED_SKIPS.read_text(encoding="utf-8").splitlines()
    return {name for line in lines if (name := line.partition("#")[0].strip())}


def _explained(report: pytest.TestReport | pytest.CollectReport) -> None:
    """Where CI=true, a skip that is not named in the list is a failure."""
    if report.skipped and os.environ.get("CI") == "true" and report.nodeid not in _allowed_to_skip():
        reason = report.longrepr[-1] if isinstance(report.longrepr, tuple) else report.longrepr
        report.outcome = "failed"
        report.longrepr = f"{report.nodeid} was skipped and is not named in {ALLOWED_SKIPS.name}: {reason}"


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Look at each test's report."""
    report = yield
    _explained(report)
    return report


@pytest.hookimpl(wrapper=True)
def pytest_make_collect_report(
    collector: pytest.Collector,
) -> Generator[None, pytest.CollectReport, pytest.CollectReport]:
    """Look at each file's report: a whole file may skip itself."""
    report = yield
    _explained(report)
    return report


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say how many tests ran, and on which database."""
    counts = {name: len(terminalreporter.getreports(name)) for name in ("passed", "failed", "error", "skipped")}
    told = ", ".join(f"{count} {name}" for name, count in counts.items())
    database = settings.DATABASES["default"]["ENGINE"].rpartition(".")[2]
    terminalreporter.write_line(f"collected on {database}: {sum(counts.values())} ({told})")

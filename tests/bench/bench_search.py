"""The library at full size: how well and how fast it finds, what it costs, and what a killed writer leaves behind.

BIHUAN_LAWS names a folder of regulations or an archive of one (tar.xz); without it these measurements are left out.
BIHUAN_BENCH_DIR keeps the library between runs; otherwise it is made anew each time, which takes minutes.
Where DATABASE_URL names a PostgreSQL, its own full-text search is asked for the same pages.
"""

import json
import os
import subprocess
import sys
import tarfile
from pathlib import Path

import pytest

from tests.architecture.tree import ROOT

LAWS, KEPT = os.environ.get("BIHUAN_LAWS", ""), os.environ.get("BIHUAN_BENCH_DIR", "")
POSTGRES = os.environ.get("DATABASE_URL", "") if os.environ.get("DATABASE_URL", "").startswith("postgres") else ""
ENGINES = ("whoosh", "tantivy")
pytestmark = pytest.mark.skipif(not LAWS, reason="BIHUAN_LAWS names no folder or archive of regulations")


def _run(folder, *command, engine="whoosh"):
    environment = {
        **os.environ, "BIHUAN_VAR": str(folder), "SEARCH_BACKEND": engine, "DATABASE_URL": "",
        "BIHUAN_SEARCH_FOLLOWS": "no", "BIHUAN_BENCH_POSTGRES": POSTGRES,
        "PYTHONPATH": str(ROOT), "DJANGO_SETTINGS_MODULE": "workflow_site.settings",
    }  # fmt: skip
    done = subprocess.run(
        [sys.executable, *command], cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )
    return done.stdout


@pytest.fixture(scope="module")
def library(tmp_path_factory):
    """A site of its own with every document in it."""
    folder = Path(KEPT) if KEPT else tmp_path_factory.mktemp("library")
    if not (folder / "imported").exists():
        laws = Path(LAWS)
        if laws.is_file():
            laws = tmp_path_factory.mktemp("laws")
            with tarfile.open(LAWS) as archive:
                archive.extractall(laws, filter="data")
        folder.mkdir(parents=True, exist_ok=True)
        _run(folder, "manage.py", "migrate", "--verbosity", "0")
        _run(folder, "manage.py", "import_regulations", str(laws))
        (folder / "imported").touch()
    return folder


@pytest.mark.parametrize("engine", ENGINES)
def bench_building(library, engine):
    """Set BIHUAN_BENCH_REBUILD=no to measure an index that is already there."""
    if os.environ.get("BIHUAN_BENCH_REBUILD") == "no" and (library / "index" / engine / "current").is_symlink():
        pytest.skip("the index that is there is measured")
    told = json.loads(_run(library, "manage.py", "rebuild_index", "--json", engine=engine))
    size = sum(file.stat().st_size for file in (library / "index" / engine / "current").iterdir()) / 1e6
    print(f"\n{engine}: {told['bundles']} documents indexed in {told['seconds']} s, {size:.0f} MB")


@pytest.mark.parametrize("engine", ENGINES)
def bench_finding(library, engine):
    told = json.loads(_run(library, "-m", "tests.bench.measuring", engine=engine).splitlines()[-1])
    print(f"\n{engine}, {told['articles']} articles, {told['queries']} queries of the held-out half")
    for name, (wall, cpu) in told["pages"].items():
        print(f"  page {name}, {told['answered'][name]:.0%} answered: p50 and p95 wall {wall} ms, CPU {cpu} ms")
    ours = told["pages"]["again"][0]
    for name in told["pages"].keys() - {"first", "again"}:
        wall = told["pages"][name][0]
        print(f"  page / {name}: p50 {ours[0] / wall[0]:.2f}, p95 {ours[1] / wall[1]:.2f}")
    print(f"  MRR@10 {told['mrr']}  by kind {told['kinds']}")
    print(f"  phrases: {told['phrases_found']} of {told['phrases']} substrings found, {told['phrases_extra']} too many")
    print(f"  replace one document {told['replace']} s; RSS {told['rss']} MB")
    assert told["phrases_found"] == told["phrases"]
    assert not told["phrases_extra"]


@pytest.mark.parametrize("engine", ENGINES)
def bench_killing_the_writer(tmp_path, engine):
    """25 times at random, then once at every rename and removal of a commit."""
    told = json.loads(_run(tmp_path, "-m", "tests.bench.killing", engine=engine).splitlines()[-1])
    print(
        f"\n{engine}: killed {told['random']} times at random and at {told['steps']} steps of a commit; "
        f"unreadable {told['unreadable']}, differences after recovery {told['differences']}"
    )
    assert not told["unreadable"]
    assert not told["differences"]

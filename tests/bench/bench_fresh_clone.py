"""How long a newcomer waits: from a fresh clone and no environment to the first page, and the second start."""

import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

import pytest

from tests.architecture.tree import ROOT
from tests.waiting import wait_until

PATIENCE = 300.0  # seconds after which a start has failed
OWN = ("BIHUAN_", "DATABASE_URL", "DJANGO_")


@pytest.fixture
def clone(tmp_path):
    """What is committed, in an empty folder."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(tmp_path / "clone")], check=True)
    return tmp_path / "clone"


def _free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def _answers(url, process):
    assert process.poll() is None, "the site stopped before it answered"
    try:
        with urllib.request.urlopen(url, timeout=5) as page:
            return page.status == 200
    except (urllib.error.URLError, OSError):
        return False


def _seconds_to_first_page(clone, *arguments):
    port = _free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith(OWN)}
    began = time.monotonic()
    process = subprocess.Popen(
        ["./run", *arguments], cwd=clone, env={**environment, "PORT": str(port)}, stdout=subprocess.DEVNULL
    )
    try:
        wait_until(lambda: _answers(f"http://127.0.0.1:{port}/", process), PATIENCE, every=0.1)
        return time.monotonic() - began
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(timeout=60)


def bench_from_nothing_to_the_first_page(clone):
    print(f"\nfresh clone, demo included, to the first page: {_seconds_to_first_page(clone):.1f} s")
    print(f"second start to the first page: {_seconds_to_first_page(clone):.1f} s")

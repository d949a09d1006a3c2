"""A bundle proves that its log has only grown since the checkpoints that somebody kept."""

import io
import subprocess
import sys
import zipfile

import pytest
from django.core.management import call_command

from accountability import trail
from accountability.proofs import checkpoints, history
from engine import jobs
from tests.rectification.test_evidence_bundles import finding, places

__all__ = ["finding", "places"]

pytestmark = pytest.mark.django_db


def proved(bundle, kept):
    """What the script about the history says in this process."""
    try:
        with zipfile.ZipFile(bundle) as opened:
            return history.check(opened, kept)
    except SystemExit as refusal:
        return str(refusal)


def test_checkpoints_kept_earlier_are_proved_to_lead_to_the_bundles_own(stage, finding, cast, places):
    first = checkpoints.make()
    trail.witness("read", finding, by=cast.zhou)
    second = checkpoints.make()
    trail.witness("read", finding, by=cast.zhou)
    out = places / "bundle.zip"
    call_command("evidence_bundle", f"finding:{finding.pk}", "--out", str(out), stdout=io.StringIO())
    assert proved(out, [first.line, second.line]) == 2
    rewritten = {**first.line, "note": first.note.replace(first.root, second.root)}
    assert proved(out, [rewritten]) == f"✗ 操作记录被改写 history was rewritten after checkpoint {first.size}"
    with zipfile.ZipFile(out) as bundle:
        (places / "history.py").write_bytes(bundle.read("history.py"))
    command = [sys.executable, "-I", "-S", "history.py", str(out), "--checkpoints", str(checkpoints.file())]
    jobs.run_all()
    done = subprocess.run(
        command, cwd=places, env={"PYTHONIOENCODING": "utf-8"}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    assert "已证明" in done.stdout

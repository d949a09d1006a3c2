"""Killed in the middle of its work, the site loses nothing, does nothing twice and leaves nothing standing."""

from pathlib import Path

import pytest

from tests.engine.crowd import database_address
from tests.faults.kill import Drill, verdict


@pytest.mark.django_db(transaction=True)
def test_after_sigkill_in_the_middle_of_work_nothing_is_lost_doubled_or_stuck(tmp_path: Path) -> None:
    environment = {"DATABASE_URL": database_address(), "BIHUAN_DEBUG": "yes"}  # no static files are collected here
    said: list[str] = []
    log = tmp_path / "site.log"
    drill = Drill(environment, log, mid_spawn=1, mixed=2, say=said.append)
    figures = drill.run()
    assert verdict(figures) == [], (figures, said, log.read_text()[-3000:])
    assert sum(figures["deaths"].values()) == 3
    assert figures["mixed"]["acknowledged"] == figures["mixed"]["asked"] == figures["mixed"]["events"] > 0
    assert figures["mid_spawn"]["rows"] == figures["mid_spawn"]["events"] == 200

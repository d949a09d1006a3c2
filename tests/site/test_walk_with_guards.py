"""The walk once more, each step committed by itself, while PostgreSQL refuses whatever no event tells of."""

import pytest
from django.db import connection

from accountability import untold, verify
from engine import jobs
from tests.site.walking import Walk
from tests.story import HttpVisitor
from workflow_site.demo import story
from workflow_site.demo.accounts import PASSWORD

if connection.vendor == "postgresql":

    @pytest.mark.django_db(transaction=True)
    def test_no_step_of_the_walk_commits_a_row_without_its_event(tmp_path, monkeypatch):
        monkeypatch.setattr(untold, "wanted", True)
        untold.install()
        story.found()
        evidence = tmp_path / "查对抽查记录.txt"
        evidence.write_text("连续两周抽查，均为双人签名。", encoding="utf-8")

        Walk(lambda name: HttpVisitor(name, PASSWORD), jobs.run_all, evidence).whole()

        assert [difference for result in verify.run() for difference in result.differences] == []

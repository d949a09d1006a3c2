"""A whole campaign, from the scheme's sign-off to the last close-out, only through the pages and without JavaScript."""

import pytest

from accountability import verify
from engine import jobs
from tests.site.walking import Walk
from tests.story import HttpVisitor
from workflow_site.demo.accounts import PASSWORD

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("demo_city")]


def test_the_wuxi_rectification_is_carried_to_its_end_in_one_sitting(tmp_path):
    evidence = tmp_path / "查对抽查记录.txt"
    evidence.write_text("连续两周抽查，均为双人签名。", encoding="utf-8")

    Walk(lambda name: HttpVisitor(name, PASSWORD), jobs.run_all, evidence).whole()

    assert [difference for result in verify.run() for difference in result.differences] == []

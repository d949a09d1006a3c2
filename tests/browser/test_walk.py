"""A whole campaign at a real browser, in each role in turn, with JavaScript and without."""

import pytest

from accountability import verify
from engine import jobs
from tests.site.walking import Walk
from tests.story import BrowserVisitor
from workflow_site.demo import story
from workflow_site.demo.accounts import PASSWORD

# What the walk asks of the database, tests/site/test_walk.py asks of each; here it is the browser's turn.
pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.once]


@pytest.mark.parametrize("javascript", [True, False], ids=["with JavaScript", "without JavaScript"])
def test_a_new_user_carries_the_wuxi_rectification_to_its_end(open_page, tmp_path, javascript):
    story.found()
    evidence = tmp_path / "查对抽查记录.txt"
    evidence.write_text("连续两周抽查，均为双人签名。", encoding="utf-8")
    visitors: dict[str, BrowserVisitor] = {}

    def who(name: str) -> BrowserVisitor:
        if name not in visitors:
            visitors[name] = BrowserVisitor(open_page(javascript=javascript), name, PASSWORD, javascript=javascript)
        return visitors[name]

    Walk(who, jobs.run_all, evidence).whole()

    assert [difference for result in verify.run() for difference in result.differences] == []

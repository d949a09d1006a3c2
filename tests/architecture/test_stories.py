"""Every flow of the office and of rectification is told once by people who only read pages and press buttons."""

from pathlib import Path

import pytest

from engine.flow import name_of
from tests.architecture.test_flow_outlines import FLOWS

TESTS = Path(__file__).parent.parent
VISITORS = ("HttpVisitor", "comes_in")
STORIES = {
    "accountability.HandoverFlow": "accountability/test_stories.py",
    "accountability.IncomingFlow": "screens/test_papers.py",
    "accountability.PublicationFlow": "accountability/test_stories.py",
    "rectification.CampaignFlow": "site/test_walk.py",
    "rectification.CollectionFlow": "rectification/test_stories_of_asking.py",
    "rectification.FilingFlow": "rectification/test_stories_of_asking.py",
    "rectification.FindingFlow": "site/test_walk.py",
    "rectification.ObjectionFlow": "rectification/test_stories_of_findings.py",
    "rectification.OutsideReportFlow": "rectification/test_stories_of_asking.py",
    "rectification.PhaseFlow": "site/test_walk.py",
    "rectification.PolicyQuestionFlow": "rectification/test_stories_of_asking.py",
    "rectification.SelfInspectionFlow": "site/test_walk.py",
    "rectification.SlipFlow": "rectification/test_stories_of_findings.py",
    "rectification.SupervisionOrderFlow": "rectification/test_stories_of_asking.py",
    "rectification.WaiverFlow": "rectification/test_stories_of_findings.py",
}


def test_no_flow_is_without_its_story() -> None:
    told = {name for flow in FLOWS if (name := name_of(flow)).startswith(("accountability.", "rectification."))}
    assert told == set(STORIES)


@pytest.mark.parametrize("file", sorted(set(STORIES.values())))
def test_a_story_is_told_by_visitors(file: str) -> None:
    text = (TESTS / file).read_text(encoding="utf-8")
    assert any(visitor in text for visitor in VISITORS)

"""A proxy does the steps of the post he acts for, the record names both, and nobody judges his grantor's work."""

import pytest

from accountability import trail
from organizations.refusals import NotAllowed
from organizations.services import revoke
from rectification import services
from rectification.models import Conclusion, FindingState
from tests import make
from tests.accountability.test_signing_by_proxy import away
from tests.rectification.making import fresh


@pytest.fixture
def colleague(stage):
    """A second clerk for the whole hospital."""
    return make.make_holder("clerk", stage.cast.quality_office, name="袁干事", oversees=stage.cast.peoples_hospital)


def verify(finding, by):
    return services.verify_finding(finding, conclusion=Conclusion.FIXED, opinion="现场核查属实。", by=make.anew(by))


def test_a_proxy_verifies_and_the_record_names_both(stage, colleague):
    finding = stage.reported(stage.finding())
    with pytest.raises(NotAllowed):
        verify(finding, stage.cast.head_gao)
    away(colleague, stage.cast.head_gao)
    verify(finding, stage.cast.head_gao)
    assert fresh(finding).state == FindingState.CLOSED
    told = {event.verb: event for event in trail.of(finding)}
    assert told["finding_verified"].who == "高主任 代 袁干事"
    assert told["finding_closed"].who == "高主任 代 袁干事", "what follows from it says so too"
    assert told["finding_reported"].acting_for_name == ""


def test_when_it_is_revoked_the_proxy_may_no_more(stage, colleague):
    finding = stage.reported(stage.finding())
    given = away(colleague, stage.cast.head_gao)
    revoke(given, by=colleague, because="提前返岗")
    with pytest.raises(NotAllowed):
        verify(finding, stage.cast.head_gao)


def test_who_acts_for_the_author_does_not_verify(stage, colleague):
    finding = stage.reported(stage.finding())
    away(stage.cast.qian, colleague)
    with pytest.raises(NotAllowed, match="正代经办这件事的人员"):
        verify(finding, colleague)


def test_the_author_does_not_verify_as_a_proxy(stage, colleague):
    finding = stage.reported(stage.finding())
    away(colleague, stage.cast.qian)
    with pytest.raises(NotAllowed, match="登记人，不能核查"):
        verify(finding, stage.cast.qian)


def test_where_only_the_authors_proxy_is_left_it_goes_one_level_up(stage, colleague):
    finding = stage.finding()
    away(stage.cast.qian, colleague)
    reported = stage.reported(finding)
    assert (reported.one_level_up, reported.verify_path) == (True, stage.cast.city.path)

"""One box for the work too: campaigns, findings and files are found by those who see them, and by nobody else."""

import pytest

from organizations.models import Duty
from organizations.sight import visible
from rectification import services
from rectification.models import Campaign, Finding
from search import findable
from search.finding import work
from search.index import feeding
from tests import make
from tests.rectification import making
from tests.search.shelf import indexed

pytestmark = pytest.mark.django_db


def kind(model):
    return next(each for each in findable.kinds() if each.model is model)


@pytest.fixture
def stage(cast):
    """The campaign of the city, with one finding of a hospital."""
    services.load_shipped()
    made = making.Stage(cast)
    made.found = made.finding(description="新生儿科暂存间医疗废物未登记交接。")
    return made


def test_a_finding_is_found_by_those_who_see_it_and_by_nobody_else(whoosh, stage):
    indexed()
    finding = stage.found
    stranger = make.make_holder(Duty.LEADER, make.make_organization(name="邻市卫健委"), name="邻居")

    for who in (*stage.people, stranger):
        hits = [row.thing.pk for row in work.find("新生儿科 医疗废物", kind(Finding), by=who).rows]
        assert hits == list(visible(who, Finding).filter(pk=finding.pk).values_list("pk", flat=True)), who
    assert work.find("新生儿科", kind(Finding), by=stranger).total == 0
    assert work.find("新生儿科", kind(Finding), by=stage.people[0]).rows[0].title


def test_what_changes_in_the_work_is_followed_and_campaigns_are_found_by_their_title(whoosh, stage):
    indexed()
    clerk = stage.people[0]
    assert [row.thing for row in work.find("医疗安全专项整治", kind(Campaign), by=clerk).rows] == [stage.found.campaign]

    again = making.make_finding(stage.found.inspection, by=stage.people[4], description="抢救车内过期药品未清理。")
    feeding.follow()

    assert [row.thing.pk for row in work.find("过期药品", kind(Finding), by=clerk).rows] == [again.pk]
    assert work.find("", kind(Finding), by=clerk).rows == []
    assert work.find('"(((', kind(Finding), by=clerk).rows == []

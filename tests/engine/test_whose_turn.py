"""Everybody finds exactly what waits for him, at a constant price."""

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from viewflow.workflow.models import Task

from engine import may_act
from engine.models import Turn
from organizations.models import Organization, Person
from tests.cast import Cast
from tests.engine.playground import services
from tests.make import anew

pytestmark = pytest.mark.django_db


def labels(who: Person) -> list[str]:
    """What waits for somebody."""
    return sorted(Turn.objects.for_person(anew(who)).values_list("label", flat=True))


@pytest.fixture
def tours(cast: Cast) -> None:
    """A tour being planned in the city, in the hospital and in the district."""
    places: list[tuple[Organization, str]] = [
        (cast.city, "市"), (cast.peoples_hospital, "医院"), (cast.east_district, "区"), (cast.icu, "科"),
    ]  # fmt: skip
    for place, title in places:
        services.plan_tour(place, by=None, title=title)


@pytest.mark.usefixtures("tours")
def test_a_clerk_finds_what_his_own_institution_waits_for(cast: Cast) -> None:
    assert labels(cast.li) == ["市"]
    assert labels(cast.qian) == ["医院", "科"]
    assert labels(cast.jiang) == ["区"]
    assert labels(cast.nurse_sun) == []


@pytest.mark.usefixtures("tours")
def test_a_leader_finds_what_waits_beneath_him(cast: Cast) -> None:
    Turn.objects.update(permission="playground.report_tour")
    assert labels(cast.director_wang) == ["区", "医院", "市", "科"]
    assert labels(cast.director_cao) == ["区"]


@pytest.mark.usefixtures("tours")
def test_what_waits_for_signatures_jobs_or_children_is_nobodys_step(cast: Cast) -> None:
    Turn.objects.update(kind="sign")
    assert labels(cast.li) == []


@pytest.mark.usefixtures("tours")
def test_the_list_and_the_question_whether_one_may_act_agree(cast: Cast) -> None:
    for who in (cast.li, cast.qian, cast.jiang, cast.head_zhang, cast.director_wang, cast.zhao, cast.lin):
        found = set(Turn.objects.for_person(anew(who)))
        assert found == {turn for turn in Turn.objects.all() if may_act(turn.thing, turn.node, anew(who))}


def many(place: Organization, number: int) -> None:
    """So many steps waiting somewhere."""
    source = Turn.objects.first()
    tasks = Task.objects.bulk_create(
        Task(process=source.task.process, flow_task=source.task.flow_task, flow_task_type="WAITING")
        for _n in range(number)
    )
    kept = {field.attname: getattr(source, field.attname) for field in Turn._meta.concrete_fields}
    kept |= {"id": None, "org_path": place.path, "institution_path": place.institution_path}
    Turn.objects.bulk_create(Turn(**kept | {"task_id": task.pk, "opened_at": timezone.now()}) for task in tasks)


@pytest.mark.usefixtures("tours")
def test_the_list_costs_the_same_queries_whatever_waits(
    cast: Cast, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for number in (1, 500):
        many(cast.peoples_hospital, number)
        who = anew(cast.qian)
        with django_assert_num_queries(2):  # sight; then the list itself
            list(Turn.objects.for_person(who)[:25])

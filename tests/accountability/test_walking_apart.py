"""The chain walked by processes of their own says what one process says."""

import pytest
from django.db import transaction

from accountability import seals, trail
from accountability.models.trail import TrailEvent
from accountability.proofs import walking
from tests.accountability.test_checkpoints import unguarded

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def written(cast, monkeypatch):
    """Some committed events, more segments than one process is meant to walk."""
    for text in ("第一件", '"引号"\\反斜线', "换\n行\t制表"):
        with transaction.atomic():
            trail.record("told", cast.icu, by=cast.li, because=text)
    with transaction.atomic():
        trail.redact(TrailEvent.objects.latest("pk"), by=cast.zhou, because="含患者姓名")
    seals.seal_pending()
    monkeypatch.setattr(walking, "HEIGHT", 3)
    return cast


def by_each(monkeypatch):
    """What many processes say, and what this one says."""
    found = []
    for segments in (1, 10**9):
        monkeypatch.setattr(walking, "ON_ALL_CORES", segments)
        found.append(list(walking.chain()))
    return found


def test_they_find_what_is_written_whole_and_name_what_is_not(written, monkeypatch):
    assert by_each(monkeypatch) == [[], []]
    event = TrailEvent.objects.earliest("pk")
    unguarded(f"UPDATE accountability_trailevent SET actor_name = '别人' WHERE id = {event.pk}")
    unguarded(f"DELETE FROM accountability_trailseal WHERE event_id = {TrailEvent.objects.latest('pk').pk - 1}")
    apart, here = by_each(monkeypatch)
    assert apart == here
    assert len(here) > 1
    assert here[0].thing == f"accountability.trailevent:{event.pk}"

"""Many write at once: every event is sealed, the chain holds, and nothing is lost."""

import pytest
from django.db import connection, transaction

from accountability import seals, trail, verify
from accountability.models import TrailEvent, TrailPending, TrailSeal
from tests.accountability.together import all_at_once

pytestmark = pytest.mark.django_db(transaction=True)


def _told(cast, number):
    city, li = cast.city, cast.li

    def tell(index):
        with transaction.atomic():
            return trail.record("told", city, by=li, because=str(index)).pk

    return all_at_once(number, tell)


def test_twenty_events_written_at_once_make_one_chain(cast):
    assert len(set(_told(cast, 20))) == 20
    assert [result.differences for result in verify.run() if result.differences] == []
    assert TrailSeal.objects.count() == TrailEvent.objects.count()


def test_twenty_sealers_at_once_seal_every_event_once(cast):
    _told(cast, 20)
    waiting = TrailPending.objects.count()
    sealed = all_at_once(20, lambda _index: seals.seal_pending())
    assert sum(sealed) == waiting
    assert not TrailPending.objects.exists()
    assert [result.differences for result in verify.run() if result.differences] == []


def test_an_event_is_sealed_with_its_change_where_there_is_one_writer(cast):
    events = _told(cast, 2)
    sealed = TrailSeal.objects.filter(event__in=events).count()
    assert sealed == (2 if connection.vendor == "sqlite" else 0)


def test_while_twenty_write_a_walk_finds_nothing_wrong(cast):
    city, li = cast.city, cast.li

    def act(index):
        if index == 0:
            return [result.differences for result in verify.run() if result.differences]
        with transaction.atomic():
            locked = type(city).objects.select_for_update().get(pk=city.pk)
            locked.region = str(index)
            locked.save()
            trail.record("corrected", locked, by=li)
        return []

    assert all_at_once(20, act) == [[]] * 20

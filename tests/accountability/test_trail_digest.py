"""One spelling for everything that is hashed, so that the same values always give the same digest."""

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.utils.translation import gettext_lazy as _
from hypothesis import given
from hypothesis import strategies as st

from accountability import digest

JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=12,
)


@given(JSON)
def test_a_value_is_spelled_in_one_way_and_can_be_stored(value):
    text = digest.canonical({"value": value})
    assert digest.canonical(digest.parsed(text)) == text
    assert text.encode()


@given(st.dictionaries(st.text("abc", min_size=1), st.integers(), max_size=5))
def test_the_order_in_which_keys_were_written_does_not_matter(value):
    assert digest.canonical(value) == digest.canonical(dict(reversed(value.items())))


@given(st.datetimes(timezones=st.just(UTC), min_value=datetime(2000, 1, 1), max_value=datetime(2100, 1, 1)))  # noqa: DTZ001
def test_an_instant_is_the_same_in_every_time_zone(instant):
    assert digest.canonical(instant) == digest.canonical(instant.astimezone(ZoneInfo("Asia/Shanghai")))


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (date(2026, 2, 10), '"2026-02-10"'),
        (time(8, 30), '"08:30:00"'),
        (datetime(2026, 2, 10, 8, tzinfo=UTC), '"2026-02-10T08:00:00.000000+00:00"'),
        (timedelta(hours=2), '"7200000000us"'),
        (Decimal("1E+2"), '"100"'),
        (Decimal("95.50"), '"95.50"'),
        ({"乙", "甲"}, '["乙","甲"]'),
        (b"\x01\xff", '"01ff"'),
        (UUID(int=1), '"00000000-0000-0000-0000-000000000001"'),
        (_("任职"), '"任职"'),
    ],
)
def test_what_json_does_not_know_has_its_spelling(value, text):
    assert digest.canonical(value) == text


def test_what_has_no_spelling_is_refused():
    with pytest.raises(TypeError, match="no place in the trail"):
        digest.canonical(object())


def test_a_text_that_is_no_object_reads_as_nothing():
    assert digest.parsed("[1]") == digest.parsed("{half") == {}


def test_both_digests_are_those_of_the_standards():
    abc = digest.pair("abc")
    assert abc.sha256 == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"
    assert abc.sm3 == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"

"""Both ways to SM3 give what the standard gives, so that it does not matter which one a machine has."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountability import hashing


@given(st.binary(max_size=300))
def test_both_ways_agree(data):
    assert hashing.sm3(data) == hashing.sm3_by_cryptography(data)


@pytest.mark.parametrize("way", [hashing.sm3, hashing.sm3_by_cryptography])
def test_the_examples_of_the_standard(way):
    assert way(b"abc") == "66c7f0f462eeedd9d1f2d46bdc10e4e24167c4875cf2f7a2297da02b8f4ba8e0"
    assert way(b"abcd" * 16) == "debe9ff92275b8a138604889c18e5a4d6fdb70e5387e5765293dcba39c0c5732"

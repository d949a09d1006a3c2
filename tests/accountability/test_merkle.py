"""The Merkle tree is that of RFC 6962: known roots, growth leaf by leaf, a proof for each leaf that no other has."""

import hashlib

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accountability.proofs import history, merkle, verifier

# the leaves of the tests of Certificate Transparency, whose roots are known
LEAVES = [
    bytes.fromhex(text)
    for text in ("", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f")
]
ROOTS = {
    1: "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    2: "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
    3: "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
    8: "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
}


def hashed(text):
    return hashlib.sha256(b"\0" + text).digest()


def grown(leaves):
    peaks = []
    for each in leaves:
        merkle.push(peaks, each)
    return peaks


@pytest.mark.parametrize("size", ROOTS)
def test_the_roots_are_those_of_the_standard(size):
    leaves = [hashed(text) for text in LEAVES[:size]]
    assert merkle.Tree(leaves).root.hex() == merkle.root(grown(leaves)).hex() == ROOTS[size]


def test_a_tree_of_nothing_has_the_root_of_nothing():
    assert merkle.Tree([]).root == merkle.root([]) == hashlib.sha256(b"").digest()


@given(size=st.integers(1, 70), spoilt=st.integers(0, 255))
@settings(max_examples=40, deadline=None)
def test_each_leaf_has_its_own_proof_and_no_other(size, spoilt):
    leaves = [hashed(str(number).encode()) for number in range(size)]
    tree = merkle.Tree(leaves)
    kept = merkle.read(merkle.spelled(grown(leaves)))
    assert merkle.root(kept) == tree.root
    for index, leaf in enumerate(leaves):
        path = tree.proof(index)
        assert verifier.tree_root(index, size, [leaf], list(path)) == tree.root
        other = (index + 1 + spoilt % size) % size
        if other != index:
            assert verifier.tree_root(index, size, [leaves[other]], list(path)) != tree.root


@given(st.data())
@settings(deadline=None, max_examples=80)
def test_neighbours_have_one_proof_and_no_others_have_it(data):
    size = data.draw(st.integers(1, 90))
    first = data.draw(st.integers(0, size - 1))
    count = data.draw(st.integers(1, size - first))
    leaves = [hashed(str(number).encode()) for number in range(size)]
    tree = merkle.Tree(leaves)
    proof, some = tree.proof(first, count), leaves[first : first + count]
    left_over = list(proof)
    assert verifier.tree_root(first, size, some, left_over) == tree.root
    assert not left_over
    spoilt = data.draw(st.integers(0, count - 1))
    some[spoilt] = hashed(b"another")
    assert verifier.tree_root(first, size, some, list(proof)) != tree.root


def test_a_complete_subtree_is_pushed_as_one():
    leaves = [hashed(bytes([number])) for number in range(11)]
    peaks = grown(leaves[:4])
    merkle.push(peaks, merkle.Tree(leaves[4:8]).root, 2)
    for each in leaves[8:]:
        merkle.push(peaks, each)
    assert merkle.root(peaks) == merkle.Tree(leaves).root


def test_every_consistency_proof_leads_to_both_roots_and_to_no_other():
    leaves = [hashlib.sha256(bytes([n])).digest() for n in range(40)]
    for new in range(1, 41):
        tree = merkle.Tree(leaves[:new])
        for old in range(1, new + 1):
            before = merkle.Tree(leaves[:old]).root
            proof = tree.consistency(old)
            assert history.grown(old, new, proof, before) == (before, tree.root), (old, new)
            forged = hashlib.sha256(before).digest()
            assert old == new or history.grown(old, new, proof, forged) != (forged, tree.root)


@given(st.integers(0, 40), st.integers(0, 40))
@settings(deadline=None, max_examples=60)
def test_many_leaves_at_once_make_the_same_peaks_as_one_by_one(first, more):
    leaves = [hashlib.sha256(bytes([n])).digest() for n in range(first + more)]
    slowly, quickly = [], []
    for each in leaves:
        merkle.push(slowly, each)
    merkle.extend(quickly, leaves[:first])
    merkle.extend(quickly, leaves[first:])
    assert quickly == slowly

"""What holds for both engines: what matches, what is counted, what is replaced, and that they agree."""

import itertools

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from search.index import words
from search.index.asks import (
    Ask,
    Bonus,
    Gram,
    InBundles,
    Numbered,
    Phrase,
    Starts,
    Weighed,
    Without,
    Word,
    either,
    every,
)
from search.index.backend import Damaged
from search.index.bundles import Bundle, Part
from search.index.generations import ENGINES

BUNDLES = [
    Bundle(0, 1, (Part(11, 1, 0, "医疗废物应当登记。"), Part(12, 2, 0, "食品药品监督管理部门负责监督。"))),
    Bundle(0, 2, (Part(21, 1, 0, "医疗机构对医疗废物进行分类。"), Part(22, 1, 1, "药品，监督管理另行规定。"))),
    Bundle(7, 2, (Part(2, 0, 0, "医疗废物暂存间未上锁。"),)),
]


@pytest.fixture(params=sorted(ENGINES))
def filled(request, tmp_path):
    """An engine with its folder, holding the bundles above."""
    backend = ENGINES[request.param]()
    backend.create(tmp_path)
    writer = backend.writer(tmp_path, building=True)
    for bundle in BUNDLES:
        writer.add(bundle)
    writer.commit()
    return backend, tmp_path


def parts(filled, match, **more):
    backend, folder = filled
    return {hit.part for hit in backend.reader(folder).ask(Ask(match, **more)).hits}


def phrase(text):
    return Phrase(tuple(words.phrase(text)))


@pytest.mark.parametrize(
    ("match", "expected"),
    [
        (Word("医疗"), {11, 21, 2}),
        (every(Word("医疗"), Word("登记")), {11}),
        (either(Word("登记"), Word("分类")), {11, 21}),
        (every(Word("医疗"), Without(Word("登记"))), {21, 2}),
        (phrase("药品监督管理部门"), {12}),
        (phrase("药品监督"), {12}),
        (phrase("药品，监督"), {22}),
        (Gram("废物"), {11, 21, 2}),
        (Starts("锁"), {2}),
        (Numbered(1), {11, 21, 22}),
        (Numbered(1, 1), {22}),
        (InBundles(frozenset({1})), {11, 12}),
    ],
)
def test_a_question_finds_exactly_the_parts_that_match(filled, match, expected):
    assert parts(filled, match) == expected


def test_a_group_is_found_by_itself_although_keys_are_shared(filled):
    assert parts(filled, Word("医疗"), group=0) == {11, 21}
    assert parts(filled, Word("医疗"), group=7) == {2}


def test_hits_lie_within_the_bundles_allowed_and_counts_are_taken_before_the_filters(filled):
    backend, folder = filled
    ask = Ask(Word("医疗"), group=0, only=np.array([2]), counted_never=np.array([], np.int64))

    answer = backend.reader(folder).ask(ask)

    assert [hit.part for hit in answer.hits] == [21]
    assert answer.counts == {1: 1, 2: 1}
    assert parts(filled, Word("医疗"), group=0, never=np.array([2])) == {11}


def test_a_bonus_lifts_what_it_is_given_to(filled):
    backend, folder = filled
    reader = backend.reader(folder)
    weighed = (Weighed(Word("医疗")), Weighed(Gram("废物"), 0.3))

    lifted = reader.ask(Ask(Word("医疗"), weighed, (Bonus(InBundles(frozenset({1})), 50.0),), group=0))

    assert [hit.part for hit in lifted.hits] == [11, 21]
    assert lifted.hits[0].score > 50


def test_what_is_replaced_or_removed_is_found_no_longer_and_an_old_view_stays_whole(filled):
    backend, folder = filled
    old = backend.reader(folder)
    writer = backend.writer(folder)
    writer.add(Bundle(0, 1, (Part(11, 1, 0, "感染暴发应当报告。"),)))
    writer.remove(7, 2)
    writer.remove(0, 99)
    writer.commit()

    assert not old.is_current()
    new = old.refreshed()
    assert new.is_current()
    assert {hit.part for hit in new.ask(Ask(Word("医疗"))).hits} == {21}
    assert {hit.part for hit in new.ask(Ask(Word("感染"))).hits} == {11}
    assert set(new.digests()) == {"0:1", "0:2"}
    assert {hit.part for hit in old.ask(Ask(Word("登记"))).hits} == {11}


def test_what_is_cancelled_was_never_there(filled):
    backend, folder = filled
    writer = backend.writer(folder)
    writer.add(Bundle(0, 1, (Part(11, 1, 0, "感染"),)))
    writer.cancel()

    assert parts(filled, Word("感染")) == set()
    assert parts(filled, Word("登记")) == {11}


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_a_folder_that_is_no_index_is_told_as_damage(name, tmp_path):
    (tmp_path / "_MAIN_1.toc").write_bytes(b"nothing")
    with pytest.raises(Damaged):
        ENGINES[name]().reader(tmp_path)


def test_an_empty_index_answers_with_nothing(tmp_path):
    for name, backend in ENGINES.items():
        folder = tmp_path / name
        folder.mkdir()
        backend().create(folder)
        assert backend().reader(folder).ask(Ask(Word("医疗"))).hits == []


ALPHABET = "医疗废物登记，。 a1"


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.lists(st.text(ALPHABET, min_size=1, max_size=14), min_size=1, max_size=5),
    st.text("医疗废物登记", min_size=2, max_size=4),
)
def test_a_phrase_is_found_wherever_it_stands_and_nowhere_else(tmp_path_factory, texts, sought):
    bundle = Bundle(0, 1, tuple(Part(key, key, 0, text) for key, text in enumerate(texts, start=1)))
    expected = {part.key for part in bundle.parts if sought in part.text}
    for name, backend in ENGINES.items():
        folder = tmp_path_factory.mktemp(name)
        backend().create(folder)
        writer = backend().writer(folder, building=True)
        writer.add(bundle)
        writer.commit()
        assert {hit.part for hit in backend().reader(folder).ask(Ask(phrase(sought))).hits} == expected


def test_the_engines_agree_on_every_question_of_two_words(tmp_path):
    views = []
    for name, backend in ENGINES.items():
        folder = tmp_path / name
        folder.mkdir()
        backend().create(folder)
        writer = backend().writer(folder, building=True)
        for bundle in BUNDLES:
            writer.add(bundle)
        writer.commit()
        views.append(backend().reader(folder))
    known = [Word(word) for word in ("医疗", "废物", "登记", "监督", "管理", "分类", "无此词")]
    for one, other in itertools.combinations(known, 2):
        for match in (every(one, other), either(one, other), every(one, Without(other))):
            answers = [view.ask(Ask(match)) for view in views]
            assert {hit.part for hit in answers[0].hits} == {hit.part for hit in answers[1].hits}
            assert dict(answers[0].counts) == dict(answers[1].counts)


@pytest.mark.parametrize("name", sorted(ENGINES))
def test_after_many_small_commits_and_merges_everything_is_where_it_was(name, tmp_path):
    backend = ENGINES[name]()
    backend.create(tmp_path)
    reader, now = backend.reader(tmp_path), {}
    for turn in range(14):
        writer = backend.writer(tmp_path)
        for key in (turn % 5, 10 + turn):
            now[key] = f"第{turn}次医疗废物登记{key}号"
            writer.add(Bundle(0, key, (Part(key * 10 + 1, 1, 0, now[key]), Part(key * 10 + 2, 2, 0, "另" + now[key]))))
        if turn % 6 == 5:
            writer.remove(0, 8 + turn)
            del now[8 + turn]
        writer.commit()
        reader = reader.refreshed()

        assert {hit.part // 10 for hit in reader.ask(Ask(phrase("医疗废物"))).hits} == set(now)
        assert {hit.bundle for hit in reader.ask(Ask(phrase(f"第{turn}次"))).hits} == {turn % 5, 10 + turn}
        assert set(reader.digests()) == {f"0:{key}" for key in now}

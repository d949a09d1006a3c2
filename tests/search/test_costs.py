"""What a page of results costs, in questions to the engine and to the database, and what an index holds in memory."""

import tracemalloc

import numpy as np
import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organizations.models import Duty
from search.finding import still
from search.finding.eyes import COMMAND_LINE, Eyes
from search.finding.results import PAGE, Wanted, find
from search.index import on_tantivy, on_whoosh, view
from search.index.asks import Ask, Word
from search.index.bundles import Bundle, Part
from search.index.on_tantivy import TantivyBackend
from search.index.on_whoosh import WhooshBackend
from search.models import Access, Article
from tests import make
from tests.search.shelf import indexed, make_regulation

TEXT = "医疗废物应当登记。"


def make_rules(count, **more):
    for number in range(count):
        make_regulation(f"第{number}号办法{more.get('access', '')}", {1: TEXT, 2: "医疗废物另行规定。"}, **more)


def questions(query, eyes=COMMAND_LINE):
    """The page, how many questions it put to the database and to the engine."""
    find(Wanted(query), by=eyes)  # what is kept between pages is read
    reader, asked = view.reader(), []
    whole = type(reader).ask
    type(reader).ask = lambda self, ask: (asked.append(ask), whole(self, ask))[1]
    try:
        with CaptureQueriesContext(connection) as captured:
            found = find(Wanted(query), by=eyes)
    finally:
        type(reader).ask = whole
    return found, len(captured), len(asked)


@pytest.mark.django_db
@pytest.mark.parametrize("rules", [1, 25])
def test_a_page_is_one_question_to_the_engine_and_three_to_the_database_however_much_is_found(engine, rules):
    make_rules(rules)
    indexed()

    found, database, index = questions("医疗废物 登记")

    assert found.total == rules
    assert len(found.documents) == min(rules, PAGE)
    assert (database, index) == (3, 1)


@pytest.mark.django_db
def test_a_reader_with_rules_of_his_own_costs_two_questions_more_of_sight(whoosh):
    hospital = make.make_hospital(make.make_organization(name="江州市卫健委"), name="一院")
    make_rules(2)
    make_rules(3, level="institution", organization=hospital, access=Access.SUBTREE)
    indexed()
    person = make.make_holder(Duty.CLERK, hospital, name="李干事")

    found, database, index = questions("医疗废物 登记", Eyes(person))

    assert found.total == 5
    assert (database, index) == (5, 1)


@pytest.mark.django_db
def test_more_articles_than_one_question_has_places_for_are_all_read(whoosh):
    make_rules(still.AT_ONCE)
    keys = set(Article.objects.values_list("pk", flat=True))
    assert len(keys) == 2 * still.AT_ONCE

    assert still.articles(keys, COMMAND_LINE).keys() == keys


@pytest.fixture
def filled(tmp_path):
    """A tantivy index of forty bundles, three parts each."""
    backend = TantivyBackend()
    backend.create(tmp_path)
    writer = backend.writer(tmp_path, building=True)
    for key in range(1, 41):
        writer.add(Bundle(0, key, tuple(Part(key * 10 + place, place, 0, TEXT) for place in range(3))))
    writer.commit()
    return backend.reader(tmp_path)


@pytest.mark.parametrize(("best", "never", "aggregations"), [(200, None, 0), (7, None, 0), (200, [3, 4], 1)])
def test_tantivy_counts_by_itself_only_where_a_filter_hides_some_of_what_is_counted(filled, best, never, aggregations):
    counted = []
    filled._counts = lambda query: (counted.append(query), type(filled)._counts(filled, query))[1]
    ask = Ask(Word("登记"), group=0, best=best, never=None if never is None else np.array(never))

    answer = filled.ask(ask)

    assert answer.counts == dict.fromkeys(range(1, 41), 3)
    assert len(answer.hits) == min(best, 120 - 3 * len(never or []))
    assert len(counted) == aggregations


def test_counts_are_the_same_whether_hits_are_counted_or_tantivy_counts(filled, monkeypatch):
    from_hits = filled.ask(Ask(Word("登记"), best=5)).counts
    monkeypatch.setattr(on_tantivy, "WIDE", 5)

    assert filled.ask(Ask(Word("登记"), best=5)).counts == from_hits


def write(folder, *bundles):
    writer = WhooshBackend().writer(folder)
    for bundle in bundles:
        writer.add(bundle)
    writer.commit()


def test_a_document_changed_again_and_again_leaves_nothing_behind_in_a_whoosh_index(tmp_path):
    WhooshBackend().create(tmp_path)
    for turn in range(4):
        write(tmp_path, Bundle(0, 1, (Part(1, 1, 0, f"第{turn}次登记"),)))

    assert len(WhooshBackend().reader(tmp_path).whoosh._segments()) == 1


def test_segments_of_a_whoosh_index_are_merged_size_by_size(tmp_path):
    backend = WhooshBackend()
    backend.create(tmp_path)
    for key in range(1, 2 * on_whoosh.TOGETHER + 2):
        write(tmp_path, Bundle(0, key, (Part(key, 1, 0, TEXT),)))

    reader = backend.reader(tmp_path)
    assert sorted(leaf.size for leaf in reader.leaves) == [1, on_whoosh.TOGETHER, on_whoosh.TOGETHER]
    assert {hit.part for hit in reader.ask(Ask(Word("登记"))).hits} == set(range(1, 2 * on_whoosh.TOGETHER + 2))


def test_opening_a_whoosh_index_reads_a_small_part_of_it(tmp_path):
    WhooshBackend().create(tmp_path)
    signs = [chr(code) for code in range(0x4E00, 0x4E00 + 4000)]
    texts = ["".join(signs[start::7]) for start in range(7)]
    write(tmp_path, *(Bundle(0, key, (Part(key, 1, 0, text),)) for key, text in enumerate(texts, start=1)))
    size = sum(file.stat().st_size for file in tmp_path.iterdir())
    assert size > 200_000

    tracemalloc.start()
    try:
        reader = WhooshBackend().reader(tmp_path)
        _held, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()

    assert reader.size == 7
    assert most < size / 2

"""One process that asks the library what the known-item set asks, and prints what that cost as one line of JSON."""

import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter, defaultdict

import django

django.setup()

from django.conf import settings  # noqa: E402  the apps are ready only now
from django.db import connection  # noqa: E402

from search.finding import results  # noqa: E402
from search.finding.eyes import COMMAND_LINE  # noqa: E402
from search.finding.results import Wanted  # noqa: E402
from search.finding.snippets import Marker  # noqa: E402
from search.index import feeding, generations, view, words  # noqa: E402
from search.index.asks import Ask, Phrase  # noqa: E402
from search.models import Article, Edition, IndexChange  # noqa: E402
from tests.bench import known_items  # noqa: E402
from tests.bench.postgres_words import PostgresWords  # noqa: E402

LIMIT = int(os.environ.get("BIHUAN_BENCH_QUERIES", "0")) or 10_000
POSTGRES = os.environ.get("BIHUAN_BENCH_POSTGRES", "")
CHANCE = random.Random(1)


def spread(text):
    """In how many articles a phrase stands."""
    return sum(view.reader().ask(Ask(Phrase(tuple(words.phrase(text))), best=1)).counts.values())


def at(figures, share):
    """The figure below which this share lies, in milliseconds."""
    return round(sorted(figures)[min(len(figures) - 1, int(len(figures) * share))], 2)


def timed(act):
    """Wall and CPU milliseconds of one call, and whether it found anything."""
    wall, cpu = time.perf_counter(), time.thread_time()
    found = act()
    return (time.perf_counter() - wall) * 1000, (time.thread_time() - cpu) * 1000, bool(found)


def pages(queries, postgres=None):
    """Every query once cold and once warm; beside each warm one what it is compared with, in the same moment."""
    took, asks = defaultdict(list), []
    reader = view.reader()
    whole = type(reader).ask
    type(reader).ask = lambda self, ask: (asks.append(ask), whole(self, ask))[1]
    for query in queries:
        took["first"].append(timed(lambda query=query: results.find(Wanted(query), by=COMMAND_LINE).documents))
    for query in queries:
        asks.clear()
        found = results.find(Wanted(query), by=COMMAND_LINE)
        if not asks:
            continue
        calls = {"again": lambda query=query: results.find(Wanted(query), by=COMMAND_LINE).documents}
        if settings.SEARCH_BACKEND == "tantivy":
            shown = found.question.shown
            calls["tantivy, two calls"] = lambda ask=asks[-1], shown=shown: bare(reader, ask, shown, in_one=False)
            calls["tantivy, one call"] = lambda ask=asks[-1], shown=shown: bare(reader, ask, shown, in_one=True)
        if postgres is not None:
            calls["PostgreSQL, every word"] = lambda query=query: postgres.page(query, " & ")
            calls["PostgreSQL, any word"] = lambda query=query: postgres.page(query, " | ")
        for name in CHANCE.sample(sorted(calls), len(calls)):
            took[name].append(timed(calls[name]))
    type(reader).ask = whole
    return took


def bare(reader, ask, shown, *, in_one):
    """The same page by tantivy and nothing else, from the finished question: no sight, no reading of what was typed.

    The question is said in tantivy's words, the best 200 articles are grouped by document, every match is counted for
    the facets, the text of the best article of ten documents is read and its words are marked. Counting takes an
    aggregation of its own (two calls) or, where there are few, every hit is fetched and counted (one call).
    """
    match = reader.say.limited(reader.say.node(ask.match), ask.only, ask.never)
    most = 2_000 if in_one else ask.best
    found = reader.searcher.search(reader.say.scored(match, ask), limit=most, count=False).hits
    addresses = [address for _score, address in found]
    bundles = reader.searcher.fast_field_values("bundle", addresses)
    parts = reader.searcher.fast_field_values("part", addresses[: ask.best])
    if in_one and len(found) < most:
        Counter(bundles)
    else:
        reader.searcher.aggregate(match, {"d": {"terms": {"field": "bundle", "size": 60000}}})
    groups = {}
    for bundle, part in zip(bundles, parts, strict=False):
        groups.setdefault(bundle, part)
    marks = ",".join(str(key) for key in list(groups.values())[:10]) or "0"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT id, text FROM search_article WHERE id IN ({marks})")
        texts = cursor.fetchall()
    marker = Marker(shown)
    return [marker.snippet(text) for _key, text in texts]


def quality(items):
    """MRR@10 over all and by kind."""
    ranks = defaultdict(list)
    for item in items:
        found = results.best(Wanted(item.query), by=COMMAND_LINE).hits
        articles = [(hit.article.pk, hit.article.text) if hit.article else (0, "") for hit in found]
        right = [
            place
            for place, (hit, (key, text)) in enumerate(zip(found, articles, strict=True), start=1)
            if item.is_answered_by(key, text, hit.edition.regulation_id)
        ]
        ranks[item.kind].append(1 / right[0] if right else 0.0)
    every = [rank for found in ranks.values() for rank in found]
    return round(sum(every) / len(every), 3), {kind: round(sum(found) / len(found), 3) for kind, found in ranks.items()}


def phrases(items):
    """What a phrase finds against what stands in the texts of published editions."""
    found = wanted = extra = 0
    chosen = [item.query for item in items if item.kind == "phrase"][:20]
    chosen += ["药品监督管理部门", "县级以上人民政府", "医疗"]
    for text in chosen:
        expected = Article.objects.published().filter(text__contains=text).count()
        held = spread(text)
        wanted, found, extra = wanted + expected, found + min(held, expected), extra + max(0, held - expected)
    return found, wanted, extra


def replacing():
    """Seconds until the index has followed one changed document."""
    edition = Edition.objects.published().order_by("pk")[100]
    took = []
    for _time in range(5):
        IndexChange.objects.create(bundle=edition.pk)
        began = time.perf_counter()
        feeding.follow()
        view.reader()
        took.append(time.perf_counter() - began)
    return round(sorted(took)[2], 3)


def resident(queries):
    """Megabytes of a process that answers these pages and nothing else."""
    with tempfile.NamedTemporaryFile("w", suffix=".json", encoding="utf-8") as file:
        json.dump(queries, file)
        file.flush()
        command = [sys.executable, "-m", "tests.bench.answering", file.name]
        return int(subprocess.run(command, capture_output=True, text=True, check=True).stdout)


def compared():
    """PostgreSQL filled with the same articles, where the bench was given one."""
    if not POSTGRES:
        return None
    postgres = PostgresWords(POSTGRES)
    postgres.fill()
    return postgres


def main():
    """Measure everything once."""
    generations.current()
    every = known_items.items(view.reader().frequency, spread)
    items = [item for item in every if item.held_out][:LIMIT]
    queries, postgres = [item.query for item in items[:400]], compared()
    took = pages(queries, postgres)
    told = {
        "articles": Article.objects.published().count(),
        "queries": len(items),
        "pages": {
            name: [[at([pair[side] for pair in pairs], share) for share in (0.5, 0.95)] for side in (0, 1)]
            for name, pairs in took.items()
        },
        "answered": {name: round(sum(found for *_, found in rows) / len(rows), 3) for name, rows in took.items()},
        "rss": resident(queries),
    }
    told["mrr"], told["kinds"] = quality(items)
    told["phrases_found"], told["phrases"], told["phrases_extra"] = phrases(items)
    told["replace"] = replacing()
    if postgres is not None:
        postgres.drop()
    print(json.dumps(told, ensure_ascii=False))


main()

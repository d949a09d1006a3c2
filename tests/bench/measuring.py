"""One process that asks the library what the known-item set asks, and prints what that cost as one line of JSON."""

import json
import os
import time
from collections import defaultdict
from pathlib import Path

import django

django.setup()

from django.conf import settings  # noqa: E402  the apps are ready only now
from django.db import connection  # noqa: E402

from search.finding import results  # noqa: E402
from search.finding.eyes import COMMAND_LINE  # noqa: E402
from search.finding.results import Wanted  # noqa: E402
from search.index import feeding, generations, view, words  # noqa: E402
from search.index.asks import Ask, Phrase  # noqa: E402
from search.models import Article, Edition, IndexChange  # noqa: E402
from tests.bench import known_items  # noqa: E402

LIMIT = int(os.environ.get("BIHUAN_BENCH_QUERIES", "0")) or 10_000


def spread(text):
    """In how many articles a phrase stands."""
    return sum(view.reader().ask(Ask(Phrase(tuple(words.phrase(text))), best=1)).counts.values())


def at(figures, share):
    """The figure below which this share lies, in milliseconds."""
    return round(sorted(figures)[min(len(figures) - 1, int(len(figures) * share))], 2)


def timed(act):
    """Wall and CPU milliseconds of one call."""
    wall, cpu = time.perf_counter(), time.thread_time()
    act()
    return (time.perf_counter() - wall) * 1000, (time.thread_time() - cpu) * 1000


def pages(queries):
    """Every query once cold and once warm; for tantivy beside the bare call for the same page."""
    took, ratios, asks = defaultdict(list), [], []
    reader = view.reader()
    whole = type(reader).ask
    type(reader).ask = lambda self, ask: (asks.append(ask), whole(self, ask))[1]
    for name in ("first", "again"):
        for query in queries:
            asks.clear()
            took[name].append(timed(lambda query=query: results.find(Wanted(query), by=COMMAND_LINE)))
            if name == "again" and settings.SEARCH_BACKEND == "tantivy" and asks:
                took["bare"].append(timed(bare(reader, asks[-1])))
                ratios.append(took["again"][-1][0] / took["bare"][-1][0])
    type(reader).ask = whole
    return took, ratios


def bare(reader, ask):
    """The same question handed to tantivy with nothing around it: hits, facet counts, ten texts from the database."""
    match = reader.say.limited(reader.say.node(ask.match), ask.only, ask.never)
    query = reader.say.scored(match, ask)

    def call():
        found = reader.searcher.search(query, limit=ask.best, count=True).hits
        keys = reader.searcher.fast_field_values("part", [address for _score, address in found])
        reader.searcher.aggregate(match, {"d": {"terms": {"field": "bundle", "size": 60000}}})
        marks = ",".join(str(key) for key in keys[:10]) or "0"
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT id, text FROM search_article WHERE id IN ({marks})")
            cursor.fetchall()

    return call


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


def resident():
    """Megabytes of this process."""
    with Path("/proc/self/status").open(encoding="ascii") as status:
        return next(int(line.split()[1]) // 1024 for line in status if line.startswith("VmRSS"))


def main():
    """Measure everything once."""
    generations.current()
    every = known_items.items(view.reader().frequency, spread)
    items = [item for item in every if item.held_out][:LIMIT]
    took, ratios = pages([item.query for item in items[:400]])
    told = {
        "articles": Article.objects.published().count(),
        "queries": len(items),
        "pages": {
            name: [[at([pair[side] for pair in pairs], share) for share in (0.5, 0.95)] for side in (0, 1)]
            for name, pairs in took.items()
        },
        "rss": resident(),
    }
    told["mrr"], told["kinds"] = quality(items)
    told["phrases_found"], told["phrases"], told["phrases_extra"] = phrases(items)
    told["replace"] = replacing()
    if ratios:
        told["ratio"] = [at(ratios, 0.5), at(ratios, 0.95)]
    print(json.dumps(told, ensure_ascii=False))


main()

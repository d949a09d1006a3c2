"""PostgreSQL's own full-text search over the same words, asked for the same page."""

from collections import defaultdict

import psycopg

from search.finding.snippets import Marker
from search.index import words
from search.models import Article

TABLE = "bihuan_bench_article"
BEST, PAGE = 200, 10


class PostgresWords:
    """A table with a vector of our words and an index over it; words are joined by & (every) or | (any)."""

    def __init__(self, url):
        self.connection = psycopg.connect(url, autocommit=True)

    def fill(self):
        """Put every published article in, once; how many there are."""
        execute = self.connection.execute
        execute(f"DROP TABLE IF EXISTS {TABLE}")
        execute(
            f"CREATE UNLOGGED TABLE {TABLE} "
            "(id bigint PRIMARY KEY, edition bigint, level text, words tsvector, text text)"
        )
        columns = ("pk", "edition_id", "edition__regulation__level", "text")
        with self.connection.cursor() as cursor, cursor.copy(f"COPY {TABLE} FROM STDIN") as copy:
            for pk, edition, level, text in Article.objects.published().values_list(*columns).iterator():
                copy.write_row((pk, edition, level, _vector(text), text.replace("\0", "")))
        execute(f"CREATE INDEX ON {TABLE} USING gin (words)")
        execute(f"VACUUM ANALYZE {TABLE}")

    def page(self, query, joined):
        """The best articles by document, how many documents of each level match, ten texts with their marks."""
        said = list(dict.fromkeys(words.words(words.tidy(query))))[:16]
        if not said:
            return []
        asked = joined.join(f"'{word}'" for word in said)
        best = self.connection.execute(
            f"SELECT id, edition FROM {TABLE}, to_tsquery('simple', %s) q WHERE words @@ q "
            f"ORDER BY ts_rank(words, q) DESC LIMIT {BEST}",
            [asked],
        ).fetchall()
        self.connection.execute(
            f"SELECT level, count(DISTINCT edition) FROM {TABLE} "
            "WHERE words @@ to_tsquery('simple', %s) GROUP BY level",
            [asked],
        ).fetchall()
        groups = defaultdict(list)
        for key, edition in best:
            groups[edition].append(key)
        shown = [keys[0] for keys in groups.values()][:PAGE]
        texts = self.connection.execute(f"SELECT id, text FROM {TABLE} WHERE id = ANY(%s)", [shown]).fetchall()
        marker = Marker(said)
        return [marker.snippet(text) for _key, text in texts]

    def drop(self):
        """Leave nothing behind."""
        self.connection.execute(f"DROP TABLE IF EXISTS {TABLE}")
        self.connection.close()


def _vector(text):
    """The words with their places as PostgreSQL writes them."""
    places = defaultdict(list)
    for place, word in enumerate(words.words(words.folded(text)), start=1):
        places[word].append(min(place, 16383))
    return " ".join(f"'{word}':{','.join(map(str, spots[:250]))}" for word, spots in places.items())

"""相近条款: articles that say much the same, asked for by the rarest words of one."""

from collections import Counter

from django.utils import timezone

from search.finding import asked
from search.finding.eyes import Eyes
from search.finding.results import FoundArticle, Wanted
from search.index import view, words
from search.index.backend import Damaged
from search.models import Article

MOST_WORDS, LIKE, LIKELY, LONGEST = 10, 8, 5, 2000


def telling_words(text: str) -> str:
    """A query for the words of the library that tell most about a text, any of them."""
    counted = Counter(word for word in words.words(words.folded(text)) if len(word) > 1)
    try:
        frequency = view.reader().frequency
        known = {word: often for word in counted if (often := frequency(word))}
        rarest = sorted(known, key=lambda word: (known[word] / counted[word], word))
    except Damaged:
        rarest = [word for word, _often in counted.most_common()]
    return " OR ".join(f'"{word}"' for word in rarest[:MOST_WORDS])


def likely(text: str, *, by: Eyes, limit: int = LIKELY) -> list[Article]:
    """The articles in force today on which a text that is being written may rest, within sight, the likeliest first."""
    query = telling_words(text[:LONGEST])
    if not query:
        return []
    found = asked.articles(Wanted(query, day=timezone.localdate()), by=by, limit=limit * 2).hits
    return [hit.article for hit in found if hit.article][:limit]


def like(article: Article, *, by: Eyes) -> list[FoundArticle]:
    """Articles with the most of these words, one of each document, none that reads word by word the same."""
    found = asked.articles(Wanted(telling_words(article.text)), by=by, limit=LIKE * 3).hits
    kept: dict[int, FoundArticle] = {}
    for hit in found:
        if hit.article and hit.article.pk != article.pk and hit.article.text != article.text:
            kept.setdefault(hit.edition.regulation_id, hit)
    return list(kept.values())[:LIKE]

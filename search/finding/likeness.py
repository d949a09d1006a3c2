"""相近条款: articles that say much the same, asked for by the rarest words of one."""

from collections import Counter

from search.finding import asked
from search.finding.eyes import Eyes
from search.finding.results import FoundArticle, Wanted
from search.index import view, words
from search.index.backend import Damaged
from search.models import Article

MOST_WORDS, LIKE = 10, 8


def telling_words(article: Article) -> str:
    """A query for the words that tell most about an article, any of them."""
    counted = Counter(word for word in words.words(words.folded(article.text)) if len(word) > 1)
    try:
        frequency = view.reader().frequency
        rarest = sorted(counted, key=lambda word: (frequency(word) / counted[word], word))
    except Damaged:
        rarest = [word for word, _often in counted.most_common()]
    return " OR ".join(f'"{word}"' for word in rarest[:MOST_WORDS])


def like(article: Article, *, by: Eyes) -> list[FoundArticle]:
    """Articles with the most of these words, one of each document, none that reads word by word the same."""
    found = asked.articles(Wanted(telling_words(article)), by=by, limit=LIKE * 3).hits
    kept: dict[int, FoundArticle] = {}
    for hit in found:
        if hit.article and hit.article.pk != article.pk and hit.article.text != article.text:
            kept.setdefault(hit.edition.regulation_id, hit)
    return list(kept.values())[:LIKE]

"""What `manage verify_all` looks at in the library: every edition's articles are the words that were taken in."""

from collections.abc import Iterator
from itertools import groupby

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from accountability.verify import Difference
from search.intake import hash_of
from search.models import Article, Edition

CHUNK = 2000


def texts() -> Iterator[Difference]:
    """The articles of an edition have the digest that was taken when its file was read.

    The trail vouches for the edition's row and with it for the digest; the digest vouches for the articles.
    """
    kept = dict(_digested().values_list("pk", "text_hash"))
    rows = Article.objects.filter(edition__in=_digested().values("pk")).order_by("edition", "ordinal")
    for edition, articles in groupby(rows.iterator(chunk_size=CHUNK), lambda article: article.edition_id):
        if hash_of(articles) != kept.pop(edition, ""):
            yield _difference(edition, _("%(edition)s的条文与入库时的校验值不一致"))
    for edition in kept:
        yield _difference(edition, _("%(edition)s的条文已不在库中"))


def texts_count() -> int:
    """How many editions have a digest of their words."""
    return _digested().count()


def _digested() -> QuerySet[Edition]:
    return Edition.objects.exclude(text_hash="")


def _difference(pk: int, sentence: str) -> Difference:
    edition = Edition.objects.select_related("regulation").get(pk=pk)
    return Difference(f"search.edition:{pk}", sentence % {"edition": edition})

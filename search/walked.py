"""Regulations in 责任链: article and citation behind what cites them, and the ways in by article and by words."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability import walks
from accountability.walks import Entered, entering
from organizations.sight import Who

from . import findable
from .citing import find as cited
from .finding import work
from .finding.catalogue import catalogue
from .finding.eyes import Eyes
from .finding.references import reference_in
from .models import Article, Citation, Edition, Regulation, Relation
from .references import recognise

MOST, OF_A_KIND = 10, 5


def declare() -> None:
    """Register the library and what cites it."""
    walks.register(Regulation)
    walks.register(
        Edition, back={"regulation": (_("所属文件"), _("版本"))}, by="published_by", at="published_at",
        related=("regulation", "published_by"),
    )  # fmt: skip
    walks.register(Article, back={"edition": (_("所在文件"), _("条款"))}, related=("edition__regulation",))
    walks.register(
        Relation, back={"by_edition": (_("作出修改的文件"), _("修改、废止"))},
        forward={"to_edition": (_("修改、废止"), _("被修改的文件"))}, by="recorded_by", at="recorded_at",
        related=("recorded_by", "by_edition__regulation", "to_edition__regulation", "to_regulation"), has_page=False,
    )  # fmt: skip
    walks.register(
        Citation, back={"article": (_("所引条款"), _("被引用"))}, forward={"source": (_("依据"), _("据以办理"))},
        by="cited_by", at="cited_at", related=("cited_by",), has_page=False,
    )  # fmt: skip
    walks.enter(_articles)
    walks.enter(_words)


def _articles(asked: str, who: Who) -> Iterable[Entered]:
    """The articles meant: 《…》第…条 in a text, or an article reference as one types it into the search box."""
    found = cited(recognise(asked), who=who)
    if not found:
        reference = reference_in(asked, catalogue(timezone.localdate()).titles)
        if reference is not None and reference.regulations:
            place = {"number": reference.number, "edition__regulation__in": reference.regulations}
            rows = Eyes(who).articles().filter(**place, edition__in=Edition.objects.applying().values("pk"))
            found = list(rows.select_related("edition__regulation")[:MOST])
    return [entering.begin(article) for article in found[:MOST]]


def _words(asked: str, who: Who) -> Iterable[Entered]:
    """The things of the work in which a sentence stands."""
    for kind in findable.kinds():
        if walks.kind_of(kind.model):
            for row in work.find(asked, kind, by=who).rows[:OF_A_KIND]:
                yield Entered(str(kind.tab), "".join(piece.text for piece in row.title), entering.address(row.thing))

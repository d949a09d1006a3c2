"""Citations 引用: the verbs for the features above, and what they must say about themselves.

A feature declares in its `ready()` which of its things cite (`declare`). Thereby each has a page of its own on which
articles are found and cited (`search:thing_cite`); verbs may call `cite` and `cite_recognised` besides. When a cited
text stops to apply, `review` flags what is still live to its owners and to the keepers.
"""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import notices, trail
from accountability.digest import plain
from accountability.signing.manifests import in_first_language
from organizations import paths, rights
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, NotAllowed
from organizations.sight import Who

from . import events
from .describing import title_key
from .finding.eyes import COMMAND_LINE, Eyes
from .models import BINDING, Article, Citation, Edition, FoundBy, Regulation, Status
from .references import Reference, recognise

Things = Iterable[int]
MOST_CHOSEN = 20


@dataclass(frozen=True)
class Source:
    """What a kind of citing thing says about itself.

    `live`: which of these keys are still at work; `owners`: whose one is; `words`: in which of its words articles are
    looked for; `may`: whether a person may change what it cites.
    """

    live: Callable[[Things], set[int]]
    owners: Callable[[Any], Iterable[Person]]
    words: Callable[[Any], str]
    may: Callable[[Person, Any], bool]


_sources: dict[type[models.Model], Source] = {}


def declare(model: type[models.Model], source: Source) -> None:
    """Let the things of a model cite articles."""
    _sources[model] = source


def source_of(thing: models.Model) -> Source | None:
    """What its kind has declared, if it cites."""
    return _sources.get(type(thing))


def find(
    references: Iterable[Reference], *, who: Who = None, eyes: Eyes | None = None, on: datetime.date | None = None
) -> list[Article]:
    """The articles these references mean: of the edition that applies on a day (today), among what a person sees."""
    wanted = list(references)
    if not wanted:
        return []
    keys = {title_key(one.title) for one in wanted}
    named = models.Q(title_key__in=keys) | models.Q(aliases__key__in=keys)
    rows = Regulation.objects.filter(named).values_list("pk", "title_key", "aliases__key")
    by_key: dict[str, set[int]] = defaultdict(set)
    for pk, key, alias in rows:
        by_key[key].add(pk)
        if alias:
            by_key[alias].add(pk)
    editions = _applying({pk for found in by_key.values() for pk in found}, eyes or Eyes(who), on)
    return _articles(wanted, by_key, editions)


def _applying(regulations: set[int], eyes: Eyes, on: datetime.date | None) -> dict[int, int]:
    """The newest edition that a person sees of each document and that applies on a day, as document: edition."""
    seen = eyes.editions().filter(regulation__in=regulations).order_by().values("pk")
    rows = Edition.objects.filter(pk__in=seen).applying(on).newest_first()
    found: dict[int, int] = {}
    for edition, regulation in rows.values_list("pk", "regulation"):
        found.setdefault(regulation, edition)
    return found


def _articles(wanted: list[Reference], by_key: dict[str, set[int]], editions: dict[int, int]) -> list[Article]:
    condition = models.Q(pk__in=[])
    for one in wanted:
        place = {"text__startswith": one.name} if one.name else {"number": one.number, "suffix": one.suffix}
        condition |= models.Q(**place)
    rows = list(Article.objects.filter(condition, edition__in=editions.values()).with_edition())
    found: dict[int, Article] = {}
    for one in wanted:
        meant = by_key.get(title_key(one.title), set())
        for row in rows:
            if row.edition.regulation_id in meant and _is_meant(row, one):
                found.setdefault(row.pk, row)
    return list(found.values())


def _is_meant(article: Article, reference: Reference) -> bool:
    if reference.name:
        return article.text.startswith(reference.name)
    return article.number == reference.number and article.suffix == reference.suffix


def offer(text: str, *, who: Who, on: datetime.date | None = None) -> list[Article]:
    """The articles a text names, to be offered to whoever writes it."""
    return find(recognise(text), who=who, on=on)


def chosen(keys: Iterable[str], *, who: Who) -> list[Article]:
    """The articles with the keys that were ticked on a page, as far as a person sees them, in their order."""
    wanted = [int(key) for key in list(keys)[:MOST_CHOSEN] if key.isdecimal() and len(key) < 19]
    rows = Eyes(who).articles().select_related("edition__regulation").order_by().in_bulk(wanted)
    return [rows[key] for key in dict.fromkeys(wanted) if key in rows]


def cite(article: Article, *, source: models.Model, by: Person | None, found_by: str = FoundBy.CHOSEN) -> Citation:
    """Cite an article in a thing, with its words as they stand now; cited already, it is not cited twice.

    The caller holds the thing and has asked whether this person may change it; the product itself cites public ones.
    """
    if type(source) not in _sources:
        raise LookupError(f"{type(source)._meta.label} was not declared as something that cites.")
    if not _eyes(by).articles().filter(pk=article.pk).exists():
        raise NotAllowed(_("没有找到要引用的条款，请重新选择。"))
    with engine.hold(source):
        same = Citation.objects.of(source).filter(article=article).first()
        if same is not None:
            return same
        made = _citation(article, source, by, found_by)
        try:
            with transaction.atomic():
                made.save()
        except IntegrityError as error:
            raise AlreadyDone(_("这一条已经引用过。")) from error
        trail.record("article_cited", source, by=by, also=[made], extra={"article": made.label})
    return made


def _eyes(by: Person | None) -> Eyes:
    return COMMAND_LINE if by is None else Eyes(by)


def _citation(article: Article, source: models.Model, by: Person | None, found_by: str) -> Citation:
    path = trail.path_of(source)
    return Citation(
        content_type=ContentType.objects.get_for_model(source),
        object_id=source.pk,
        source_label=plain(source, 200),
        org_path=path,
        institution_path=getattr(source, "institution_path", None) or path,
        article=article,
        label=str(article)[:300],
        text=article.text,
        edition_date=article.edition.applies_from,
        found_by=found_by,
        cited_by=by,
    )


def cite_recognised(text: str, *, source: models.Model, by: Person | None) -> list[Citation]:
    """Cite every article that a text names and the library holds."""
    named = find(recognise(text), eyes=_eyes(by))
    return [cite(article, source=source, by=by, found_by=FoundBy.RECOGNISED) for article in named]


def may_change(person: Person | None, thing: models.Model) -> bool:
    """Whether a person may change what a thing cites."""
    source = source_of(thing)
    return person is not None and source is not None and source.may(person, thing)


def withdraw(citation: Citation, *, by: Person) -> None:
    """Take a citation back; that it was made stays on record. The caller has asked whether this person may."""
    with engine.hold(citation):
        if citation.withdrawn_at is not None:
            raise AlreadyDone(_("这条引用已经取消。"))
        citation.withdrawn_at = timezone.now()
        citation.version += 1
        citation.save()
        trail.record("citation_withdrawn", citation, by=by)


def settle(citation: Citation, *, by: Person) -> None:
    """Say that one has looked at what a flag says. The caller has asked whether this person may."""
    with engine.hold(citation):
        if citation.flagged_at is None or citation.settled_at is not None:
            raise AlreadyDone(_("这条提示已经处理。"))
        citation.settled_at, citation.settled_by = timezone.now(), by
        citation.version += 1
        citation.save()
        trail.record("citation_settled", citation, by=by)


def review(on: datetime.date | None = None) -> int:
    """Flag the live citations whose text applies no longer, each once; how many were flagged."""
    day = on or timezone.localdate()
    waiting = Citation.objects.live().filter(flagged_at__isnull=True)
    cited = Edition.objects.filter(pk__in=waiting.values("article__edition")).with_status(day)
    over = {
        edition.pk: edition
        for edition in cited.select_related("regulation")
        if edition.is_published and edition.status not in {*BINDING, Status.NOT_YET}
    }
    rows = waiting.filter(article__edition__in=over).select_related("article", "content_type").in_order()
    flagged = [_flag(citation, over[citation.article.edition_id]) for citation in _still_live(list(rows))]
    _tell_keepers(flagged, over)
    return len(flagged)


def _still_live(citations: list[Citation]) -> list[Citation]:
    """Without those whose thing is finished."""
    by_kind: dict[ContentType, list[Citation]] = defaultdict(list)
    for citation in citations:
        by_kind[citation.content_type].append(citation)
    kept: list[Citation] = []
    for kind, found in by_kind.items():
        model = kind.model_class()
        source = _sources.get(model) if model else None
        live = source.live({citation.object_id for citation in found}) if source else set()
        kept += [citation for citation in found if citation.object_id in live]
    return kept


def _flag(citation: Citation, edition: Edition) -> Citation:
    """Flag one citation and tell the owners of what cites."""
    with engine.hold(citation):
        with in_first_language():
            citation.flag = _sentence(citation, edition)[:300]
        citation.flagged_at = timezone.now()
        citation.version += 1
        citation.save()
        trail.record("citation_flagged", citation, by=None, because=citation.flag)
        events.citation_flagged.send(sender=Citation, thing=citation, by=None, because=citation.flag)
        thing: Any = citation.source
        source = _sources[type(thing)]
        told = f"{citation.source_label[:60]}：{citation.flag}"
        notices.notify(
            source.owners(thing), text=told, url=thing.get_absolute_url(), source=citation, kind="citation_flagged"
        )
    return citation


def _sentence(citation: Citation, edition: Edition) -> str:
    """What became of the cited text, and whether the words of the article in force are still the same."""
    said = {"label": citation.label, "status": edition.status.label}
    if edition.status != Status.AMENDED:
        return _("所引%(label)s所在文件%(status)s，请核对依据。") % said
    newest = Edition.objects.filter(regulation=edition.regulation_id).applying().newest_first().first()
    place = {"number": citation.article.number, "suffix": citation.article.suffix}
    now = newest.articles.filter(**place).first() if newest and citation.article.number else None
    if now is not None and now.text == citation.text:
        return _("所引%(label)s已有新版本，该条文字未变，请核对依据。") % said
    return _("所引%(label)s已修改，该条文字有变化，请核对依据。") % said


def _kept_at(edition: Edition, citation: Citation) -> list[str]:
    """Where the library is kept that has the edition; what the product ships is everybody's, hence the top's."""
    if place := edition.regulation.org_path or citation.org_path:
        return paths.lineage(place)[:1] if not edition.regulation.org_path else [place]
    return list(Organization.objects.filter(parent__isnull=True).values_list("path", flat=True))


def _tell_keepers(flagged: list[Citation], editions: dict[int, Edition]) -> None:
    """One notice to every keeper of the library in which the things stand that cite a text no longer in force."""
    by_place: dict[tuple[int, str], int] = defaultdict(int)
    for citation in flagged:
        edition = editions[citation.article.edition_id]
        for place in _kept_at(edition, citation):
            by_place[edition.pk, place] += 1
    for (pk, place), count in by_place.items():
        edition = editions[pk]
        with in_first_language():
            text = _("%(title)s%(status)s，仍有%(count)d处引用，已提示相关责任人。") % {
                "title": edition.regulation.cited_title,
                "status": edition.status.label,
                "count": count,
            }
        keepers = rights.who_may("search.keep_library", place)
        notices.notify(keepers, text=text, url=edition.get_absolute_url(), source=edition, kind="citation_flagged")

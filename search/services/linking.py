"""What editions do to other documents: recorded by a keeper, or read in the closing articles 《…》同时废止."""

import datetime
from collections import defaultdict

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Max, OuterRef, Subquery
from django.utils.translation import gettext as _

import engine
from accountability import trail
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid
from search import events, permissions
from search.describing import IN_FORCE, REPEALED, day_of, title_key
from search.models import Article, Edition, EditionState, Regulation, Relation, RelationKind

CLOSING = 4


def relate(
    regulation: Regulation,
    *,
    kind: str,
    by: Person,
    since: datetime.date | None = None,
    by_edition: Edition | None = None,
    by_text: str = "",
    to_edition: Edition | None = None,
    note: str = "",
) -> Relation:
    """Record that an edition, or a paper that is not in the library, does something to a document."""
    said = by_text.strip()
    with engine.hold(regulation):
        require_keeper(regulation, by)
        if by_edition is None and not said:
            raise Invalid({"by_text": _("请选择或写明依据的文件。")})
        if by_edition is not None and by_edition.regulation_id == regulation.pk:
            raise Invalid({"by_edition": _("同一份文件的新版本自动使旧版本成为“已修改”，不需要登记关系。")})
        if since is None:
            raise Invalid({"since": _("请填写起始日期。")})
        same = Relation.objects.filter(
            kind=kind, by_edition=by_edition, by_text=said, to_regulation=regulation, to_edition=to_edition
        )
        if same.exists():
            raise AlreadyDone(_("这条关系已经登记过，不需要重复登记。"))
        made = Relation.objects.create(
            kind=kind,
            by_edition=by_edition,
            by_text=said,
            to_regulation=regulation,
            to_edition=to_edition,
            since=since,
            note=note.strip(),
            recorded_by=by,
        )
        trail.record("relation_recorded", regulation, by=by, also=[made], extra={"kind": kind})
        events.relation_recorded.send(sender=Relation, thing=made, by=by)
        _tell_index([regulation.pk], by)
    return made


def require_keeper(regulation: Regulation, by: Person) -> None:
    """Refuse whoever does not keep the library in which this document stands."""
    if regulation.org_path:
        permissions.require(by, "keep_library", regulation)
        return
    places = [place for place in permissions.kept_places(by) if permissions.keeps_for_all(place)]
    permissions.require(by, "keep_library", places[0].path if places else "")


def keeps(who: Person, regulation: Regulation) -> bool:
    """Whether a person keeps the library in which this document stands."""
    if regulation.org_path:
        return permissions.may(who, "keep_library", regulation)
    return any(permissions.keeps_for_all(place) for place in permissions.kept_places(who))


def hold_shelf() -> None:
    """Whoever adds documents waits here for whoever adds some already, until the end of his transaction."""
    kind = ContentType.objects.select_for_update(no_key=True).filter(app_label="search", model="regulation")
    list(kind.values_list("pk"))


def link_repeals(*, by: Person | None) -> int:
    """Record what closing articles of public documents say they repeal; how many relations were new."""
    by_title: dict[str, list[int]] = defaultdict(list)
    for pk, key in Regulation.objects.filter(org_path="").values_list("pk", "title_key"):
        by_title[key].append(pk)
    found: list[Relation] = []
    for article in _closing_articles():
        mine = article.edition.regulation_id
        days = [day_of(found[1]) for found in IN_FORCE.finditer(article.text)]
        since = next((day for day in days if day), None) or article.edition.applies_from
        for title in REPEALED.findall(article.text):
            if since:
                others = [target for target in by_title.get(title_key(title), []) if target != mine]
                found += [_repeal(article, target, since, by) for target in others]
    return _record(found, by) if found else 0


def _closing_articles() -> list[Article]:
    """The last articles of public editions that speak of a repeal."""
    last = Article.objects.filter(edition=OuterRef("edition")).order_by().values("edition")
    newest = last.annotate(last=Max("ordinal")).values("last")
    rows = Article.objects.filter(
        edition__state=EditionState.PUBLISHED, edition__regulation__org_path="", text__contains="废止"
    )
    rows = rows.annotate(last=Subquery(newest)).select_related("edition").order_by("edition__issued_on", "pk")
    return [row for row in rows if row.ordinal > row.last - CLOSING]


def _repeal(article: Article, target: int, since: datetime.date, by: Person | None) -> Relation:
    return Relation(
        kind=RelationKind.REPEALS,
        by_edition=article.edition,
        to_regulation_id=target,
        since=since,
        note=article.label,
        recorded_by=by,
    )


def _record(found: list[Relation], by: Person | None) -> int:
    """Write down those nobody has written down yet; how many."""
    with transaction.atomic():
        hold_shelf()
        rows = Relation.objects.filter(kind=RelationKind.REPEALS)
        known = set(rows.values_list("by_edition__regulation", "to_regulation"))
        made = []
        for relation in found:
            pair = (relation.by_edition.regulation_id if relation.by_edition else 0, relation.to_regulation_id)
            if pair not in known:
                known.add(pair)
                made.append(relation)
        if not made:
            return 0
        Relation.objects.bulk_create(made)
        trail.record("relation_recorded", made[0].to_regulation, by=by, also=made, extra={"count": len(made)})
        _tell_index([relation.to_regulation_id for relation in made], by)
        events.relation_recorded.send(sender=Relation, thing=made[0], by=by)
    return len(made)


def _tell_index(regulations: list[int], by: Person | None) -> None:
    ids = list(Edition.objects.published().filter(regulation__in=regulations).values_list("pk", flat=True))
    events.library_changed.send(sender=Edition, ids=ids, by=by)

"""What a keeper says anew about a document, and a draft he takes back."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

import engine
from accountability import trail
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotYet
from search import events, permissions
from search.describing import title_key
from search.models import Access, Alias, Edition, EditionState, Regulation

from .linking import hold_shelf, require_keeper

MOST_ALIASES, LONGEST_ALIAS = 20, 200


def describe_regulation(
    regulation: Regulation,
    *,
    by: Person,
    title: str,
    aliases: Iterable[str],
    kind: str,
    access: str,
    readers: Iterable[Organization] = (),
    review_months: int | None = None,
) -> None:
    """Say anew how a document is called, what it is for and who reads it; its texts stay as they are."""
    names = list(dict.fromkeys(name.strip() for name in aliases if name.strip()))
    with engine.hold(regulation):
        require_keeper(regulation, by)
        hold_shelf()
        before = {"aliases": list(regulation.aliases.values_list("name", flat=True)), "readers": _named(regulation)}
        _check(regulation, title.strip(), names, access)
        regulation.title, regulation.title_key = title.strip(), title_key(title)
        regulation.kind, regulation.review_months = kind, review_months
        if regulation.is_own:
            regulation.access = access
            regulation.readers.set(readers if access == Access.UNITS else ())
        regulation.version += 1
        regulation.save()
        _name(regulation, names)
        after = {"aliases": names, "readers": _named(regulation)}
        changed = {name: [before[name], after[name]] for name in before if before[name] != after[name]}
        trail.record("regulation_described", regulation, by=by, changed=changed)
        ids = list(Edition.objects.published().filter(regulation=regulation).values_list("pk", flat=True))
        events.library_changed.send(sender=Edition, ids=ids, by=by)


def _named(regulation: Regulation) -> list[str]:
    return list(regulation.readers.order_by("path").values_list("name", flat=True))


def _check(regulation: Regulation, title: str, names: list[str], access: str) -> None:
    key = title_key(title)
    if not key:
        raise Invalid({"title": _("请填写名称。")})
    same = Regulation.objects.filter(title_key=key, level=regulation.level, org_path=regulation.org_path)
    if same.exclude(pk=regulation.pk).exists():
        raise Invalid({"title": _("库中已有同名的《%(title)s》，请换一个名称。") % {"title": title}})
    if len(names) > MOST_ALIASES or any(len(name) > LONGEST_ALIAS or not title_key(name) for name in names):
        raise Invalid({"aliases": _("简称最多20个，每个不超过200个字。")})
    if not regulation.is_own and access != Access.PUBLIC:
        raise Invalid({"access": _("公共法规所有登录人员可读，不能缩小阅读范围。")})


def _name(regulation: Regulation, names: list[str]) -> None:
    """Its other names, each key once."""
    keyed = {title_key(name): name for name in names}
    regulation.aliases.exclude(key__in=keyed).delete()
    known = set(regulation.aliases.values_list("key", flat=True))
    rows = [Alias(regulation=regulation, name=name, key=key) for key, name in keyed.items() if key not in known]
    Alias.objects.bulk_create(rows)


def withdraw_draft(edition: Edition, *, because: str, by: Person) -> None:
    """撤回: a text that is not published is given up, wherever it is; it stays readable for its keepers."""
    with engine.hold(edition):
        permissions.require(by, "keep_library", edition)
        if edition.state == EditionState.ABANDONED:
            raise AlreadyDone(_("这份文本已经撤回。"))
        if edition.state == EditionState.PUBLISHED:
            raise NotYet(_("已经发布的文本不能撤回；不再适用的，请登记废止。"))
        if not because.strip():
            raise Invalid({"because": _("请写明撤回的理由。")})
        edition.state = EditionState.ABANDONED
        edition.version += 1
        edition.save()
        trail.record("edition_abandoned", edition, by=by, because=because.strip())
        if edition.process_id is not None:
            engine.cancel(edition, by=by, because=because.strip())

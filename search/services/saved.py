"""Saved searches: kept by a person, looked at again when the library has changed, told once."""

import datetime
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import notices
from organizations.models import Person
from organizations.refusals import Invalid, NotYet
from search.finding import asked
from search.finding.catalogue import FILTERS
from search.finding.eyes import Eyes
from search.finding.results import Wanted
from search.models import IndexChange, SavedSearch

MOST_KEPT, LOOKED_AT, LONGEST = 50, 50, 200


def keep_search(query: str, *, filters: dict[str, str], name: str, notify: bool, by: Person) -> SavedSearch:
    """Keep a question; what it finds now is what later findings are compared with."""
    said = query.strip()[:LONGEST]
    if not said:
        raise Invalid({"query": _("请先输入检索词，再收藏。")})
    if SavedSearch.objects.filter(person=by).count() >= MOST_KEPT:
        raise NotYet(_("收藏的检索已有50条，请先删除不再需要的。"))
    chosen = {key: value for key, value in filters.items() if key in (*FILTERS, "on") and value}
    seen = standing(said, chosen, by)
    named = (name.strip() or said)[:100]
    return SavedSearch.objects.create(person=by, name=named, query=said, filters=chosen, notify=notify, seen=seen)


def drop_search(saved: SavedSearch, *, by: Person) -> None:
    """Keep it no longer."""
    SavedSearch.objects.filter(pk=saved.pk, person=by).delete()


def standing(query: str, filters: dict[str, str], person: Person) -> dict[str, str]:
    """The editions found first, each with the digest of its text."""
    day = None
    if on := filters.get("on"):
        day = datetime.date.fromisoformat(on)
    chosen = {key: value for key, value in filters.items() if key in FILTERS}
    found = asked.page(Wanted(query, chosen, day, size=LOOKED_AT), by=Eyes(person))
    return {str(document.edition.pk): document.edition.text_hash for document in found.documents}


def look_again(saved: SavedSearch) -> int:
    """Ask once more and tell its owner what is new or reads differently; how many editions."""
    now: dict[str, Any] = standing(saved.query, saved.filters, saved.person)
    changed = [key for key, text in now.items() if saved.seen.get(key) != text]
    with transaction.atomic():
        saved.seen, saved.looked_at = {**saved.seen, **now}, timezone.now()
        saved.save(update_fields=["seen", "looked_at"])
        if changed:
            told = {"name": saved.name, "count": len(changed)}
            text = _("您收藏的检索“%(name)s”有%(count)d份新增或变化的文件。") % told
            url = reverse("search:saved_open", args=[saved.pk])
            notices.notify([saved.person], text=text, url=url, source=None, kind="saved_search")
    return len(changed)


def due() -> list[SavedSearch]:
    """Those to look at again: kept by people in office, not looked at since the library changed."""
    newest = IndexChange.objects.order_by("-pk").values_list("at", flat=True).first()
    if newest is None:
        return []
    rows = SavedSearch.objects.filter(notify=True, looked_at__lt=newest, person__active=True)
    return list(rows.select_related("person").order_by("looked_at", "pk")[:20])

"""Notices: one sentence to one person with the page it is about; all of them in one statement."""

from collections.abc import Iterable
from typing import NamedTuple

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.models import Notice
from organizations.models import Person
from organizations.refusals import NotFound


class Tiding(NamedTuple):
    """What one person is told."""

    person: Person
    text: str
    url: str


def notify(persons: Iterable[Person], *, text: str, url: str, source: models.Model | None, kind: str) -> int:
    """Tell several people the same, each once; returns how many were told."""
    return tell([Tiding(person, text, url) for person in dict.fromkeys(persons)], source=source, kind=kind)


def tell(tidings: Iterable[Tiding], *, source: models.Model | None, kind: str) -> int:
    """Tell each person his own sentence; people who have left are passed over; returns how many were told."""
    ctype = ContentType.objects.get_for_model(source) if source else None
    made = [
        Notice(
            person=tiding.person,
            text=tiding.text[:300],
            url=tiding.url,
            kind=kind,
            source_type=ctype,
            source_id=source.pk if source else None,
            source_label=str(source)[:200] if source else "",
            org_path=getattr(source, "org_path", "") or "",
        )
        for tiding in tidings
        if tiding.person.active
    ]
    return len(Notice.objects.bulk_create(made, batch_size=500))


def mark_read(notice: Notice, *, by: Person) -> Notice:
    """Note that a person opened his notice; the first time counts."""
    if notice.person_id != by.pk:
        raise NotFound(_("没有找到这条通知。"))
    Notice.objects.filter(pk=notice.pk, read_at__isnull=True).update(read_at=timezone.now())
    notice.refresh_from_db(fields=["read_at"])
    return notice


def mark_answered(person: Person, *, url: str) -> int:
    """Note that a person has done what the notices with this address asked for; returns how many were unread."""
    asked = Notice.objects.filter(person=person, url=url, read_at__isnull=True)
    return asked.update(read_at=timezone.now())


def mark_all_read(person: Person) -> int:
    """Note that a person has seen everything; returns how many were unread."""
    return Notice.objects.filter(person=person, read_at__isnull=True).update(read_at=timezone.now())

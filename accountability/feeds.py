"""Subscribed calendars: a secret address is made, replaced and taken back by the person himself.

The address opens without a password, so it lives no longer than what made it: with another password, or a phone that
was lost, it ends too, lest whoever had a session for a minute reads along for ever.
"""

import datetime
import hashlib
import secrets
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import trail
from accountability.models import CalendarFeed
from organizations.models import Person, User
from organizations.refusals import AlreadyDone

BYTES = 32
NOTED_EVERY = datetime.timedelta(hours=1)


def open_feed(person: Person, *, by: Person) -> tuple[CalendarFeed, str]:
    """Make a new address, which ends the former one; the secret is told this once and kept nowhere."""
    secret = secrets.token_urlsafe(BYTES)
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        _end(person, by=by)
        feed = CalendarFeed.objects.create(person=person, token_digest=_digest(secret))
        trail.record("calendar_feed_opened", feed, by=by)
    return feed, secret


def revoke_feed(person: Person, *, by: Person) -> None:
    """End the address that is in use; programs that subscribed to it get nothing from now on."""
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        if not _end(person, by=by):
            raise AlreadyDone(_("订阅地址已经停用，请刷新页面查看。"))


def end_with_secrets(sender: object, thing: Person, by: Person | None, because: str = "", **_event: Any) -> None:
    """What opened the door before was changed or lost: the address goes with it, if there is one."""
    Person.objects.select_for_update(no_key=True).get(pk=thing.pk)  # who is making one waits, or is seen
    _end(thing, by=by, because=because)


def _end(person: Person, *, by: Person | None, because: str = "") -> bool:
    feed = CalendarFeed.objects.filter(person=person, revoked_at__isnull=True).first()
    if feed is None:
        return False
    feed.revoked_at = timezone.now()
    feed.save(update_fields=["revoked_at"])
    trail.record("calendar_feed_revoked", feed, by=by, because=because)
    return True


def account_of(secret: str) -> User | None:
    """Whose calendar an address is: nobody's once it is revoked, or its owner's account is closed."""
    feed = CalendarFeed.objects.filter(token_digest=_digest(secret), revoked_at__isnull=True).first()
    if feed is None:
        return None
    now = timezone.now()
    if feed.read_at is None or now - feed.read_at > NOTED_EVERY:
        CalendarFeed.objects.filter(pk=feed.pk).update(read_at=now)
    owner = User.objects.filter(person=feed.person_id, is_active=True, person__active=True)
    return owner.select_related("person").first()


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()

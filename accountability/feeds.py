"""Subscribed calendars: a secret address is made, replaced and taken back by the person himself."""

import datetime
import hashlib
import secrets

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
        CalendarFeed.objects.filter(person=person, revoked_at__isnull=True).update(revoked_at=timezone.now())
        feed = CalendarFeed.objects.create(person=person, token_digest=_digest(secret))
        trail.record("calendar_feed_opened", feed, by=by)
    return feed, secret


def revoke_feed(person: Person, *, by: Person) -> None:
    """End the address that is in use; programs that subscribed to it get nothing from now on."""
    with transaction.atomic():
        Person.objects.select_for_update(no_key=True).get(pk=person.pk)
        feed = CalendarFeed.objects.filter(person=person, revoked_at__isnull=True).first()
        if feed is None:
            raise AlreadyDone(_("订阅地址已经停用，请刷新页面查看。"))
        feed.revoked_at = timezone.now()
        feed.save(update_fields=["revoked_at"])
        trail.record("calendar_feed_revoked", feed, by=by)


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

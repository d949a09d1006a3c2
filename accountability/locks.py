"""Log-ins that failed: whose, from where, whether locked; a security administrator lifts the lock, and that is told."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

from axes.handlers.proxy import AxesProxyHandler
from axes.models import AccessAttempt
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import trail
from organizations import events, rights
from organizations.backends import name_to_lock
from organizations.models import Person, User
from organizations.permissions import KEEP_PEOPLE
from organizations.refusals import Invalid, NotAllowed, NotYet


@dataclass(frozen=True)
class Failed:
    """The failures of one account."""

    person: Person
    username: str
    count: int
    addresses: str
    at: datetime
    is_locked: bool


def counted_as(username: str) -> str:
    """The name under which the failures of an account are counted."""
    return name_to_lock(HttpRequest(), {"username": username})


def failures(people: QuerySet[Person]) -> list[Failed]:
    """The accounts of these people at whose door somebody failed lately, the newest first."""
    return look(people)[0]


def look(people: QuerySet[Person]) -> tuple[list[Failed], int]:
    """The failures of these people's accounts, and how many were counted for names that nobody has."""
    found: dict[str, list[AccessAttempt]] = defaultdict(list)
    for attempt in AccessAttempt.objects.order_by("-attempt_time"):
        found[attempt.username or ""].append(attempt)
    if not found:
        return [], 0
    rows = []
    kept = set(people.values_list("pk", flat=True))
    for user in User.objects.select_related("person__home"):
        attempts = found.pop(counted_as(user.username), None)
        if attempts and user.person_id in kept:
            rows.append(_failed(user, attempts))
    unknown = sum(one.failures_since_start for attempts in found.values() for one in attempts)
    return sorted(rows, key=lambda row: row.at, reverse=True), unknown


def _failed(user: User, attempts: list[AccessAttempt]) -> Failed:
    since = timezone.now() - timedelta(hours=settings.AXES_COOLOFF_TIME)
    by_address: dict[str, int] = defaultdict(int)
    for one in attempts:
        if one.attempt_time > since:
            by_address[one.ip_address or ""] += one.failures_since_start
    return Failed(
        person=user.person,  # type: ignore[arg-type]
        username=user.username,
        count=sum(one.failures_since_start for one in attempts),
        addresses="、".join(dict.fromkeys(one.ip_address or "" for one in attempts)),
        at=max(one.attempt_time for one in attempts),
        is_locked=any(count >= settings.AXES_FAILURE_LIMIT for count in by_address.values()),
    )


@transaction.atomic
def lift(person: Person, *, by: Person, because: str) -> None:
    """Forget the failures of a person's account."""
    rights.require(by, KEEP_PEOPLE, person.home)
    if by.pk == person.pk:
        raise NotAllowed(_("不能解除自己的登录锁定，请由其他管理员办理。"))
    if not because.strip():
        raise Invalid({"because": _("请写明解除的原因，例如经本人当面确认。")})
    account = User.objects.filter(person=person).first()
    if account is None or not AxesProxyHandler.reset_attempts(username=counted_as(account.username)):
        raise NotYet(_("该人员的账号没有登录失败记录，不需要解除。"))
    events.login_lock_lifted.emit(person, by=by, because=because)


def note_failure(credentials: dict[str, str], request: HttpRequest | None = None, **_signal: object) -> None:
    """Write a failed log-in of a known account into the trail; what comes while it is locked only prolongs the lock."""
    if request is None or not AxesProxyHandler.is_allowed(request, credentials):
        return
    user = User.objects.filter(username__iexact=credentials.get("username") or "").select_related("person").first()
    if user is not None and user.person is not None:
        trail.witness("login_failed", user.person, by=None, extra={"ip": request.META.get("REMOTE_ADDR", "")})

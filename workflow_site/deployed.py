"""What `manage check --deploy` asks of an installation beyond Django's own list, each with a number and what to do.

An error or a doubt (E, W) is about something that stands open. What only the operator can decide and what leaves the
site safe, if lonely, as long as he has not (its names, the proxies before it, who keeps its checkpoints) is told as a
piece of information (I), which `--fail-level WARNING` passes over: `BIHUAN_HTTPS=yes` by itself is clean.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Info, Tags, register
from django.core.checks import Warning as Doubt
from django.db import DatabaseError, connection

from accountability import verify_trail

LEAST_LOG_DAYS = 183
MOST_ATTEMPTS, LEAST_LOCK_MINUTES, MOST_IDLE_MINUTES = 10, 10, 60
LEAST_CHARACTERS = 16  # different ones in a key that was given
PLACEHOLDERS = ("change", "secret", "example", "insecure", "bihuan", "12345678")


def declare() -> None:
    """Register the checks; they run with --deploy alone, the plain start on one's own machine is not scolded."""
    for check in (check_logs, check_key, check_openness, check_hosts, check_outlets, check_door, check_guards):
        register(check, Tags.security, deploy=True)


def check_logs(**_given: Any) -> Iterator[CheckMessage]:
    """The logs are kept for half a year at least."""
    if settings.LOG_DAYS < LEAST_LOG_DAYS:
        yield Error(
            f"Logs are kept for {settings.LOG_DAYS} days, less than {LEAST_LOG_DAYS}.",
            hint="Let the collector keep them longer and say so in BIHUAN_LOG_DAYS.",
            id="bihuan.E001",
        )


def check_key(**_given: Any) -> Iterator[CheckMessage]:
    """The key is nobody's example."""
    key = settings.SECRET_KEY.lower()
    if len(set(key)) < LEAST_CHARACTERS or key.startswith(PLACEHOLDERS):
        yield Error(
            "BIHUAN_SECRET_KEY looks like an example.",
            hint="Leave it empty and one is generated, or give 50 random characters.",
            id="bihuan.E002",
        )


def check_openness(**_given: Any) -> Iterator[CheckMessage]:
    """Neither the developers' pages nor the demo's known passwords stand open."""
    if settings.DEBUG:
        yield Error("BIHUAN_DEBUG is on.", hint="Set BIHUAN_DEBUG=no.", id="bihuan.E003")
    if settings.DEMO:
        hint = "Start with --no-demo (BIHUAN_DEMO=no) on a database without the demo city."
        yield Error("The log-in page offers the demo accounts and their password.", hint=hint, id="bihuan.E004")


def check_hosts(**_given: Any) -> Iterator[CheckMessage]:
    """The site answers to its own names only, and knows how many proxies stand before it."""
    if "*" in settings.ALLOWED_HOSTS:
        yield Error("The site answers to any name.", hint="Name it in BIHUAN_ALLOWED_HOSTS.", id="bihuan.E005")
    if settings.HTTPS and not settings.HOSTS_GIVEN:
        hint = "Name the address people type in BIHUAN_ALLOWED_HOSTS."
        yield Info("The site answers to loopback names only.", hint=hint, id="bihuan.I006")
    if settings.HTTPS and not settings.PROXIES:
        hint = "Say in BIHUAN_PROXIES how many proxies add to X-Forwarded-For."
        yield Info("All visitors share the address of the proxy: one locks out all.", hint=hint, id="bihuan.I007")


def check_outlets(**_given: Any) -> Iterator[CheckMessage]:
    """Checkpoints of the trail go where the owner of this machine cannot change them."""
    mailed = settings.CHECKPOINT_MAIL and settings.SMTP_URL
    elsewhere = not settings.CHECKPOINT_FILE.is_relative_to(settings.VAR_DIR)
    if not (mailed or elsewhere or settings.CHECKPOINT_SYSLOG):
        yield Info(
            "Checkpoints of the trail stay on this machine.",
            hint="Set BIHUAN_CHECKPOINT_SYSLOG, BIHUAN_CHECKPOINT_MAIL with BIHUAN_SMTP_URL, or BIHUAN_CHECKPOINT_FILE "
            "on another machine's disk.",
            id="bihuan.I008",
        )


def check_door(**_given: Any) -> Iterator[CheckMessage]:
    """The log-in locks after a few wrong passwords, and a session left alone ends."""
    if settings.LOGIN_ATTEMPTS > MOST_ATTEMPTS or settings.LOGIN_LOCK_MINUTES < LEAST_LOCK_MINUTES:
        yield Doubt(
            "The log-in locks too late or for too short a time.",
            hint=f"At most {MOST_ATTEMPTS} in BIHUAN_LOGIN_ATTEMPTS, at least {LEAST_LOCK_MINUTES} in "
            "BIHUAN_LOGIN_LOCK_MINUTES.",
            id="bihuan.W009",
        )
    if settings.SESSION_IDLE_MINUTES > MOST_IDLE_MINUTES:
        hint = f"At most {MOST_IDLE_MINUTES} in BIHUAN_SESSION_IDLE_MINUTES."
        yield Doubt("A session left alone stays open for long.", hint=hint, id="bihuan.W010")


def check_guards(**_given: Any) -> Iterator[CheckMessage]:
    """The database itself refuses to change the trail; a database that was never migrated has none to guard."""
    try:
        there = "accountability_trailevent" in connection.introspection.table_names()
        missing = list(verify_trail.guards()) if there else []
    except DatabaseError as error:
        yield Error(f"The database cannot be asked: {type(error).__name__}.", id="bihuan.E011")
        return
    if missing:
        yield Error("The trail is not guarded.", hint="Run manage.py migrate, then verify_all.", id="bihuan.E012")

"""Calendars as other programs read them (RFC 5545): one subscribed by a person, and one entry to be taken along."""

import datetime
from collections.abc import Callable, Iterable
from zoneinfo import ZoneInfo

import icalendar
from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.dates import ONE_DAY, Dated

MAKER = "-//Bihuan//Bihuan//ZH"
HERE = ZoneInfo(settings.TIME_ZONE)
REFRESHED = datetime.timedelta(hours=1)
BEFORE = datetime.timedelta(minutes=30)
MEDIA_TYPE = "text/calendar; charset=utf-8"

Absolute = Callable[[str], str]


def as_ics(entries: Iterable[Dated], *, name: str, host: str, absolute: Absolute) -> bytes:
    """The entries as a calendar; `host` makes their marks unique in the world, `absolute` completes an address."""
    whole = icalendar.Calendar()
    whole.add("prodid", MAKER)
    whole.add("version", "2.0")
    whole.add("calscale", "GREGORIAN")
    whole.add("method", "PUBLISH")
    whole.add("x-wr-calname", name)
    whole.add("x-wr-timezone", settings.TIME_ZONE)
    whole.add("refresh-interval", REFRESHED, parameters={"VALUE": "DURATION"})
    for entry in entries:
        whole.add_component(_event(entry, host=host, absolute=absolute))
    whole.add_missing_timezones()
    made: bytes = whole.to_ical()
    return made


def _event(entry: Dated, *, host: str, absolute: Absolute) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{entry.uid}@{host}")
    event.add("dtstamp", (entry.changed_at or timezone.now()).astimezone(datetime.UTC))
    event.add("sequence", entry.sequence)
    event.add("summary", entry.title)
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    _add_times(event, entry)
    if entry.place:
        event.add("location", entry.place)
    address = absolute(entry.url) if entry.url else ""
    if said := "\n".join(filter(None, (entry.note, address))):
        event.add("description", said)
    if address:
        event.add("url", address)
    if entry.is_reminded and not entry.is_cancelled:
        event.add_component(_alarm(entry))
    return event


def _add_times(event: icalendar.Event, entry: Dated) -> None:
    """A day is free for other things; an hour is not. The last day of whole days is not included in iCalendar."""
    if isinstance(entry.starts, datetime.datetime):
        ends = entry.ends if isinstance(entry.ends, datetime.datetime) else entry.starts
        event.add("dtstart", entry.starts.astimezone(HERE))
        event.add("dtend", max(ends, entry.starts).astimezone(HERE))
        event.add("transp", "TRANSPARENT" if entry.is_cancelled else "OPAQUE")
        return
    event.add("dtstart", entry.starts)
    event.add("dtend", entry.last_day + ONE_DAY)
    event.add("transp", "TRANSPARENT")


def _alarm(entry: Dated) -> icalendar.Alarm:
    alarm = icalendar.Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", _("即将开始：%(what)s") % {"what": entry.title})
    alarm.add("trigger", -BEFORE)
    return alarm

"""Minutes cite articles of the library: which are still at work, whose they are."""

from collections.abc import Iterable

from meetings.models import MeetingState, Minutes
from organizations.models import Person
from search import citing
from search.citing import Source

from .permissions import works_at

OPEN = (MeetingState.HELD, MeetingState.REVIEWING)


def declare() -> None:
    """Tell the library."""
    citing.declare(Minutes, Source(at_work, owners_of, lambda minutes: minutes.text, may_cite))


def at_work(keys: Iterable[int]) -> set[int]:
    """Minutes in force: all that were not cancelled with their meeting."""
    living = Minutes.objects.exclude(meeting__state=MeetingState.CANCELLED)
    return set(living.filter(pk__in=list(keys)).values_list("pk", flat=True))


def owners_of(minutes: Minutes) -> Iterable[Person]:
    """Who recorded the meeting and who keeps it."""
    meeting = minutes.meeting
    return Person.objects.filter(pk__in=(meeting.recorder_id, meeting.arranged_by_id))


def may_cite(person: Person, minutes: Minutes) -> bool:
    """Its keepers, while the minutes are written."""
    return works_at(person, minutes.meeting) and minutes.meeting.state in OPEN

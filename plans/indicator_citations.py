"""An indicator cites the articles in which its threshold is written: whose it is, and what is told when they change."""

from collections.abc import Iterable

from organizations import rights
from organizations.models import Person
from search import citing
from search.citing import Source

from .indicator_permissions import may
from .models import Indicator, SetState


def declare() -> None:
    """Tell the library."""
    citing.declare(Indicator, Source(at_work, keepers_of, words_of, keeps))


def at_work(keys: Iterable[int]) -> set[int]:
    """The figures of versions that are drafted or in force."""
    live = (SetState.DRAFT, SetState.APPROVING, SetState.PUBLISHED)
    found = Indicator.objects.filter(pk__in=list(keys), indicator_set__state__in=live)
    return set(found.values_list("pk", flat=True))


def keepers_of(indicator: Indicator) -> Iterable[Person]:
    """Who keeps the set."""
    return rights.who_may("plans.keep_indicators", indicator)


def words_of(indicator: Indicator) -> str:
    """What its keeper wrote about its basis."""
    return f"{indicator.cited_text}\n{indicator.source_text}"


def keeps(person: Person, indicator: Indicator) -> bool:
    """Whether a person may say what the threshold rests on."""
    return may(person, "keep_indicators", indicator)

"""The open work of indicators and trainings: for whom somebody reports, which trainings he sees to."""

from collections.abc import Iterator
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import trail
from accountability.models import HandoverLine
from accountability.notices import notify
from accountability.signing.manifests import in_first_language
from organizations import openings
from organizations.models import Person
from organizations.openings import Opening
from plans.models import Reporter, SetState, Training, TrainingState

OVER = (TrainingState.CLOSED, TrainingState.CANCELLED)


def declare() -> None:
    """Register the kinds."""
    openings.register(
        "reporters",
        title=gettext_lazy("指定填报的指标集"),
        order=70,
        rows=_reporter_rows,
        of_person=_reporters,
        hand_over=_hand_over_reporter,
    )
    openings.register(
        "trainings",
        title=gettext_lazy("经办的培训考核"),
        order=71,
        rows=_training_rows,
        of_person=_trainings,
        hand_over=_hand_over_training,
    )


def _handed_on(kind: str, person: Person) -> QuerySet[Any]:
    taken = HandoverLine.objects.filter(kind=kind, handover__giver=person, outcome=HandoverLine.Outcome.TAKEN)
    return taken.order_by().values("key")


def _reporter_rows(person: Person) -> QuerySet[Reporter]:
    gone = (SetState.SUPERSEDED, SetState.RETIRED)
    return Reporter.objects.filter(person=person).exclude(indicator_set__state__in=gone)


def _reporters(person: Person) -> Iterator[Opening]:
    """The sets whose values he is named to report."""
    for one in _reporter_rows(person).select_related("indicator_set", "organization").order_by("pk"):
        label = f"{one.organization} · {one.indicator_set}"
        yield Opening("reporters", one.pk, label, one.org_path, one.indicator_set.get_absolute_url())


def _hand_over_reporter(opening: Opening, giver: Person, to: Person | None, because: str) -> None:
    """The successor is named instead."""
    one = Reporter.objects.select_related("indicator_set").get(pk=opening.key)
    if to is None:
        return
    one.person = to
    one.save(update_fields=["person"])
    changed = {"reporter": [str(giver), str(to)]}
    trail.record("reporter_named", one.indicator_set, by=None, because=because, changed=changed, also=[one])
    _tell(to, one.indicator_set, opening.label)


def _training_rows(person: Person) -> QuerySet[Training]:
    mine = Training.objects.filter(drafted_by=person).exclude(state__in=OVER)
    return mine.exclude(pk__in=_handed_on("trainings", person))


def _trainings(person: Person) -> Iterator[Opening]:
    """What he planned and is not over."""
    for one in _training_rows(person).order_by("pk"):
        yield Opening("trainings", one.pk, str(one), one.org_path, one.get_absolute_url())


def _hand_over_training(opening: Opening, giver: Person, to: Person | None, because: str) -> None:
    """The successor sees to it; who planned it stays."""
    training = Training.objects.get(pk=opening.key)
    changed = {"organizer": [str(giver), str(to)]}
    trail.record("training_taken_over", training, by=None, because=because, changed=changed, responsible=to)
    if to is not None:
        _tell(to, training, opening.label)


def _tell(person: Person, thing: Any, label: str) -> None:
    with in_first_language():
        text = _("工作已交接给您：%(what)s") % {"what": label}
    notify([person], text=text, url=thing.get_absolute_url(), source=thing, kind="handover")

"""What really took place elsewhere counts towards what plans promised: meetings, trainings and inspections.

The features beside this one are known by their events alone, so what is read here are the public names of the thing.
"""

import datetime
from collections.abc import Iterable
from typing import Any

from django.db.models import Model
from django.utils import timezone

from accountability.signing.manifests import in_first_language
from organizations.models import Organization, Person
from plans.models import Training, TrainingKind, WorkKind

from .counting import count_happening

OF_MEETING = {"training": (WorkKind.TRAINING,)}
OF_TRAINING = {
    TrainingKind.TRAINING: (WorkKind.TRAINING,),
    TrainingKind.EXAMINATION: (WorkKind.EXAMINATION,),
    TrainingKind.BOTH: (WorkKind.TRAINING, WorkKind.EXAMINATION),
}


def count_meeting(sender: type[Model], *, thing: Any, by: Person | None, **_event: Any) -> None:
    """A meeting was held: for the body that met, else for its host, and for the office that prepared it.

    Its sort is the kind of meeting, the body or the series, by name; a duty that chose no sort must mean it by its
    words, or else the meeting is only proposed to it. A meeting that teaches is a training too.
    """
    sorts = [thing.kind.name, *(str(one) for one in (thing.body, thing.series) if one)]
    units = [thing.body or thing.organization, *Organization.objects.filter(path=thing.desk_path)]
    for kind in (WorkKind.MEETING, *OF_MEETING.get(thing.kind.code, ())):
        _count(kind, sorts, units, on=thing.day, source=thing, title=str(thing), by=by)


def count_training(
    sender: type[Model], *, thing: Training, organization: Organization, on: datetime.date, title: str,
    by: Person | None, **_event: Any,
) -> None:  # fmt: skip
    """A training or an examination took place; what was both counts as both. Its sort is its topic."""
    for kind in OF_TRAINING[TrainingKind(thing.kind)]:
        _count(kind, [thing.topic], [organization], on=on, source=thing, title=title, by=by)


def count_inspection(sender: type[Model], *, thing: Any, by: Person | None, **_event: Any) -> None:
    """An inspection stands: from outside once it is handed in, of oneself once another has confirmed it.

    It counts on the day it was handed in, for the unit that inspected and the offices of those who did, about the
    unit they looked at. Its sort is the way of inspecting (督查, 抽查 …) or the campaign, by name.
    """
    if thing.is_self and thing.confirmed_at is None:
        return
    inspected = thing.department or thing.participant.organization
    people = [thing.filled_by, *(one.person for one in thing.inspectors.select_related("person__home"))]
    with in_first_language():
        sorts = [str(thing.get_kind_display()), thing.campaign.title]
    units = [thing.inspecting_unit, *(one.home for one in people)]
    day = timezone.localdate(thing.submitted_at)
    about = () if thing.is_self else (inspected,)
    _count(WorkKind.INSPECTION, sorts, units, on=day, source=thing, title=str(thing), by=by, about=about)


def _count(kind: str, sorts: list[str], units: Iterable[Organization], **told: Any) -> None:
    """Once for every unit and every name it goes by; the source itself counts once in an obligation."""
    for unit in {one.pk: one for one in units}.values():
        for sort in dict.fromkeys(sorts):
            names = sorts if kind == WorkKind.MEETING else ()
            count_happening(kind=kind, subkind=sort, unit=unit, names=names, **told)

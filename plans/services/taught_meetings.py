"""A meeting that teaches (培训会) is a training too: what was taught to whom, and of each person whether he came.

The features beside this one are known by their events alone, so what is read here are the public names of the meeting.
The meeting itself is the one piece of evidence that counts towards the quotas; the training made of it does not count
again. It waits for whoever keeps trainings to look at the attendance and close it; who was there is put right with the
meeting's own list, afterwards too.
"""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import engine
from accountability import trail
from accountability.signing.manifests import in_first_language
from engine.jobs import More, enqueue, job
from engine.models import Job
from organizations.models import Organization, Person
from plans.models import Training, TrainingKind, TrainingMethod, TrainingResult, TrainingState

ATTENDANCE, CHUNK = "plans.take_attendance", 300
TEACHING = frozenset({"training"})
CAME = frozenset({"present", "late"})
PASSED = ("draft", "approve", "hold")
"""The steps of a training that the meeting has taken already: it was arranged, noticed and held."""


def note_meeting(sender: type[Model], *, thing: Any, by: Person | None, **_event: Any) -> Training | None:
    """A meeting that teaches was held: a training held, whose people the background takes from the attendance."""
    if thing.kind.code not in TEACHING or thing.restricted:
        return None  # what a restricted meeting is about, and who came, is for those alone who were there
    kind = ContentType.objects.get_for_model(thing)
    if Training.objects.filter(source_type=kind, source_id=thing.pk).exists():
        return None
    unit = Organization.objects.filter(path=thing.desk_path).first() or thing.organization
    with in_first_language():
        made = Training(**_words(thing), organization=unit, drafted_by=by or thing.arranged_by, source=thing)
    made.due_on = made.held_on = thing.day
    made.org_path = made.approve_path = unit.path
    made.institution_path, made.state = unit.institution_path, TrainingState.HELD
    made.save()
    trail.record("training_held", made, by=by, because=made.source_label, also=[])
    with engine.hold(made):
        engine.start(made, by=by)
        for step in PASSED:
            engine.finish(made, step, by=by)
    enqueue(ATTENDANCE, f"{ATTENDANCE}:{made.pk}", by=by, org_path=made.org_path, training=made.pk)
    return made


def _words(thing: Any) -> dict[str, Any]:
    """What was taught, to whom, what for and by whom, as the meeting's agenda and list say."""
    items = [item for item in thing.agenda.select_related("speaker").order_by("order", "pk") if item.state != "struck"]
    expected = thing.attendances.filter(expected=True).exclude(category="")
    whom = dict.fromkeys(expected.order_by("precedence", "pk").values_list("category", flat=True))
    teachers = dict.fromkeys(str(item.speaker) for item in items if item.speaker)
    return {
        "title": thing.title[:160],
        "kind": TrainingKind.TRAINING,
        "method": TrainingMethod.LECTURE,
        "topic": str(thing.series or "")[:60],
        "content": "\n".join("\n".join(filter(None, (item.title, item.text))) for item in items),
        "audience": "、".join(whom)[:200] or _("参会人员"),
        "goal": thing.purpose[:300] or _("参会人员掌握培训内容"),
        "teacher": "、".join(teachers)[:120],
        "place": thing.place[:120],
        "source_label": _("会议：%(title)s") % {"title": thing.title[:150]},
    }


@job(ATTENDANCE, title=gettext_lazy("登记培训会参加人员"))
def take_attendance(asked: Job) -> More | None:
    """The next few hundred people of the meeting's list: expected or not, there or not and why."""
    training = Training.objects.filter(pk=asked.payload["training"]).first()
    if training is None or training.source is None:
        return None
    with engine.hold(training):  # what is read beneath it, no correction changes meanwhile
        if training.state != TrainingState.HELD:
            return None
        listed = training.source.attendances.filter(person__isnull=False)
        known = TrainingResult.objects.filter(training=training).values("person")
        rows = list(listed.exclude(person__in=known).select_related("person__home").order_by("pk")[: CHUNK + 1])
        made = TrainingResult.objects.bulk_create(_result(training, row) for row in rows[:CHUNK])
        if made:
            told = {"count": len(made)}
            trail.record("training_results_entered", training, by=asked.by, also=made, extra=told)
    return More(asked.done + len(made)) if len(rows) > CHUNK else None


def note_corrected(
    sender: type[Model], *, thing: Any, attendances: Sequence[Any], because: str, by: Person | None, **_event: Any
) -> None:
    """The meeting's list was put right: whoever was there after all, or was not, is so in the training too.

    Who has a result of an examination was there, whatever a list says; who is not in the training yet will be taken
    into it from the list as it stands then.
    """
    kind = ContentType.objects.get_for_model(thing)
    training = Training.objects.filter(source_type=kind, source_id=thing.pk).first()
    if training is None:
        return
    listed = {row.person_id: row for row in attendances if row.person_id}
    with engine.hold(training):
        known = training.results.filter(person__in=listed, score=None, passed=None)
        changed = [one for one in known.order_by("pk") if _take(one, listed[one.person_id])]
        TrainingResult.objects.bulk_update(changed, ["attended", "absent_because"], batch_size=CHUNK)
        if changed:
            told = {"count": len(changed)}
            trail.record("training_attendance_corrected", training, by=by, because=because, also=changed, extra=told)


def _result(training: Training, row: Any) -> TrainingResult:
    made = TrainingResult(training=training, person=row.person, department=row.person.home, is_expected=row.expected)
    made.org_path = row.person.home.path
    _take(made, row)
    return made


def _take(result: TrainingResult, row: Any) -> bool:
    """What the meeting's list says of a person, there, on leave or not; whether that is new.

    The reason given for a leave stays with the meeting: more people read a training.
    """
    before = result.attended, result.absent_because
    result.attended = row.state in CAME and not row.came_by_proxy
    with in_first_language():
        result.absent_because = "" if result.attended else str(row.get_state_display())
    return before != (result.attended, result.absent_because)

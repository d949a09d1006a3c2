"""传阅: given to people and units to read, 已阅 by each himself, urged, withdrawn; the rate by department."""

import datetime
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import engine
from accountability import events, trail
from accountability.incoming.wording import refuse_secrets, require_text, trimmed
from accountability.models import Circulation, Reading, Urge
from accountability.notices import Tiding, mark_answered, tell
from accountability.signing.manifests import in_first_language
from engine.jobs import enqueue, job
from engine.models import Job
from organizations import paths, rights
from organizations.models import Appointment, Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.rights import may, require

CIRCULATE = "accountability.circulate"
MOST_READERS = 20_000
ASKING, AT_ONCE = "accountability.ask_readers", 500
QUESTIONS = 3
OPTIONS = (2, 3, 4)
BETWEEN_URGES = datetime.timedelta(hours=4)

_readable: dict[type[models.Model], Callable[[Any], bool]] = {}


def readable(model: type[models.Model], *, when: Callable[[Any], bool] = lambda _thing: True) -> None:
    """Let the things of a model be given to people to read; `when` says from when on."""
    _readable[model] = when


def is_readable(thing: models.Model) -> bool:
    """Whether a thing may be given to people to read now."""
    when = _readable.get(type(thing))
    return when is not None and when(thing)


@dataclass(frozen=True)
class Question:
    """One question of a quiz: its words, its options, and which is right (counted from 0)."""

    text: str
    options: tuple[str, ...]
    answer: int


@dataclass(frozen=True)
class Quiz:
    """Three questions, asked only where a risk needs them, which is named."""

    because: str
    questions: tuple[Question, ...]


def circulate(
    thing: models.Model,
    *,
    to: Iterable[Person | Organization],
    by: Person,
    due_on: datetime.date | None = None,
    quiz: Quiz | None = None,
    note: str = "",
    at: Organization | None = None,
) -> Circulation:
    """Give a thing to people, and to everybody in the units named, to read; nobody is asked twice in one circulation.

    `at` is the unit that asks, else the institution in which the asker sits.
    """
    place = at or by.home.institution
    require(by, CIRCULATE, place)
    _check(thing, due_on=due_on, quiz=quiz, note=note)
    readers = _readers(to, place)
    if not readers:
        raise Invalid({"people": _("请选择传阅对象；所选单位目前没有在岗人员。")})
    with transaction.atomic():
        circulation = Circulation.objects.create(
            source_type=ContentType.objects.get_for_model(thing),
            source_id=thing.pk,
            source_label=str(thing)[:200],
            source_url=_address(thing),
            organization=place,
            org_path=place.path,
            institution_path=place.institution_path,
            note=trimmed(note),
            due_on=due_on,
            quiz=_quiz_row(quiz),
            quiz_because=trimmed(quiz.because, 200) if quiz else "",
            sent_by=by,
        )
        made = _ask_all(circulation, readers, by)
        trail.record("circulated", circulation, by=by, also=made, extra={"to": str(thing), "count": len(readers)})
        events.circulated.send(sender=Circulation, thing=circulation, by=by)
    return circulation


def add_readers(circulation: Circulation, *, to: Iterable[Person | Organization], by: Person) -> int:
    """Give it to further people; those who were asked already are passed over."""
    with engine.hold(circulation):
        _require_sender(circulation, by)
        _require_living(circulation)
        known = set(circulation.readings.values_list("person", flat=True))
        new = [one for one in _readers(to, circulation.organization) if one[0].pk not in known]
        if not new:
            raise AlreadyDone(_("所选人员都已经在传阅范围内。"))
        made = _ask_all(circulation, new, by)
        trail.record("readers_added", circulation, by=by, also=made, extra={"count": len(new)})
    return len(new)


def open_reading(reading: Reading, *, by: Person) -> Reading:
    """Note when a reader first opened it."""
    if reading.person_id == by.pk and reading.opened_at is None:
        Reading.objects.filter(pk=reading.pk, opened_at__isnull=True).update(opened_at=timezone.now())
        reading.refresh_from_db(fields=["opened_at"])
    return reading


def know(reading: Reading, *, by: Person, opinion: str = "", answers: Sequence[int | None] = ()) -> Reading:
    """已阅: by the reader himself; where questions are asked, only with the right answers to all of them."""
    refuse_secrets(opinion=opinion)
    wrong: list[int] = []
    with engine.hold(reading):
        circulation = reading.circulation
        if reading.person_id != by.pk:
            raise NotAllowed(_("只能由本人确认已阅，不能代为确认。"))
        if reading.withdrawn_at is not None or circulation.withdrawn_at is not None:
            raise NotYet(_("这份传阅已经撤回，不需要再确认。"))
        if reading.known_at is not None:
            raise AlreadyDone(who=by, when=reading.known_at)
        if circulation.quiz:
            wrong = _wrong(circulation, answers)
            reading.answers, reading.attempts = list(answers), reading.attempts + 1
        if not wrong:
            reading.known_at = timezone.now()
            reading.opened_at = reading.opened_at or reading.known_at
            reading.opinion = trimmed(opinion, 300)
        reading.save()
        trail.record("reading_failed" if wrong else "reading_known", reading, by=by)
        if not wrong:
            mark_answered(by, url=reading.get_absolute_url())
            events.reading_known.send(sender=Reading, thing=reading, by=by)
    return reading


def wrong_answers(reading: Reading) -> list[int]:
    """The numbers of the questions answered wrongly at the last attempt."""
    if reading.known_at is not None or not reading.attempts:
        return []
    return _wrong(reading.circulation, reading.answers)


def urge(thing: models.Model, *, to: Sequence[Reading | Person], by: Person, text: str = "") -> Urge:
    """催办: remind those who owe something of it, once in four hours; it is kept with the thing."""
    if not to:
        raise NotYet(_("没有需要催办的人员。"))
    refuse_secrets(text=text)
    with engine.hold(thing):
        last = Urge.objects.of(thing).first()
        if last is not None and timezone.now() - last.sent_at < BETWEEN_URGES:
            when = timezone.localtime(last.sent_at).strftime("%H:%M")
            raise AlreadyDone(_("%(who)s已于%(when)s催办，四小时内不重复催办。") % {"who": last.sent_by, "when": when})
        made = Urge.objects.create(
            source_type=ContentType.objects.get_for_model(thing),
            source_id=thing.pk,
            source_label=str(thing)[:200],
            org_path=trail.path_of(thing),
            text=trimmed(text, 200),
            told=len(to),
            sent_by=by,
        )
        trail.record("urged", thing, by=by, because=text, also=[made], extra={"count": len(to)})
        with in_first_language():
            told = {"who": by, "label": thing, "text": f"：{text.strip()}" if text.strip() else ""}
            sentence = _("%(who)s催办“%(label)s”%(text)s") % told
        address = _address(thing)
        tidings = [
            Tiding(one.person, sentence, one.get_absolute_url())
            if isinstance(one, Reading)
            else Tiding(one, sentence, address)
            for one in to
        ]
        tell(tidings, source=thing, kind="urge")
    return made


def urge_readers(circulation: Circulation, *, by: Person, text: str = "") -> Urge:
    """Remind everybody who has not read it."""
    _require_sender(circulation, by)
    if circulation.withdrawn_at is not None:
        raise NotYet(_("这份传阅已经撤回，不需要再催办。"))
    unread = list(circulation.readings.unread().select_related("person"))
    return urge(circulation, to=unread, by=by, text=text)


def withdraw(circulation: Circulation, *, by: Person, because: str) -> Circulation:
    """撤回: whoever has not read it is asked no more; what was read stays read."""
    reason = require_text(because, "because", _("请写明撤回的原因。"))
    with engine.hold(circulation):
        _require_sender(circulation, by)
        _require_living(circulation)
        now = timezone.now()
        circulation.withdrawn_at, circulation.withdrawn_by = now, by
        circulation.save()
        unread = list(circulation.readings.unread())
        Reading.objects.filter(pk__in=[one.pk for one in unread]).update(withdrawn_at=now)
        told = {"count": len(unread)}
        trail.record("circulation_withdrawn", circulation, by=by, because=reason, also=unread, extra=told)
    return circulation


def hand_on(reading: Reading, *, to: Person, because: str) -> Reading | None:
    """交接: the successor reads what his predecessor has not; nothing where that is settled already."""
    with engine.hold(reading):
        if reading.known_at is not None or reading.withdrawn_at is not None:
            return None
        reading.withdrawn_at = timezone.now()
        reading.save(update_fields=["withdrawn_at"])
        known = reading.circulation.readings.filter(person=to).first()
        made = [] if known else _ask(reading.circulation, [(to, to.home)])
        changed = {"person": [str(reading.person), str(to)]}
        trail.record("reading_handed_on", reading, by=None, because=because, changed=changed, also=made)
    return known or made[0]


def may_send(circulation: Circulation, who: Any) -> bool:
    """Whether somebody sent it, or may circulate where it was sent from."""
    return circulation.sent_by_id == who.pk or may(who, CIRCULATE, circulation)


def _require_sender(circulation: Circulation, by: Person) -> None:
    if circulation.sent_by_id != by.pk and not rights.exercise(by, CIRCULATE, circulation):
        raise NotAllowed(_("传阅由发起人或者本单位有传阅权限的人员管理。"))


def _require_living(circulation: Circulation) -> None:
    if circulation.withdrawn_at is not None:
        raise AlreadyDone(who=circulation.withdrawn_by, when=circulation.withdrawn_at)


def _check(thing: models.Model, *, due_on: datetime.date | None, quiz: Quiz | None, note: str) -> None:
    if not is_readable(thing):
        raise NotYet(_("“%(label)s”现在不能传阅，请在其正式登记或者发布以后再传阅。") % {"label": thing})
    if due_on is not None and due_on < timezone.localdate():
        raise Invalid({"due_on": _("阅知期限不能早于今天。")})
    refuse_secrets(note=note)
    if quiz is None:
        return
    require_text(quiz.because, "quiz_because", _("测试题默认不设；确有风险需要的，请写明理由。"))
    if len(quiz.questions) != QUESTIONS:
        raise Invalid({"quiz": _("测试题须为3道，每道2至4个选项。")})
    for number, one in enumerate(quiz.questions, start=1):
        options = [option.strip() for option in one.options]
        if not one.text.strip() or len(options) not in OPTIONS or not all(options) or len(set(options)) < len(options):
            raise Invalid({f"question{number}": _("第%(n)d题须有题目和2至4个不同的选项。") % {"n": number}})
        if not 0 <= one.answer < len(options):
            raise Invalid({f"answer{number}": _("第%(n)d题的正确选项不在选项之中。") % {"n": number}})


def _quiz_row(quiz: Quiz | None) -> list[dict[str, Any]]:
    if quiz is None:
        return []
    return [
        {"text": trimmed(one.text, 200), "options": [trimmed(o, 100) for o in one.options], "answer": one.answer}
        for one in quiz.questions
    ]


def _readers(to: Iterable[Person | Organization], place: Organization) -> list[tuple[Person, Organization]]:
    """Everybody meant, each once with his unit: named people, and whoever holds a post in the units or beneath them."""
    named = list(to)
    people = [one for one in named if isinstance(one, Person)]
    ranges = paths.merged(one.path for one in named if isinstance(one, Organization))
    held = Appointment.objects.valid().filter(paths.covering("post__organization__path", ranges))
    if ranges:
        posted = Person.objects.filter(pk__in=held.values("person"), active=True, is_guest=False)
        people += list(posted.select_related("home").order_by("home__path", "name")[: MOST_READERS + 1])
    found = {one.pk: one for one in people if one.active}
    if len(found) > MOST_READERS:
        raise Invalid({"units": _("一次传阅最多20000人，请分批传阅。")})
    for person in found.values():
        if not paths.contains(place.institution_path, person.home.path):
            raise Invalid({"people": _("“%(who)s”不在本单位及下级单位，不能传阅。") % {"who": person}})
    return [(person, person.home) for person in found.values()]


def _ask_all(circulation: Circulation, readers: Sequence[tuple[Person, Organization]], by: Person) -> list[Reading]:
    """The first of them at once, the rest of a crowd in the background."""
    rest = [person.pk for person, _unit in readers[AT_ONCE:]]
    if rest:
        place, count = circulation.org_path, len(rest)
        enqueue(ASKING, by=by, org_path=place, total=count, circulation=circulation.pk, people=rest)
    return _ask(circulation, readers[:AT_ONCE])


@job(ASKING, title=gettext_lazy("送较多人员传阅"))
def ask_chunk(work: Job) -> "engine.More | None":
    """The next five hundred; nobody after it was withdrawn, and nobody twice."""
    circulation = Circulation.objects.get(pk=work.payload["circulation"])
    left = work.payload["people"]
    with engine.hold(circulation):
        if circulation.withdrawn_at is not None:
            return None
        known = circulation.readings.filter(person__in=left[:AT_ONCE]).values_list("person", flat=True)
        people = Person.objects.filter(pk__in=left[:AT_ONCE], active=True).exclude(pk__in=list(known))
        made = _ask(circulation, [(one, one.home) for one in people.select_related("home").order_by("pk")])
        if made:
            trail.record("readers_added", circulation, by=work.by, also=made, extra={"count": len(made)})
    Job.objects.filter(pk=work.pk).update(payload={**work.payload, "people": left[AT_ONCE:]})
    return engine.More(work.done + len(left[:AT_ONCE]), work.total) if left[AT_ONCE:] else None


def _ask(circulation: Circulation, readers: Sequence[tuple[Person, Organization]]) -> list[Reading]:
    rows = [Reading(circulation=circulation, person=person, unit=unit, org_path=unit.path) for person, unit in readers]
    Reading.objects.bulk_create(rows, batch_size=500)
    made = list(circulation.readings.filter(person__in=[one.pk for one, _unit in readers]).select_related("person"))
    with in_first_language():
        day = _("，请于%(day)s前阅知") % {"day": f"{circulation.due_on:%Y-%m-%d}"} if circulation.due_on else ""
        text = _("请阅：%(label)s%(day)s") % {"label": circulation.source_label, "day": day}
    tell([Tiding(one.person, text, one.get_absolute_url()) for one in made], source=circulation, kind="circulation")
    return made


def _wrong(circulation: Circulation, answers: Sequence[int | None]) -> list[int]:
    given = [*answers, *([None] * len(circulation.quiz))]
    return [n for n, one in enumerate(circulation.quiz, start=1) if given[n - 1] != one["answer"]]


def _address(thing: models.Model) -> str:
    address = getattr(thing, "get_absolute_url", None)
    return str(address()) if address else ""

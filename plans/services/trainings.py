"""培训考核: planned with content, method, audience and goal, approved, held, its results entered, closed."""

import datetime
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import trail
from organizations import paths
from organizations.models import Appointment, Organization, Person
from organizations.refusals import Invalid, NotYet, Stale
from plans import events
from plans import indicator_permissions as permissions
from plans.models import Certificate, ExamForm, Training, TrainingKind, TrainingResult, TrainingState

from .writing import required

FIELDS = (
    "title", "kind", "topic", "content", "method", "audience", "goal", "teacher", "place", "due_on", "hours", "exam",
    "full_mark", "pass_mark", "resit_by", "certificate", "certificate_months",
)  # fmt: skip
MOST_PEOPLE = 5000
FIRST = 5


@dataclass(frozen=True)
class Mark:
    """How one person did: there or not and why, the score, or without marks passed or not; the same of a resit."""

    attended: bool | None = None
    absent_because: str = ""
    score: Decimal | None = None
    passed: bool | None = None
    resit_on: datetime.date | None = None
    resit_score: Decimal | None = None
    resit_passed: bool | None = None


def plan_training(
    organization: Organization, *, title: str, due_on: datetime.date, by: Person, **fields: Any
) -> Training:
    """Begin the plan of one training or examination; a day in the past is legal (补录)."""
    permissions.require(by, "keep_trainings", organization)
    made = Training(
        organization=organization, title=title, due_on=due_on, drafted_by=by, org_path=organization.path,
        institution_path=organization.institution_path, approve_path=organization.path,
    )  # fmt: skip
    _fill(made, fields)
    with transaction.atomic():
        made.save()
        trail.record("training_drafted", made, by=by)
        with engine.hold(made):
            engine.start(made, by=by)
    return made


def change_training(training: Training, *, version: int, by: Person, **fields: Any) -> None:
    """Change the plan while it is a draft."""
    with engine.hold(training):
        engine.require_turn(training, "draft", by=by)
        if training.version != version:
            raise Stale(_("这项培训考核在您填写期间已被他人修改，请刷新页面后重新填写。"))
        _fill(training, fields)
        training.version += 1
        training.save()
        trail.record("training_changed", training, by=by)


def _fill(training: Training, fields: Mapping[str, Any]) -> None:
    for name, value in fields.items():
        if name not in FIELDS:
            raise LookupError(f"A training has no {name!r} to be filled in.")
        setattr(training, name, value)
    training.title = required("title", training.title, _("请填写培训考核的名称。"))
    if training.kind != TrainingKind.TRAINING and training.exam == ExamForm.NONE:
        raise Invalid({"exam": _("考核须写明考核形式：闭卷、开卷、口试或操作。")})
    if training.kind == TrainingKind.TRAINING:
        training.exam = ExamForm.NONE
    if training.pass_mark > training.full_mark:
        raise Invalid({"pass_mark": _("合格分不能高于满分，请核对。")})
    if training.certificate_months and not training.certificate.strip():
        raise Invalid({"certificate": _("写了证书有效月数的，请写明证书名称。")})
    if training.resit_by and training.resit_by < training.due_on:
        raise Invalid({"resit_by": _("补考截止日期不能早于计划日期。")})


def submit_training(training: Training, *, by: Person) -> None:
    """Hand the plan to whoever approves it; content, method, audience and goal must be there."""
    with engine.hold(training):
        engine.require_turn(training, "draft", by=by)
        if training.lacks:
            raise NotYet(_("还没有写明：%(which)s，请补充后再提交。") % {"which": _("、").join(training.lacks)})
        place = permissions.nearest_place("approve_training", training.org_path, {by.pk})
        if place is None:
            raise NotYet(_("本单位和上级单位都没有可以审核的负责人，请先联系上级单位设置。"))
        training.approve_path, training.state, training.drafted_by = place, TrainingState.APPROVING, by
        training.version += 1
        training.save()
        trail.record("training_submitted", training, by=by)
        engine.finish(training, "draft", by=by)


def approve_training(training: Training, *, by: Person) -> None:
    """Somebody other than its drafter approves it."""
    with engine.hold(training):
        engine.require_turn(training, "approve", by=by)
        permissions.refuse_author(by, training.drafted_by_id)
        training.state, training.approved_by = TrainingState.PLANNED, by
        training.version += 1
        training.save()
        trail.record("training_approved", training, by=by)
        engine.finish(training, "approve", by=by)


def return_training(training: Training, *, by: Person, because: str) -> None:
    """Back to its drafter, with the reason."""
    reason = required("because", because, _("请写明退回的理由。"))
    with engine.hold(training):
        engine.require_turn(training, "approve", by=by)
        training.state = TrainingState.DRAFT
        training.version += 1
        training.save()
        trail.record("training_returned", training, by=by, because=reason)
        engine.send_back(training, to="draft", by=by, because=reason)


def cancel_training(training: Training, *, by: Person, because: str) -> None:
    """It will not take place."""
    reason = required("because", because, _("请写明取消的理由。"))
    with engine.hold(training):
        permissions.require(by, "keep_trainings", training)
        if training.was_held or training.state == TrainingState.CANCELLED:
            raise NotYet(_("已经举办或取消的培训考核不能再取消。"))
        training.state, training.because = TrainingState.CANCELLED, reason[:300]
        training.version += 1
        training.save()
        trail.record("training_cancelled", training, by=by, because=reason)
        engine.cancel(training, by=by, because=reason)


def people_of(units: Iterable[Organization], duties: Sequence[str] = ()) -> QuerySet[Person]:
    """Who works today in these units and beneath them, with one of these duties where any is given."""
    places = paths.covering("home__path", paths.merged(unit.path for unit in units))
    found = Person.objects.filter(places, active=True)
    if duties:
        held = Appointment.objects.valid().filter(post__duty__in=duties)
        found = found.filter(pk__in=held.values("person"))
    return found.select_related("home").order_by("home__path", "pk")


def expect_people(training: Training, *, people: Iterable[Person], by: Person) -> int:
    """Say who should come; whoever is on the list already stays as he is. How many are new."""
    with engine.hold(training):
        permissions.require(by, "keep_trainings", training)
        if training.state in (TrainingState.CLOSED, TrainingState.CANCELLED):
            raise NotYet(_("培训考核已经办结或取消，名单不能再改。"))
        wanted = {person.pk: person for person in people}
        if len(wanted) > MOST_PEOPLE:
            raise Invalid({"departments": _("一次最多%(most)d人，请分批举办。") % {"most": MOST_PEOPLE}})
        foreign = [str(one) for one in wanted.values() if not paths.contains(training.institution_path, one.home.path)]
        if foreign:
            raise Invalid({"departments": _("不是本单位的人员：%(who)s。") % {"who": _("、").join(foreign[:FIRST])}})
        known = set(training.results.filter(person__in=wanted).values_list("person", flat=True))
        rows = TrainingResult.objects.bulk_create(
            TrainingResult(training=training, person=one, department=one.home, org_path=one.home.path)
            for one in wanted.values()
            if one.pk not in known
        )
        trail.record("training_people_expected", training, by=by, also=rows, extra={"count": len(rows)})
    return len(rows)


def hold_training(training: Training, *, held_on: datetime.date, by: Person, summary: str = "", **facts: Any) -> None:
    """It took place; facts: teacher, place, hours."""
    with engine.hold(training):
        engine.require_turn(training, "hold", by=by)
        if held_on > timezone.localdate():
            raise Invalid({"held_on": _("举办日期不能晚于今天。")})
        for name in ("teacher", "place", "hours"):
            if facts.get(name):
                setattr(training, name, facts[name])
        training.state, training.held_on, training.summary = TrainingState.HELD, held_on, summary.strip()
        training.version += 1
        training.save()
        trail.record("training_held", training, by=by)
        told = {"organization": training.organization, "on": held_on, "title": training.title}
        events.training_held.send(sender=Training, thing=training, by=by, **told)
        engine.finish(training, "hold", by=by)


def enter_results(training: Training, *, marks: Mapping[int, Mark], by: Person) -> int:
    """How people did, by person; who was not expected and came is added. How many rows were written."""
    with engine.hold(training):
        permissions.require(by, "keep_trainings", training)
        if training.state != TrainingState.HELD:
            raise NotYet(_("请先登记举办情况；已经办结的，成绩不能再改。"))
        known = {row.person_id: row for row in training.results.select_related("person")}
        people = Person.objects.filter(pk__in=set(marks) - set(known)).select_related("home")
        for person in people:
            known[person.pk] = TrainingResult(
                training=training, person=person, department=person.home, is_expected=False, org_path=person.home.path
            )
        rows: list[TrainingResult] = []
        errors: dict[str, Any] = {}
        for key, mark in marks.items():
            if key not in known:
                continue
            try:
                _take(known[key], training, mark)
            except Invalid as refusal:
                errors |= {f"p{key}_{field}": said for field, said in refusal.errors.items()}
            rows.append(known[key])
        if errors:
            raise Invalid(errors)
        for row in rows:
            row.save()
        trail.record("training_results_entered", training, by=by, also=rows, extra={"count": len(rows)})
    return len(rows)


def check_mark(training: Training, person: Person, mark: Mark) -> None:
    """Refuse a mark that cannot be, before anything is entered."""
    _take(TrainingResult(training=training, person=person), training, mark)


def _take(row: TrainingResult, training: Training, mark: Mark) -> None:
    """Scores between nothing and full; whoever was absent has none, whoever passed needs no resit."""
    who = str(row.person)
    for field, score in (("score", mark.score), ("resit_score", mark.resit_score)):
        if score is not None and not 0 <= score <= training.full_mark:
            told = {"who": who, "full": training.full_mark.normalize()}
            raise Invalid({field: _("“%(who)s”的成绩应在0到%(full)s之间。") % {**told, "full": f"{told['full']:f}"}})
    if mark.attended is False and (mark.score is not None or mark.passed):
        raise Invalid({"score": _("“%(who)s”没有参加，不能有成绩。") % {"who": who}})
    if not training.has_exam and (mark.score is not None or mark.resit_score is not None):
        raise Invalid({"score": _("这项培训不考核，请不要填写“%(who)s”的成绩。") % {"who": who}})
    passed = mark.passed if mark.score is None else mark.score >= training.pass_mark
    resit = mark.resit_passed if mark.resit_score is None else mark.resit_score >= training.pass_mark
    if resit is not None and passed is not False:
        raise Invalid({"resit_score": _("“%(who)s”首次考核合格或没有成绩，不登记补考。") % {"who": who}})
    came = mark.attended if mark.score is None and mark.passed is None else True
    row.attended, row.absent_because = came, mark.absent_because.strip()[:120] if came is False else ""
    row.score, row.passed = mark.score, passed
    row.resit_on, row.resit_score, row.resit_passed = mark.resit_on, mark.resit_score, resit


def close_training(training: Training, *, by: Person) -> list[Certificate]:
    """All results are in: whoever passed gets the certificate it gives; refused while somebody has no result."""
    with engine.hold(training):
        engine.require_turn(training, "enter", by=by)
        rows = list(training.results.select_related("person__home"))
        _refuse_open(training, rows)
        training.state = TrainingState.CLOSED
        training.version += 1
        training.save()
        made = [_certify(training, row, by) for row in rows if row.in_the_end] if training.certificate else []
        trail.record("training_closed", training, by=by, also=made)
        events.training_closed.send(sender=Training, thing=training, by=by)
        engine.finish(training, "enter", by=by)
    return made


def _refuse_open(training: Training, rows: Sequence[TrainingResult]) -> None:
    """Everybody expected came or did not, everybody who came has a result, a promised resit is over."""
    if not rows:
        raise NotYet(_("还没有登记任何人员的情况，不能办结。"))
    unknown = [str(row.person) for row in rows if row.attended is None]
    if unknown:
        told = {"count": len(unknown), "who": _("、").join(unknown[:FIRST])}
        raise NotYet(_("还有%(count)d人没有登记是否参加：%(who)s。") % told)
    if not training.has_exam:
        return
    unmarked = [str(row.person) for row in rows if row.attended and row.passed is None]
    if unmarked:
        told = {"count": len(unmarked), "who": _("、").join(unmarked[:FIRST])}
        raise NotYet(_("还有%(count)d人没有成绩：%(who)s。") % told)
    waiting = [str(row.person) for row in rows if row.needs_resit]
    if waiting and training.resit_by and training.resit_by >= timezone.localdate():
        told = {"count": len(waiting), "day": training.resit_by.isoformat()}
        raise NotYet(_("还有%(count)d人待补考，补考截止 %(day)s，届时再办结。") % told)


def _certify(training: Training, row: TrainingResult, by: Person) -> Certificate:
    """The certificate of one who passed, from the day on which he did."""
    begun = (row.resit_on if row.resit_passed else None) or training.held_on or timezone.localdate()
    months = training.certificate_months
    made, _new = Certificate.objects.get_or_create(
        person=row.person,
        kind=training.certificate,
        issued_on=begun,
        revoked_at=None,
        defaults={
            "issuer": training.organization.name,
            "expires_on": months_later(begun, months) if months else None,
            "training": training,
            "recorded_by": by,
            "org_path": row.person.home.path,
            "institution_path": row.person.home.institution_path,
        },
    )
    return made


def months_later(day: datetime.date, months: int) -> datetime.date:
    """The day before the same day so many months later: a certificate of twelve months ends a day before its year."""
    place = day.month - 1 + months
    year, month = day.year + place // 12, place % 12 + 1
    last = (datetime.date(year + month // 12, month % 12 + 1, 1) - datetime.timedelta(days=1)).day
    return day.replace(year=year, month=month, day=min(day.day, last)) - datetime.timedelta(days=1)

"""工作交接: the list is prepared, signed by three sides, and applied once, in the moment of the last signature."""

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import engine
from accountability import trail
from accountability.digest import plain
from accountability.models import Handover, HandoverLine, Notice
from accountability.notices import notify
from accountability.signing.manifests import in_first_language
from engine.jobs import job
from engine.models import Job
from engine.recurring import every
from organizations import acting, openings, paths, rights
from organizations.models import Appointment, Duty, Organization, Person, User
from organizations.openings import Opening
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet, Refusal, Stale

PREPARE = "accountability.prepare_handover"
WATCHING = (Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL)
State, Outcome = Handover.State, HandoverLine.Outcome


def is_gone(person: Person) -> bool:
    """Whether somebody can no longer hand over himself: he has left, holds no post or has no account to sign with."""
    account = User.objects.filter(person=person, is_active=True).exists()
    return not (person.active and account and Appointment.objects.valid().filter(person=person).exists())


def place_of(person: Person, appointment: Appointment | None = None) -> Organization:
    """Where a person's hand-over lies: the unit of the post he gives up, else where he works."""
    return appointment.post.organization if appointment else person.home


def may_prepare(giver: Person, by: Person, appointment: Appointment | None = None) -> bool:
    """The giver himself; for one who has gone, whoever heads his unit or stands above."""
    if giver.pk == by.pk:
        return True
    return is_gone(giver) and rights.may(by, PREPARE, place_of(giver, appointment))


def prepare_handover(
    giver: Person,
    *,
    supervisor: Person,
    successors: Mapping[str, Person | None],
    because: str,
    by: Person,
    appointment: Appointment | None = None,
) -> Handover:
    """Write the list of everything that is open, with who takes each over; `successors` by the mark of the opening."""
    _may_prepare(giver, by, appointment)
    place = place_of(giver, appointment)
    held = Appointment.objects.valid().filter(person=giver).with_places().by_precedence().first()
    post = appointment or held
    handover = Handover(
        giver=giver,
        appointment=appointment,
        post_label=str(post.post)[:160] if post else "",
        is_gone=giver.pk != by.pk,
        prepared_by=by,
        org_path=place.path,
        institution_path=place.institution_path,
        supervisor=supervisor,
        because=_reason(because),
    )
    with transaction.atomic():
        list(Person.objects.select_for_update(no_key=True).filter(pk=giver.pk))
        if Handover.objects.living().filter(giver=giver).exists():
            raise AlreadyDone(_("“%(who)s”已有一份交接单正在办理，请先办完或者作废。") % {"who": giver})
        _check_people(handover, successors)
        handover.save()
        lines = _write_lines(handover, successors)
        with engine.hold(handover):
            engine.start(handover, by=by)
            trail.record("handover_prepared", handover, by=by, because=handover.because, also=lines)
    return handover


def revise_handover(
    handover: Handover,
    *,
    supervisor: Person,
    successors: Mapping[str, Person | None],
    because: str,
    version: int,
    by: Person,
) -> Handover:
    """Write the list anew, as things are open now; a form that showed an older version is refused."""
    with engine.hold(handover):
        _require_draft(handover, by)
        _require_version(handover, version)
        handover.supervisor, handover.because = supervisor, _reason(because)
        _check_people(handover, successors)
        gone = list(handover.lines.all())
        handover.lines.all().delete()
        handover.version += 1
        handover.save()
        lines = _write_lines(handover, successors)
        trail.record("handover_revised", handover, by=by, also=[*gone, *lines])
    return handover


def submit_handover(handover: Handover, *, version: int, by: Person) -> Handover:
    """Send it for the three signatures; every opening must be in it, and every line must have its successor."""
    with engine.hold(handover):
        _require_draft(handover, by)
        _require_version(handover, version)
        _refuse_incomplete(handover)
        _refuse_twice(handover)
        handover.state = State.SIGNING
        handover.save(update_fields=["state"])
        trail.record("handover_submitted", handover, by=by)
        engine.finish(handover, "draft", by=by)
    return handover


def cancel_handover(handover: Handover, *, because: str, by: Person) -> Handover:
    """作废: nothing is handed over; the giver keeps everything."""
    with engine.hold(handover):
        if handover.state in (State.APPLIED, State.CANCELLED):
            raise AlreadyDone(_("这份交接单%(state)s，不能作废。") % {"state": handover.get_state_display()})
        if by not in (handover.prepared_by, handover.giver):
            raise NotAllowed(_("只有交出人或者填写人可以作废交接单。"))
        reason = _reason(because)
        handover.state = State.CANCELLED
        handover.save(update_fields=["state"])
        trail.record("handover_cancelled", handover, by=by, because=reason)
        engine.cancel(handover, by=by, because=reason)
    return handover


def apply(handover: Handover) -> None:
    """The third signature has been given: every line takes effect now, or none does."""
    if handover.state != State.SIGNING:
        raise AlreadyDone(_("这份交接单已经办理，不能重复生效。"))
    _refuse_incomplete(handover)
    now = acting.current()
    with in_first_language():
        reason = _("%(handover)s第%(number)d号") % {"handover": handover, "number": handover.pk}
    lines = list(handover.lines.select_related("successor").order_by("order"))
    living = {opening.mark for opening in _openings(handover)}
    for line in lines:
        line.outcome = _take_over(line, handover.giver, reason) if line.mark in living else Outcome.SETTLED
    HandoverLine.objects.bulk_update(lines, ["outcome"])
    handover.state, handover.applied_at = State.APPLIED, timezone.now()
    handover.save(update_fields=["state", "applied_at"])
    trail.record("handover_applied", handover, by=now.person if now else None, also=lines)
    with in_first_language():
        text = _("%(handover)s已经三方签认，自即日起生效。") % {"handover": handover}
    people = [person for _role, person in handover.signers]
    notify(people, text=text, url=handover.get_absolute_url(), source=handover, kind="handover")


def note_return(sender: type, *, thing: models.Model, by: Person | None, because: str, **_event: Any) -> None:
    """A signer sent it back: it is a draft again, and who prepared it is told."""
    if not isinstance(thing, Handover) or thing.state != State.SIGNING:
        return
    thing.state, thing.version = State.DRAFT, thing.version + 1
    thing.save(update_fields=["state", "version"])
    trail.record("handover_returned", thing, by=by, because=because)
    with in_first_language():
        text = _("交接单被退回：%(because)s") % {"because": because}
    people = [one for one in (thing.prepared_by,) if one != by]
    notify(people, text=text, url=thing.get_absolute_url(), source=thing, kind="handover")


def _openings(handover: Handover) -> list[Opening]:
    leaving = handover.appointment
    return openings.of_person(handover.giver, leaving=leaving)


def _take_over(line: HandoverLine, giver: Person, reason: str) -> str:
    kind = openings.kind_of(line.kind)
    if kind is None or kind.hand_over is None:
        raise NotYet(_("“%(line)s”不能交接，请联系系统管理员。") % {"line": line.label})
    kind.hand_over(line.opening, giver, line.successor, reason)
    return Outcome.TAKEN if line.successor_id else Outcome.ENDED


def _write_lines(handover: Handover, successors: Mapping[str, Person | None]) -> list[HandoverLine]:
    """One line for everything open now, in the order in which it is handed over."""
    with in_first_language():
        found = _openings(handover)
        lines = [
            HandoverLine(
                handover=handover,
                order=order,
                kind=opening.kind,
                key=opening.key,
                kind_label=openings.title_of(opening.kind)[:60],
                label=plain(opening.label, 400),
                url=opening.url[:300],
                org_path=opening.org_path,
                ends=opening.ends,
                successor=None if opening.ends else successors.get(opening.mark),
            )
            for order, opening in enumerate(found, start=1)
        ]
    return HandoverLine.objects.bulk_create(lines)


def _may_prepare(giver: Person, by: Person, appointment: Appointment | None) -> None:
    if may_prepare(giver, by, appointment):
        return
    if rights.may(by, PREPARE, place_of(giver, appointment)):
        raise NotAllowed(
            _("“%(who)s”仍在岗，交接单须由本人填写；已离岗或者账号已停用的，才由负责人代填。") % {"who": giver}
        )
    raise NotAllowed(_("您不能填写这份交接单，请由交出人本人或其科室负责人办理。"))


def _reason(because: str) -> str:
    if not because.strip():
        raise Invalid({"because": _("请写明交接的原因，例如“调任”“退休”。")})
    return plain(because.strip(), 200)


def _check_people(handover: Handover, successors: Mapping[str, Person | None]) -> None:
    """Nobody hands over to himself or to somebody who has left; the witness heads something there and takes nothing."""
    chosen = {person.pk: person for person in successors.values() if person}
    if handover.giver_id in chosen:
        raise Invalid({"successors": _("不能交接给交出人本人，请另选接收人。")})
    seated = set(_seated(handover, chosen))
    for pk, person in chosen.items():
        if pk not in seated:
            told = {"who": person}
            raise Invalid({"successors": _("“%(who)s”已离岗，或者不在本单位任职，不能接收，请另选人员。") % told})
    watching = Appointment.objects.valid().filter(person=handover.supervisor, post__duty__in=WATCHING)
    if handover.supervisor_id not in _seated(handover, [handover.supervisor_id]) or not watching.exists():
        raise Invalid({"supervisor": _("监交人须是本单位或者上级单位在任的负责人，请另选人员。")})
    if handover.supervisor_id in {*chosen, handover.giver_id, handover.signs_first.pk}:
        raise Invalid({"supervisor": _("交出人、接收人、监交人须是不同的人，请另选监交人。")})
    if handover.is_gone and handover.prepared_by_id in chosen:
        raise Invalid({"successors": _("代为交出的负责人不能同时作接收人，请另选接收人。")})


def _seated(handover: Handover, people: Iterable[int]) -> set[int]:
    """Which of these people sit today in the institution or in one above it."""
    above = paths.lineage(handover.institution_path)
    seats = Appointment.objects.valid().filter(
        person__in=list(people),
        person__active=True,
        person__is_guest=False,
        post__organization__institution_path__in=above,
    )
    return set(seats.values_list("person", flat=True))


def _require_draft(handover: Handover, by: Person) -> None:
    if handover.state != State.DRAFT:
        raise AlreadyDone(_("这份交接单%(state)s，不能再修改。") % {"state": handover.get_state_display()})
    if by.pk != handover.signs_first.pk:
        raise NotAllowed(_("只有填写人可以修改和送签这份交接单。"))


def _require_version(handover: Handover, version: int) -> None:
    if version != handover.version:
        raise Stale(_("这份交接单在您填写期间已被修改，请刷新页面，核对后重新提交。"))


def _refuse_incomplete(handover: Handover) -> None:
    """Everything that is open now is in it, and each line says who takes it over."""
    lines = {line.mark: line for line in handover.lines.all()}
    found = _openings(handover)
    if missing := [opening for opening in found if opening.mark not in lines]:
        told = {"count": len(missing), "label": missing[0].label}
        raise NotYet(_("又有%(count)d项新的工作没有列入交接单（%(label)s），请退回修改，补充以后重新送签。") % told)
    open_marks = {opening.mark for opening in found}
    without = [
        line for mark, line in lines.items() if mark in open_marks and not line.ends and line.successor_id is None
    ]
    if without:
        told = {"count": len(without), "label": without[0].label}
        raise NotYet(_("还有%(count)d项没有指定接收人（%(label)s），请逐项指定后再送签。") % told)
    _check_people(handover, {line.mark: line.successor for line in _with_successors(handover)})


def _with_successors(handover: Handover) -> Iterable[HandoverLine]:
    return handover.lines.select_related("successor")


def _refuse_twice(handover: Handover) -> None:
    people = [person.pk for _role, person in handover.signers]
    if len(set(people)) != len(people):
        raise Invalid({"supervisor": _("交出人、接收人、监交人须是不同的人，请另选监交人。")})
    if len(people) < 3 and handover.lines.filter(ends=False).exists():
        raise NotYet(_("交接单至少要有一名接收人。"))


# --- What nobody handed over ----------------------------------------------------------------------------------------


def tell_heads(thing: Any, because: str = "", **_event: Any) -> None:
    """A post or an account ended at once: what was left open falls to whoever heads the unit."""
    person = thing.person
    if person is not None and (left := openings.of_person(person)) and is_gone(person):
        _tell_heads(person, len(left), thing)


def _tell_heads(person: Person, count: int, source: models.Model) -> None:
    with in_first_language():
        text = _("“%(who)s”已离岗，还有%(count)d项工作没有交接，请代为填写交接单。") % {"who": person, "count": count}
    heads = [one for one in rights.who_may(PREPARE, person.home) if one.pk != person.pk]
    notify(heads, text=text, url=openings.handing_over_url(person), source=source, kind="left_open")


@job("accountability.left_open", title=gettext_lazy("提醒离岗人员未交接的工作"))
def left_open(_asked: Job) -> None:
    """Posts end by their dates too: on the next day the head is told what their holders left open, once."""
    yesterday = timezone.localdate() - timedelta(days=1)
    ended = Appointment.objects.filter(until=yesterday).select_related("person__home").order_by("pk")
    kind = ContentType.objects.get_for_model(Appointment)
    told = set(Notice.objects.filter(kind="left_open", source_type=kind).values_list("source_id", flat=True))
    for appointment in ended:
        if appointment.pk not in told:
            tell_heads(appointment)


every("accountability.left_open", minutes=360)

REFUSALS: tuple[type[Refusal], ...] = (Invalid, NotYet, NotAllowed, AlreadyDone, Stale)

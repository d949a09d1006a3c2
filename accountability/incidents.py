"""接报登记 and the receipts that close the rungs.

A report climbs when the level below has confirmed, or when the time of its rung is up.
"""

import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.db.models import Model, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability import events, numbering, trail
from accountability.climbing import Raised, State, Times, raise_rungs, rung_of, save_clocks
from accountability.digest import plain
from accountability.incoming import becoming
from accountability.models import Derivation, Escalation, EscalationReceipt, IncidentReport, Ladder, LadderStart
from accountability.receivers import duty_people
from accountability.signing.manifests import in_first_language
from organizations import paths
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.rights import exercise
from organizations.sight import visible

REGISTER = "accountability.register_incident"
NUMBERS = "accountability.incident"
STEP_BY_STEP = "step-by-step"
"""The shipped rule for what has no clock of its own: 重要情况和问题逐级上报."""
LATE_ENTRY = datetime.timedelta(hours=1)
Role = EscalationReceipt.Role


@dataclass(frozen=True)
class Reportable:
    """What a thing of a feature above says of itself when it is reported up: the words, and the day it was found."""

    content: str
    found_on: datetime.date


_reportable: dict[type[Model], Callable[[Any], Reportable]] = {}


def register_reportable(model: type[Model], tells: Callable[[Any], Reportable]) -> None:
    """Let the things of a model be reported up step by step; filled by the features in `ready()`."""
    _reportable[model] = tells


def reportable_models() -> tuple[type[Model], ...]:
    """The kinds of things that may be reported up."""
    return tuple(_reportable)


def told_by(source: Model) -> Reportable:
    """What a thing says of itself."""
    return _reportable[type(source)](source)


def may_register(person: Person, organization: Organization, *, who: Any = None) -> bool:
    """Whether a person may register for a unit: by his post, or because he is on duty there now."""
    if exercise(who or person, REGISTER, organization):
        return True
    return person in duty_people(rosters_over(organization), timezone.now())


def rosters_over(organization: Organization) -> Q:
    """The condition that a shift stands in the roster of a unit or of its institution."""
    own = [one for one in paths.lineage(organization.path) if one.startswith(organization.institution_path)]
    return Q(roster__organization__path__in=own)


def register_incident(
    organization: Organization,
    *,
    reporter: str,
    content: str,
    found_at: datetime.datetime,
    received_at: datetime.datetime,
    by: Person,
    received_by: Person | None = None,
    ladder: Ladder | None = None,
    source: Model | None = None,
    **more: str,
) -> IncidentReport:
    """Enter who reported what to whom and when it was found; a rule chosen with it starts at once.

    `source` is the thing of a feature that is reported up; one of the kinds of `reportable_models`.
    """
    if not may_register(by, organization):
        raise NotAllowed(_("您不在本单位值班，也没有接报登记的权限，请由值班人员登记。"))
    _refuse_unseen(source, by)
    _check(reporter=reporter, content=content, found_at=found_at, received_at=received_at)
    _check_ladder(ladder, organization)
    with transaction.atomic():
        report = IncidentReport.objects.create(
            organization=organization,
            org_path=organization.path,
            institution_path=organization.institution_path,
            reporter=plain(reporter.strip(), 60),
            content=plain(content.strip()),
            found_at=found_at,
            received_at=received_at,
            received_by=received_by or by,
            ladder=ladder,
            recorded_by=by,
            **{name: plain(text.strip()) for name, text in more.items()},
        )
        _take_number(report, by=by)
        raised = _start(report, ladder) if ladder else None
        also = [raised.escalation, *raised.receipts] if raised else []
        trail.record("incident_registered", report, by=by, also=also, extra={"number": report.number_text})
        events.incident_registered.send(sender=IncidentReport, thing=report, by=by)
        if source is not None:
            _note_source(source, report, by=by)
    return report


def _refuse_unseen(source: Model | None, by: Person) -> None:
    """What is reported up is seen by whoever reports it, and of a kind that may be."""
    if source is None:
        return
    known = isinstance(source, reportable_models())
    if not known or not visible(by, type(source)).filter(pk=source.pk).exists():
        raise NotAllowed(_("您看不到要上报的事项，请由责任单位或者登记单位上报。"))


def _take_number(report: IncidentReport, *, by: Person) -> None:
    """The next number of the institution in the year in which the report was taken."""
    year, owner = timezone.localdate(report.received_at).year, report.organization.institution
    report.number_text = numbering.take(NUMBERS, organization=owner, year=year, to=report, by=by).text
    report.save(update_fields=["number_text"])


def _note_source(source: Any, report: IncidentReport, *, by: Person) -> None:
    """The thing keeps that it was reported up, and how the report is numbered."""
    with in_first_language():
        label = _("逐级上报 %(number)s") % {"number": report.number_text}
    becoming.became(source, kind=Derivation.Kind.OTHER, label=label, by=by, target=report)


def acknowledge(
    receipt: EscalationReceipt,
    *,
    by: Person,
    note: str = "",
    received_name: str = "",
    received_at: datetime.datetime | None = None,
) -> EscalationReceipt:
    """Confirm that one knows; for a receiver outside the system whoever may register enters who confirmed, and when."""
    now = timezone.now()
    with transaction.atomic():
        start = LadderStart.objects.select_for_update(no_key=True).get(escalations__receipts=receipt.pk)
        start.ladder = Ladder.objects.with_rungs().get(pk=start.ladder_id)
        receipt.refresh_from_db()
        escalation = Escalation.objects.select_related("rung").get(pk=receipt.escalation_id)
        escalation.start = start
        receipt.escalation = escalation
        moment = _moment(receipt, start, by=by, name=received_name, received_at=received_at, now=now)
        _refuse_second(receipt)
        receipt.received_at, receipt.received_by = moment, by
        receipt.received_name, receipt.note = plain(received_name.strip(), 60), plain(note.strip(), 300)
        receipt.save()
        same = escalation.receipts.filter(receiver=receipt.receiver_id)
        touched = list(same.exclude(pk=receipt.pk).filter(answered=False))
        same.update(answered=True)
        receipt.answered = True
        also: list[Any] = [receipt, *touched, *_close(escalation, moment)]
        trail.record("receipt_given", escalation, by=by, because=receipt.note, also=also)
    return receipt


def may_acknowledge(receipt: EscalationReceipt, person: Person) -> bool:
    """Whether a person confirms this receipt himself, or enters it for somebody who cannot."""
    if receipt.person_id is not None:
        return receipt.person_id == person.pk
    escalation = receipt.escalation
    return bool(exercise(person, REGISTER, escalation)) or person.pk == _recorder(escalation.start)


def _recorder(start: LadderStart) -> int | None:
    """Who registered the report the clock belongs to."""
    return getattr(start.source, "recorded_by_id", None)


def _moment(
    receipt: EscalationReceipt,
    start: LadderStart,
    *,
    by: Person,
    name: str,
    received_at: datetime.datetime | None,
    now: datetime.datetime,
) -> datetime.datetime:
    """When it was confirmed: now, or for somebody outside as it is entered."""
    if not may_acknowledge(receipt, by):
        raise NotAllowed(_("这份回执由接收人本人办理；系统外单位的回执由登记人或者有接报登记权限的人员补登。"))
    if receipt.person_id is not None:
        return now
    if not name.strip():
        raise Invalid({"received_name": _("请填写对方接收人的姓名。")})
    moment = received_at or now
    if moment > now:
        raise Invalid({"received_at": _("回执时间不能晚于现在。")})
    if moment < start.starts_at:
        raise Invalid({"received_at": _("回执时间不能早于发现时间。")})
    return moment


def _refuse_second(receipt: EscalationReceipt) -> None:
    if receipt.received_at is not None:
        raise AlreadyDone(who=receipt.received_by, when=receipt.received_at)


def _close(escalation: Escalation, moment: datetime.datetime) -> list[Any]:
    """Close the rung when every receiver has confirmed; a report then goes on to the next one at once."""
    if escalation.closed_at is not None or escalation.receipts.waiting().exists():
        return []
    escalation.closed_at = moment
    escalation.save(update_fields=["closed_at"])
    start, order = escalation.start, escalation.rung.order
    if start.ladder.purpose != Ladder.Purpose.REPORT or start.next_order != order + 1:
        return [escalation]
    above = rung_of(start.ladder, order + 1)
    if above is None:
        start.state = State.ENDED
        save_clocks([start])
        return [escalation]
    start.state = State.RUNNING
    raised = _raise(start, since=moment)
    return [escalation, raised.escalation, *raised.receipts]


def _start(report: IncidentReport, ladder: Ladder) -> Raised:
    """Start the clock of a report and raise its first rung."""
    start = LadderStart.objects.create(
        ladder=ladder,
        source_type=ContentType.objects.get_for_model(IncidentReport),
        source_id=report.pk,
        source_label=str(report)[:200],
        org_path=report.org_path,
        institution_path=report.institution_path,
        starts_at=report.found_at,
        received_at=report.received_at,
        next_at=report.received_at,
    )
    start.ladder = Ladder.objects.with_rungs().get(pk=ladder.pk)
    return _raise(start, since=report.received_at)


def _raise(start: LadderStart, *, since: datetime.datetime) -> Raised:
    rung = rung_of(start.ladder, start.next_order)
    if rung is None:
        raise NotYet(_("这项规则没有可以上报的级次，请联系规则的制定单位。"))
    times = Times.read(timezone.now(), timezone.localdate(start.starts_at))
    return raise_rungs([(start, rung)], times=times, since=since)[0]


def _check(*, reporter: str, content: str, found_at: datetime.datetime, received_at: datetime.datetime) -> None:
    errors: dict[str, str] = {}
    if not reporter.strip():
        errors["reporter"] = _("请填写报告人姓名。")
    if not content.strip():
        errors["content"] = _("请填写报告内容。")
    if found_at > received_at:
        errors["found_at"] = _("发现时间不能晚于接报时间。")
    if received_at > timezone.now():
        errors["received_at"] = _("接报时间不能晚于现在。")
    if errors:
        raise Invalid(errors)


def _check_ladder(ladder: Ladder | None, organization: Organization) -> None:
    if ladder is None:
        return
    usable = Ladder.objects.active().usable_at(organization.path).filter(purpose=Ladder.Purpose.REPORT)
    if not usable.filter(pk=ladder.pk).exists():
        raise Invalid({"ladder": _("所选规则已停用或者不适用于本单位，请重新选择。")})


numbering.declare(NUMBERS, prefix="JB{unit:03d}", pattern="{prefix}-{year}-{n:04d}")

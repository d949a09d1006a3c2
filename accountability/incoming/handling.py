"""处理情况登记（依据有权机关决定）: registered by whoever has that right, read by those named; nothing here decides."""

import datetime
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import numbering, trail
from accountability.incoming.wording import require_text, trimmed
from accountability.models import HandlingKind, HandlingReader, HandlingRecord
from accountability.notices import notify
from accountability.signing.manifests import in_first_language
from organizations import paths
from organizations.models import Appointment, Duty, Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotYet
from organizations.rights import require

REGISTER = "accountability.register_handling"
NUMBERS = "accountability.handling"
SHIPPED = Path(__file__).parent.parent / "shipped" / "handling_kinds.json"
Group = HandlingKind.Group
ADMINISTRATORS = (Duty.SYSTEM_ADMIN, Duty.SECURITY_ADMIN, Duty.AUDIT_ADMIN)


@dataclass(frozen=True)
class Decision:
    """What a competent body has decided about a unit or a person."""

    kind: HandlingKind
    authority: str
    basis: str
    decided_on: datetime.date
    unit: Organization | None = None
    person: Person | None = None
    decision_number: str = ""
    until: datetime.date | None = None
    reply_due_on: datetime.date | None = None
    veto_checked: str = ""


def register_handling(
    organization: Organization, *, decision: Decision, readers: Sequence[Person], by: Person
) -> HandlingRecord:
    """登记: only what was decided elsewhere, with whoever decided it and on what basis."""
    require(by, REGISTER, organization)
    _check(decision, organization)
    _check_readers(readers, decision)
    with transaction.atomic():
        record = HandlingRecord.objects.create(
            organization=organization,
            org_path=organization.path,
            institution_path=organization.institution_path,
            kind=decision.kind,
            authority=trimmed(decision.authority, 120),
            decision_number=trimmed(decision.decision_number, 80),
            basis=trimmed(decision.basis, 300),
            unit=decision.unit,
            person=decision.person,
            decided_on=decision.decided_on,
            until=decision.until,
            reply_due_on=decision.reply_due_on,
            veto_checked=trimmed(decision.veto_checked, 200),
            registered_by=by,
        )
        year = timezone.localdate().year
        number = numbering.take(NUMBERS, organization=organization.institution, year=year, to=record, by=by)
        record.number_text = number.text
        record.save(update_fields=["number_text"])
        rows = _name_readers(record, readers)
        trail.record("handling_registered", record, by=by, also=rows)
    return record


def name_reader(record: HandlingRecord, *, person: Person, by: Person) -> HandlingReader:
    """Let one more person read it."""
    require(by, REGISTER, record)
    with engine.hold(record):
        if record.readers.filter(person=person).exists():
            raise AlreadyDone(_("“%(who)s”已经是可阅人。") % {"who": person})
        _refuse_readers([person], record.person)
        (row,) = _name_readers(record, [person])
        trail.record("handling_reader_named", record, by=by, also=[row])
    return row


def note_reply(record: HandlingRecord, *, reply: str, on: datetime.date, by: Person) -> HandlingRecord:
    """登记回复: what the unit or person has answered."""
    require(by, REGISTER, record)
    text = require_text(reply, "reply", _("请填写回复情况。"))
    if not record.decided_on <= on <= timezone.localdate():
        raise Invalid({"on": _("回复日期应在决定日期之后、不晚于今天。")})
    with engine.hold(record):
        if record.replied_on is not None:
            raise AlreadyDone(_("回复情况已经登记，请刷新页面查看。"))
        record.reply, record.replied_on = trimmed(text), on
        record.version += 1
        record.save()
        trail.record("handling_replied", record, by=by)
    return record


def note_appeal(
    record: HandlingRecord, *, appeal: str, by: Person, revoked_on: datetime.date | None = None
) -> HandlingRecord:
    """登记申诉结果: with a day, the decision was set aside by the body that decides about it."""
    require(by, REGISTER, record)
    text = require_text(appeal, "appeal", _("请填写申诉结果，写明作出决定的机关。"))
    if revoked_on is not None and not record.decided_on <= revoked_on <= timezone.localdate():
        raise Invalid({"revoked_on": _("撤销或变更日期应在决定日期之后、不晚于今天。")})
    with engine.hold(record):
        if record.revoked_on is not None:
            raise NotYet(_("这项处理已经撤销或者变更，不能再登记申诉结果。"))
        record.appeal, record.revoked_on = trimmed(text), revoked_on
        record.version += 1
        record.save()
        trail.record("handling_appealed", record, by=by)
    return record


def load_shipped_kinds() -> int:
    """Write the shipped ways of dealing with a matter that are not there yet; how many were written."""
    made = 0
    for order, one in enumerate(json.loads(SHIPPED.read_text(encoding="utf-8")), start=1):
        _row, is_new = HandlingKind.objects.get_or_create(code=one.pop("code"), defaults={"order": order, **one})
        made += is_new
    return made


def _name_readers(record: HandlingRecord, people: Sequence[Person]) -> list[HandlingReader]:
    rows = [HandlingReader.objects.create(record=record, person=one) for one in {p.pk: p for p in people}.values()]
    with in_first_language():
        text = _("请查阅%(label)s。") % {"label": record}
    notify([one.person for one in rows], text=text, url=record.get_absolute_url(), source=record, kind="handling")
    return rows


def _check(decision: Decision, organization: Organization) -> None:
    errors: dict[str, str] = {}
    if not decision.authority.strip():
        errors["authority"] = _("请填写决定机关；本系统只登记有权机关已经作出的决定。")
    if not decision.basis.strip():
        errors["basis"] = _("请填写依据。")
    if (decision.unit is None) == (decision.person is None):
        errors["unit"] = _("处理对象请填写一个单位或者一名人员。")
    errors |= _wrong_days(decision) | _missing(decision)
    if errors:
        raise Invalid(errors)
    place = trail.path_of(decision.unit or decision.person or organization)
    if not paths.contains(organization.institution_path, place):
        raise Invalid({"unit": _("处理对象不在本单位及下级单位范围内。")})


def _wrong_days(decision: Decision) -> dict[str, str]:
    errors: dict[str, str] = {}
    if decision.decided_on > timezone.localdate():
        errors["decided_on"] = _("决定日期不能晚于今天；尚未决定的事项不在本系统登记。")
    if decision.until is not None and decision.until < decision.decided_on:
        errors["until"] = _("影响期不能早于决定日期。")
    if decision.reply_due_on is not None and decision.reply_due_on < decision.decided_on:
        errors["reply_due_on"] = _("回复期限不能早于决定日期。")
    return errors


def _missing(decision: Decision) -> dict[str, str]:
    """What the kind asks for besides."""
    kind, errors = decision.kind, {}
    if kind.needs_period and decision.until is None:
        errors["until"] = _("“%(kind)s”须填写影响期。") % {"kind": kind}
    if kind.needs_deadline and decision.reply_due_on is None:
        errors["reply_due_on"] = _("“%(kind)s”须填写整改或者回复期限。") % {"kind": kind}
    if kind.group == Group.COMMENDATION and not decision.veto_checked.strip():
        errors["veto_checked"] = _("表扬奖励须写明一票否决情形的核对结果。")
    return errors


def _check_readers(readers: Sequence[Person], decision: Decision) -> None:
    if not readers and decision.kind.group != Group.COMMENDATION:
        raise Invalid({"readers": _("请指定可阅人。")})
    _refuse_readers(readers, decision.person)


def _refuse_readers(readers: Sequence[Person], about: Person | None) -> None:
    """No administrator of the system reads it by his office, nor is the person concerned told by this register."""
    administrators = Appointment.objects.valid().filter(person__in=readers, post__duty__in=ADMINISTRATORS)
    if administrators.exists():
        raise Invalid({"readers": _("系统、安全、审计管理员不能作为可阅人。")})
    if guests := [one.name for one in readers if one.is_guest]:
        told = _("“%(who)s”是没有账号的来宾，不能在系统内查阅，请另行指定可阅人。")
        raise Invalid({"readers": told % {"who": _("、").join(guests[:3])}})
    if about is not None and about in readers:
        raise Invalid({"readers": _("处理对象本人由决定机关依规告知，不在此处指定为可阅人。")})


numbering.declare(NUMBERS, pattern="处〔{year}〕{n}")

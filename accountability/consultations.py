"""The verbs of 调阅: ask, list, approve or refuse, end; and who reads with a code, for as long as it holds."""

import datetime
import hashlib
import secrets
from collections.abc import Iterable
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Max, Q
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import attachments, numbering, trail
from accountability.attachments import Checked
from accountability.digest import plain
from accountability.models import Assignment, Consultation, ConsultationItem, Holder
from accountability.notices import notify
from accountability.records import Period
from organizations import rights
from organizations.models import Duty, Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.services import register_person
from organizations.sight import visible

ASK, APPROVE = "accountability.ask_consultation", "accountability.approve_consultation"
NUMBERS = "accountability.consultation"
MOST_ITEMS, LONGEST_DAYS, CODE_LENGTH = 500, 92, 20
State = Consultation.State

for duty in (Duty.CLERK, Duty.HEAD, Duty.AUDITOR, Duty.AUDIT_ADMIN):
    rights.default(duty, ASK, "own")
for duty in (Duty.LEADER, Duty.PRINCIPAL):
    rights.default(duty, APPROVE, "own")
numbering.declare(NUMBERS, prefix="DY{unit:03d}", pattern="{prefix}-{year}-{n:03d}")


def ask(at: Organization, *, by: Person, letter: Checked | None = None, **told: Any) -> Consultation:
    """Write down what a letter asks for; nobody reads anything yet. Refuses with Invalid and NotAllowed."""
    rights.require(by, ASK, at)
    _check(told)
    asked = Consultation(organization=at, org_path=at.path, institution_path=at.institution_path, asked_by=by, **told)
    year = timezone.localdate().year
    with transaction.atomic():
        asked.save(force_insert=True)
        asked.number_text = numbering.take(NUMBERS, organization=at, year=year, to=asked, by=by).text
        asked.save(update_fields=["number_text"])
        if letter is not None:
            attachments.attach(letter, to=asked, by=by, note=asked.letter_number)
        trail.record("consultation_asked", asked, by=by, because=asked.purpose)
    return asked


def _check(told: dict[str, Any]) -> None:
    """The period has an end, and so has the reading."""
    today = timezone.localdate()
    if told["until"] < told["since"]:
        raise Invalid({"until": _("材料截止日期不能早于起始日期。")})
    if not today <= told["read_until"] <= today + datetime.timedelta(days=LONGEST_DAYS):
        raise Invalid(
            {"read_until": _("调阅截止日期应在今天至%(n)d天之内，需要更久的请到期后再次申请。") % {"n": LONGEST_DAYS}}
        )


def add(asked: Consultation, things: Iterable[models.Model], *, by: Person) -> int:
    """Put things on the list while it waits for approval, each once, as far as `by` sees them; how many were added."""
    with _being_listed(asked, by):
        known = set(asked.items.values_list("content_type", "object_id"))
        last = asked.items.aggregate(last=Max("n"))["last"] or 0
        made = []
        for thing in things:
            kind = ContentType.objects.get_for_model(thing)
            if (kind.pk, thing.pk) in known:
                continue
            if last == MOST_ITEMS:
                raise Invalid({"": _("一份调阅清单最多%(n)d项，请分次申请。") % {"n": MOST_ITEMS}})
            known.add((kind.pk, thing.pk))
            last += 1
            made.append(ConsultationItem(consultation=asked, n=last, content_type=kind, object_id=thing.pk,
                                         label=plain(thing, 200), added_by=by))  # fmt: skip
        ConsultationItem.objects.bulk_create(made)
        if made:
            told = {"items": [one.label for one in made]}
            trail.record("consultation_listed", asked, by=by, also=list(asked.items.all()), extra=told)
    return len(made)


def of_term(asked: Consultation, person: Person, period: Period, *, by: Person) -> list[Assignment]:
    """What a person answered for within a term of office, as far as `by` sees it: 经济责任、离任审计."""
    held = Holder.objects.filter(
        Q(until__isnull=True) | Q(until__gte=period.start), person=person, since__lt=period.end
    )
    rows = visible(by, Assignment).filter(pk__in=held.values("assignment")).order_by("assigned_at", "pk")
    return list(rows[: MOST_ITEMS + 1])


def remove(item: ConsultationItem, *, by: Person) -> None:
    """Take a thing off the list while it waits for approval; the numbers of the others stay."""
    with _being_listed(item.consultation, by):
        label, asked = item.label, item.consultation
        ConsultationItem.objects.filter(pk=item.pk).delete()
        trail.record("consultation_unlisted", asked, by=by, also=[item], extra={"item": label})


def _being_listed(asked: Consultation, by: Person) -> Any:
    if asked.asked_by_id != by.pk:
        raise NotAllowed(_("调阅清单由申请人编制。"))
    if asked.state != State.ASKED:
        raise NotYet(_("调阅已经审批，清单不再变动；需要增加材料的请再次申请。"))
    return engine.hold(asked)


def approve(asked: Consultation, *, by: Person, opinion: str = "") -> str:
    """Let it be read until its day; the code that opens it is given once and kept nowhere."""
    with engine.hold(asked):
        _decide(asked, State.APPROVED, opinion, by)
        if not asked.items.exists():
            raise NotYet(_("调阅清单还是空的，请先由申请人列入材料。"))
        if asked.read_until < timezone.localdate():
            raise NotYet(_("调阅截止日期已过，请重新申请。"))
        name = _("%(who)s（%(number)s）") % {"who": asked.readers, "number": asked.number_text}
        asked.reader = register_person(asked.organization, name=name[:60], is_guest=True, by=None)
        code = _renew(asked)
        asked.save()
        trail.record("consultation_approved", asked, by=by, because=opinion, responsible=asked.asked_by)
        _tell(asked, _("调阅申请已同意：%(what)s") % {"what": asked})
    return code


def renew_code(asked: Consultation, *, by: Person) -> str:
    """Another code in place of one that was lost; the old one opens nothing from now on."""
    with engine.hold(asked):
        if asked.asked_by_id != by.pk:
            raise NotAllowed(_("调阅码由申请人换发。"))
        if not asked.is_open():
            raise NotYet(_("这次调阅没有获得同意，或者已经结束。"))
        code = _renew(asked)
        asked.save()
        trail.record("consultation_code_renewed", asked, by=by)
    return code


def refuse(asked: Consultation, *, because: str, by: Person) -> None:
    """Do not let it be read."""
    if not because.strip():
        raise Invalid({"because": _("请写明不同意的理由。")})
    with engine.hold(asked):
        _decide(asked, State.REFUSED, because.strip(), by)
        asked.save()
        trail.record("consultation_refused", asked, by=by, because=because)
        _tell(asked, _("调阅申请未同意：%(what)s") % {"what": asked})


def end(asked: Consultation, *, because: str, by: Person) -> None:
    """End it before its day."""
    if by.pk != asked.asked_by_id:
        rights.require(by, APPROVE, asked.organization)
    with engine.hold(asked):
        if asked.state != State.APPROVED:
            raise AlreadyDone(_("这次调阅没有在进行。"))
        asked.state, asked.ended_at, asked.ended_by, asked.code_sha256 = State.ENDED, timezone.now(), by, ""
        asked.version += 1
        asked.save()
        trail.record("consultation_ended", asked, by=by, because=because)


def _decide(asked: Consultation, state: str, opinion: str, by: Person) -> None:
    rights.require(by, APPROVE, asked.organization)
    if by.pk == asked.asked_by_id or by.pk in rights.stand_ins([asked.asked_by_id]):
        raise NotAllowed(_("调阅由申请人以外的人员审批。"))
    if asked.state != State.ASKED:
        raise AlreadyDone(_("这份调阅申请已经审批。"))
    asked.state, asked.decided_by, asked.decided_at = state, by, timezone.now()
    asked.opinion = opinion[:300]
    asked.version += 1


def _renew(asked: Consultation) -> str:
    code = secrets.token_hex(CODE_LENGTH // 2)
    asked.code_sha256 = hashlib.sha256(code.encode()).hexdigest()
    return code


def _tell(asked: Consultation, text: str) -> None:
    notify([asked.asked_by], text=text, url=asked.get_absolute_url(), source=asked, kind="consultation")


def opened_by(number: str, code: str) -> Consultation | None:
    """The consultation that a number and its code open today."""
    given = hashlib.sha256(code.strip().lower().encode()).hexdigest()
    found = Consultation.objects.filter(number_text=number.strip(), state=State.APPROVED).exclude(code_sha256="")
    return next(
        (one for one in found.select_related("reader", "organization", "asked_by")
         if one.is_open() and secrets.compare_digest(one.code_sha256, given)), None,
    )  # fmt: skip

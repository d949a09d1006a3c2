"""收文: registered, 拟办, put to the leaders, handed to the units, followed until it is 办结."""

import datetime
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import assignments, events, numbering, trail
from accountability.attachments import attach
from accountability.gate import Checked
from accountability.incoming.wording import head_of, refuse_secrets, require_text, require_within, trimmed
from accountability.models import Assignment, DocumentLeader, Holder, IncomingDocument, Number
from accountability.notices import notify
from accountability.signing.manifests import in_first_language
from organizations import acting
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotYet, Stale
from organizations.rights import require

KEEP = "accountability.keep_incoming"
NUMBERS = "accountability.incoming"
TASK = "incoming"
MOST_LEADERS = 5
State = IncomingDocument.State


@dataclass(frozen=True)
class Paper:
    """What is written into the register about a paper."""

    sender: str
    title: str
    received_on: datetime.date
    their_number: str = ""
    kind: str = IncomingDocument.Kind.SUPERIOR
    written_on: datetime.date | None = None
    copies: int = 1
    urgency: str = IncomingDocument.Urgency.NORMAL
    secrecy: str = IncomingDocument.Secrecy.NONE
    summary: str = ""
    due_on: datetime.date | None = None


def register_incoming(
    organization: Organization,
    *,
    paper: Paper,
    by: Person,
    files: Sequence[Checked] = (),
    source: models.Model | None = None,
) -> IncomingDocument:
    """签收、登记: the next number of the register; the same paper a second time is refused with its first number."""
    require(by, KEEP, organization)
    _check(paper)
    with transaction.atomic():
        document = IncomingDocument(
            organization=organization,
            org_path=organization.path,
            institution_path=organization.institution_path,
            registered_by=by,
            **_columns(paper),
        )
        if source is not None:
            document.source_type = ContentType.objects.get_for_model(source)
            document.source_id, document.source_label = source.pk, str(source)[:200]
        year = paper.received_on.year
        numbering.series_for(NUMBERS, organization=organization.institution, year=year)
        _refuse_twice(document)
        document.save()
        number = numbering.take(NUMBERS, organization=organization.institution, year=year, to=document, by=by)
        document.number_text = number.text
        document.save(update_fields=["number_text"])
        with engine.hold(document):
            for file in files:
                attach(file, to=document, by=by)
            trail.record("incoming_registered", document, by=by, extra={"number": document.number_text})
            events.incoming_registered.send(sender=IncomingDocument, thing=document, by=by)
            engine.start(document, by=by)
    return document


def revise_incoming(document: IncomingDocument, *, paper: Paper, version: int, by: Person) -> IncomingDocument:
    """Correct what was written into the register, while the paper is not yet with a leader."""
    require(by, KEEP, document)
    _check(paper)
    with engine.hold(document):
        _require_state(document, State.REGISTERED, _("已送批示或者交办的收文不能再修改登记内容。"))
        _require_version(document, version)
        for name, value in _columns(paper).items():
            setattr(document, name, value)
        _refuse_twice(document)
        document.version += 1
        document.save()
        trail.record("incoming_revised", document, by=by)
    return document


def add_files(document: IncomingDocument, *, files: Sequence[Checked], by: Person) -> IncomingDocument:
    """Add scans to a paper; what a leader has before him is not changed behind his back."""
    require(by, KEEP, document)
    with engine.hold(document):
        if document.state == State.INSTRUCTING:
            raise NotYet(_("文件正在领导批示，请待批示完成后再补充附件，或者先撤回送批。"))
        for file in files:
            attach(file, to=document, by=by)
    return document


def void_incoming(document: IncomingDocument, *, because: str, by: Person) -> IncomingDocument:
    """作废: registered by mistake; the number stays used up and says why."""
    reason = require_text(because, "because", _("请写明作废的原因。"))
    require(by, KEEP, document)
    with engine.hold(document):
        _require_state(document, State.REGISTERED, _("已送批示或者交办的收文不能作废。"))
        document.state = State.VOID
        document.version += 1
        document.save()
        number = Number.objects.of(document).first()
        if number is not None:
            numbering.void(number, by=by, because=reason)
        trail.record("incoming_voided", document, by=by, because=reason)
        engine.cancel(document, by=by, because=reason)
    return document


@dataclass(frozen=True)
class Proposal:
    """拟办: what the office proposes to be done with a paper."""

    text: str
    leaders: Sequence[Person] = ()
    lead_unit: Organization | None = None
    supporting_units: Sequence[Organization] = ()
    holder: Person | None = None
    due_on: datetime.date | None = None


def propose_handling(document: IncomingDocument, *, proposal: Proposal, version: int, by: Person) -> IncomingDocument:
    """拟办: to the leaders named, or where none is needed straight to the unit that handles it."""
    require(by, KEEP, document)
    text = require_text(proposal.text, "text", _("请填写拟办意见。"))
    refuse_secrets(text=text)
    holder = _check_proposal(document, proposal)
    with engine.hold(document):
        engine.require_turn(document, "propose", by=by)
        _require_version(document, version)
        document.proposal, document.proposed_by, document.proposed_at = trimmed(text), by, timezone.now()
        document.lead_unit, document.holder, document.due_on = proposal.lead_unit, holder, proposal.due_on
        document.state = State.INSTRUCTING if proposal.leaders else State.HANDLING
        document.version += 1
        document.save()
        document.supporting_units.set(proposal.supporting_units)
        gone = list(document.leaders.all())
        document.leaders.all().delete()
        rows = [
            DocumentLeader(document=document, order=order, person=person)
            for order, person in enumerate(proposal.leaders, start=1)
        ]
        DocumentLeader.objects.bulk_create(rows)
        units = [str(one) for one in proposal.supporting_units]
        told = {"leaders": [str(one.person) for one in rows], "supporting": units}
        trail.record("handling_proposed", document, by=by, also=[*gone, *rows], extra=told)
        engine.finish(document, "propose", by=by)
    return document


def hand_out(document: IncomingDocument) -> None:
    """交办: the unit named owes the work from now on; the office is told that the leaders have spoken."""
    now = acting.current()
    by = now.person if now else document.proposed_by
    was_instructed = document.state == State.INSTRUCTING
    document.state = State.HANDLING
    document.save(update_fields=["state"])
    also: list[models.Model] = []
    if document.lead_unit is not None and document.holder is not None:
        task = assignments.assign(
            source=document,
            title=_("办理%(number)s：%(title)s") % {"number": document.number_text, "title": document.title},
            lead_unit=document.lead_unit,
            holder=document.holder,
            due_on=document.due_on or timezone.localdate(),
            by=document.proposed_by,
            kind=TASK,
        )
        support(task, units=document.supporting_units.all())
        also.append(task)
    trail.record("incoming_handed_out", document, by=by, also=also)
    events.incoming_handed_out.send(sender=IncomingDocument, thing=document, by=by)
    if was_instructed and document.proposed_by is not None:
        with in_first_language():
            text = _("领导已批示，请跟办：%(label)s") % {"label": document}
        notify([document.proposed_by], text=text, url=document.get_absolute_url(), source=document, kind="incoming")


def support(task: Assignment, *, units: Any) -> None:
    """Name the supporting units of a task and let their heads answer for that part."""
    named = list(units)
    task.supporting_units.set(named)
    known = set(task.holders.current().values_list("person", flat=True))
    for unit in named:
        head = head_of(unit)
        if head is not None and head.pk not in known:
            known.add(head.pk)
            assignments.add_holder(task, person=head, role=Holder.Role.SUPPORT, by=None)


def close_incoming(document: IncomingDocument, *, result: str, by: Person) -> IncomingDocument:
    """办结: what came of it; nothing may be open that was given because of it."""
    text = require_text(result, "result", _("请填写办理结果。"))
    with engine.hold(document):
        engine.require_turn(document, "follow", by=by)
        waiting = Assignment.objects.of(document).open().select_related("lead_unit")
        if names := [str(one.lead_unit) for one in waiting[:5]]:
            told = {"names": _("、").join(dict.fromkeys(names))}
            raise NotYet(_("承办任务还没有办结（%(names)s），请先催办；不需要再办的，请撤销任务。") % told)
        document.result, document.state = trimmed(text), State.CLOSED
        document.closed_by, document.closed_at = by, timezone.now()
        document.version += 1
        document.save()
        trail.record("incoming_closed", document, by=by)
        events.incoming_closed.send(sender=IncomingDocument, thing=document, by=by)
        engine.finish(document, "follow", by=by)
    return document


def note_return(sender: type, *, thing: models.Model, by: Person | None, because: str, **_event: Any) -> None:
    """A leader sent it back, or the office took it back: 拟办 begins anew."""
    if not isinstance(thing, IncomingDocument) or thing.state != State.INSTRUCTING:
        return
    thing.state = State.REGISTERED
    thing.version += 1
    thing.save(update_fields=["state", "version"])
    trail.record("incoming_returned", thing, by=by, because=because)
    if thing.proposed_by is not None and thing.proposed_by != by:
        with in_first_language():
            text = _("领导退回拟办，请重新提出拟办意见：%(label)s") % {"label": thing}
        notify([thing.proposed_by], text=text, url=thing.get_absolute_url(), source=thing, kind="incoming")


def _columns(paper: Paper) -> dict[str, Any]:
    lengths = {"sender": 120, "title": 200, "their_number": 60, "summary": 0}
    texts = {name: trimmed(getattr(paper, name), most) for name, most in lengths.items()}
    rest = ("received_on", "kind", "written_on", "copies", "urgency", "secrecy", "due_on")
    return {**texts, **{name: getattr(paper, name) for name in rest}}


def _check(paper: Paper) -> None:
    errors: dict[str, str] = {}
    if not paper.sender.strip():
        errors["sender"] = _("请填写来文单位。")
    if not paper.title.strip():
        errors["title"] = _("请填写标题。")
    if paper.received_on > timezone.localdate():
        errors["received_on"] = _("收到日期不能晚于今天。")
    if paper.written_on and paper.written_on > paper.received_on:
        errors["written_on"] = _("成文日期不能晚于收到日期。")
    if paper.copies < 1:
        errors["copies"] = _("份数至少是1份。")
    if paper.secrecy not in IncomingDocument.Secrecy.values:
        errors["secrecy"] = _("本系统为非涉密系统，不能登记涉密文件，请通过机要渠道办理。")
    if errors:
        raise Invalid(errors)
    refuse_secrets(title=paper.title, summary=paper.summary, their_number=paper.their_number)


def _refuse_twice(document: IncomingDocument) -> None:
    """The same number of the same sender is the same paper."""
    if not document.their_number:
        return
    same = IncomingDocument.objects.filter(
        organization=document.organization, sender=document.sender, their_number=document.their_number
    )
    first = same.exclude(state=State.VOID).exclude(pk=document.pk).first()
    if first is not None:
        told = {"their": document.their_number, "ours": first.number_text}
        raise Invalid({"their_number": _("%(their)s已经登记，收文编号为%(ours)s，无需重复登记。") % told})


def _check_proposal(document: IncomingDocument, proposal: Proposal) -> Person | None:
    """Who answers for the handling; a lead unit needs somebody and a day, supporting units need a lead unit."""
    if len({one.pk for one in proposal.leaders}) != len(proposal.leaders) or len(proposal.leaders) > MOST_LEADERS:
        raise Invalid({"leaders": _("同一领导只能选择一次，最多选择5位。")})
    if proposal.lead_unit is None:
        if proposal.supporting_units:
            raise Invalid({"lead_unit": _("有协办单位的，请先明确承办单位。")})
        return None
    require_within([proposal.lead_unit, *proposal.supporting_units], document.organization)
    if proposal.lead_unit in proposal.supporting_units:
        raise Invalid({"supporting_units": _("承办单位不能同时是协办单位。")})
    if proposal.due_on is None:
        raise Invalid({"due_on": _("请明确办理时限。")})
    if proposal.due_on < document.received_on:
        raise Invalid({"due_on": _("办理时限不能早于收到日期。")})
    holder = proposal.holder or head_of(proposal.lead_unit)
    if holder is None or not holder.active:
        raise Invalid({"holder": _("“%(unit)s”没有在岗的负责人，请指定承办人。") % {"unit": proposal.lead_unit}})
    return holder


def _require_state(document: IncomingDocument, state: str, sentence: str) -> None:
    if document.state != state:
        raise NotYet(sentence) if document.state != State.VOID else AlreadyDone(_("这件收文已经作废。"))


def _require_version(document: IncomingDocument, version: int) -> None:
    if document.version != version:
        raise Stale(_("这件收文在您填写期间已被修改，请刷新页面，核对后重新提交。"))


numbering.declare(NUMBERS, pattern="收〔{year}〕{n}")

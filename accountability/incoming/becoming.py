"""What a paper or a directive may become: tasks here, and whatever the features above offer in their `ready()`."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

import engine
from accountability import assignments, events, trail
from accountability.incoming.registering import KEEP as KEEP_INCOMING
from accountability.incoming.registering import support
from accountability.incoming.wording import head_of, refuse_secrets, require_text, require_within, trimmed
from accountability.models import Assignment, Derivation, Directive, DirectivePoint, IncomingDocument
from organizations.models import Organization, Person
from organizations.refusals import Invalid, NotYet
from organizations.rights import may, require

Source = IncomingDocument | Directive
Address = Callable[[models.Model], str]
Kind = Derivation.Kind


@dataclass(frozen=True)
class Offer:
    """One thing a paper may become in a feature above: where its page is, and who finds it offered."""

    name: str
    title: str | Promise
    icon: str
    address: Address
    permission: str


_offers: dict[str, Offer] = {}


def register(name: str, *, title: str | Promise, icon: str, address: Address, permission: str) -> None:
    """Offer a further thing a paper may become; its page calls `became` when it is made."""
    _offers[name] = Offer(name, title, icon, address, permission)


def offers(thing: models.Model, *, who: Any) -> list[dict[str, str]]:
    """What is offered to somebody for one paper or directive."""
    place = thing.org_path  # type: ignore[attr-defined]
    return [
        {"title": str(one.title), "icon": one.icon, "url": one.address(thing)}
        for one in _offers.values()
        if may(who, one.permission, place)
    ]


@dataclass(frozen=True)
class Task:
    """What is to be done, by whom and by when; each unit gets a task of its own."""

    title: str
    units: Sequence[Organization]
    due_on: datetime.date
    holder: Person | None = None
    supporting_units: Sequence[Organization] = ()
    evidence_required: str = ""
    supervised: bool = False


def became(
    source: Source,
    *,
    kind: str,
    label: str,
    by: Person | None,
    sentence: str = "",
    target: models.Model | None = None,
    at: datetime.datetime | None = None,
    point: DirectivePoint | None = None,
) -> Derivation:
    """Note that a paper or directive has become something, with the sentence it follows from; within a transaction."""
    directive = source if isinstance(source, Directive) else None
    made = Derivation.objects.create(
        source_type=ContentType.objects.get_for_model(source),
        source_id=source.pk,
        source_label=str(source)[:200],
        directive=directive,
        point=point,
        sentence=trimmed(sentence),
        kind=kind,
        label=trimmed(label, 300),
        target_type=ContentType.objects.get_for_model(target) if target is not None else None,
        target_id=target.pk if target is not None else None,
        org_path=source.org_path,
        happened_at=at or timezone.now(),
        recorded_by=by,
    )
    trail.record("derived", source, by=by, also=[made], extra={"label": made.shown})
    events.derived.send(sender=Derivation, thing=made, by=by)
    if directive is not None:
        events.directive_deployed.send(sender=Directive, thing=directive, derivation=made, by=by)
    return made


def give_tasks(
    source: Source, *, task: Task, by: Person, sentence: str = "", point: DirectivePoint | None = None
) -> list[Assignment]:
    """交办: one task for each unit, whose head answers for it unless somebody is named; within the caller's hold."""
    check_task(task, home=source.organization)
    made = []
    for unit in task.units:
        holder = task.holder if task.holder is not None and len(task.units) == 1 else head_of(unit)
        if holder is None:
            raise Invalid({"units": _("“%(unit)s”没有在岗的负责人，请先任命或者另选单位。") % {"unit": unit}})
        one = assignments.assign(
            source=source,
            title=task.title,
            lead_unit=unit,
            holder=holder,
            due_on=task.due_on,
            by=by,
            kind="directive" if isinstance(source, Directive) else "incoming",
            evidence_required=task.evidence_required,
            supervised=task.supervised,
        )
        support(one, units=task.supporting_units)
        label = f"{unit}：{one.title}"
        became(source, kind=Kind.TASK, label=label, by=by, sentence=sentence, target=one, point=point)
        made.append(one)
    return made


def give_task(document: IncomingDocument, *, task: Task, sentence: str, by: Person) -> list[Assignment]:
    """A superior's document becomes tasks, each with the sentence it follows from."""
    require(by, KEEP_INCOMING, document)
    said = require_text(sentence, "sentence", _("请摘录任务所依据的原文。"))
    refuse_secrets(sentence=said)
    with engine.hold(document):
        if document.state in IncomingDocument.SETTLED:
            raise NotYet(_("这件收文已经办结或者作废，不能再交办任务。"))
        return give_tasks(document, task=task, by=by, sentence=said)


def check_task(task: Task, *, home: Organization) -> None:
    """Refuse a task without words or units, or for units elsewhere."""
    require_text(task.title, "title", _("请填写任务内容。"))
    if not task.units:
        raise Invalid({"units": _("请选择承办单位。")})
    require_within([*task.units, *task.supporting_units], home)
    if any(unit in task.units for unit in task.supporting_units):
        raise Invalid({"supporting_units": _("承办单位不能同时是协办单位。")})

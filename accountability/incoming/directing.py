"""领导批示和指示: entered, confirmed where the office heard it, taken apart point by point, followed until 办结."""

import datetime
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import assignments, events, numbering, trail
from accountability.incoming import becoming
from accountability.incoming.becoming import Kind, Task, became
from accountability.incoming.wording import refuse_secrets, require_text, trimmed
from accountability.models import Assignment, Derivation, Directive, DirectivePoint, IncomingDocument, Seat
from accountability.notices import mark_answered, notify
from accountability.signing.manifests import in_first_language
from organizations.models import Appointment, Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.rights import require

KEEP = "accountability.keep_directives"
NUMBERS = "accountability.directive"
MOST_POINTS = 30
State, Way, Point = Directive.State, Directive.Way, DirectivePoint.State
NUMERALS = "一二三四五六七八九十"
MARKS = re.compile(
    rf"(?:^|(?<=[\s。；;：:，,]))(?:[（(]?[{NUMERALS}]{{1,3}}[)）]|[{NUMERALS}]{{1,3}}(?:、|是(?!否|不是)|要(?=[^求点]))|\d{{1,2}}[.、．](?!\d))"
)


@dataclass(frozen=True)
class Words:
    """Who said what, when, about what."""

    text: str
    occasion: str
    said_at: datetime.datetime
    points: Sequence[str] = ()
    way: str = Way.WRITTEN
    leader: Person | None = None
    leader_name: str = ""
    leader_post: str = ""


def points_of(text: str) -> list[str]:
    """The numbered points of a text (一是…二是…, 一、…, 1.…, （一）…); a text without numbers is one point."""
    found = list(MARKS.finditer(text))
    if len(found) < 2:
        return [text.strip()] if text.strip() else []
    ends = [one.start() for one in found[1:]] + [len(text)]
    parts = [text[one.end() : end].strip().rstrip("；;，,") for one, end in zip(found, ends, strict=True)]
    return [part for part in parts if part]


def enter_directive(
    organization: Organization, *, words: Words, by: Person, source: models.Model | None = None
) -> Directive:
    """Enter what a leader has said; by word of mouth it waits for him to confirm it, and blocks nothing meanwhile."""
    require(by, KEEP, organization)
    points = [one for one in (words.points or points_of(words.text)) if one.strip()]
    _check(words, points)
    confirmer = _confirmer(words, by)
    with transaction.atomic():
        directive = Directive.objects.create(
            **_columns(words, organization),
            source_type=ContentType.objects.get_for_model(source) if source is not None else None,
            source_id=source.pk if source is not None else None,
            source_label=str(source)[:200] if source is not None else "",
            entered_by=by,
            confirmer=confirmer,
            state=State.UNCONFIRMED if confirmer else State.ACTIVE,
        )
        year = timezone.localdate(words.said_at).year
        number = numbering.take(NUMBERS, organization=organization.institution, year=year, to=directive, by=by)
        directive.number_text = number.text
        directive.save(update_fields=["number_text"])
        rows = [
            DirectivePoint(directive=directive, number=n, text=trimmed(one)) for n, one in enumerate(points, start=1)
        ]
        DirectivePoint.objects.bulk_create(rows)
        with engine.hold(directive):
            trail.record("directive_entered", directive, by=by, also=rows, extra={"number": number.text})
            events.directive_entered.send(sender=Directive, thing=directive, by=by)
            if isinstance(source, IncomingDocument):
                became(source, kind=Kind.DIRECTIVE, label=str(directive), by=by, target=directive)
        if confirmer is not None:
            _tell(directive, confirmer, _("请确认：%(who)s按您的口头指示登记了“%(label)s”。"), who=by)
    return directive


def _columns(words: Words, organization: Organization) -> dict[str, Any]:
    return {
        "organization": organization,
        "org_path": organization.path,
        "institution_path": organization.institution_path,
        "way": words.way,
        "leader": words.leader,
        "leader_name": trimmed(words.leader.name if words.leader else words.leader_name, 60),
        "leader_post": trimmed(words.leader_post or _post_of(words), 120),
        "said_at": words.said_at,
        "occasion": trimmed(words.occasion, 200),
        "text": trimmed(words.text),
    }


def from_seat(seat: Seat, *, points: Sequence[str], by: Person) -> Directive:
    """A 批示 given on line becomes a directive; it was given by the leader himself, so nobody has to confirm it."""
    document = seat.request.subject
    if not isinstance(document, IncomingDocument) or seat.decided_at is None or not seat.opinion.strip():
        raise NotYet(_("这份意见不是领导批示，或者没有批示内容，不能转为批示件。"))
    kind = ContentType.objects.get_for_model(Seat)
    with engine.hold(document):
        known = Directive.objects.filter(source_type=kind, source_id=seat.pk).first()
        if known is not None:
            raise AlreadyDone(_("这份批示已由%(who)s登记为%(number)s。") % _who(known))
        words = Words(
            text=seat.opinion,
            occasion=document.title,
            said_at=seat.decided_at,
            points=points,
            leader=seat.on_behalf_of or seat.person,
            leader_post=seat.post_label,
        )
        directive = enter_directive(document.organization, words=words, by=by, source=seat)
        became(document, kind=Kind.DIRECTIVE, label=str(directive), by=by, sentence=seat.opinion, target=directive)
    return directive


def confirm(directive: Directive, *, is_right: bool, note: str, by: Person) -> Directive:
    """The leader says whether that is what he asked for; what he denies is put to work no longer."""
    if not is_right:
        require_text(note, "note", _("请写明哪里与您的指示不符。"))
    with engine.hold(directive):
        if by.pk != directive.confirmer_id:
            raise NotAllowed(_("口头指示由发出指示的领导本人确认。"))
        if directive.state != State.UNCONFIRMED:
            raise AlreadyDone(who=directive.confirmed_by, when=directive.confirmed_at)
        directive.state = State.ACTIVE if is_right else State.DENIED
        directive.confirmed_by, directive.confirmed_at = by, timezone.now()
        directive.confirmation = trimmed(note, 300)
        directive.version += 1
        directive.save()
        trail.record("directive_confirmed" if is_right else "directive_denied", directive, by=by, because=note)
        mark_answered(by, url=directive.get_absolute_url())
        if not is_right:
            for task in Assignment.objects.of(directive).open():
                assignments.cancel(task, by=by, because=_("领导未确认这项指示：%(note)s") % {"note": note[:100]})
        sentence = _("%(who)s已确认“%(label)s”。") if is_right else _("%(who)s没有确认“%(label)s”，相关任务已撤销。")
        _tell(directive, directive.entered_by, sentence, who=by)
    return directive


def assign_point(point: DirectivePoint, *, task: Task, by: Person) -> list[Assignment]:
    """Decide one point: it becomes the tasks of one or several units. Who comes second is told who was first."""
    directive = point.directive
    require(by, KEEP, directive)
    becoming.check_task(task, home=directive.organization)
    with engine.hold(directive, point):
        _require_open(point, directive)
        made = becoming.give_tasks(directive, task=task, by=by, sentence=point.text, point=point)
        _decide(point, Point.ASSIGNED, by=by)
        trail.record("point_assigned", directive, by=by, also=[point], extra={"point": point.number})
    return made


def note_point(point: DirectivePoint, *, because: str, by: Person) -> DirectivePoint:
    """无需交办: a point that gives nobody a task, with the reason."""
    directive = point.directive
    require(by, KEEP, directive)
    reason = require_text(because, "because", _("请写明无需交办的理由。"))
    with engine.hold(directive, point):
        _require_open(point, directive)
        point.because = trimmed(reason, 200)
        _decide(point, Point.NOTED, by=by)
        trail.record("point_noted", directive, by=by, because=reason, also=[point], extra={"point": point.number})
    return point


def add_tasks(point: DirectivePoint, *, task: Task, by: Person) -> list[Assignment]:
    """追加交办: further tasks for a point that has some already."""
    directive = point.directive
    require(by, KEEP, directive)
    with engine.hold(directive, point):
        _require_living(directive)
        if point.state != Point.ASSIGNED:
            raise NotYet(_("这一要点还没有交办，请先分解交办。"))
        return becoming.give_tasks(directive, task=task, by=by, sentence=point.text, point=point)


def deploy(
    directive: Directive,
    *,
    kind: str,
    label: str,
    at: datetime.datetime,
    by: Person,
    point: DirectivePoint | None = None,
    target: models.Model | None = None,
) -> Derivation:
    """Register how a directive was put to work, with its true time; entered later it is marked 补录."""
    require(by, KEEP, directive)
    said = require_text(label, "label", _("请写明怎样部署落实的。"))
    if at > timezone.now():
        raise Invalid({"at": _("部署时间不能晚于现在。")})
    if at < directive.said_at:
        raise Invalid({"at": _("部署时间不能早于批示时间。")})
    with engine.hold(directive):
        _require_living(directive)
        sentence = point.text if point else ""
        return became(directive, kind=kind, label=said, by=by, at=at, point=point, target=target, sentence=sentence)


def close_directive(directive: Directive, *, result: str, by: Person) -> Directive:
    """办结: every point decided, every task done."""
    require(by, KEEP, directive)
    text = require_text(result, "result", _("请填写落实情况。"))
    with engine.hold(directive):
        _require_living(directive)
        if directive.state == State.UNCONFIRMED:
            raise NotYet(_("口头指示还没有经领导确认，不能办结。"))
        if n := directive.points.filter(state=Point.OPEN).count():
            raise NotYet(_("还有%(n)d个要点没有分解交办，不能办结。") % {"n": n})
        waiting = Assignment.objects.of(directive).open().select_related("lead_unit")
        if names := list(dict.fromkeys(str(one.lead_unit) for one in waiting[:20])):
            raise NotYet(_("还有任务没有办结（%(names)s），请先催办。") % {"names": _("、").join(names[:5])})
        directive.state, directive.result = State.CLOSED, trimmed(text)
        directive.closed_by, directive.closed_at = by, timezone.now()
        directive.version += 1
        directive.save()
        trail.record("directive_closed", directive, by=by)
    return directive


def _decide(point: DirectivePoint, state: str, *, by: Person) -> None:
    point.state, point.decided_by, point.decided_at = state, by, timezone.now()
    point.save()


def _require_open(point: DirectivePoint, directive: Directive) -> None:
    _require_living(directive)
    if point.state != Point.OPEN:
        raise AlreadyDone(who=point.decided_by, when=point.decided_at)


def _require_living(directive: Directive) -> None:
    if directive.state == State.DENIED:
        raise NotYet(_("领导没有确认这项指示，不再办理。"))
    if directive.state == State.CLOSED:
        raise AlreadyDone(who=directive.closed_by, when=directive.closed_at)


def _confirmer(words: Words, by: Person) -> Person | None:
    """Who confirms an oral order: the leader, where he has a post here and did not enter it himself."""
    if words.way != Way.ORAL or words.leader is None or words.leader.pk == by.pk:
        return None
    return words.leader


def _post_of(words: Words) -> str:
    if words.leader is None:
        return words.leader_post
    held = Appointment.objects.valid().filter(person=words.leader).with_places().by_precedence().first()
    return str(held.post) if held else ""


def _check(words: Words, points: Sequence[str]) -> None:
    errors: dict[str, str] = {}
    if words.leader is None and not words.leader_name.strip():
        errors["leader_name"] = _("请选择或者填写批示领导。")
    if not words.text.strip():
        errors["text"] = _("请填写批示内容。")
    if not words.occasion.strip():
        errors["occasion"] = _("请填写事由。")
    if words.said_at > timezone.now():
        errors["said_at"] = _("批示时间不能晚于现在。")
    if len(points) > MOST_POINTS:
        errors["points"] = _("要点最多30条，请合并后再登记。")
    if errors:
        raise Invalid(errors)
    refuse_secrets(text=words.text, occasion=words.occasion)


def _who(directive: Directive) -> dict[str, Any]:
    return {"who": directive.entered_by, "number": directive.number_text}


def _tell(directive: Directive, person: Person, sentence: str, *, who: Person) -> None:
    with in_first_language():
        text = sentence % {"who": who, "label": directive}
    if person != who:
        notify([person], text=text, url=directive.get_absolute_url(), source=directive, kind="directive")


numbering.declare(NUMBERS, pattern="批〔{year}〕{n}")

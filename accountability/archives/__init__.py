"""归档: which finished things are filed, told by each feature in its `ready()`, and the verbs of filing and pruning.

archives.register(Kind(Slip, rows=lambda year: …, number="number_text", dated="issued_at", retention=Retention.TEN))
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import models, transaction
from django.db.models import Max, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import trail
from accountability.digest import plain
from accountability.models import ArchivePiece, Attachment, SignRequest, TrailEvent
from organizations import paths, rights
from organizations.models import Duty, Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.sight import visible

FILE, PRUNE = "accountability.file_archives", "accountability.prune_archives"
State = ArchivePiece.State

for duty in (Duty.CLERK, Duty.AUDIT_ADMIN):
    rights.default(duty, FILE, "own")
for duty in (Duty.LEADER, Duty.PRINCIPAL):
    rights.default(duty, PRUNE, "own")


@dataclass(frozen=True)
class Kind:
    """One kind of thing that is filed: what was finished in a year, and the names of its columns."""

    model: type[models.Model]
    rows: Callable[[int], QuerySet[Any]]
    dated: str
    retention: str
    number: str = ""
    title: Callable[[Any], str] = str
    is_signed: bool = False


_kinds: dict[type[models.Model], Kind] = {}


def register(kind: Kind) -> None:
    """Let finished things of a model be filed."""
    _kinds[kind.model] = kind


def file_year(unit: Organization, year: int, *, by: Person) -> int:
    """File what was finished at a unit in a year and is not yet filed, in the order of its days; how many pieces."""
    rights.require(by, FILE, unit)
    if not 2000 <= year <= timezone.localdate().year:
        raise Invalid({"year": _("请填写今年或者以前的年度。")})
    with transaction.atomic():
        Organization.objects.select_for_update(no_key=True).get(pk=unit.pk)
        filed = ArchivePiece.objects.filter(organization=unit)
        known = set(filed.values_list("content_type", "object_id"))
        last = filed.filter(year=year).aggregate(last=Max("n"))["last"] or 0
        found = sorted(
            _finished(unit, year, by, known), key=lambda one: (one.dated, one.content_type_id, one.object_id)
        )
        for n, piece in enumerate(found, last + 1):
            piece.n = n
        _note_what_is_lacking(found)
        ArchivePiece.objects.bulk_create(found, batch_size=500)
        for piece in found:
            trail.record("piece_filed", piece, by=by)
    return len(found)


def _finished(unit: Organization, year: int, by: Person, known: set[tuple[int, int]]) -> Iterable[ArchivePiece]:
    for kind in _kinds.values():
        content_type = ContentType.objects.get_for_model(kind.model)
        here = paths.covering("org_path", [paths.subtree(unit.path)])
        for thing in (
            kind.rows(year).filter(here, pk__in=visible(by, kind.model).order_by().values("pk")).order_by("pk")
        ):
            if (content_type.pk, thing.pk) not in known:
                yield ArchivePiece(
                    organization=unit, org_path=unit.path, institution_path=unit.institution_path, year=year, n=0,
                    content_type=content_type, object_id=thing.pk, title=plain(kind.title(thing), 300),
                    responsible=plain(unit.name, 200), document_number=str(getattr(thing, kind.number, "") or ""),
                    dated=_day(getattr(thing, kind.dated)), retention=kind.retention, filed_by=by,
                )  # fmt: skip


def _day(value: date | datetime) -> date:
    return timezone.localtime(value).date() if isinstance(value, datetime) else value


def _note_what_is_lacking(pieces: list[ArchivePiece]) -> None:
    """Pages and what a piece lacks, by two questions for all."""
    files = _counted(Attachment, pieces)
    signed = _counted(SignRequest, pieces)
    for piece in pieces:
        model = piece.content_type.model_class()
        kind = _kinds[model] if model else None
        key = (piece.content_type_id, piece.object_id)
        piece.pages = 1 + files.get(key, 0)
        lacks = [] if files.get(key) else [_("附件")]
        lacks += [_("审批单")] if kind and kind.is_signed and not signed.get(key) else []
        piece.lacks = "、".join(lacks)


def _counted(model: Any, pieces: list[ArchivePiece]) -> dict[tuple[int, int], int]:
    found: dict[tuple[int, int], int] = {}
    kinds: dict[int, list[int]] = {}
    for piece in pieces:
        kinds.setdefault(piece.content_type_id, []).append(piece.object_id)
    for kind, keys in kinds.items():
        rows = model.objects.filter(content_type=kind, object_id__in=keys).order_by().values_list("object_id")
        found |= {(kind, key): n for key, n in rows.annotate(n=models.Count("pk"))}
    return found


def correct(piece: ArchivePiece, *, by: Person, **told: Any) -> None:
    """Correct what the list says of a piece."""
    rights.require(by, FILE, piece.organization)
    with engine.hold(piece):
        if piece.state != State.FILED:
            raise NotYet(_("这一件正在办理销毁或者已经销毁，不能修改。"))
        for name, value in told.items():
            setattr(piece, name, value)
        piece.version += 1
        piece.save()
        trail.record("piece_corrected", piece, by=by)


def propose_pruning(piece: ArchivePiece, *, because: str, by: Person) -> None:
    """Propose that a piece whose time is over be pruned; refused before, and always for what is kept for ever."""
    rights.require(by, FILE, piece.organization)
    if not because.strip():
        raise Invalid({"because": _("请写明鉴定意见和理由。")})
    with engine.hold(piece):
        if piece.state != State.FILED:
            raise AlreadyDone(_("这一件已经提出销毁或者已经销毁。"))
        _require_over(piece)
        piece.state, piece.proposed_by, piece.because = State.PROPOSED, by, because.strip()[:300]
        piece.version += 1
        piece.save()
        trail.record("pruning_proposed", piece, by=by, because=because)


def _require_over(piece: ArchivePiece) -> None:
    until = piece.kept_until
    if until is None:
        raise NotYet(_("永久保管的不能销毁。"))
    if timezone.localdate().year <= until:
        raise NotYet(_("保管期限到%(year)d年底，未到期不能销毁。") % {"year": until})


def decide_pruning(piece: ArchivePiece, *, agree: bool, because: str, by: Person) -> None:
    """Another person decides. Pruned are the texts of the thing's records: each by a redaction that names who and why.

    The rows, the digests and the chain stay, so that the log verifies as before and says that something was pruned.
    """
    rights.require(by, PRUNE, piece.organization)
    with engine.hold(piece):
        if piece.state != State.PROPOSED:
            raise AlreadyDone(_("这一件没有待审批的销毁。"))
        if piece.proposed_by_id == by.pk or by.pk in rights.stand_ins([piece.proposed_by_id or 0]):
            raise NotAllowed(_("销毁由提出人以外的人员审批。"))
        _require_over(piece)
        piece.version += 1
        if not agree:
            piece.state, piece.proposed_by = State.FILED, None
            piece.save()
            trail.record("pruning_refused", piece, by=by, because=because)
            return
        piece.state, piece.pruned_by, piece.pruned_at = State.PRUNED, by, timezone.now()
        piece.save()
        reason = _("保管期满销毁：%(piece)s") % {"piece": piece}
        texts = TrailEvent.objects.filter(content_type=piece.content_type_id, object_id=piece.object_id)
        for event in texts.filter(body__isnull=False, redacts__isnull=True).order_by("pk"):
            trail.redact(event, by=by, because=reason)
        trail.record("piece_pruned", piece, by=by, because=because, responsible=piece.proposed_by)

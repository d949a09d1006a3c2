"""The verbs of imports: a table is kept with what was found in it, applied chunk by chunk, or withdrawn."""

import time
from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import timedelta

from django.contrib.contenttypes.models import ContentType
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import notices, trail
from accountability.attachments import attach
from accountability.gate import Checked
from accountability.imports.checking import Verdict, check
from accountability.imports.reading import Cell, Line, Table, read
from accountability.imports.registry import Place, Row, Target, target_of
from accountability.models import ImportBatch, ImportRow
from accountability.signing.manifests import in_first_language
from engine.jobs import More, enqueue
from organizations import rights
from organizations.acting import acting
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, NotYet, Refusal
from organizations.sight import sight_of

APPLY = "accountability.apply_import"
CHUNK = 500
LEAST = (
    200  # rows a chunk of a large table has however slow the machine: what a chunk costs before its first row is shared
)
LONG_ENOUGH = 2.0  # seconds after which a chunk of a large table ends: others wait for SQLite's one lock meanwhile
KEPT = timedelta(days=7)
State, RowState = ImportBatch.State, ImportRow.State


@dataclass(frozen=True)
class Prepared:
    """A table as read and checked, not yet kept."""

    target: Target
    place: Place
    checked: Checked
    table: Table
    verdicts: tuple[Verdict, ...]

    @property
    def faulty(self) -> int:
        """How many rows have faults."""
        return sum(bool(verdict.problems) for verdict in self.verdicts)


class _Undone(Exception):
    """The rows of a small table could not all be applied; carries what was found."""

    def __init__(self, faults: dict[int, str]) -> None:
        self.faults = faults
        super().__init__()


def prepare(target: Target, checked: Checked, *, at: Organization, by: Person | None) -> Prepared:
    """Read and check a table without changing anything; to be called before any transaction."""
    rights.require(by, target.permission, at)
    place = Place(at, by)
    table = read(checked, target)
    with in_first_language():  # what is found is kept with the rows
        verdicts = tuple(check(target, table, lambda rows: target.know(place, rows)))
    return Prepared(target, place, checked, table, verdicts)


@transaction.atomic
def keep(prepared: Prepared) -> ImportBatch:
    """Keep a checked table with its file and everything that was found; the same file again is the same batch."""
    target, (at, by), checked = prepared.target, prepared.place, prepared.checked
    rights.require(by, target.permission, at)
    batch = _batch(prepared)
    try:
        with transaction.atomic():
            batch.save()
    except IntegrityError:
        known = ImportBatch.objects.unfinished(target=target.name, organization=at, sha256=checked.sha256)
        if known is None:
            raise
        return known
    attach(checked, to=batch, by=by)
    rows = (_row(batch, target, verdict) for verdict in prepared.verdicts)
    ImportRow.objects.bulk_create(rows, batch_size=1000)
    return batch


def _batch(prepared: Prepared) -> ImportBatch:
    at, by = prepared.place
    return ImportBatch(
        target=prepared.target.name,
        permission=prepared.target.permission,
        organization=at,
        org_path=at.path,
        institution_path=at.institution_path,
        file_name=prepared.checked.name,
        sha256=prepared.checked.sha256,
        headings=[list(heading) for heading in prepared.table.headings],
        state=State.FAULTY if prepared.faulty else State.CHECKED,
        total=len(prepared.verdicts),
        faulty=prepared.faulty,
        known=sum(verdict.exists for verdict in prepared.verdicts),
        uploaded_by=by,
    )


def _row(batch: ImportBatch, target: Target, verdict: Verdict) -> ImportRow:
    return ImportRow(
        batch=batch,
        number=verdict.row.number,
        key=verdict.row.key,
        label=str(verdict.row[target.label])[:200],
        payload=[cell.text for cell in verdict.line.cells],
        errors=[[problem.column, problem.sentence] for problem in verdict.problems],
        state=RowState.FAULTY if verdict.problems else RowState.READY,
        exists=verdict.exists,
    )


def begin(batch: ImportBatch, *, by: Person | None) -> ImportBatch:
    """Ask for a checked table to be applied; the work is done by a job that survives its worker."""
    with engine.hold(batch):
        rights.require(by, batch.permission, batch)
        if batch.state in (State.APPLYING, State.APPLIED):
            raise AlreadyDone(who=batch.applied_by, when=batch.applied_at)
        if batch.state == State.FAULTY:
            raise NotYet(_("表中还有错误，请下载标出错误的表格，改正后重新上传。"))
        if batch.state != State.CHECKED:
            raise NotYet(_("这个批次已经撤回或停止，请重新上传表格。"))
        batch.state, batch.applied_by, batch.applied_at = State.APPLYING, by, timezone.now()
        batch.save()
        enqueue(APPLY, f"{APPLY}:{batch.pk}", by=by, org_path=batch.org_path, total=batch.total, batch=batch.pk)
    return batch


def go_on(batch: ImportBatch) -> More | None:
    """Apply the next chunk in one transaction with its results; after the last one write the batch's one event."""
    with engine.hold(batch), in_first_language():
        if batch.state != State.APPLYING:
            return None
        by = batch.applied_by
        if by is not None and not rights.may(by, batch.permission, batch):
            _stop(batch, _("导入人“%(who)s”已不再担任有此权限的职务，其余各行没有导入。") % {"who": by})
            return None
        try:
            with transaction.atomic(), _seated(batch, by):
                _apply(batch, list(batch.rows.ready()[:CHUNK]))
        except _Undone as undone:
            _refuse(batch, undone.faults)
            return None
        if batch.rows.ready().exists():
            batch.save()
            return More(batch.done, batch.total)
        _finish(batch, State.APPLIED, "import_applied")
    return None


def _seated(batch: ImportBatch, by: Person | None) -> AbstractContextManager[object]:
    """Let the importer act in the post that gives him the right, as long as the block lasts."""
    if by is None:
        return nullcontext()
    sight = sight_of(by)
    duties = {right.duty for right in sight.rights if right.permission == batch.permission}
    posts = [scope.appointment for scope in sight.scopes if scope.duty in duties and scope.reaches(batch.org_path)]
    return acting(by, posts[0] if posts else None, strength="background")


def _apply(batch: ImportBatch, rows: list[ImportRow]) -> None:
    """Check the rows anew and apply those that still can be; in a small table all or none."""
    done, faults = _apply_rows(batch, rows)
    if faults and batch.total <= CHUNK:
        raise _Undone(faults)
    for row in done:
        row.save(update_fields=["state", "errors", "result_type", "result_id"])
    batch.created += sum(row.state == RowState.CREATED for row in done)
    batch.skipped += sum(row.state == RowState.SKIPPED for row in done)
    batch.failed += sum(row.state == RowState.FAILED for row in done)


def _apply_rows(batch: ImportBatch, rows: list[ImportRow]) -> tuple[list[ImportRow], dict[int, str]]:
    """The rows that were dealt with before time was up, and the sentences of those that could not be applied."""
    target, place = _target_of(batch), Place(batch.organization, batch.applied_by)
    headings = tuple((str(heading), str(name)) for heading, name in batch.headings)
    lines = tuple(Line(row.number, tuple(Cell(text) for text in row.payload)) for row in rows)
    known: object = None

    def know(found: Sequence[Row]) -> object:
        nonlocal known
        known = target.know(place, found)
        return known

    verdicts = check(target, Table(headings, lines), know)
    faults: dict[int, str] = {}
    began = time.monotonic()
    for count, (row, verdict) in enumerate(zip(rows, verdicts, strict=True)):
        if time.monotonic() - began > LONG_ENOUGH and (faults if batch.total <= CHUNK else count >= LEAST):
            return rows[:count], faults
        if fault := _apply_row(target, row, verdict, known, batch):
            faults[row.number] = fault
            if not verdict.problems:  # what the row made before it was refused is gone, and `known` may still name it
                know([each.row for each in verdicts])
    return rows, faults


def _target_of(batch: ImportBatch) -> Target:
    """The target of a batch; a batch whose feature is gone is an error of the programmer."""
    target = target_of(batch.target)
    if target is None:
        raise LookupError(f"No import target is called {batch.target!r}.")
    return target


def _apply_row(target: Target, row: ImportRow, verdict: Verdict, known: object, batch: ImportBatch) -> str:
    """Apply one row and note in it what came of it; the sentence where it could not be."""
    if verdict.problems:
        row.errors = [[problem.column, problem.sentence] for problem in verdict.problems]
    elif target.exists(verdict.row, known):
        row.state = RowState.SKIPPED
        return ""
    else:
        try:
            with transaction.atomic():
                thing = target.apply(verdict.row, known, by=batch.applied_by)
        except Refusal as refusal:
            row.errors = [["", refusal.message]]
        except IntegrityError:
            row.errors = [["", _("与系统中已有的记录冲突，请核对后重新上传。")]]
        else:
            row.state = RowState.CREATED
            row.result_type, row.result_id = ContentType.objects.get_for_model(thing), thing.pk
            return ""
    row.state = RowState.FAILED
    return "".join(sentence for _column, sentence in row.errors)


def _refuse(batch: ImportBatch, faults: dict[int, str]) -> None:
    """Nothing of a small table was applied: say why in its rows."""
    rows = list(batch.rows.filter(number__in=faults))
    for row in rows:
        row.errors, row.state = [["", faults[row.number]]], RowState.FAILED
    ImportRow.objects.bulk_update(rows, ["errors", "state"], batch_size=200)
    batch.faulty = len(rows)
    _stop(batch, _("核对之后情况有变，有%(count)d行不能导入，全表都没有导入。") % {"count": len(rows)})


def _stop(batch: ImportBatch, because: str) -> None:
    """Go no further; what was applied stays, and is counted."""
    batch.error = because
    _finish(batch, State.STOPPED, "import_stopped", because)


def _finish(batch: ImportBatch, state: str, verb: str, because: str = "") -> None:
    """The one event of a batch, with its counts; whoever asked for it is told."""
    batch.state, batch.finished_at = state, timezone.now()
    batch.save()
    counts = {name: getattr(batch, name) for name in ("total", "created", "skipped", "failed")}
    told = {"target": batch.target, "file": batch.file_name, "sha256": batch.sha256, **counts}
    trail.record(verb, batch, by=batch.applied_by, because=because, extra=told)
    if batch.applied_by is not None:
        sentence = _("“%(file)s”导入结束：新建%(created)d行，已有%(skipped)d行，未能导入%(failed)d行。")
        text = because or sentence % {"file": batch.file_name, **counts}
        notices.notify([batch.applied_by], text=text, url=batch.get_absolute_url(), source=batch, kind="import")


def withdraw(batch: ImportBatch, *, by: Person | None, because: str = "") -> ImportBatch:
    """Give up a table that was not applied: its rows are removed, its file and this event stay."""
    with engine.hold(batch):
        rights.require(by, batch.permission, batch)
        if batch.state in (State.APPLYING, State.APPLIED):
            raise AlreadyDone(_("这个批次已经开始导入，不能撤回。"))
        if batch.state == State.WITHDRAWN:
            raise AlreadyDone(_("这个批次已经撤回。"))
        if batch.done:
            raise NotYet(_("这个批次已有部分行导入，须留作记录，不能撤回。"))
        batch.rows.all().delete()
        batch.state, batch.finished_at = State.WITHDRAWN, timezone.now()
        batch.save()
        trail.record("import_withdrawn", batch, by=by, because=because, extra={"total": batch.total})
    return batch


def clear() -> int:
    """Withdraw what nobody has applied for days; how many that were."""
    forgotten = list(ImportBatch.objects.forgotten(timezone.now() - KEPT)[:CHUNK])
    for batch in forgotten:
        withdraw(batch, by=None, because=_("上传后%(days)d天没有导入") % {"days": KEPT.days})
    return len(forgotten)

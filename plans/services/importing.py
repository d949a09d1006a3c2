"""Reading a file or a pasted text into a draft: recognised in the background, looked through by a person, then written.

Nothing becomes a line of the plan before somebody has said so; what could not be read is listed with its reason.
"""

import datetime
from collections.abc import Callable, Iterable, Mapping
from typing import Any, cast

from django.contrib.contenttypes.models import ContentType
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import attachments, trail
from accountability.signing.manifests import in_first_language
from engine.jobs import enqueue
from organizations.models import Organization, Person
from organizations.refusals import AlreadyDone, Invalid, NotYet, Refusal
from plans import intake, recognising
from plans.models import (
    ImportState,
    Measure,
    Objective,
    Plan,
    PlanImport,
    PlanReading,
    ReadingKind,
    ReadingVerdict,
    Section,
)

from . import basis, drafts, lines

Maker = Callable[[PlanReading, Measure | None, Section | None, Person], Any]
_makers: dict[str, Maker] = {}
TAKEN = (ReadingVerdict.CONFIRMED, ReadingVerdict.CHANGED)
HEADING = 200
READ_AT_ONCE = 20_000
"""The characters up to which a text is read while its uploader waits; more is read in the background."""


def register_maker(kind: str, maker: Maker) -> None:
    """Say which row a confirmed reading of a kind becomes: called with reading, measure, section and person."""
    _makers[kind] = maker


def start_import(
    plan: Plan, *, by: Person, upload: UploadedFile | None = None, text: str = "", annexed: bool = False
) -> PlanImport:
    """Take a file through the gate, or a pasted text; it is recognised in the background."""
    if (upload is None) == (not text.strip()):
        raise Invalid({"text": _("请上传计划文件，或者粘贴计划正文，二者选一。")})
    taken = intake.words_of(upload) if upload else intake.Words(intake.require_plan(text.strip()), None)
    with engine.hold(plan):
        drafts.require_draft(plan, by)
        if plan.imports.open().exists():
            raise NotYet(_("上一份导入还没有核对完，请先核对或者放弃。"))
        blob = attachments.blobs_of([taken.checked])[taken.checked.sha256] if taken.checked else None
        made = PlanImport.objects.create(
            plan=plan,
            name=taken.checked.name if taken.checked else _("粘贴的文字"),
            blob=blob,
            text=taken.text,
            org_path=plan.org_path,
            institution_path=plan.institution_path,
            uploaded_by=by,
        )
        if annexed and taken.checked:
            attachments.attach(taken.checked, to=plan, by=by)
            drafts.touched(plan, by)
        trail.record("plan_import_started", plan, by=by, also=[made], extra={"file": made.name})
        if len(made.text) > READ_AT_ONCE:
            enqueue("plans.read_import", key=f"plan-import:{made.pk}", by=by, org_path=plan.org_path, thing=made.pk)
        else:
            read_import(made)
    return made


def read_import(asked: PlanImport) -> None:
    """Recognise what a text says and keep every finding with its place; a text without a plan says why."""
    if asked.state != ImportState.WAITING:
        return
    try:
        reading = intake.taken_apart(asked.text, year=asked.plan.year)
    except Refusal as refusal:
        asked.state, asked.said = ImportState.FAILED, refusal.message[:300]
        asked.save(update_fields=["state", "said"])
        trail.record("plan_import_failed", asked.plan, by=None, because=asked.said, also=[asked])
        return
    with in_first_language():
        rows = recognising.rows_of(asked, reading)
    PlanReading.objects.bulk_create(rows, batch_size=500)
    asked.headings = [
        {"number": one.number, "title": one.title[:HEADING], "level": one.level} for one in reading.sections
    ]
    asked.state = ImportState.READ
    asked.version += 1
    asked.save()
    trail.record("plan_import_read", asked.plan, by=None, also=[asked], extra={"count": len(rows)})


def decide_reading(
    reading: PlanReading, *, verdict: str, by: Person, corrected: Mapping[str, Any] | None = None, because: str = ""
) -> None:
    """Confirm, correct or drop one finding; until the import is finished it may be decided anew."""
    asked = reading.of
    with engine.hold(asked.plan, asked, reading):
        _require_readable(asked, by)
        if verdict in TAKEN and reading.kind == ReadingKind.UNREAD:
            raise Invalid({"verdict": _("未能识别的内容不能直接确认，请作为任务措施登记，或者选择不采用。")})
        values = dict(corrected or {})
        if verdict == ReadingVerdict.CHANGED:
            wrong = recognising.wrong_in(reading.kind, {**reading.values, **values})
            if wrong:
                raise Invalid(wrong)
        _decide(reading, verdict, by, values if verdict == ReadingVerdict.CHANGED else {}, because)
        trail.record(
            "plan_reading_decided", asked.plan, by=by, because=because, also=[reading], extra={"line": str(reading)}
        )


def decide_many(asked: PlanImport, readings: Iterable[int], *, verdict: str, by: Person) -> int:
    """Confirm or drop several findings at once; what is doubtful or unread is looked at one by one and left out."""
    with engine.hold(asked.plan, asked):
        _require_readable(asked, by)
        chosen = cast(Any, asked.readings).open().filter(pk__in=list(readings))
        if verdict == ReadingVerdict.CONFIRMED:
            chosen = chosen.filter(doubt="").exclude(kind=ReadingKind.UNREAD)
        now = timezone.now()
        count = chosen.update(verdict=verdict, decided_by=by, decided_at=now)
        if count:
            told = {"count": count, "verdict": str(ReadingVerdict(verdict).label)}
            trail.record("plan_readings_decided", asked.plan, by=by, also=[asked], extra=told)
    return count


def take_as_measure(reading: PlanReading, *, by: Person) -> None:
    """What could not be read becomes a measure with its printed words."""
    asked = reading.of
    with engine.hold(asked.plan, asked, reading):
        _require_readable(asked, by)
        reading.kind = ReadingKind.MEASURE
        reading.values = {"number": "", "text": reading.source}
        _decide(reading, ReadingVerdict.CHANGED, by, {}, "")
        trail.record("plan_reading_decided", asked.plan, by=by, also=[reading], extra={"line": str(reading)})


def drop_import(asked: PlanImport, *, by: Person, because: str = "") -> None:
    """Give an import up; nothing of it becomes a line."""
    with engine.hold(asked.plan, asked):
        drafts.require_draft(asked.plan, by)
        if asked.state in (ImportState.FINISHED, ImportState.DROPPED):
            raise AlreadyDone(_("这次导入已经办结，请刷新页面查看。"))
        asked.state = ImportState.DROPPED
        asked.version += 1
        asked.save()
        trail.record("plan_import_dropped", asked.plan, by=by, because=because, also=[asked])


def finish_import(asked: PlanImport, *, by: Person) -> int:
    """Write the confirmed findings as lines of the draft; how many. Refused while one awaits a look."""
    plan = asked.plan
    with engine.hold(plan, asked):
        _require_readable(asked, by)
        left = cast(Any, asked.readings).open().count()
        if left:
            raise NotYet(_("还有%(count)d处没有核对，请逐条确认、改正或者选择不采用。") % {"count": left})
        with transaction.atomic():
            written, rows = _write(asked, by)
        asked.state, asked.finished_at = ImportState.FINISHED, timezone.now()
        asked.version += 1
        asked.save()
        drafts.touched(plan, by)
        trail.record("plan_import_finished", plan, by=by, also=[asked, *rows], extra={"count": written})
    return written


def _write(asked: PlanImport, by: Person) -> tuple[int, list[Any]]:
    """Headings that something stands under, measures, then what hangs on them."""
    plan = asked.plan
    taken = list(cast(Any, asked.readings).taken().order_by("order"))
    sections = _sections(asked, {one.section for one in taken if one.kind == ReadingKind.MEASURE})
    units = list(Organization.objects.active().within(plan.institution_path).only("pk", "name", "short_name", "path"))
    measures: dict[int, Measure] = {}
    rows: list[Any] = list(sections.values())
    dues = _dues(one for one in taken if one.kind == ReadingKind.DATE)
    for one in taken:
        if one.kind == ReadingKind.MEASURE:
            row = _line(plan, one, sections.get(one.section), units, dues.get(one.line))
            rows.append(row)
            if isinstance(row, Measure):
                measures[one.line] = row
            _note_made(one, row)
    for one in taken:
        if one.kind == ReadingKind.BASIS:
            _basis(plan, one, by)
        elif maker := _makers.get(one.kind):
            row = maker(one, measures.get(one.line), sections.get(one.section), by)
            if row is not None:
                _note_made(one, row)
    PlanReading.objects.bulk_update(taken, ["made_type", "made_id"], batch_size=500)
    return len(taken), [row for row in rows if row != plan]


def _sections(asked: PlanImport, used: set[int]) -> dict[int, Section]:
    """The headings under which something was taken, and those over them, as sections."""
    wanted = {place for place in used if 0 <= place < len(asked.headings)}
    for place in sorted(wanted, reverse=True):
        level = asked.headings[place]["level"]
        for above in range(place - 1, -1, -1):
            if asked.headings[above]["title"] and asked.headings[above]["level"] < level:
                wanted.add(above)
                level = asked.headings[above]["level"]
    made: dict[int, Section] = {}
    for place in sorted(wanted):
        told = asked.headings[place]
        if not told["title"]:
            continue
        due = recognising.section_due(told["title"], asked.plan.year)
        level = min(max(int(told["level"]) or 1, 1), 4)
        values = {"heading": told["title"], "number": told["number"][:30], "level": level, "due_on": due}
        made[place] = lines.write_line(asked.plan, Section, values)
    return made


def _line(
    plan: Plan, reading: PlanReading, section: Section | None, units: list[Organization], due_on: datetime.date | None
) -> Plan | Section | Objective | Measure:
    """A line as what a person says it is: words under its heading, an aim, or a thing to do."""
    values = reading.result
    text = str(values.get("text") or reading.source)
    if values.get("as") == recognising.AS_OBJECTIVE:
        told = {"text": text, "section": section, "number": str(values.get("number") or "")[:30], "due_on": due_on}
        objective: Objective = lines.write_line(plan, Objective, told)
        return objective
    if values.get("as") != recognising.AS_TEXT:
        return _measure(plan, reading, section, units, due_on)
    if section is None:
        plan.purpose = f"{plan.purpose}\n{text}".strip()
        return plan
    section.text = f"{section.text}\n{text}".strip()
    section.save(update_fields=["text"])
    return section


def _measure(
    plan: Plan, reading: PlanReading, section: Section | None, units: list[Organization], due_on: datetime.date | None
) -> Measure:
    values = reading.result
    named = str(values.get("responsible") or "")
    unit = next((one for one in units if named and named in (one.name, one.short_name)), None)
    told = {
        "text": str(values.get("text") or reading.source),
        "number": str(values.get("number") or "")[:30],
        "section": section,
        "lead_unit": unit,
        "due_on": recognising.day_of(values.get("due"), plan.year) or due_on,
        "source_text": reading.source,
    }
    measure: Measure = lines.write_line(plan, Measure, told)
    return measure


def _dues(readings: Iterable[PlanReading]) -> dict[int, datetime.date]:
    """The latest day named in each line."""
    found: dict[int, datetime.date] = {}
    for one in readings:
        day = recognising.day_of(one.result.get("due"), one.of.plan.year)
        if day and (one.line not in found or found[one.line] < day):
            found[one.line] = day
    return found


def _basis(plan: Plan, reading: PlanReading, by: Person) -> None:
    told = reading.result
    try:
        made = basis.add_basis(
            plan, title=str(told.get("title") or ""), document_number=str(told.get("number") or ""), by=by
        )
    except AlreadyDone:
        return
    _note_made(reading, made)


def _note_made(reading: PlanReading, row: Any) -> None:
    reading.made_type, reading.made_id = ContentType.objects.get_for_model(row), row.pk


def _decide(reading: PlanReading, verdict: str, by: Person, corrected: dict[str, Any], because: str) -> None:
    reading.verdict, reading.corrected, reading.because = verdict, corrected, because.strip()[:300]
    reading.decided_by, reading.decided_at = by, timezone.now()
    reading.save()


def _require_readable(asked: PlanImport, by: Person) -> None:
    drafts.require_draft(asked.plan, by)
    if asked.state == ImportState.WAITING:
        raise NotYet(_("正在识别，请稍候刷新页面。"))
    if asked.state != ImportState.READ:
        raise AlreadyDone(_("这次导入已经办结，请刷新页面查看。"))

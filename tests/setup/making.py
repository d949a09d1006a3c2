"""Tables as clerks send them, and what becomes of them."""

import csv
import io
from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from openpyxl import Workbook

from accountability.imports import Target, batches, target_of
from accountability.imports.reading import receive
from accountability.models import ImportBatch
from engine import jobs
from organizations.models import Organization, Person

HEAD = ("机构名称*", "机构代码", "类别*", "上级单位", "级别")
PEOPLE_HEAD = (
    "所在机构",
    "所在科室",
    "工号*",
    "姓名*",
    "任职机构",
    "任职科室",
    "职务",
    "职责",
    "负责全机构",
    "任职日期",
)


def csv_of(*rows: Sequence[str], head: Sequence[str] = HEAD, encoding: str = "utf-8-sig") -> bytes:
    """A table as csv."""
    held = io.StringIO(newline="")
    csv.writer(held).writerows([head, *rows])
    return held.getvalue().encode(encoding)


def xlsx_of(*rows: Sequence[Any], head: Sequence[str] = HEAD) -> bytes:
    """A table as a workbook."""
    workbook, held = Workbook(), io.BytesIO()
    for row in (head, *rows):
        workbook.active.append(list(row))
    workbook.save(held)
    return held.getvalue()


def target(name: str = "institutions") -> Target:
    """A target by its name."""
    found = target_of(name)
    assert found is not None
    return found


def prepared(
    content: bytes, *, at: Organization, by: Person | None = None, of: str = "institutions", name: str = "名册.csv"
) -> batches.Prepared:
    """A table through the gate, read and checked."""
    return batches.prepare(target(of), receive(SimpleUploadedFile(name, content)), at=at, by=by)


def faults(found: batches.Prepared) -> list[tuple[int, str, str]]:
    """Every fault: row, column, sentence."""
    return [tuple(problem) for verdict in found.verdicts for problem in verdict.problems]


def kept(content: bytes, **told: Any) -> ImportBatch:
    """A table that was uploaded."""
    return batches.keep(prepared(content, **told))


def applied(content: bytes, *, by: Person | None = None, **told: Any) -> ImportBatch:
    """A table that was uploaded, confirmed and worked through."""
    batch = batches.begin(kept(content, by=by, **told), by=by)
    jobs.run_all()
    batch.refresh_from_db()
    return batch

"""A Word plan of sixty pages imported, an issued plan of as many exported, five years of duties on their pages.

./run bench tests/bench/bench_plan_papers.py

With BIHUAN_PAGE_IMAGE=docs/issued-plan.png the first page of the issued plan is kept as a picture, where LibreOffice
and pdftoppm of poppler are installed; it prints with the typefaces this machine has.
"""

import datetime
import io
import os
import shutil
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from pypdf import PdfReader

from accountability.documents import as_docx, as_pdf
from accountability.gate import MEDIA_TYPES
from engine import jobs
from plans import documents, services
from plans.models import Measure, Obligation, Occurrence, Plan, PlanReading, Section
from tests import make
from tests.bench.bench_documents import SECTION, a_plan_of
from tests.cast import Cast, cast
from tests.plans.making import Desk, fresh

__all__ = ["cast"]
pytestmark = pytest.mark.django_db(transaction=True)
DUTIES, YEARS = 500, 5


@contextmanager
def timed(what: str) -> Iterator[None]:
    """Print what it took."""
    began = time.perf_counter()
    yield
    print(f"\n{what}: {time.perf_counter() - began:.2f} s")


def bench_import_of_sixty_pages(cast: Cast) -> None:
    """The gate, the reading of the file and the recognising of everything in it."""
    desk = Desk(cast)
    upload = SimpleUploadedFile("计划.docx", as_docx(a_plan_of(60)), content_type=MEDIA_TYPES["docx"])
    plan = desk.draft()
    with timed("import of 60 pages"):
        services.start_import(plan, upload=upload, by=cast.qian)
        jobs.run_all()
    print(f"{PlanReading.objects.count()} readings")


def bench_export_of_an_issued_plan(cast: Cast) -> None:
    """An issued plan from its rows to the docx; and its first page as a picture, where one is asked for."""
    desk = Desk(cast)
    plan = desk.issued(_long(desk))
    as_docx(documents.of_plan(plan))
    with timed("export of an issued plan"):
        content = as_docx(documents.of_plan(fresh(plan)))
    pdf = as_pdf(content)
    print(f"{len(content) / 1024:.0f} KB, {len(PdfReader(io.BytesIO(pdf)).pages) if pdf else 'no'} pages of PDF")
    if wanted := os.environ.get("BIHUAN_PAGE_IMAGE"):
        _picture(pdf, Path(wanted))


def _long(desk: Desk) -> Plan:
    plan = desk.draft(title="江州市人民医院2026年医疗质量管理工作计划")
    names = ("组织管理", "制度落实", "过程控制", "培训考核", "监测反馈", "持续改进")
    for number, name in zip("一二三四五六", names, strict=True):
        told = {"heading": f"{name}", "number": f"{number}、", "text": SECTION}
        section = services.add_line(plan, Section, by=desk.cast.qian, **told)
        rows = [
            Measure(plan=plan, section=section, order=place, text=f"{SECTION}", target="完成率100%",
                    lead_unit=desk.cast.icu, person=desk.cast.head_zhang,
                    due_on=datetime.date(2026, 1 + place % 12, 20))
            for place in range(1, 18)
        ]  # fmt: skip
        Measure.objects.bulk_create(rows)
    return fresh(plan)


def _picture(pdf: bytes | None, wanted: Path) -> None:
    """The first page, drawn by poppler's pdftoppm."""
    drawer = shutil.which("pdftoppm")
    if pdf is None or drawer is None:
        print("no LibreOffice or no pdftoppm, no picture")
        return
    with TemporaryDirectory() as place:
        paper = Path(place) / "plan.pdf"
        paper.write_bytes(pdf)
        told = [drawer, "-png", "-gray", "-r", "80", "-f", "1", "-l", "1", "-singlefile"]
        subprocess.run([*told, str(paper), str(Path(place) / "plan")], check=True, capture_output=True, timeout=120)
        shutil.copy(Path(place) / "plan.png", wanted)
    print(f"{wanted}: {wanted.stat().st_size / 1024:.0f} KB")


def bench_five_years_of_five_hundred_duties(cast: Cast) -> None:
    """The list, the calendar, the year, the wall and the picture of bars."""
    desk = Desk(cast)
    plan = desk.issued(desk.written(until_year=2030))
    _five_years(desk, plan)
    client = Client()
    client.force_login(make.make_account(cast.qian), backend="organizations.backends.SightBackend")
    print(f"\n{Occurrence.objects.count()} occurrences")
    pages = ("obligations/", "obligations/calendar/?month=2028-05", "obligations/year/?year=2028",
             f"plans/{plan.pk}/wall/?year=2028", f"plans/{plan.pk}/gantt/?year=2028", f"plans/{plan.pk}/")  # fmt: skip
    for page in pages:
        _visited(client.get, f"/{page}")


def _visited(get: Callable[[str], Any], page: str) -> None:
    get(page)
    with CaptureQueriesContext(connection) as asked:
        began = time.perf_counter()
        answer = get(page)
        spent = time.perf_counter() - began
    assert answer.status_code == 200
    print(f"{page}: {spent * 1000:.0f} ms, {len(asked)} queries, {len(answer.content) / 1024:.0f} KB")


def _five_years(desk: Desk, plan: Plan) -> None:
    unit = desk.cast.quality_office
    paths = {"org_path": unit.path, "institution_path": unit.institution_path}
    told = {"unit": "month", "at_least": 1, "state": "running", "starts_on": datetime.date(2026, 1, 1)}
    rows = [
        Obligation(plan=plan, order=number, text=f"第{number}项常态化工作", lead_unit=unit, **told, **paths)
        for number in range(DUTIES)
    ]
    made = Obligation.objects.bulk_create(rows)
    for year in range(2026, 2026 + YEARS):
        owed = [
            Occurrence(
                obligation=one, organization=unit, key=f"{year}{month:02d}01/0/{unit.pk}/0/", lead_path=unit.path,
                begins_on=datetime.date(year, month, 1), ends_on=datetime.date(year, month, 28),
                due_on=datetime.date(year, month, 28), **paths,
            )
            for one in made
            for month in range(1, 13)
        ]  # fmt: skip
        Occurrence.objects.bulk_create(owed, batch_size=900)

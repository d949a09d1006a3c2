"""`manage doctor` says what is broken, in sentences, and its exit code does not lie."""

import io
import json
import shutil

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.urls import reverse

from organizations.models import Workday
from search import size
from search.models import Article
from tests.cast import cast
from tests.screens.visitors import text_of, visit_as
from tests.search.engines import whoosh
from tests.search.shelf import indexed, make_waste
from workflow_site import doctor

__all__ = ["cast", "whoosh"]

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("whoosh")]


def examined():
    out = io.StringIO()
    code = 0
    try:
        call_command("doctor", "--json", stdout=out)
    except SystemExit as end:
        code = end.code
    told = json.loads(out.getvalue())
    return {one["name"]: one for one in told["findings"]}, told["ok"], code


def test_a_whole_installation_is_well():
    make_waste()
    indexed()

    found, ok, code = examined()

    assert (ok, code) == (True, 0), found
    assert set(found) == set(doctor.EXAMINATIONS)
    assert {one["grade"] for one in found.values()} <= {"good", "warning"}
    lines = io.StringIO()
    call_command("doctor", stdout=lines)
    assert len(lines.getvalue().splitlines()) == len(found)


def test_a_lost_index_is_broken_and_says_what_to_do():
    found, ok, code = examined()

    assert (ok, code, found["index"]["grade"]) == (False, 1, "broken")
    assert "rebuild_index" in found["index"]["sentence"]


def test_an_index_that_lacks_a_text_is_broken():
    make_waste()
    indexed()
    assert examined()[1]  # what waited is followed now
    Article.objects.filter(number=12).update(text="别人改动的文字。")

    found, _ok, code = examined()

    assert (code, found["index"]["grade"]) == (1, "broken")


def test_a_missing_year_a_full_disk_and_a_broker_that_is_away_are_told(settings, monkeypatch):
    make_waste()
    indexed()
    Workday.objects.all().delete()
    settings.BROKER_URL = "amqp://guest:guest@127.0.0.1:1//"
    monkeypatch.setattr(doctor.celery.conf, "broker_url", settings.BROKER_URL)
    monkeypatch.setattr(shutil, "disk_usage", lambda _place: type("Usage", (), {"free": 10**6})())
    monkeypatch.setattr(shutil, "which", lambda _name: None)

    found, _ok, code = examined()

    assert code == 1
    grades = {name: one["grade"] for name, one in found.items()}
    assert (grades["calendar"], grades["disk"], grades["office"], grades["broker"]) == (
        "warning", "broken", "warning", "broken",
    )  # fmt: skip


def test_a_database_that_is_away_is_a_sentence_and_no_traceback(monkeypatch):
    def away():
        raise DatabaseError("no such table")

    monkeypatch.setitem(doctor.EXAMINATIONS, "migrations", ("结构", away))

    found, _ok, code = examined()

    assert (code, found["migrations"]["grade"]) == (1, "broken")
    assert "migrate" in found["migrations"]["sentence"]


def test_a_large_library_asks_its_keeper_and_the_doctor_for_the_other_engine(cast, monkeypatch):
    make_waste()
    indexed()
    address = reverse("search:regulation_list")
    assert "SEARCH_BACKEND" not in text_of(visit_as(cast.li).get(address))
    monkeypatch.setattr(size, "LARGE", 2)

    assert "SEARCH_BACKEND=tantivy" in text_of(visit_as(cast.li).get(address))
    assert "SEARCH_BACKEND" not in text_of(visit_as(cast.nurse_sun).get(address))
    assert examined()[0]["library"]["grade"] == "warning"

"""Makers for ladders and their clocks: tasks, rungs, reports, moments in Shanghai."""

import datetime
from typing import Any

from django.utils import timezone

from accountability import assignments, incidents, ladders
from accountability.ladders import Receiver, RungGiven
from accountability.models import Assignment, IncidentReport, Ladder
from organizations.models import Organization, Person
from organizations.services.workdays import seed_workdays
from tests.cast import Cast
from tests.engine.playground.papers import draft_paper


def at(text: str) -> datetime.datetime:
    """A moment in Shanghai: 2026-03-20 16:00."""
    return timezone.make_aware(datetime.datetime.fromisoformat(text))


def known_calendar(*years: int) -> None:
    """The official arrangement of these years is entered."""
    for year in years:
        seed_workdays(year, by=None)


def task_of(cast: Cast, holder: Person, *, due_on: datetime.date, **other: Any) -> Assignment:
    """张主任 or somebody else of the ICU is to do something; 钱科长 gave it."""
    given = {"title": "整修隔离间", "by": cast.qian, "lead_unit": cast.icu, **other}
    return assignments.assign(
        source=draft_paper(cast.peoples_hospital, by=cast.qian), holder=holder, due_on=due_on, **given
    )


def rung(name: str = "报上级", *receivers: Receiver, **other: Any) -> RungGiven:
    """One rung: two natural hours after the discovery, to the superior's clerk."""
    given = {"amount": 2, "clock": "natural_hours", "start": "found", **other}
    return RungGiven(name=name, receivers=receivers or (Receiver(duty="clerk", where="up_one"),), **given)


def lay(organization: Organization | None, *rungs: RungGiven, by: Person | None = None, **other: Any) -> Ladder:
    """A rule of reporting."""
    given = {"code": "own", "purpose": "report", "name": "本院上报规则", "basis": "本单位内部管理规定", **other}
    return ladders.lay_ladder(organization, rungs=rungs, by=by, **given)


def report(organization: Organization, *, by: Person, ladder: Ladder | None = None, **other: Any) -> IncidentReport:
    """A report by telephone an hour after the discovery, five minutes ago."""
    now = timezone.now()
    given = {
        "reporter": "孙护士",
        "content": "重症监护病房出现5例疑似医院感染。",
        "found_at": now - datetime.timedelta(hours=1),
        "received_at": now - datetime.timedelta(minutes=5),
        **other,
    }
    return incidents.register_incident(organization, by=by, ladder=ladder, **given)

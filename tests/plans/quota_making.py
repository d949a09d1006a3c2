"""Makers of obligations: a hospital's plan for 2026, its duties, and the day it is."""

import datetime
from typing import Any

from django.db import transaction
from django.utils import timezone

from accountability import trail
from engine import jobs
from engine.jobs import enqueue
from organizations.models import Organization, Person
from plans import services
from plans.models import Obligation, ObligationEvidence, Occurrence, Plan
from plans.services import opening
from tests.cast import Cast


class Year:
    """The people's hospital in 2026: its plan, its duties, and a clock that is set."""

    def __init__(self, cast: Cast, monkeypatch: Any) -> None:
        self.cast = cast
        self._patch = monkeypatch
        self._plan: Plan | None = None

    def at(self, day: str, hour: int = 9) -> datetime.date:
        """It is this day: 2026-03-05."""
        date = datetime.date.fromisoformat(day)
        moment = datetime.datetime.combine(date, datetime.time(hour), tzinfo=timezone.get_default_timezone())
        self._patch.setattr(timezone, "now", lambda: moment)
        for one in vars(self.cast).values():
            getattr(one, "__dict__", {}).pop("_sight_kept", None)
        return date

    @property
    def plan(self) -> Plan:
        """The hospital's plan."""
        if self._plan is None:
            self._plan = self.make_plan(self.cast.peoples_hospital, by=self.cast.qian)
        return self._plan

    def make_plan(self, unit: Organization, *, by: Person, year: int = 2026) -> Plan:
        """A plan as its drafter has it."""
        paths = {"org_path": unit.path, "institution_path": unit.institution_path}
        title = f"{unit}{year}年工作计划"
        with transaction.atomic():
            plan = Plan.objects.create(
                title=title, year=year, until_year=year, organization=unit, drafted_by=by, edited_by=by, **paths
            )
            trail.record("plan_drafted", plan, by=by)
        return plan

    def duty(self, text: str = "召开医疗质量管理委员会会议", **told: Any) -> Obligation:
        """A duty of the plan, by its clerk; of the quality office, once a quarter, unless told otherwise."""
        told = {"unit": "quarter", "at_least": 1, "lead_unit": self.cast.quality_office, "kind": "meeting", **told}
        return services.draft_obligation(self.plan, text=text, by=self.cast.qian, **told)

    def start(self) -> int:
        """The plan is issued, and the background has opened what is owed."""
        number = services.start_obligations(self.plan, by=self.cast.qian)
        jobs.run_all()
        return number

    def open(self) -> None:
        """The hour strikes."""
        enqueue(opening.KIND)
        jobs.run_all()

    def owed(self, obligation: Obligation, **told: Any) -> Occurrence:
        """The one occurrence there is."""
        return obligation.occurrences.select_related("obligation").get(**told)


def day(text: str) -> datetime.date:
    """A day: 2026-03-05."""
    return datetime.date.fromisoformat(text)


def held(year: Year, obligation: Obligation, on: str, source: Any, **told: Any) -> list[ObligationEvidence]:
    """Something happened in the quality office."""
    told = {"kind": obligation.kind, "unit": year.cast.quality_office, "title": "质量管理委员会会议", **told}
    return services.count_happening(on=day(on), source=source, by=year.cast.chen, **told)

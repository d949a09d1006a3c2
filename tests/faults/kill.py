"""SIGKILL at random: while the worker starts hundreds of flows, and while people hand in their work."""

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.db import close_old_connections

from rectification import services
from rectification.models import Phase
from tests.faults import counting
from tests.faults.city import City, Unit
from tests.faults.people import Crowd, a_moment
from tests.faults.server import Server
from tests.waiting import wait_until

CHUNK = 100
PEOPLE = 6
SETTLE = 300.0
"""Seconds after the last kill within which everything asked for must be done."""

EVERYBODY = ("server", "site", "celery", "celery child", "everything")


@dataclass
class Drill:
    """How often, against what, and what came of it."""

    environment: dict[str, str]
    log: Path
    mid_spawn: int = 10
    mixed: int = 50
    say: Callable[[str], None] = print
    deaths: Counter[str] = field(default_factory=Counter)
    refused: list[str] = field(default_factory=list)

    def run(self) -> dict[str, Any]:
        """The figures of both parts and of the whole."""
        city = City()
        clinics = CHUNK * (self.mid_spawn + 1) if self.mid_spawn else 0
        phase = city.clinics(clinics) if clinics else None
        units = city.units(self.mixed + 2) if self.mixed else []
        self.say(f"A city with {clinics} clinics and {len(units)} units where two people work is ready.")
        server = Server(self.environment, self.log)
        figures: dict[str, Any] = {"asked": {"mid_spawn": self.mid_spawn, "mixed": self.mixed}}
        try:
            server.wait()
            if phase:
                figures["mid_spawn"] = self._while_flows_are_started(server, city, phase)
            if units:
                figures["mixed"] = self._while_people_work(server, units)
            wait_until(counting.everything_is_done, SETTLE, every=0.5)
        except AssertionError as error:
            self.say(str(error))
        finally:
            server.stop()
        figures["whole"] = counting.the_whole()
        figures["deaths"] = dict(self.deaths)
        return figures

    def _kill(self, server: Server, *roles: str) -> None:
        if role := server.kill(*roles):
            self.deaths[role] += 1
        server.see_that_it_runs()

    def _while_flows_are_started(self, server: Server, city: City, phase: Phase) -> dict[str, int]:
        """Kill each time a few more flows stand than before; whoever may be starting them dies."""
        units = phase.campaign.participants.count()
        services.open_phase(phase, by=city.leader)
        seen = 0
        for number in range(self.mid_spawn):

            def has_gone_on(seen: int = seen) -> bool:
                server.see_that_it_runs()
                return _started(phase) > seen or counting.everything_is_done()

            wait_until(has_gone_on, SETTLE, every=0.05)
            a_moment(0.25)
            seen = _started(phase)
            self._kill(server, *(("celery", "celery child", "everything") if self._has_broker else EVERYBODY))
            self.say(f"mid-spawn: killed {number + 1} of {self.mid_spawn}, {seen} of {2 * units} steps done")
        wait_until(lambda: server.answers() and counting.everything_is_done(), SETTLE, every=0.5)
        return counting.spawning(phase, units)

    @property
    def _has_broker(self) -> bool:
        return bool(self.environment.get("BROKER_URL"))

    def _while_people_work(self, server: Server, units: list[Unit]) -> dict[str, int]:
        """Kill each time somebody's change was acknowledged since the last death."""
        crowd = Crowd(server.port, people=PEOPLE)
        waiting = list(units)
        for number in range(self.mixed):
            crowd.let_in(*[waiting.pop() for _more in range(2 if number < PEOPLE else 1) if waiting])
            before = len(crowd.tally.acknowledged)

            def goes_on(before: int = before) -> bool:
                server.see_that_it_runs()
                return len(crowd.tally.acknowledged) > before or crowd.is_idle

            wait_until(goes_on, SETTLE, every=0.05)
            a_moment(1)
            self._kill(server, *EVERYBODY)
            self.say(
                f"mixed: killed {number + 1} of {self.mixed}, {len(crowd.tally.acknowledged)} changes acknowledged"
            )
        crowd.let_in(*waiting)
        server.wait()
        crowd.finish()
        wait_until(lambda: server.answers() and counting.everything_is_done(), SETTLE, every=0.5)
        self.refused = crowd.tally.refused
        return counting.mixed_work(crowd.tally)


def _started(phase: Phase) -> int:
    """How far the worker is: self-inspections written, and those with a flow."""
    close_old_connections()
    rows = phase.inspections.all()
    return rows.count() + rows.filter(process__isnull=False).count()


def verdict(figures: dict[str, Any]) -> list[str]:
    """What is wrong; nothing where nothing was lost, doubled or left standing."""
    wrong = []
    for part in figures["asked"]:
        found = figures.get(part, {"stuck": 1})
        wrong += [
            f"{part}: {name} {found[name]}" for name in ("lost", "doubled", "stuck", "refused") if found.get(name)
        ]
    whole = figures["whole"]
    return wrong + [
        f"{name} {whole[name]}" for name in ("jobs_left", "jobs_dead", "notices_doubled", "differences") if whole[name]
    ]

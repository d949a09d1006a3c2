"""A city made for the drill: many clinics without people, some with two people each, and two campaigns."""

import datetime
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore

from accountability.models import Seat
from accountability.signing import decisions
from engine import jobs
from engine.models import Turn
from organizations.acting import acting
from organizations.models import Duty, Person
from rectification import services
from rectification.models import AnswerKind, Campaign, CampaignTemplate, Choice, Inspection, Phase
from tests import make


@dataclass(frozen=True)
class Unit:
    """One clinic where people work: who fills, who confirms, and its self-inspection, answered and not handed in."""

    filler: str
    confirmer: str
    inspection: int


class City:
    """The people are signed in before the first kill; `session` is what a browser would send."""

    def __init__(self) -> None:
        settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
        services.load_shipped()
        self.city = make.make_organization(name="演练市卫生健康委员会", region="演练市")
        self.clerk = make.make_holder(Duty.CLERK, self.city, name="李干事")
        self.leader = make.make_holder(Duty.LEADER, self.city, name="陈副主任")

    def issued(self, title: str) -> Campaign:
        """A campaign over everything there is, signed."""
        campaign = services.draft_campaign(
            CampaignTemplate.objects.get(code="four-phases"), organization=self.city, title=title,
            starts_on=datetime.date(2026, 2, 10), contact="李干事", by=self.clerk,
        )  # fmt: skip
        services.submit_scheme(campaign, by=self.clerk)
        seat = Seat.objects.get(person=self.leader, state="open", request__turn__in=Turn.objects.of(campaign))
        with acting(seat.person, seat.appointment):
            decisions.decide(
                seat, verdict="agree", opinion="", by=seat.person, manifest_digest=seat.request.manifest.sha256,
                reauthenticated_at=datetime.datetime.now(datetime.UTC),
            )  # fmt: skip
        jobs.run_all()
        return Campaign.objects.get(pk=campaign.pk)

    def clinics(self, count: int) -> Phase:
        """Clinics without people, and a campaign over them whose self-inspection may be opened."""
        for number in range(count):
            make.make_organization(self.city, kind="clinic", name=f"第{number + 1}诊所")
        return self.issued("成批建立自查").phases.get(kind="self_inspect")

    def units(self, count: int) -> list[Unit]:
        """Clinics with two people, each with a self-inspection that is answered."""
        staff = {}
        for number in range(count):
            unit = make.make_organization(self.city, kind="township_hospital", name=f"第{number + 1}卫生院")
            names = {Duty.CLERK: f"填报员{number + 1}", Duty.PRINCIPAL: f"院长{number + 1}"}
            staff[unit.pk] = [make.make_holder(duty, unit, name=name) for duty, name in names.items()]
        phase = self.issued("边办边停").phases.get(kind="self_inspect")
        services.open_phase(phase, by=self.leader)
        jobs.run_all()
        return [
            Unit(session_of(filler), session_of(confirmer), _answered(phase, unit, by=filler).pk)
            for unit, (filler, confirmer) in staff.items()
        ]


def _answered(phase: Phase, unit: int, *, by: Person) -> Inspection:
    inspection = phase.inspections.get(participant__organization=unit)
    given = {
        AnswerKind.CHOICE: {"choice": Choice.PASS},
        AnswerKind.NUMBER: {"number": 3},
        AnswerKind.RATIO: {"n": 19, "m": 20},
    }
    items = inspection.checklist_version.items.all()
    services.answer_items(
        inspection, answers={item: given.get(item.answer_kind, {"note": "无"}) for item in items}, by=by
    )
    return inspection


def session_of(person: Person) -> str:
    """The key of a session in which this person is signed in."""
    user = make.make_account(person)
    session = SessionStore()
    session[SESSION_KEY] = str(user.pk)
    session[BACKEND_SESSION_KEY] = "organizations.backends.SightBackend"
    session[HASH_SESSION_KEY] = user.get_session_auth_hash()
    session.create()
    return str(session.session_key)

"""Duties, periods, evidence and registers with which the routes around them are tried."""

from collections.abc import Callable
from typing import Any

from django.utils import timezone

from organizations.models import Organization, Person
from plans.models import Obligation, ObligationEvidence, Occurrence, Plan, Register, RegisterEntry

HOSPITAL = "江州市第一人民医院"


def _paths() -> dict[str, str]:
    place = _hospital()
    return {"org_path": place.path, "institution_path": place.institution_path}


def _hospital() -> Organization:
    return Organization.objects.get(name=HOSPITAL)


def _own_plan() -> Plan:
    """A draft of the hospital's."""
    author = Person.objects.get(name="张主任")
    told = {"year": 2030, "until_year": 2030, "drafted_by": author, "edited_by": author, **_paths()}
    return Plan.objects.get_or_create(title=f"{HOSPITAL}2030年工作计划", organization=_hospital(), defaults=told)[0]


def _obligation(**told: Any) -> Obligation:
    """A duty of the hospital that runs."""
    fixed = {"text": f"{HOSPITAL}质控分析会", "unit": "quarter", "at_least": 1, "kind": "meeting", **told}
    today = timezone.localdate()
    return Obligation.objects.get_or_create(
        plan=_own_plan(), lead_unit=_hospital(), state="running", starts_on=today, **fixed, defaults=_paths()
    )[0]


def _occurrence(obligation: Obligation) -> Occurrence:
    today = timezone.localdate()
    days = {"begins_on": today, "ends_on": today, "due_on": today, "lead_path": _hospital().path}
    return Occurrence.objects.get_or_create(
        obligation=obligation, organization=_hospital(), key="1", defaults={**days, **_paths()}
    )[0]


def _evidence() -> ObligationEvidence:
    occurrence = _occurrence(_obligation())
    told = {"on": timezone.localdate(), "state": "submitted", "accept_path": _hospital().path, **_paths()}
    return ObligationEvidence.objects.get_or_create(
        occurrence=occurrence, origin="upload", title=f"{HOSPITAL}会议记录", defaults=told
    )[0]


def _daily() -> Obligation:
    daily = _obligation(text=f"{HOSPITAL}每日巡查", unit="day", kind="inspection")
    _occurrence(daily)
    return daily


def _register() -> Register:
    return Register.objects.get_or_create(name=f"{HOSPITAL}登记册", organization=_hospital(), defaults=_paths())[0]


def _entry() -> RegisterEntry:
    return RegisterEntry.objects.get_or_create(
        register=_register(), label=f"{HOSPITAL}1号灯", organization=_hospital(), defaults=_paths()
    )[0]


PLANNED_OBJECTS: dict[str, Callable[[], dict[str, Any]]] = {
    "plans:obligation_new": lambda: {"pk": _own_plan().pk},
    "plans:obligation_month": lambda: {"pk": _daily().pk},
}
PLANNED_BY_PREFIX: dict[str, Callable[[], dict[str, Any]]] = {
    "plans:obligation_": lambda: {"pk": _obligation().pk},
    "plans:occurrence_": lambda: {"pk": _occurrence(_obligation()).pk},
    "plans:quota_evidence_": lambda: {"pk": _evidence().pk},
    "plans:register_": lambda: {"pk": _register().pk},
    "plans:entry_": lambda: {"pk": _entry().pk},
}

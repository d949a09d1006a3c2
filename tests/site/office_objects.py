"""Papers, directives, circulations, publications and handlings of the hospital that no stranger may open."""

import datetime
from collections.abc import Callable
from typing import Any

from django.utils import timezone

from accountability import themes
from accountability.incoming import directing, handling, publishing, reading, registering
from accountability.models import (
    Assignment,
    Circulation,
    Directive,
    HandlingKind,
    HandlingRecord,
    IncomingDocument,
    OwnDay,
    Publication,
    Reading,
    Seat,
    SignRequest,
    Theme,
)
from organizations.models import Duty, Organization, Person
from organizations.rights import may
from organizations.services import appoint, create_post
from rectification.models import Finding

HOSPITAL = "江州市第一人民医院"


def _hospital() -> Organization:
    return Organization.objects.get(name=HOSPITAL)


def _office() -> Person:
    """Somebody who keeps the hospital's register."""
    return next(
        person
        for person in Person.objects.filter(home__institution_path=_hospital().path, active=True).order_by("pk")
        if may(person, registering.KEEP, _hospital())
    )


def _paper() -> IncomingDocument:
    paper = registering.Paper(
        sender="省卫生健康委员会", title=f"{HOSPITAL}收到的通知", received_on=timezone.localdate()
    )
    return registering.register_incoming(_hospital(), paper=paper, by=_office())


def _directive(**more: Any) -> Directive:
    said = {"text": "请抓好落实。", "occasion": f"{HOSPITAL}督导", "said_at": timezone.now(), "leader_name": "李书记"}
    return directing.enter_directive(_hospital(), words=directing.Words(**{**said, **more}), by=_office())


def _own_day() -> OwnDay:
    told = {"month": 5, "day": 6, "set_by": _office()}
    return OwnDay.objects.get_or_create(organization=_hospital(), name="医院手卫生日", defaults=told)[0]


def _by_mouth() -> Directive:
    leader = Person.objects.get(name="王院长")
    return _directive(way="oral", leader=leader)


def _circulation() -> Circulation:
    return reading.circulate(_paper(), to=[Person.objects.get(name="张主任")], by=_office(), at=_hospital())


def _reading() -> Reading:
    return _circulation().readings.get()


def _task() -> Assignment:
    paper = _paper()
    department = Organization.objects.filter(institution_path=_hospital().path, kind="department").earliest("pk")
    proposal = registering.Proposal(
        text=f"{HOSPITAL}请办理", lead_unit=department, holder=Person.objects.get(name="张主任"),
        due_on=timezone.localdate(),
    )  # fmt: skip
    registering.propose_handling(paper, proposal=proposal, version=paper.version, by=_office())
    return Assignment.objects.of(paper).get()


def _seat() -> Seat:
    paper = _paper()
    proposal = registering.Proposal(text="请阅示", leaders=(Person.objects.get(name="王院长"),))
    registering.propose_handling(paper, proposal=proposal, version=paper.version, by=_office())
    return Seat.objects.get(request__in=SignRequest.objects.of(paper))


def _publication() -> Publication:
    text = publishing.Text(title=f"{HOSPITAL}开展督导", text="医院领导带队督导。")
    return publishing.draft_publication(_hospital(), text=text, by=_office())


def _handling() -> HandlingRecord:
    handling.load_shipped_kinds()
    person = Person.objects.get(name="张主任")
    post = create_post(_hospital(), title="纪检", duty=Duty.AUDITOR, by=None)
    appoint(_office(), post=post, since=datetime.date(2020, 1, 1), by=None)
    decision = handling.Decision(
        kind=HandlingKind.objects.get(code="talk"), authority="院党委", basis="院内制度", person=person,
        decided_on=timezone.localdate(),
    )  # fmt: skip
    readers = [Person.objects.get(name="王院长")]
    return handling.register_handling(_hospital(), decision=decision, readers=readers, by=_office())


def _theme() -> Theme:
    return themes.found_theme(f"{HOSPITAL}重点", organization=_hospital(), by=None)


def _labelled() -> dict[str, Any]:
    _theme()
    finding = Finding.objects.filter(organization=_hospital()).earliest("pk")
    return {"label": "rectification.finding", "pk": finding.pk}


OFFICE_OBJECTS: dict[str, Callable[[], dict[str, Any]]] = {
    "health_day_end": lambda: {"pk": _own_day().pk},
    "directive_confirm": lambda: {"pk": _by_mouth().pk},
    "directive_from_seat": lambda: {"pk": _seat().pk},
    "theme_put": _labelled,
    "circulation_new": lambda: {"label": "accountability.incomingdocument", "pk": _paper().pk},
}
OFFICE_BY_PREFIX: dict[str, Callable[[], dict[str, Any]]] = {
    "incoming_": lambda: {"pk": _paper().pk},
    "task_": lambda: {"pk": _task().pk},
    "directive_": lambda: {"pk": _directive().pk},
    "point_": lambda: {"pk": _directive().points.get().pk},
    "circulation_": lambda: {"pk": _circulation().pk},
    "reading_": lambda: {"pk": _reading().pk},
    "publication_": lambda: {"pk": _publication().pk},
    "theme_": lambda: {"pk": _theme().pk},
    "handling_": lambda: {"pk": _handling().pk},
}

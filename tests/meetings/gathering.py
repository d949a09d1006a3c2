"""A meeting to which people come: arranged by 李干事, recorded by 赵督导, chaired by 王主任 of the commission."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from engine.jobs import run_all
from meetings import codes, services
from meetings.models import Attendance, Meeting, MeetingKind, MeetingState, Quorum
from organizations.models import Duty, Organization, Person
from tests.cast import Cast

SOON = datetime.timedelta(minutes=30)
LEVELS = [Organization.Level.TERTIARY, Organization.Level.SECONDARY]
HOSPITALS = {"levels": LEVELS, "duties": [Duty.PRINCIPAL]}


def make_kind(**given: Any) -> MeetingKind:
    """A kind of meeting, without quorum or votes unless told otherwise."""
    code = f"kind{MeetingKind.objects.count()}"
    return MeetingKind.objects.create(code=code, name=given.pop("name", "专题会"), **given)


def make_meeting(cast: Cast, *, starts_in: datetime.timedelta = SOON, **given: Any) -> Meeting:
    """A meeting that has been noticed and begins soon."""
    host = given.pop("host", cast.city)
    values = {
        "kind": given.pop("kind", None) or make_kind(),
        "title": "全市医院感染管理工作会",
        "organization": host,
        "org_path": host.path,
        "institution_path": host.institution_path,
        "desk_path": cast.medical_office.path,
        "starts_at": timezone.now() + starts_in,
        "place": "市卫健委三楼会议室",
        "chair": cast.director_wang,
        "recorder": cast.zhao,
        "arranged_by": cast.li,
        "state": MeetingState.NOTICED,
        **given,
    }
    values.setdefault("ends_at", values["starts_at"] + datetime.timedelta(hours=2))
    return Meeting.objects.create(year=timezone.localtime(values["starts_at"]).year, **values)


def listed(meeting: Meeting, by: Person, *people: Person, **rule: Any) -> list[Attendance]:
    """The list as the rules and names make it, everybody told."""
    if rule:
        services.add_rule(meeting, category=rule.pop("category", "医院主要负责人"), rule=rule, by=by)
        services.list_expected(meeting, by=by)
    for person in people:
        services.add_person(meeting, person=person, by=by)
    run_all()
    return list(meeting.attendances.in_order())


def comes(meeting: Meeting, person: Person) -> Attendance:
    """Somebody scans the code of the hall and signs in."""
    return services.sign_in(meeting, ticket=codes.ticket(meeting.pk), by=person).attendance


def make_committee(cast: Cast, *, people: int = 5) -> tuple[Meeting, list[Attendance]]:
    """A meeting that votes and needs two thirds of its members."""
    meeting = make_meeting(cast, kind=make_kind(name="党委会", votes=True, quorum=Quorum.TWO_THIRDS))
    members = [cast.director_wang, cast.director_liu, cast.li, cast.zhao, cast.zhou][:people]
    return meeting, listed(meeting, cast.li, *members)


@pytest.fixture
def gathering(cast: Cast) -> Meeting:
    """The meeting, begun in half an hour."""
    return make_meeting(cast)

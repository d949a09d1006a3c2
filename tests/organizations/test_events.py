from datetime import date, timedelta

import pytest
from django.utils import timezone

from organizations import events
from organizations.models import Appointment, Duty, Organization
from organizations.services import (
    appoint,
    close_account,
    create_post,
    delegate,
    end_appointment,
    end_link,
    end_membership,
    found_body,
    found_organization,
    link_organizations,
    open_account,
    register_person,
    rename_organization,
    revoke,
    seat_member,
    set_workday,
    write_charter,
)
from tests import make

# told by the stories of tests/accountability/test_units_reorganized.py, which need the layers above
CHANGES_OF_UNITS = {
    event.verb
    for event in (
        events.organization_moved,
        events.organization_merged,
        events.organization_split,
        events.organization_closed,
        events.units_replaced,
        events.unit_change_planned,
        events.unit_change_settled,
        events.unit_change_cancelled,
    )
}
# told by the stories of tests/organizations/test_factors.py and tests/screens/test_security_desk.py
KEEPING_THE_DOOR = {
    event.verb
    for event in (
        events.second_factor_enrolled,
        events.second_factor_reset,
        events.recovery_code_used,
        events.recovery_codes_renewed,
        events.second_factor_demanded,
        events.second_factor_waived,
        events.login_lock_lifted,
    )
}


@pytest.fixture
def heard():
    told = []

    def listen(sender, thing, by, because, changed, signal, **_rest):
        assert sender is type(thing)
        told.append((signal.verb, str(thing), by, because, changed))

    for event in events.ALL:
        event.connect(listen)
    yield told
    for event in events.ALL:
        event.disconnect(listen)


def test_every_verb_tells_what_it_did_once(cast, heard):
    today, boss, keeper = timezone.localdate(), cast.system_admin, cast.security_admin
    cast.city, cast.clinic, cast.director_wang  # noqa: B018 - on stage before anybody listens
    heard.clear()
    unit = found_organization(cast.city, kind=Organization.Kind.CDC, name="疾控中心", by=boss, because="编办批复")
    rename_organization(unit, name="市疾控中心", by=boss)
    link = link_organizations(unit, subordinate=cast.clinic, kind="business", since=make.LONG_AGO, by=boss)
    end_link(link, until=today, by=boss)
    person = register_person(unit, name="新人", by=keeper)
    user = open_account(person, username="xinren", password=make.PASSWORD, by=boss)
    post = create_post(unit, title="科员", duty=Duty.CLERK, by=keeper)
    held = appoint(person, post=post, since=today - timedelta(days=2), by=keeper)
    given = delegate(held, proxy=boss, since=today, until=today, by=keeper, because="住院")
    revoke(given, by=boss, because="另有安排")
    end_appointment(held, until=today, by=keeper, because="调离")
    close_account(user, by=keeper)
    set_workday(date(2026, 3, 2), working=False, name="停工", by=boss)
    group = found_body(cast.city, kind=Organization.Kind.GROUP, name="疫情防控专班", by=boss)
    write_charter(group, version=1, territory="城东片区", by=boss)
    seat = seat_member(group, person=cast.director_wang, role="chair", since=today, labour="总负责", by=boss)
    end_membership(seat, until=today, by=boss, because="轮换")
    assert [verb for verb, *_rest in heard] == [event.verb for event in (
        events.organization_founded, events.organization_renamed, events.organizations_linked, events.link_ended,
        events.person_registered, events.account_opened, events.post_created, events.person_appointed,
        events.delegation_given, events.delegation_revoked, events.appointment_ended, events.account_closed,
        events.workday_set, events.organization_founded, events.charter_written, events.charter_written,
        events.member_seated,
        events.member_left,
    )]  # fmt: skip
    assert {event.verb for event in events.ALL} - CHANGES_OF_UNITS - KEEPING_THE_DOOR == {
        verb for verb, *_rest in heard
    }
    assert heard[0][1:4] == ("疾控中心", boss, "编办批复")
    assert heard[1][4] == {"name": ["疾控中心", "市疾控中心"]}
    assert heard[10][4] == {"until": [None, today]}


def test_every_event_has_words_for_the_reader():
    assert all(str(event.label) for event in events.ALL)
    assert len({event.verb for event in events.ALL}) == len(events.ALL)


def test_a_listener_that_fails_undoes_the_verb(cast):
    held = cast.nurse_sun.appointments.get()

    def refuse(**_told):
        raise RuntimeError

    events.appointment_ended.connect(refuse)
    try:
        with pytest.raises(RuntimeError):
            end_appointment(held, until=timezone.localdate(), by=None)
    finally:
        events.appointment_ended.disconnect(refuse)
    assert Appointment.objects.get(pk=held.pk).until is None

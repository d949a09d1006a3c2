"""The law: whatever is asked for, no day knows a loop or a chain, and a proxy may what his grantor may, no more."""

from contextlib import contextmanager, suppress
from datetime import timedelta

import pytest
from django.db import transaction
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from organizations import rights, sight
from organizations.models import Delegation, Duty, Organization, Person, Right
from organizations.refusals import Refusal
from organizations.services import delegate, revoke
from tests import make

FILL = "tests.fill_in"
PEOPLE, DAYS = 4, 8
wishes = st.lists(
    st.tuples(
        st.integers(0, PEOPLE - 1), st.integers(0, PEOPLE - 1), st.integers(0, DAYS), st.integers(0, DAYS),
        st.sampled_from(Delegation.Covers.values), st.booleans(),
    ),
    max_size=12,
)  # fmt: skip
law = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)


@contextmanager
def _rolled_back():
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture
def filling(db):
    Right.objects.create(duty=Duty.CLERK, permission=FILL, reach=Right.Reach.OWN)


def _granted(wishes):
    """One clerk in each of some departments; what the verb refuses is not given."""
    hospital = make.make_hospital()
    units = [make.make_department(hospital) for _one in range(PEOPLE)]
    people = [make.make_holder(Duty.CLERK, unit) for unit in units]
    today = timezone.localdate()
    for grantor, proxy, since, length, covers, is_revoked in wishes:
        with suppress(Refusal):
            one = delegate(
                people[grantor].appointments.get(),
                proxy=people[proxy],
                since=today + timedelta(days=since),
                until=today + timedelta(days=since + length),
                covers=covers,
                by=people[grantor],
                because="外出",
            )
            if is_revoked:
                revoke(one, by=people[proxy], because="不便代办")
    return units, people


@law
@given(wishes=wishes)
def test_no_day_has_a_loop_or_a_chain(db, wishes):
    with _rolled_back():
        _granted(wishes)
        for distance in range(2 * DAYS + 1):
            held = Delegation.objects.in_force(timezone.localdate() + timedelta(days=distance)).with_people()
            pairs = {(one.grantor.pk, one.proxy_id) for one in held}
            assert not {grantor for grantor, _proxy in pairs} & {proxy for _grantor, proxy in pairs}


@law
@given(wishes=wishes)
def test_a_proxy_may_and_sees_what_his_grantor_may_and_sees(filling, wishes):
    with _rolled_back():
        units, people = _granted(wishes)
        home = dict(zip(people, units, strict=True))
        held = list(Delegation.objects.in_force().with_people())
        for person in people:
            mine = [one for one in held if one.proxy_id == person.pk]
            may = {home[person]} | {home[Person(pk=one.grantor.pk)] for one in mine if one.allows_steps}
            sees = {home[person]} | {home[Person(pk=one.grantor.pk)] for one in mine}
            who = make.anew(person)
            assert {unit for unit in units if rights.may(who, FILL, unit)} == may
            assert {unit for unit in units if person in rights.who_may(FILL, unit)} == may
            assert set(Organization.objects.filter(rights.permission_q(who, FILL, path_field="path"))) == may
            assert set(sight.visible(who, Organization)) == sees

"""Whoever opens an account has known its first password: no administrator climbs above his own unit that way."""

import pytest
from django.urls import reverse

from organizations.models import Duty, User
from organizations.services import open_account
from tests import make
from tests.screens.visitors import post, text_of, visit_as

pytestmark = pytest.mark.django_db
TAKEN = {"username": "liang", "password": "Neiying-2026-x"}


@pytest.fixture
def local(cast):
    """The system administrator of one hospital."""
    return make.make_holder(Duty.SYSTEM_ADMIN, cast.peoples_hospital, name="院内管理员")


def colleague(cast, *, also=None, **period):
    """Somebody who works in the hospital, and holds a post elsewhere too."""
    person = make.make_holder(Duty.STAFF, cast.icu, name="梁医生")
    if also:
        make.make_appointment(person, duty=Duty.CLERK, at=also, **period)
    return person


def opened(local, person):
    answer = post(visit_as(local), reverse("account_open", args=[person.pk]), **TAKEN)
    return answer, User.objects.filter(person=person).exists()


def test_a_hospitals_administrator_opens_the_accounts_of_its_own_people(cast, local):
    answer, there = opened(local, colleague(cast))
    assert (answer.status_code, there) == (302, True)


@pytest.mark.parametrize("above", ["city", "east_district", "tcm_hospital"])
def test_he_does_not_open_one_whose_rights_reach_beyond_it(cast, local, above):
    person = colleague(cast, also=getattr(cast, above))
    answer, there = opened(local, person)
    assert answer.status_code >= 400
    assert not there
    assert "请由上级单位的系统管理员开通账号" in text_of(answer)
    assert open_account(person, **TAKEN, by=cast.system_admin), "whoever is above both does"


def test_a_post_that_is_over_bars_nothing(cast, local):
    person = colleague(cast, also=cast.city, until=make.LONG_AGO)
    assert opened(local, person)[1]

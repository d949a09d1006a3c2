"""A password given within the last five minutes lets a person sign with two taps."""

from datetime import timedelta

import pytest
from django.contrib.auth import authenticate, login
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone

from accountability import reauth
from organizations.refusals import Invalid, NotAllowed, NotYet
from tests import make
from tests.cast import Cast


@pytest.fixture
def sheet(cast: Cast, rf: RequestFactory) -> HttpRequest:
    """A post of the sign sheet by 王主任, who signed in long ago."""
    request = rf.post("/seats/1/")
    request.session = SessionStore()
    request.user = cast.account(cast.director_wang)
    return request


def test_signing_in_counts(sheet: HttpRequest) -> None:
    assert not reauth.is_fresh(sheet)
    user = authenticate(sheet, username=sheet.user.get_username(), password=make.PASSWORD)
    assert user is not None
    login(sheet, user)
    assert reauth.is_fresh(sheet)


def test_the_password_counts_for_five_minutes(sheet: HttpRequest) -> None:
    given_at = reauth.confirm(sheet, make.PASSWORD)
    assert reauth.is_fresh(sheet)
    assert abs(reauth.confirmed_at(sheet) - given_at) < timedelta(seconds=5)
    sheet.session[reauth.SESSION_KEY] = (timezone.now() - timedelta(minutes=5, seconds=1)).isoformat()
    assert not reauth.is_fresh(sheet)
    with pytest.raises(NotYet, match="请输入密码"):
        reauth.require_fresh(reauth.confirmed_at(sheet))


def test_a_wrong_password_is_told_and_gives_nothing(sheet: HttpRequest) -> None:
    with pytest.raises(Invalid) as refused:
        reauth.confirm(sheet, "wrong")
    assert list(refused.value.errors) == ["password"]
    assert not reauth.is_fresh(sheet)


def test_five_wrong_passwords_lock_the_account_here_and_at_the_door(sheet: HttpRequest) -> None:
    for _time in range(5):
        with pytest.raises(Invalid):
            reauth.confirm(sheet, "wrong")
    with pytest.raises(NotAllowed, match="暂时锁定"):
        reauth.confirm(sheet, make.PASSWORD)
    assert authenticate(sheet, username=sheet.user.get_username(), password=make.PASSWORD) is None


def test_the_right_password_clears_the_count(sheet: HttpRequest) -> None:
    for _round in range(2):
        for _time in range(4):
            with pytest.raises(Invalid):
                reauth.confirm(sheet, "wrong")
        reauth.confirm(sheet, make.PASSWORD)

import pytest
from django.contrib.auth import authenticate
from django.core.exceptions import FieldError
from django.db.models import ProtectedError
from django.test import RequestFactory

from organizations.models import User
from organizations.refusals import Invalid, NotAllowed, NotYet, Refusal
from organizations.services import close_account, open_account
from tests import make


def _come_in(username, password=make.PASSWORD):
    request = RequestFactory().post("/")
    return authenticate(request, username=username, password=password)


def test_a_person_comes_in_with_his_name_in_any_case(cast):
    user = open_account(cast.li, username="LiGanshi", password=make.PASSWORD, by=cast.system_admin)
    assert _come_in("liganshi") == user
    assert str(user) == "李干事"
    assert _come_in("liganshi", "wrong") is None


def test_an_account_is_opened_once_with_a_name_nobody_has(cast):
    make.make_account(cast.li, username="li")
    with pytest.raises(Invalid, match="用户名"):
        make.make_account(cast.zhao, username="LI")
    with pytest.raises(Invalid):
        open_account(cast.li, username="li2", password=make.PASSWORD, by=None)


def test_a_weak_password_is_refused_in_a_sentence(cast):
    with pytest.raises(Invalid) as refused:
        open_account(cast.li, username="li", password="123", by=None)
    assert set(refused.value.errors) == {"password"}


def test_a_guest_gets_no_account(cast):
    guest = make.make_person(cast.tcm_hospital, is_guest=True)
    with pytest.raises(NotYet, match="不开通账号"):
        make.make_account(guest)


def test_the_system_administrator_opens_accounts_and_both_may_close_them(cast):
    for other in (cast.security_admin, cast.audit_admin, cast.li):
        with pytest.raises(NotAllowed):
            open_account(cast.zhao, username="zhao", password=make.PASSWORD, by=other)
    user = open_account(cast.li, username="li", password=make.PASSWORD, by=cast.system_admin)
    with pytest.raises(NotAllowed):
        close_account(user, by=cast.audit_admin)
    close_account(user, by=cast.security_admin, because="离职")
    with pytest.raises(NotYet, match="已经停用"):
        close_account(user, by=cast.system_admin)


def test_nobody_opens_an_account_for_himself(cast):
    with pytest.raises(NotAllowed, match="自己"):
        open_account(cast.system_admin, username="xu", password=make.PASSWORD, by=cast.system_admin)


def test_a_closed_account_and_a_person_who_left_do_not_come_in(cast):
    close_account(make.make_account(cast.li, username="li"), by=None)
    make.make_account(cast.zhao, username="zhao")
    assert _come_in("li") is None
    cast.zhao.active = False
    cast.zhao.save()
    assert _come_in("zhao") is None


def test_an_account_is_never_deleted(cast):
    user = cast.account(cast.li)
    with pytest.raises(Refusal, match="只能停用"):
        user.delete()
    with pytest.raises(Refusal, match="只能停用"):
        User.objects.filter(pk=user.pk).delete()
    with pytest.raises(ProtectedError):
        cast.li.delete()
    assert User.objects.filter(pk=user.pk).exists()


def test_there_is_no_such_thing_as_a_superuser(cast):
    assert not cast.account(cast.li).is_superuser
    with pytest.raises(FieldError):
        User.objects.filter(is_superuser=True)

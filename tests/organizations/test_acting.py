from datetime import datetime, timedelta

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from organizations.acting import acting, current
from organizations.middleware import AUTHENTICATED_AT, CHOSEN, ActingMiddleware
from organizations.models import User
from organizations.refusals import NotYet
from organizations.services import end_appointment


def _visit(user, session=None, **headers):
    """What a page learns about who acts."""
    request = RequestFactory().get("/", **headers)
    request.user, request.session = user, session or {}
    met = []

    def page(request):
        met.append(current())
        assert request.acting == current()
        assert request.person == (current() and current().person)
        return HttpResponse()

    ActingMiddleware(page)(request)
    assert current() is None
    return met[0]


def test_a_person_acts_in_his_first_post_unless_he_chooses(cast):
    first, second = cast.chen.appointments.valid().by_precedence()
    user = cast.account(cast.chen)
    assert _visit(user).appointment == first
    assert _visit(user, {CHOSEN: second.pk}).appointment == second
    assert _visit(user).person == cast.chen


def test_a_post_of_somebody_else_or_of_the_past_is_not_chosen(cast):
    first, second = cast.chen.appointments.valid().by_precedence()
    user = cast.account(cast.chen)
    assert _visit(user, {CHOSEN: cast.director_wang.appointments.get().pk}).appointment == first
    end_appointment(second, until=timezone.localdate() - timedelta(days=1), by=None)
    assert _visit(User.objects.get(pk=user.pk), {CHOSEN: second.pk}).appointment == first


def test_nobody_acts_for_a_stranger_or_for_an_account_without_a_person(cast):
    assert _visit(AnonymousUser()) is None
    assert _visit(User.objects.create_user("machine")) is None


def test_how_and_from_where_somebody_came_is_known(cast):
    user = cast.account(cast.li)
    user.last_login = timezone.now()
    met = _visit(user, headers={"X-Request-ID": "abc-12345678"}, REMOTE_ADDR="10.0.0.7")
    assert (met.ip, met.request_id, met.strength) == ("10.0.0.7", "abc-12345678", "password")
    assert met.authenticated_at == user.last_login
    forged = _visit(user, {AUTHENTICATED_AT: "2026-03-01T08:00:00+08:00"}, headers={"X-Request-ID": "a\tb"})
    assert len(forged.request_id) == 32
    assert forged.authenticated_at == datetime.fromisoformat("2026-03-01T08:00:00+08:00")


def test_who_acts_is_forgotten_even_when_something_fails(cast):
    with acting(cast.li) as outer:
        with pytest.raises(NotYet), acting(cast.zhao):
            raise NotYet(current().person.name)
        assert current() is outer
    assert current() is None

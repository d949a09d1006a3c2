"""A minute at somebody's open screen is worth a minute: what outlives the session is not had without the password."""

import pytest
from django.test import Client
from django.urls import reverse

from accountability import feeds
from accountability.models import CalendarFeed, TrailEvent
from organizations.services import factors
from tests import make
from tests.organizations.test_factors import enrolled
from tests.screens.visitors import password_was_given, post, text_of, visit_as

pytestmark = pytest.mark.django_db
REFUSED = 422


@pytest.fixture
def screen(cast):
    """The head's browser, left open: his password was given a quarter of an hour ago."""
    client = visit_as(cast.head_zhang)
    password_was_given(client, minutes_ago=15)
    return client


def read(secret):
    return Client().get(reverse("calendar_feed", args=[secret])).status_code


@pytest.mark.parametrize("name", ["calendar_open", "own_data_download"])
def test_who_finds_a_screen_open_takes_nothing_along(screen, cast, name):
    for given in ({}, {"password": "Wrong-guess-1"}):
        answer = post(screen, reverse(name), **given)
        assert answer.status_code == REFUSED
    assert not CalendarFeed.objects.exists()
    assert not TrailEvent.objects.filter(verb__in=("own_data_taken", "calendar_feed_opened")).exists()
    assert post(screen, reverse(name), password=make.PASSWORD).status_code in (200, 302)


def test_the_pages_ask_for_the_password_where_it_was_given_long_ago(screen):
    for name in ("calendar_show", "own_data_show"):
        page = screen.get(reverse(name)).content.decode()
        assert page.count('type="password"') == 1
        password_was_given(screen, minutes_ago=1)
        assert 'type="password"' not in screen.get(reverse(name)).content.decode()
        password_was_given(screen, minutes_ago=15)


def test_guesses_there_count_towards_the_lock(screen, settings):
    for _guess in range(settings.LOGIN_ATTEMPTS):
        post(screen, reverse("own_data_download"), password="Wrong-guess-1")
    said = text_of(post(screen, reverse("own_data_download"), password=make.PASSWORD))
    assert "账号已暂时锁定" in said


def test_a_new_password_ends_the_address_that_the_old_one_opened(cast):
    make.make_account(cast.head_zhang)
    _feed, secret = feeds.open_feed(cast.head_zhang, by=cast.head_zhang)
    assert read(secret) == 200
    changed = {"old_password": make.PASSWORD, "new_password1": "Xin-mima-2026", "new_password2": "Xin-mima-2026"}
    assert post(visit_as(cast.head_zhang), reverse("password_change"), **changed).status_code == 302
    assert read(secret) == 404
    assert TrailEvent.objects.filter(verb="calendar_feed_revoked", actor_id=cast.head_zhang.pk).count() == 1


def test_a_lost_phone_ends_the_address_it_subscribed_to(cast):
    enrolled(cast, cast.head_zhang)
    _feed, secret = feeds.open_feed(cast.head_zhang, by=cast.head_zhang)
    assert read(secret) == 200
    factors.reset(cast.head_zhang, by=cast.security_admin, because="手机丢失")
    assert read(secret) == 404
    told = TrailEvent.objects.filter(verb="calendar_feed_revoked", actor_id=cast.security_admin.pk).get()
    assert told.reason == "手机丢失"


def test_another_address_ends_the_one_before_and_both_are_told(cast):
    make.make_account(cast.head_zhang)
    _feed, first = feeds.open_feed(cast.head_zhang, by=cast.head_zhang)
    _feed, second = feeds.open_feed(cast.head_zhang, by=cast.head_zhang)
    assert (read(first), read(second)) == (404, 200)
    told = TrailEvent.objects.filter(verb__startswith="calendar_feed_").order_by("pk").values_list("verb", flat=True)
    assert list(told) == ["calendar_feed_opened", "calendar_feed_revoked", "calendar_feed_opened"]

"""A session ends after the idle time, and being seen costs no write on every request."""

import time

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import AnonymousUser
from django.contrib.sessions.backends.db import SessionStore
from django.http import HttpResponse
from django.test import RequestFactory

from workflow_site.middleware import SEEN, IdleMiddleware


@pytest.fixture
def asked():
    """Sends a request of this user through the middleware and says whether the session must be written."""

    def send(user, **session):
        request = RequestFactory().get("/")
        request.user, request.session = user, SessionStore()
        request.session.update(session)
        request.session.modified = False
        IdleMiddleware(lambda _request: HttpResponse())(request)
        return request.session.modified

    return send


def test_a_first_request_marks_the_session(asked):
    assert asked(get_user_model()())


def test_the_next_requests_write_nothing(asked):
    assert not asked(get_user_model()(), **{SEEN: int(time.time()) - 60})


def test_an_old_mark_is_renewed_well_before_the_session_ends(asked, settings):
    settings.SESSION_COOKIE_AGE = 1800
    assert asked(get_user_model()(), **{SEEN: int(time.time()) - 301})


def test_a_visitor_without_account_gets_no_session(asked):
    assert not asked(AnonymousUser())

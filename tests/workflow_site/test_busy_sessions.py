"""A database that is busy while a hall signs in is said to be busy; nobody is told that he has been logged out."""

import pytest
from django.contrib.sessions.models import Session
from django.db import OperationalError
from django.urls import reverse

from accountability.models import Notice
from engine.submissions import new_nonce
from tests.cast import Cast
from tests.screens.visitors import text_of, visit_as
from workflow_site.middleware import SEEN

pytestmark = pytest.mark.django_db


@pytest.fixture
def cast() -> Cast:
    return Cast()


@pytest.fixture
def li(cast: Cast):
    """Somebody whose session must be written with his next request."""
    client = visit_as(cast.li)
    session = client.session
    session[SEEN] = 0
    session.save()
    return client


def _locked(_row: Session, **_how: object) -> None:
    raise OperationalError("database is locked")


def test_a_page_is_shown_though_the_mark_could_not_be_written(li, monkeypatch):
    monkeypatch.setattr(Session, "save", _locked)

    assert li.get(reverse("notices")).status_code == 200


def test_who_sends_something_is_told_to_press_again_and_it_is_done_once(cast: Cast, li, monkeypatch):
    notice = Notice.objects.create(person=cast.li, text="会议通知", url="/", kind="meeting", org_path=cast.li.home.path)
    sent = {"nonce": new_nonce()}
    with monkeypatch.context() as while_busy:
        while_busy.setattr(Session, "save", _locked)
        told = li.post(reverse("notices_read"), sent)
    assert told.status_code == 409
    assert "请稍等片刻再点一次" in text_of(told)
    notice.refresh_from_db()
    assert notice.read_at is not None
    assert li.post(reverse("notices_read"), sent).status_code == 302


def test_a_session_that_was_ended_elsewhere_is_still_told_so(li):
    Session.objects.all().delete()
    assert li.get(reverse("notices")).status_code == 302

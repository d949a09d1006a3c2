"""Sessions in the database: a database that stays busy is told as such, and never as a log-in that has ended.

Django says of every failure to write that somebody else has ended the session, and answers 400; on SQLite the reason is
most often a queue of writers before the one lock, when a full hall signs in.
"""

from django.contrib.sessions.backends import db
from django.contrib.sessions.backends.base import UpdateError
from django.contrib.sessions.middleware import SessionMiddleware
from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from engine.middleware import answer, is_contention
from organizations.refusals import AlreadyDone

READING = ("GET", "HEAD")


class SessionStore(db.SessionStore):
    """A session whose writing fails for the reason that is true."""

    def save(self, must_create: bool = False) -> None:
        """Write it; where the database is busy, its own error goes up instead of the end of the session."""
        try:
            super().save(must_create=must_create)
        except UpdateError as error:
            cause = error.__context__
            if isinstance(cause, OperationalError) and is_contention(cause):
                raise cause from None
            raise


class BusySessionMiddleware(SessionMiddleware):
    """Sessions as Django handles them, but that a busy database costs nobody his answer."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """A page that was only read is shown: the mark of having been seen is written with the next one.

        Whoever sent something is told to press again, and gets the answer of the first time (`engine.submissions`).
        """
        try:
            return super().process_response(request, response)
        except OperationalError as error:
            if not is_contention(error):
                raise
            if request.method in READING:
                return response
            busy = AlreadyDone(_("此刻办理的人较多，请稍等片刻再点一次；已经保存的内容不会重复。"))
            return answer(request, busy)

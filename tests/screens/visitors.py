"""A browser in a person's hands, and what is read on its pages."""

import re
from datetime import timedelta
from typing import Any

from django.test import Client
from django.utils import timezone

from accountability import reauth
from engine.submissions import new_nonce
from organizations.models import Person
from tests import make
from tests.story import HttpVisitor

BACKEND = "organizations.backends.SightBackend"
TAG = re.compile(r"<[^>]+>")
SCRIPT = re.compile(r"<script(?![^>]*\bsrc=)[^>]*>|<style|javascript:", re.IGNORECASE)
INLINE = re.compile(r"<[^>]+\s(?:style|on[a-z]+)\s*=", re.IGNORECASE)


def visit_as(person: Person) -> Client:
    """A browser in which this person has just signed in, and has seen one page (the session is written by then)."""
    client = Client()
    client.force_login(make.make_account(person), backend=BACKEND)
    client.get("/healthz")
    return client


def post(client: Client, url: str, **fields: Any) -> Any:
    """Send a form as its page would, with a fresh nonce unless one is given."""
    return client.post(url, {"nonce": new_nonce(), **fields})


def text_of(response: Any) -> str:
    """What the page says, without its tags."""
    return re.sub(r"\s+", " ", TAG.sub("", response.content.decode()))


def password_was_given(client: Client, *, minutes_ago: int) -> None:
    """Let the password of this session have been given some time ago."""
    session = client.session
    session[reauth.SESSION_KEY] = (timezone.now() - timedelta(minutes=minutes_ago)).isoformat()
    session.save()


def has_nothing_inline(html: str) -> bool:
    """Whether a page keeps to the content policy: no script or style written into it."""
    return not SCRIPT.search(html) and not INLINE.search(html)


def comes_in(person: Person) -> HttpVisitor:
    """A person who signs in with name and password, reads pages, follows links and fills in forms."""
    return HttpVisitor(make.make_account(person).username, make.PASSWORD)

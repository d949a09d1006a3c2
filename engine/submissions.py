"""The acknowledgement of each change, and the answer to a double click."""

import json
import re
import secrets
from collections.abc import Callable

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from engine.models import Submission
from organizations.refusals import Invalid

FIELD = "nonce"
LONGEST_URL = 500
SHAPE = re.compile(r"[A-Za-z0-9_-]{16,64}")


def new_nonce() -> str:
    """A mark for one form shown once."""
    return secrets.token_urlsafe(18)


def once(request: HttpRequest, act: Callable[[], HttpResponseBase]) -> HttpResponseBase:
    """Do what the page asks for exactly once; the second click is sent where the first one was.

    The mark and the change are one transaction: a refusal leaves neither. An answer that is no redirect means that
    nothing was changed, so nothing is acknowledged. A page gone back to and sent with other words is no second
    click: it is refused, so that nobody takes words for saved that are not.
    """
    nonce = request.POST.get(FIELD, "")
    if not SHAPE.fullmatch(nonce):
        raise Invalid({FIELD: _("页面已经失效，请刷新后重新提交。")})
    with transaction.atomic():
        submission, is_first = _acknowledge(request, nonce)
        if not is_first:
            return _same_answer(request, submission)
        answer = act()
        if not isinstance(answer, HttpResponseRedirect):
            transaction.set_rollback(True)
            return answer
        submission.answer_url = answer.url if len(answer.url) <= LONGEST_URL else answer.url.partition("?")[0]
        submission.save(update_fields=["answer_url"])
    return answer


def _acknowledge(request: HttpRequest, nonce: str) -> tuple[Submission, bool]:
    person = getattr(request, "person", None)
    try:
        with transaction.atomic():
            return Submission.objects.create(
                nonce=nonce, person=person, path=request.path[:LONGEST_URL], content=_content_of(request)
            ), True
    except IntegrityError:
        return Submission.objects.get(nonce=nonce), False


def _same_answer(request: HttpRequest, submission: Submission) -> HttpResponseRedirect:
    person = getattr(request, "person", None)
    if submission.person_id != (person.pk if person else None) or submission.path != request.path[:LONGEST_URL]:
        raise Invalid({FIELD: _("页面已经失效，请刷新后重新提交。")})
    if submission.content != _content_of(request):
        raise Invalid({FIELD: _("这一页已经提交过，本次内容没有保存；请核对后再提交一次。")})
    return HttpResponseRedirect(submission.answer_url)


def _content_of(request: HttpRequest) -> str:
    """A digest of what was sent, keyed because a password may be among it."""
    sent = sorted((name, values) for name, values in request.POST.lists() if name not in (FIELD, "csrfmiddlewaretoken"))
    files = sorted((name, [(one.name, one.size) for one in found]) for name, found in request.FILES.lists())
    return salted_hmac(__name__, json.dumps([sent, files]), algorithm="sha256").hexdigest()

"""Turns what a verb raises into a page with its sentence."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.db import OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from viewflow.workflow.exceptions import FlowLockFailed

from engine import waking
from organizations.refusals import AlreadyDone, NotAllowed, NotFound, Refusal

SOMEBODY_ELSE_IS_AT_IT = {"55P03", "40P01", "40001"}  # lock not available, deadlock, serialization failure
SQLITE_SAYS = ("database is locked", "database table is locked")


class RefusalMiddleware:
    """Every refusal is a page: 422, 409 or 404; a lock that was not obtained is 「已被他人办理」."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Nothing to do on the way in."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Answer what may be answered; everything else stays an error."""
        refusal = as_refusal(error)
        return answer(request, refusal) if refusal else None


class SentLaterMiddleware:
    """Tells whoever changed something that it is saved, where the broker could not be told of the work that follows."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Look after the answer whether anything was left to the sweep."""
        waking.unsent.set(False)
        response = self.get_response(request)
        if waking.unsent.get():
            said = _("已保存，稍后发送：后台服务暂时连接不上，通知等后续处理会在恢复后自动补发，不需要重新提交。")
            messages.warning(request, said, fail_silently=True)
        return response


def as_refusal(error: BaseException) -> Refusal | None:
    """The refusal an exception stands for."""
    if isinstance(error, Refusal):
        return error
    if isinstance(error, FlowLockFailed) or (isinstance(error, OperationalError) and is_contention(error)):
        return AlreadyDone()
    return None


def is_contention(error: OperationalError) -> bool:
    """Whether the database says that somebody else holds the row."""
    code = getattr(error.__cause__, "sqlstate", None)
    return code in SOMEBODY_ELSE_IS_AT_IT or any(words in str(error) for words in SQLITE_SAYS)


def answer(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page of a refusal; what a person may not do on something he cannot see does not exist."""
    if isinstance(refusal, NotFound):
        raise Http404(refusal.message)
    status = 404 if isinstance(refusal, NotAllowed) and not getattr(refusal, "visible", True) else refusal.status
    context: dict[str, Any] = {"refusal": refusal, "status": status, "back": _back(request)}
    return render(request, "refusal.html", context, status=status)


def _back(request: HttpRequest) -> str:
    """The page of ours the visitor came from; another site gets no button here."""
    came_from = request.headers.get("Referer", "")
    return came_from if url_has_allowed_host_and_scheme(came_from, {request.get_host()}) else ""

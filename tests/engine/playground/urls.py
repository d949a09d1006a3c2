"""The addresses of the playground."""

from django.db import OperationalError
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template import Context, Template
from django.urls import path
from viewflow.workflow.exceptions import FlowLockFailed

from engine.submissions import once
from organizations.refusals import NotAllowed, NotFound, NotYet, Refusal, Stale
from tests.engine.playground.models import Tour

REFUSALS: dict[str, Exception] = {
    "notyet": NotYet("会议还有未议定的议题，不能结束。"),
    "notallowed": NotAllowed("您没有权限。"),
    "notfound": NotFound(),
    "stale": Stale(mine={"名称": "甲"}, theirs={"名称": "乙"}),
    "lock": FlowLockFailed("lock"),
    "busy": OperationalError("database is locked"),
    "broken": OperationalError("no such column"),
}


def refuse(request: HttpRequest, name: str) -> HttpResponse:
    """Raise what the address says."""
    raise REFUSALS[name]


def add_tour(request: HttpRequest) -> HttpResponseBase:
    """Make one tour of this name."""

    def act() -> HttpResponseBase:
        title = request.POST.get("title", "")
        if title == "拒绝":
            Tour.objects.create(title=title, org_path="")
            raise Refusal("不能这样命名。")
        if title == "再填":
            Tour.objects.create(title=title, org_path="")
            return HttpResponse("请再填一次", status=422)
        tour = Tour.objects.create(title=title, org_path="")
        return redirect(tour.get_absolute_url())

    if request.method == "POST":
        return once(request, act)
    return HttpResponse(Template("{% load engine_forms %}{% nonce %}").render(Context()))


urlpatterns = [
    path("refusals/<str:name>/", refuse),
    path("tours/", add_tour),
    path("elsewhere/", add_tour),
]

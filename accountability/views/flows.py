"""流程图: where one thing stands in its flow, for whoever sees the thing, and the flow as a file for analysts."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.http import content_disposition_header
from django.views.decorators.http import require_safe

from accountability.views.trails import thing_seen
from engine.flow import Flow
from engine.models import Turn
from engine.pictures.bpmn import as_bpmn
from engine.pictures.picture import flow_of, picture_of
from organizations.refusals import NotFound
from organizations.sight import sight_of


@require_safe
@login_required
def flow_picture(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """The flow of one thing this person sees; names only of the units within his sight."""
    thing, _flow = _thing_and_flow(request, label, pk)
    seen = sight_of(request.user)

    def shows(turn: Turn) -> bool:
        return seen.sees(turn.org_path)

    context = {"thing": thing, "label": label, "picture": picture_of(thing, shows=shows)}
    return render(request, "accountability/flow_show.html", context)


@require_safe
@login_required
def flow_bpmn(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """The flow that a thing this person sees is in, as BPMN 2.0; it says nothing about the thing."""
    _thing, flow = _thing_and_flow(request, label, pk)
    name = content_disposition_header(as_attachment=True, filename=f"{flow.__name__}.bpmn")
    return HttpResponse(as_bpmn(flow), "application/xml; charset=utf-8", headers={"Content-Disposition": name or ""})


def _thing_and_flow(request: HttpRequest, label: str, pk: int) -> tuple[Any, type[Flow]]:
    thing: models.Model = thing_seen(request, label, pk)
    try:
        return thing, flow_of(thing)
    except LookupError as error:
        raise NotFound from error

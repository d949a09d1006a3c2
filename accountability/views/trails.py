"""办理记录: everything that was done to one thing, with what changed and whether it is sealed."""

from collections.abc import Iterable
from typing import Any

from django.apps import apps
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accountability import trail, walks
from accountability.models import TrailEvent
from accountability.proofs.rights import TAKE
from organizations import sight
from organizations.refusals import NotFound
from organizations.rights import may, may_anywhere

A_PAGE = 100
SHORT = 12
BACK = ("return", "sent_back", "reopen", "withdraw", "cancel", "refuse")
ICONS = (
    ("step_", "circle-dot"), ("flow_", "git-commit-horizontal"), ("seat_", "stamp"), ("sign", "stamp"),
    ("attachment", "paperclip"), ("read", "eye"), ("download", "download"), ("submit", "send"), ("report", "send"),
    ("verif", "search-check"), ("clos", "circle-check"), ("number", "hash"), ("open", "play"), ("assign", "list-todo"),
)  # fmt: skip


@require_safe
@login_required
def trail_of_thing(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """The trail of one thing this person sees, oldest first."""
    thing = thing_seen(request, label, pk)
    seen = sight.visible(request.user, TrailEvent).values("pk")
    events = TrailEvent.objects.of(thing).filter(pk__in=seen).select_related("seal")
    page = Paginator(events, A_PAGE).get_page(request.GET.get("page"))
    context = {"thing": thing, "kind": thing._meta.verbose_name, "page": page, "entries": entries(page.object_list)}
    context["evidence_url"] = reverse("evidence_of_thing", args=[label, pk]) if may_take(request, thing) else ""
    context["chain_url"] = reverse("walk", args=[label, pk]) if walks.kind_of(type(thing)) else ""
    return render(request, "accountability/trail_show.html", context)


def may_take(request: HttpRequest, thing: models.Model) -> bool:
    """Whether the visitor may take proofs of a thing away."""
    place = trail.path_of(thing)
    who: Any = request.user
    return may(who, TAKE, place) if place else may_anywhere(who, TAKE)


def thing_seen(request: HttpRequest, label: str, pk: int) -> models.Model:
    """The thing by its model's label and key, where it may be seen."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as error:
        raise NotFound from error
    found = sight.visible(request.user, model).filter(pk=pk).first() if sight.is_registered(model) else None
    if found is None:
        raise NotFound
    return found


def entries(events: Iterable[TrailEvent]) -> list[dict[str, Any]]:
    """Events as the entries of a time line."""
    return [_entry(event, label, changed) for event, label, changed in trail.describe(events)]


def _entry(event: TrailEvent, label: str, changed: list[trail.Change]) -> dict[str, Any]:
    """One event: who in which post, why, what changed, and its place in the chain."""
    extra = event.told.get("extra") or {}
    where = (event.who, event.actor_post, event.actor_unit)
    return {
        "icon": next((icon for word, icon in ICONS if word in event.verb), "check"),
        "tone": "returned" if any(word in event.verb for word in BACK) else "",
        "title": label,
        "badge": extra.get("verdict") or extra.get("title") or "",
        "badge_tone": "",
        "meta": " · ".join(part for part in where if part),
        "at": event.at,
        "text": _("内容已按规定脱敏。") if event.is_redacted else event.reason,
        "changes": [{"label": one.field, "old": one.old, "new": one.new} for one in changed],
        "foot": _foot(event),
    }


def _foot(event: TrailEvent) -> str:
    """The beginning of the digest and the number of the seal."""
    seal = getattr(event, "seal", None)
    sealed = _("已封存，第%(number)d号") % {"number": seal.seq} if seal else _("待封存")
    return _("校验码 %(digest)s · %(sealed)s") % {"digest": event.sha256[:SHORT], "sealed": sealed}

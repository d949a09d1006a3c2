"""责任链 on the screen: from anything to what it rests on and what became of it, and who answered on a given day."""

from datetime import date

from django.contrib.auth.decorators import login_required
from django.db import models
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.views.decorators.http import require_safe

from accountability import walks
from accountability.models import Assignment
from accountability.views.deadline_pages import visitor
from accountability.views.trails import may_take, thing_seen
from accountability.walks import entering, on_a_day, walking
from organizations.refusals import NotFound


@require_safe
@login_required
def walk_enter(request: HttpRequest) -> HttpResponse:
    """One box for a number, a sentence, a person or an article; what is meant without doubt opens at once."""
    visitor(request)
    asked = request.GET.get("q", "").strip()[: entering.LONGEST]
    found = entering.find(asked, who=request.user) if asked else []
    if len(found) == 1:
        return redirect(found[0].url)
    return render(request, "accountability/walk_enter.html", {"asked": asked, "found": found})


@require_safe
@login_required
def walk_show(request: HttpRequest, label: str, pk: int) -> HttpResponse:
    """The chain of one thing in both directions; `?on=` says who answered that day."""
    thing = thing_seen(request, label, pk)
    if walks.kind_of(type(thing)) is None:
        raise NotFound
    chain = walking.walk(_read(thing), who=request.user)
    on = day_asked(request)
    tasks = [node for node in chain.seen if node.model is Assignment]
    context = {
        "chain": chain,
        "thing": thing,
        "kind": thing._meta.verbose_name,
        "label": label,
        "on": on,
        "answering": on_a_day.answering(thing, tasks, on),
        "may_take": may_take(request, thing),
    }
    return render(request, "accountability/walk_show.html", context)


def _read(thing: models.Model) -> models.Model:
    """The thing with what its name is made of."""
    kind = walks.kind_of(type(thing))
    if kind is None or not kind.related:
        return thing
    found: models.Model = type(thing)._default_manager.select_related(*kind.related).get(pk=thing.pk)
    return found


def day_asked(request: HttpRequest) -> date:
    """The day an address names; today where it names none, or none that ever was."""
    try:
        return parse_date(request.GET.get("on", "")) or timezone.localdate()
    except ValueError:
        return timezone.localdate()

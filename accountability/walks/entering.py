"""Where a walk may begin: from a number, an address, a person's name, an article or words, as somebody typed it."""

from collections.abc import Iterable

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext as _

from accountability import walks
from accountability.models import Number
from accountability.proofs import gathering
from accountability.walks import Entered
from organizations.models import Person
from organizations.sight import Who, sight_of, visible

LONGEST, MOST = 120, 10


def begin(thing: models.Model) -> Entered:
    """The page of a thing's chain, as an answer."""
    return Entered(str(thing._meta.verbose_name), str(thing), address(thing))


def address(thing: models.Model) -> str:
    """Where the chain of a thing is shown."""
    return reverse("walk", args=[thing._meta.label_lower, thing.pk])


def find(typed: str, *, who: Who) -> list[Entered]:
    """Everything within sight that was meant, numbers first; each once."""
    asked = typed.strip()[:LONGEST]
    if not asked:
        return []
    found = [one for finder in (_numbers, _people, *walks.finders()) for one in finder(asked, who)]
    return list({one.url: one for one in found}.values())


def _numbers(asked: str, who: Who) -> Iterable[Entered]:
    """A number as it is written, or a part of it."""
    person = sight_of(who).person
    exact = gathering.find(asked, eyes=person) if person else None
    if exact is not None and walks.kind_of(type(exact)):
        yield begin(exact)
        return
    rows = visible(who, Number).filter(text__icontains=asked, object_id__isnull=False)
    for number in rows.select_related("content_type").order_by("-pk")[:MOST]:
        model = number.content_type.model_class() if number.content_type else None
        if model is not None and walks.kind_of(model):
            url = reverse("walk", args=[model._meta.label_lower, number.object_id])
            yield Entered(str(model._meta.verbose_name), f"{number.text} {number.label}".strip(), url)


def _people(asked: str, who: Who) -> Iterable[Entered]:
    rows = visible(who, Person).filter(name=asked).select_related("home").order_by("pk")
    for person in rows[:MOST]:
        yield Entered(_("人员"), f"{person} · {person.home}", reverse("person_record", args=[person.pk]))

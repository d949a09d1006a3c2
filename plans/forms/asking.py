"""What the forms of the plans share: prose, units and people to choose among, a confirmation, a reason."""

from typing import Any

from django import forms
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from engine.forms import AskingForm, Difference
from organizations.models import Appointment, Organization, Person
from search.forms.asking import DayField

SHORT, LONG = 3, 6


class ConfirmationForm(AskingForm):
    """Nothing but the confirmation of a verb."""


class BecauseForm(AskingForm):
    """A reason."""

    because = forms.CharField(label=_("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": SHORT}))


def words(label: Any, *, rows: int = SHORT, required: bool = False, **more: Any) -> forms.CharField:
    """A field for prose."""
    return forms.CharField(label=label, required=required, widget=forms.Textarea(attrs={"rows": rows}), **more)


def units_within(path: str) -> QuerySet[Organization]:
    """An institution with its own departments, and the institutions beneath it."""
    own = Q(institution_path=path) | Q(path=F("institution_path"))
    return Organization.objects.active().within(path).filter(own).order_by("path")


def people_within(path: str) -> QuerySet[Person]:
    """The people in office in an institution."""
    held = Appointment.objects.valid().filter(post__organization__institution_path=path)
    return Person.objects.filter(pk__in=held.values("person"), active=True, is_guest=False).order_by("name", "pk")


def offer(form: forms.Form, field: str, rows: QuerySet[Any]) -> None:
    """Let a field choose among these rows."""
    chosen: Any = form.fields[field]
    chosen.queryset = rows


__all__ = [
    "Any",
    "AskingForm",
    "BecauseForm",
    "ConfirmationForm",
    "DayField",
    "Difference",
    "offer",
    "people_within",
    "units_within",
    "words",
]

"""What the forms of rectification share: choices among rows, and forms that only confirm."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from engine.forms import AskingForm, Difference, whole_number

__all__ = [
    "AskingForm",
    "ConfirmationForm",
    "Difference",
    "NothingForm",
    "SeveralField",
    "offer",
    "whole_number",
]


def offer(form: forms.Form, field: str, rows: QuerySet[Any], *, choices: list[tuple[Any, Any]] | None = None) -> None:
    """Let a field choose among these rows; `choices` are their words where they were read already."""
    chosen = cast(forms.ModelChoiceField, form.fields[field])
    chosen.queryset = rows
    if choices is not None:
        chosen.choices = choices


class SeveralField(forms.ModelMultipleChoiceField):
    """Several rows; a key that no database could hold is refused like any other that is not offered."""

    def clean(self, value: Any) -> Any:
        """The chosen rows."""
        for key in value or ():
            if whole_number(str(key)) is None:
                raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": str(key)[:20]})
        return super().clean(value)


class ConfirmationForm(AskingForm):
    """Nothing but the confirmation of a verb."""


class NothingForm(AskingForm):
    """A step that asks nothing more."""

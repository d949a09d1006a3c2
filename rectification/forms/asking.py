"""What the forms of rectification share: choices among rows, and forms that only confirm."""

from collections.abc import Mapping
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


class OfferedField(forms.ModelChoiceField):
    """One of rows that are read once: for what is offered and for what is chosen."""

    rows: Mapping[str, Any] = {}

    def offer(self, rows: QuerySet[Any]) -> None:
        """Let these be chosen from."""
        self.rows = {str(row.pk): row for row in rows}
        self.choices = [("", self.empty_label or ""), *((key, str(row)) for key, row in self.rows.items())]

    def to_python(self, value: Any) -> Any:
        """The chosen row."""
        if value in self.empty_values:
            return None
        if str(value) not in self.rows:
            raise ValidationError(self.error_messages["invalid_choice"], "invalid_choice", {"value": str(value)[:20]})
        return self.rows[str(value)]


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

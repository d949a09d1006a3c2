"""What the forms of indicators and trainings share: days, prose, files that pass the gate, a reason."""

import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy

from accountability import attachments
from engine.forms import AskingForm, whole_number
from organizations.refusals import Refusal

NO_SUCH_DAY = gettext_lazy("请填写2000年至2099年之间的日期。")
FIRST_DAY, LAST_DAY = datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)
__all__ = ["AskingForm", "BecauseForm", "ConfirmForm", "DayField", "FileField", "LongText", "whole_number"]


class DayField(forms.DateField):
    """A day, as the browser's own field gives it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = [MinValueValidator(FIRST_DAY, NO_SUCH_DAY), MaxValueValidator(LAST_DAY, NO_SUCH_DAY)]


class LongText(forms.CharField):
    """Several lines."""

    widget = forms.Textarea(attrs={"rows": 4})


class ConfirmForm(AskingForm):
    """Nothing but the confirmation of a verb."""


class BecauseForm(AskingForm):
    """The reason."""

    because = LongText(label=gettext_lazy("理由"), max_length=300)


class FileField(forms.FileField):
    """One file that passes the gate before any transaction begins."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The checked file; nothing where none was chosen."""
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return attachments.gate(upload)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message) from refusal

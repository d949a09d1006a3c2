"""What the forms of the library share: days that may stand in a regulation, a confirmation, a reason."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy

from engine.forms import AskingForm

__all__ = ["AskingForm", "BecauseForm", "ConfirmationForm", "DayField", "DayInput"]
FIRST_DAY, LAST_DAY = date(1949, 1, 1), date(2099, 12, 31)
NO_SUCH_DAY = gettext_lazy("请填写1949年至2099年之间的日期。")


class DayInput(forms.DateInput):
    """The browser's date field, which wants ISO dates whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Always write ISO dates."""
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day that may stand in a regulation."""

    widget = DayInput
    default_validators = [MinValueValidator(FIRST_DAY, NO_SUCH_DAY), MaxValueValidator(LAST_DAY, NO_SUCH_DAY)]


class ConfirmationForm(AskingForm):
    """Nothing but the confirmation of a verb."""


class BecauseForm(AskingForm):
    """A reason."""

    because = forms.CharField(label=gettext_lazy("退回理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

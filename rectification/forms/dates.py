"""Dates as a browser's own date field takes and gives them."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _


class DayInput(forms.DateInput):
    """The browser's date field, which wants ISO dates whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        """Always write ISO dates."""
        super().__init__(attrs=attrs, format="%Y-%m-%d")


FIRST_DAY, LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
NO_SUCH_DAY = _("请填写1990年至2099年之间的日期。")


class DayField(forms.DateField):
    """A day that may stand in a paper; a slip of the keyboard such as the year 0206 is refused."""

    widget = DayInput
    default_validators = [MinValueValidator(FIRST_DAY, NO_SUCH_DAY), MaxValueValidator(LAST_DAY, NO_SUCH_DAY)]

"""The ground of every form of the library: a refusal of a verb is shown where the keeper typed."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations.refusals import Refusal

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


class AskingForm(forms.Form):
    """A form that can take the refusal of a verb as its own error."""

    required_css_class = "required"

    def full_clean(self) -> None:
        """Every field says in its own words what is missing."""
        for field in self.fields.values():
            named = {"what": str(field.label or "")}
            field.error_messages["required"] = _("请填写%(what)s。") % named
            field.error_messages["invalid_choice"] = _("%(what)s的选项已经变化，请重新选择。") % named
            if isinstance(field, forms.DateField):
                field.error_messages["invalid"] = _("请按“2026-03-01”的写法填写%(what)s。") % named
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        """Line ends as the database keeps them."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = value.replace("\r\n", "\n").replace("\0", "")
        return cleaned

    def take_refusal(self, refusal: Refusal) -> None:
        """Show the sentence of a refusal at its field, or above the form when it names none."""
        placed = False
        for field, sentence in getattr(refusal, "errors", {}).items():
            self.add_error(field if field in self.fields else None, sentence)
            placed = True
        if not placed:
            self.add_error(None, refusal.message)


class ConfirmationForm(AskingForm):
    """Nothing but the confirmation of a verb."""


class BecauseForm(AskingForm):
    """A reason."""

    because = forms.CharField(label=gettext_lazy("退回理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

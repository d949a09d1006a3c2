"""The ground of the forms of indicators and trainings: a refusal of a verb is shown where the clerk typed."""

import datetime
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import attachments
from organizations.refusals import Refusal

NO_SUCH_DAY = gettext_lazy("请填写2000年至2099年之间的日期。")
FIRST_DAY, LAST_DAY = datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)
MOST_DIGITS = 18


def whole_number(text: str) -> int | None:
    """A key as an address or a form gives it; nothing for what no database could hold."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None


class DayField(forms.DateField):
    """A day, as the browser's own field gives it."""

    widget = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
    default_validators = [MinValueValidator(FIRST_DAY, NO_SUCH_DAY), MaxValueValidator(LAST_DAY, NO_SUCH_DAY)]


class LongText(forms.CharField):
    """Several lines."""

    widget = forms.Textarea(attrs={"rows": 4})


class AskingForm(forms.Form):
    """A form that can take the refusal of a verb as its own error."""

    required_css_class = "required"

    def full_clean(self) -> None:
        """Every field says in its own words what is wrong with it."""
        for field in self.fields.values():
            named = {"what": str(field.label or "")}
            field.error_messages["required"] = _("请填写%(what)s。") % named
            field.error_messages["invalid_choice"] = _("%(what)s的选项已经变化，请重新选择。") % named
            if isinstance(field, forms.DateField):
                field.error_messages["invalid"] = _("请按“2026-03-01”的写法填写%(what)s。") % named
            elif isinstance(field, forms.IntegerField | forms.DecimalField):
                field.error_messages["invalid"] = _("%(what)s请填写数字。") % named
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

"""The ground of the forms: fields say in their own words what is wrong, a refusal is shown where the clerk typed."""

from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from organizations.refusals import Refusal, Stale

MOST_DIGITS = 18
DASHES = "---------"
"""What Django offers where nothing is chosen."""
CHOSEN = (forms.ChoiceField, forms.ModelChoiceField, forms.FileField)
"""Fields in which nobody writes: something is picked."""


def whole_number(text: str) -> int | None:
    """A key or a count as an address or a form gives it; nothing for what no database could hold."""
    return int(text) if text.isdecimal() and len(text) <= MOST_DIGITS else None


def sentences_of(field: forms.Field) -> dict[str, str]:
    """What a field says when it was filled in wrongly: the thing it is about, and what to do."""
    named = {"what": str(field.label or "")}
    if isinstance(field, CHOSEN):
        return {
            "required": _("请选择%(what)s。") % named,
            "invalid_choice": _("%(what)s的选项已经变化，请重新选择。") % named,
            "invalid_pk_value": _("%(what)s的选项已经变化，请重新选择。") % named,
            "invalid_list": _("请选择%(what)s。") % named,
        }
    told = {
        "required": _("请填写%(what)s。") % named,
        "max_length": _("%(what)s太长，最多 %%(limit_value)s 个字，现在 %%(show_value)s 个字，请删减。") % named,
    }
    if isinstance(field, forms.IntegerField | forms.DecimalField):
        told |= {
            "invalid": _("%(what)s请填写数字。") % named,
            "min_value": _("%(what)s不能小于 %%(limit_value)s。") % named,
            "max_value": _("%(what)s不能大于 %%(limit_value)s。") % named,
        }
    if isinstance(field, forms.DateField):
        told["invalid"] = _("请按“2026-03-01”的写法填写%(what)s。") % named
    return told


def say_empty_choices(form: forms.Form) -> None:
    """Let every choice among rows say in words that nothing is chosen yet, where Django would draw dashes."""
    for field in form.fields.values():
        if isinstance(field, forms.ModelChoiceField) and field.empty_label == DASHES:
            field.empty_label = _("请选择") if field.required else _("不选")


@dataclass(frozen=True)
class Difference:
    """One field of a stale form: what this clerk typed and what another has saved meanwhile."""

    label: str
    mine: str
    theirs: str


class AskingForm(forms.Form):
    """A form that can take the refusal of a verb as its own error."""

    required_css_class = "required"
    differences: tuple[Difference, ...] = ()
    is_stale = False

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """A choice not yet made is said in words, not in dashes."""
        super().__init__(*args, **kwargs)
        say_empty_choices(self)

    def full_clean(self) -> None:
        """Every field says in its own words what is wrong with it, whatever was added to the form meanwhile."""
        for field in self.fields.values():
            field.error_messages |= sentences_of(field)
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        """Line ends as the database keeps them: a browser sends two characters, which would look like a change."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = value.replace("\r\n", "\n")
        return cleaned

    def take_refusal(self, refusal: Refusal) -> None:
        """Show the sentence of a refusal at its field, or above the form when it names none."""
        placed = False
        for field, sentence in getattr(refusal, "errors", {}).items():
            self.add_error(field if field in self.fields else None, sentence)
            placed = True
        if not placed:
            self.add_error(None, refusal.message)

    def take_stale(self, refusal: Stale) -> None:
        """Keep both texts of every field that another person has changed meanwhile."""
        self.is_stale = True
        self.add_error(None, refusal.message)
        self.differences = tuple(
            Difference(label, refusal.mine.get(label, ""), theirs) for label, theirs in refusal.theirs.items()
        )

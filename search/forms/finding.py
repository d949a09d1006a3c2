"""What the search page and the keeper's pages ask for."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization

from .asking import AskingForm


class SaveForm(AskingForm):
    """A search to keep."""

    name = forms.CharField(label=_("名称"), max_length=100, required=False)
    notify = forms.BooleanField(label=_("有新增或变化时通知我"), required=False, initial=True)


class TermForm(AskingForm):
    """A term and what else it is called."""

    word = forms.CharField(label=_("规范用语"), max_length=60)
    synonyms = forms.CharField(
        label=_("同义词"),
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("每行一个，也可用顿号隔开。"),
    )
    place = forms.ChoiceField(label=_("适用范围"), required=False)
    note = forms.CharField(label=_("说明"), max_length=200, required=False)

    def __init__(self, *args: Any, places: list[Organization], for_all: bool, **options: Any) -> None:
        super().__init__(*args, **options)
        choices = [(str(place.pk), place.name) for place in places]
        self.places = {str(place.pk): place for place in places}
        self.fields["place"].choices = ([("", _("所有单位"))] if for_all else []) + choices  # type: ignore[attr-defined]

    @property
    def organization(self) -> Organization | None:
        """The unit chosen; none where the term holds for everybody."""
        return self.places.get(self.cleaned_data.get("place") or "")


def words_of(text: str) -> list[str]:
    """The synonyms in what was typed."""
    for sign in "、,，;；":
        text = text.replace(sign, "\n")
    return [line.strip() for line in text.split("\n") if line.strip()]

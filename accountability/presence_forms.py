"""The forms of spot checks."""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accountability.deadline_forms import DeadlineForm, MomentField
from accountability.forms import Reason
from accountability.models import SpotCheck


class SpotCheckForm(DeadlineForm):
    """When and how it was checked, and what was found."""

    checked_at = MomentField(label=gettext_lazy("抽查时间"))
    way = forms.ChoiceField(label=gettext_lazy("抽查方式"), choices=SpotCheck.Way.choices)
    result = forms.ChoiceField(
        label=gettext_lazy("抽查结果"), choices=SpotCheck.Result.choices, widget=forms.RadioSelect
    )
    note = Reason(label=gettext_lazy("情况说明（结果不是在岗的必须填写）"), max_length=300, required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.initial.setdefault("checked_at", timezone.localtime())


class ExplanationForm(DeadlineForm):
    """What the person says about it."""

    text = Reason(label=gettext_lazy("情况说明"), max_length=300)

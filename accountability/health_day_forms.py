"""The form of a day of the year a unit keeps."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accountability.deadline_forms import DeadlineForm
from accountability.incoming_forms import offer_units
from organizations.models import Organization


class OwnDayForm(DeadlineForm):
    """Whose day, what it is called, when it comes round."""

    organization = forms.ModelChoiceField(Organization.objects.none(), label=gettext_lazy("设立单位"))
    name = forms.CharField(
        label=gettext_lazy("主题日名称"), max_length=40, help_text=gettext_lazy("例如：江州市手卫生宣传日。")
    )
    month = forms.IntegerField(label=gettext_lazy("月"), min_value=1, max_value=12)
    day = forms.IntegerField(label=gettext_lazy("日"), min_value=1, max_value=31)

    def __init__(self, *given: Any, units: Sequence[Organization], **named: Any) -> None:
        super().__init__(*given, **named)
        offer_units(self, "organization", units)

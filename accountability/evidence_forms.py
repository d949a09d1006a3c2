"""What is asked before an evidence bundle is made: what of, and what for."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.forms import MoveForm, Reason

LONGEST = 300


class ThingForm(MoveForm):
    """What it is for; the thing is known."""

    because = Reason(
        label=gettext_lazy("用途"),
        max_length=LONGEST,
        help_text=gettext_lazy("例如调阅函文号、审计事项；会记入操作记录。"),
        error_messages={"required": gettext_lazy("请写明用途，例如调阅函文号或者审计事项。")},
    )


class PersonForm(ThingForm):
    """A number, or a person and a period."""

    number = forms.CharField(label=gettext_lazy("编号"), max_length=120, required=False)
    name = forms.CharField(label=gettext_lazy("姓名"), max_length=80, required=False)
    since = forms.DateField(
        label=gettext_lazy("起始日期"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    until = forms.DateField(
        label=gettext_lazy("截止日期"),
        required=False,
        widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"}),
    )
    field_order = ("number", "name", "since", "until", "because")

    def clean(self) -> dict[str, Any]:
        """Either the number, or name and both days."""
        given = super().clean() or {}
        period = bool(given.get("since") and given.get("until"))
        if bool(given.get("number")) == bool(given.get("name")):
            self.add_error("number", _("请填写编号，或者填写姓名和起止日期，二者选一。"))
        elif given.get("name") and not period and not self.errors:
            self.add_error("since", _("按人员导出须填写起止日期。"))
        return given

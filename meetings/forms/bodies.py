"""What is asked about committees and groups."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from organizations.models import Membership, Organization

from .asking import AskingForm, DayField, PersonField, SeveralUnitsField

KINDS = [
    (Organization.Kind.COMMITTEE, Organization.Kind.COMMITTEE.label),
    (Organization.Kind.GROUP, Organization.Kind.GROUP.label),
]
ROWS = {"rows": 3}


class CharterForm(AskingForm):
    """What a committee or group is for."""

    purpose = forms.CharField(label=_("职责"), required=False, max_length=3000, widget=forms.Textarea(attrs=ROWS))
    rules = forms.CharField(label=_("工作机制"), required=False, max_length=3000, widget=forms.Textarea(attrs=ROWS))
    territory = forms.CharField(
        label=_("负责区域"), required=False, max_length=200, help_text=_("例如：专班负责的乡镇、科室或片区。")
    )
    basis = forms.CharField(label=_("成立依据"), required=False, max_length=200)
    founded_on = DayField(label=_("成立日期"), required=False)
    ends_on = DayField(label=_("届满或撤销日期"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def words(self) -> dict[str, Any]:
        """What the verb takes besides the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class BodyForm(CharterForm):
    """A new committee or group, of one's institution or of several departments at once."""

    kind = forms.ChoiceField(label=_("类别"), choices=KINDS)
    name = forms.CharField(label=_("名称"), max_length=120)
    hosts = SeveralUnitsField(
        label=_("设在科室"), required=False, help_text=_("不填表示本单位；填写多个科室时，按同一模板一次设立。")
    )
    field_order = ("kind", "name", "hosts")


class MemberForm(AskingForm):
    """Who sits there, as what, with which part of the work."""

    person = PersonField(label=_("人员"))
    role = forms.ChoiceField(label=_("职务"), choices=Membership.Role.choices, initial=Membership.Role.MEMBER)
    labour = forms.CharField(label=_("分工"), max_length=200, required=False)
    time = forms.ChoiceField(label=_("专职或兼职"), choices=Membership.Time.choices, initial=Membership.Time.PART)
    since = DayField(label=_("起始日期"))
    until = DayField(label=_("截止日期"), required=False, help_text=_("任期的最后一天，可以不填。"))


class LeaveForm(AskingForm):
    """The last day of a term."""

    until = DayField(label=_("最后一天"))
    because = forms.CharField(label=_("原因"), max_length=200, required=False)

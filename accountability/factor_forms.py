"""The forms of the second step: a code, a rule, a reason."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accountability.deadline_forms import DeadlineForm
from accountability.forms import LONGEST_REASON, MoveForm, Reason
from organizations.models import Duty, Organization


class CodeForm(forms.Form):
    """The code the phone shows, or a recovery code."""

    code = forms.CharField(
        label=gettext_lazy("动态码"),
        max_length=30,
        widget=forms.TextInput(attrs={"inputmode": "text", "autocomplete": "one-time-code", "autofocus": True}),
        help_text=gettext_lazy("手机验证器显示的6位数字；手机不在身边时，可输入一个没有用过的恢复码。"),
        error_messages={"required": gettext_lazy("请输入动态码。")},
    )


class CodeWithPasswordForm(CodeForm):
    """The same, with the password: whoever found a screen left open enrols no phone of his own."""

    password = forms.CharField(
        label=gettext_lazy("登录密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        help_text=gettext_lazy("距上次输入密码已超过 5 分钟，请再次输入以确认是您本人。"),
    )


class RuleForm(DeadlineForm):
    """Which duty of which unit is asked."""

    organization = forms.ModelChoiceField(Organization.objects.none(), label=gettext_lazy("单位（含下级）"))
    duty = forms.ChoiceField(label=gettext_lazy("职责"), choices=Duty.choices)
    signing = forms.BooleanField(label=gettext_lazy("提交办理意见时也要动态码"), required=False)

    def __init__(self, *given: Any, units: list[Organization], **named: Any) -> None:
        super().__init__(*given, **named)
        field: Any = self.fields["organization"]
        field.queryset = Organization.objects.filter(pk__in=[unit.pk for unit in units])


class BecauseForm(MoveForm):
    """Why."""

    because = Reason(label=gettext_lazy("原因"), max_length=LONGEST_REASON)

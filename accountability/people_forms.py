"""The forms with which somebody leaves: his post ends, his account is closed."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accountability.deadline_forms import DeadlineForm
from accountability.delegation_forms import DayInput
from accountability.forms import Reason

LONGEST_REASON = 200


class EndForm(DeadlineForm):
    """The last day, on what ground, and whether it cannot wait for a hand-over."""

    until = forms.DateField(
        label=gettext_lazy("任职的最后一天"),
        widget=DayInput,
        help_text=gettext_lazy("当天仍在任，次日起不再任职；也可填写以后的日期。"),
    )
    because: Any = Reason(label=gettext_lazy("免职的依据或者原因"), max_length=LONGEST_REASON)
    at_once = forms.BooleanField(
        label=gettext_lazy("情况紧急，不等交接立即免职"),
        required=False,
        help_text=gettext_lazy("今天起不再任职；没有交接的工作仍记在其名下，并通知其科室负责人处理。"),
    )


class OpenForm(DeadlineForm):
    """Under which name, and the password for the first time."""

    username = forms.CharField(label=gettext_lazy("用户名"), max_length=60)
    password = forms.CharField(
        label=gettext_lazy("初始密码"),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=gettext_lazy(
            "至少 8 个字符，包含大写字母、小写字母、数字、其他字符中的三类以上；"
            "不能是常用密码，也不能与您的姓名、用户名相近。"
        ),
    )


class CloseForm(DeadlineForm):
    """On what ground, and whether it cannot wait for a hand-over."""

    because: Any = Reason(label=gettext_lazy("停用的依据或者原因"), max_length=LONGEST_REASON)
    at_once = forms.BooleanField(
        label=gettext_lazy("情况紧急，不等交接立即停用"),
        required=False,
        help_text=gettext_lazy("用于账号被盗用、停职审查等情形；没有交接的工作仍记在其名下，并通知其科室负责人处理。"),
    )

"""What is asked for when a unit states its case or asks for time, and when others answer."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.forms.asking import AskingForm
from rectification.forms.dates import DayField
from rectification.forms.files import FilesField
from rectification.models.choices import ObjectionState, Severity, WaiverKind


class ObjectionForm(AskingForm):
    """The unit's case, with what proves it."""

    text = forms.CharField(
        label=_("陈述申辩意见"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("写明哪些事实不符、依据什么，不写患者姓名。"),
    )
    attachments = FilesField(label=_("证明材料"), required=False)


class DecisionForm(AskingForm):
    """维持, 部分采纳 or 采纳."""

    outcome = forms.ChoiceField(
        label=_("核定结果"),
        choices=[choice for choice in ObjectionState.choices if choice[0] != ObjectionState.PENDING],
        widget=forms.RadioSelect,
    )
    severity = forms.ChoiceField(
        label=_("核定严重程度"),
        choices=[("", _("不变")), *Severity.choices],
        required=False,
        help_text=_("仅“部分采纳”时填写，应当比现在更轻。"),
    )
    opinion = forms.CharField(
        label=_("核定意见"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写明核实了什么、为什么这样核定；责任单位将看到这段话。"),
    )


class WaiverForm(AskingForm):
    """Time, or to be let off for a while."""

    kind = forms.ChoiceField(label=_("类别"), choices=WaiverKind.choices, widget=forms.RadioSelect)
    because = forms.CharField(label=_("理由"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    control = forms.CharField(
        label=_("期间的控制措施"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("问题没有解决之前，怎样防止造成后果。"),
    )
    until = DayField(label=_("截止日期"), help_text=_("到期后问题自动恢复整改。"))


class WaiverDecisionForm(AskingForm):
    """同意 or 不同意."""

    agree = forms.TypedChoiceField(
        label=_("审批结果"),
        choices=[("yes", _("同意")), ("no", _("不同意"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    opinion = forms.CharField(label=_("审批意见"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

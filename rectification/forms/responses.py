"""What is asked for at 再部署 and when a response level is raised or lifted."""

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.forms.asking import AskingForm
from rectification.forms.dates import DayField
from rectification.models import ResponseLevel, Tightening


class AgainForm(AskingForm):
    """再部署."""

    opens_on = DayField(label=_("开始日期"))
    closes_on = DayField(label=_("结束日期"))
    because = forms.CharField(label=_("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class RaiseForm(AskingForm):
    """启动响应."""

    level = forms.ChoiceField(label=_("响应等级"), choices=ResponseLevel.choices, widget=forms.RadioSelect)
    mode = forms.ChoiceField(
        label=_("缩短方式"), choices=Tightening.choices, initial=Tightening.PERCENT, widget=forms.RadioSelect
    )
    amount = forms.IntegerField(
        label=_("数值"), min_value=1, max_value=180, initial=50, help_text=_("如：剩余天数缩短到50%填50；提前3天填3。")
    )
    because = forms.CharField(label=_("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))

"""What is asked for when a list is kept, a notice sent, a question asked or answered, a campaign made to recur."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization
from rectification.forms.asking import AskingForm, SeveralField, offer
from rectification.forms.dates import DayField
from rectification.models import DistributionList, Recurrence

LONG = forms.Textarea(attrs={"rows": 5})


class ListForm(AskingForm):
    """发送名单."""

    name = forms.CharField(label=_("名单名称"), max_length=80, help_text=_("同名的旧名单随之停用。"))
    units = SeveralField(label=_("收件单位"), queryset=Organization.objects.none(), widget=forms.CheckboxSelectMultiple)

    def __init__(self, *args: Any, units: QuerySet[Organization], **kwargs: Any) -> None:
        """Offer the institutions in sight."""
        super().__init__(*args, **kwargs)
        offer(self, "units", units)


class WorkNoticeForm(AskingForm):
    """工作通知."""

    to = forms.ModelChoiceField(
        label=_("发送名单"),
        queryset=DistributionList.objects.none(),
        required=False,
        empty_label=_("全部参加单位"),
        help_text=_("只发给名单中参加本专项工作的单位。"),
    )
    title = forms.CharField(label=_("标题"), max_length=120)
    text = forms.CharField(label=_("内容"), max_length=8000, widget=LONG)
    sign_by = DayField(label=_("签收期限"))

    def __init__(self, *args: Any, lists: QuerySet[DistributionList], **kwargs: Any) -> None:
        """Offer the institution's own lists."""
        super().__init__(*args, **kwargs)
        offer(self, "to", lists)


class QuestionForm(AskingForm):
    """政策咨询."""

    text = forms.CharField(label=_("问题"), max_length=2000, widget=LONG, help_text=_("3个工作日内答复。"))


class AnswerQuestionForm(AskingForm):
    """答复."""

    answer = forms.CharField(label=_("答复"), max_length=4000, widget=LONG)
    shared_text = forms.CharField(
        label=_("公开的问题"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("填写后，问题和答复作为常见问题向全部参加单位公开；不写单位名称。不填则只答复咨询单位。"),
    )


class RecurForm(AskingForm):
    """定期开展."""

    recurs = forms.TypedChoiceField(label=_("周期"), choices=Recurrence.choices, coerce=int, widget=forms.RadioSelect)

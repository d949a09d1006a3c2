"""What is asked for when units are handed to a lower commission, and when a result is recognised."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization
from rectification.forms.asking import AskingForm, offer
from rectification.forms.dates import DayField
from rectification.models import Inspection


class OrderForm(AskingForm):
    """交办属地督导."""

    to = forms.ModelChoiceField(
        label=_("承办单位"),
        queryset=Organization.objects.none(),
        empty_label=_("请选择"),
        help_text=_("其辖区内还没有交办的参加单位一并交办。"),
    )
    focus_only = forms.BooleanField(label=_("只交办重点单位"), required=False)
    due_on = DayField(label=_("完成期限"))
    text = forms.CharField(label=_("要求"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, *args: Any, commissions: QuerySet[Organization], **kwargs: Any) -> None:
        """Offer the lower commissions."""
        super().__init__(*args, **kwargs)
        offer(self, "to", commissions)


class OrderReportForm(AskingForm):
    """报告督导情况."""

    text = forms.CharField(
        label=_("督导情况"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("确实没有检查的单位，请逐家写明名称和原因。"),
    )


class RecogniseForm(AskingForm):
    """已查互认."""

    inspection = forms.ModelChoiceField(
        label=_("所互认的检查"), queryset=Inspection.objects.none(), widget=forms.RadioSelect, empty_label=None
    )
    because = forms.CharField(label=_("互认理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, inspections: QuerySet[Inspection], **kwargs: Any) -> None:
        """Offer what may be recognised, told by body and day."""
        super().__init__(*args, **kwargs)
        told = [(one.pk, _words(one)) for one in inspections]
        offer(self, "inspection", inspections, choices=told)


def _words(one: Inspection) -> str:
    day = f"{timezone.localdate(one.submitted_at):%Y-%m-%d}" if one.submitted_at else ""
    return f"{one.inspecting_unit.name} {day} {one.get_kind_display()}（{one.campaign.title}）"

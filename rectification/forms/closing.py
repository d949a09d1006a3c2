"""What is asked for when a measure shall outlive its campaign."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization, Person
from rectification.forms.asking import AskingForm, offer
from rectification.forms.dates import DayField


class StandingForm(AskingForm):
    """The measure, whose it is, and when it is first to be shown."""

    text = forms.CharField(
        label=_("长效措施"),
        max_length=400,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写清做什么、多久一次；专项工作结束后成为责任人的任务，计划执行中的单位同时列入计划。"),
    )
    unit = forms.ModelChoiceField(label=_("责任单位"), queryset=Organization.objects.none(), empty_label=_("请选择"))
    holder = forms.ModelChoiceField(label=_("责任人"), queryset=Person.objects.none(), empty_label=_("请选择"))
    due_on = DayField(label=_("首次落实期限"))
    evidence_required = forms.CharField(
        label=_("须提交的佐证"), required=False, max_length=200, help_text=_("非必要不要求照片、会议记录和学习笔记。")
    )

    def __init__(
        self, *args: Any, units: QuerySet[Organization], people: QuerySet[Person], fixed: bool, **kwargs: Any
    ) -> None:
        """Offer the units and the people of one institution; a finding has its unit already."""
        super().__init__(*args, **kwargs)
        if fixed:
            del self.fields["unit"]
        else:
            offer(self, "unit", units)
        named = [(one.pk, f"{one.name}（{one.home.name}）") for one in people]
        offer(self, "holder", people, choices=[("", _("请选择")), *named])

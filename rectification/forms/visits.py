"""What is asked for at a visit besides its answers: a count, advice, a second look, the fix on the spot."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization
from rectification.forms.asking import AskingForm, offer
from rectification.forms.dates import DayField
from rectification.forms.files import FileInput, FilesField
from rectification.models.choices import Severity

MOST_PEOPLE = 1_000_000
PICTURES = {"accept": "image/*"}


class SurveyForm(AskingForm):
    """现患率调查."""

    surveyed_on = DayField(label=_("调查日"), initial=timezone.localdate)
    population = forms.IntegerField(
        label=_("应查人数"), min_value=1, max_value=MOST_PEOPLE, help_text=_("调查日在院人数，即分母的来源。")
    )
    surveyed = forms.IntegerField(label=_("实查人数"), min_value=1, max_value=MOST_PEOPLE)
    cases = forms.IntegerField(label=_("现患例数"), min_value=0, max_value=MOST_PEOPLE)


class AdviceForm(AskingForm):
    """技术指导."""

    advice = forms.CharField(
        label=_("指导建议"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6}),
        help_text=_("逐条写明建议做什么、怎么做；不作为问题登记，不计分。"),
    )


class LookBackForm(AskingForm):
    """回头看."""

    holds = forms.TypedChoiceField(
        label=_("复看结果"),
        choices=[("yes", _("没有反弹")), ("no", _("问题反弹，重新启动整改"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    note = forms.CharField(label=_("复看情况"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class OnSpotForm(AskingForm):
    """立行立改, on the phone: what was wrong, and two pictures."""

    description = forms.CharField(
        label=_("问题描述"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写清地点、数量和事实，不写患者姓名。"),
    )
    before = FilesField(label=_("整改前照片"), widget=FileInput(attrs=PICTURES))
    after = FilesField(label=_("整改后照片"), widget=FileInput(attrs=PICTURES))
    severity = forms.ChoiceField(label=_("严重程度"), choices=Severity.choices, widget=forms.RadioSelect)
    department = forms.ModelChoiceField(
        label=_("责任科室"), queryset=Organization.objects.none(), required=False, empty_label=_("（全单位）")
    )
    place = forms.CharField(label=_("部位"), max_length=120, required=False)

    def __init__(self, *args: Any, departments: QuerySet[Organization], **kwargs: Any) -> None:
        """Offer the departments of the inspected unit."""
        super().__init__(*args, **kwargs)
        offer(self, "department", departments)

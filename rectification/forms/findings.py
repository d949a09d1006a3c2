"""What is asked for on the way of a finding: its registration, its measures, its report, its verification."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization, Person
from rectification.forms.asking import AskingForm, SeveralField, offer
from rectification.forms.dates import DayField
from rectification.forms.files import FilesField
from rectification.models.choices import Actuality, CauseKind, CauseMethod, Conclusion, Demand, Severity

MOST_MEASURES = 10


class FindingForm(AskingForm):
    """A problem as the inspector writes it down on the spot."""

    severity = forms.ChoiceField(label=_("严重程度"), choices=Severity.choices, widget=forms.RadioSelect)
    actuality = forms.ChoiceField(
        label=_("实际或潜在"),
        choices=Actuality.choices,
        initial=Actuality.ACTUAL,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("已经发生的为实际问题；尚未发生、可能造成后果的为潜在风险。"),
    )
    demand = forms.ChoiceField(
        label=_("整改方式"),
        choices=Demand.choices,
        initial=Demand.IMMEDIATE,
        required=False,
        widget=forms.RadioSelect,
        help_text=_("发现问题要求立即整改；必要时要求书面提交整改，或者由检查单位再次督查改进情况。"),
    )
    description = forms.CharField(
        label=_("问题描述"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写清时间、地点、数量和事实，不写患者姓名。"),
    )
    department = forms.ModelChoiceField(
        label=_("责任科室"), queryset=Organization.objects.none(), required=False, empty_label=_("（全单位）")
    )
    place = forms.CharField(label=_("部位"), max_length=120, required=False)
    cited_text = forms.CharField(
        label=_("依据条款"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    found_on = DayField(label=_("发现日期"), required=False, help_text=_("不填为今天；可填真实的较早日期。"))
    due_on = DayField(label=_("整改时限"), required=False, help_text=_("可留空，由责任单位在整改措施中确定。"))
    interim_control = forms.CharField(
        label=_("临时控制措施"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    fixed_on_spot = forms.BooleanField(
        label=_("立行立改：当场已整改"), required=False, help_text=_("仍须由他人核查后才能销号。")
    )

    def __init__(self, *args: Any, departments: QuerySet[Organization], **kwargs: Any) -> None:
        """Offer the departments of the inspected unit."""
        super().__init__(*args, **kwargs)
        offer(self, "department", departments)

    def clean_actuality(self) -> str:
        """What happened, where nothing else is said."""
        return str(self.cleaned_data["actuality"] or Actuality.ACTUAL)

    def clean_demand(self) -> str:
        """To be fixed at once, where nothing else is said."""
        return str(self.cleaned_data["demand"] or Demand.IMMEDIATE)


class PlanForm(AskingForm):
    """Why it happened, who answers for it, and what holds the risk until it is fixed."""

    cause_method = forms.ChoiceField(
        label=_("分析方法"), choices=[("", _("不说明")), *CauseMethod.choices], required=False
    )
    cause_kind = forms.ChoiceField(label=_("原因类别"), choices=[("", _("不说明")), *CauseKind.choices], required=False)
    root_cause = forms.CharField(
        label=_("原因分析"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("写到制度、流程、人员、设备层面，不只写“责任心不强”。"),
    )
    interim_control = forms.CharField(
        label=_("临时控制措施"), required=False, max_length=1000, widget=forms.Textarea(attrs={"rows": 2})
    )
    leader = forms.ModelChoiceField(
        label=_("责任领导"), queryset=Person.objects.none(), required=False, empty_label=_("暂不确定")
    )
    supporting_units = SeveralField(
        label=_("配合科室"),
        queryset=Organization.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 4}),
        help_text=_("可选多个；责任科室不必再选。"),
    )

    def __init__(
        self,
        *args: Any,
        holders: list[tuple[int, str]],
        people: QuerySet[Person],
        departments: QuerySet[Organization],
        **kwargs: Any,
    ) -> None:
        """Offer the people and departments of the unit."""
        super().__init__(*args, **kwargs)
        offer(self, "leader", people, choices=[("", _("暂不确定")), *holders])
        offer(self, "supporting_units", departments)


class MeasureForm(AskingForm):
    """One measure with one holder and one date."""

    text = forms.CharField(label=_("整改措施"), max_length=1000, widget=forms.Textarea(attrs={"rows": 2}))
    goal = forms.CharField(label=_("整改目标"), max_length=500)
    holder = forms.ModelChoiceField(label=_("责任人"), queryset=Person.objects.none(), empty_label=_("请选择"))
    due_on = DayField(label=_("完成时限"))
    evidence_required = forms.CharField(
        label=_("须提交的佐证"), required=False, max_length=200, help_text=_("非必要不要求照片、会议记录和学习笔记。")
    )

    def __init__(self, *args: Any, holders: list[tuple[int, str]], people: QuerySet[Person], **kwargs: Any) -> None:
        """Offer the people of the unit; the list is read once for all rows."""
        super().__init__(*args, **kwargs)
        offer(self, "holder", people, choices=[("", _("请选择")), *holders])


class Measures(forms.BaseFormSet):
    """The rows of a plan; too few or too many are refused in words."""

    default_error_messages = forms.BaseFormSet.default_error_messages | {
        "too_few_forms": _("请至少写一条整改措施。"),
        "too_many_forms": _("整改措施最多 %(num)d 条，请合并。"),
        "missing_management_form": _("页面不完整，请刷新后重新填写。"),
    }


MeasureFormSet = forms.formset_factory(
    MeasureForm,
    formset=Measures,
    extra=0,
    min_num=1,
    validate_min=True,
    max_num=MOST_MEASURES,
    validate_max=True,
    absolute_max=20,
)


class BecauseForm(AskingForm):
    """A reason that the other side will read."""

    because = forms.CharField(label=_("理由"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3}))


class ReportForm(AskingForm):
    """The report that everything is done: 申请销号."""

    text = forms.CharField(
        label=_("整改完成情况"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("逐条对应整改措施写明做了什么、结果如何。"),
    )
    attachments = FilesField(label=_("佐证材料"), required=False)


class VerifyForm(AskingForm):
    """What the verifier saw."""

    conclusion = forms.ChoiceField(label=_("核查结论"), choices=Conclusion.choices, widget=forms.RadioSelect)
    opinion = forms.CharField(
        label=_("核查意见"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("写明怎样核查、看到什么；不通过时责任单位将看到这段话。"),
    )

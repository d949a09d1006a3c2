"""The forms of obligations: the duty itself, its evidence, an explanation, what happened, and the lists' filters."""

import datetime
from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.deadline_forms import DeadlineForm
from accountability.delegation_forms import DayInput
from accountability.forms import Reason
from organizations.models import DepartmentType, Organization, Person
from plans.models import DepartmentClass, FirstCut, Obligation, OwedBy, Proof, Register, RhythmUnit, WorkKind

from .quota_files import FilesField

SETTABLE = tuple((value, label) for value, label in RhythmUnit.choices if value != RhythmUnit.UNSPECIFIED)


class ObligationForm(DeadlineForm):
    """What is owed, how often, by whom, and what shows it."""

    text = forms.CharField(label=gettext_lazy("任务内容"), max_length=400, widget=forms.Textarea(attrs={"rows": 3}))
    kind = forms.ChoiceField(label=gettext_lazy("工作类别"), choices=WorkKind.choices)
    subkind = forms.CharField(
        label=gettext_lazy("细类"),
        max_length=40,
        required=False,
        help_text=gettext_lazy(
            "填写会议或检查的种类后，只有同一种类的记录才计入完成次数；不填时按任务内容中的会议名称判断，名称不一致的提请负责人核定。"
        ),
    )
    unit = forms.ChoiceField(label=gettext_lazy("频次"), choices=SETTABLE)
    every = forms.IntegerField(
        label=gettext_lazy("每几个周期"), min_value=1, max_value=120, initial=1,
        help_text=gettext_lazy("每两个月填2，每三日填3；一般填1。"),
    )  # fmt: skip
    at_least = forms.IntegerField(label=gettext_lazy("至少次数"), min_value=0, max_value=999, required=False, initial=1)
    at_most = forms.IntegerField(
        label=gettext_lazy("至多次数"), min_value=0, max_value=999, required=False,
        help_text=gettext_lazy("1—2次的填至少1、至多2；没有上限的不填。"),
    )  # fmt: skip
    due = forms.CharField(
        label=gettext_lazy("期内日期"),
        max_length=20,
        required=False,
        help_text=gettext_lazy("例如06-30、每月25日前、次月5日前、季度末月20日；不填为周期最后一天。"),
    )
    follow_days = forms.IntegerField(
        label=gettext_lazy("发生后几日内完成"), min_value=0, max_value=365, required=False,
        help_text=gettext_lazy("只用于“每次发生后”。"),
    )  # fmt: skip
    shifts = forms.IntegerField(label=gettext_lazy("每日班次数"), min_value=1, max_value=6, initial=3, required=False)
    workdays = forms.BooleanField(label=gettext_lazy("仅工作日（逐日、逐班的任务）"), required=False)
    unannounced = forms.BooleanField(label=gettext_lazy("不定期进行，日期不预先公布"), required=False)
    lead_unit = forms.ModelChoiceField(Organization.objects.none(), label=gettext_lazy("承办单位"))
    person = forms.ModelChoiceField(
        Person.objects.none(),
        label=gettext_lazy("具体责任人"),
        required=False,
        help_text=gettext_lazy("不填时由承办单位负责人承担。"),
    )
    owed_by = forms.ChoiceField(label=gettext_lazy("完成方式"), choices=OwedBy.choices)
    department_class = forms.ChoiceField(
        label=gettext_lazy("科室范围"), choices=DepartmentClass.choices, required=False,
        help_text=gettext_lazy("只用于“每个科室各自完成”和“覆盖每个科室”。"),
    )  # fmt: skip
    department_type = forms.ModelChoiceField(
        DepartmentType.objects.none(), label=gettext_lazy("科室类别"), required=False
    )
    departments = forms.ModelMultipleChoiceField(
        Organization.objects.none(),
        label=gettext_lazy("指定的单位"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 6}),
    )
    register = forms.ModelChoiceField(Register.objects.none(), label=gettext_lazy("登记册"), required=False)
    proof = forms.ChoiceField(label=gettext_lazy("完成依据"), choices=Proof.choices)
    expected_evidence = forms.CharField(label=gettext_lazy("应有的佐证"), max_length=200, required=False)
    watches = forms.ModelChoiceField(
        Obligation.objects.none(),
        label=gettext_lazy("检查哪项记录"),
        required=False,
        help_text=gettext_lazy("由负责人定期查看另一项任务的记录时选择。"),
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *given: Any, units: QuerySet[Organization], people: QuerySet[Person],
                 registers: QuerySet[Register], others: QuerySet[Obligation], **named: Any) -> None:  # fmt: skip
        super().__init__(*given, **named)
        offered: dict[str, Any] = {
            "lead_unit": units,
            "departments": units,
            "person": people,
            "register": registers,
            "watches": others,
            "department_type": DepartmentType.objects.all(),
        }
        for name, rows in offered.items():
            field: Any = self.fields[name]
            field.queryset = rows

    def clean(self) -> dict[str, Any]:
        """Empty choices as the model has them."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        cleaned["department_class"] = cleaned.get("department_class") or DepartmentClass.ALL
        cleaned["shifts"] = cleaned.get("shifts") or 3
        cleaned["alternative"] = ""
        return cleaned


class DutyAddedForm(ObligationForm):
    """A duty that a revision adds, and how the period into which its day falls is counted."""

    cut = forms.ChoiceField(label=gettext_lazy("生效之日所在的期次"), choices=FirstCut.choices, initial=FirstCut.SHARE)


class EvidenceForm(DeadlineForm):
    """What was done, when, and what shows it."""

    on = forms.DateField(label=gettext_lazy("完成日期"), widget=DayInput)
    title = forms.CharField(label=gettext_lazy("做了什么"), max_length=200)
    about = forms.ModelMultipleChoiceField(
        Organization.objects.none(),
        label=gettext_lazy("覆盖的科室"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    text = forms.CharField(
        label=gettext_lazy("说明"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )
    files: Any = FilesField(
        label=gettext_lazy("佐证材料"), required=False, help_text=gettext_lazy("可一次选择多个文件。")
    )

    def __init__(self, *given: Any, departments: QuerySet[Organization] | None, **named: Any) -> None:
        super().__init__(*given, **named)
        if departments is None:
            del self.fields["about"]
        else:
            field: Any = self.fields["about"]
            field.queryset = departments
            field.required = True


class BecauseForm(DeadlineForm):
    """A reason."""

    because = Reason(label=gettext_lazy("原因"), max_length=500)


class HappenedForm(DeadlineForm):
    """What happened, and when."""

    event = forms.CharField(
        label=gettext_lazy("发生了什么"), max_length=200, help_text=gettext_lazy("填写编号或简要经过，不要写患者姓名。")
    )
    on = forms.DateField(label=gettext_lazy("发生日期"), widget=DayInput)


class ObligationFilter(forms.Form):
    """What a list of obligations is narrowed to."""

    q = forms.CharField(label=gettext_lazy("任务内容"), max_length=60, required=False)
    unit = forms.ChoiceField(label=gettext_lazy("频次"), required=False)
    kind = forms.ChoiceField(label=gettext_lazy("工作类别"), required=False)
    standing = forms.ChoiceField(label=gettext_lazy("完成情况"), required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        standing = [("missed", _("有逾期未完成")), ("not_set", _("频次未定")), ("ended", _("已停止"))]
        choices: dict[str, Any] = {"unit": RhythmUnit.choices, "kind": WorkKind.choices, "standing": standing}
        for name, offered in choices.items():
            field: Any = self.fields[name]
            field.choices = [("", _("全部")), *offered]


def month_of(text: str) -> datetime.date:
    """The first day of the month an address names; this month where it names none there is."""
    try:
        found = datetime.date.fromisoformat(f"{text}-01")
    except ValueError:
        return timezone.localdate().replace(day=1)
    in_reach = 2000 <= found.year <= 2100
    return found if in_reach else timezone.localdate().replace(day=1)


def year_of(text: str) -> int:
    """The year an address names; this year where it names none there is."""
    return (
        int(text)
        if text.isascii() and text.isdecimal() and 2000 <= int(text[:6]) <= 2100
        else timezone.localdate().year
    )

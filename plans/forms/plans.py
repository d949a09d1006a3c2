"""The forms of a plan: its head, its number, its issue, its annexes, its import."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability import attachments
from organizations.models import Organization, Person
from organizations.refusals import Refusal
from plans.forms.asking import AskingForm, DayField, offer, people_within, words
from plans.models import Plan, PlanKind, Rhythm


class PlanNewForm(AskingForm):
    """What a new plan is."""

    title = forms.CharField(label=_("标题"), max_length=200)
    kind = forms.ChoiceField(label=_("类别"), choices=PlanKind.choices, initial=PlanKind.ANNUAL)
    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2099)
    until_year = forms.IntegerField(
        label=_("至年度"),
        min_value=2000,
        max_value=2099,
        required=False,
        help_text=_("跨年度的规划填写，年度计划不填。"),
    )
    supersedes = forms.ModelChoiceField(
        label=_("替代的计划"),
        queryset=Plan.objects.none(),
        required=False,
        help_text=_("选择上一年的计划：它在新计划印发前继续有效，未完成的事项作为建议带入。"),
    )

    def __init__(self, *args: Any, replaceable: QuerySet[Plan], **kwargs: Any) -> None:
        """`replaceable` are the unit's plans that hold."""
        super().__init__(*args, **kwargs)
        offer(self, "supersedes", replaceable)
        self.initial.setdefault("year", timezone.localdate().year)

    def words(self) -> dict[str, Any]:
        """The values for the verb."""
        values = dict(self.cleaned_data)
        values["until_year"] = values.get("until_year") or values["year"]
        return values


class PlanEditForm(PlanNewForm):
    """The words of a draft."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    purpose = words(_("指导思想和总体目标"), rows=6)
    requirements = words(_("工作要求"), rows=4)
    contact = forms.CharField(label=_("联系人及电话"), max_length=200, required=False)
    addressees = words(_("主送"), rows=2)
    copies_to = words(_("抄送"), rows=2)
    report_to = forms.ModelChoiceField(label=_("进展报送单位"), queryset=Organization.objects.none(), required=False)
    report_every = forms.ChoiceField(label=_("进展报送周期"), choices=Rhythm.choices, required=False)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        """The units above are those to whom one reports."""
        super().__init__(*args, **kwargs)
        offer(self, "report_to", Organization.objects.active().above(plan.institution_path))

    def words(self) -> dict[str, Any]:
        """The values for the verb, without the version."""
        values = super().words()
        values.pop("version")
        return values


class NumberForm(AskingForm):
    """The number: the office's own, or the next of our series."""

    document_number = forms.CharField(
        label=_("发文字号"),
        max_length=60,
        required=False,
        help_text=_("按办公室发文登记簿填写，例如：江医〔2026〕12号；不填由系统按计划编号。"),
    )


class IssueForm(AskingForm):
    """From which day it holds."""

    effective_on = DayField(label=_("执行之日"), required=False, help_text=_("不填即今天。"))


class FileField(forms.FileField):
    """Cleans to a checked file; a refused one says why."""

    def clean(self, data: Any, initial: Any = None) -> Any:
        """The checked file."""
        upload: UploadedFile | None = super().clean(data, initial)
        if upload is None:
            return None
        try:
            return attachments.gate(upload)
        except Refusal as refusal:
            raise ValidationError(refusal.message) from refusal


class AnnexForm(AskingForm):
    """One annex of a draft."""

    attachment = FileField(label=_("附件"), help_text=_("送审后附件不能再增加。"))


class ImportForm(AskingForm):
    """The plan as a file or as pasted words."""

    file = forms.FileField(
        label=_("计划文件"), required=False, help_text=_("docx、txt、md或者带文字的pdf；doc、wps请先另存为docx。")
    )
    text = words(_("或者粘贴计划正文"), rows=10)
    annexed = forms.BooleanField(label=_("同时把原文件作为附件"), required=False)


class AdoptForm(AskingForm):
    """A proposal merged into a line of the draft."""

    measure: Any = forms.ModelChoiceField(label=_("并入哪一条任务"), queryset=None)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        """The measures of the draft."""
        super().__init__(*args, **kwargs)
        offer(self, "measure", plan.measures.standing().order_by("order", "pk"))


class CascadeForm(AskingForm):
    """For which unit a plan of its own is derived."""

    unit = forms.ModelChoiceField(label=_("单位"), queryset=Organization.objects.none())
    title = forms.CharField(label=_("分解计划的标题"), max_length=200)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        """The units that have work in the plan."""
        super().__init__(*args, **kwargs)
        leading = plan.measures.standing().exclude(lead_unit=plan.organization).values("lead_unit")
        offer(self, "unit", Organization.objects.active().filter(pk__in=leading).order_by("path"))


class SliceForm(AskingForm):
    """Which year of a plan over several years."""

    year = forms.IntegerField(label=_("年度"), min_value=2000, max_value=2099)
    title = forms.CharField(label=_("年度计划的标题"), max_length=200)


class LettersForm(AskingForm):
    """With whom the heads sign."""

    issuer = forms.ModelChoiceField(label=_("签订领导"), queryset=Person.objects.none())
    rewards = words(_("考核和奖惩"), rows=4)

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        """The people in office in the institution."""
        super().__init__(*args, **kwargs)
        offer(self, "issuer", people_within(plan.institution_path))

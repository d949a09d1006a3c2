"""The forms of what follows a plan in force: progress, revisions, reviews, letters, reports."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from plans.forms.asking import AskingForm, DayField, words
from plans.forms.plans import FileField
from plans.models import Cut, LastCut, ReviewKind

from .obligations import SETTABLE


class ProgressForm(AskingForm):
    """How far a task is, with a file where there is one."""

    text = words(_("进展情况"), required=True)
    percent = forms.IntegerField(label=_("进度（%）"), min_value=0, max_value=100)
    evidence = FileField(label=_("佐证材料"), required=False)


class RevisionForm(AskingForm):
    """Why a plan is revised, and from when."""

    because = words(_("调整理由"), required=True)
    effective_on = DayField(label=_("生效之日"))


class DutyRevisedForm(AskingForm):
    """How often a duty is owed from the revision's day on, and what becomes of the period that is cut."""

    unit = forms.ChoiceField(label=_("频次"), choices=SETTABLE)
    every = forms.IntegerField(label=_("每几个周期"), min_value=1, max_value=120)
    at_least = forms.IntegerField(label=_("至少次数"), min_value=0, max_value=999, required=False)
    at_most = forms.IntegerField(label=_("至多次数"), min_value=0, max_value=999, required=False)
    due = forms.CharField(label=_("期内日期"), max_length=20, required=False)
    cut = forms.ChoiceField(label=_("生效之日所在的期次"), choices=Cut.choices, initial=Cut.SHARE)


class DutyEndedForm(AskingForm):
    """What becomes of the period into which the end of a duty falls."""

    cut = forms.ChoiceField(
        label=_("生效之日所在的期次"), choices=LastCut.choices, initial=LastCut.SHARE, widget=forms.RadioSelect
    )


class TargetRevisedForm(AskingForm):
    """What is asked of a figure from the revision's day on."""

    target = forms.DecimalField(label=_("目标值"), max_digits=14, decimal_places=6)
    upper = forms.DecimalField(label=_("上限"), max_digits=14, decimal_places=6, required=False)
    warning = forms.DecimalField(label=_("黄线"), max_digits=14, decimal_places=6, required=False)


class ReviewNewForm(AskingForm):
    """Which review, and until when."""

    kind = forms.ChoiceField(label=_("类别"), choices=ReviewKind.choices)
    parts_due_on = DayField(label=_("部门小结报送期限"))
    due_on = DayField(label=_("总结完成期限"))


class PartForm(AskingForm):
    """A department's part."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    done = words(_("完成情况"), rows=5, required=True)
    not_done = words(_("未完成事项及原因"), rows=4)
    next_steps = words(_("下一步打算"), rows=3)


class ReviewForm(AskingForm):
    """The unit's own words."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    text = words(_("总结正文"), rows=12, required=True)
    next_steps = words(_("下一步安排"), rows=5)


class MissingForm(AskingForm):
    """Why those who have not reported are not waited for."""

    without_missing = words(_("不再等待的理由"), rows=2, max_length=300)


class LetterForm(AskingForm):
    """The words of a letter."""

    duties = words(_("责任内容"), rows=5)
    rewards = words(_("考核和奖惩"), rows=4)


class ReportForm(AskingForm):
    """A period, and how the plan stands."""

    period = forms.ChoiceField(label=_("报送期"))
    text = words(_("进展情况"), rows=8, required=True)

    def __init__(self, *args: Any, periods: list[tuple[str, str]], **kwargs: Any) -> None:
        """The periods not yet reported."""
        super().__init__(*args, **kwargs)
        chosen: Any = self.fields["period"]
        chosen.choices = periods

"""What is asked about the record, the decisions and the minutes."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.duties import Duty
from meetings.models import AgendaItem, Answer, Decision, Manner, Meeting, Nature

from .asking import AskingForm, DayField, PersonField, SeveralPeopleField, SeveralUnitsField, UnitField

LONG = {"rows": 4}


class StatementForm(AskingForm):
    """One sentence of the record."""

    item = forms.ModelChoiceField(
        AgendaItem.objects.none(), label=_("议程"), required=False, empty_label=_("不属于某项议程")
    )
    manner = forms.ChoiceField(label=_("方式"), choices=Manner.choices, initial=Manner.POINTED)
    speaker = PersonField(label=_("发言人"), required=False)
    speaker_label = forms.CharField(
        label=_("外单位发言人及职务"), max_length=160, required=False, help_text=_("没有登记的人员在这里填写。")
    )
    text = forms.CharField(label=_("内容"), max_length=5000, widget=forms.Textarea(attrs=LONG))

    def __init__(self, *given: Any, meeting: Meeting, **named: Any) -> None:
        super().__init__(*given, **named)
        items: Any = self.fields["item"]
        items.queryset = meeting.agenda.all()


class StatementEditForm(AskingForm):
    """A corrected sentence."""

    manner = forms.ChoiceField(label=_("方式"), choices=Manner.choices)
    text = forms.CharField(label=_("内容"), max_length=5000, widget=forms.Textarea(attrs=LONG))
    version = forms.IntegerField(widget=forms.HiddenInput)


class AdoptForm(AskingForm):
    """Many decisions in one screen: each with unit, person, day and evidence."""

    def __init__(self, *given: Any, decisions: list[Decision], **named: Any) -> None:
        self.decisions = decisions
        super().__init__(*given, **named)
        for one in decisions:
            for name, field in self._asked(one).items():
                self.fields[f"{name}_{one.pk}"] = field
                if hasattr(field, "who"):
                    field.who = self.who

    def _asked(self, one: Decision) -> dict[str, forms.Field]:
        """The fields of one decision, as they stand."""
        supporting = list(one.supporting_units.all())
        return {
            "nature": forms.ChoiceField(label=_("性质"), choices=Nature.choices, initial=one.nature),
            "lead_unit": UnitField(label=_("牵头单位"), required=False, initial=one.lead_unit),
            "supporting_units": SeveralUnitsField(label=_("配合单位"), required=False, initial=supporting),
            "holder": PersonField(label=_("责任人"), required=False, initial=one.holder),
            "due_on": DayField(label=_("完成时限"), required=False, initial=one.due_on),
            "evidence_required": forms.CharField(
                label=_("佐证要求"), max_length=200, required=False, initial=one.evidence_required
            ),
            "supervised": forms.BooleanField(label=_("列入督办"), required=False, initial=one.supervised),
        }

    def rows(self) -> list[tuple[Decision, list[Any]]]:
        """Each decision with its fields, for the page."""
        names = list(self._asked(self.decisions[0])) if self.decisions else []
        return [(one, [self[f"{name}_{one.pk}"] for name in names]) for one in self.decisions]

    def duties(self) -> dict[int, Duty]:
        """What was typed about each."""
        names = ("nature", "lead_unit", "supporting_units", "holder", "due_on", "evidence_required", "supervised")
        return {
            one.pk: Duty(**{name: self.cleaned_data[f"{name}_{one.pk}"] for name in names}) for one in self.decisions
        }


class DecisionForm(AskingForm):
    """The words of a decision."""

    item = forms.ModelChoiceField(
        AgendaItem.objects.none(), label=_("议程"), required=False, empty_label=_("不属于某项议程")
    )
    text = forms.CharField(label=_("议定事项"), max_length=2000, widget=forms.Textarea(attrs=LONG))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *given: Any, meeting: Meeting | None = None, **named: Any) -> None:
        super().__init__(*given, **named)
        if meeting is None:
            del self.fields["item"]
            return
        items: Any = self.fields["item"]
        items.queryset = meeting.agenda.all()


class ProgressForm(AskingForm):
    """How far a task is."""

    percent = forms.IntegerField(label=_("完成进度（%）"), min_value=0, max_value=100)
    text = forms.CharField(label=_("进展情况"), max_length=2000, widget=forms.Textarea(attrs=LONG))


class FinishForm(AskingForm):
    """What was done."""

    text = forms.CharField(label=_("办理结果"), max_length=2000, widget=forms.Textarea(attrs=LONG))


class MinutesForm(AskingForm):
    """The text of the minutes."""

    title = forms.CharField(label=_("标题"), max_length=200)
    text = forms.CharField(label=_("正文"), max_length=50000, widget=forms.Textarea(attrs={"rows": 24}))
    version = forms.IntegerField(widget=forms.HiddenInput)


class ReviewersForm(AskingForm):
    """Who is asked for comments."""

    reviewers = SeveralPeopleField(label=_("征求意见人员"), required=False, help_text=_("多名人员用顿号分开。"))


class ReadersForm(AskingForm):
    """To whom the minutes go."""

    readers = SeveralPeopleField(
        label=_("传阅人员"),
        help_text=_("已按参会人员和责任人列出，可以增减；多名人员用顿号分开。"),
        widget=forms.Textarea(attrs={"rows": 6}),
    )


class CommentForm(AskingForm):
    """What a reader of the draft says; nothing means no objection."""

    text = forms.CharField(
        label=_("意见"),
        max_length=2000,
        required=False,
        widget=forms.Textarea(attrs=LONG),
        help_text=_("没有意见可以不填。"),
    )


class AnswerForm(AskingForm):
    """What was made of a comment."""

    answer = forms.ChoiceField(
        label=_("处理"), choices=[one for one in Answer.choices if one[0]], widget=forms.RadioSelect
    )
    because = forms.CharField(
        label=_("说明"), max_length=300, required=False, help_text=_("部分采纳或不采纳的，请写明理由。")
    )


class ReplaceForm(AskingForm):
    """That the text by hand may be replaced."""

    replace = forms.BooleanField(label=_("我已查看差异，同意用新生成的正文替换"), required=True)
    version = forms.IntegerField(widget=forms.HiddenInput)

"""What is asked for in a phase: an output, a release by name, a reason."""

from typing import Any, cast

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rectification.forms.asking import AskingForm, SeveralField, offer
from rectification.forms.dates import DayField
from rectification.forms.files import FilesField
from rectification.models import MeetingMoment, Output, Participant, Per, PhaseKind


class DeliveryForm(AskingForm):
    """One output as it was really completed."""

    participant = forms.ModelChoiceField(
        label=_("完成单位"), queryset=Participant.objects.none(), empty_label=_("请选择")
    )
    delivered_on = DayField(label=_("完成日期"), help_text=_("按真实日期填写；早于登记日期的将标注“补录”。"))
    ticked = forms.MultipleChoiceField(
        label=_("已落实事项"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("未落实的请在完成情况中写明。"),
    )
    text = forms.CharField(label=_("完成情况"), max_length=4000, widget=forms.Textarea(attrs={"rows": 4}))
    used_alternative = forms.BooleanField(label=_("以替代方式完成"), required=False)
    attachments = FilesField(label=_("附件"), required=False)

    def __init__(self, *args: Any, output: Output, participants: QuerySet[Participant], **kwargs: Any) -> None:
        """Ask only for what this output knows."""
        super().__init__(*args, **kwargs)
        if output.per == "participant":
            offer(self, "participant", participants)
        else:
            del self.fields["participant"]
        if output.boxes:
            cast(forms.MultipleChoiceField, self.fields["ticked"]).choices = [(box, box) for box in output.boxes]
        else:
            del self.fields["ticked"]
        if output.alternative:
            self.fields["used_alternative"].help_text = output.alternative
        else:
            del self.fields["used_alternative"]


class ReleaseForm(AskingForm):
    """Without which of the units still missing the phase goes on, and why."""

    participants = SeveralField(
        label=_("放行的单位"),
        queryset=Participant.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("默认全部勾选；需要继续等待的单位请取消勾选。"),
    )
    because = forms.CharField(
        label=_("放行理由"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("将与单位名单一并记入办理记录；未完成的单位仍可继续填报。"),
    )

    def __init__(self, *args: Any, waited: list[tuple[int, str]], campaign: int, **kwargs: Any) -> None:
        """Offer the units still waited for, all of them ticked; whether one has finished meanwhile the verb says."""
        super().__init__(*args, **kwargs)
        offer(self, "participants", Participant.objects.filter(campaign=campaign), choices=waited)
        self.fields["participants"].initial = [key for key, _name in waited]


class PhaseForm(AskingForm):
    """One phase of a draft."""

    name = forms.CharField(label=_("名称"), max_length=80)
    kind = forms.ChoiceField(
        label=_("类别"), choices=PhaseKind.choices, help_text=_("“自查自纠”和“自学自查”阶段由各参加单位填报自查。")
    )
    opens_on = DayField(label=_("开始日期"), help_text=_("可以与其他阶段重叠，可以在过去。"))
    closes_on = DayField(label=_("结束日期"))


class OutputForm(AskingForm):
    """One thing a phase asks for."""

    name = forms.CharField(label=_("名称"), max_length=120)
    per = forms.ChoiceField(label=_("提交主体"), choices=Per.choices)
    required = forms.BooleanField(label=_("必交"), required=False)
    due_on = DayField(label=_("截止日期"), help_text=_("可以晚于本阶段结束日期。"))
    evidence_minimum = forms.CharField(label=_("最低佐证要求"), required=False, max_length=200)
    alternative = forms.CharField(
        label=_("可替代方式"), required=False, max_length=200, help_text=_("如：科务会传达或者书面传达。")
    )
    boxes = forms.CharField(
        label=_("逐项落实"),
        required=False,
        max_length=600,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("每行一项，如：机构落实、人员落实、责任落实、任务落实；登记时逐项勾选。"),
    )

    meeting = forms.ChoiceField(
        label=_("检查前后的会议"),
        choices=[("", _("不是会议")), *MeetingMoment.choices],
        required=False,
        help_text=_("要求召开检查前准备会或者检查后分析会的请选择；会议列入专项工作后即为完成。"),
    )

    def told(self) -> dict[str, Any]:
        """What was filled in, the boxes one by one."""
        return {**self.cleaned_data, "boxes": self.cleaned_data["boxes"].split("\n")}


class TemplateForm(AskingForm):
    """Under which name the pattern is kept."""

    name = forms.CharField(label=_("模板名称"), max_length=120)


class CopyForm(AskingForm):
    """The next campaign after the pattern of this one."""

    title = forms.CharField(label=_("标题"), max_length=200)
    starts_on = DayField(label=_("开始日期"), help_text=_("各阶段和成果的日期随之平移，下一步可逐项修改。"))

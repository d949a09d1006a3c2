"""What is asked for in a phase: an output, a release by name, a reason."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rectification.forms.asking import AskingForm, SeveralField, offer
from rectification.forms.dates import DayField
from rectification.forms.files import FilesField
from rectification.models import Output, Participant


class DeliveryForm(AskingForm):
    """One output as it was really completed."""

    participant = forms.ModelChoiceField(
        label=_("完成单位"), queryset=Participant.objects.none(), empty_label=_("请选择")
    )
    delivered_on = DayField(label=_("完成日期"), help_text=_("按真实日期填写；早于登记日期的将标注“补录”。"))
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

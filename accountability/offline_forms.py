"""The form by which a clerk enters what was signed on paper or elsewhere."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy

from accountability.attachments import Checked, gate
from accountability.delegation_forms import DayInput
from accountability.forms import MoveForm, Reason
from accountability.models import OfflineAnswer, Seat
from organizations.refusals import Refusal

LONGEST_OPINION = 2000


class OfflineForm(MoveForm):
    """Where, when and what was signed, and its scan."""

    where = forms.ChoiceField(label=gettext_lazy("审批方式"), choices=OfflineAnswer.Where.choices)
    signed_on = forms.DateField(label=gettext_lazy("实际审批日期"), widget=DayInput)
    verdict = forms.ChoiceField(label=gettext_lazy("办理结果"))
    opinion = Reason(
        label=gettext_lazy("意见"),
        max_length=LONGEST_OPINION,
        required=False,
        help_text=gettext_lazy("请照审批件上的文字录入。"),
    )
    scan = forms.FileField(label=gettext_lazy("审批件扫描件"))
    because = None  # type: ignore[assignment]  # how Django takes an inherited field away: no reason is asked for here

    def __init__(self, *given: Any, seat: Seat, **named: Any) -> None:
        super().__init__(*given, **named)
        verdict: Any = self.fields["verdict"]
        verdict.choices = [(one.value, one.label) for one in seat.request.verdicts]
        self.initial["signed_on"] = timezone.localdate()

    def clean_scan(self) -> Checked:
        """The scan, through the gate."""
        try:
            return gate(self.cleaned_data["scan"])
        except Refusal as refusal:
            raise ValidationError(refusal.message) from refusal

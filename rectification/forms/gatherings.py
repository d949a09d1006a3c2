"""Which meeting belongs to a campaign."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from rectification.forms.asking import AskingForm, offer
from rectification.models import Output


class LinkForm(AskingForm):
    """列入会议."""

    field_order = ("meeting", "output")

    output = forms.ModelChoiceField(
        label=_("作为哪项阶段成果"),
        queryset=Output.objects.none(),
        required=False,
        empty_label=_("不作为阶段成果"),
        help_text=_("阶段要求检查前准备会、检查后分析会的，在这里对应；列入后该项即为完成。"),
    )
    meeting = forms.ChoiceField(label=_("会议"), help_text=_("只列出主办单位和参加单位已经召开的会议。"))

    def __init__(self, *args: Any, choices: list[tuple[str, str]], outputs: list[Output], **kwargs: Any) -> None:
        """Offer what the visitor sees, and the meetings the phases ask for."""
        super().__init__(*args, **kwargs)
        if outputs:
            words = [(one.pk, f"{one.phase.name} · {one.named}（{one.get_per_display()}）") for one in outputs]
            rows = Output.objects.filter(pk__in=[one.pk for one in outputs]).select_related("phase")
            offer(self, "output", rows, choices=[("", _("不作为阶段成果")), *words])
        else:
            del self.fields["output"]
        field: Any = self.fields["meeting"]
        field.choices = [("", _("请选择")), *choices]

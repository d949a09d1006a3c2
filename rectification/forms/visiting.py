"""What is asked before visiting inspectors may read: the letter, who reads, until when, and which dossiers go along."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from rectification.forms.asking import AskingForm, SeveralField, offer
from rectification.forms.dates import DayField
from rectification.forms.files import FilesField
from rectification.models import KeptBox

MOST = 30


class InviteForm(AskingForm):
    """供来检人员查看."""

    letter_from = forms.CharField(label=_("检查机关"), max_length=120)
    letter_number = forms.CharField(label=_("检查通知文号"), max_length=80)
    readers = forms.CharField(label=_("来检人员"), max_length=40, help_text=_("姓名，多人用顿号隔开。"))
    read_until = DayField(label=_("查看截止日期"), help_text=_("过了这一天自动不能再看，最长92天。"))
    boxes = SeveralField(
        label=_("一并提供的档案盒"),
        queryset=KeptBox.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("只列出您本人编制的；没有勾选的不能查看。"),
    )
    letters = FilesField(label=_("检查通知扫描件"), required=False)

    def __init__(self, *args: Any, boxes: QuerySet[KeptBox], **kwargs: Any) -> None:
        """Offer the newest of the visitor's own dossiers."""
        super().__init__(*args, **kwargs)
        if choices := [(box.pk, str(box)) for box in boxes[:MOST]]:
            offer(self, "boxes", boxes, choices=choices)
        else:
            del self.fields["boxes"]

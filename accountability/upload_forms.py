"""The forms of the procedure for files that should not be here."""

from django import forms
from django.utils.translation import gettext_lazy

from accountability.deadline_forms import DeadlineForm
from accountability.models import WrongUpload


class WrongForm(DeadlineForm):
    """What is wrong with a file; not what stands in it."""

    why = forms.ChoiceField(label=gettext_lazy("有什么问题"), choices=WrongUpload.Why.choices, widget=forms.RadioSelect)
    note = forms.CharField(
        label=gettext_lazy("说明（可不填）"),
        required=False,
        max_length=200,
        help_text=gettext_lazy("只写怎么误传的，不要写文件中的内容。"),
    )

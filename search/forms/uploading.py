"""Many files at once, and what is said about all of them."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.gate import Checked
from organizations.models import Organization
from organizations.refusals import Refusal
from search.about import About
from search.intake import let_in
from search.models import Access, Kind, Level
from search.models.uploads import MOST_FILES

from .asking import AskingForm
from .library import fill_places


class ManyFilesInput(forms.ClearableFileInput):
    """The browser's file field with several files."""

    allow_multiple_selected = True


class RegulationFiles(forms.FileField):
    """Cleans to the files that were let in and the sentences about the others: a bad one does not keep the good out."""

    widget = ManyFilesInput

    def clean(self, data: Any, initial: Any = None) -> tuple[list[Checked], list[str]]:
        """The kept files in the order they were chosen, and why others were not."""
        uploads: list[UploadedFile] = [one for one in (data or []) if one]
        if not uploads:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(uploads) > MOST_FILES:
            raise ValidationError(_("一次最多上传%(most)s个文件，请分几次上传。") % {"most": MOST_FILES})
        kept, refused = [], []
        for upload in uploads:
            try:
                kept.append(let_in(upload))
            except Refusal as refusal:
                refused.append(refusal.message)
        if not kept:
            raise ValidationError(refused)
        return kept, refused


class UploadsForm(AskingForm):
    """The files, where they belong and who reads them; name, number and dates are read in each text."""

    documents = RegulationFiles(
        label=gettext_lazy("文件"),
        help_text=gettext_lazy("可一次选择多个：docx、pdf（带文字）、txt、md或html，最多100个。"),
    )
    place = forms.ModelChoiceField(
        label=gettext_lazy("入库单位"), queryset=Organization.objects.none(), empty_label=None
    )
    level = forms.ChoiceField(label=gettext_lazy("效力级别"), choices=Level.choices, initial=Level.INSTITUTION)
    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=Kind.choices, initial=Kind.REGULATION)
    access = forms.ChoiceField(label=gettext_lazy("阅读范围"), choices=Access.choices, initial=Access.SUBTREE)
    readers = forms.ModelMultipleChoiceField(
        label=gettext_lazy("指定单位"),
        queryset=Organization.objects.none(),
        required=False,
        help_text=gettext_lazy("阅读范围为“指定单位”时选择。"),
    )

    def __init__(
        self, *args: Any, places: QuerySet[Organization], units: QuerySet[Organization], **kwargs: Any
    ) -> None:
        """Offer the units for which the visitor keeps a library, and those he sees."""
        super().__init__(*args, **kwargs)
        fill_places(self, places=places, units=units)

    def clean(self) -> dict[str, Any]:
        """Named units must be named."""
        cleaned = super().clean()
        if cleaned.get("access") == Access.UNITS and not cleaned.get("readers"):
            self.add_error("readers", _("请选择可以阅读的单位。"))
        return cleaned

    def about(self) -> About:
        """What is said about all of them."""
        told = self.cleaned_data
        return About(level=told["level"], kind=told["kind"], access=told["access"], readers=tuple(told["readers"]))

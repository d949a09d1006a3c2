"""Several files at once, each through the gate before any transaction begins."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from accountability import attachments
from organizations.refusals import Refusal

MOST_FILES = 10


class FilesInput(forms.ClearableFileInput):
    """The browser's file field with several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Cleans to the checked files; each refused one says which it is and why."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[attachments.Checked]:
        """The checked files, in the order in which they were chosen."""
        given = [one for one in (data or []) if one]
        if len(given) > MOST_FILES:
            raise ValidationError(_("一次最多上传%(most)d个文件。") % {"most": MOST_FILES})
        checked: list[attachments.Checked] = []
        refused: list[str] = []
        for one in given:
            try:
                checked.append(attachments.gate(one))
            except Refusal as refusal:
                refused.append(f"{one.name}：{refusal.message}")
        if refused:
            raise ValidationError(refused)
        return checked

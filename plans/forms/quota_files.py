"""Several files at once, each through the gate before any transaction begins."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from accountability.attachments import Checked, gate
from organizations.refusals import Refusal

MOST_FILES = 10


class FileInput(forms.ClearableFileInput):
    """The browser's file field with several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Cleans to a list of checked files; each refused file says which one and why."""

    widget = FileInput

    def clean(self, data: Any, initial: Any = None) -> list[Checked]:
        """The checked files, in the order in which they were chosen."""
        uploads = [one for one in (data or []) if one]
        if len(uploads) > MOST_FILES:
            raise ValidationError(_("一次最多上传 %(most)s 个文件。"), params={"most": MOST_FILES})
        checked, refused = [], []
        for upload in uploads:
            try:
                checked.append(gate(upload))
            except Refusal as why:
                told = {"name": upload.name, "why": why.message}
                refused.append(ValidationError("%(name)s：%(why)s", params=told))
        if refused:
            raise ValidationError(refused)
        return checked

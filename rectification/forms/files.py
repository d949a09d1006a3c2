"""Several files at once, each through the gate before any transaction begins."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from accountability import attachments
from organizations.refusals import Refusal
from rectification.forms.asking import AskingForm

MOST_FILES = 10


class FileInput(forms.ClearableFileInput):
    """The browser's file field with several files."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Cleans to a list of checked files; each refused file says which one and why."""

    widget = FileInput

    def clean(self, data: Any, initial: Any = None) -> list[attachments.Checked]:
        """The checked files, in the order in which they were chosen."""
        uploads: list[UploadedFile] = [one for one in (data or []) if one]
        if self.required and not uploads:
            raise ValidationError(self.error_messages["required"], code="required")
        if len(uploads) > MOST_FILES:
            raise ValidationError(_("一次最多上传 %(most)s 个文件。"), params={"most": MOST_FILES})
        checked, refused = [], []
        for upload in uploads:
            super().clean(upload, initial)
            try:
                checked.append(attachments.gate(upload))
            except Refusal as refusal:
                refused.append(
                    ValidationError("%(name)s：%(why)s", params={"name": upload.name, "why": refusal.message})
                )
        if refused:
            raise ValidationError(refused)
        return checked


class AnnexForm(AskingForm):
    """The annexes that go with a scheme."""

    attachments = FilesField(label=_("附件"), help_text=_("可一次选择多个文件；提交签发后附件不能再增加。"))

"""The form by which a table is uploaded: read and checked before anything is kept."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy

from accountability.forms import MoveForm
from accountability.gate import Checked
from accountability.imports import Target
from accountability.imports.reading import EXTENSIONS, receive
from organizations.models import Organization
from organizations.refusals import Refusal
from organizations.sight import Sight


class UploadForm(MoveForm):
    """Beneath which unit, and the table."""

    organization = forms.ModelChoiceField(Organization.objects.none(), label=gettext_lazy("导入到"))
    table = forms.FileField(
        label=gettext_lazy("表格"),
        widget=forms.FileInput(attrs={"accept": ",".join(f".{one}" for one in EXTENSIONS)}),
        help_text=gettext_lazy("xlsx，或UTF-8、GB18030编码的csv；最多20000行。上传后先核对，确认后才导入。"),
    )
    field_order = ("organization", "table")

    def __init__(self, *given: Any, offered: list[Organization], **named: Any) -> None:
        super().__init__(*given, **named)
        del self.fields["because"]
        field: Any = self.fields["organization"]
        field.queryset = Organization.objects.filter(pk__in=[unit.pk for unit in offered])
        field.choices = [(unit.pk, unit.name) for unit in offered]
        field.empty_label = None

    def clean_table(self) -> Checked:
        """The file, through the gate."""
        try:
            return receive(self.cleaned_data["table"])
        except Refusal as refusal:
            raise ValidationError(refusal.message) from refusal


def places_of(sight: Sight, target: Target) -> list[Organization]:
    """The units beneath which a person may import such a table: those his own posts look after."""
    duties = {right.duty for right in sight.rights if right.permission == target.permission}
    found = {
        scope.path: scope.appointment.post.scope
        for scope in sight.scopes
        if scope.duty in duties and scope.delegation is None
    }
    return [found[path] for path in sorted(found) if found[path].active]

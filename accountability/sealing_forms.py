"""The forms of letterheads and of the seal."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accountability import sealings
from accountability.attachments import Checked
from accountability.deadline_forms import DeadlineForm
from accountability.forms import Reason
from accountability.gate import gate
from accountability.models import Sealing
from organizations.models import Organization
from organizations.refusals import Refusal


class LetterheadForm(DeadlineForm):
    """Under which name a unit issues, and who allowed it."""

    organization = forms.ModelChoiceField(Organization.objects.none(), label=gettext_lazy("发文机关"), empty_label=None)
    mark = forms.CharField(
        label=gettext_lazy("发文机关标志"),
        max_length=60,
        help_text=gettext_lazy("单位全称或规范化简称，不含“文件”二字。"),
    )
    code = forms.CharField(
        label=gettext_lazy("机关代字"), max_length=20, help_text=gettext_lazy("发文字号开头的字，如“衡医”。")
    )
    printed_by = forms.CharField(
        label=gettext_lazy("印发机关"),
        max_length=60,
        required=False,
        help_text=gettext_lazy("一般是办公室；不填写的，用单位名称加“办公室”。"),
    )
    basis = forms.CharField(
        label=gettext_lazy("授权依据"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("内设机构、质控中心必须填写书面授权的文号。"),
    )

    def __init__(self, *given: Any, units: Sequence[Organization], **named: Any) -> None:
        super().__init__(*given, **named)
        field: Any = self.fields["organization"]
        field.queryset = Organization.objects.filter(pk__in=[unit.pk for unit in units]).order_by("path")


class WithdrawLetterheadForm(DeadlineForm):
    """Why a letterhead ends."""

    because = Reason(label=gettext_lazy("停用原因"), max_length=200)


class AskSealForm(DeadlineForm):
    """Which seal, what for, on how many copies."""

    seal = forms.ChoiceField(label=gettext_lazy("印章种类"), choices=Sealing.Seal.choices)
    copies = forms.IntegerField(label=gettext_lazy("份数"), min_value=1, max_value=sealings.MOST_COPIES, initial=1)
    pages = forms.IntegerField(label=gettext_lazy("每份页数"), min_value=1, max_value=sealings.MOST_PAGES)
    purpose = Reason(
        label=gettext_lazy("用途"), max_length=200, help_text=gettext_lazy("例如：印发各科室，报市卫健委备案。")
    )


class DecideSealForm(DeadlineForm):
    """Approved or not, and why."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("审批结果"),
        choices=[("yes", gettext_lazy("批准用印")), ("no", gettext_lazy("不批准"))],
        widget=forms.RadioSelect,
    )
    opinion = Reason(label=gettext_lazy("意见"), max_length=200, required=False)


class RegisterSealForm(DeadlineForm):
    """On how many copies the seal was really set."""

    copies = forms.IntegerField(label=gettext_lazy("实际用印份数"), min_value=1, max_value=sealings.MOST_COPIES)


class NothingForm(DeadlineForm):
    """A step that asks nothing more."""


class CheckedField(forms.FileField):
    """One file through the gate, before any transaction begins."""

    def clean(self, data: Any, initial: Any = None) -> Checked:
        """The checked file; a refused one says why."""
        upload = super().clean(data, initial)
        try:
            return gate(upload)
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message) from refusal


class ScanForm(DeadlineForm):
    """The sealed scan."""

    scan = CheckedField(
        label=gettext_lazy("用印扫描件"),
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png"}),
        help_text=gettext_lazy("PDF、JPG或PNG；多页请合成一个PDF。"),
    )


class CheckForm(DeadlineForm):
    """A docx whose layout is to be checked; it is not kept."""

    file = forms.FileField(
        label=gettext_lazy("公文（docx）"),
        widget=forms.FileInput(attrs={"accept": ".docx"}),
        help_text=gettext_lazy("只在内存中检查，不保存文件。"),
    )

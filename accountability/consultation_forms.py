"""What is asked before things may be read from outside."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from accountability.attachments import Checked, gate
from accountability.forms import MoveForm, Reason
from organizations.refusals import Refusal


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(
        label=label, help_text=help_text, widget=forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})
    )


class ConsultationForm(MoveForm):
    """The letter, who reads, why, what period, until when."""

    letter_from = forms.CharField(label=_("来函单位"), max_length=120)
    letter_number = forms.CharField(label=_("调阅函文号"), max_length=80)
    readers = forms.CharField(label=_("调阅人员"), max_length=40, help_text=_("姓名，多人用顿号隔开。"))
    read_until = _day(_("调阅截止日期"), _("过了这一天自动不能再看。"))
    since = _day(_("材料起始日期"))
    until = _day(_("材料截止日期"))
    purpose = Reason(label=_("调阅事由"), max_length=300, help_text=_("只写事由，不写问题线索和谈话内容。"))
    letter = forms.FileField(label=_("调阅函扫描件"), required=False)
    because = None  # type: ignore[assignment]  # the purpose says it

    def clean_letter(self) -> Checked | None:
        """The scan, through the gate."""
        given = self.cleaned_data.get("letter")
        try:
            return gate(given) if given else None
        except Refusal as refusal:
            raise forms.ValidationError(refusal.message) from refusal


class ItemForm(MoveForm):
    """A number, or a person whose term is meant."""

    number = forms.CharField(label=_("编号"), max_length=120, required=False)
    name = forms.CharField(
        label=_("或者任职人员姓名"), max_length=60, required=False, help_text=_("列入其在材料期间内承担的任务。")
    )
    because = None  # type: ignore[assignment]  # the list has one reason


class DecideForm(MoveForm):
    """Yes or no, and why."""

    verdict = forms.ChoiceField(
        label=_("审批结果"), choices=(("approve", _("同意")), ("refuse", _("不同意"))), widget=forms.RadioSelect
    )
    because = Reason(label=_("意见"), max_length=300, required=False)
    field_order = ("verdict", "because")


class CodeForm(MoveForm):
    """Number and code, as they were handed over."""

    number = forms.CharField(label=_("调阅编号"), max_length=60)
    code = forms.CharField(label=_("调阅码"), max_length=60, widget=forms.PasswordInput(attrs={"autocomplete": "off"}))
    because = None  # type: ignore[assignment]  # the letter says why

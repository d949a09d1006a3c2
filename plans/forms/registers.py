"""The forms of registers: the register with its columns, and one entry of it."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.deadline_forms import DeadlineForm
from accountability.delegation_forms import DayInput
from organizations.models import Organization
from plans.models import Register

COLUMN_KINDS = (("text", gettext_lazy("文字")), ("number", gettext_lazy("数字")), ("day", gettext_lazy("日期")))
KIND_WORDS = {"文字": "text", "数字": "number", "日期": "day"}


class RegisterForm(DeadlineForm):
    """A register; its columns are written one a line, with kind and 必填 behind it."""

    name = forms.CharField(label=gettext_lazy("登记册名称"), max_length=80)
    organization = forms.ModelChoiceField(Organization.objects.none(), label=gettext_lazy("维护单位"))
    label = forms.CharField(
        label=gettext_lazy("登记项叫什么"),
        max_length=40,
        initial=gettext_lazy("名称"),
        help_text=gettext_lazy("例如姓名、设备名称、部位。"),
    )
    purpose = forms.CharField(label=gettext_lazy("用途"), max_length=300, required=False)
    columns = forms.CharField(
        label=gettext_lazy("其他栏目"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy(
            "每行一栏，依次写栏目名称、类型（文字、数字、日期）、是否必填，用空格隔开，例如：强度 数字 必填。"
        ),
    )
    sum_column = forms.CharField(label=gettext_lazy("核对合计的栏目"), max_length=40, required=False)
    declared_total = forms.DecimalField(label=gettext_lazy("应有合计"), max_digits=14, decimal_places=2, required=False)
    expires = forms.BooleanField(label=gettext_lazy("登记项有有效期，到期提醒"), required=False)
    warn_days = forms.IntegerField(
        label=gettext_lazy("到期前几日提醒"), min_value=0, max_value=365, initial=30, required=False
    )
    filed_with = forms.CharField(label=gettext_lazy("备案机关"), max_length=120, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *given: Any, units: QuerySet[Organization] | None, **named: Any) -> None:
        super().__init__(*given, **named)
        if units is None:
            del self.fields["organization"]
        else:
            field: Any = self.fields["organization"]
            field.queryset = units

    def clean_columns(self) -> list[dict[str, Any]]:
        """The columns, one a line."""
        return [_column(line) for line in self.cleaned_data["columns"].splitlines() if line.strip()]

    def clean_warn_days(self) -> int:
        """Thirty days where nothing is said."""
        days: int | None = self.cleaned_data["warn_days"]
        return 30 if days is None else days


def _column(line: str) -> dict[str, Any]:
    words = line.split()
    kinds = [KIND_WORDS[word] for word in words[1:] if word in KIND_WORDS]
    extra = [word for word in words[1:] if word not in KIND_WORDS and word != "必填"]
    return {"name": "".join([words[0], *extra]), "kind": (kinds or ["text"])[0], "required": "必填" in words[1:]}


def columns_text(register: Register) -> str:
    """The columns as the form writes them."""
    names = {value: word for word, value in KIND_WORDS.items()}
    lines = [f"{one['name']} {names[one['kind']]}{' 必填' if one['required'] else ''}" for one in register.columns]
    return "\n".join(lines)


class EntryForm(DeadlineForm):
    """One line of a register, with its own columns."""

    label = forms.CharField(label=gettext_lazy("名称"), max_length=120)
    organization = forms.ModelChoiceField(Organization.objects.none(), label=gettext_lazy("所在科室"))
    valid_until = forms.DateField(label=gettext_lazy("有效期至"), widget=DayInput, required=False)
    filed_on = forms.DateField(label=gettext_lazy("备案日期"), widget=DayInput, required=False)
    filed_number = forms.CharField(label=gettext_lazy("备案编号"), max_length=80, required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *given: Any, register: Register, units: QuerySet[Organization], **named: Any) -> None:
        super().__init__(*given, **named)
        self.register = register
        self.fields["label"].label = register.label
        unit: Any = self.fields["organization"]
        unit.queryset = units
        self.fields["valid_until"].required = register.expires
        if not register.filed_with:
            del self.fields["filed_on"], self.fields["filed_number"]
        for place, column in enumerate(register.columns):
            kind = column["kind"]
            widget = (
                DayInput()
                if kind == "day"
                else forms.TextInput(attrs={"inputmode": "decimal"} if kind == "number" else {})
            )
            self.fields[f"column_{place}"] = forms.CharField(
                label=column["name"], max_length=300, required=column["required"], widget=widget
            )

    def told(self) -> dict[str, Any]:
        """What the verb is given."""
        told = dict(self.cleaned_data)
        told["values"] = {
            column["name"]: told.pop(f"column_{place}", "") for place, column in enumerate(self.register.columns)
        }
        return told


class EntryFilter(forms.Form):
    """What the entries of a register are narrowed to."""

    q = forms.CharField(label=gettext_lazy("名称"), max_length=60, required=False)
    standing = forms.ChoiceField(label=gettext_lazy("状态"), required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        field: Any = self.fields["standing"]
        field.choices = [("", _("在册")), ("expiring", _("将到期或已过期")), ("retired", _("已注销"))]

"""What is asked for in the designer of statistical forms and when a form is asked of units."""

import re
import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import ErrorDict
from django.utils.translation import gettext_lazy as _

from rectification.forms.asking import AskingForm
from rectification.forms.campaigns import rule_offers
from rectification.forms.dates import DayField
from rectification.forms.files import FilesField
from rectification.models import FOOTER, ColumnKind, FormLayout, FormVersion, Known, LayoutKind, Period, Reminder

CODE = re.compile(r"[A-Z]{1,2}")
RESERVED = ("SUM", "RATE")
RULES = ("kinds", "levels", "ownerships", "regions", "tags")
RULE_LABELS = {
    "kinds": _("机构类别"),
    "levels": _("级别"),
    "ownerships": _("举办性质"),
    "regions": _("行政区"),
    "tags": _("标签"),
}


def capital(text: str) -> str:
    """Letters as people type them, half-width and capital."""
    return unicodedata.normalize("NFKC", text).strip().upper()


class FormNewForm(AskingForm):
    """The name of a new form."""

    name = forms.CharField(label=_("报表名称"), max_length=120)


class FormHeadForm(AskingForm):
    """What a version says of itself."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    name = forms.CharField(label=_("报表名称"), max_length=120)
    minutes = forms.IntegerField(
        label=_("预计填报分钟数"),
        min_value=1,
        max_value=10000,
        help_text=_("一家单位填一次要用多少分钟，下发前据此计算负担。"),
    )
    rows = forms.CharField(
        label=_("固定行"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("一行写一个行名，例如各科室、合计；不写就是每家单位填一行。公式里第一行写作 A1、B1。"),
    )
    note = forms.CharField(
        label=_("填报说明"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )

    def lines(self) -> list[str]:
        """The names of the rows."""
        return [line.strip() for line in self.cleaned_data["rows"].splitlines() if line.strip()]


class RowForm(AskingForm):
    """One line of a table that is filled in; a line in which nothing was written asks for nothing."""

    tells: tuple[str, ...] = ()

    @property
    def is_blank(self) -> bool:
        """Whether none of the fields that say something was filled in; what the page offers by itself says nothing."""
        return self.is_bound and not any(str(self.data.get(self.add_prefix(name)) or "").strip() for name in self.tells)

    def full_clean(self) -> None:
        """Nothing is asked of a blank line."""
        if self.is_blank:
            self._errors, self.cleaned_data = ErrorDict(), {}
            return
        super().full_clean()


class ColumnForm(RowForm):
    """One column."""

    tells = ("name", "unit", "lowest", "highest", "formula")

    code = forms.CharField(label=_("代号"), max_length=2)
    name = forms.CharField(label=_("栏目名称"), max_length=60)
    kind = forms.ChoiceField(label=_("类型"), choices=ColumnKind.choices)
    unit = forms.CharField(label=_("单位"), max_length=20, required=False)
    required = forms.BooleanField(label=_("必填"), required=False)
    lowest = forms.DecimalField(label=_("最小值"), required=False, max_digits=15, decimal_places=4)
    highest = forms.DecimalField(label=_("最大值"), required=False, max_digits=15, decimal_places=4)
    formula = forms.CharField(label=_("公式"), max_length=200, required=False)
    known = forms.ChoiceField(label=_("自动预填"), choices=[("", _("不预填")), *Known.choices], required=False)

    def clean_code(self) -> str:
        """One or two letters, as on a worksheet."""
        code = capital(self.cleaned_data["code"])
        if not CODE.fullmatch(code):
            raise ValidationError(_("代号请填写一个或两个英文字母，例如 A。"))
        return code


class CheckForm(RowForm):
    """One relation between cells."""

    tells = ("expression", "message")

    expression = forms.CharField(label=_("校验关系"), max_length=200)
    message = forms.CharField(label=_("提示语"), max_length=200, required=False)
    must = forms.BooleanField(label=_("不符合不得上报"), required=False)


class BaseRows(forms.BaseFormSet):
    """Rows of which one that was emptied is left out."""

    def given(self) -> list[dict[str, Any]]:
        """What was filled in, in the order of the page."""
        return [form.cleaned_data for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]


ColumnSet = forms.formset_factory(ColumnForm, formset=BaseRows, extra=0, can_delete=True, max_num=80)
CheckSet = forms.formset_factory(CheckForm, formset=BaseRows, extra=0, can_delete=True, max_num=60)


class CollectionForm(AskingForm):
    """A form is asked of units: for what time, by when, of whom."""

    title = forms.CharField(label=_("标题"), max_length=160)
    annex = forms.IntegerField(label=_("附件序号"), required=False, min_value=1, max_value=99)
    period = forms.ChoiceField(label=_("报告期类别"), choices=Period.choices)
    day = DayField(label=_("报告期内任一天"), help_text=_("系统据此确定是哪一月、哪一季、哪半年或哪一年。"))
    due_on = DayField(label=_("报送截止日期"))
    basis = forms.CharField(label=_("依据"), max_length=200, required=False, help_text=_("要求报送的文件名称和文号。"))
    odd_factor = forms.IntegerField(
        label=_("异常倍数"),
        min_value=2,
        max_value=100,
        initial=5,
        help_text=_("超过各单位中位数或与上期相差这么多倍时列出核对。"),
    )

    def __init__(self, *args: Any, regions: list[str], tags: list[str], **kwargs: Any) -> None:
        """Offer the regions and tags of the units in sight."""
        super().__init__(*args, **kwargs)
        offers = rule_offers(regions, tags)
        for key in RULES:
            if offers[key]:
                self.fields[f"scope_{key}"] = forms.MultipleChoiceField(
                    label=RULE_LABELS[key],
                    choices=offers[key],
                    required=False,
                    widget=forms.CheckboxSelectMultiple,
                )

    def rule(self) -> dict[str, Any]:
        """Who is asked, as chosen."""
        chosen = {key: self.cleaned_data.pop(f"scope_{key}", None) for key in RULES}
        return {key: values for key, values in chosen.items() if values}

    @property
    def boxes(self) -> list[forms.BoundField]:
        """The groups of boxes."""
        return [self[f"scope_{key}"] for key in RULES if f"scope_{key}" in self.fields]

    @property
    def plain(self) -> list[forms.BoundField]:
        """The other fields."""
        return [field for field in self if not field.name.startswith("scope_")]


class LayoutForm(AskingForm):
    """Which cell of the superior's sheet takes what."""

    file = FilesField(label=_("上级空白表（xlsx）"))
    kind = forms.ChoiceField(label=_("填法"), choices=LayoutKind.choices, widget=forms.RadioSelect)
    sheet = forms.CharField(
        label=_("工作表名称"), max_length=31, required=False, help_text=_("不填就用文件里的第一个工作表。")
    )
    first_row = forms.IntegerField(label=_("数据起始行"), min_value=1, max_value=5000)
    serial_column = forms.CharField(label=_("序号列"), max_length=3, required=False)
    unit_column = forms.CharField(label=_("单位名称列"), max_length=3, required=False)

    def __init__(self, *args: Any, version: FormVersion, layout: FormLayout | None, **kwargs: Any) -> None:
        """Ask for a letter for each column and a cell for each line of the head and foot."""
        super().__init__(*args, **kwargs)
        self.fields["file"].required = layout is None
        for column in version.design:
            self.fields[f"column_{column.code}"] = forms.CharField(label=str(column), max_length=3, required=False)
        for key, label in FOOTER.items():
            self.fields[f"footer_{key}"] = forms.CharField(label=label, max_length=8, required=False)

    def clean(self) -> dict[str, Any]:
        """Letters and cells as a worksheet writes them."""
        cleaned = super().clean()
        for name, text in cleaned.items():
            if name.startswith(("column_", "footer_", "serial_", "unit_")):
                cleaned[name] = capital(text)
        return cleaned

    def given(self, prefix: str) -> dict[str, str]:
        """The filled-in cells of one kind."""
        typed = {name.removeprefix(prefix): text for name, text in self.cleaned_data.items() if name.startswith(prefix)}
        return {key: text for key, text in typed.items() if text}

    @property
    def letters(self) -> list[forms.BoundField]:
        """The letters of the columns."""
        return [field for field in self if field.name.startswith("column_")]

    @property
    def feet(self) -> list[forms.BoundField]:
        """The cells of the head and the foot."""
        return [field for field in self if field.name.startswith("footer_")]

    @property
    def heads(self) -> list[forms.BoundField]:
        """Everything else."""
        return [field for field in self if not field.name.startswith(("column_", "footer_"))]


class FilingForm(AskingForm):
    """A unit's figures as text: what is wrong with them is said after they were kept."""

    is_known = False
    """Whether cells were filled in beforehand."""

    version = forms.IntegerField(widget=forms.HiddenInput)
    remark = forms.CharField(label=_("说明"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    chief = forms.CharField(label=_("单位负责人"), required=False, max_length=60)
    phone = forms.CharField(label=_("联系电话"), required=False, max_length=40)

    def __init__(self, *args: Any, design: FormVersion, **kwargs: Any) -> None:
        """Ask for every cell that nobody computes."""
        super().__init__(*args, **kwargs)
        for row, line in design.lines:
            for column in design.design:
                if not column.is_computed:
                    label = f"{line} {column.heading}".strip()
                    self.fields[f"cell_{column.code}{row}"] = _cell_field(column.kind, label)

    def cells(self) -> dict[str, str]:
        """What was typed, cell by cell."""
        given = self.cleaned_data.items()
        return {name.removeprefix("cell_"): text for name, text in given if name.startswith("cell_")}


def _cell_field(kind: str, label: str) -> forms.CharField:
    """One cell: a keyboard of digits on a phone for numbers."""
    attrs = {"aria-label": label}
    if kind in (ColumnKind.WHOLE, ColumnKind.DECIMAL):
        attrs |= {"inputmode": "decimal", "autocomplete": "off"}
    if kind == ColumnKind.DAY:
        attrs |= {"type": "date"}
    return forms.CharField(label=label, required=False, max_length=600, widget=forms.TextInput(attrs=attrs))


class ZeroForm(AskingForm):
    """The statement that there was nothing to report."""

    stated = forms.BooleanField(label=_("本单位本期没有应当报送的情况，特此零报告，并对真实性负责"))
    chief = forms.CharField(label=_("单位负责人"), max_length=60)
    phone = forms.CharField(label=_("联系电话"), max_length=40)

    def texts(self) -> dict[str, str]:
        """Who answers for it."""
        return {name: self.cleaned_data[name] for name in ("chief", "phone")}


class SheetForm(AskingForm):
    """A filled sheet."""

    file = FilesField(label=_("填好的表（xlsx）"))


class RemindForm(AskingForm):
    """Whom to remind, and how."""

    filings = forms.MultipleChoiceField(label=_("催报单位"), widget=forms.CheckboxSelectMultiple)
    how = forms.ChoiceField(label=_("方式"), choices=Reminder.How.choices, widget=forms.RadioSelect, initial="notice")
    note = forms.CharField(
        label=_("催报情况"), required=False, max_length=200, help_text=_("电话催报时写明接听人和答复。")
    )

    def __init__(self, *args: Any, owing: list[tuple[int, str]], **kwargs: Any) -> None:
        """Offer the units of the page."""
        super().__init__(*args, **kwargs)
        self.fields["filings"].choices = owing  # type: ignore[attr-defined]

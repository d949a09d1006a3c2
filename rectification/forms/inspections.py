"""What is asked for at an inspection: who goes where, and the answer to one item."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from organizations.models import Organization, Person
from rectification.forms.asking import AskingForm, SeveralField, offer
from rectification.forms.files import FilesField
from rectification.models import KINDS, ChecklistItem, Participant, Stand
from rectification.models.choices import AnswerKind, Choice, InspectionKind


def _outside_kinds() -> list[tuple[str, str]]:
    """The ways of looking from outside, each with what it brings forth."""
    outside = (kind for kind in InspectionKind if kind != InspectionKind.SELF)
    return [(kind.value, f"{kind.label}：{KINDS[kind].brings}") for kind in outside]


MOST_COUNTED = 1_000_000_000
HINTS = {
    AnswerKind.PHOTO: _("拍照或选择图片，可选多张；请先遮挡患者信息。"),
    AnswerKind.PAPER: _("上传签字材料的扫描件或照片；请先遮挡身份信息。"),
}


class AnswerForm(AskingForm):
    """The answer to one item; only the fields of its kind are there."""

    choice = forms.ChoiceField(label=_("判定"), choices=Choice.choices, widget=forms.RadioSelect)
    number = forms.DecimalField(label=_("数值"), max_digits=14, decimal_places=4)
    n = forms.IntegerField(label=_("分子"), min_value=0, max_value=MOST_COUNTED)
    m = forms.IntegerField(label=_("分母"), min_value=0, max_value=MOST_COUNTED)
    attachments = FilesField(label=_("文件"), required=False)
    note = forms.CharField(label=_("说明"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2}))

    ASKED = {
        AnswerKind.CHOICE: ("choice", "note"),
        AnswerKind.NUMBER: ("number", "note"),
        AnswerKind.RATIO: ("n", "m", "note"),
        AnswerKind.TEXT: ("note",),
        AnswerKind.PHOTO: ("attachments", "note"),
        AnswerKind.PAPER: ("attachments", "note"),
    }

    def __init__(self, *args: Any, item: ChecklistItem, **kwargs: Any) -> None:
        """Keep the fields this kind of item asks for; names are told apart by the item."""
        kwargs.setdefault("auto_id", f"item{item.pk}_%s")
        super().__init__(*args, **kwargs)
        asked = self.ASKED[AnswerKind(item.answer_kind)]
        for name in [name for name in self.fields if name not in asked]:
            del self.fields[name]
        if item.answer_kind == AnswerKind.TEXT:
            self.fields["note"].required = item.required
            self.fields["note"].label = _("填写内容")
        if item.answer_kind == AnswerKind.NUMBER:
            self.fields["number"].help_text = item.range_words or item.unit
        if item.takes_files:
            self.fields["attachments"].label = item.get_answer_kind_display()
            self.fields["attachments"].help_text = HINTS[AnswerKind(item.answer_kind)]

    def given(self) -> dict[str, Any]:
        """What was answered, as the verb takes it."""
        named = {"files" if name == "attachments" else name: value for name, value in self.cleaned_data.items()}
        return {name: value for name, value in named.items() if value is not None}


class InspectionForm(AskingForm):
    """A visit of two inspectors or more."""

    participant = forms.ModelChoiceField(
        label=_("被检查单位"), queryset=Participant.objects.none(), empty_label=_("请选择")
    )
    kind = forms.ChoiceField(label=_("检查方式"), choices=_outside_kinds, widget=forms.RadioSelect)
    department = forms.ModelChoiceField(
        label=_("被检查科室"),
        queryset=Organization.objects.none(),
        empty_label=_("请选择"),
        help_text=_("检查本单位科室；检查人不能检查自己任职的科室。"),
    )
    case_code = forms.CharField(
        label=_("病例代码（追踪检查）"),
        max_length=40,
        required=False,
        help_text=_("只在追踪检查时填写；自编代码，不写姓名、住院号和身份证号。"),
    )
    inspectors = SeveralField(
        label=_("检查人员"),
        queryset=Person.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("现场检查应当由两名以上检查人员进行。"),
    )

    again = forms.BooleanField(
        label=_("仍需再次检查"),
        required=False,
        help_text=_("其他单位在互认期内用同一检查表查过的，应先考虑互认；确需再查的请勾选。"),
    )

    def __init__(
        self,
        *args: Any,
        participants: QuerySet[Participant],
        inspectors: QuerySet[Person],
        departments: QuerySet[Organization] | None = None,
        **kwargs: Any,
    ) -> None:
        """Offer the units in scope and the people who may inspect; departments where a unit looks at itself."""
        super().__init__(*args, **kwargs)
        offer(self, "participant", participants)
        offer(self, "inspectors", inspectors)
        if departments is None:
            del self.fields["department"]
        else:
            offer(self, "department", departments)


class SitePaperForm(AskingForm):
    """What the unit's head signed."""

    stand = forms.ChoiceField(label=_("被检查单位意见"), choices=Stand.choices, widget=forms.RadioSelect)
    signer = forms.CharField(label=_("单位签字人"), max_length=60, required=False)
    signer_post = forms.CharField(label=_("签字人职务"), max_length=60, required=False)
    note = forms.CharField(
        label=_("异议内容或拒签情况"), required=False, max_length=2000, widget=forms.Textarea(attrs={"rows": 2})
    )
    signed_on = forms.DateField(
        label=_("签字日期"),
        initial=timezone.localdate,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
    )
    feedback = forms.CharField(
        label=_("反馈会情况"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("时间、地点、参加人员和单位表态；没有召开的留空。"),
    )
    attachments = FilesField(label=_("签字页扫描件"), required=False)

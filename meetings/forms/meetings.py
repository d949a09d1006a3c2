"""What is asked about a meeting, its series and its agenda."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from meetings.models import (
    AgendaItem,
    ItemState,
    Major,
    Meeting,
    MeetingKind,
    MeetingSeries,
    Numbering,
    Part,
    Resolution,
)

from .asking import AskingForm, DayField, MomentField, PersonField, SeveralUnitsField, UnitField
from .files import FilesField

ROWS = {"rows": 3}


class MeetingForm(AskingForm):
    """The arrangement; kind and series are chosen once."""

    kind = forms.ModelChoiceField(MeetingKind.objects.none(), label=_("会议类型"), empty_label=_("请选择"))
    line = forms.ModelChoiceField(
        MeetingSeries.objects.none(), label=_("例会"), required=False, empty_label=_("不属于例会")
    )
    title = forms.CharField(
        label=_("会议名称"), max_length=200, required=False, help_text=_("例会可以不填，按“第×次会议”命名。")
    )
    starts_at = MomentField(label=_("开始时间"))
    ends_at = MomentField(label=_("预计结束时间"), required=False)
    place = forms.CharField(label=_("会议地点"), max_length=120)
    venue = UnitField(label=_("所在单位或院区"), required=False)
    chair = PersonField(label=_("主持人"), help_text=_("纪要由主持人签发。"))
    recorder = PersonField(label=_("记录人"))
    contact = forms.CharField(label=_("联系人及电话"), max_length=120, required=False)
    occasion = forms.CharField(
        label=_("相关检查或专项工作"), max_length=200, required=False, help_text=_("例如：第四季度质控督导前准备会。")
    )
    purpose = forms.CharField(label=_("会议目的"), required=False, max_length=2000, widget=forms.Textarea(attrs=ROWS))
    notes = forms.CharField(label=_("参会要求"), required=False, max_length=2000, widget=forms.Textarea(attrs=ROWS))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *given: Any, kinds: Any = None, lines: Any = None, **named: Any) -> None:
        super().__init__(*given, **named)
        if kinds is None:
            del self.fields["kind"], self.fields["line"]
            return
        chosen: Any = self.fields["kind"]
        chosen.queryset = kinds
        chosen = self.fields["line"]
        chosen.queryset = lines

    @classmethod
    def values_of(cls, meeting: Meeting) -> dict[str, Any]:
        """What the form shows of a meeting."""
        return {name: getattr(meeting, name) for name in cls.base_fields if hasattr(meeting, name)}

    def words(self) -> dict[str, Any]:
        """What the verb takes besides the version."""
        return {name: value for name, value in self.cleaned_data.items() if name != "version"}


class CloseForm(AskingForm):
    """When the meeting was really held."""

    held_at = MomentField(label=_("实际开始时间"))
    closed_at = MomentField(label=_("实际结束时间"), required=False)


class ItemForm(AskingForm):
    """One item of the agenda."""

    part = forms.ChoiceField(label=_("类别"), choices=Part.choices)
    title = forms.CharField(label=_("议题"), max_length=200)
    unit = UnitField(label=_("汇报单位"), required=False)
    speaker = PersonField(label=_("汇报人"), required=False)
    minutes = forms.IntegerField(label=_("预计用时（分钟）"), min_value=1, max_value=999, required=False)
    major = forms.ChoiceField(label=_("三重一大"), choices=Major.choices, required=False)
    restricted = forms.BooleanField(label=_("材料限会上阅看"), required=False)
    text = forms.CharField(label=_("内容"), required=False, max_length=10000, widget=forms.Textarea(attrs={"rows": 5}))
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)


class FromPaperForm(ItemForm):
    """An item that follows from a paper: of which meeting."""

    meeting = forms.ModelChoiceField(label=_("列入的会议"), queryset=Meeting.objects.none())
    field_order = ("meeting",)


class SettleForm(AskingForm):
    """What became of an item."""

    state = forms.ChoiceField(
        label=_("结果"), choices=[one for one in ItemState.choices if one[0] != ItemState.PLANNED]
    )
    conclusion = forms.CharField(
        label=_("议定结果"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("写入纪要；需要有人办理的，另记为议定事项。"),
    )


class DeliberationForm(AskingForm):
    """Which meeting is to decide about a thing that waits."""

    meeting = forms.ModelChoiceField(
        label=_("列入的会议"),
        queryset=Meeting.objects.none(),
        help_text=_("只列出您能看到的、还没有召开的会议；没有列出的，请联系会务人员登记会议或者代为列入。"),
    )


class ResolveForm(AskingForm):
    """What the meeting made of a thing that waits for it."""

    resolution = forms.ChoiceField(label=_("审议结果"), choices=Resolution.choices, widget=forms.RadioSelect)
    conclusion = forms.CharField(
        label=_("会议意见"),
        required=False,
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=_("写入纪要；原则通过、不通过和再议须写明意见。"),
    )


class PaperAskForm(AskingForm):
    """Which units hand in what until when."""

    units = SeveralUnitsField(label=_("报送单位"), help_text=_("多个单位用顿号分开。"))
    wanted = forms.CharField(label=_("材料要求"), max_length=200, required=False)
    due_on = DayField(label=_("报送截止"))


class PaperForm(AskingForm):
    """A unit's paper: words or files."""

    text = forms.CharField(
        label=_("材料正文"), required=False, max_length=20000, widget=forms.Textarea(attrs={"rows": 10})
    )
    attachments = FilesField(label=_("附件"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)


class SeriesForm(AskingForm):
    """A series of meetings."""

    title = forms.CharField(label=_("名称"), max_length=120)
    kind = forms.ModelChoiceField(MeetingKind.objects.none(), label=_("会议类型"), empty_label=_("请选择"))
    body = UnitField(label=_("委员会或专班"), required=False)
    rhythm = forms.CharField(
        label=_("召开频次"), max_length=60, required=False, help_text=_("例如：每季度至少召开一次。")
    )
    place = forms.CharField(label=_("常用会议地点"), max_length=120, required=False)
    chair = PersonField(label=_("主持人"), required=False)
    recorder = PersonField(label=_("记录人"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *given: Any, kinds: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        chosen: Any = self.fields["kind"]
        chosen.queryset = kinds


class KindForm(AskingForm):
    """An institution's own kind of meeting."""

    name = forms.CharField(label=_("名称"), max_length=60)
    purpose = forms.CharField(label=_("适用"), max_length=200, required=False)
    parts = forms.MultipleChoiceField(
        label=_("必备议程"), choices=Part.choices, required=False, widget=forms.CheckboxSelectMultiple
    )
    restricted = forms.BooleanField(label=_("仅参会人员可见"), required=False)
    majors = forms.BooleanField(label=_("研究三重一大事项"), required=False)
    votes = forms.BooleanField(label=_("需要表决"), required=False)
    without_patients = forms.BooleanField(label=_("不得出现患者身份信息"), required=False)
    minuted = forms.BooleanField(label=_("需要印发纪要"), required=False, initial=True)
    reviewed = forms.BooleanField(label=_("纪要签发前征求意见"), required=False, initial=True)
    numbering = forms.ChoiceField(label=_("纪要编号方式"), choices=Numbering.choices)


class SourceForm(AskingForm):
    """Which thing of another feature comes on the agenda."""

    thing = forms.ChoiceField(label=_("计划中的任务措施"))

    def __init__(self, *given: Any, things: Mapping[str, Any], **named: Any) -> None:
        super().__init__(*given, **named)
        choice: Any = self.fields["thing"]
        choice.choices = [("", _("请选择")), *((mark, str(thing)) for mark, thing in things.items())]


class OrderForm(AskingForm):
    """A number for each item."""

    def __init__(self, *given: Any, items: list[AgendaItem], **named: Any) -> None:
        super().__init__(*given, **named)
        self.items = items
        for place, item in enumerate(items, 1):
            told: dict[str, Any] = {"min_value": 1, "max_value": 999, "initial": place}
            self.fields[f"place_{item.pk}"] = forms.IntegerField(label=item.title, **told)

    def places(self) -> dict[int, int]:
        """The numbers by item; halves are not needed, equal ones keep their order."""
        return {item.pk: self.cleaned_data[f"place_{item.pk}"] for item in self.items}

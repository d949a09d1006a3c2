"""The forms of attendance: replies, guests, corrections, and the conditions of a category."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.attachments import Checked, gate
from accountability.deadline_forms import DeadlineForm
from accountability.forms import Reason
from meetings.models import Attendance, Capacity, Presence, Reply
from organizations.models import DepartmentType, Duty, Organization, Person, Tag
from organizations.refusals import Refusal

COMMA = gettext_lazy("几个之间用“、”隔开。")
OFFERED_DUTIES = (Duty.PRINCIPAL, Duty.LEADER, Duty.HEAD, Duty.CLERK, Duty.INSPECTOR, Duty.STAFF)


class PersonChoice(forms.ModelChoiceField):
    """One of the people offered, each with his unit."""

    def label_from_instance(self, obj: Any) -> str:
        """Name and unit."""
        return f"{obj.name}（{obj.home}）"


class ReplyForm(DeadlineForm):
    """Whether one comes; the reason and the proxy where they are needed."""

    reply = forms.ChoiceField(
        label=gettext_lazy("回执"),
        choices=[(one.value, one.label) for one in (Reply.COMES, Reply.PROXY, Reply.LEAVE)],
        widget=forms.RadioSelect,
    )
    note = Reason(label=gettext_lazy("请假或者委托的原因（参加的不用填写）"), max_length=200, required=False)
    proxy = PersonChoice(Person.objects.none(), label=gettext_lazy("受托人"), required=False)
    proxy_label = forms.CharField(
        label=gettext_lazy("受托人姓名、职务"),
        max_length=160,
        required=False,
        help_text=gettext_lazy("名单中没有的受托人，在这里填写。"),
    )

    def __init__(self, *given: Any, attendance: Attendance, people: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.initial.setdefault("reply", attendance.reply or Reply.COMES)
        for name in ("note", "proxy", "proxy_label"):
            kept = "reply_note" if name == "note" else name
            self.initial.setdefault(name, getattr(attendance, kept))
        proxy: Any = self.fields["proxy"]
        proxy.queryset = people
        proxy.empty_label = _("请选择")


class GuestForm(DeadlineForm):
    """Who signs in as on paper."""

    name = forms.CharField(label=gettext_lazy("姓名"), max_length=60, widget=forms.TextInput({"autocomplete": "name"}))
    unit_name = forms.CharField(
        label=gettext_lazy("单位"), max_length=160, widget=forms.TextInput({"autocomplete": "organization"})
    )
    post = forms.CharField(
        label=gettext_lazy("职务"),
        max_length=120,
        required=False,
        widget=forms.TextInput({"autocomplete": "organization-title"}),
    )
    mobile = forms.CharField(
        label=gettext_lazy("手机"),
        max_length=20,
        required=False,
        widget=forms.TextInput({"inputmode": "tel", "autocomplete": "tel"}),
    )


class CorrectionForm(DeadlineForm):
    """What is put right, and why."""

    state = forms.ChoiceField(
        label=gettext_lazy("到会情况"),
        choices=[
            (one.value, one.label) for one in (Presence.PRESENT, Presence.LATE, Presence.EXCUSED, Presence.ABSENT)
        ],
        widget=forms.RadioSelect,
    )
    because = Reason(label=gettext_lazy("补签或者更正的理由"), max_length=200)


class LeaveForm(DeadlineForm):
    """Whether a leave is granted."""

    granted = forms.TypedChoiceField(
        label=gettext_lazy("办理意见"),
        choices=(("yes", gettext_lazy("同意请假")), ("no", gettext_lazy("不同意，请按时参会"))),
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
    )
    because = Reason(label=gettext_lazy("理由（不同意时必须填写）"), max_length=200, required=False)


class ReasonForm(DeadlineForm):
    """Why."""

    because = Reason(label=gettext_lazy("理由"), max_length=200)


class PlaceForm(DeadlineForm):
    """Which place in the order of precedence."""

    number = forms.IntegerField(label=gettext_lazy("排在第几位"), min_value=1, max_value=99999)


class ScanForm(DeadlineForm):
    """The paper sheet, photographed or scanned."""

    document = forms.FileField(label=gettext_lazy("签到表扫描件"))

    def checked(self) -> Checked | None:
        """The file once it has passed the gate; nothing where it has not, and the form says why."""
        if not self.is_valid():
            return None
        try:
            return gate(self.cleaned_data["document"])
        except Refusal as refusal:
            self.add_error("document", refusal.message)
            return None


class NamedForm(DeadlineForm):
    """Somebody listed by name."""

    person = PersonChoice(Person.objects.none(), label=gettext_lazy("人员"))
    category = forms.CharField(label=gettext_lazy("人员类别"), max_length=120, required=False)
    capacity = forms.ChoiceField(
        label=gettext_lazy("参会身份"), choices=Capacity.choices, initial=Capacity.ATTEND, widget=forms.RadioSelect
    )

    def __init__(self, *given: Any, people: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        person: Any = self.fields["person"]
        person.queryset = people
        person.empty_label = _("请选择")


class RuleForm(DeadlineForm):
    """One category of people: role × level × focus, with names added and taken away."""

    category = forms.CharField(
        label=gettext_lazy("人员类别"),
        max_length=120,
        help_text=gettext_lazy("写在通知和签到表上，例如“二级及以上医疗机构院感科主任”。"),
    )
    capacity = forms.ChoiceField(
        label=gettext_lazy("参会身份"), choices=Capacity.choices, initial=Capacity.ATTEND, widget=forms.RadioSelect
    )
    duties = forms.MultipleChoiceField(
        label=gettext_lazy("职责"),
        choices=[(one.value, one.label) for one in OFFERED_DUTIES],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    titles = forms.CharField(label=gettext_lazy("职务包含"), required=False, max_length=200, help_text=COMMA)
    departments = forms.CharField(label=gettext_lazy("科室名称包含"), required=False, max_length=200, help_text=COMMA)
    key_departments = forms.BooleanField(label=gettext_lazy("只限重点科室"), required=False)
    kinds = forms.MultipleChoiceField(
        label=gettext_lazy("机构类别"), required=False, widget=forms.CheckboxSelectMultiple
    )
    levels = forms.MultipleChoiceField(
        label=gettext_lazy("机构级别"),
        choices=Organization.Level.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    ownerships = forms.MultipleChoiceField(
        label=gettext_lazy("举办性质"),
        choices=Organization.Ownership.choices,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    affiliated = forms.BooleanField(label=gettext_lazy("只限委直属单位"), required=False)
    regions = forms.CharField(label=gettext_lazy("行政区"), required=False, max_length=200, help_text=COMMA)
    tags = forms.MultipleChoiceField(label=gettext_lazy("机构标签"), required=False)
    types = forms.TypedMultipleChoiceField(label=gettext_lazy("科室类别"), required=False, coerce=int)
    body = forms.TypedChoiceField(
        label=gettext_lazy("委员会或专班的成员"), required=False, coerce=int, empty_value=None
    )
    one_each = forms.BooleanField(label=gettext_lazy("每家单位只通知排在最前的1人"), required=False)

    def __init__(self, *given: Any, bodies: Sequence[Organization], **named: Any) -> None:
        super().__init__(*given, **named)
        fields: Any = self.fields
        dependent = Organization.DEPENDENT_KINDS
        fields["kinds"].choices = [one for one in Organization.Kind.choices if one[0] not in dependent]
        tags = list(Tag.objects.values_list("name", "name"))
        types = list(DepartmentType.objects.values_list("pk", "name"))
        fields["body"].choices = [("", _("（不按委员会或专班）")), *((one.pk, one.name) for one in bodies)]
        for name, offered in (("tags", tags), ("types", types)):
            if offered:
                fields[name].choices = offered
            else:
                del fields[name]

    def rule(self) -> dict[str, Any]:
        """The conditions as data."""
        told = {key: value for key, value in self.cleaned_data.items() if key not in ("category", "capacity")}
        for key in ("titles", "departments", "regions"):
            words = told[key].replace(",", "、").replace("，", "、").split("、")
            told[key] = [word.strip() for word in words if word.strip()]
        return {key: value for key, value in told.items() if value}

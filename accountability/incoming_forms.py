"""The forms of incoming papers and of tasks: registering, 拟办, giving tasks, reporting on them."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.attachments import Checked, gate
from accountability.deadline_forms import DeadlineForm
from accountability.delegation_forms import DayInput
from accountability.forms import Reason
from accountability.incoming import offering
from accountability.incoming.becoming import Task
from accountability.incoming.registering import Paper, Proposal
from accountability.models import IncomingDocument
from organizations.models import Appointment, Organization, Person
from organizations.refusals import Refusal

LEADERS = (1, 2, 3)


class Files(forms.FileInput):
    """A field that takes several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """Several files, each through the gate."""

    widget = Files

    def __init__(self, **named: Any) -> None:
        super().__init__(widget=Files(attrs={"multiple": True}), **named)

    def clean(self, data: Any, initial: Any = None) -> list[Checked]:
        """What passed; one that does not refuses all."""
        uploads = data if isinstance(data, list | tuple) else [data] if data else []
        if self.required and not uploads:
            raise ValidationError(_("请选择文件。"))
        try:
            return [gate(one) for one in uploads]
        except Refusal as refusal:
            raise ValidationError(refusal.message) from refusal


class UnitsField(forms.ModelMultipleChoiceField):
    """Several units, chosen from a list read already."""

    def __init__(self, **named: Any) -> None:
        widget = forms.SelectMultiple(attrs={"size": 8})
        super().__init__(Organization.objects.none(), widget=widget, **named)

    def offer(self, units: Sequence[Organization]) -> None:
        """Let it choose among these."""
        self.queryset = Organization.objects.filter(pk__in=[one.pk for one in units])
        self.choices = [(one.pk, _indented(one)) for one in units]


def offer_units(form: forms.Form, name: str, units: Sequence[Organization], *, empty: str = "") -> None:
    """Let a field choose one among units read already."""
    field: Any = form.fields[name]
    if isinstance(field, UnitsField):
        field.offer(units)
        return
    field.queryset = Organization.objects.filter(pk__in=[one.pk for one in units])
    start = [("", empty)] if empty else []
    field.choices = [*start, *((one.pk, _indented(one)) for one in units)]


def offer_held(form: forms.Form, name: str, offered: list[Appointment], *, empty: str = "") -> None:
    """Let a field choose among people in office, each with his post."""
    field: Any = form.fields[name]
    field.queryset = offering.as_people(offered)
    start = [("", empty)] if empty else []
    field.choices = [*start, *offering.named(offered)]


def _indented(unit: Organization) -> str:
    return str(unit)


class RegisterForm(DeadlineForm):
    """What is written into the register about a paper."""

    sender = forms.CharField(label=gettext_lazy("来文单位"), max_length=120)
    their_number = forms.CharField(
        label=gettext_lazy("来文字号"), max_length=60, required=False, help_text=gettext_lazy("没有文号的可以不填。")
    )
    title = forms.CharField(label=gettext_lazy("标题"), max_length=200)
    kind = forms.ChoiceField(label=gettext_lazy("来文类别"), choices=IncomingDocument.Kind.choices)
    received_on = forms.DateField(label=gettext_lazy("收到日期"), widget=DayInput)
    written_on = forms.DateField(label=gettext_lazy("成文日期"), widget=DayInput, required=False)
    copies = forms.IntegerField(label=gettext_lazy("份数"), min_value=1, max_value=9999, initial=1)
    urgency = forms.ChoiceField(label=gettext_lazy("缓急"), choices=IncomingDocument.Urgency.choices)
    secrecy = forms.ChoiceField(
        label=gettext_lazy("密级"),
        choices=IncomingDocument.Secrecy.choices,
        help_text=gettext_lazy("标有秘密、机密、绝密的文件不得在本系统登记。"),
    )
    due_on = forms.DateField(label=gettext_lazy("来文要求的办理时限"), widget=DayInput, required=False)
    summary = forms.CharField(
        label=gettext_lazy("内容摘要"), max_length=2000, required=False, widget=forms.Textarea(attrs={"rows": 4})
    )

    def paper(self) -> Paper:
        """What the verb is given."""
        names = Paper.__dataclass_fields__
        return Paper(**{name: value for name, value in self.cleaned_data.items() if name in names})


class NewIncomingForm(RegisterForm):
    """A paper that has just come in, with its scan."""

    organization = forms.ModelChoiceField(Organization.objects.none(), label=gettext_lazy("收文单位"))
    files: Any = FilesField(label=gettext_lazy("正文和附件"), required=False)
    field_order = ("organization",)

    def __init__(self, *given: Any, units: Sequence[Organization], **named: Any) -> None:
        super().__init__(*given, **named)
        self.initial = {"received_on": timezone.localdate(), **self.initial}
        offer_units(self, "organization", units)


class FilesForm(DeadlineForm):
    """Further scans."""

    files: Any = FilesField(label=gettext_lazy("附件"))


class ProposeForm(DeadlineForm):
    """拟办: the opinion, up to three leaders in order, who handles it and by when."""

    text = forms.CharField(label=gettext_lazy("拟办意见"), max_length=1000, widget=forms.Textarea(attrs={"rows": 4}))
    lead_unit = forms.ModelChoiceField(Organization.objects.none(), label=gettext_lazy("承办单位"), required=False)
    holder = forms.ModelChoiceField(Person.objects.none(), label=gettext_lazy("承办人"), required=False)
    due_on = forms.DateField(label=gettext_lazy("办理时限"), widget=DayInput, required=False)
    supporting_units = UnitsField(label=gettext_lazy("协办单位"), required=False)
    version = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *given: Any, home: Organization, **named: Any) -> None:
        super().__init__(*given, **named)
        leaders = offering.leaders_of(home)
        for number in LEADERS:
            name = f"leader{number}"
            label = _("批示领导（%(n)d）") % {"n": number}
            self.fields[name] = forms.ModelChoiceField(Person.objects.none(), label=label, required=False)
            offer_held(self, name, leaders, empty=_("（不送批示）") if number == 1 else _("（无）"))
        units = offering.units_under(home)
        offer_units(self, "lead_unit", units, empty=_("（只传阅，不承办）"))
        offer_units(self, "supporting_units", units)
        offer_held(self, "holder", offering.workers_under(home), empty=_("（承办单位负责人）"))
        self.order_fields(["text", *(f"leader{n}" for n in LEADERS), "lead_unit", "holder", "due_on"])

    def proposal(self) -> Proposal:
        """What the verb is given."""
        told = self.cleaned_data
        leaders = [told[f"leader{n}"] for n in LEADERS if told[f"leader{n}"]]
        names = ("text", "lead_unit", "holder", "due_on")
        return Proposal(
            leaders=leaders, supporting_units=list(told["supporting_units"]), **{name: told[name] for name in names}
        )


class TaskForm(DeadlineForm):
    """What is to be done, by which units, by when, and how it is shown."""

    sentence = forms.CharField(
        label=gettext_lazy("依据的原文"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("从来文中摘录这项任务所依据的一句话。"),
    )
    title = forms.CharField(label=gettext_lazy("任务"), max_length=400)
    units = UnitsField(
        label=gettext_lazy("承办单位"), help_text=gettext_lazy("选择几个单位时，每个单位各有一项任务，由其负责人办理。")
    )
    holder = forms.ModelChoiceField(Person.objects.none(), label=gettext_lazy("责任人"), required=False)
    due_on = forms.DateField(label=gettext_lazy("完成期限"), widget=DayInput)
    supporting_units = UnitsField(label=gettext_lazy("协办单位"), required=False)
    evidence_required = forms.CharField(
        label=gettext_lazy("须提交的佐证"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("确有必要才填写，例如“督导记录”；一般事项文字说明即可。"),
    )
    supervised = forms.BooleanField(label=gettext_lazy("列入督办"), required=False)

    def __init__(self, *given: Any, home: Organization, asks_sentence: bool = True, **named: Any) -> None:
        super().__init__(*given, **named)
        units = offering.units_under(home)
        offer_units(self, "units", units)
        offer_units(self, "supporting_units", units)
        offer_held(self, "holder", offering.workers_under(home), empty=_("（各承办单位负责人）"))
        if not asks_sentence:
            del self.fields["sentence"]

    def task(self) -> Task:
        """What the verb is given."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "sentence"}
        for name in ("units", "supporting_units"):
            told[name] = list(told[name])
        return Task(**told)


class ReportForm(DeadlineForm):
    """How far a task is, with what shows it."""

    text = forms.CharField(label=gettext_lazy("进展情况"), max_length=2000, widget=forms.Textarea(attrs={"rows": 4}))
    percent = forms.IntegerField(label=gettext_lazy("进度（%）"), min_value=0, max_value=100)
    is_done = forms.BooleanField(label=gettext_lazy("任务已经完成，申请办结"), required=False)
    files: Any = FilesField(label=gettext_lazy("佐证材料"), required=False)


class HolderForm(DeadlineForm):
    """Who answers for a task from now on, and why."""

    person = forms.ModelChoiceField(Person.objects.none(), label=gettext_lazy("责任人"))
    because = Reason(label=gettext_lazy("变更原因"), max_length=200)

    def __init__(self, *given: Any, home: Organization, **named: Any) -> None:
        super().__init__(*given, **named)
        offer_held(self, "person", offering.staff_under(home), empty=_("请选择"))


class BecauseForm(DeadlineForm):
    """A reason that must be given."""

    because = Reason(label=gettext_lazy("原因"), max_length=200)


class ResultForm(DeadlineForm):
    """What came of it."""

    result = forms.CharField(label=gettext_lazy("办理结果"), max_length=2000, widget=forms.Textarea(attrs={"rows": 5}))


class UrgeForm(DeadlineForm):
    """What is said with a reminder."""

    text = forms.CharField(label=gettext_lazy("催办内容（可不填）"), max_length=200, required=False)


class IncomingFilterForm(forms.Form):
    """Narrowing the register."""

    q = forms.CharField(label=gettext_lazy("编号、来文单位、文号或标题"), max_length=80, required=False)
    kind = forms.ChoiceField(
        label=gettext_lazy("来文类别"),
        choices=[("", gettext_lazy("全部类别")), *IncomingDocument.Kind.choices],
        required=False,
    )
    urgency = forms.ChoiceField(
        label=gettext_lazy("缓急"),
        choices=[("", gettext_lazy("全部缓急")), *IncomingDocument.Urgency.choices],
        required=False,
    )
    since = forms.DateField(label=gettext_lazy("收到日期起"), widget=DayInput, required=False)
    state = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def asked(self) -> int:
        """How many narrowings are set."""
        told = self.cleaned_data if self.is_valid() else {}
        return sum(bool(told.get(name)) for name in ("q", "kind", "urgency", "since"))

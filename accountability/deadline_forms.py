"""The forms of deadlines: extensions, receipts, rosters, working hours, reports, and the rungs of a ladder."""

import datetime
from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.clocks import Hours
from accountability.delegation_forms import DayInput
from accountability.forms import MoveForm, Reason
from accountability.ladders import Receiver, RungGiven
from accountability.models import IncidentReport, Ladder, Rung, RungReceiver, Shift
from organizations.models import Duty, Organization, Person

MOST_RUNGS = 6
MOST_OUTSIDE = 6
Where = RungReceiver.Where
OFFERED = (
    (Duty.HEAD, Where.UNIT),
    (Duty.CLERK, Where.INSTITUTION),
    (Duty.LEADER, Where.INSTITUTION),
    (Duty.PRINCIPAL, Where.INSTITUTION),
    (Duty.CLERK, Where.UP_ONE),
    (Duty.LEADER, Where.UP_ONE),
    (Duty.PRINCIPAL, Where.UP_ONE),
    (Duty.CLERK, Where.UP_TWO),
    (Duty.LEADER, Where.UP_TWO),
    (Duty.CLERK, Where.UP_THREE),
)


class DeadlineForm(MoveForm):
    """A form without the usual reason, whose fields say in their own words what is missing."""

    because: Any = None

    def full_clean(self) -> None:
        """Every field names itself in what it says."""
        for field in self.fields.values():
            named = {"what": str(field.label or "")}
            picked = isinstance(field, forms.ChoiceField | forms.ModelChoiceField)
            required = _("请选择%(what)s。") if picked else _("请填写%(what)s。")
            field.error_messages["required"] = required % named
            if picked:
                field.error_messages["invalid_choice"] = _("%(what)s的选项已经变化，请重新选择。") % named
            if isinstance(field, forms.DateTimeField | forms.TimeField):
                field.error_messages["invalid"] = _("%(what)s的写法不对，请重新填写。") % named
            elif isinstance(field, forms.DateField):
                field.error_messages["invalid"] = _("请按“2026-03-01”的写法填写%(what)s。") % named
        super().full_clean()


class MomentField(forms.DateTimeField):
    """A day and a time, in the browser's own field."""

    def __init__(self, **named: Any) -> None:
        shape = "%Y-%m-%dT%H:%M"
        widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=shape)
        super().__init__(widget=widget, input_formats=[shape, "%Y-%m-%d %H:%M"], **named)


class ExtensionForm(DeadlineForm):
    """Until when, why, and what is to hold where nobody works on that day."""

    AS_IS, BEFORE, AFTER = "as_is", "before", "after"
    ON_REST_DAYS = (
        (AS_IS, gettext_lazy("照原日")),
        (BEFORE, gettext_lazy("提前到前一个工作日")),
        (AFTER, gettext_lazy("顺延到后一个工作日")),
    )
    due_on = forms.DateField(label=gettext_lazy("申请延至"), widget=DayInput)
    rest_day = forms.ChoiceField(
        label=gettext_lazy("如果这一天不是工作日"), choices=ON_REST_DAYS, initial=AS_IS, widget=forms.RadioSelect
    )
    because = Reason(label=gettext_lazy("延期理由"), max_length=500)


class DecisionForm(DeadlineForm):
    """The opinion on an extension."""

    opinion = Reason(label=gettext_lazy("审批意见（不同意时必须填写）"), max_length=500, required=False)


class ReceiptForm(DeadlineForm):
    """What is said with a receipt; for an outside receiver also who confirmed there, and when."""

    received_name = forms.CharField(label=gettext_lazy("对方接收人"), max_length=60)
    received_at = MomentField(label=gettext_lazy("对方确认时间"))
    note = Reason(label=gettext_lazy("回执说明（可不填）"), max_length=300, required=False)

    def __init__(self, *given: Any, is_outside: bool, **named: Any) -> None:
        super().__init__(*given, **named)
        self.initial.setdefault("received_at", timezone.localtime())
        if not is_outside:
            del self.fields["received_name"], self.fields["received_at"]


class ShiftForm(DeadlineForm):
    """Who has which shift from when until when."""

    slot = forms.ChoiceField(label=gettext_lazy("班次"), choices=Shift.Slot.choices)
    person = forms.ModelChoiceField(Person.objects.none(), label=gettext_lazy("值班人员"))
    since = forms.DateField(label=gettext_lazy("开始日期"), widget=DayInput)
    until = forms.DateField(
        label=gettext_lazy("结束日期"), widget=DayInput, help_text=gettext_lazy("只排一天时，与开始日期相同。")
    )
    telephone = forms.CharField(label=gettext_lazy("联系电话"), max_length=40, required=False)

    def __init__(self, *given: Any, people: Sequence[Person], **named: Any) -> None:
        super().__init__(*given, **named)
        offer_people(self, "person", people)


class SubstituteForm(DeadlineForm):
    """Who stands in, and why."""

    person = forms.ModelChoiceField(Person.objects.none(), label=gettext_lazy("替班人员"))
    because = Reason(label=gettext_lazy("替班原因"), max_length=200)

    def __init__(self, *given: Any, people: Sequence[Person], **named: Any) -> None:
        super().__init__(*given, **named)
        offer_people(self, "person", people)


class TelephoneForm(DeadlineForm):
    """The number that is answered day and night."""

    telephone = forms.CharField(
        label=gettext_lazy("值班电话"),
        max_length=40,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "off"}),
        help_text=gettext_lazy("24小时有人接听的号码，例如“0571-12345678转8001”；留空表示不公布。"),
    )


class HoursForm(DeadlineForm):
    """The two halves of a working day."""

    LABELS = {
        "morning_from": gettext_lazy("上午上班"),
        "morning_until": gettext_lazy("上午下班"),
        "afternoon_from": gettext_lazy("下午上班"),
        "afternoon_until": gettext_lazy("下午下班"),
    }

    def __init__(self, *given: Any, hours: Hours, **named: Any) -> None:
        super().__init__(*given, **named)
        for name, label in self.LABELS.items():
            widget = forms.TimeInput(attrs={"type": "time"}, format="%H:%M")
            self.fields[name] = forms.TimeField(label=label, widget=widget, initial=getattr(hours, name))


class IncidentForm(DeadlineForm):
    """Who reported what, when it was found and taken, and by which rule it goes on."""

    organization = forms.ModelChoiceField(Organization.objects.none(), label=gettext_lazy("登记单位"))
    reporter = forms.CharField(label=gettext_lazy("报告人"), max_length=60)
    reporter_unit = forms.CharField(label=gettext_lazy("报告人单位"), max_length=120, required=False)
    reporter_telephone = forms.CharField(label=gettext_lazy("报告人电话"), max_length=40, required=False)
    way = forms.ChoiceField(label=gettext_lazy("报告方式"), choices=IncidentReport.Way.choices)
    found_at = MomentField(label=gettext_lazy("发现时间"))
    received_at = MomentField(label=gettext_lazy("接报时间"))
    content = forms.CharField(label=gettext_lazy("报告内容"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    told = forms.CharField(
        label=gettext_lazy("已告知"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("接报后已经电话告知的人员，例如“带班领导何副院长”。"),
    )
    ladder = forms.ModelChoiceField(
        Ladder.objects.none(),
        label=gettext_lazy("上报规则"),
        required=False,
        help_text=gettext_lazy("选择后立即开始计时，并通知第1级接收方；不需要上报的，可以不选。"),
    )

    def __init__(self, *given: Any, units: Sequence[Organization], rules: Sequence[Ladder], **named: Any) -> None:
        super().__init__(*given, **named)
        now = timezone.localtime()
        self.initial = {"found_at": now, "received_at": now, **self.initial}
        unit: Any = self.fields["organization"]
        unit.queryset = Organization.objects.filter(pk__in=[one.pk for one in units])
        unit.choices = [(one.pk, one.name) for one in units]
        rule: Any = self.fields["ladder"]
        rule.queryset = Ladder.objects.filter(pk__in=[one.pk for one in rules])
        rule.choices = [("", _("（不上报）")), *((one.pk, f"{one.name}（{one.basis}）") for one in rules)]


class LadderForm(DeadlineForm):
    """Name, basis and up to six rungs: reordered by their numbers, taken out by a tick, added in the empty rows."""

    name = forms.CharField(label=gettext_lazy("规则名称"), max_length=80)
    basis = forms.CharField(label=gettext_lazy("依据"), max_length=300)
    note = forms.CharField(label=gettext_lazy("说明"), max_length=300, required=False)

    def __init__(self, *given: Any, ladder: Ladder | None, **named: Any) -> None:
        super().__init__(*given, **named)
        rungs = list(ladder.rungs.all()) if ladder else []
        self.purpose = ladder.purpose if ladder else Ladder.Purpose.REPORT
        self.kept = {f"keep:{who.pk}": who for rung in rungs for who in rung.receivers.all() if not _is_offered(who)}
        self.shown = min(MOST_RUNGS, len(rungs) + 2)
        if ladder:
            self.initial.update(name=ladder.name, basis=ladder.basis, note=ladder.note)
        choices = _receiver_choices(self.kept)
        for n in range(1, self.shown + 1):
            self._add_rung(n, rungs[n - 1] if n <= len(rungs) else None, choices)

    def _add_rung(self, n: int, rung: Rung | None, choices: list[tuple[str, str]]) -> None:
        """The fields of one rung, as it stands or empty."""
        starts = [one for one in Rung.Start.choices if one[0] in _starts(self.purpose)]
        receivers = list(rung.receivers.all()) if rung else []
        fields: dict[str, tuple[forms.Field, Any]] = {
            "place": (forms.IntegerField(label=_("级次"), min_value=1, max_value=99), n),
            "name": (forms.CharField(label=_("事项"), max_length=80, required=False), rung.name if rung else ""),
            "start": (forms.ChoiceField(label=_("起算"), choices=starts), rung.start if rung else starts[-1][0]),
            "amount": (forms.IntegerField(label=_("时限"), min_value=1, max_value=9999), rung.amount if rung else 1),
            "clock": (
                forms.ChoiceField(label=_("计时"), choices=Rung.Clock.choices),
                rung.clock if rung else Rung.Clock.NATURAL_HOURS,
            ),
            "receivers": (
                forms.MultipleChoiceField(
                    label=_("接收方"), choices=choices, required=False, widget=forms.CheckboxSelectMultiple
                ),
                [_key(one) for one in receivers if not one.outside],
            ),
            "outside": (
                forms.CharField(
                    label=_("系统外接收单位"),
                    max_length=200,
                    required=False,
                    help_text=_("例如“所在地疾病预防控制机构”，几个单位之间用“；”隔开。"),
                ),
                "；".join(one.outside for one in receivers if one.outside),
            ),
            "gone": (forms.BooleanField(label=_("删除这一级"), required=False), False),
        }
        for name, (field, initial) in fields.items():
            field.initial = initial
            self.fields[f"{name}{n}"] = field

    def rows(self) -> list[list[forms.BoundField]]:
        """The fields rung by rung, as the page shows them."""
        names = ("place", "name", "start", "amount", "clock", "receivers", "outside", "gone")
        return [[self[f"{name}{n}"] for name in names] for n in range(1, self.shown + 1)]

    def words(self) -> list[forms.BoundField]:
        """The fields about the whole."""
        return [self[name] for name in ("name", "basis", "note")]

    def rungs(self) -> list[RungGiven]:
        """The rungs as they were given, in the order of their numbers; the rows left empty are left out."""
        given = self.cleaned_data
        kept = [n for n in range(1, self.shown + 1) if given[f"name{n}"].strip() and not given[f"gone{n}"]]
        ordered = sorted(kept, key=lambda n: (given[f"place{n}"], n))
        return [
            RungGiven(
                name=given[f"name{n}"],
                amount=given[f"amount{n}"],
                clock=given[f"clock{n}"],
                start=given[f"start{n}"],
                receivers=self._receivers(n),
            )
            for n in ordered
        ]

    def _receivers(self, n: int) -> tuple[Receiver, ...]:
        chosen = [self._receiver(key) for key in self.cleaned_data[f"receivers{n}"]]
        names = self.cleaned_data[f"outside{n}"].replace(";", "；").split("；")
        outside = [Receiver(outside=name.strip()[:80]) for name in names if name.strip()]
        return (*chosen, *outside[:MOST_OUTSIDE])

    def _receiver(self, key: str) -> Receiver:
        if key in self.kept:
            one = self.kept[key]
            return Receiver(duty=one.duty, where=one.where, organization=one.organization, person=one.person)
        duty, _sep, where = key.partition(":")
        return Receiver(duty=duty, where=where)


def offer_people(form: forms.Form, name: str, people: Sequence[Person]) -> None:
    """Let a field choose among people who were read already, each with his unit."""
    field: Any = form.fields[name]
    field.queryset = Person.objects.filter(pk__in=[one.pk for one in people])
    field.choices = [("", _("请选择")), *((one.pk, f"{one.name}（{one.home}）") for one in people)]


def month_of(text: str) -> datetime.date:
    """The first day of the month an address names; the present one for anything else."""
    try:
        found = datetime.datetime.strptime(text, "%Y-%m").replace(tzinfo=datetime.UTC).date()
    except ValueError:
        return timezone.localdate().replace(day=1)
    return found if 2000 <= found.year <= 2099 else timezone.localdate().replace(day=1)


def _starts(purpose: str) -> tuple[str, ...]:
    if purpose == Ladder.Purpose.OVERDUE:
        return (Rung.Start.DUE,)
    return (Rung.Start.FOUND, Rung.Start.RECEIVED)


def _is_offered(who: RungReceiver) -> bool:
    return bool(who.outside) or (who.duty, who.where) in {(str(duty), str(where)) for duty, where in OFFERED}


def _key(who: RungReceiver) -> str:
    return f"{who.duty}:{who.where}" if _is_offered(who) else f"keep:{who.pk}"


def _receiver_choices(kept: dict[str, RungReceiver]) -> list[tuple[str, str]]:
    offered = [(f"{duty.value}:{where.value}", f"{where.label} {duty.label}") for duty, where in OFFERED]
    return [*offered, *((key, who.label) for key, who in kept.items())]

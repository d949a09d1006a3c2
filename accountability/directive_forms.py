"""The forms of directives: entering them point by point, confirming, deploying."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.deadline_forms import DeadlineForm, MomentField
from accountability.delegation_forms import DayInput
from accountability.incoming import offering
from accountability.incoming.directing import Words
from accountability.incoming_forms import offer_held, offer_units
from accountability.models import Derivation, Directive
from organizations.models import Organization, Person


class DirectiveForm(DeadlineForm):
    """Who said what, when, about what, in which points."""

    organization = forms.ModelChoiceField(Organization.objects.none(), label=gettext_lazy("办理单位"))
    way = forms.ChoiceField(
        label=gettext_lazy("方式"),
        choices=Directive.Way.choices,
        help_text=gettext_lazy("口头指示由本单位领导在待办中确认；确认前可以先行部署。"),
    )
    leader = forms.ModelChoiceField(Person.objects.none(), label=gettext_lazy("批示领导（本单位）"), required=False)
    leader_name = forms.CharField(label=gettext_lazy("领导姓名（上级或外单位）"), max_length=60, required=False)
    leader_post = forms.CharField(label=gettext_lazy("领导职务（上级或外单位）"), max_length=120, required=False)
    said_at = MomentField(label=gettext_lazy("批示时间"))
    occasion = forms.CharField(label=gettext_lazy("事由"), max_length=200)
    text = forms.CharField(label=gettext_lazy("批示内容"), max_length=4000, widget=forms.Textarea(attrs={"rows": 5}))
    points = forms.CharField(
        label=gettext_lazy("要点"),
        max_length=6000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("一行一条；不填写时，按“一是、二是”“一、二、”“1.2.”自动分条。"),
    )

    def __init__(self, *given: Any, units: Sequence[Organization], **named: Any) -> None:
        super().__init__(*given, **named)
        self.initial = {"said_at": timezone.localtime(), **self.initial}
        offer_units(self, "organization", units)
        offer_held(self, "leader", offering.leaders_of(units[0]), empty=_("（上级或外单位领导）"))

    def words(self) -> Words:
        """What the verb is given."""
        told = {name: value for name, value in self.cleaned_data.items() if name not in ("organization", "points")}
        return Words(points=lines_of(self.cleaned_data["points"]), **told)


def lines_of(text: str) -> tuple[str, ...]:
    """The lines that say something."""
    return tuple(line.strip() for line in text.splitlines() if line.strip())


class SeatForm(DeadlineForm):
    """The points into which a 批示 given on line is taken apart."""

    points = forms.CharField(
        label=gettext_lazy("要点"),
        max_length=6000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("一行一条。"),
    )

    def lines(self) -> tuple[str, ...]:
        """One point a line."""
        return lines_of(self.cleaned_data["points"])


class ConfirmForm(DeadlineForm):
    """Whether that is what the leader asked for."""

    RIGHT, WRONG = "right", "wrong"
    answer = forms.ChoiceField(
        label=gettext_lazy("是否与您的指示一致"),
        choices=((RIGHT, gettext_lazy("确认属实")), (WRONG, gettext_lazy("与本人指示不符"))),
        widget=forms.RadioSelect,
    )
    note = forms.CharField(
        label=gettext_lazy("说明（不符时必须填写）"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )


class DeployForm(DeadlineForm):
    """How and when a directive was put to work."""

    KINDS = tuple(
        choice for choice in Derivation.Kind.choices if choice[0] in ("inspection", "meeting", "notice", "other")
    )
    kind = forms.ChoiceField(label=gettext_lazy("部署方式"), choices=KINDS)
    at = MomentField(label=gettext_lazy("部署时间"))
    label = forms.CharField(
        label=gettext_lazy("部署情况"),
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("例如“分管领导带领15个专班小组开展督导检查”。"),
    )

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.initial = {"at": timezone.localtime(), **self.initial}


class DirectiveFilterForm(forms.Form):
    """Narrowing the list."""

    q = forms.CharField(label=gettext_lazy("编号、领导、事由或内容"), max_length=80, required=False)
    way = forms.ChoiceField(
        label=gettext_lazy("方式"), choices=[("", gettext_lazy("全部方式")), *Directive.Way.choices], required=False
    )
    since = forms.DateField(label=gettext_lazy("批示日期起"), widget=DayInput, required=False)
    state = forms.CharField(widget=forms.HiddenInput, required=False)

    @property
    def asked(self) -> int:
        """How many narrowings are set."""
        told = self.cleaned_data if self.is_valid() else {}
        return sum(bool(told.get(name)) for name in ("q", "way", "since"))

"""What is asked for once and done to several findings."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from organizations.models import Person
from rectification.forms.asking import AskingForm, offer
from rectification.forms.dates import DayField
from rectification.models.choices import SlipKind


class ApproveForm(AskingForm):
    """Nothing more than the wish to approve."""


class LeaderForm(AskingForm):
    """Who of the unit's leaders answers."""

    leader = forms.ModelChoiceField(label=_("责任领导"), queryset=Person.objects.none(), empty_label=_("请选择"))

    def __init__(self, *args: Any, people: QuerySet[Person], **kwargs: Any) -> None:
        """Offer the people of the unit."""
        super().__init__(*args, **kwargs)
        offer(
            self, "leader", people, choices=[("", _("请选择")), *((p.pk, f"{p.name}（{p.home.name}）") for p in people)]
        )


class LimitForm(AskingForm):
    """A day, and why."""

    limit_on = DayField(label=_("整改限期"))
    because = forms.CharField(label=_("理由"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))


class SlipForm(AskingForm):
    """The words of a paper to a unit."""

    kind = forms.ChoiceField(label=_("种类"), choices=SlipKind.choices, widget=forms.RadioSelect)
    text = forms.CharField(
        label=_("要求"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("问题清单由系统附在后面，不必抄写。"),
    )
    reply_by = DayField(label=_("回复期限"))
    contact = forms.CharField(label=_("联系人及电话"), max_length=200)


class ReceiptForm(AskingForm):
    """签收, with a word if there is something to say."""

    note = forms.CharField(label=_("签收说明"), required=False, max_length=200)

"""The forms of votes."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.deadline_forms import DeadlineForm
from accountability.forms import Reason
from meetings.models import AgendaItem, Attendance, Basis, Choice, Secrecy

ASIDE = "recuse"


class BallotForm(DeadlineForm):
    """What is put to the vote, and how."""

    question = forms.CharField(label=gettext_lazy("表决事项"), max_length=300, widget=forms.Textarea({"rows": 2}))
    item = forms.ModelChoiceField(AgendaItem.objects.none(), label=gettext_lazy("议程"), required=False)
    secrecy = forms.ChoiceField(
        label=gettext_lazy("表决方式"), choices=Secrecy.choices, initial=Secrecy.NAMED, widget=forms.RadioSelect
    )
    basis = forms.ChoiceField(
        label=gettext_lazy("通过条件"), choices=Basis.choices, initial=Basis.ENTITLED, widget=forms.RadioSelect
    )

    def __init__(self, *given: Any, items: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        item: Any = self.fields["item"]
        item.queryset = items
        item.empty_label = _("（不对应议程）")


class VoteForm(DeadlineForm):
    """One vote, or standing aside with the reason; the desk says whose it is."""

    attendance = forms.TypedChoiceField(label=gettext_lazy("表决人"), coerce=int)
    choice = forms.ChoiceField(
        label=gettext_lazy("表决意见"),
        choices=[*Choice.choices, (ASIDE, gettext_lazy("回避"))],
        widget=forms.RadioSelect,
    )
    because = Reason(label=gettext_lazy("回避理由（回避的必须填写）"), max_length=200, required=False)

    def __init__(self, *given: Any, voters: Sequence[Attendance], **named: Any) -> None:
        super().__init__(*given, **named)
        who: Any = self.fields["attendance"]
        who.choices = [(one.pk, f"{one.name}（{one.unit_name}{one.post}）") for one in voters]
        if len(voters) == 1:
            who.widget = forms.HiddenInput()
            who.initial = voters[0].pk

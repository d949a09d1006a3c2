"""The short forms of sign-off: whom to ask, and why; a refusal of the verb stands at the field it names."""

from collections.abc import Collection
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.models import Seat
from accountability.signing.candidates import candidates_for, posts_for
from engine.forms import say_empty_choices
from organizations.models import Appointment, Duty, Person
from organizations.refusals import Refusal

LONGEST_REASON = 200


class Reason(forms.CharField):
    """A few words; a line end counts as one character, as it does where they were typed."""

    widget = forms.Textarea(attrs={"rows": 3})

    def to_python(self, value: Any) -> str:
        """The words as the database keeps them."""
        return str(super().to_python(value)).replace("\r\n", "\n")


class MoveForm(forms.Form):
    """The reason, which may be left out."""

    because = Reason(label=gettext_lazy("原因（可不填）"), max_length=LONGEST_REASON, required=False)

    def __init__(self, *given: Any, **named: Any) -> None:
        """A choice not yet made is said in words."""
        super().__init__(*given, **named)
        say_empty_choices(self)

    def take_refusal(self, refusal: Refusal) -> None:
        """Show the sentence of a refusal at its field, or above the form when it names none."""
        placed = getattr(refusal, "errors", {}) or {"": refusal.message}
        for field, sentence in placed.items():
            self.add_error(field if field in self.fields else None, sentence)


class AskForm(MoveForm):
    """Whom to ask instead of oneself or beside oneself, and why."""

    person = forms.ModelChoiceField(
        Person.objects.none(),
        label=gettext_lazy("办理人"),
        error_messages={
            "required": gettext_lazy("请选择办理人。"),
            "invalid_choice": gettext_lazy("这名人员不在可选名单中，请重新选择办理人。"),
        },
    )
    because = Reason(label=gettext_lazy("原因"), max_length=LONGEST_REASON)
    field_order = ("person", "because")

    def __init__(self, *given: Any, seat: Seat, duties: Collection[Duty], why: str, **named: Any) -> None:
        super().__init__(*given, **named)
        self.fields["because"].error_messages["required"] = why
        offered = candidates_for(seat, duties)
        person: Any = self.fields["person"]
        # Whoever was asked meanwhile is no longer offered, but it is the verb that says why he cannot be asked.
        person.queryset = Person.objects.filter(pk__in=posts_for(seat, duties).order_by().values("person"))
        person.choices = [("", _("请选择")), *_grouped(offered)]
        if not offered:
            person.help_text = _("本单位没有其他可以办理的人员，请联系管理员先行任命。")


def _grouped(offered: list[Appointment]) -> list[tuple[str, list[tuple[int, str]]]]:
    """The leaders first, then the heads of departments and the auditors, each with his post."""
    parts: dict[str, list[tuple[int, str]]] = {_("单位领导"): [], _("科室负责人"): [], _("审计"): []}
    leaders, heads, auditors = parts.values()
    places = {Duty.HEAD: heads, Duty.AUDITOR: auditors}
    for one in offered:
        places.get(Duty(one.post.duty), leaders).append((one.person_id, f"{one.person}（{one.post}）"))
    return [(title, people) for title, people in parts.items() if people]

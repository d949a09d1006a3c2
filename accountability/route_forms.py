"""The form by which a unit lays who signs a kind of thing, step after step."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.forms import MoveForm
from accountability.models import SignRouteStep
from accountability.models.routes import Where
from accountability.models.signing import Policy, Word
from accountability.signing import keeping
from organizations.models import Appointment, Duty, Organization

STEPS = range(1, 9)
ELSEWHERE = (Word.CONFIRM, Word.INSTRUCT)  # 签认 belongs to hand-overs, 批示 to 收文
WORDS = [(word.value, word.label) for word in Word if word not in ELSEWHERE]
POLICIES = (Policy.ANY, Policy.ALL, Policy.SEQUENCE)
HALF, MORE_THAN_HALF = "half", 51
"""半数以上同意: how a meeting decides."""
SEATS = (
    (Duty.HEAD, Where.DRAFTING_UNIT),
    (Duty.LEADER, Where.INSTITUTION),
    (Duty.PRINCIPAL, Where.INSTITUTION),
    (Duty.LEADER, Where.SUPERIOR),
    (Duty.PRINCIPAL, Where.SUPERIOR),
)
NAMED = (Duty.HEAD, Duty.LEADER, Duty.PRINCIPAL, Duty.AUDITOR)


class RouteForm(MoveForm):
    """The unit, the kind of thing, a name, and up to five steps; the steps without a word are left out."""

    organization = forms.ModelChoiceField(Organization.objects.none(), label=gettext_lazy("机构"))
    subject = forms.ChoiceField(label=gettext_lazy("事项"))
    name = forms.CharField(label=gettext_lazy("路线名称"), max_length=80)
    because = None  # type: ignore[assignment]  # how Django takes an inherited field away: no reason is asked for here

    def __init__(self, *given: Any, units: list[Organization], **named: Any) -> None:
        super().__init__(*given, **named)
        unit: Any = self.fields["organization"]
        unit.queryset = Organization.objects.filter(pk__in=[one.pk for one in units])
        subject: Any = self.fields["subject"]
        subject.choices = keeping.subjects()
        seats = _seats(units)
        for number in STEPS:
            blank = [("", _("（无）"))]
            told = {"number": number}
            self.fields[f"word{number}"] = forms.ChoiceField(
                label=_("第%(number)d步：办理方式") % told, choices=[*blank, *WORDS], required=number == 1
            )
            self.fields[f"who{number}"] = forms.ChoiceField(
                label=_("第%(number)d步：由谁办理") % told, choices=[*blank, *seats], required=number == 1
            )
            self.fields[f"policy{number}"] = forms.ChoiceField(
                label=_("第%(number)d步：多人时的规则") % told,
                choices=[*((one.value, one.label) for one in POLICIES), (HALF, _("半数以上同意"))],
                required=False,
            )

    def clean(self) -> dict[str, Any]:
        """A step has both a word and somebody, or neither."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for number in STEPS:
            word, who = cleaned.get(f"word{number}"), cleaned.get(f"who{number}")
            if bool(word) != bool(who) and number > 1:
                missing = "who" if word else "word"
                self.add_error(f"{missing}{number}", _("请同时选择办理方式和由谁办理，或者都不选。"))
        return cleaned

    def steps(self) -> list[SignRouteStep]:
        """The rows, not yet saved, in order."""
        given = self.cleaned_data
        return [
            SignRouteStep(
                word=given[f"word{number}"],
                **_decided(given[f"policy{number}"]),
                **_asked(given[f"who{number}"]),
            )
            for number in STEPS
            if given[f"word{number}"]
        ]


def _seats(units: list[Organization]) -> list[tuple[str, str]]:
    """Whom a step may ask: a duty somewhere, or one of the leading people of the institution."""
    duties = [(f"duty:{duty.value}:{where.value}", f"{where.label}{_('：')}{duty.label}") for duty, where in SEATS]
    homes = {unit.institution_path for unit in units}
    held = Appointment.objects.valid().filter(
        post__organization__institution_path__in=homes, post__duty__in=NAMED, person__active=True
    )
    people: dict[str, str] = {}
    for one in held.with_places().by_precedence():
        people.setdefault(f"person:{one.person_id}", f"{one.person}（{one.post}）")
    return [*duties, *people.items()]


def _decided(chosen: str) -> dict[str, Any]:
    """The columns of a step for one rule."""
    return {"policy": Policy.RATIO, "ratio": MORE_THAN_HALF} if chosen == HALF else {"policy": chosen or Policy.ANY}


def from_template(shipped: keeping.Template) -> dict[str, str]:
    """A shipped route as the form has it."""
    told = {"subject": shipped.subject, "name": shipped.name}
    for number, step in enumerate(shipped.steps, start=1):
        told[f"word{number}"] = step["word"]
        told[f"who{number}"] = f"duty:{step['duty']}:{step['where']}"
        told[f"policy{number}"] = HALF if step.get("policy") == Policy.RATIO else step.get("policy", Policy.ANY)
    return told


def _asked(chosen: str) -> dict[str, Any]:
    """The columns of a step for one choice."""
    kind, key, *rest = chosen.split(":")
    return {"person_id": int(key)} if kind == "person" else {"duty": key, "where": rest[0]}

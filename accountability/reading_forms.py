"""The forms of 传阅: whom to give something to read, and the answers of who has read it."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.deadline_forms import DeadlineForm
from accountability.delegation_forms import DayInput
from accountability.incoming import offering
from accountability.incoming.reading import QUESTIONS, Question, Quiz
from accountability.incoming_forms import UnitsField, offer_held, offer_units
from accountability.models import Circulation
from organizations.models import Organization, Person

NUMBERS = range(1, QUESTIONS + 1)


class ReadersForm(DeadlineForm):
    """Further people and units."""

    units = UnitsField(
        label=gettext_lazy("传阅单位"), required=False, help_text=gettext_lazy("所选单位及其下级单位的全体在岗人员。")
    )
    people = forms.ModelMultipleChoiceField(
        Person.objects.none(),
        label=gettext_lazy("传阅人员"),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )

    def __init__(self, *given: Any, home: Organization, **named: Any) -> None:
        super().__init__(*given, **named)
        offer_units(self, "units", [home.institution, *offering.units_under(home)])
        offer_held(self, "people", offering.staff_under(home))

    def readers(self) -> list[Any]:
        """People and units together."""
        return [*self.cleaned_data["people"], *self.cleaned_data["units"]]


class CirculationForm(ReadersForm):
    """Whom, by when, with what request; the questions stay folded away unless a risk needs them."""

    due_on = forms.DateField(label=gettext_lazy("阅知期限"), widget=DayInput, required=False)
    note = forms.CharField(
        label=gettext_lazy("传阅要求"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2})
    )
    with_quiz = forms.BooleanField(label=gettext_lazy("需要答题确认"), required=False)
    quiz_because = forms.CharField(
        label=gettext_lazy("设置测试题的理由"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("默认不设测试题；只有确有风险、须确认掌握的内容才设。"),
    )

    def __init__(self, *given: Any, home: Organization, **named: Any) -> None:
        super().__init__(*given, home=home, **named)
        for number in NUMBERS:
            told = {"n": number}
            self.fields[f"question{number}"] = forms.CharField(
                label=_("第%(n)d题") % told, max_length=200, required=False
            )
            self.fields[f"options{number}"] = forms.CharField(
                label=_("第%(n)d题选项（一行一个，2至4个）") % told,
                max_length=420,
                required=False,
                widget=forms.Textarea(attrs={"rows": 3}),
            )
            self.fields[f"answer{number}"] = forms.IntegerField(
                label=_("第%(n)d题正确选项（第几个）") % told, min_value=1, max_value=4, required=False
            )

    def plain_fields(self) -> list[forms.BoundField]:
        """What is always asked."""
        return [self[name] for name in ("units", "people", "due_on", "note")]

    def quiz_fields(self) -> list[forms.BoundField]:
        """What is asked only where a risk needs it."""
        questions = [f"{name}{number}" for number in NUMBERS for name in ("question", "options", "answer")]
        return [self[name] for name in ("with_quiz", "quiz_because", *questions)]

    def quiz(self) -> Quiz | None:
        """The three questions, where they are asked."""
        told = self.cleaned_data
        if not told["with_quiz"]:
            return None
        questions = tuple(
            Question(
                text=told[f"question{number}"],
                options=tuple(line.strip() for line in told[f"options{number}"].splitlines() if line.strip()),
                answer=(told[f"answer{number}"] or 0) - 1,
            )
            for number in NUMBERS
        )
        return Quiz(because=told["quiz_because"], questions=questions)


class KnowForm(DeadlineForm):
    """已阅, with the answers where questions are asked."""

    opinion = forms.CharField(
        label=gettext_lazy("阅后意见（可不填）"),
        max_length=300,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )

    def __init__(self, *given: Any, circulation: Circulation, **named: Any) -> None:
        super().__init__(*given, **named)
        self.count = len(circulation.quiz)
        for one in circulation.questions:
            choices = [(str(n), option) for n, option in enumerate(one["options"])]
            label = f"{one['number']}. {one['text']}"
            self.fields[f"answer{one['number']}"] = forms.ChoiceField(
                label=label, choices=choices, widget=forms.RadioSelect
            )
        self.order_fields([f"answer{n}" for n in range(1, self.count + 1)])

    def answers(self) -> list[int]:
        """What was chosen, counted from 0."""
        return [int(self.cleaned_data[f"answer{n}"]) for n in range(1, self.count + 1)]

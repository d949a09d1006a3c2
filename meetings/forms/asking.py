"""The ground of every form of meetings, and fields in which people and units are typed by name."""

import datetime
import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.forms import MoveForm
from organizations.models import Organization, Person
from organizations.sight import Who, visible

LABEL = re.compile(r"^(?P<name>[^（(]+)[（(](?P<home>.+)[）)]$")
SEVERAL = re.compile(r"[、,，;；\n]+")
FIRST_DAY, LAST_DAY = datetime.date(2000, 1, 1), datetime.date(2099, 12, 31)
NO_SUCH_DAY = gettext_lazy("请填写2000年至2099年之间的日期。")


class DayInput(forms.DateInput):
    """The browser's date field, which wants ISO dates whatever the language of the page."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%d")


class DayField(forms.DateField):
    """A day near our time."""

    widget = DayInput
    default_validators = [MinValueValidator(FIRST_DAY, NO_SUCH_DAY), MaxValueValidator(LAST_DAY, NO_SUCH_DAY)]


class MomentInput(forms.DateTimeInput):
    """The browser's field for day and hour."""

    input_type = "datetime-local"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs=attrs, format="%Y-%m-%dT%H:%M")


class MomentField(forms.DateTimeField):
    """A day and an hour near our time."""

    widget = MomentInput

    def clean(self, value: Any) -> Any:
        """The moment; a year no calendar of ours knows is refused in words."""
        found = super().clean(value)
        if found and not FIRST_DAY <= found.date() <= LAST_DAY:
            raise ValidationError(NO_SUCH_DAY)
        return found


class NamedField(forms.CharField):
    """Something chosen by typing its name; the form says who asks, and only what he sees is found."""

    who: Who = None
    offered = ""

    def __init__(self, **named: Any) -> None:
        super().__init__(max_length=named.pop("max_length", 200), **named)
        self.widget.attrs |= {"list": self.offered, "autocomplete": "off"}

    def clean(self, value: Any) -> Any:
        """The row; nothing where nothing was typed."""
        typed = super().clean(value).strip()
        return self.found(typed) if typed else None

    def found(self, typed: str) -> Any:
        """The one row of that name."""
        rows = list(self.rows(typed)[:2])
        if len(rows) == 1:
            return rows[0]
        if rows:
            raise ValidationError(_("有多个“%(what)s”，请从列表中选择，带上所在单位。") % {"what": typed[:40]})
        raise ValidationError(_("没有找到“%(what)s”，请从列表中选择。") % {"what": typed[:40]})

    def rows(self, typed: str) -> QuerySet[Any]:
        """What answers to that name."""
        raise NotImplementedError


class PersonField(NamedField):
    """A person by name, or by 姓名（单位）."""

    offered = "people"

    def prepare_value(self, value: Any) -> Any:
        """How a person reads in the field."""
        return label_of(value) if isinstance(value, Person) else value

    def rows(self, typed: str) -> QuerySet[Any]:
        """The active people of that name whom the visitor sees."""
        split = LABEL.match(typed)
        rows = visible(self.who, Person).filter(active=True, name=split["name"].strip() if split else typed)
        return rows.filter(home__name=split["home"].strip()) if split else rows


class UnitField(NamedField):
    """A unit by its name or short name."""

    offered = "units"

    def prepare_value(self, value: Any) -> Any:
        """How a unit reads in the field."""
        return value.name if isinstance(value, Organization) else value

    def rows(self, typed: str) -> QuerySet[Any]:
        """The active units of that name whom the visitor sees."""
        called = Organization.objects.called(typed).values("pk")
        return visible(self.who, Organization).filter(pk__in=called, active=True)


class SeveralUnitsField(UnitField):
    """Units by their names, separated by 、."""

    def __init__(self, **named: Any) -> None:
        super().__init__(max_length=1000, **named)

    def prepare_value(self, value: Any) -> Any:
        """How they read in the field."""
        if isinstance(value, (list, tuple)):
            return _("、").join(one.name for one in value)
        return value

    def clean(self, value: Any) -> list[Organization]:
        """The units, each once."""
        typed = forms.CharField.clean(self, value)
        found = [self.found(part.strip()) for part in SEVERAL.split(typed) if part.strip()]
        return list({one.pk: one for one in found}.values())


class SeveralPeopleField(PersonField):
    """People by their names, separated by 、."""

    def __init__(self, **named: Any) -> None:
        super().__init__(max_length=4000, **named)

    def prepare_value(self, value: Any) -> Any:
        """How they read in the field."""
        if isinstance(value, (list, tuple)):
            return _("、").join(label_of(one) for one in value)
        return value

    def clean(self, value: Any) -> list[Person]:
        """The people, each once."""
        typed = forms.CharField.clean(self, value)
        found = [self.found(part.strip()) for part in SEVERAL.split(typed) if part.strip()]
        return list({one.pk: one for one in found}.values())


def label_of(person: Person) -> str:
    """姓名（单位）, as it stands in the list of suggestions."""
    return f"{person.name}（{person.home.name}）"


class AskingForm(MoveForm):
    """A form that can take the refusal of a verb as its own error, and knows who asks."""

    because: Any = None

    def __init__(self, *given: Any, who: Who = None, **named: Any) -> None:
        super().__init__(*given, **named)
        self.who = who
        for field in self.fields.values():
            if isinstance(field, NamedField):
                field.who = who

    def full_clean(self) -> None:
        """Every field says in its own words what is missing."""
        for field in self.fields.values():
            told = {"what": str(field.label or "")}
            chosen = isinstance(field, forms.ChoiceField | forms.FileField)
            field.error_messages["required"] = (_("请选择%(what)s。") if chosen else _("请填写%(what)s。")) % told
        super().full_clean()

    def clean(self) -> dict[str, Any]:
        """Line ends as the database keeps them."""
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = value.replace("\r\n", "\n")
        return cleaned

    @property
    def wants_people(self) -> bool:
        """Whether a list of people is of use."""
        return any(isinstance(field, PersonField) for field in self.fields.values())

    @property
    def wants_units(self) -> bool:
        """Whether a list of units is of use."""
        return any(isinstance(field, UnitField) for field in self.fields.values())


class ReasonForm(AskingForm):
    """A reason that must be given."""

    because = forms.CharField(label=gettext_lazy("理由"), max_length=300, widget=forms.Textarea(attrs={"rows": 3}))


class NoForm(AskingForm):
    """Nothing but the confirmation."""

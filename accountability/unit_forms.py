"""The forms of the five changes of a unit: rename, move, merge, split, close."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.delegation_forms import DayInput
from accountability.forms import MoveForm, Reason
from organizations import paths
from organizations.models import Appointment, Organization, OrganizationLink, UnitChange
from organizations.openings import Opening
from organizations.services.planting import stamp_of

Kind = UnitChange.Kind
LONGEST_REASON = 200
PARTS = range(1, 5)


class ChangeForm(MoveForm):
    """From which day, and on what ground; the stamp says which unit the page showed."""

    on = forms.DateField(
        label=gettext_lazy("生效日期"),
        widget=DayInput,
        help_text=gettext_lazy("当天或以前的，立即生效；以后的日期，到期自动办理。"),
    )
    because = Reason(label=gettext_lazy("依据和原因"), max_length=LONGEST_REASON)
    stamp = forms.CharField(widget=forms.HiddenInput, max_length=16)

    def __init__(self, *given: Any, unit: Organization, **named: Any) -> None:
        super().__init__(*given, **named)
        self.unit = unit
        self.initial.update(on=timezone.localdate(), stamp=stamp_of(unit))

    def told(self) -> dict[str, Any]:
        """What the verb is given beside day, reason and stamp."""
        return {}


class RenameForm(ChangeForm):
    """The new name."""

    name = forms.CharField(label=gettext_lazy("新名称"), max_length=120)
    field_order = ("name", "on", "because")

    def told(self) -> dict[str, Any]:
        """The name."""
        return {"name": self.cleaned_data["name"].strip()}


class TargetForm(ChangeForm):
    """Another unit: the new superior, or the one it goes into."""

    target = forms.ModelChoiceField(Organization.objects.none())
    field_order = ("target", "on", "because")
    words = gettext_lazy("新的上级单位")

    def __init__(self, *given: Any, seen: QuerySet[Organization], **named: Any) -> None:
        super().__init__(*given, **named)
        field: Any = self.fields["target"]
        field.label, field.queryset = self.words, seen
        offered = self.offered(seen).select_related("parent").order_by("path")
        field.choices = [("", _("请选择")), *((one.pk, f"{one}（{one.parent or '—'}）") for one in offered)]

    def offered(self, seen: QuerySet[Organization]) -> QuerySet[Organization]:
        """The units shown: those that stand for themselves, and for a part those of its institution."""
        near = paths.covering("path", [paths.subtree(self.unit.institution_path)])
        return seen.institutions() if self.unit.is_institution else seen.filter(near) | seen.institutions()  # type: ignore[attr-defined]

    def told(self) -> dict[str, Any]:
        """The other unit."""
        return {"target": self.cleaned_data["target"]}


class MergeForm(TargetForm):
    """Into which unit."""

    words = gettext_lazy("并入的单位")

    def offered(self, seen: QuerySet[Organization]) -> QuerySet[Organization]:
        """Institutions for an institution, parts of the same one for a part."""
        if self.unit.is_institution:
            return seen.institutions()  # type: ignore[attr-defined]
        near = paths.covering("path", [paths.subtree(self.unit.institution_path)])
        return seen.filter(near, kind__in=Organization.DEPENDENT_KINDS)


class SplitForm(ChangeForm):
    """The new units, and which of them takes each open task, each person in office and each link."""

    field_order = ("on", "because", *(f"part{number}" for number in PARTS))

    def __init__(
        self,
        *given: Any,
        found: list[Opening],
        held: list[Appointment],
        joined: list[OrganizationLink],
        **named: Any,
    ) -> None:
        super().__init__(*given, **named)
        self.found, self.held, self.joined = found, held, joined
        for number in PARTS:
            self.fields[f"part{number}"] = forms.CharField(
                label=_("新单位%(number)d") % {"number": number}, max_length=120, required=number <= 2
            )
        self.order_fields(["part1", "part2", "part3", "part4", "on", "because"])
        for opening in found:
            self._place(f"task-{opening.mark}", opening.label)
        for one in held:
            self._place(f"held-{one.pk}", f"{one.person}（{one.post.title}）")
        for link in joined:
            self._place(f"link-{link.pk}", link_words(link, self.unit), blank=_("全部新单位"))

    def _place(self, name: str, label: str, *, blank: str = "") -> None:
        choices = [
            ("", blank or _("请指定")),
            *((number, _("新单位%(number)d") % {"number": number}) for number in PARTS),
        ]
        self.fields[name] = forms.TypedChoiceField(
            label=label, choices=choices, coerce=int, required=False, empty_value=None
        )

    @property
    def head(self) -> list[forms.BoundField]:
        """The fields above the lists."""
        return [self[name] for name in ("part1", "part2", "part3", "part4", "on", "because")]

    @property
    def tasks(self) -> list[forms.BoundField]:
        """The open tasks."""
        return [self[f"task-{opening.mark}"] for opening in self.found]

    @property
    def people(self) -> list[forms.BoundField]:
        """The people in office."""
        return [self[f"held-{one.pk}"] for one in self.held]

    @property
    def links(self) -> list[forms.BoundField]:
        """What joins the unit to others."""
        return [self[f"link-{link.pk}"] for link in self.joined]

    def told(self) -> dict[str, Any]:
        """The names, and who goes where; places count the names that are there."""
        names = [self.cleaned_data.get(f"part{number}", "").strip() for number in PARTS]
        filled = [number for number, name in zip(PARTS, names, strict=True) if name]
        place = {number: index for index, number in enumerate(filled)}

        def at(name: str) -> int:
            return place.get(self.cleaned_data.get(name) or 0, -1)

        return {
            "parts": [name for name in names if name],
            "tasks": {opening.mark: at(f"task-{opening.mark}") for opening in self.found},
            "people": {str(one.pk): at(f"held-{one.pk}") for one in self.held},
            "links": {str(link.pk): at(f"link-{link.pk}") for link in self.joined},
        }


def link_words(link: OrganizationLink, unit: Organization) -> str:
    """A link as it is told on the page of one of its sides: what joins them, which side the other is, until when."""
    below, above = _("%(kind)s：从属方“%(other)s”"), _("%(kind)s：主管方“%(other)s”")
    is_superior = link.superior_id == unit.pk
    other = link.subordinate if is_superior else link.superior
    words = (below if is_superior else above) % {"kind": link.get_kind_display(), "other": other}
    return words + (_("（至%(until)s）") % {"until": link.until} if link.until else "")

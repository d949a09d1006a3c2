"""The form of a hand-over: who takes over each thing that is open, who watches, and why."""

from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.forms import MoveForm, Reason
from accountability.handing import WATCHING
from organizations import paths
from organizations.models import Appointment, Person
from organizations.openings import Opening, title_of

LONGEST_REASON = 200
BY_HAND = "to-"


class HandoverForm(MoveForm):
    """One choice a line; what is left empty goes to whoever is named for all."""

    because = Reason(label=gettext_lazy("交接原因"), max_length=LONGEST_REASON)
    supervisor = forms.TypedChoiceField(
        label=gettext_lazy("监交人"),
        help_text=gettext_lazy("须是本单位或者上级单位在任的负责人，且不是交出人、接收人。"),
    )
    all_to = forms.TypedChoiceField(
        label=gettext_lazy("未逐项指定的，全部交给"),
        required=False,
        empty_value=None,
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def __init__(self, *given: Any, institution: str, giver: Person, found: list[Opening], **named: Any) -> None:
        super().__init__(*given, **named)
        self.found = found
        seated = colleagues(institution, giver)
        watching = [one for one in seated if one.post.duty in WATCHING]
        self._offer("supervisor", watching, _("请选择"))
        self._offer("all_to", seated, _("（逐项指定）"))
        for opening in found:
            if not opening.ends:
                name = f"{BY_HAND}{opening.mark}"
                self.fields[name] = forms.TypedChoiceField(label=opening.label, required=False, empty_value=None)
                self._offer(name, seated, _("（未指定）"))

    def _offer(self, name: str, offered: list[Appointment], blank: str) -> None:
        field: Any = self.fields[name]
        known = {str(one.person_id): one.person for one in offered}
        posts = {one.person_id: f"{one.person}（{one.post}）" for one in reversed(offered)}
        field.choices = [("", blank), *sorted(posts.items(), key=lambda choice: choice[1])]
        field.coerce = known.__getitem__

    def successors(self) -> dict[str, Person | None]:
        """Who takes over each opening, by its mark."""
        everything = self.cleaned_data.get("all_to")
        return {
            opening.mark: self.cleaned_data.get(f"{BY_HAND}{opening.mark}") or everything
            for opening in self.found
            if not opening.ends
        }

    @property
    def above(self) -> Iterator[forms.BoundField]:
        """The fields over the list."""
        return (self[name] for name in ("because", "supervisor", "all_to"))

    @property
    def lines(self) -> list[dict[str, Any]]:
        """Each opening with its choice."""
        return [
            {
                "opening": opening,
                "kind": title_of(opening.kind),
                "field": None if opening.ends else self[f"{BY_HAND}{opening.mark}"],
            }
            for opening in self.found
        ]


def colleagues(institution: str, giver: Person) -> list[Appointment]:
    """Everybody in office in the institution, and the leading posts above it; by precedence."""
    here = Appointment.objects.valid().filter(person__active=True, person__is_guest=False).exclude(person=giver)
    above = paths.lineage(institution)[:-1]
    near = here.filter(post__organization__institution_path=institution)
    far = here.filter(post__organization__institution_path__in=above, post__duty__in=WATCHING)
    return list((near | far).with_places().by_precedence())

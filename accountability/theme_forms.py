"""The forms of themes: adding one, renaming one, and choosing those that a thing carries."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from accountability.deadline_forms import DeadlineForm
from accountability.incoming_forms import offer_units
from accountability.models import Theme
from organizations.models import Organization


class ThemeNameForm(DeadlineForm):
    """What a theme is called."""

    name = forms.CharField(
        label=gettext_lazy("主题名称"), max_length=60, help_text=gettext_lazy("例如：围手术期安全、危急值报告、预防。")
    )


class ThemeForm(ThemeNameForm):
    """Whose theme, of which kind, what it is called."""

    organization = forms.ModelChoiceField(
        Organization.objects.none(),
        label=gettext_lazy("设立单位"),
        help_text=gettext_lazy("本单位和下级单位都可以选用。"),
    )
    kind = forms.ChoiceField(label=gettext_lazy("类别"), choices=Theme.Kind.choices)
    field_order = ("organization", "kind", "name")

    def __init__(self, *given: Any, units: Sequence[Organization], **named: Any) -> None:
        super().__init__(*given, **named)
        offer_units(self, "organization", units)


class LabelForm(DeadlineForm):
    """The themes a thing carries, kind by kind; none chosen takes all of them off."""

    themes = forms.ModelMultipleChoiceField(
        Theme.objects.none(),
        label=gettext_lazy("主题"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=gettext_lazy("可以选多项；全部不选即取消标注。"),
    )

    def __init__(self, *given: Any, offered: Sequence[Theme], **named: Any) -> None:
        super().__init__(*given, **named)
        field: Any = self.fields["themes"]
        field.queryset = Theme.objects.filter(pk__in=[one.pk for one in offered])
        groups: dict[str, list[tuple[int, str]]] = {}
        for one in offered:
            groups.setdefault(str(one.get_kind_display()), []).append((one.pk, _told(one)))
        field.choices = list(groups.items())


def _told(theme: Theme) -> str:
    """The name, with the unit that keeps it where it is not everybody's."""
    return f"{theme}（{theme.organization}）" if theme.organization else str(theme)

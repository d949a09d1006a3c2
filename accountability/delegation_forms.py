"""The form by which a person lets another act for him."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.attachments import Checked, gate
from accountability.forms import MoveForm, Reason
from organizations import paths
from organizations.models import Appointment, Delegation, Duty, Person
from organizations.refusals import Refusal
from organizations.separation import ADMINISTRATORS

LONGEST_REASON = 200
USUAL_DAYS = 6
OFFERED_ABOVE = (Duty.PRINCIPAL, Duty.LEADER, Duty.HEAD, Duty.CLERK)


class DayInput(forms.DateInput):
    """The browser's date field, which wants ISO dates whatever the language of the page."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class DelegationForm(MoveForm):
    """Which of one's posts, who acts, from when until when, for what, and with which authorisation."""

    appointment = forms.ModelChoiceField(Appointment.objects.none(), label=gettext_lazy("委托岗位"))
    proxy = forms.ModelChoiceField(Person.objects.none(), label=gettext_lazy("代办人"))
    since = forms.DateField(label=gettext_lazy("开始日期"), widget=DayInput)
    until = forms.DateField(
        label=gettext_lazy("结束日期"), widget=DayInput, help_text=gettext_lazy("代办的最后一天，到期自动终止。")
    )
    covers = forms.ChoiceField(label=gettext_lazy("代办范围"), choices=Delegation.Covers.choices)
    because = Reason(label=gettext_lazy("委托原因"), max_length=LONGEST_REASON)
    includes_issue = forms.BooleanField(
        label=gettext_lazy("含签发"),
        required=False,
        help_text=gettext_lazy("代办签发须有书面授权：请填写文号并上传扫描件。"),
    )
    authorisation = forms.CharField(label=gettext_lazy("授权文号"), max_length=80, required=False)
    document = forms.FileField(label=gettext_lazy("授权书扫描件"), required=False)
    hand_over = forms.BooleanField(
        label=gettext_lazy("同时移交现有待签事项"),
        required=False,
        help_text=gettext_lazy("不勾选时，只有授权以后送来的事项由代办人办理。"),
    )
    field_order = (
        "appointment", "proxy", "since", "until", "covers", "because",
        "includes_issue", "authorisation", "document", "hand_over",
    )  # fmt: skip

    def __init__(self, *given: Any, person: Person, **named: Any) -> None:
        today = timezone.localdate()
        super().__init__(*given, **named)
        self.initial.update(since=today, until=today + timedelta(days=USUAL_DAYS))
        own = posts_of(person)
        chosen: Any = self.fields["appointment"]
        chosen.queryset = own
        chosen.choices = [(held.pk, str(held.post)) for held in own]
        proxy: Any = self.fields["proxy"]
        offered = colleagues(person, list(own))
        proxy.queryset = Person.objects.filter(pk__in=[one.person_id for one in offered])
        proxy.choices = [("", _("请选择")), *_named(offered)]

    def clean_document(self) -> Checked | None:
        """The scan, through the gate."""
        upload = self.cleaned_data.get("document")
        try:
            return gate(upload) if upload else None
        except Refusal as refusal:
            raise ValidationError(refusal.message) from refusal

    def given(self) -> dict[str, Any]:
        """What the verb is given."""
        return {name: value for name, value in self.cleaned_data.items() if name != "appointment"}


def posts_of(person: Person, on: date | None = None) -> QuerySet[Appointment]:
    """The posts a person holds and may let another act for."""
    held = Appointment.objects.valid(on).filter(person=person).exclude(post__duty__in=ADMINISTRATORS)
    return held.with_places().by_precedence()


def colleagues(person: Person, own: list[Appointment]) -> list[Appointment]:
    """Whom a person may ask: everybody in office in his institutions, and the leading and handling posts above."""
    homes = {held.post.organization.institution_path for held in own}
    above = {path for home in homes for path in paths.lineage(home)} - homes
    near = Q(post__organization__institution_path__in=homes)
    far = Q(post__organization__institution_path__in=above, post__duty__in=OFFERED_ABOVE)
    held = Appointment.objects.valid().filter(near | far, person__active=True, person__is_guest=False)
    found: dict[int, Appointment] = {}
    for one in held.exclude(person=person).with_places().order_by("-post__organization__path", "post__precedence"):
        found.setdefault(one.person_id, one)
    return list(found.values())


def _named(offered: list[Appointment]) -> list[tuple[int, str]]:
    """Each with his post, by name."""
    named = ((one.person_id, f"{one.person}（{one.post}）") for one in offered)
    return sorted(named, key=lambda choice: choice[1])

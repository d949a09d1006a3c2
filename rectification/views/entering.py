"""A problem that no inspection found, entered by hand."""

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from organizations import paths
from organizations.models import Organization
from rectification import services
from rectification.forms.asking import AskingForm
from rectification.forms.findings import FindingForm
from rectification.models import FindingSource, Participant
from rectification.services.entering import ENTERED
from rectification.views.answering import Sheet, allow, answer, find


class EnteredForm(FindingForm):
    """A problem with where it came from; what is fixed already needs an inspection."""

    source = forms.ChoiceField(
        label=gettext_lazy("来源"),
        choices=[choice for choice in FindingSource.choices if choice[0] in ENTERED],
        widget=forms.RadioSelect,
    )
    fixed_on_spot = None  # type: ignore[assignment]
    field_order = ("source", "severity", "actuality", "demand", "description")


@login_required
def participant_finding(request: HttpRequest, pk: int) -> HttpResponse:
    """交办 a problem to a unit, or report one's own risk."""
    participant = find(request, Participant, pk, "campaign", "organization")
    person = allow(request, "register_finding", participant)
    inside = paths.covering("path", [paths.subtree(participant.org_path)])
    departments = Organization.objects.departments().active().filter(inside).order_by("path")
    initial = {"severity": "general", "found_on": timezone.localdate(), "source": FindingSource.UNIT_RISK}
    form = EnteredForm(request.POST or None, initial=initial, departments=departments)
    sheet = Sheet(
        participant,
        _("登记问题"),
        _("登记入台账"),
        icon="flag",
        lead=_("%(unit)s · %(campaign)s。检查中发现的问题请在检查中登记。")
        % {"unit": participant.name, "campaign": participant.campaign.title},
    )

    def act() -> str:
        finding = services.enter_finding(participant, by=person, **form.cleaned_data)
        messages.success(request, _("已登记入台账：%(number)s。") % {"number": finding.number_text})
        return finding.get_absolute_url()

    def page(shown: AskingForm, status: int = 200) -> HttpResponse:
        return sheet.show(request, shown, status)

    return page(form) if request.method != "POST" else answer(request, form, act, page)

"""What `manage verify_all` looks at in meetings."""

from collections.abc import Iterator

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import verify
from accountability.verify import Difference
from meetings.models import Decision, DecisionState, Meeting, MeetingState, Minutes

CHUNK = 2000
SIGNED = (MeetingState.SIGNED, MeetingState.ISSUED)


def declare() -> None:
    """Tell verify_all about meetings."""
    verify.register("meetings", meetings, Meeting.objects.count, title=gettext_lazy("会议"))


def meetings() -> Iterator[Difference]:
    """Signed minutes have a number and no ownerless decision; every decided task is owed under its own name."""
    unnumbered = Minutes.objects.filter(meeting__state__in=SIGNED, number__isnull=True)
    for minutes in unnumbered.iterator(chunk_size=CHUNK):
        yield Difference(f"meetings.minutes:{minutes.pk}", _("%(thing)s已签发，但没有编号") % {"thing": minutes})
    ownerless = Decision.objects.ownerless().filter(meeting__state__in=SIGNED)
    for decision in ownerless.iterator(chunk_size=CHUNK):
        told = _("%(thing)s没有责任单位、责任人或时限，但纪要已签发") % {"thing": decision}
        yield Difference(f"meetings.decision:{decision.pk}", told)
    foreign = Decision.objects.filter(state=DecisionState.ADOPTED, assignment__isnull=False)
    for decision in foreign.exclude(assignment__source_id=F("pk")).iterator(chunk_size=CHUNK):
        yield Difference(f"meetings.decision:{decision.pk}", _("%(thing)s与任务不对应") % {"thing": decision})

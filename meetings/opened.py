"""The open work that meetings know: meetings somebody chairs, records or keeps that are not yet issued."""

from collections.abc import Iterator

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import engine
from accountability import trail
from accountability.notices import notify
from accountability.signing.manifests import in_first_language
from meetings.models import Meeting, MeetingState
from organizations import openings
from organizations.models import Person
from organizations.openings import Opening
from organizations.refusals import Invalid

OVER = (MeetingState.ISSUED, MeetingState.RECORDED, MeetingState.CANCELLED)
ROLES = ("chair", "recorder", "arranged_by")


def declare() -> None:
    """Register the kind."""
    openings.register(
        "meetings",
        title=gettext_lazy("主持、记录或经办的会议"),
        order=63,
        rows=_rows,
        of_person=_meetings,
        hand_over=_hand_over,
    )


def _rows(person: Person) -> QuerySet[Meeting]:
    mine = Q(chair=person) | Q(recorder=person) | Q(arranged_by=person)
    return Meeting.objects.filter(mine).exclude(state__in=OVER)


def _meetings(person: Person) -> Iterator[Opening]:
    """Where he is chair, recorder or clerk, and the minutes are not out."""
    for one in _rows(person).select_related("kind").order_by("pk"):
        yield Opening("meetings", one.pk, str(one), one.org_path, one.get_absolute_url())


def _hand_over(opening: Opening, giver: Person, to: Person | None, because: str) -> None:
    """The successor takes every role the giver has in it; chair and recorder must stay two people."""
    meeting = Meeting.objects.get(pk=opening.key)
    with engine.hold(meeting):
        if meeting.state in OVER or to is None:
            return
        roles = [role for role in ROLES if getattr(meeting, f"{role}_id") == giver.pk]
        for role in roles:
            setattr(meeting, role, to)
        if meeting.chair_id == meeting.recorder_id:
            told = _("“%(who)s”在“%(what)s”中既要主持又要记录，请另选接收人。")
            raise Invalid({"successors": told % {"who": to, "what": meeting}})
        if "chair" in roles and to in meeting.authors:
            told = _("“%(who)s”写过“%(what)s”的纪要，不能接任主持人签发，请另选接收人。")
            raise Invalid({"successors": told % {"who": to, "what": meeting}})
        meeting.version += 1
        meeting.save()
        names = [str(giver), str(to)]
        changed = dict.fromkeys(roles, names)
        trail.record("meeting_taken_over", meeting, by=None, because=because, changed=changed, responsible=to)
    with in_first_language():
        text = _("工作已交接给您：%(what)s") % {"what": opening.label}
    notify([to], text=text, url=meeting.get_absolute_url(), source=meeting, kind="handover")

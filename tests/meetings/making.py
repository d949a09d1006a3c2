"""The stage of the meetings: a hospital with its committee, and meetings on it."""

import datetime
from typing import Any

from django.utils import timezone

from accountability.models import Seat
from accountability.signing import decisions
from meetings import services
from meetings.models import Decision, Meeting, MeetingKind, MeetingSeries
from organizations.acting import acting
from organizations.models import Organization, Person
from tests import make
from tests.cast import Cast


def in_days(days: int, hour: int = 9) -> datetime.datetime:
    """A moment so many days from today."""
    day = timezone.localdate() + datetime.timedelta(days=days)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


class Hall:
    """The people's hospital with its infection control committee."""

    def __init__(self, cast: Cast) -> None:
        self.cast = cast
        self.hospital: Organization = cast.peoples_hospital
        self.clerk: Person = cast.qian
        self.recorder: Person = cast.qian
        self.chair: Person = cast.vice_president_he

    def kind(self, code: str = "committee") -> MeetingKind:
        """A shipped kind."""
        return MeetingKind.objects.get(code=code, org_path="")

    @property
    def committee(self) -> Organization:
        """Founded when first named."""
        known = Organization.objects.filter(name="医院感染管理委员会").first()
        kind = Organization.Kind.COMMITTEE
        return known or make.make_organization(self.hospital, kind=kind, name="医院感染管理委员会")

    def series(self, code: str = "committee") -> MeetingSeries:
        """The committee's quarterly meeting."""
        known = MeetingSeries.objects.filter(title="院感委员会例会").first()
        told = {"kind": self.kind(code), "body": self.committee, "rhythm": "每季度至少召开一次"}
        return known or services.found_series(organization=self.hospital, title="院感委员会例会", by=self.clerk, **told)

    def arranged(self, code: str = "committee", *, days: int = 0, **fields: Any) -> Meeting:
        """A meeting being prepared."""
        told = {"title": "第四季度医院感染管理委员会会议", "place": "行政楼三楼会议室", **fields}
        told.setdefault("chair", self.chair)
        told.setdefault("recorder", self.recorder)
        return services.arrange_meeting(
            self.kind(code), organization=self.hospital, starts_at=in_days(days, 0), by=self.clerk, **told
        )

    def noticed(self, code: str = "committee", **fields: Any) -> Meeting:
        """A meeting of which people were told."""
        meeting = self.arranged(code, **fields)
        if not meeting.agenda.exists():
            services.add_item(meeting, part="discussion", title="研究工作", by=self.clerk)
        services.send_notice(meeting, by=self.clerk)
        return meeting

    def duty(self, **told: Any) -> services.Duty:
        """The icu carries it out within a fortnight."""
        known = {"lead_unit": self.cast.icu, "holder": self.cast.head_zhang, "due_on": in_days(14).date()}
        return services.Duty(**{**known, **told})

    def decided(self, meeting: Meeting, text: str = "重症医学科完善手卫生督查制度", **told: Any) -> Decision:
        """A decision that somebody owes."""
        decision = services.note_decision(meeting, text=text, by=self.clerk)
        services.adopt_decisions(meeting, duties={decision.pk: self.duty(**told)}, by=self.clerk)
        decision.refresh_from_db()
        return decision

    def settled(self, meeting: Meeting) -> None:
        """Every item came to something."""
        for item in meeting.agenda.filter(state="planned", standing=False):
            services.settle_item(item, state="heard", conclusion="", by=self.clerk)

    def held(self, code: str = "committee", *, decide: bool = True, **fields: Any) -> Meeting:
        """A meeting that took place, with one decision."""
        meeting = self.noticed(code, **fields)
        if decide:
            self.decided(meeting)
        self.settled(meeting)
        services.close_meeting(meeting, held_at=meeting.starts_at, closed_at=None, by=self.clerk)
        return meeting

    def sign(self, meeting: Meeting, *, verdict: str = "agree", opinion: str = "") -> Meeting:
        """The chair answers what lies before him."""
        seat = Seat.objects.waiting_for(meeting.chair).get()
        told = {"manifest_digest": seat.request.manifest.sha256, "reauthenticated_at": timezone.now()}
        with acting(seat.person, seat.appointment):
            decisions.decide(seat, verdict=verdict, opinion=opinion, by=seat.person, **told)
        return fresh(meeting)

    def sent(self, **fields: Any) -> Meeting:
        """A meeting whose minutes lie before the chair."""
        meeting = self.held(**fields)
        services.generate_minutes(meeting, by=self.clerk)
        services.submit_minutes(meeting, reviewers=[self.cast.head_zhang], by=self.clerk)
        services.send_for_signature(meeting, by=self.clerk)
        return fresh(meeting)

    def issued(self, **fields: Any) -> Meeting:
        """A meeting whose minutes are out."""
        meeting = self.sign(self.sent(**fields))
        services.issue_minutes(meeting, readers=[self.chair, self.cast.head_zhang], by=self.clerk)
        return fresh(meeting)


def fresh(meeting: Meeting) -> Meeting:
    """The meeting as the next request would read it."""
    return Meeting.objects.get(pk=meeting.pk)

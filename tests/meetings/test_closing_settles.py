"""Closing a meeting settles what was decided, and its event tells of each item it changed."""

import pytest

from accountability import verify
from meetings import services
from meetings.models import ItemState

pytestmark = pytest.mark.django_db


def test_an_item_with_a_decision_is_settled_and_its_record_agrees(hall):
    meeting = hall.noticed("morning")
    services.add_item(meeting, part="discussion", title="手卫生", by=hall.clerk)
    item = meeting.agenda.filter(standing=False).earliest("pk")
    decision = services.note_decision(meeting, text="完善手卫生督查制度", item=item, by=hall.clerk)
    services.adopt_decisions(meeting, duties={decision.pk: hall.duty()}, by=hall.clerk)
    for other in meeting.agenda.filter(state=ItemState.PLANNED, standing=False).exclude(pk=item.pk):
        services.settle_item(other, state="heard", conclusion="", by=hall.clerk)

    services.close_meeting(meeting, held_at=meeting.starts_at, closed_at=None, by=hall.clerk)

    item.refresh_from_db()
    assert item.state == ItemState.SETTLED
    assert [one.sentence for result in verify.run() for one in result.differences] == []

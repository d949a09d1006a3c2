"""讲话要求: what the chair demanded becomes his directive, with the meeting as its source, once."""

import pytest

from accountability.models import Directive, TrailEvent
from engine.submissions import FIELD, new_nonce
from meetings import services
from meetings.models import Meeting
from tests.meetings.making import fresh
from tests.screens.visitors import text_of

pytestmark = pytest.mark.django_db


def said(hall, meeting: Meeting) -> None:
    for manner, text in (
        ("pointed", "近期督查发现问题较多。"),
        ("stressed", "科室主任是第一责任人。"),
        ("demanded", "医务科每周督查。"),
    ):
        services.note_statement(meeting, manner=manner, text=text, speaker=meeting.chair, by=hall.clerk)


def close(hall, meeting: Meeting) -> Meeting:
    hall.settled(meeting)
    services.close_meeting(meeting, held_at=meeting.starts_at, closed_at=None, by=hall.clerk)
    return fresh(meeting)


def held(hall, code: str) -> Meeting:
    meeting = hall.noticed(code)
    said(hall, meeting)
    return close(hall, meeting)


def test_what_the_chair_stressed_and_demanded_becomes_his_directive_once(hall, signed_in):
    meeting = held(hall, "morning")
    client = signed_in(hall.clerk)
    record = f"{meeting.get_absolute_url()}record/"
    assert "登记为领导要求" in text_of(client.get(record))

    for _time in range(2):
        answer = client.post(f"{meeting.get_absolute_url()}speech/{meeting.chair_id}/", {FIELD: new_nonce()})
        assert answer.status_code == 302

    directive = Directive.objects.get()
    assert (directive.way, directive.leader, directive.source) == ("speech", meeting.chair, meeting)
    assert [one.text for one in directive.points.order_by("number")] == ["科室主任是第一责任人。", "医务科每周督查。"]
    assert directive.said_at == meeting.held_at
    assert directive.number_text in text_of(client.get(record))
    assert TrailEvent.objects.of(directive).filter(verb="directive_entered").count() == 1


def test_before_the_meeting_by_others_and_of_somebody_silent_nothing_is_entered(hall, signed_in):
    meeting = hall.noticed("morning")
    said(hall, meeting)
    address = f"{meeting.get_absolute_url()}speech/{meeting.chair_id}/"
    assert signed_in(hall.clerk).post(address).status_code == 422
    assert "登记为领导要求" not in text_of(signed_in(hall.clerk).get(f"{meeting.get_absolute_url()}record/"))
    close(hall, meeting)
    assert signed_in(hall.clerk).post(f"{meeting.get_absolute_url()}speech/{hall.clerk.pk}/").status_code == 404
    assert signed_in(hall.cast.zheng).post(address).status_code == 404
    assert signed_in(hall.clerk).get(address).status_code == 405
    assert not Directive.objects.exists()


def test_of_a_meeting_for_those_present_alone_it_is_refused(hall, signed_in):
    meeting = held(hall, "case")
    answer = signed_in(hall.clerk).post(f"{meeting.get_absolute_url()}speech/{meeting.chair_id}/")
    assert answer.status_code == 403
    assert "仅参会人员可见" in text_of(answer)
    assert not Directive.objects.exists()

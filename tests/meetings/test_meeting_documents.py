"""Minutes and the excerpt of a decision as official documents."""

import pytest
from django.urls import reverse

from accountability.documents import as_docx, checks
from accountability.models import TrailEvent
from meetings import documents, services
from meetings.models import Decision, Minutes

pytestmark = pytest.mark.django_db


def text_of(content):
    return [one["text"] for one in checks.measure(content)["paragraphs"] if one["text"]]


def test_issued_minutes_stand_under_the_name_of_the_meeting_with_its_decisions(hall):
    minutes = hall.issued(body=hall.committee).minutes
    minutes.text = f"{minutes.text}\n出席：何副院长、张主任\n请假：高主任"
    paper = documents.of_minutes(minutes)
    content = as_docx(paper)
    assert checks.check(content) == []
    said = text_of(content)
    assert said[0] == "江州市人民医院医院感染管理委员会会议纪要"
    assert minutes.number.text in said[1]
    assert any("重症医学科完善手卫生督查制度" in line for line in said)
    assert paper.attendance[-2:] == (("出席", "何副院长、张主任"), ("请假", "高主任"))
    assert (paper.banner, paper.dated is not None) == ("", True)
    assert "重症医学科" in paper.copies_to


def test_a_draft_says_that_it_is_one(hall):
    meeting = hall.held()
    services.generate_minutes(meeting, by=hall.clerk)
    paper = documents.of_minutes(Minutes.objects.get(meeting=meeting))
    assert (paper.banner, paper.number, paper.copies_to) == ("讨论稿，不作为执行依据", "", ())
    assert checks.check(as_docx(paper)) == []


def test_both_are_downloaded_by_whoever_sees_them_and_by_nobody_else(hall, signed_in):
    meeting = hall.issued()
    decision = Decision.objects.get(meeting=meeting)
    addresses = (
        reverse("meetings:minutes_document", args=[meeting.pk]),
        reverse("meetings:decision_document", args=[decision.pk]),
    )
    browser, neighbour = signed_in(hall.cast.head_zhang), signed_in(hall.cast.president_wu)
    for address in addresses:
        answer = browser.get(address)
        assert answer.status_code == 200
        assert checks.check(answer.content) == []
        assert neighbour.get(address).status_code == 404
    excerpt = "".join(text_of(browser.get(addresses[1]).content))
    assert "议定下列事项" in excerpt
    assert meeting.minutes.number.text in excerpt
    assert TrailEvent.objects.of(decision).filter(verb="downloaded").count() == 2
    assert addresses[0] in browser.get(reverse("meetings:minutes_detail", args=[meeting.pk])).content.decode()
    assert addresses[1] in browser.get(reverse("meetings:decision_detail", args=[decision.pk])).content.decode()

"""Items of an agenda and decisions carry themes; a restricted meeting is labelled by its own keepers alone."""

import pytest
from django.urls import reverse

from accountability.models import Tagged
from accountability.themes import found_theme
from meetings import services
from tests.meetings.making import Hall
from tests.screens.visitors import post, text_of, visit_as

pytestmark = pytest.mark.django_db


def test_the_recorder_labels_an_item_and_a_decision(hall: Hall, django_assert_max_num_queries) -> None:
    meeting = hall.held()
    item, decision = meeting.agenda.first(), meeting.decisions.get()
    theme = found_theme("院感防控", organization=hall.hospital, by=hall.clerk)
    clerk = visit_as(hall.clerk)
    for label, thing in (("meetings.agendaitem", item), ("meetings.decision", decision)):
        assert post(clerk, reverse("theme_put", args=[label, thing.pk]), themes=[theme.pk]).status_code == 302
        assert "院感防控" in text_of(clerk.get(thing.get_absolute_url()))
    with django_assert_max_num_queries(12):
        page = text_of(clerk.get(reverse("theme_show", args=[theme.pk])))
    assert decision.text in page
    assert item.title in page


def test_a_leader_who_is_not_named_neither_labels_nor_sees_a_restricted_meeting(hall: Hall) -> None:
    meeting = hall.arranged("president")
    item = services.add_item(meeting, part="discussion", title="人事事项", by=hall.clerk)
    theme = found_theme("院感防控", organization=hall.hospital, by=hall.clerk)
    address = reverse("theme_put", args=["meetings.agendaitem", item.pk])
    assert post(visit_as(hall.cast.head_gao), address, themes=[theme.pk]).status_code == 404
    assert post(visit_as(hall.clerk), address, themes=[theme.pk]).status_code == 302
    assert Tagged.objects.get().theme == theme
    assert "人事事项" not in text_of(visit_as(hall.cast.head_gao).get(reverse("theme_show", args=[theme.pk])))

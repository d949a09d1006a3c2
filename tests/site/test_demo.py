"""The demo city: founded by the verbs alone, once, with something at every stage."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from accountability import verify
from accountability.models import Directive, HandlingRecord, Letterhead, OfficialDocument, Seat, Theme
from accountability.themed import going_on
from meetings.models import AgendaPaper, Ballot, Meeting, MeetingState
from organizations.models import Organization, Person, User
from rectification.models import Campaign, Finding, Phase
from rectification.models.choices import FindingState
from workflow_site.demo import story
from workflow_site.demo.accounts import ACCOUNTS, ADMINISTRATORS, PASSWORD


@pytest.mark.usefixtures("demo_city")
@pytest.mark.django_db
class TestFounded:
    """The city as it stands."""

    def test_it_has_districts_institutions_and_key_departments(self):
        assert Organization.objects.filter(kind="commission", parent__isnull=False).count() == 8
        assert 55 <= Organization.objects.institutions().exclude(kind__in=["commission", "qc_center"]).count() <= 65
        assert Organization.objects.filter(is_key_department=True).count() == 15
        assert set(Organization.objects.values_list("ownership", flat=True)) >= {"public", "private", "military"}

    def test_today_lies_in_the_third_phase_which_is_open(self):
        phase = Phase.objects.get(campaign__state="running", state="open")

        assert phase.order == 3
        assert phase.opens_on <= timezone.localdate() <= phase.closes_on

    def test_findings_stand_at_every_stage(self):
        assert set(Finding.objects.values_list("state", flat=True)) == set(FindingState.values) - {
            FindingState.WAIVED,
            FindingState.WITHDRAWN,
        }
        assert Finding.objects.overdue(timezone.localdate()).exists()

    def test_a_draft_waits_on_the_leaders_desk(self):
        leader = Person.objects.get(name="陈副主任")

        assert Campaign.objects.filter(state="signing").count() == 1
        assert Seat.objects.waiting_for(leader).count() == 1

    def test_the_annual_meeting_has_its_two_parts_and_what_units_prepared(self):
        meeting = Meeting.objects.get(kind__code="annual")

        assert {"summary", "arrangement", "experience"} <= set(meeting.agenda.values_list("part", flat=True))
        assert AgendaPaper.objects.get(item__meeting=meeting).submitted_at is not None
        assert meeting.attendances.here().count() > 20
        assert meeting.state == MeetingState.REVIEWING

    def test_a_theme_gathers_what_runs_under_it_from_every_side(self):
        director = Person.objects.get(name="王院长")
        clerk = Person.objects.get(name="李干事")

        def under(name: str, who: Person) -> set[str]:
            groups = going_on(Theme.objects.get(name=name), who=who)
            return {group.carrier.model.__name__ for group in groups}

        assert under("院感防控", director) >= {"Measure", "Obligation", "AgendaItem", "Decision"}
        assert under("围手术期安全", director) >= {"Measure", "Finding"}
        assert "Campaign" in under("医疗质量安全", clerk)

    def test_what_is_done_in_form_is_there(self):
        assert Letterhead.objects.in_force().count() == 2
        document = OfficialDocument.objects.get()
        assert (document.state, document.form) == ("sealed", "document")
        assert HandlingRecord.objects.get().readers.count() == 1
        assert Ballot.objects.get().passed

    def test_one_campaign_has_run_its_course_and_left_a_task_and_a_paper(self):
        closed = Campaign.objects.get(state="closed")

        assert "活动开展情况" in closed.summary
        assert closed.standing_tasks.get().assignment.kind == "standing"
        assert [slip.kind for slip in closed.slips.all()] == ["supervise"]
        assert closed.findings.open().count() == 1

    def test_a_leaders_call_is_followed_the_same_day_and_the_next_morning(self):
        call = Directive.objects.get(way="oral")

        assert [one.kind for one in call.derivations.order_by("happened_at")[:3]] == ["notice", "inspection", "meeting"]
        meeting = Meeting.objects.get(kind__code="special", title__contains="紧急部署会")
        assert timezone.localtime(meeting.starts_at).hour == 8
        assert Organization.objects.filter(kind="group", name__startswith="安全生产督导第").count() == 15

    def test_the_seven_accounts_open(self):
        assert len(ACCOUNTS) == 7
        for account in ACCOUNTS:
            assert User.objects.get(username=account.username).check_password(PASSWORD)

    def test_three_people_are_the_three_administrators(self):
        people = [User.objects.get(username=username).person for username in ADMINISTRATORS]
        assert len(set(people)) == len(ADMINISTRATORS) == 3

    def test_everything_agrees_with_its_record(self):
        assert [difference for result in verify.run() for difference in result.differences] == []

    def test_a_second_run_changes_nothing(self):
        before = story.counts()
        told = StringIO()

        call_command("demo", "--json", stdout=told)

        assert json.loads(told.getvalue())["counts"] == before == story.counts()

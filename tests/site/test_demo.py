"""The demo city: founded by the verbs alone, once, with something at every stage."""

import json
from io import StringIO

import pytest
from django.core.management import call_command
from django.utils import timezone

from accountability import verify
from accountability.models import Seat
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

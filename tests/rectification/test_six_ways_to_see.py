"""One law through all doors: list, page, search, table, file and notice show a finding to the same people, whatever
happens to units and posts in between and however the days pass: appointments and delegations run out, what was shown or
lent is taken back. The oracle knows who holds what until when and which unit lies under which, no paths."""

import copy
import dataclasses
import datetime
import io
import zipfile
from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from guardian.shortcuts import remove_perm
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

from accountability import consultations
from accountability.attachments import attach
from accountability.gate import gate
from accountability.models import Notice
from accountability.notices import notify
from engine import jobs
from engine.submissions import new_nonce
from organizations.models import Appointment, Delegation, Duty, Organization
from organizations.refusals import Refusal
from organizations.services import appoint, delegate, end_appointment, merge_organization, move_organization
from organizations.services.delegations import revoke
from rectification import services
from rectification.models import Finding
from search import findable
from search.finding import work
from tests import make
from tests.rectification import making
from tests.screens.visitors import visit_as
from tests.search.engines import whoosh
from tests.search.shelf import indexed
from tests.site.matrix import without_frame

__all__ = ["whoosh"]
pytestmark = pytest.mark.django_db
WHY = "江卫〔2026〕8号"
WORDS = "转科交接记录"


def today(days=0):
    return timezone.localdate() + datetime.timedelta(days=days)


class Clock:
    """Days that pass when a test says so."""

    def __init__(self, patch):
        self.days, now = 0, timezone.now
        patch.setattr(timezone, "now", lambda: now() + datetime.timedelta(days=self.days))


@dataclasses.dataclass
class Chair:
    """A unit that somebody looks after from a day until a day."""

    scope: int
    since: datetime.date
    until: datetime.date | None = None

    def holds(self):
        return self.since <= today() and (self.until is None or today() <= self.until)


@dataclasses.dataclass
class Facts:
    """What the oracle knows."""

    parent: dict[int, int]
    held: dict[int, Chair]
    acts_for: dict[int, tuple[Chair, Chair]] = dataclasses.field(default_factory=dict)
    shown: set[int] = dataclasses.field(default_factory=set)
    lent: tuple[str, str, datetime.date] | None = None


class City:
    """Two findings of two hospitals, everybody who might see them, and plain facts about them for the oracle."""

    def __init__(self, cast):
        services.load_shipped()
        stage = making.Stage(cast)
        phase = stage.open("self_inspect")
        west = make.make_holder(Duty.LEADER, cast.west_district, name="西主任")
        ward = make.make_department(cast.tcm_hospital, name="针灸科")
        nurse = make.make_holder(Duty.STAFF, ward, name="吴护士")
        self.people = [cast.director_cao, west, cast.president_wu, nurse, cast.vice_president_he, cast.nurse_sun]
        self.admin = cast.system_admin
        self.districts = [cast.east_district, cast.west_district]
        self.moving, self.heir = cast.tcm_hospital, cast.private_hospital
        self.findings = [
            making.make_finding(stage.inspection_of(cast.tcm_hospital, phase), by=cast.zheng),
            making.make_finding(stage.inspection_of(cast.peoples_hospital, phase), by=cast.qian),
        ]
        self.files = [self.file_of(finding, cast.li) for finding in self.findings]
        for finding in self.findings:
            notify(self.people, text="请查看", url=finding.get_absolute_url(), source=finding, kind="test")
        self.verifies = {one.pk: Organization.objects.get(path=one.verify_path).pk for one in self.findings}
        self.posts = {person.pk: person.appointments.get().post for person in self.people}
        self.facts = Facts(
            {unit.pk: unit.parent_id for unit in Organization.objects.all()},
            {pk: Chair(post.scope.pk, make.LONG_AGO) for pk, post in self.posts.items()},
        )
        self.clerk, self.president, self.hospital = cast.qian, cast.president_wang, cast.peoples_hospital
        self.pairs = [(cast.vice_president_he, cast.nurse_sun), (cast.president_wu, nurse)]
        self.sign_in()

    def sign_in(self):
        """Everybody comes in anew, as on every day."""
        self.clients = {person.pk: visit_as(make.anew(person)) for person in self.people}

    def file_of(self, finding, by):
        upload = SimpleUploadedFile("佐证.txt", finding.number_text.encode(), "text/plain")
        return attach(gate(upload), to=finding, by=by)

    def chair_of(self, person):
        """What somebody holds today."""
        chair = self.facts.held.get(person)
        return chair if chair and chair.holds() else None

    def scopes(self, person):
        """What he looks after today: his own chair, and while he has one, that of whom he stands in for."""
        own = self.chair_of(person)
        grantors, period = self.facts.acts_for.get(person, (None, None))
        lent = grantors if own and grantors and grantors.holds() and period.holds() else None
        return {chair.scope for chair in (own, lent) if chair}

    def expected(self, person):
        """The findings somebody sees: whose unit, or whose verifying unit, lies under what he looks after, or shown."""
        scopes = self.scopes(person)
        seen = {
            finding.pk
            for finding in self.findings
            if scopes & {*self.upwards(finding.organization_id), *self.upwards(self.verifies[finding.pk])}
        }
        return seen | ({self.findings[0].pk} if person in self.facts.shown else set())

    def upwards(self, unit):
        while unit is not None:
            yield unit
            unit = self.facts.parent[unit]

    def lent(self):
        """What the readers from outside open with their code."""
        if self.facts.lent is None:
            return set()
        number, code, _until = self.facts.lent
        client = Client()
        if client.post(reverse("consulted_enter"), {"number": number, "code": code}).status_code != 302:
            return set()
        listed, shown = client.get(reverse("consulted_list")), client.get(reverse("consulted_item", args=[1]))
        assert listed.status_code == shown.status_code == 200
        return {one.pk for one in self.findings if one.number_text in shown.content.decode()}

    def expected_outside(self):
        return {self.findings[1].pk} if self.facts.lent and today() <= self.facts.lent[2] else set()

    # What happens.

    def days_pass(self, clock, days):
        clock.days += days
        self.sign_in()

    def authorise(self, which, days):
        grantor, proxy = self.pairs[which]
        chair = self.chair_of(grantor.pk)
        if chair is None:
            return
        held = Appointment.objects.valid().get(person=grantor)
        period = {"since": today(), "until": today(days)}
        delegate(held, proxy=make.anew(proxy), by=make.anew(grantor), because="外出", **period)
        self.facts.acts_for[proxy.pk] = (chair, Chair(0, **period))

    def dismiss(self, who, days):
        """For the last time on a day: yesterday, today or one that comes."""
        person = self.people[who]
        for held in Appointment.objects.valid().filter(person=person):
            end_appointment(held, until=today(days), by=None, because="免职", at_once=True)
            self.facts.held[person.pk].until = today(days)

    def appoint_again(self, who, days):
        person = self.people[who]
        if self.chair_of(person.pk) is None:
            post, until = self.posts[person.pk], None if days is None else today(days)
            appoint(make.anew(person), post=make.anew(post), since=today(), until=until, by=None)
            self.facts.held[person.pk] = Chair(post.scope.pk, today(), until)

    def show(self, who):
        make.make_grant(make.make_account(self.people[who]), self.findings[0])
        self.facts.shown.add(self.people[who].pk)

    def hide(self, who):
        remove_perm("rectification.view_finding", make.make_account(self.people[who]), self.findings[0])
        self.facts.shown.discard(self.people[who].pk)

    def lend(self, days):
        told = {"letter_from": "市审计局", "letter_number": WHY, "readers": "郭审计", "purpose": "审计"}
        period = {"since": today(-30), "until": today(), "read_until": today(days)}
        asked = consultations.ask(self.hospital, by=self.clerk, **told, **period)
        consultations.add(asked, [self.findings[1]], by=self.clerk)
        code = consultations.approve(asked, by=self.president)
        self.facts.lent = (asked.number_text, code, today(days))


class Doors:
    """Through which doors somebody gets to see which findings."""

    def __init__(self, city, person):
        self.city, self.person, self.client = city, make.anew(person), city.clients[person.pk]

    def listed(self):
        return self.named(self.client.get(reverse("rectification:ledger")).content.decode())

    def shown(self):
        pages = {one.get_absolute_url(): one.pk for one in self.city.findings}
        self.open = {page: pk for page, pk in pages.items() if self.client.get(page).status_code == 200}
        return {*self.open.values()}

    def found(self):
        kind = next(each for each in findable.kinds() if each.model is Finding)
        return {row.thing.pk for row in work.find(WORDS, kind, by=self.person).rows}

    def exported(self):
        answer = self.client.get(reverse("rectification:ledger_xlsx"))
        if answer.status_code != 200:
            return set()
        with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as book:
            return self.named("".join(book.read(name).decode() for name in book.namelist() if name.endswith(".xml")))

    def downloaded(self):
        got = (self.client.get(reverse("attachment_download", args=[one.uuid])) for one in self.city.files)
        texts = [b"".join(answer.streaming_content).decode() for answer in got if answer.status_code == 200]
        return self.named("".join(texts))

    def noticed(self):
        """To which of the pages just seen a notice leads on."""
        notices = Notice.objects.filter(person=self.person, kind="test").values_list("pk", flat=True)
        gone = [self.client.post(reverse("notice_open", args=[pk]), {"nonce": new_nonce()}) for pk in notices]
        return {self.open[answer["Location"]] for answer in gone if answer["Location"] in self.open}

    def named(self, text):
        return {one.pk for one in self.city.findings if one.number_text in text}


DOORS = ("listed", "shown", "found", "exported", "downloaded", "noticed")


def agree(city):
    """All doors show what the oracle says."""
    jobs.run_all()  # the index is not told: what it proposes is asked of the database each time
    for person in city.people:
        doors = Doors(city, person)
        seen = {door: getattr(doors, door)() for door in DOORS}
        assert seen == dict.fromkeys(DOORS, city.expected(person.pk)), person.name
    assert city.lent() == city.expected_outside()


class Machine(RuleBasedStateMachine):
    """What happens to units and posts while days pass; after each step all doors agree with the oracle."""

    city: City
    clock: Clock

    def __init__(self):
        super().__init__()
        self.saved = transaction.atomic()
        self.saved.__enter__()
        self.before = copy.deepcopy(self.city.facts)
        self.merged = False

    def teardown(self):
        transaction.set_rollback(True)
        self.saved.__exit__(None, None, None)
        self.city.facts, self.clock.days = self.before, 0
        self.city.sign_in()

    @precondition(lambda self: not self.merged)
    @rule(to=st.sampled_from([0, 1]))
    def move(self, to):
        unit, above = make.anew(self.city.moving), self.city.districts[to]
        with suppress(Refusal):
            move_organization(unit, parent=make.anew(above), by=self.city.admin, because=WHY)
            self.city.facts.parent[unit.pk] = above.pk

    @precondition(lambda self: not self.merged)
    @rule()
    def merge(self):
        unit, heir = make.anew(self.city.moving), self.city.heir
        with suppress(Refusal):
            merge_organization(unit, into=make.anew(heir), by=self.city.admin, because=WHY)
            self.city.facts.parent[unit.pk], self.merged = heir.pk, True

    @rule(days=st.integers(1, 3))
    def days_pass(self, days):
        self.city.days_pass(self.clock, days)

    @rule(which=st.sampled_from([0, 1]), days=st.integers(0, 3))
    def authorise(self, which, days):
        with suppress(Refusal):
            self.city.authorise(which, days)

    @rule(which=st.sampled_from([0, 1]))
    def take_back(self, which):
        grantor, proxy = self.city.pairs[which]
        for given in Delegation.objects.standing().filter(proxy=proxy, until__gte=today()):
            with suppress(Refusal):
                revoke(given, by=make.anew(grantor), because="已返回")
                self.city.facts.acts_for.pop(proxy.pk, None)

    @rule(who=st.integers(0, 5), days=st.integers(-1, 2))
    def dismiss(self, who, days):
        with suppress(Refusal):
            self.city.dismiss(who, days)

    @rule(who=st.integers(0, 5), days=st.none() | st.integers(0, 2))
    def appoint_again(self, who, days):
        with suppress(Refusal):
            self.city.appoint_again(who, days)

    @rule(who=st.integers(0, 5), shows=st.booleans())
    def show(self, who, shows):
        (self.city.show if shows else self.city.hide)(who)

    @precondition(lambda self: self.city.facts.lent is None)
    @rule(days=st.integers(0, 3))
    def lend(self, days):
        self.city.lend(days)

    @invariant()
    def all_doors_agree(self):
        agree(self.city)


@pytest.fixture
def city(whoosh, cast, monkeypatch):
    made = City(cast)
    indexed()
    made.clock = Clock(monkeypatch)
    with without_frame():
        yield made


@pytest.mark.once
def test_all_doors_show_the_same_whatever_happens_to_units_and_posts(city):
    bounds = settings(
        max_examples=2, stateful_step_count=5, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    run_state_machine_as_test(type("Walk", (Machine,), {"city": city, "clock": city.clock}), settings=bounds)


@pytest.mark.once
def test_all_doors_shut_on_the_day_after_the_last(city):
    city.authorise(0, 1)  # the nurse stands in for the vice president until tomorrow
    city.dismiss(0, 0)  # the east director's last day is today
    city.lend(2)
    city.show(1)
    nurse, east, west = city.people[5].pk, city.people[0].pk, city.people[1].pk
    expected = []
    for _day in range(4):
        agree(city)
        expected.append([len(city.expected(one)) for one in (nurse, east, west)] + [len(city.expected_outside())])
        city.days_pass(city.clock, 1)
    assert [row[0] for row in expected] == [1, 1, 0, 0], "the delegation ran out by itself"
    assert [row[1] for row in expected] == [1, 0, 0, 0], "so did the post"
    assert [row[3] for row in expected] == [1, 1, 1, 0], "and the consultation"
    assert {row[2] for row in expected} == {1}, "what was shown by name is seen until it is taken back"
    city.hide(1)
    city.appoint_again(0, 0)
    agree(city)
    assert (len(city.expected(east)), len(city.expected(west))) == (1, 0)
    city.days_pass(city.clock, 1)
    agree(city)
    assert len(city.expected(east)) == 0

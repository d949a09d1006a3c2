"""One law through all doors: list, page, search, table, file and notice show a finding to the same people, whatever
happens to units and posts in between. The oracle knows who holds what and which unit lies under which, no paths."""

import datetime
import io
import zipfile
from contextlib import suppress

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule, run_state_machine_as_test

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
        self.parent = {unit.pk: unit.parent_id for unit in Organization.objects.all()}
        self.verifies = {one.pk: Organization.objects.get(path=one.verify_path).pk for one in self.findings}
        self.held = {person.pk: person.appointments.get().post.scope.pk for person in self.people}
        self.posts = {person.pk: person.appointments.get().post for person in self.people}
        self.acts_for = {}
        self.clients = {person.pk: visit_as(person) for person in self.people}
        self.pairs = [(cast.vice_president_he, cast.nurse_sun), (cast.president_wu, nurse)]

    def file_of(self, finding, by):
        upload = SimpleUploadedFile("佐证.txt", finding.number_text.encode(), "text/plain")
        return attach(gate(upload), to=finding, by=by)

    def expected(self, person):
        """The findings somebody sees: whose unit, or whose verifying unit, lies under what he or his grantor holds."""
        seats = {person, self.acts_for.get(person)} - {None}
        scopes = {self.held[one] for one in seats if one in self.held}
        return {
            finding.pk
            for finding in self.findings
            if scopes & {*self.upwards(finding.organization_id), *self.upwards(self.verifies[finding.pk])}
        }

    def upwards(self, unit):
        while unit is not None:
            yield unit
            unit = self.parent[unit]


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


class Machine(RuleBasedStateMachine):
    """What happens to units and posts; after each step all doors agree with the oracle."""

    city: City

    def __init__(self):
        super().__init__()
        self.saved = transaction.atomic()
        self.saved.__enter__()
        self.before = {name: dict(getattr(self.city, name)) for name in ("parent", "held", "posts", "acts_for")}
        self.merged = False

    def teardown(self):
        transaction.set_rollback(True)
        self.saved.__exit__(None, None, None)
        for name, facts in self.before.items():
            setattr(self.city, name, facts)

    @precondition(lambda self: not self.merged)
    @rule(to=st.sampled_from([0, 1]))
    def move(self, to):
        unit, above = make.anew(self.city.moving), self.city.districts[to]
        with suppress(Refusal):
            move_organization(unit, parent=make.anew(above), by=self.city.admin, because=WHY)
            self.city.parent[unit.pk] = above.pk

    @precondition(lambda self: not self.merged)
    @rule()
    def merge(self):
        unit, heir = make.anew(self.city.moving), self.city.heir
        with suppress(Refusal):
            merge_organization(unit, into=make.anew(heir), by=self.city.admin, because=WHY)
            self.city.parent[unit.pk], self.merged = heir.pk, True

    @rule(which=st.sampled_from([0, 1]))
    def authorise(self, which):
        grantor, proxy = self.city.pairs[which]
        with suppress(Refusal):
            held = Appointment.objects.valid().get(person=grantor) if grantor.pk in self.city.held else None
            if held:
                period = {"since": today(), "until": today(3)}
                delegate(held, proxy=make.anew(proxy), by=make.anew(grantor), because="外出", **period)
                self.city.acts_for[proxy.pk] = grantor.pk

    @rule(which=st.sampled_from([0, 1]))
    def take_back(self, which):
        grantor, proxy = self.city.pairs[which]
        for given in Delegation.objects.in_force(today()).filter(proxy=proxy):
            revoke(given, by=make.anew(grantor), because="已返回")
        self.city.acts_for.pop(proxy.pk, None)

    @rule(who=st.integers(0, 5))
    def dismiss(self, who):
        person = self.city.people[who]
        for held in Appointment.objects.valid().filter(person=person):
            with suppress(Refusal):
                end_appointment(held, until=today(-1), by=None, because="免职", at_once=True)
                self.city.held.pop(person.pk, None)
                for proxy in [one for one, grantor in self.city.acts_for.items() if grantor == person.pk]:
                    del self.city.acts_for[proxy]

    @rule(who=st.integers(0, 5))
    def appoint_again(self, who):
        person = self.city.people[who]
        if person.pk not in self.city.held:
            with suppress(Refusal):
                post = self.city.posts[person.pk]
                appoint(make.anew(person), post=make.anew(post), since=today(), by=None)
                self.city.held[person.pk] = post.scope.pk

    @invariant()
    def all_doors_agree(self):
        jobs.run_all()  # the index is not told: what it proposes is asked of the database each time
        for person in self.city.people:
            doors = Doors(self.city, person)
            seen = {door: getattr(doors, door)() for door in DOORS}
            expected = self.city.expected(person.pk)
            assert seen == dict.fromkeys(DOORS, expected), person.name


@pytest.mark.once
def test_all_doors_show_the_same_whatever_happens_to_units_and_posts(whoosh, cast):
    city = City(cast)
    indexed()
    bounds = settings(
        max_examples=2, stateful_step_count=4, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck)
    )
    with without_frame():
        run_state_machine_as_test(type("Walk", (Machine,), {"city": city}), settings=bounds)

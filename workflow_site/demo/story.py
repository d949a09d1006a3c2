"""The whole demo: founded once, in one transaction, so that a killed run leaves nothing half-done."""

from django.db import transaction

from accountability import trail
from accountability.incoming.handling import load_shipped_kinds
from accountability.ladders import load_shipped_ladders
from accountability.models import (
    Directive,
    HandlingRecord,
    IncomingDocument,
    Letterhead,
    OfficialDocument,
    Publication,
    Reading,
    Tagged,
)
from accountability.themes import load_shipped_themes
from meetings.models import Attendance, Ballot, Decision, Meeting
from organizations.models import Organization, Person, User
from plans.models import Certificate, IndicatorSet, Measurement, Obligation, Occurrence, Plan, Training
from rectification.models import Campaign, Finding, Inspection
from rectification.services import load_shipped
from search.models import Article, Edition
from workflow_site.demo import (
    annual,
    campaign,
    finished,
    formal,
    gatherings,
    library,
    meetings,
    papers,
    people,
    places,
    planning,
    safety,
    themes,
)

COUNTED = {
    "organizations": Organization,
    "people": Person,
    "accounts": User,
    "campaigns": Campaign,
    "inspections": Inspection,
    "findings": Finding,
    "editions": Edition,
    "articles": Article,
    "meetings": Meeting,
    "decisions": Decision,
    "plans": Plan,
    "obligations": Obligation,
    "occurrences": Occurrence,
    "indicator_sets": IndicatorSet,
    "measurements": Measurement,
    "trainings": Training,
    "certificates": Certificate,
    "attendances": Attendance,
    "ballots": Ballot,
    "incoming": IncomingDocument,
    "directives": Directive,
    "readings": Reading,
    "publications": Publication,
    "letterheads": Letterhead,
    "documents": OfficialDocument,
    "handlings": HandlingRecord,
    "themed": Tagged,
    "events": trail.TrailEvent,
}


def is_founded() -> bool:
    """Whether the demo city stands already."""
    return Organization.objects.filter(name=f"{places.CITY}卫生健康委员会").exists()


def found() -> bool:
    """Found the demo city and run its campaigns; nothing happens where it stands already."""
    with transaction.atomic():
        if is_founded():
            return False
        load_shipped()
        load_shipped_ladders()
        load_shipped_kinds()
        load_shipped_themes()
        city = people.found_city()
        library.found_library(city)
        campaign.run_campaign(city)
        campaign.await_signature(city)
        finished.finish_campaign(city)
        safety.report_events(city)
        planning.plan_the_year(city)
        meetings.hold_meetings(city)
        gatherings.gather(city)
        annual.hold_annual_meeting(city)
        papers.handle_papers(city)
        formal.keep_forms(city)
        themes.put_themes(city)
    return True


def counts() -> dict[str, int]:
    """How much there is, the same after every further run."""
    return {name: model._default_manager.count() for name, model in COUNTED.items()}

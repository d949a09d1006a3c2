"""The protected things of the hospital for the neighbours' tests."""

from django.utils import timezone

from organizations.models import Duty, Organization, Person
from rectification import services
from rectification.models import AdverseEvent, AdverseKind, AdverseOfficer


def adverse_officer(hospital: str) -> AdverseOfficer:
    """Whom the hospital's principal has named."""
    home = Organization.objects.get(name=hospital)
    found = AdverseOfficer.objects.filter(organization=home).first()
    if found:
        return found
    people = Person.objects.filter(home__institution_path=home.path, active=True)
    leader = people.filter(appointments__post__duty=Duty.PRINCIPAL).earliest("pk")
    officer = people.exclude(pk=leader.pk).earliest("pk")
    return services.name_officer(home, person=officer, since=timezone.localdate(), by=leader)


def adverse_event(hospital: str) -> AdverseEvent:
    """One reported anonymously."""
    home = adverse_officer(hospital).organization
    told = {"happened_on": timezone.localdate(), "story": "核对时发现剂量有误。", "actuality": "potential"}
    return services.report_adverse(home, kind=AdverseKind.objects.earliest("pk"), by=None, **told)

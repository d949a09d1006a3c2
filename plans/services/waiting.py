"""What waits for a person's word: evidence he may accept."""

from organizations import rights
from organizations.models import Person
from organizations.sight import Who, sight_of
from plans import quota_permissions as permissions
from plans.models import ObligationEvidence
from plans.models.obligation_querysets import EvidenceQuerySet


def waiting_evidence(who: Who, person: Person) -> EvidenceQuerySet:
    """Evidence this person may accept; never his own, nor that of whom he acts for."""
    path = {"path_field": "accept_path", "institution_field": "accept_institution"}
    may = rights.permission_q(who, f"plans.{permissions.ACCEPT}", **path)
    return ObligationEvidence.objects.waiting().filter(may).by_others(sight_of(who).principals | {person.pk})

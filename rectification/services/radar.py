"""屡查屡犯: whether the same unit had the same problem in an earlier campaign."""

from collections.abc import Collection

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q

from rectification.finding_rules import FindingRules, one_step_up
from rectification.models import Finding
from rectification.models.querysets import FindingQuerySet
from search.models import Citation


def earlier(finding: Finding, articles: Collection[int] | None = None) -> FindingQuerySet:
    """The unit's findings of earlier campaigns about the same item; where one has no item, about the same article.

    `articles` are the articles the finding cites where the caller has them already.
    """
    cited = _cited_by(finding) if articles is None else articles
    same = Q(pk__in=[])
    if finding.item is not None:
        checklist = finding.item.checklist_version.checklist_id
        same |= Q(item__checklist_version__checklist=checklist, item__requirement=finding.item.requirement)
    if cited:
        kind = ContentType.objects.get_for_model(Finding)
        citing = Citation.objects.filter(content_type=kind, article__in=cited, withdrawn_at=None).values("object_id")
        about = Q(pk__in=citing)
        same |= about & Q(item=None) if finding.item is not None else about
    before = Finding.objects.filter(organization=finding.organization_id, found_on__lte=finding.found_on)
    return before.filter(same, withdrawn_at=None).exclude(campaign=finding.campaign_id)


def look_back(finding: Finding, rules: FindingRules, articles: Collection[int]) -> None:
    """Mark a finding that came again, one step more severe where the rules say so; the caller saves it."""
    finding.repeats = min(earlier(finding, articles).count(), 32000)
    if finding.repeats and rules.raise_repeats:
        finding.severity = one_step_up(finding.severity)


def _cited_by(finding: Finding) -> list[int]:
    return list(Citation.objects.of(finding).values_list("article", flat=True))

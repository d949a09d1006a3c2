"""What `manage verify_all` looks at in the ledger of findings."""

from collections.abc import Iterator

from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import verify
from accountability.verify import Difference
from rectification.models import KINDS, CloseOut, Conclusion, CorrectiveMeasure, Finding, MeasureState, Verification
from rectification.models.querysets import FindingQuerySet

CHUNK = 2000


def declare() -> None:
    """Tell verify_all about the ledger."""
    verify.register("ledger", ledger, ledger_count, title=gettext_lazy("问题台账"))


def ledger() -> Iterator[Difference]:
    """A closed finding was found fixed by somebody else in its last round, and every approved measure is owed."""
    this_round = Q(finding=OuterRef("pk"), round=OuterRef("round"))
    fixed = Verification.objects.filter(this_round, conclusion=Conclusion.FIXED)
    unproved = Finding.objects.closed().exclude(Exists(fixed) & Exists(CloseOut.objects.filter(this_round)))
    yield from _told(unproved, _("%(thing)s已销号，但本轮没有“属实已整改”的核查或销号记录"))
    by_author = fixed.filter(verifier=OuterRef("author"))
    yield from _told(Finding.objects.closed().filter(Exists(by_author)), _("%(thing)s由登记人自己核查销号"))
    fruitless = [kind for kind, rule in KINDS.items() if not rule.makes_findings]
    yield from _told(Finding.objects.filter(inspection__kind__in=fruitless), _("%(thing)s登记于不登记问题的检查方式"))
    foreign = CorrectiveMeasure.objects.filter(state=MeasureState.APPROVED).exclude(assignment__source_id=F("pk"))
    for measure in foreign.select_related("finding").iterator(chunk_size=CHUNK):
        yield _difference(measure.finding, _("%(thing)s的措施与任务不对应"))


def ledger_count() -> int:
    """How many findings there are."""
    return Finding.objects.count()


def _told(findings: FindingQuerySet, sentence: str) -> Iterator[Difference]:
    for finding in findings.iterator(chunk_size=CHUNK):
        yield _difference(finding, sentence)


def _difference(finding: Finding, sentence: str) -> Difference:
    return Difference(f"rectification.finding:{finding.pk}", sentence % {"thing": finding.number_text})

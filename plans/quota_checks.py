"""What `manage verify_all` looks at in the obligations: every count is what its rows say, nothing is done without."""

from collections.abc import Iterator

from django.db.models import Count, F, Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import verify
from accountability.models import Assignment
from accountability.verify import Difference
from plans.models import ObligationEvidence, Occurrence, OwedBy

CHUNK = 2000


def declare() -> None:
    """Tell verify_all about the quotas."""
    verify.register("quotas", quotas, quotas_count, title=gettext_lazy("常态化工作完成次数"))


def quotas() -> Iterator[Difference]:
    """What is counted is there, what is done has been done often enough, nobody accepted his own evidence."""
    shown = Count("evidence", filter=Q(evidence__state="counted"))
    counted = Occurrence.objects.annotate(shown=shown).order_by()
    whole = counted.exclude(obligation__owed_by=OwedBy.COVER).exclude(done=F("shown"))
    yield from _told(whole, _("%(thing)s的完成次数与依据的条数不一致"))
    yield from _told(
        counted.filter(obligation__owed_by=OwedBy.COVER, done__gt=F("shown")), _("%(thing)s的覆盖数多于依据的条数")
    )
    yield from _told(Occurrence.objects.filter(state="done", done__lt=F("needed")), _("%(thing)s未达到次数却已办结"))
    own = ObligationEvidence.objects.filter(decided_by=F("added_by")).select_related("occurrence__obligation")
    for one in own.iterator(chunk_size=CHUNK):
        yield Difference(f"plans.obligationevidence:{one.pk}", _("“%(what)s”由提交人自己核定") % {"what": one})
    settled = Occurrence.objects.open().exclude(assignment__isnull=True)
    yield from _told(settled.exclude(assignment__state=Assignment.State.OPEN), _("%(thing)s未办结，任务却已办结或撤销"))


def quotas_count() -> int:
    """How many occurrences there are."""
    return Occurrence.objects.count()


def _told(rows: object, sentence: str) -> Iterator[Difference]:
    for one in rows.select_related("obligation").iterator(chunk_size=CHUNK):  # type: ignore[attr-defined]
        yield Difference(f"plans.occurrence:{one.pk}", sentence % {"thing": one})

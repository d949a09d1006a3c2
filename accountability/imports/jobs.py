"""The background work of imports: chunks of a table, and the clearing of those that nobody applies."""

from django.utils.translation import gettext_lazy as _

from accountability.imports import batches
from accountability.models import ImportBatch
from engine.jobs import More, job
from engine.models import Job
from engine.recurring import every

CLEAR = "accountability.clear_imports"


@job(batches.APPLY, title=_("导入数据"))
def apply_import(asked: Job) -> More | None:
    """The next chunk of a table; the transaction is the job's own."""
    batch = ImportBatch.objects.select_related("applied_by", "organization").get(pk=asked.payload["batch"])
    return batches.go_on(batch)


@job(CLEAR, title=_("清理无人导入的表格"))
def clear_imports(_asked: Job) -> None:
    """Withdraw what nobody has applied for days."""
    batches.clear()


every(CLEAR, minutes=24 * 60)

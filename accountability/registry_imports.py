"""What imports enter into the registries: sight, verbs, jobs."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accountability import trail
from accountability.imports import jobs
from accountability.models import ImportBatch, ImportRow
from organizations import rights, sight
from organizations.sight import Sight


def _batches(seen: Sight) -> Q:
    """The batches one could have uploaded: where one holds the right that the target asks for."""
    return rights.reachable_q(seen)


def _rows(seen: Sight) -> Q:
    """The rows of the batches one sees."""
    return Q(batch__in=ImportBatch.objects.filter(_batches(seen)).values("pk"))


REGISTERED = (jobs,)

sight.register(ImportBatch, _batches)
sight.register(ImportRow, _rows)

trail.verbs(
    {
        "import_applied": _("导入数据"),
        "import_stopped": _("停止导入"),
        "import_withdrawn": _("撤回导入"),
        "import_marked": _("下载标错表格"),
    }
)

"""What 归档 enters into the registries: sight, the trail."""

from django.utils.translation import gettext_lazy as _

from accountability import trail
from accountability.archives import packing
from accountability.models import ArchivePackage, ArchivePiece
from organizations import sight

PACKING = packing.PACK  # its job registers as it is loaded


def declare() -> None:
    """Register both."""
    for model in (ArchivePiece, ArchivePackage):
        sight.register(model, lambda seen: seen.covers("org_path"))
        trail.watch(model)
    trail.verbs(
        {
            "piece_filed": _("归档编目"),
            "piece_corrected": _("修改归档件"),
            "pruning_proposed": _("提出销毁"),
            "pruning_refused": _("不同意销毁"),
            "piece_pruned": _("保管期满销毁"),
            "package_asked": _("申请归档包"),
            "package_made": _("生成归档包"),
        }
    )

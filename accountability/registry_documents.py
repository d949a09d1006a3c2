"""What letterheads, documents and the register of the seal enter into the registries: sight, rights, the trail."""

from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from accountability import letterheads, sealings, trail
from accountability.models import Letterhead, OfficialDocument, Sealing
from organizations import paths, rights, sight
from organizations.models import Duty
from organizations.sight import Sight


def _letterheads(seen: Sight) -> Q:
    """Those within sight and those of one's own institution and the units above it, which are public anyway."""
    above = {path for scope in seen.scopes for path in paths.lineage(scope.institution_path)}
    return seen.covers("org_path") | Q(org_path__in=above)


sight.register(Letterhead, _letterheads)
sight.register(OfficialDocument, lambda seen: seen.covers("org_path"))
sight.register(Sealing, lambda seen: seen.covers("org_path"))

for duty in (Duty.CLERK, Duty.LEADER, Duty.PRINCIPAL):
    rights.default(duty, letterheads.KEEP, "own")
for duty in (Duty.CLERK, Duty.HEAD):
    rights.default(duty, sealings.KEEP, "own")
for duty in (Duty.LEADER, Duty.PRINCIPAL):
    rights.default(duty, sealings.APPROVE, "subtree")

for model in (Letterhead, OfficialDocument, Sealing):
    trail.watch(model)

trail.verbs(
    {
        "letterhead_authorised": _("登记发文版头"),
        "letterhead_withdrawn": _("停用发文版头"),
        "document_laid_out": _("制作公文"),
        "print_master_taken": _("取印制件"),
        "sealing_asked": _("申请用印"),
        "sealing_approved": _("批准用印"),
        "sealing_refused": _("不批准用印"),
        "sealing_withdrawn": _("撤回用印申请"),
        "sealing_registered": _("用印登记"),
        "sealed_scan_returned": _("回传用印扫描件"),
    }
)

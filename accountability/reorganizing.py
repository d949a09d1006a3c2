"""On its day a planned change of a unit takes effect, or is refused with a notice to whoever planned it."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability.notices import notify
from accountability.signing.manifests import in_first_language
from engine.jobs import job
from engine.models import Job
from engine.recurring import every
from organizations.models import UnitChange
from organizations.services import apply_change


@job("accountability.apply_unit_changes", title=gettext_lazy("办理到期的机构变更"))
def apply_due(_asked: Job) -> None:
    """Do what is due, each change in a transaction of its own within the job's."""
    for change in UnitChange.objects.due().select_related("organization", "by"):
        _tell(apply_change(change))


def _tell(change: UnitChange) -> None:
    """Whoever planned it learns what came of it."""
    if change.by is None:
        return
    told = {"unit": change.organization, "what": change.get_kind_display(), "because": change.refusal}
    with in_first_language():
        if change.state == UnitChange.State.APPLIED:
            text = _("“%(unit)s”的%(what)s已按登记的日期生效。") % told
        else:
            text = _("“%(unit)s”的%(what)s到期未能生效：%(because)s") % told
    address = reverse("unit_detail", args=[change.organization_id])
    notify([change.by], text=text, url=address, source=change, kind="unit_change")


every("accountability.apply_unit_changes", minutes=10)

"""A phase goes on when the last unit it still waited for is done, though released units are still filling."""

from django.utils.translation import gettext_lazy as _

import engine
from engine.jobs import job
from engine.models import Job, Turn
from rectification.models import Inspection, Participant, Phase, PhaseState


@job("rectification.after_confirmation", title=_("自查审核后的阶段推进"))
def after_confirmation(asked: Job) -> None:
    """A unit's self-inspection was confirmed: perhaps it was the last one waited for."""
    for inspection in Inspection.objects.filter(pk=asked.payload["thing"]).select_related("phase"):
        go_on(inspection.phase)


@job("rectification.after_scope_change", title=_("名单变更后的阶段推进"))
def after_scope_change(asked: Job) -> None:
    """A unit was taken out: perhaps it was the last one waited for."""
    for unit in Participant.objects.filter(pk=asked.payload["thing"]):
        for phase in Phase.objects.filter(campaign=unit.campaign_id, state=PhaseState.OPEN).order_by("pk"):
            go_on(phase)


def go_on(phase: Phase) -> None:
    """Let a phase go on that waits for released units alone, for the reason with which they were released."""
    if not phase.has_self_inspections or not phase.releases.exists():
        return
    with engine.hold(phase):
        waiting = Turn.objects.of(phase).open().at("self_inspect").filter(spawned_at__isnull=False)
        last = phase.releases.order_by("pk").last()
        if last is None or not waiting.exists() or phase.inspections.self_inspections().waited_for().exists():
            return
        engine.release(phase, "self_inspect", by=None, because=last.because)

"""再部署: a phase that has begun is begun again as the next round, with a window of its own; what was found stays."""

import datetime

from django.db.models import Max
from django.utils.translation import gettext as _

import engine
from accountability import trail
from accountability.signing.manifests import in_first_language
from engine.models import Turn
from engine.verbs import start_below
from organizations.models import Person
from organizations.refusals import Invalid, NotYet
from rectification import events, permissions
from rectification.models import CampaignState, Output, Phase, PhaseState

from . import locking, wording
from .editing import OUTPUT_FIELDS

LONGEST_NAME = 80


def deploy_again(phase: Phase, *, opens_on: datetime.date, closes_on: datetime.date, because: str, by: Person) -> Phase:
    """The next round of a phase: the same kind and outputs, moved to its window; it waits to be opened."""
    reason = wording.required("because", because, _("请写明再部署的理由。"))
    if closes_on < opens_on:
        raise Invalid({"closes_on": _("结束日期不能早于开始日期。")})
    campaign = phase.campaign
    with engine.hold(campaign):
        permissions.require(by, "open_phase", phase)
        locking.refuse_closed(campaign)
        if campaign.state != CampaignState.RUNNING:
            raise NotYet(_("专项工作不在实施中，不能再部署。"))
        phase.refresh_from_db(fields=["state"])
        if phase.state == PhaseState.PLANNED:
            raise NotYet(_("阶段还没有启动，不需要再部署。"))
        first = phase.again_of or phase
        turn = int(first.rounds.aggregate(last=Max("round"))["last"] or 1) + 1
        last = campaign.phases.aggregate(last=Max("order"))["last"] or 0
        with in_first_language():
            ending = str(_("（第%(n)d轮）") % {"n": turn})
        made = Phase.objects.create(
            campaign=campaign, order=last + 1, kind=first.kind, round=turn, again_of=first,
            name=f"{first.name[: LONGEST_NAME - len(ending)]}{ending}", opens_on=opens_on, closes_on=closes_on,
            org_path=campaign.org_path, institution_path=campaign.institution_path,
        )  # fmt: skip
        outputs = _outputs(first, made)
        campaign.ends_on = max(campaign.ends_on, closes_on)
        campaign.version += 1
        campaign.save()
        trail.record(
            "phase_deployed_again", made, by=by, because=reason, also=[campaign, *outputs], extra={"round": turn}
        )
        events.phase_deployed_again.send(sender=Phase, thing=made, by=by, because=reason)
        _start(made, by=by, because=reason)
    return made


def _outputs(first: Phase, made: Phase) -> list[Output]:
    """What the first round asked for, as many days after the beginning."""
    moved = made.opens_on - first.opens_on
    return [
        Output.objects.create(
            phase=made, due_on=output.due_on + moved, **{field: getattr(output, field) for field in OUTPUT_FIELDS}
        )
        for output in first.outputs.order_by("pk")
    ]


def _start(made: Phase, *, by: Person, because: str) -> None:
    """Under the campaign like its other phases; a campaign that had come to its summary goes back to its phases."""
    turn = Turn.objects.of(made.campaign).open().filter(node="phases").select_related("task").first()
    if turn is None:
        engine.send_back(made.campaign, to="phases", by=by, because=because)
        return
    with engine.hold(made):
        start_below(made, turn.task, by=by)

"""Last year's open items, repeated findings and missed quotas open the new draft: adopted, merged or declined."""

from collections.abc import Iterator

from django.contrib.contenttypes.models import ContentType
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import trail
from accountability.models import Assignment
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid
from plans import proposing
from plans.models import Measure, Origin, Plan, Proposal, ProposalKind, ProposalState
from plans.proposing import Proposed

from . import drafts, lines, wording

LONGEST_URL = 200


def declare() -> None:
    """Open items of the plan that is replaced are the first source."""
    proposing.register(open_items)


def open_items(plan: Plan) -> Iterator[Proposed]:
    """The measures of the plan it replaces that are not done."""
    if plan.supersedes is None:
        return
    undone = Q(assignment__state=Assignment.State.OPEN) | Q(assignment__isnull=True)
    rows = plan.supersedes.measures.standing().filter(undone)
    for one in rows.select_related("plan", "section", "lead_unit", "assignment").order_by("order", "pk"):
        percent = one.assignment.percent if one.assignment else 0
        because = _("%(plan)s中未完成，进度%(percent)d%%") % {"plan": plan.supersedes, "percent": percent}
        yield Proposed(ProposalKind.OPEN_ITEM, one, one.text, because, one.lead_unit, one.get_absolute_url())


def gather(plan: Plan, *, by: Person | None) -> int:
    """Write what is proposed for a held draft and was not proposed before; how many were new."""
    known = set(plan.proposals.values_list("kind", "source_type", "source_id"))
    new = []
    for one in proposing.proposed_for(plan):
        kind = ContentType.objects.get_for_model(one.source)
        if (str(one.kind), kind.pk, one.source.pk) in known:
            continue
        known.add((str(one.kind), kind.pk, one.source.pk))
        new.append(
            Proposal(
                plan=plan,
                kind=one.kind,
                source_type=kind,
                source_id=one.source.pk,
                source_label=str(one.source)[:200],
                source_url=one.url if len(one.url) <= LONGEST_URL else "",
                text=one.text,
                because=one.because[:300],
                unit=one.unit,
                due_on=one.due_on,
            )
        )
    Proposal.objects.bulk_create(new)
    if new:
        trail.record("proposals_gathered", plan, by=by, also=new, extra={"count": len(new)})
    return len(new)


def adopt(proposal: Proposal, *, by: Person) -> Measure:
    """采纳: it becomes a line of the draft."""
    plan = proposal.plan
    with engine.hold(plan, proposal):
        _require_open(proposal, by)
        old = proposal.source if isinstance(proposal.source, Measure) else None
        carried = old is not None and proposal.kind == ProposalKind.OPEN_ITEM
        values = {
            "text": proposal.text,
            "problem": "" if carried or proposal.kind == ProposalKind.OWN_DAY else proposal.because,
            "lead_unit": proposal.unit,
            "due_on": proposal.due_on,
            "comes_from": old,
            "origin": Origin.CARRIED if carried else Origin.PLANNED,
            "target": old.target if old else "",
            "evidence": old.evidence if old else "",
        }
        measure: Measure = lines.write_line(plan, Measure, values)
        _decided(proposal, ProposalState.ADOPTED, by, measure=measure)
    return measure


def merge(proposal: Proposal, *, measure: Measure, by: Person) -> None:
    """并入: a line of the draft takes care of it."""
    with engine.hold(proposal.plan, proposal):
        _require_open(proposal, by)
        if measure.plan_id != proposal.plan_id:
            raise Invalid({"measure": _("请选择本计划中的一条任务措施。")})
        _decided(proposal, ProposalState.MERGED, by, measure=measure)


def decline(proposal: Proposal, *, because: str, by: Person) -> None:
    """不采纳, with the reason."""
    reason = wording.required("because", because, _("请写明不采纳的理由。"))
    with engine.hold(proposal.plan, proposal):
        _require_open(proposal, by)
        _decided(proposal, ProposalState.DECLINED, by, reason=reason[:300])


def _require_open(proposal: Proposal, by: Person) -> None:
    drafts.require_draft(proposal.plan, by)
    if proposal.state != ProposalState.OPEN:
        raise AlreadyDone(who=proposal.decided_by, when=proposal.decided_at)


def _decided(
    proposal: Proposal, state: ProposalState, by: Person, *, measure: Measure | None = None, reason: str = ""
) -> None:
    proposal.state, proposal.measure, proposal.reason = state, measure, reason
    proposal.decided_by, proposal.decided_at = by, timezone.now()
    proposal.save()
    drafts.touched(proposal.plan, by)
    rows = [proposal, measure] if measure else [proposal]
    told = {"proposal": str(proposal), "state": str(state.label)}
    trail.record("proposal_decided", proposal.plan, by=by, because=reason, also=rows, extra=told)

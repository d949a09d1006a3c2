"""What outlives a campaign: temporary measures become standing tasks, what is still open goes on under 督办.

Proposed while the campaign runs, carried out in the background once its conclusion is signed, batch by batch.
"""

import datetime
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

import engine
from accountability import assignments, trail
from accountability.signing.manifests import in_first_language
from engine.jobs import More, job
from engine.models import Job, Turn
from organizations import rights
from organizations.calendar import add_working_days
from organizations.models import Organization, Person
from organizations.refusals import Invalid, NotYet
from rectification import events, permissions
from rectification.models import (
    Campaign,
    CampaignState,
    Collection,
    CollectionState,
    Finding,
    Inspection,
    InspectionKind,
    Participant,
    SlipKind,
    StandingTask,
)

from . import locking, wording
from .findings import works_there
from .slips import MOST_LINES, issue_slip

KIND = "rectification.after_closing"
STANDING_KIND = "standing"
BATCH = 20
LONGEST_TEXT, MOST_STANDING = 400, 200
REPLY_DAYS = 15


def propose_standing(
    campaign: Campaign,
    *,
    text: str,
    holder: Person,
    due_on: datetime.date,
    by: Person,
    unit: Organization | None = None,
    finding: Finding | None = None,
    evidence_required: str = "",
) -> StandingTask:
    """Name a measure that shall hold after the campaign, whose it is, and by when it is first to be shown."""
    said = wording.required("text", text, _("请填写长效措施。"))
    with engine.hold(campaign):
        locking.refuse_closed(campaign)
        permissions.require(by, "conclude_campaign", campaign)
        _refuse_unless_running(campaign)
        lead = _leading_unit(campaign, unit, finding)
        _check_standing(campaign, said, holder, due_on, lead)
        task = StandingTask.objects.create(
            campaign=campaign, finding=finding, text=said, lead_unit=lead, holder=holder, due_on=due_on,
            evidence_required=evidence_required.strip()[:200], proposed_by=by,
            org_path=lead.path, institution_path=lead.institution_path,
        )  # fmt: skip
        trail.record("standing_proposed", campaign, by=by, also=[task], extra={"text": task.text})
    return task


def drop_standing(task: StandingTask, *, by: Person) -> None:
    """Take it back while the campaign is not closed."""
    with engine.hold(task.campaign, task):
        locking.refuse_closed(task.campaign)
        permissions.require(by, "conclude_campaign", task.campaign)
        _refuse_unless_running(task.campaign)
        gone = StandingTask(pk=task.pk, text=task.text, org_path=task.org_path)
        told = {"text": task.text}
        task.delete()
        trail.record("standing_dropped", task.campaign, by=by, also=[gone], extra=told)


def accept_standing(task: StandingTask, *, by: Person) -> None:
    """办结: somebody other than who answers for it sees that the measure holds."""
    with engine.hold(task):
        permissions.require(by, "approve_measures", task)
        given = task.assignment
        if given is None or given.state != given.State.OPEN:
            raise NotYet(_("长效措施还没有转为任务或者已经办结，请刷新页面查看。"))
        lead = given.lead_on(timezone.now())
        permissions.refuse_author(by, {lead.person_id if lead else task.holder_id})
        assignments.complete(given, by=by)
        trail.record("standing_accepted", task, by=by)


@job(KIND, title=gettext_lazy("专项工作结束后的长效措施和遗留问题"))
def after_closing(asked: Job) -> More | None:
    """One batch: standing tasks first, then the papers about what is open, then what nobody has to fill in any more."""
    campaign = Campaign.objects.select_related("organization", "concluded_by").get(pk=asked.payload["thing"])
    for step in (_begin_standing, _supervise_leftovers, _end_unfinished):
        done = step(campaign)
        if done:
            return More(asked.done + done)
    return None


def leftovers(campaign: Campaign) -> QuerySet[Participant]:
    """The units with open findings about which no 督办单 has gone out."""
    told = Finding.objects.filter(slips__kind=SlipKind.SUPERVISE).values("pk")
    owing = Finding.objects.open().filter(participant=OuterRef("pk")).exclude(pk__in=told)
    return Participant.objects.filter(Exists(owing), campaign=campaign).order_by("pk")


def _refuse_unless_running(campaign: Campaign) -> None:
    """What signers of the conclusion are shown stands until they have signed or sent it back."""
    if campaign.state == CampaignState.CONCLUDING:
        raise NotYet(_("总结正在审批，长效措施不能变动；退回后可以修改。"))
    if campaign.state != CampaignState.RUNNING:
        raise NotYet(_("专项工作印发以后才能登记长效措施。"))


def _leading_unit(campaign: Campaign, unit: Organization | None, finding: Finding | None) -> Organization:
    """Whose it is: the unit named, otherwise the one that owes the finding, otherwise the issuer."""
    if finding is not None:
        if finding.campaign_id != campaign.pk:
            raise Invalid({"finding": _("请选择本专项工作的问题。")})
        return finding.department or finding.organization
    return unit or campaign.organization


def _check_standing(campaign: Campaign, text: str, holder: Person, due_on: datetime.date, lead: Organization) -> None:
    errors = {}
    if len(text) > LONGEST_TEXT:
        errors["text"] = _("长效措施不能超过400个字，请精简。")
    if campaign.standing_tasks.count() >= MOST_STANDING:
        errors["text"] = _("一项专项工作最多登记200条长效措施，请合并。")
    if due_on < timezone.localdate():
        errors["due_on"] = _("首次落实期限不能早于今天。")
    if not works_there(holder, lead.institution_path):
        told = {"who": holder, "unit": lead.institution}
        errors["holder"] = _("“%(who)s”不在%(unit)s任职，请另选责任人。") % told
    if errors:
        raise Invalid(errors)


def _begin_standing(campaign: Campaign) -> int:
    """The next measures become tasks; whoever plans hears of each within the transaction."""
    rows = campaign.standing_tasks.filter(assignment__isnull=True).select_related("lead_unit", "holder")
    begun = 0
    for task in rows.order_by("pk"):
        holder = task.holder if task.holder.active else _somebody(campaign, task.lead_unit)
        if holder is not None and begun < BATCH:
            _begin(task, campaign, holder)
            begun += 1
    return begun


def _begin(task: StandingTask, campaign: Campaign, holder: Person) -> None:
    with engine.hold(task):
        task.assignment = assignments.assign(
            source=task, title=task.text, lead_unit=task.lead_unit, holder=holder, due_on=task.due_on,
            by=campaign.concluded_by, kind=STANDING_KIND, evidence_required=task.evidence_required,
        )  # fmt: skip
        task.holder = holder
        task.save()
        trail.record("standing_begun", task, by=campaign.concluded_by, responsible=holder)
        events.task_standing.send(sender=StandingTask, thing=task, by=campaign.concluded_by)


def _somebody(campaign: Campaign, unit: Organization) -> Person | None:
    """Who answers where the person named has left: somebody of the unit, otherwise of the issuer, never nobody."""
    for right, place in (("plan_measures", unit.path), ("conclude_campaign", campaign.org_path)):
        found = rights.who_may(f"rectification.{right}", place).filter(active=True).order_by("pk").first()
        if found is not None:
            return found
    return None


def _supervise_leftovers(campaign: Campaign) -> int:
    """A 督办单 to each of the next units with what it still owes."""
    units = list(leftovers(campaign)[:BATCH])
    writer = _writer(campaign) if units else None
    if not units or writer is None:
        return 0
    count = 0
    for unit in units:
        told = Finding.objects.filter(slips__kind=SlipKind.SUPERVISE).values("pk")
        owing = Finding.objects.open().filter(participant=unit).exclude(pk__in=told).order_by("pk")
        findings = list(owing.select_related("campaign", "participant", "department")[:MOST_LINES])
        issue_slip(findings, kind=SlipKind.SUPERVISE, by=writer, **_words(campaign, findings, writer))
        count += len(findings)
    trail.record("leftovers_supervised", campaign, by=None, extra={"units": len(units), "findings": count})
    return len(units)


def _words(campaign: Campaign, findings: list[Finding], writer: Person) -> dict[str, Any]:
    """What the paper says: the campaign is over, this is not."""
    with in_first_language():
        text = _("“%(title)s”已经结束，下列问题尚未销号，现转为督办件，请继续整改，完成后申请销号。")
        contact = campaign.contact or f"{writer.name} {writer.mobile}".strip()
    latest = max((one.due_on for one in findings if one.due_on), default=timezone.localdate())
    return {
        "text": text % {"title": campaign.title},
        "reply_by": max(latest, add_working_days(timezone.localdate(), REPLY_DAYS)),
        "contact": contact,
    }


def _writer(campaign: Campaign) -> Person | None:
    """Who issues the papers: whoever wrote the conclusion, otherwise somebody of the issuer who may."""
    first = campaign.concluded_by
    if first is not None and first.active and permissions.may(first, "issue_slip", campaign.institution_path):
        return first
    return rights.who_may("rectification.issue_slip", campaign.institution_path).order_by("pk").first()


def _end_unfinished(campaign: Campaign) -> int:
    """Nobody is asked any more for a self-inspection or a form that nobody may fill in."""
    kind = ContentType.objects.get_for_model(Inspection)
    waiting = Turn.objects.open().filter(content_type=kind).values("object_id")
    mine = campaign.inspections.filter(kind=InspectionKind.SELF, pk__in=waiting).order_by("pk")
    found = list(mine[:BATCH])
    with in_first_language():
        because = _("专项工作已经结束")
    for inspection in found:
        with engine.hold(inspection):
            engine.cancel(inspection, by=None, because=because)
    for collection in Collection.objects.filter(campaign=campaign, state=CollectionState.OPEN).order_by("pk"):
        with engine.hold(collection):
            collection.state = CollectionState.CLOSED
            collection.version += 1
            collection.save()
            trail.record("collection_closed", collection, by=None, because=because)
    return len(found)

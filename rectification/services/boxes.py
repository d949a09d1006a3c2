"""What belongs to a campaign's dossier: meetings of it, and the box as somebody put it together."""

from collections.abc import Sequence
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import transaction
from django.utils.translation import gettext as _

from accountability import trail
from accountability.signing.manifests import in_first_language
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid, NotAllowed, NotYet
from organizations.sight import sight_of, visible
from rectification import dossiers, gatherings, permissions
from rectification.dossiers import Box
from rectification.gatherings import Gathering
from rectification.models import Campaign, CampaignMeeting, KeptBox, Output, Per, PhaseState, Readiness

from . import locking

RIGHT = "deliver_output"


def link_meeting(
    campaign: Campaign, *, meeting: Gathering, by: Person, output: Output | None = None
) -> CampaignMeeting:
    """Count a meeting to a campaign: one of the issuer, or of a unit that takes part, by somebody of that house.

    With `output` it is the preparation or the analysis that a phase asks for.
    """
    thing, house = meeting.thing, meeting.organization.institution_path
    with locking.hold_open(*([output.phase] if output else []), of=campaign):
        permissions.require(by, RIGHT, house)
        if not campaign.is_issued:
            raise NotYet(_("方案还没有印发，印发以后才登记会议。"))
        if not gatherings.sees(by, thing):
            raise NotAllowed(_("您看不到这次会议，请由会议的主办单位登记。"))
        takes_part = campaign.participants.active().filter(org_path=house).exists()
        if house != campaign.institution_path and not takes_part:
            raise NotAllowed(_("请选择主办单位或者参加单位的会议。"))
        if output is not None:
            _check_output(output, campaign, meeting)
        kind = ContentType.objects.get_for_model(thing)
        link, is_new = CampaignMeeting.objects.select_related("linked_by").get_or_create(
            campaign=campaign, content_type=kind, object_id=thing.pk,
            defaults={
                "label": meeting.label, "held_on": meeting.held_on, "organization": meeting.organization,
                "output": output, "linked_by": by, "org_path": house, "institution_path": house,
            },
        )  # fmt: skip
        if not is_new:
            raise AlreadyDone(who=link.linked_by, when=link.linked_at)
        told = {"meeting": link.label} | ({"output": output.named} if output else {})
        trail.record("meeting_linked", campaign, by=by, also=[link], extra=told)
    return link


def _check_output(output: Output, campaign: Campaign, meeting: Gathering) -> None:
    """Only a meeting that a phase of this campaign asks for, held by whom it is asked of, while nobody signs."""
    if output.phase.campaign_id != campaign.pk or not output.meeting:
        raise Invalid({"output": _("请选择本专项工作阶段要求的会议。")})
    if output.phase.state == PhaseState.SIGNING:
        raise NotYet(_("阶段小结正在审批，内容不能变动；请等审批结束，或者由办理人退回后再登记。"))
    house = meeting.organization.institution_path
    if output.per == Per.CAMPAIGN and house != campaign.institution_path:
        raise Invalid({"output": _("“%(name)s”由主办单位召开，请选择主办单位的会议。") % {"name": output.named}})
    units = campaign.participants.active().filter(org_path__in=[house, meeting.organization.path])
    if output.per == Per.PARTICIPANT and not units.exists():
        raise Invalid({"output": _("“%(name)s”由各参加单位召开，请选择参加单位的会议。") % {"name": output.named}})


def unlink_meeting(link: CampaignMeeting, *, by: Person) -> None:
    """It does not belong there."""
    campaign, label = link.campaign, link.label
    phase = link.output.phase if link.output else None
    with locking.hold_open(*([phase] if phase else []), of=campaign):
        permissions.require(by, RIGHT, link.org_path)
        if phase is not None and phase.state == PhaseState.SIGNING:
            raise NotYet(_("阶段小结正在审批，作为阶段成果的会议不能移出；请等审批结束，或者由审批人退回。"))
        if phase is not None and phase.state == PhaseState.CLOSED:
            raise NotYet(_("阶段已经结束，作为阶段成果的会议不能移出。"))
        gone = CampaignMeeting(pk=link.pk, label=label, org_path=link.org_path)
        if not CampaignMeeting.objects.filter(pk=link.pk).delete()[0]:
            raise AlreadyDone(_("这次会议已经移出，请刷新页面查看。"))
        trail.record("meeting_unlinked", campaign, by=by, also=[gone], extra={"meeting": label})


def keep_box(thing: Campaign | Readiness, *, box: Box, by: Person) -> KeptBox:
    """Keep a dossier as it was put together: who took it is on record, and everybody who prints it has the same pages.

    It is its maker's, and holds what he saw.
    """
    if isinstance(thing, Campaign) and not sight_of(by).sees(thing.org_path):
        raise NotAllowed(_("档案盒由主办单位编制；参加单位的材料请在各自的页面查看。"))
    if not visible(by, type(thing)).filter(pk=thing.pk).exists():
        raise NotAllowed(_("您看不到这次迎检，请由迎检单位编制。"))
    about = {"campaign": thing} if isinstance(thing, Campaign) else {"readiness": thing}
    with transaction.atomic():
        made = KeptBox.objects.create(
            title=str(thing)[:200], pages=len(box.sheets), content=dossiers.kept(box), made_by=by,
            org_path=thing.org_path, institution_path=thing.institution_path, **about,
        )  # fmt: skip
        trail.record("box_kept", made, by=by, extra={"sheets": made.pages})
        trail.witness("dossier_printed", thing, by=by, extra={"sheets": made.pages})
    return made


def forget_names(sender: type, *, names: Sequence[str], by: Person, because: str, **_event: Any) -> None:
    """A file was removed for good: no box that was put together before says any more what it was called."""
    with in_first_language():
        instead = _("（已清除的文件）")
    kept = KeptBox.objects.order_by("pk").values_list("pk", "content")
    saying = [key for key, content in kept.iterator() if dossiers.without(content, names, instead) != content]
    for box in KeptBox.objects.select_for_update(no_key=True, of=("self",)).filter(pk__in=saying).order_by("pk"):
        box.content = dossiers.without(box.content, names, instead)
        box.save(update_fields=["content"])
        trail.record("box_name_removed", box, by=by, because=because)

"""提请会议审议: a thing elsewhere waits for what a meeting makes of it; with the signed minutes out, it is told."""

from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from django.utils.translation import gettext as _

import engine
from accountability import trail
from accountability.signing import deliberating
from meetings import events, permissions
from meetings.models import AgendaItem, ItemState, Meeting, MeetingState, Part, Resolution
from organizations.models import Person
from organizations.refusals import AlreadyDone, Invalid, NotYet

from . import agenda, wording

OVER = (MeetingState.ISSUED, MeetingState.RECORDED, MeetingState.CANCELLED)
NEEDS_WORDS = (Resolution.IN_PRINCIPLE, Resolution.REJECTED, Resolution.AGAIN)


def put_before(meeting: Meeting, *, thing: Any, shown: str, by: Person) -> AgendaItem:
    """Put a thing that waits for deliberation on the agenda; it lies before one meeting at a time."""
    if not meeting.is_minuted:
        raise Invalid({"meeting": _("这类会议不形成纪要，不能作为审议的依据，请选择其他会议。")})
    with engine.hold(meeting), engine.hold(thing):
        _require_chair(meeting, thing, shown)
        kind = ContentType.objects.get_for_model(thing)
        same = AgendaItem.objects.filter(source_type=kind, source_id=thing.pk, shown=shown)
        lying = same.exclude(meeting__state__in=OVER).exclude(state=ItemState.STRUCK).select_related("meeting").first()
        if lying is not None:
            raise AlreadyDone(_("已列入“%(meeting)s”的议程，请等待会议审议。") % {"meeting": lying.meeting})
        return agenda.add_item(meeting, part=Part.DISCUSSION, title=str(thing)[:200], source=thing, shown=shown, by=by)


def _require_chair(meeting: Meeting, thing: Any, shown: str) -> None:
    """What is no longer waited for is put before nobody, and nobody's own draft before a meeting he presides over."""
    request = deliberating.waiting_for(thing, shown=shown)
    if request is None:
        raise AlreadyDone(_("会议审议环节已经办理，或者内容已重新送签，请刷新页面查看。"))
    if not deliberating.may_preside(meeting.chair, thing, request):
        raise Invalid({"meeting": _strange()})


def resolve_item(item: AgendaItem, *, resolution: str, conclusion: str, by: Person) -> AgendaItem:
    """What the meeting made of it; it takes effect with the signed minutes, and may be corrected until then."""
    meeting = item.meeting
    with engine.hold(meeting, item):
        permissions.require_desk(by, meeting)
        if not meeting.is_recording:
            raise NotYet(_("会议还没有发出通知，或者纪要已经送签，不能记录审议结果。"))
        if not item.is_deliberation or resolution not in Resolution.values:
            raise Invalid({"resolution": _("请选择审议结果：通过、原则通过、不通过或者再议。")})
        said = conclusion.strip()
        if resolution in NEEDS_WORDS and not said:
            raise Invalid({"conclusion": _("请写明会议意见，起草单位据此修改。")})
        if meeting.kind.without_patients:
            wording.refuse_patient("conclusion", said)
        _refuse_strange_chair(item)
        item.state = ItemState.POSTPONED if resolution == Resolution.AGAIN else ItemState.SETTLED
        item.resolution, item.conclusion = resolution, said
        item.version += 1
        item.save()
        told = {"item": item.title, "resolution": resolution}
        trail.record("agenda_item_resolved", meeting, by=by, also=[item], extra=told)
    return item


def _refuse_strange_chair(item: AgendaItem) -> None:
    """The chair may have changed since the thing was put on the agenda."""
    thing: Any = item.source
    request = deliberating.waiting_for(thing, shown=item.shown) if thing is not None else None
    if request is not None and not deliberating.may_preside(item.meeting.chair, thing, request):
        raise Invalid({"resolution": _strange()})


def _strange() -> str:
    return _("作为审议依据的会议，应当由本单位领导或者审议环节的办理人主持，主持人不能是起草人。")


def tell(meeting: Meeting, *, by: Person) -> None:
    """The minutes are signed and out: whatever waited is told what the meeting made of it."""
    minutes = meeting.minutes
    day = timezone.localdate(meeting.held_at or meeting.starts_at)
    for item in meeting.agenda.exclude(resolution="").order_by("order", "pk"):
        events.item_deliberated.send(
            sender=AgendaItem,
            thing=item,
            by=by,
            source=item.source,
            shown=item.shown,
            resolution=item.resolution,
            opinion=item.conclusion,
            meeting=str(meeting),
            held_on=day,
            chair=meeting.chair,
            number=minutes.number.text if minutes.number else "",
            basis=minutes,
        )

"""讲话要求: what a leader demanded in a meeting becomes a directive, point by point, with the meeting as its source."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from accountability.incoming import directing
from accountability.models import Directive
from accountability.views.deadline_pages import find, visitor
from engine import submissions
from meetings.models import Manner, Meeting, Statement
from organizations.models import Person
from organizations.refusals import NotAllowed, NotYet
from organizations.sight import visible

POINTS = (Manner.STRESSED, Manner.DEMANDED)


def points_of(meeting: Meeting) -> QuerySet[Statement]:
    """What leaders stressed and demanded, as it was recorded."""
    said = meeting.statements.filter(struck=False, manner__in=POINTS, speaker__isnull=False)
    return said.select_related("speaker").order_by("order", "pk")


def directives_of(request: HttpRequest, meeting: Meeting) -> dict[int | None, Directive]:
    """The directives that came out of a meeting, by the leader's key."""
    kind = ContentType.objects.get_for_model(Meeting)
    made = visible(request.user, Directive).filter(source_type=kind, source_id=meeting.pk)
    return {one.leader_id: one for one in made.exclude(state=Directive.State.DENIED)}


@login_required
@require_POST
def meeting_directive(request: HttpRequest, pk: int, person: int) -> HttpResponseBase:
    """Enter one leader's points as his directive; a second time leads to the first."""
    meeting = find(request, Meeting, pk, "kind", "organization")
    said = list(points_of(meeting).filter(speaker=person))
    if not said or said[0].speaker is None:
        raise Http404
    if not meeting.is_held:
        raise NotYet(_("会议还没有召开，不能登记讲话要求。"))
    if meeting.restricted:
        raise NotAllowed(_("这次会议仅参会人员可见，讲话内容不能直接登记为领导要求，请按印发的纪要办理。"))
    if known := directives_of(request, meeting).get(person):
        return redirect(known)
    words = _words(meeting, said[0].speaker, [one.text for one in said])

    def act() -> HttpResponseRedirect:
        made = directing.enter_directive(meeting.organization, words=words, by=visitor(request), source=meeting)
        messages.success(request, _("已登记为领导讲话要求，请逐条交办。"))
        return HttpResponseRedirect(made.get_absolute_url())

    return submissions.once(request, act)


def _words(meeting: Meeting, leader: Person, points: list[str]) -> directing.Words:
    return directing.Words(
        text="\n".join(points),
        points=points,
        occasion=meeting.title,
        said_at=meeting.held_at or meeting.starts_at,
        way=Directive.Way.SPEECH,
        leader=leader,
    )

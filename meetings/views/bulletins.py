"""信息稿: a short text of what a meeting did, to copy into a group, or to be published after its three checks."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.contenttypes.models import ContentType
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from accountability.incoming import publishing
from accountability.models import Publication
from accountability.signing.manifests import in_first_language
from accountability.views.deadline_pages import find, visitor
from engine import submissions
from meetings import services
from meetings.models import Meeting
from organizations.refusals import NotYet
from organizations.rights import may
from organizations.sight import visible


def _found(request: HttpRequest, pk: int) -> Meeting:
    """A meeting that was held and the visitor sees."""
    meeting = find(request, Meeting, pk, "kind", "organization")
    if not meeting.is_held:
        raise NotYet(_("会议还没有召开，不能生成信息稿。"))
    return meeting


def _published(request: HttpRequest, meeting: Meeting) -> Publication | None:
    """The text that was drafted from it and not given up."""
    made = visible(request.user, Publication).exclude(state=Publication.State.CANCELLED)
    return made.filter(source_type=ContentType.objects.get_for_model(Meeting), source_id=meeting.pk).first()


@login_required
@require_safe
def meeting_bulletin(request: HttpRequest, pk: int) -> HttpResponse:
    """A short text to copy into a group."""
    meeting = _found(request, pk)
    with in_first_language():
        text = services.bulletin(meeting)
    context = {
        "meeting": meeting,
        "text": text,
        "length": len(text),
        "published": _published(request, meeting),
        "may_publish": may(request.user, publishing.KEEP, meeting.organization),
    }
    return render(request, "meetings/bulletin_show.html", context)


@login_required
@require_POST
def meeting_publish(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Draft the same text for publication; a second time leads to the first."""
    meeting = _found(request, pk)
    if known := _published(request, meeting):
        return redirect(known)
    with in_first_language():
        text = publishing.Text(
            title=_("%(host)s召开%(what)s") % {"host": meeting.organization, "what": meeting.title},
            text=services.bulletin(meeting),
            happened_on=timezone.localdate(meeting.held_at or meeting.starts_at),
        )

    def act() -> HttpResponseRedirect:
        made = publishing.draft_publication(meeting.organization, text=text, by=visitor(request), source=meeting)
        messages.success(request, _("已起草，核对领导姓名、职务和排序后送审。"))
        return HttpResponseRedirect(made.get_absolute_url())

    return submissions.once(request, act)

"""Whether the visitor keeps a meeting: its recorder or clerk by name, else whoever has the right at its desk."""

from typing import cast

from django.http import HttpRequest
from django.utils.translation import gettext as _

from accountability.views.deadline_pages import visitor
from meetings import permissions
from meetings.models import Meeting
from organizations.models import Person
from organizations.refusals import NotAllowed


def keeps(request: HttpRequest, meeting: Meeting) -> bool:
    """As `permissions.works_at`, asked of the account, which keeps the sight already looked up."""
    if visitor(request).pk in (meeting.recorder_id, meeting.arranged_by_id):
        return True
    return not meeting.restricted and permissions.may(cast(Person, request.user), "keep_record", meeting.desk_path)


def require_keeper(request: HttpRequest, meeting: Meeting) -> None:
    """Refuse whoever does not keep this meeting; asked before anything typed is looked at."""
    if not keeps(request, meeting):
        raise NotAllowed(_("这次会议由记录人或会务经办人办理，请与他们联系。"))

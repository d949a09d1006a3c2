"""提请会议审议: a plan that waits for a meeting comes on an agenda, and what the meeting made of it is written down."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _

from accountability.views.deadline_pages import posted, visitor
from meetings import permissions, services, sources
from meetings.forms.meetings import DeliberationForm, ResolveForm
from meetings.models import AgendaItem, Meeting, MeetingState
from meetings.views.asking import Page, ask
from organizations.refusals import NotFound
from organizations.sight import visible


@login_required
def item_to_deliberate(request: HttpRequest, mark: str) -> HttpResponseBase:
    """Choose the meeting that is to decide about a thing that waits for it."""
    person = visitor(request)
    host = person.home.institution
    thing, shown = sources.awaiting(cast(Any, request.user), host).get(mark, (None, ""))
    if thing is None:
        raise NotFound
    permissions.require(person, "keep_record", host)
    open_ones = visible(request.user, Meeting).filter(
        institution_path=host.institution_path,
        state__in=(MeetingState.PLANNED, MeetingState.NOTICED),
        kind__minuted=True,
    )
    form = DeliberationForm(posted(request))
    cast(Any, form.fields["meeting"]).queryset = open_ones.order_by("starts_at", "pk")

    def act() -> str:
        return services.put_before(form.cleaned_data["meeting"], thing=thing, shown=shown, by=person).get_absolute_url()

    lead = _("列入还没有召开的会议的议程；会议纪要签发、印发后，审议结果自动作为会议审议环节的办理结果，纪要为依据。")
    page = Page(_("提请会议审议"), _("列入议程"), thing.get_absolute_url(), lead, columns=True, crumb=str(thing)[:40])
    return ask(request, page, form, act)


def resolve(request: HttpRequest, item: AgendaItem) -> HttpResponseBase:
    """What the meeting made of it."""
    person = visitor(request)
    permissions.require_desk(person, item.meeting)
    start = {"resolution": item.resolution or "passed", "conclusion": item.conclusion}
    form = ResolveForm(posted(request), initial=start)
    page = Page(_("审议结果"), _("保存"), item.meeting.get_absolute_url(), item.title, crumb=item.meeting.title)
    return ask(request, page, form, lambda: services.resolve_item(item, by=person, **form.cleaned_data))

"""The agenda: items, their order and results, the papers of units."""

from typing import Any, cast

from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _

from accountability.incoming.becoming import became
from accountability.models import Attachment, Derivation, Directive, IncomingDocument
from accountability.views.deadline_pages import find, posted, visitor
from accountability.views.incoming import source_asked
from meetings import permissions, services, sources
from meetings.forms.asking import AskingForm
from meetings.forms.meetings import FromPaperForm, ItemForm, OrderForm, PaperAskForm, PaperForm, SettleForm, SourceForm
from meetings.models import AgendaItem, AgendaPaper, Meeting, MeetingState, Part
from meetings.views.asking import Page, ask
from meetings.views.deliberating import resolve
from organizations.models import Person
from organizations.refusals import NotFound
from organizations.sight import visible


def _kept(request: HttpRequest, meeting: Meeting) -> Person:
    """The visitor, who keeps this meeting."""
    person = visitor(request)
    permissions.require_desk(person, meeting)
    return person


def _item(request: HttpRequest, pk: int) -> AgendaItem:
    """An item the visitor sees, with its meeting."""
    return find(request, AgendaItem, pk, "meeting__kind", "meeting__organization", "unit", "speaker__home")


@login_required
def item_new(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One more item."""
    meeting = find(request, Meeting, pk, "kind", "organization")
    person = _kept(request, meeting)
    form = ItemForm(posted(request), who=request.user, initial={"part": "report"})

    def act() -> None:
        services.add_item(meeting, by=person, **_words(form))

    page = Page(_("增加议程"), _("保存"), meeting.get_absolute_url(), columns=True, crumb=meeting.title)
    return ask(request, page, form, act)


@login_required
def item_from_paper(request: HttpRequest) -> HttpResponseBase:
    """A paper or a directive comes before a meeting; the paper says afterwards what it became."""
    source = source_asked(request, (IncomingDocument, Directive))
    if source is None:
        raise NotFound
    person = visitor(request)
    permissions.require(person, "keep_record", source.organization)
    kept = visible(request.user, Meeting).filter(
        institution_path=source.organization.institution_path, state__in=(MeetingState.PLANNED, MeetingState.NOTICED)
    )
    said = source.title if isinstance(source, IncomingDocument) else source.occasion
    form = FromPaperForm(posted(request), who=request.user, initial={"title": said[:200], "part": "discussion"})
    cast(Any, form.fields["meeting"]).queryset = kept.order_by("starts_at", "pk")

    def act() -> str:
        words = _words(form)
        with transaction.atomic():
            item = services.add_item(words.pop("meeting"), by=person, source=source, **words)
            became(source, kind=Derivation.Kind.MEETING, label=str(item), by=person, sentence=said, target=item)
        return item.get_absolute_url()

    lead = _("列入还没有召开的会议的议程；来文或者批示的落实去向同时登记。")
    page = Page(_("提交会议研究"), _("列入议程"), source.get_absolute_url(), lead, columns=True, crumb=str(source)[:40])
    return ask(request, page, form, act)


@login_required
def item_from_plan(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A line of a plan under discussion: who carries it out by when is said in the meeting and stands in the plan."""
    meeting = find(request, Meeting, pk, "kind", "organization")
    person = _kept(request, meeting)
    offered = sources.offered(cast(Any, request.user), meeting.organization.institution)
    known = {f"{item.source_type.model_class()._meta.label_lower}:{item.source_id}" for item in _sourced(meeting)}
    choices = {mark: thing for mark, thing in offered.items() if mark not in known}
    form = SourceForm(posted(request), things=choices)

    def act() -> None:
        thing = choices[form.cleaned_data["thing"]]
        services.add_item(meeting, part=Part.PLAN_ITEM, title=str(thing)[:200], source=thing, by=person)

    lead = _("列出本单位起草中的计划里的任务措施；会上明确牵头单位、责任人和时限后，自动写入计划。")
    page = Page(_("计划事项交办"), _("列入议程"), meeting.get_absolute_url(), lead, crumb=meeting.title)
    return ask(request, page, form, act)


def _sourced(meeting: Meeting) -> Any:
    """The items that follow from something."""
    return meeting.agenda.filter(source_type__isnull=False).select_related("source_type")


@login_required
def item_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change an item."""
    item = _item(request, pk)
    person = _kept(request, item.meeting)
    initial = {name: getattr(item, name) for name in ItemForm.base_fields}
    form = ItemForm(posted(request), who=request.user, initial=initial)

    def act() -> None:
        services.revise_item(item, version=form.cleaned_data["version"] or 0, by=person, **_words(form))

    home = item.meeting.get_absolute_url()
    return ask(request, Page(_("修改议程"), _("保存"), home, columns=True, crumb=item.meeting.title), form, act)


def _words(form: AskingForm) -> dict[str, Any]:
    """What the verb takes."""
    return {name: value for name, value in form.cleaned_data.items() if name != "version"}


@login_required
def item_settle(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What became of it."""
    item = _item(request, pk)
    if item.is_deliberation:
        return resolve(request, item)
    person = _kept(request, item.meeting)
    form = SettleForm(posted(request), initial={"state": "settled", "conclusion": item.conclusion})
    page = Page(_("议程结果"), _("保存"), item.meeting.get_absolute_url(), item.title, crumb=item.meeting.title)
    return ask(request, page, form, lambda: services.settle_item(item, by=person, **form.cleaned_data))


@login_required
def agenda_order(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Put the items in order, by number or by hand; what is sent is the numbers."""
    meeting = find(request, Meeting, pk, "kind", "organization")
    person = _kept(request, meeting)
    items = list(meeting.agenda.all())
    form = OrderForm(posted(request), items=items)
    lead = _("在每项前填写序号，数字小的排在前面；也可以拖动，或者用上移、下移。")
    home, template = meeting.get_absolute_url(), "meetings/agenda_order.html"
    page = Page(_("调整议程顺序"), _("保存"), home, lead, template=template, crumb=meeting.title)
    return ask(request, page, form, lambda: services.order_items(meeting, places=form.places(), by=person))


@login_required
def paper_ask(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask units for papers."""
    item = _item(request, pk)
    person = _kept(request, item.meeting)
    form = PaperAskForm(posted(request), who=request.user, initial={"due_on": item.papers_due_on})
    lead = _("报送单位的经办人和负责人会收到通知；已征集过的单位不会重复通知。")
    page = Page(_("征集会前材料"), _("发出"), item.meeting.get_absolute_url(), lead, icon="send", crumb=item.title)
    return ask(request, page, form, lambda: _asked(item, form, person), said=_("征集通知已发出。"))


def _asked(item: AgendaItem, form: AskingForm, person: Person) -> None:
    services.ask_paper(item, by=person, **form.cleaned_data)


@login_required
def paper_hand_in(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A paper as its unit writes it, and as the named read it."""
    paper = find(request, AgendaPaper, pk, "item__meeting__kind", "item__meeting__organization", "unit")
    person = visitor(request)
    form = PaperForm(
        posted(request),
        request.FILES or None if request.method == "POST" else None,
        initial={"text": paper.text, "version": paper.version},
    )
    may_hand_in = permissions.may(person, "hand_in_paper", paper) and paper.item.meeting.is_open
    if request.method == "POST" and not may_hand_in:
        permissions.require(person, "hand_in_paper", paper)
    meeting = visible(request.user, Meeting).filter(pk=paper.item.meeting_id).first()
    home = meeting.get_absolute_url() if meeting else request.path
    due = timezone.localdate() > paper.due_on and paper.submitted_at is None
    page = Page(
        paper.item.title,
        _("报送"),
        home,
        paper.wanted,
        icon="send",
        files=True,
        template="meetings/paper_show.html",
        more={"paper": paper, "files": Attachment.objects.of(paper), "may_hand_in": may_hand_in, "is_late": due},
    )

    def act() -> str:
        words = dict(form.cleaned_data)
        services.hand_in_paper(paper, by=person, files=words.pop("attachments"), **words)
        return paper.get_absolute_url()

    return ask(request, page, form, act, said=_("材料已报送。"))


@login_required
def paper_remind(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Remind the units whose papers are missing."""
    item = _item(request, pk)
    person = _kept(request, item.meeting)
    form = AskingForm(posted(request))
    page = Page(
        _("催报材料"), _("催报"), item.meeting.get_absolute_url(), item.title, icon="bell-ring", crumb=item.title
    )
    return ask(request, page, form, lambda: _reminded(item, person), said=_("已提醒尚未报送的单位。"))


def _reminded(item: AgendaItem, person: Person) -> None:
    services.remind_papers(item, by=person)

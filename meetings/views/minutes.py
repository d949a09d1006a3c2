"""会议纪要: read, generated, edited, reviewed, sent, issued, taken along."""

import tempfile

from django.contrib.auth.decorators import login_required
from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from accountability.models import Attachment
from accountability.signing.manifests import in_first_language
from accountability.views.deadline_pages import find, posted, visitor
from meetings import people, permissions, services
from meetings.forms.asking import NoForm
from meetings.forms.records import AnswerForm, CommentForm, MinutesForm, ReadersForm, ReplaceForm, ReviewersForm
from meetings.models import AgendaPaper, Meeting, MeetingState, Minutes, MinutesComment, ReaderRole
from meetings.services import generating
from meetings.services.minutes import WRITING
from meetings.views.asking import Page, ask
from organizations.models import Person
from organizations.refusals import NotFound, NotYet, Stale
from organizations.sight import visible
from search.models import Citation

PEOPLE = ("kind", "organization", "chair", "recorder", "arranged_by")
BIG = 4 * 1024 * 1024


def _meeting(request: HttpRequest, pk: int) -> Meeting:
    return find(request, Meeting, pk, *PEOPLE)


def _minutes(request: HttpRequest, pk: int) -> Minutes:
    """The minutes of a meeting where the visitor may read them."""
    rows = visible(request.user, Minutes).filter(meeting=pk)
    found = rows.select_related(
        "meeting__kind", "meeting__organization", "meeting__chair", "meeting__recorder", "number", "edited_by"
    ).first()
    if found is None:
        raise NotFound
    return found


def _home(pk: int) -> str:
    return reverse("meetings:minutes_detail", args=[pk])


@login_required
@require_safe
def minutes_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """The minutes as they read now or at an earlier version, the comments, and who has not read them."""
    minutes = visible(request.user, Minutes).filter(meeting=pk).exists()
    if not minutes:
        return _nothing_yet(request, pk)
    paper = _minutes(request, pk)
    meeting, person = paper.meeting, visitor(request)
    keeps = permissions.works_at(person, meeting)
    readers = list(paper.readers.select_related("person").order_by("pk"))
    mine = [one for one in readers if one.person_id == person.pk]
    versions = list(paper.versions.select_related("by"))
    shown = next((one for one in versions if str(one.n) == request.GET.get("version")), None)
    reviewing = meeting.state == MeetingState.REVIEWING
    context = {
        "meeting": meeting,
        "minutes": paper,
        "versions": versions,
        "shown": shown,
        "lines": generating.difference(shown.text, paper.text) if shown else [],
        "comments": list(paper.comments.select_related("person", "answered_by")),
        "reviewers": [one for one in readers if one.role == ReaderRole.REVIEW and one.round == paper.round],
        "circulated": [one for one in readers if one.role == ReaderRole.READING],
        "unread": sum(1 for one in readers if one.role == ReaderRole.READING and not one.answered_at),
        "is_draft": meeting.state not in (MeetingState.SIGNED, MeetingState.ISSUED),
        "may_write": keeps and meeting.state in WRITING and person.pk != meeting.chair_id,
        "may_submit": keeps and meeting.state == MeetingState.HELD,
        "may_send": keeps and reviewing,
        "may_issue": keeps and meeting.state == MeetingState.SIGNED,
        "may_remind": keeps and meeting.state == MeetingState.ISSUED,
        "may_comment": reviewing and any(_asked(one, paper) for one in mine),
        "may_read": any(one.role == ReaderRole.READING and not one.answered_at for one in mine),
        "citations": Citation.objects.of(paper).in_order(),
    }
    return render(request, "meetings/minutes_detail.html", context)


def _asked(reader: object, paper: Minutes) -> bool:
    """Whether somebody is asked about the draft in this round."""
    return getattr(reader, "role", "") == ReaderRole.REVIEW and getattr(reader, "round", 0) == paper.round


def _nothing_yet(request: HttpRequest, pk: int) -> HttpResponse:
    """The page before there are minutes, for whoever keeps the meeting."""
    meeting = _meeting(request, pk)
    permissions.require_desk(visitor(request), meeting)
    return render(request, "meetings/minutes_none.html", {"meeting": meeting, "may_write": meeting.state in WRITING})


@login_required
def minutes_generate(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Write the text from the decisions; over a hand edit only after the difference was shown."""
    meeting, person = _meeting(request, pk), visitor(request)
    permissions.require_desk(person, meeting)
    paper = Minutes.objects.filter(meeting=meeting).first()
    if paper is None or not paper.is_by_hand:
        page = Page(
            _("生成会议纪要"),
            _("生成"),
            _home(pk),
            _("按议程和议定事项生成，讲话内容留在会议记录中。"),
            icon="file-text",
            crumb=meeting.title,
        )
        return ask(request, page, NoForm(posted(request)), lambda: _generated(meeting, person))
    with in_first_language():
        lines = generating.difference(paper.text, generating.text_of(meeting))
    form = ReplaceForm(posted(request), initial={"version": paper.version})
    page = Page(
        _("重新生成会议纪要"),
        _("替换正文"),
        _home(pk),
        _("纪要已有人工修改。下面是现有正文和新生成正文的差异，替换后原正文仍保留在版本中。"),
        danger=True,
        template="meetings/minutes_replace.html",
        crumb=meeting.title,
        more={"lines": lines},
    )

    def act() -> None:
        services.generate_minutes(meeting, by=person, version=form.cleaned_data["version"], replace=True)

    return ask(request, page, form, act)


def _generated(meeting: Meeting, person: Person) -> None:
    services.generate_minutes(meeting, by=person)


@login_required
def minutes_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Change the text; who was second keeps his words beside those that were saved first."""
    paper, person = _minutes(request, pk), visitor(request)
    permissions.require_desk(person, paper.meeting)
    if request.method != "POST" and paper.meeting.state not in WRITING:
        raise NotYet(_("纪要已经送签或印发，不能再修改。"))
    initial = {"title": paper.title, "text": paper.text, "version": paper.version}
    form = MinutesForm(posted(request), initial=initial)
    page = Page(
        _("修改会议纪要"), _("保存"), _home(pk), template="meetings/minutes_edit.html", crumb=paper.meeting.title
    )

    def act() -> None:
        services.edit_minutes(paper, by=person, **form.cleaned_data)

    try:
        return ask(request, page, form, act)
    except Stale as refusal:
        paper.refresh_from_db()
        typed = form.cleaned_data
        again = MinutesForm({**typed, "version": paper.version})
        again.is_valid()
        again.add_error(None, refusal.message)
        more = {"lines": generating.difference(paper.text, typed["text"]), "who": paper.edited_by, "theirs": paper}
        shown = Page(page.title, _("按我的文字保存"), page.back, template=page.template, crumb=page.crumb, more=more)
        return shown.show(request, again, refusal.status)


@login_required
def minutes_submit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Ask for comments, or send straight to the chair where the kind needs none."""
    meeting, person = _meeting(request, pk), visitor(request)
    permissions.require_desk(person, meeting)
    if not meeting.is_reviewed:
        page = Page(
            _("送主持人签发"), _("送签"), _home(pk), _("主持人签发后编号印发。"), icon="stamp", crumb=meeting.title
        )
        plain = NoForm(posted(request))
        return ask(request, page, plain, lambda: services.submit_minutes(meeting, reviewers=[], by=person))
    suggested = [one for one in people.of(meeting) if one != person]
    form = ReviewersForm(posted(request), who=request.user, initial={"reviewers": suggested})
    lead = _("讨论稿送下列人员征求意见；收到的意见逐条写明是否采纳后，送主持人签发。")
    page = Page(_("征求意见"), _("送出讨论稿"), _home(pk), lead, icon="send", crumb=meeting.title)

    def act() -> None:
        services.submit_minutes(meeting, reviewers=form.cleaned_data["reviewers"], by=person)

    return ask(request, page, form, act)


@login_required
def minutes_comment(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Say what one thinks of the draft."""
    paper, person = _minutes(request, pk), visitor(request)
    form = CommentForm(posted(request))
    page = Page(_("对纪要提出意见"), _("提交"), _home(pk), paper.title, icon="message-square", crumb=paper.title)

    def act() -> None:
        services.comment(paper, text=form.cleaned_data["text"], by=person)

    return ask(request, page, form, act)


@login_required
def comment_answer(request: HttpRequest, pk: int) -> HttpResponseBase:
    """What was made of a comment."""
    made = find(request, MinutesComment, pk, "minutes__meeting__kind", "person")
    person = visitor(request)
    permissions.require_desk(person, made.minutes.meeting)
    form = AnswerForm(posted(request), initial={"answer": made.answer, "because": made.because})
    page = Page(_("处理意见"), _("保存"), _home(made.minutes.meeting_id), made.text, crumb=made.minutes.title)

    def act() -> None:
        services.answer_comment(made, by=person, **form.cleaned_data)

    return ask(request, page, form, act)


@login_required
def minutes_send(request: HttpRequest, pk: int) -> HttpResponseBase:
    """To the chair."""
    meeting, person = _meeting(request, pk), visitor(request)
    permissions.require_desk(person, meeting)
    page = Page(
        _("送主持人签发"),
        _("送签"),
        _home(pk),
        _("送签后正文和议定事项不能再改；退回后可以继续修改。"),
        icon="stamp",
        crumb=meeting.title,
    )
    form = NoForm(posted(request))
    return ask(request, page, form, lambda: services.send_for_signature(meeting, by=person), said=_("纪要已送签。"))


@login_required
def minutes_issue(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Issue the signed minutes."""
    meeting, person = _meeting(request, pk), visitor(request)
    permissions.require_desk(person, meeting)
    form = ReadersForm(posted(request), who=request.user, initial={"readers": people.readers(meeting)})
    page = Page(_("印发并传阅纪要"), _("印发"), _home(pk), icon="send", crumb=meeting.title)

    def act() -> None:
        services.issue_minutes(meeting, readers=form.cleaned_data["readers"], by=person)

    return ask(request, page, form, act, said=_("纪要已印发，传阅人员已收到通知。"))


@login_required
def minutes_read(request: HttpRequest, pk: int) -> HttpResponseBase:
    """已阅."""
    paper, person = _minutes(request, pk), visitor(request)
    page = Page(_("签阅纪要"), _("已阅"), _home(pk), paper.title, crumb=paper.title)
    return ask(request, page, NoForm(posted(request)), lambda: services.read_minutes(paper, by=person))


@login_required
def minutes_remind(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Remind those who have not read them."""
    paper, person = _minutes(request, pk), visitor(request)
    permissions.require_desk(person, paper.meeting)
    page = Page(_("催阅"), _("提醒未阅人员"), _home(pk), paper.title, icon="bell-ring", crumb=paper.title)
    return ask(request, page, NoForm(posted(request)), lambda: _reminded(paper, person))


def _reminded(paper: Minutes, person: Person) -> None:
    services.remind_readers(paper, by=person)


@login_required
@require_safe
def meeting_package(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Everything of the meeting as one zip."""
    meeting, person = _meeting(request, pk), visitor(request)
    papers = visible(request.user, AgendaPaper).filter(item__meeting=meeting)
    files = [file for paper in papers for file in Attachment.objects.of(paper).select_related("blob")]
    inside = permissions.works_at(person, meeting) or person.pk == meeting.chair_id
    packed = tempfile.SpooledTemporaryFile(max_size=BIG)  # noqa: SIM115 - closed by the answer
    services.pack(meeting, packed, files=files, with_record=inside, by=person)
    packed.seek(0)
    name = _("%(what)s会议材料.zip") % {"what": meeting.title}
    return FileResponse(packed, as_attachment=True, filename=name, content_type="application/zip")

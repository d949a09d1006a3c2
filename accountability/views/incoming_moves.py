"""What the office does with a paper: corrected, 拟办, given out as tasks, urged, 办结."""

from typing import Any

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accountability.deadline_forms import DeadlineForm
from accountability.incoming import becoming, reading, registering
from accountability.incoming_forms import (
    BecauseForm,
    FilesForm,
    ProposeForm,
    RegisterForm,
    ResultForm,
    TaskForm,
    UrgeForm,
)
from accountability.models import Assignment, IncomingDocument
from accountability.views.deadline_pages import Asking, asked, find, posted, visitor
from organizations.models import Person
from organizations.rights import require


class RevisionForm(RegisterForm):
    """The entry as it stood when the page was opened."""

    version = forms.IntegerField(widget=forms.HiddenInput)


def _paper(request: HttpRequest, pk: int) -> IncomingDocument:
    """A paper the visitor sees and whose register he keeps; who only reads it is told so."""
    document = find(request, IncomingDocument, pk, "organization")
    require(visitor(request), registering.KEEP, document)
    return document


def _asking(document: IncomingDocument, title: str, button: str, **more: Any) -> Asking:
    facts: list[dict[str, Any]] = [
        {"label": _("收文"), "value": document, "url": document.get_absolute_url()},
        {"label": _("来文单位"), "value": document.sender},
    ]
    return Asking(title=title, button=button, back=document.get_absolute_url(), facts=facts, **more)


def _run(
    request: HttpRequest, document: IncomingDocument, asking: Asking, form: DeadlineForm, verb: Any, said: str
) -> HttpResponseBase:
    """Ask, do it once, say so, and go back to the sheet."""

    def act() -> str:
        verb(visitor(request))
        messages.success(request, said)
        return document.get_absolute_url()

    return asked(request, asking, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def incoming_edit(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Correct the entry."""
    document = _paper(request, pk)
    form = RevisionForm(posted(request), initial={name: getattr(document, name) for name in RevisionForm.base_fields})
    asking = _asking(document, _("修改收文登记"), _("保存修改"), columns=True)

    def verb(by: Person) -> None:
        registering.revise_incoming(document, paper=form.paper(), version=form.cleaned_data["version"], by=by)

    return _run(request, document, asking, form, verb, _("收文登记已修改。"))


@require_http_methods(["GET", "POST"])
@login_required
def incoming_files(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Add scans."""
    document = _paper(request, pk)
    form = FilesForm(posted(request), request.FILES or None)
    asking = _asking(document, _("补充附件"), _("上传"), icon="upload")

    def verb(by: Person) -> None:
        registering.add_files(document, files=form.cleaned_data["files"], by=by)

    return _run(request, document, asking, form, verb, _("附件已上传。"))


@require_http_methods(["GET", "POST"])
@login_required
def incoming_void(request: HttpRequest, pk: int) -> HttpResponseBase:
    """作废."""
    document = _paper(request, pk)
    form = BecauseForm(posted(request))
    lead = _("编号保留并注明作废，不再使用。")
    asking = _asking(document, _("收文作废"), _("确认作废"), lead=lead, icon="ban", danger=True)

    def verb(by: Person) -> None:
        registering.void_incoming(document, because=form.cleaned_data["because"], by=by)

    return _run(request, document, asking, form, verb, _("已作废。"))


@require_http_methods(["GET", "POST"])
@login_required
def incoming_propose(request: HttpRequest, pk: int) -> HttpResponseBase:
    """拟办."""
    document = _paper(request, pk)
    initial = {
        "text": document.proposal,
        "lead_unit": document.lead_unit_id,
        "holder": document.holder_id,
        "due_on": document.due_on,
        "version": document.version,
        "supporting_units": list(document.supporting_units.values_list("pk", flat=True)),
    }
    for row in document.leaders.all()[:3]:
        initial[f"leader{row.order}"] = row.person_id
    form = ProposeForm(posted(request), home=document.organization, initial=initial)
    lead = _("送领导批示的，领导依次批示后交承办单位；不送批示的，直接交承办单位。几个单位办理的，请明确主办。")
    asking = _asking(document, _("拟办"), _("提交拟办"), lead=lead, icon="send", columns=True)

    def verb(by: Person) -> None:
        version = form.cleaned_data["version"]
        registering.propose_handling(document, proposal=form.proposal(), version=version, by=by)

    return _run(request, document, asking, form, verb, _("拟办已提交。"))


@require_http_methods(["GET", "POST"])
@login_required
def incoming_task(request: HttpRequest, pk: int) -> HttpResponseBase:
    """A sentence of the paper becomes tasks."""
    document = _paper(request, pk)
    form = TaskForm(posted(request), home=document.organization, initial={"due_on": document.due_on})
    lead = _("任务注明来文原文和编号，承办单位在待办中办理，办结后通知您。")
    asking = _asking(document, _("交办任务"), _("交办"), lead=lead, icon="send", columns=True)

    def verb(by: Person) -> None:
        becoming.give_task(document, task=form.task(), sentence=form.cleaned_data["sentence"], by=by)

    return _run(request, document, asking, form, verb, _("任务已交办。"))


@require_http_methods(["GET", "POST"])
@login_required
def incoming_urge(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Remind those who owe something because of it."""
    document = _paper(request, pk)
    form = UrgeForm(posted(request))
    owing = people_owing(document)
    names = _("、").join(str(one) for one in owing) or _("没有未办结的任务")
    asking = _asking(document, _("催办"), _("催办"), lead=_("催办对象：%(names)s") % {"names": names}, icon="bell-ring")

    def verb(by: Person) -> None:
        reading.urge(document, to=owing, by=by, text=form.cleaned_data["text"])

    return _run(request, document, asking, form, verb, _("已催办。"))


def people_owing(source: Any) -> list[Person]:
    """Who answers for what is still open because of a paper or directive, each once."""
    found: dict[int, Person] = {}
    for task in Assignment.objects.of(source).open().with_holders():
        for held in task.current_holders:  # type: ignore[attr-defined]
            found.setdefault(held.person_id, held.person)
    return list(found.values())


@require_http_methods(["GET", "POST"])
@login_required
def incoming_close(request: HttpRequest, pk: int) -> HttpResponseBase:
    """办结."""
    document = _paper(request, pk)
    form = ResultForm(posted(request))
    asking = _asking(document, _("收文办结"), _("确认办结"), icon="circle-check")

    def verb(by: Person) -> None:
        registering.close_incoming(document, result=form.cleaned_data["result"], by=by)

    return _run(request, document, asking, form, verb, _("已办结。"))

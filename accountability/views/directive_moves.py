"""What is done with a directive: confirmed by its leader, taken apart point by point, deployed, urged, 办结."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from accountability.deadline_forms import DeadlineForm
from accountability.directive_forms import ConfirmForm, DeployForm
from accountability.incoming import directing, reading
from accountability.incoming_forms import BecauseForm, ResultForm, TaskForm, UrgeForm
from accountability.models import Directive, DirectivePoint
from accountability.views.deadline_pages import Asking, asked, find, posted, visitor
from accountability.views.incoming_moves import people_owing
from organizations.refusals import NotAllowed
from organizations.rights import require


def _kept(request: HttpRequest, pk: int) -> Directive:
    """A directive the visitor sees and keeps."""
    directive = find(request, Directive, pk, "organization")
    require(visitor(request), directing.KEEP, directive)
    return directive


def _point(request: HttpRequest, pk: int) -> DirectivePoint:
    """A point of a directive the visitor keeps."""
    point = find(request, DirectivePoint, pk, "directive__organization")
    require(visitor(request), directing.KEEP, point.directive)
    return point


def _asking(directive: Directive, title: str, button: str, **more: Any) -> Asking:
    facts = [
        {"label": _("批示"), "value": directive, "url": directive.get_absolute_url()},
        *more.pop("facts", []),
    ]
    return Asking(title=title, button=button, back=directive.get_absolute_url(), facts=facts, **more)


def _run(
    request: HttpRequest, directive: Directive, asking: Asking, form: DeadlineForm, verb: Any, said: str
) -> HttpResponseBase:
    """Ask, do it once, say so, and go back to the directive."""

    def act() -> str:
        verb(visitor(request))
        messages.success(request, said)
        return directive.get_absolute_url()

    return asked(request, asking, form, act)


@require_http_methods(["GET", "POST"])
@login_required
def directive_confirm(request: HttpRequest, pk: int) -> HttpResponseBase:
    """The leader says whether the words are his."""
    directive = find(request, Directive, pk, "organization", "entered_by")
    if directive.confirmer_id != visitor(request).pk:
        raise NotAllowed(_("口头指示由发出指示的领导本人确认。"))
    form = ConfirmForm(posted(request))
    facts = [
        {"label": _("登记人"), "value": directive.entered_by},
        {"label": _("指示时间"), "value": f"{timezone.localtime(directive.said_at):%Y-%m-%d %H:%M}"},
        {"label": _("指示内容"), "value": directive.text},
    ]
    asking = _asking(directive, _("确认口头指示"), _("提交"), facts=facts)

    def verb(by: Any) -> None:
        is_right = form.cleaned_data["answer"] == ConfirmForm.RIGHT
        directing.confirm(directive, is_right=is_right, note=form.cleaned_data["note"], by=by)

    return _run(request, directive, asking, form, verb, _("已提交，登记人会收到通知。"))


@require_http_methods(["GET", "POST"])
@login_required
def point_assign(request: HttpRequest, pk: int) -> HttpResponseBase:
    """One point becomes the tasks of one or several units."""
    point = _point(request, pk)
    directive = point.directive
    is_more = point.state == DirectivePoint.State.ASSIGNED
    initial = {"title": point.text[:400], "due_on": timezone.localdate()}
    form = TaskForm(posted(request), home=directive.organization, asks_sentence=False, initial=initial)
    facts = [{"label": _("要点"), "value": point}]
    title = _("追加交办") if is_more else _("分解交办")
    asking = _asking(directive, title, _("交办"), facts=facts, icon="send", columns=True)

    def verb(by: Any) -> None:
        give = directing.add_tasks if request.GET.get("more") == "1" else directing.assign_point
        give(point, task=form.task(), by=by)

    return _run(request, directive, asking, form, verb, _("任务已交办。"))


@require_http_methods(["GET", "POST"])
@login_required
def point_note(request: HttpRequest, pk: int) -> HttpResponseBase:
    """无需交办."""
    point = _point(request, pk)
    form = BecauseForm(posted(request))
    facts = [{"label": _("要点"), "value": point}]
    asking = _asking(point.directive, _("无需交办"), _("确认"), facts=facts)

    def verb(by: Any) -> None:
        directing.note_point(point, because=form.cleaned_data["because"], by=by)

    return _run(request, point.directive, asking, form, verb, _("已登记。"))


@require_http_methods(["GET", "POST"])
@login_required
def directive_deploy(request: HttpRequest, pk: int) -> HttpResponseBase:
    """How it was put to work, with the true time."""
    directive = _kept(request, pk)
    form = DeployForm(posted(request))
    lead = _("按真实时间填写，晚登记的标注“补录”；从批示到首次部署的用时据此计算。")
    asking = _asking(directive, _("登记部署"), _("登记"), lead=lead, icon="megaphone")

    def verb(by: Any) -> None:
        directing.deploy(directive, by=by, **form.cleaned_data)

    return _run(request, directive, asking, form, verb, _("部署情况已登记。"))


@require_http_methods(["GET", "POST"])
@login_required
def directive_urge(request: HttpRequest, pk: int) -> HttpResponseBase:
    """Remind those who owe something because of it."""
    directive = _kept(request, pk)
    form = UrgeForm(posted(request))
    owing = people_owing(directive)
    names = _("、").join(str(one) for one in owing[:30]) or _("没有未办结的任务")
    lead = _("催办对象：%(names)s") % {"names": names}
    asking = _asking(directive, _("催办"), _("催办"), lead=lead, icon="bell-ring")

    def verb(by: Any) -> None:
        reading.urge(directive, to=owing, by=by, text=form.cleaned_data["text"])

    return _run(request, directive, asking, form, verb, _("已催办。"))


@require_http_methods(["GET", "POST"])
@login_required
def directive_close(request: HttpRequest, pk: int) -> HttpResponseBase:
    """办结."""
    directive = _kept(request, pk)
    form = ResultForm(posted(request))
    asking = _asking(directive, _("批示办结"), _("确认办结"), icon="circle-check")

    def verb(by: Any) -> None:
        directing.close_directive(directive, result=form.cleaned_data["result"], by=by)

    return _run(request, directive, asking, form, verb, _("已办结。"))

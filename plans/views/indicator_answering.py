"""How the pages of indicators and trainings find their object, run a verb once and show a refusal where one typed."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any, cast

from django.contrib import messages
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from accountability import returns, trail
from engine import submissions
from engine.answering import find, visitor
from engine.models import Turn
from organizations.models import Organization, Person
from organizations.refusals import Refusal
from organizations.rights import Place, may
from organizations.sight import Sight, sight_of
from plans import indicator_permissions as permissions
from plans.forms.indicator_asking import AskingForm

__all__ = [
    "Sheet",
    "act_on_sheet",
    "allow",
    "answer",
    "find",
    "history",
    "moves_of",
    "own_unit",
    "returned_to",
    "seen_of",
    "visitor",
    "waiting_at",
]
ON_THE_PAGE = (403, 409, 422)
MOST_EVENTS = 60

MOVES: dict[str, tuple[tuple[str, Any, str], ...]] = {
    "IndicatorSetFlow.draft": (("indicator_set_submit", gettext_lazy("提交发布"), "send"),),
    "IndicatorSetFlow.publish": (
        ("indicator_set_publish", gettext_lazy("发布"), "check"),
        ("indicator_set_return", gettext_lazy("退回修改"), "undo-2"),
    ),
    "IndicatorReportFlow.review": (
        ("report_review", gettext_lazy("审核上报"), "send"),
        ("report_rework", gettext_lazy("退回修改"), "undo-2"),
    ),
    "TrainingFlow.draft": (
        ("training_submit", gettext_lazy("提交审核"), "send"),
        ("training_edit", gettext_lazy("修改"), "pencil"),
    ),
    "TrainingFlow.approve": (
        ("training_approve", gettext_lazy("审核通过"), "check"),
        ("training_return", gettext_lazy("退回修改"), "undo-2"),
    ),
    "TrainingFlow.hold": (("training_hold", gettext_lazy("登记举办"), "calendar-check"),),
    "TrainingFlow.enter": (
        ("training_results", gettext_lazy("登记成绩"), "pencil"),
        ("training_close", gettext_lazy("办结"), "circle-check"),
    ),
}
"""The buttons of each waiting step: page, words, icon; the first is the main one."""


def allow(request: HttpRequest, right: str, at: Place) -> Person:
    """The visitor, who has this right there; it is asked before anything typed is looked at."""
    person = visitor(request)
    permissions.require(cast(Person, request.user), right, at)
    return person


def seen_of(request: HttpRequest) -> Sight:
    """What the visitor sees."""
    return sight_of(request.user)


def own_unit(request: HttpRequest, right: str) -> Organization:
    """The unit for which the visitor acts with a right: that of his chosen post, otherwise of the first that has it."""
    sight = seen_of(request)
    chosen = getattr(getattr(request, "acting", None), "appointment", None)
    duties = {one.duty for one in sight.rights if one.permission == f"plans.{right}"}
    entitled = [scope.appointment for scope in sight.scopes if scope.delegation is None and scope.duty in duties]
    entitled.sort(key=lambda held: held != chosen)
    if not entitled:
        visitor(request)
        permissions.require(cast(Person, request.user), right, "")
    return entitled[0].post.scope


def waiting_at(request: HttpRequest, thing: Any) -> list[Turn]:
    """The open turns of a thing that the visitor may answer."""
    kind = ContentType.objects.get_for_model(thing)
    turns = Turn.objects.open().filter(content_type=kind, object_id=thing.pk).barring(request.user)
    return [one for one in turns if not one.is_barred and may(request.user, one.permission, one)]


def moves_of(turns: Iterable[Turn]) -> list[dict[str, Any]]:
    """The buttons that answer these turns."""
    return [
        {"url": reverse(f"plans:{name}", args=[turn.object_id]), "label": label, "icon": icon, "is_main": place == 0}
        for turn in turns
        for place, (name, label, icon) in enumerate(MOVES.get(f"{turn.flow.rpartition('.')[2]}.{turn.node}", ()))
    ]


def returned_to(thing: Model) -> Any:
    """The return because of which a thing lies where it lies."""
    return next(iter(returns.reasons(Turn.objects.of(thing).open()).values()), None)


def history(thing: Model) -> list[dict[str, Any]]:
    """What was done to a thing, newest first."""
    events = trail.of(thing).order_by("-pk").exclude(verb__startswith="step_")[:MOST_EVENTS]
    return [
        {"title": said, "meta": event.who, "at": event.at, "icon": "dot", "text": "", "changes": []}
        for event, said, _changes in trail.describe(events)
    ]


@dataclass(frozen=True)
class Sheet:
    """The words of a page that asks for one decision."""

    title: Any
    button: Any
    home: str
    crumb: Any = ""
    lead: Any = ""
    icon: str = "check"
    danger: bool = False
    files: bool = False
    said: Any = ""
    body: str = ""  # a template that shows the fields; otherwise one beneath the other
    facts: str = ""  # a template above the sheet: what the decision is about
    wide: bool = False


def act_on_sheet(
    request: HttpRequest, sheet: Sheet, form: Any, act: Callable[[Any], object], **more: Any
) -> HttpResponse:
    """Show a sheet, or run its verb once and go on; what is wrong or refused comes back as typed."""

    def page(status: int = 200) -> HttpResponse:
        crumbs = [{"label": sheet.crumb or _("返回"), "url": sheet.home}]
        context = {"sheet": sheet, "form": form, "action": request.get_full_path(), "crumbs": crumbs, **more}
        return render(request, "plans/indicator_act.html", context, status=status)

    if request.method != "POST":
        return page()

    def run() -> str:
        goes_to = act(form)
        messages.success(request, sheet.said or _("已办理：%(what)s。") % {"what": sheet.title})
        return goes_to if isinstance(goes_to, str) else sheet.home

    return answer(request, form, run, page)


def answer(
    request: HttpRequest, form: AskingForm, run: Callable[[], str], page: Callable[[int], HttpResponse]
) -> HttpResponse:
    """Run a verb once and go to the address it returns; a form that is wrong or refused comes back as typed."""
    if not form.is_valid():
        return page(422)
    try:
        return cast(HttpResponse, submissions.once(request, lambda: redirect(run())))
    except Refusal as refusal:
        if refusal.status not in ON_THE_PAGE:
            raise
        form.take_refusal(refusal)
        return page(refusal.status)

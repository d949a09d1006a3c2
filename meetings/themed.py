"""What of the meetings carries themes: items of the agenda and decisions."""

from collections.abc import Collection
from typing import Any

from django.db.models import Case, F, Q, Value, When
from django.db.models.functions import Coalesce, Concat
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from accountability import themed
from accountability.models import Assignment
from meetings.models import AgendaItem, Decision
from meetings.models.choices import DecisionState, ItemState, Nature

TASK, LATE = "task-", "late"


def declare() -> None:
    """Tell the themes what carries them; a restricted meeting is labelled by those alone who keep it by name."""
    desk: dict[str, Any] = {"rights": ("meetings.keep_record",), "at": _desk, "by_name": _keepers}
    themed.register(
        AgendaItem,
        title=_("会议议题"),
        icon="presentation",
        address=lambda key, meeting: f"{reverse('meetings:meeting_detail', args=[meeting])}#item-{key}",
        line=_item,
        states=dict(ItemState.choices),
        **desk,
    )
    themed.register(
        Decision,
        title=_("议定事项"),
        icon="list-checks",
        address=lambda key, _parent: reverse("meetings:decision_detail", args=[key]),
        under_way=lambda rows: rows.exclude(state=DecisionState.WITHDRAWN),
        line=_decision,
        states={
            **dict(DecisionState.choices),
            **{f"{TASK}{key}": word for key, word in Assignment.State.choices},
            Nature.CONCLUSION: Nature.CONCLUSION.label,
            LATE: _("已逾期"),
        },
        **desk,
    )


def _item() -> dict[str, Any]:
    unit = Coalesce(F("unit__name"), F("meeting__title"))
    return {"title": F("title"), "unit": unit, "state": F("state"), "parent": F("meeting")}


def _decision() -> dict[str, Any]:
    """How it stands today, as `Decision.standing_label` says it of one."""
    late = Q(assignment__state=Assignment.State.OPEN, assignment__due_on__lt=timezone.localdate())
    state = Case(
        When(nature=Nature.CONCLUSION, then=Value(str(Nature.CONCLUSION.value))),
        When(late, then=Value(LATE)),
        When(assignment__isnull=False, then=Concat(Value(TASK), F("assignment__state"))),
        default=F("state"),
    )
    due = Coalesce(F("assignment__due_on"), F("due_on"))
    return {"title": F("text"), "unit": F("lead_unit__name"), "state": state, "due": due}


def _desk(thing: Any) -> str:
    return "" if thing.meeting.restricted else str(thing.meeting.desk_path)


def _keepers(thing: Any) -> Collection[int | None]:
    return thing.meeting.recorder_id, thing.meeting.arranged_by_id

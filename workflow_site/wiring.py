"""Where the apps meet: the only place that connects one app's events to another app's verbs.

`engine.events.flow_started`, `flow_finished` and the opening and closing of steps have no line to the trail: the verb
of the feature that moves the flow records itself in the same transaction, and the turns keep when each step lay with
whom.
"""

from collections.abc import Callable
from typing import Any

from django.db.models import Model
from django.dispatch import Signal
from django.urls import reverse

from accountability import events as accounting
from accountability import feeds, following, handing, opened, trail
from accountability.incoming import publishing, registering
from accountability.signing import requests as signing
from engine import events as flows
from engine.jobs import enqueue
from meetings import events as meetings
from meetings import services as meeting
from meetings import sources as agendas
from organizations import events as organizations
from plans import agendas as plan_agendas
from plans import events as planning
from plans import services as plans
from plans.services import happenings, taught_meetings
from plans.services import quota_reactions as quotas
from plans.services import standing_tasks as standing
from rectification import events as rectifying
from rectification import services as rectification
from search import events as library
from search import papers
from search import services as regulations
from search.index import feeding

Reaction = tuple[Signal, Callable[..., Any]]

RECORDED_FLOW_EVENTS = (flows.sent_back, flows.released, flows.flow_cancelled, flows.job_retried)

REACTIONS: tuple[Reaction, ...] = (
    *((event, trail.record_signal) for event in (*organizations.ALL, *RECORDED_FLOW_EVENTS)),
    (flows.step_opened, signing.open_for),
    (flows.step_closed, signing.withdraw_for),
    (flows.sent_back, rectification.note_return),
    (flows.sent_back, plans.note_return),
    (flows.sent_back, handing.note_return),
    (flows.sent_back, meeting.note_return),
    (flows.sent_back, registering.note_return),
    (flows.sent_back, publishing.note_return),
    (organizations.appointment_ended, handing.tell_heads),
    (organizations.account_closed, handing.tell_heads),
    (organizations.second_factor_reset, feeds.end_with_secrets),
    (organizations.appointment_ended, rectification.note_officer_gone),
    (organizations.account_closed, rectification.note_officer_gone),
    (organizations.organization_moved, following.follow_unit),
    (organizations.organization_merged, following.follow_unit),
    (organizations.organization_split, following.follow_unit),
    (organizations.units_replaced, opened.follow_successors),
    (organizations.units_replaced, rectification.follow_successors),
    (planning.indicator_breached, rectification.note_breach),
    (planning.problem_confirmed, rectification.note_problem),
    (accounting.deadline_moving, rectification.hold_for_deadline),
    (accounting.deadline_moved, rectification.note_deadline),
    (planning.plan_issued, plans.tell_units),
    (organizations.units_replaced, quotas.follow_successors),
    (accounting.deadline_moving, quotas.hold_for_deadline),
    (accounting.deadline_moved, quotas.note_deadline),
    (planning.plan_issued, quotas.start_with_plan),
    (planning.plan_superseded, quotas.end_with_plan),
    (accounting.file_removed, rectification.forget_names),
    (meetings.meeting_held, meeting.close_attendance),
    (meetings.meeting_held, happenings.count_meeting),
    (meetings.meeting_held, taught_meetings.note_meeting),
    (meetings.attendance_corrected, taught_meetings.note_corrected),
    (meetings.decision_adopted, plans.note_assigned),
    (meetings.item_deliberated, plans.note_deliberated),
    (planning.training_held, happenings.count_training),
    (rectifying.inspection_submitted, happenings.count_inspection),
    (rectifying.inspection_confirmed, happenings.count_inspection),
    (rectifying.task_standing, standing.adopt_standing),
    (library.library_changed, feeding.note),
    (library.opinions_asked, regulations.tell_asked),
    (library.opinions_given, regulations.tell_given),
    (library.edition_published, papers.renew_reading),
)
"""Event and what follows from it within the same transaction."""

AFTER_COMMIT: tuple[tuple[Signal, str], ...] = (
    (rectifying.inspection_confirmed, "rectification.after_confirmation"),
    (rectifying.scope_changed, "rectification.after_scope_change"),
    (rectifying.campaign_closed, "rectification.after_closing"),
    (planning.review_approved, "plans.after_review"),
    (library.edition_published, "search.review_citations"),
    (library.relation_recorded, "search.review_citations"),
)
"""Event and the kind of the background job that follows from it; the job is written in the event's transaction."""


FOR_AGENDAS: tuple[agendas.Rows, ...] = (plans.undecided_measures,)
"""What of the features beside meetings may be put on an agenda, to be given out on the spot."""

FOR_DELIBERATION: tuple[agendas.Waiting, ...] = (plans.waiting_for_a_meeting,)
"""What of the features beside meetings waits for a meeting to decide about it."""


def connect() -> None:
    """Connect every line once; called when the site's apps are ready."""
    for rows in FOR_AGENDAS:
        agendas.offer(rows)
    for waiting in FOR_DELIBERATION:
        agendas.await_meetings(waiting)
    plan_agendas.lead_to(_agenda_for)
    for number, (event, reaction) in enumerate(REACTIONS):
        event.connect(reaction, weak=False, dispatch_uid=f"reaction-{number}")
    for event, kind in AFTER_COMMIT:
        event.connect(_asking_for(kind), weak=False, dispatch_uid=f"after-commit-{kind}")


def _agenda_for(mark: str) -> str:
    """Where a thing that waits for a meeting is put on an agenda."""
    return reverse("meetings:item_to_deliberate", args=[mark])


def _asking_for(kind: str) -> Callable[..., None]:
    """A receiver that leaves a job of this kind in the outbox, keyed by what happened to which thing."""

    def ask(sender: type[Model], thing: Any, by: Any = None, **_event: Any) -> None:
        label = sender._meta.label_lower
        mark = getattr(thing, "version", "")
        enqueue(
            kind,
            key=f"{kind}:{label}:{thing.pk}:{mark}",
            by=by,
            org_path=getattr(thing, "org_path", ""),
            thing=thing.pk,
        )

    return ask

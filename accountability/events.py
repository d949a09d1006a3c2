"""The events of accountability: each is sent after its rows are written and within their transaction."""

from django.dispatch import Signal

attachment_added = Signal()
"""A file was attached. Arguments: `thing` (the Attachment), `to` (what it belongs to), `by` (Person or None)."""

number_taken = Signal()
"""A number was taken or registered by hand. Arguments: `thing` (the Number), `to`, `by`."""

number_voided = Signal()
"""A number was declared void and will never be reused. Arguments: `thing` (the Number), `by`, `because`."""

sign_request_opened = Signal()
"""A step of a route is being signed. Arguments: `thing` (the SignRequest), `about` (what is signed), `by`."""

seat_decided = Signal()
"""A person answered. Arguments: `thing` (the Seat), `about` (what is signed), `by`."""

sign_request_closed = Signal()
"""A step of a route ended; its state says how. Arguments: `thing` (the SignRequest), `about` (what is signed), `by`."""

assignment_made = Signal()
"""A task was given. Arguments: `thing` (the Assignment), `source` (what it follows from), `by`."""

assignment_holder_changed = Signal()
"""A task was handed to another person. Arguments: `thing` (the Assignment), `holder` (the new Holder), `by`."""

assignment_progressed = Signal()
"""Progress was reported. Arguments: `thing` (the Assignment), `report` (the ProgressReport), `by`."""

assignment_completed = Signal()
"""A task was completed. Arguments: `thing` (the Assignment), `by`."""

assignment_reopened = Signal()
"""A completed task is owed again. Arguments: `thing` (the Assignment), `by`, `because`."""

assignment_cancelled = Signal()
"""An open task is owed no more. Arguments: `thing` (the Assignment), `by`, `because`."""

deadline_moving = Signal()
"""A task's deadline is about to be asked for, decided or moved; whatever owns the task locks itself now, before it.

Arguments: `thing` (the Assignment, not locked yet), `by`."""

deadline_moved = Signal()
"""A task's deadline was moved by an approved extension.

Arguments: `thing` (the Assignment), `extension`, `before` (the day it was), `by`, `because`."""

incident_registered = Signal()
"""A report was registered 接报登记. Arguments: `thing` (the IncidentReport), `by`."""

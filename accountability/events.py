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

document_laid_out = Signal()
"""An official document was laid out. Arguments: `thing` (the OfficialDocument), `source` (what it is of), `by`."""

document_sealed = Signal()
"""A sealed scan came back. Arguments: `thing` (the OfficialDocument), `source` (what it is of), `by`."""

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

incoming_registered = Signal()
"""A paper was registered 收文. Arguments: `thing` (the IncomingDocument), `by`."""

incoming_handed_out = Signal()
"""A paper was given to the unit that handles it. Arguments: `thing` (the IncomingDocument), `by`."""

incoming_closed = Signal()
"""A paper is 办结. Arguments: `thing` (the IncomingDocument), `by`."""

directive_entered = Signal()
"""A leader's words were entered. Arguments: `thing` (the Directive), `by`."""

directive_deployed = Signal()
"""A directive was put to work. Arguments: `thing` (the Directive), `derivation` (what it became), `by`."""

derived = Signal()
"""A paper or directive has become something. Arguments: `thing` (the Derivation), `by`."""

circulated = Signal()
"""Something was given to people to read. Arguments: `thing` (the Circulation), `by`."""

reading_known = Signal()
"""A reader knows what he was given. Arguments: `thing` (the Reading), `by`."""

publication_published = Signal()
"""A text was put up somewhere. Arguments: `thing` (the Publication), `place` (the PublicationPlace), `by`."""

file_removed = Signal()
"""A content was removed for good 误传文件. Arguments: `thing` (the WrongUpload), `names` (what its files were called),
`by`, `because`."""

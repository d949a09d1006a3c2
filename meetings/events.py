"""What happens to meetings, told upwards; receivers are named in `workflow_site/wiring.py` alone.

Every one is sent inside the verb's transaction with sender=type(thing) and carries `thing` and `by` (a Person).

`meeting_noticed` (meeting) · `meeting_held` (meeting: it really took place) · `meeting_cancelled` (meeting, because) ·
`attendance_corrected` (meeting that was over by then: attendances, the rows put right; because) ·
`decision_adopted` (decision, source: what its agenda item follows from, a plan's measure or nothing) ·
`decision_finished` (decision) · `minutes_issued` (meeting) ·
`item_deliberated` (agenda item, with its signed minutes out: source, the thing that waited; shown, the digest of what
the meeting had before it; resolution: passed, in_principle, rejected, again; opinion; meeting, its name; held_on;
chair; number, of the minutes; basis, the minutes).
"""

from django.dispatch import Signal

meeting_noticed = Signal()
meeting_held = Signal()
meeting_cancelled = Signal()
attendance_corrected = Signal()
decision_adopted = Signal()
decision_finished = Signal()
minutes_issued = Signal()
item_deliberated = Signal()

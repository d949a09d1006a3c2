"""What happens to flows, as signals; each is sent inside the transaction of the change, with sender=type(thing).

`flow_started`, `flow_finished`, `flow_cancelled` (thing, by, because) · `sent_back` (thing, by, because, to, node) ·
`released` (thing, by, because, node) · `step_opened` (thing, node, turn) · `step_closed` (thing, node, turn, how, by,
because) · `job_retried` (thing=the job, by, because).
"""

from django.dispatch import Signal

flow_started = Signal()
flow_finished = Signal()
flow_cancelled = Signal()
sent_back = Signal()
released = Signal()
step_opened = Signal()
step_closed = Signal()
job_retried = Signal()

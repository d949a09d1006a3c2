"""What happened to plans, as signals; each is sent inside the verb's transaction with sender=type(thing).

Every one carries `thing` and `by` (a Person; None when the system acted).

`plan_submitted` (plan) · `plan_issued` (plan; its measures have their assignments) · `plan_superseded` (plan, because:
the next one is in force) · `plan_revised` (revision; the plan's lines say what it says) · `review_asked` (review; the
departments have their parts) · `review_approved` (review) · `problem_confirmed` (plan problem; a finding may be
opened) · `plan_reported` (report to a superior) · `letter_signed` (letter) · `proposals_wanted` (plan; who knows of
something for its year calls `plans.services.propose`).

`indicator_breached` (a Measurement or CountedEvent; also `organization` the unit, `owner` the institution whose
standard it is, `description`, `cited_text`, `found_on`): a value is red, once per value · `report_reviewed`
(IndicatorReport): a unit's values have gone up · `indicator_set_published` (IndicatorSet) · `training_held` (Training;
also `organization`, `on`, `title`): it took place · `training_closed` (Training): all results are in.
"""

from django.dispatch import Signal

plan_submitted = Signal()
plan_issued = Signal()
plan_superseded = Signal()
plan_revised = Signal()
review_asked = Signal()
review_approved = Signal()
problem_confirmed = Signal()
plan_reported = Signal()
letter_signed = Signal()
proposals_wanted = Signal()
indicator_breached = Signal()
report_reviewed = Signal()
indicator_set_published = Signal()
training_held = Signal()
training_closed = Signal()

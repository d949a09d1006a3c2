"""What happened in rectification, as signals; each is sent inside the verb's transaction with sender=type(thing).

Every one carries `thing` and `by` (a Person; None when the system acted), most also `because`.

`campaign_issued` (campaign) · `campaign_concluded` (campaign) · `campaign_closed` (campaign) · `campaign_cancelled`
(campaign, because) · `scope_changed` (participant, because) · `phase_opened` (phase) · `phase_closed` (phase) ·
`phase_deployed_again` (phase, because) ·
`output_delivered` (delivery) · `participants_released` (phase, because, releases) · `inspection_submitted`
(inspection) · `inspection_confirmed` (inspection) · `finding_registered` (finding) · `measures_approved` (finding) ·
`finding_reported` (finding) · `finding_returned` (finding, because) · `finding_closed` (finding) ·
`finding_reopened` (finding, because) · `filing_reported` (filing) · `finding_withdrawn` (finding, because) ·
`objection_filed` (objection) · `objection_decided` (objection) · `waiver_granted` (waiver) · `waiver_ended` (waiver) ·
`order_issued` (order) ·
`slip_issued` (slip) · `slip_received` (slip) · `adverse_reported` (adverse event; `by` is always None) ·
`improvement_opened` (improvement) · `task_standing` (standing task; it has its assignment, a plan may adopt it).
"""

from django.dispatch import Signal

campaign_issued = Signal()
campaign_concluded = Signal()
campaign_closed = Signal()
campaign_cancelled = Signal()
scope_changed = Signal()
phase_opened = Signal()
phase_closed = Signal()
phase_deployed_again = Signal()
output_delivered = Signal()
participants_released = Signal()
inspection_submitted = Signal()
inspection_confirmed = Signal()
finding_registered = Signal()
measures_approved = Signal()
finding_reported = Signal()
finding_returned = Signal()
finding_closed = Signal()
finding_reopened = Signal()
filing_reported = Signal()
finding_withdrawn = Signal()
objection_filed = Signal()
objection_decided = Signal()
waiver_granted = Signal()
waiver_ended = Signal()
order_issued = Signal()
slip_issued = Signal()
slip_received = Signal()
adverse_reported = Signal()
improvement_opened = Signal()
task_standing = Signal()

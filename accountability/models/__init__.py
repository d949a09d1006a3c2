"""The rows of accountability: the trail, files, numbers, signing, assignments, ladders, rosters, notices and themes."""

from accountability.models.assignments import Assignment, Evidence, Holder, ProgressReport
from accountability.models.checkpoints import Checkpoint
from accountability.models.escalations import Escalation, EscalationReceipt, IncidentReport, LadderStart
from accountability.models.evidence import EvidenceBundle
from accountability.models.extensions import Extension
from accountability.models.files import Attachment, Blob
from accountability.models.handovers import Handover, HandoverLine
from accountability.models.imports import ImportBatch, ImportRow
from accountability.models.ladders import Ladder, Rung, RungReceiver
from accountability.models.notices import Notice
from accountability.models.numbers import Number, NumberSeries
from accountability.models.offline import OfflineAnswer
from accountability.models.rosters import DutyRoster, Shift, WorkingHours
from accountability.models.routes import SignRoute, SignRouteStep
from accountability.models.signing import Seat, SignedManifest, SignRequest
from accountability.models.themes import Tagged, Theme
from accountability.models.trail import (
    TrailBody,
    TrailEvent,
    TrailPending,
    TrailRow,
    TrailSeal,
    TrailShape,
)

__all__ = [
    "Assignment",
    "Attachment",
    "Blob",
    "Checkpoint",
    "DutyRoster",
    "Escalation",
    "EscalationReceipt",
    "Evidence",
    "EvidenceBundle",
    "Extension",
    "Handover",
    "HandoverLine",
    "Holder",
    "ImportBatch",
    "ImportRow",
    "IncidentReport",
    "Ladder",
    "LadderStart",
    "Notice",
    "Number",
    "NumberSeries",
    "OfflineAnswer",
    "ProgressReport",
    "Rung",
    "RungReceiver",
    "Seat",
    "Shift",
    "SignRequest",
    "SignRoute",
    "SignRouteStep",
    "SignedManifest",
    "Tagged",
    "Theme",
    "TrailBody",
    "TrailEvent",
    "TrailPending",
    "TrailRow",
    "TrailSeal",
    "TrailShape",
    "WorkingHours",
]

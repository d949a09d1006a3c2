"""The rows of accountability: the trail, files, numbers, signing, assignments, ladders, rosters, notices and themes."""

from accountability.models.archives import ArchivePackage, ArchivePiece
from accountability.models.assignments import Assignment, Evidence, Holder, ProgressReport
from accountability.models.calendars import CalendarFeed, OwnDay
from accountability.models.checkpoints import Checkpoint
from accountability.models.consultations import Consultation, ConsultationItem
from accountability.models.directives import Derivation, Directive, DirectivePoint
from accountability.models.escalations import Escalation, EscalationReceipt, IncidentReport, LadderStart
from accountability.models.evidence import EvidenceBundle
from accountability.models.extensions import Extension
from accountability.models.files import Attachment, Blob
from accountability.models.handling import HandlingKind, HandlingReader, HandlingRecord
from accountability.models.handovers import Handover, HandoverLine
from accountability.models.imports import ImportBatch, ImportRow
from accountability.models.incoming import DocumentLeader, IncomingDocument
from accountability.models.ladders import Ladder, Rung, RungReceiver
from accountability.models.letterheads import Letterhead, OfficialDocument, Sealing
from accountability.models.notices import Notice
from accountability.models.numbers import Number, NumberSeries
from accountability.models.offline import OfflineAnswer
from accountability.models.patterns import PatternThreshold
from accountability.models.presence import SpotCheck
from accountability.models.publications import Publication, PublicationPlace
from accountability.models.reading import Circulation, Reading, Urge
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
from accountability.models.uploads import WrongUpload

__all__ = [
    "ArchivePackage",
    "ArchivePiece",
    "Assignment",
    "Attachment",
    "Blob",
    "CalendarFeed",
    "Checkpoint",
    "Circulation",
    "Consultation",
    "ConsultationItem",
    "Derivation",
    "Directive",
    "DirectivePoint",
    "DocumentLeader",
    "DutyRoster",
    "Escalation",
    "EscalationReceipt",
    "Evidence",
    "EvidenceBundle",
    "Extension",
    "HandlingKind",
    "HandlingReader",
    "HandlingRecord",
    "Handover",
    "HandoverLine",
    "Holder",
    "ImportBatch",
    "ImportRow",
    "IncidentReport",
    "IncomingDocument",
    "Ladder",
    "LadderStart",
    "Letterhead",
    "Notice",
    "Number",
    "NumberSeries",
    "OfficialDocument",
    "OfflineAnswer",
    "OwnDay",
    "PatternThreshold",
    "ProgressReport",
    "Publication",
    "PublicationPlace",
    "Reading",
    "Rung",
    "RungReceiver",
    "Sealing",
    "Seat",
    "Shift",
    "SignRequest",
    "SignRoute",
    "SignRouteStep",
    "SignedManifest",
    "SpotCheck",
    "Tagged",
    "Theme",
    "TrailBody",
    "TrailEvent",
    "TrailPending",
    "TrailRow",
    "TrailSeal",
    "TrailShape",
    "Urge",
    "WorkingHours",
    "WrongUpload",
]

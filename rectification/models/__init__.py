"""Campaigns and everything under them."""

from .campaigns import Campaign
from .checklists import Checklist, ChecklistItem, ChecklistVersion
from .choices import (
    AnswerKind,
    CampaignKind,
    CampaignState,
    Choice,
    Conclusion,
    FindingSource,
    FindingState,
    InspectionKind,
    InspectionState,
    MeasureState,
    Nature,
    ParticipantState,
    Per,
    PhaseKind,
    PhaseState,
    ScopeAction,
    Severity,
)
from .findings import CloseOut, CorrectiveMeasure, Finding, Reopening, Verification
from .inspections import Answer, Inspection, Inspector
from .participants import Participant, ScopeChange
from .phases import Delivery, Output, Phase, Release
from .templates import CampaignTemplate, TemplateOutput, TemplatePhase

__all__ = [
    "Answer",
    "AnswerKind",
    "Campaign",
    "CampaignKind",
    "CampaignState",
    "CampaignTemplate",
    "Checklist",
    "ChecklistItem",
    "ChecklistVersion",
    "Choice",
    "CloseOut",
    "Conclusion",
    "CorrectiveMeasure",
    "Delivery",
    "Finding",
    "FindingSource",
    "FindingState",
    "Inspection",
    "InspectionKind",
    "InspectionState",
    "Inspector",
    "MeasureState",
    "Nature",
    "Output",
    "Participant",
    "ParticipantState",
    "Per",
    "Phase",
    "PhaseKind",
    "PhaseState",
    "Release",
    "Reopening",
    "ScopeAction",
    "ScopeChange",
    "Severity",
    "TemplateOutput",
    "TemplatePhase",
    "Verification",
]

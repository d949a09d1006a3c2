"""The nouns of a meeting: the rows that are true."""

from .agenda import AgendaItem, AgendaPaper
from .attendance import Attendance, ExpectedRule, MeetingReminder
from .choices import (
    Answer,
    DecisionState,
    ItemState,
    Major,
    Manner,
    MeetingState,
    Nature,
    Numbering,
    Origin,
    Part,
    ReaderRole,
    Resolution,
)
from .kinds import MeetingKind
from .meetings import Meeting
from .presence import HERE, UNDECIDED, Basis, Capacity, Choice, Presence, Quorum, Reply, Secrecy, SignedBy
from .records import Decision, Minutes, MinutesComment, MinutesReader, MinutesVersion, Statement
from .series import MeetingSeries
from .votes import Ballot, BallotSlip, BallotTally

__all__ = [
    "HERE",
    "UNDECIDED",
    "AgendaItem",
    "AgendaPaper",
    "Answer",
    "Attendance",
    "Ballot",
    "BallotSlip",
    "BallotTally",
    "Basis",
    "Capacity",
    "Choice",
    "Decision",
    "DecisionState",
    "ExpectedRule",
    "ItemState",
    "Major",
    "Manner",
    "Meeting",
    "MeetingKind",
    "MeetingReminder",
    "MeetingSeries",
    "MeetingState",
    "Minutes",
    "MinutesComment",
    "MinutesReader",
    "MinutesVersion",
    "Nature",
    "Numbering",
    "Origin",
    "Part",
    "Presence",
    "Quorum",
    "ReaderRole",
    "Reply",
    "Resolution",
    "Secrecy",
    "SignedBy",
    "Statement",
]

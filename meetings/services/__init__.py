"""The verbs of a meeting: each changes rows, writes the trail and emits its event in one transaction."""

from meetings.duties import Duty

from .agenda import add_item, ask_paper, hand_in_paper, order_items, remind_papers, revise_item, settle_item
from .decisions import (
    adopt_decisions,
    finish_decision,
    note_decision,
    report_on,
    revise_decision,
    withdraw_decision,
)
from .deliberating import put_before, resolve_item
from .issuing import bulletin, issue_minutes, pack, read_minutes, remind_readers
from .kinds import keep_kind, load_shipped_kinds
from .lists import add_person, add_rule, drop_rule, list_expected, place, remove_person
from .meetings import arrange_meeting, cancel_meeting, revise_meeting, send_notice
from .minutes import (
    answer_comment,
    comment,
    edit_minutes,
    generate_minutes,
    note_return,
    number_minutes,
    send_for_signature,
    submit_minutes,
)
from .recording import close_meeting, note_statement, revise_statement, strike_statement
from .replies import answer, decide_leave
from .series import found_series, revise_series
from .signing_in import (
    add_guest,
    close_attendance,
    make_up,
    register,
    register_paper,
    sign_in,
    sign_in_guest,
)
from .standing import Problem, add_problems, open_problems, previous_decisions
from .telling import tell_expected, urge_answers
from .votes import close_ballot, open_ballot, recuse, require_quorum, void_ballot, vote

__all__ = [
    "Duty",
    "Problem",
    "add_guest",
    "add_item",
    "add_person",
    "add_problems",
    "add_rule",
    "adopt_decisions",
    "answer",
    "answer_comment",
    "arrange_meeting",
    "ask_paper",
    "bulletin",
    "cancel_meeting",
    "close_attendance",
    "close_ballot",
    "close_meeting",
    "comment",
    "decide_leave",
    "drop_rule",
    "edit_minutes",
    "finish_decision",
    "found_series",
    "generate_minutes",
    "hand_in_paper",
    "issue_minutes",
    "keep_kind",
    "list_expected",
    "load_shipped_kinds",
    "make_up",
    "note_decision",
    "note_return",
    "note_statement",
    "number_minutes",
    "open_ballot",
    "open_problems",
    "order_items",
    "pack",
    "place",
    "previous_decisions",
    "put_before",
    "read_minutes",
    "recuse",
    "register",
    "register_paper",
    "remind_papers",
    "remind_readers",
    "remove_person",
    "report_on",
    "require_quorum",
    "resolve_item",
    "revise_decision",
    "revise_item",
    "revise_meeting",
    "revise_series",
    "revise_statement",
    "send_for_signature",
    "send_notice",
    "settle_item",
    "sign_in",
    "sign_in_guest",
    "strike_statement",
    "submit_minutes",
    "tell_expected",
    "urge_answers",
    "void_ballot",
    "vote",
    "withdraw_decision",
]
